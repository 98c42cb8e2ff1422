"""The first page: a place for the file, and why the one before was not read."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QLabel, QVBoxLayout, QWidget

from deskapp.i18n import _
from deskapp.ui.imports.layout import beside, in_the_middle
from deskapp.ui.shared import icons, style
from deskapp.ui.shared.buttons import button
from deskapp.ui.shared.plain import PlainLabel

_CORNER = 8


class ChoosePage(QWidget):
    """`known` names the files that can be read."""

    def __init__(self, known: str, choose: Callable[[], object]) -> None:
        super().__init__()
        self._known = known
        self._icon, self._tone = "import", "control"
        self.zone = DropZone()
        self.picture = QLabel()
        self.words = PlainLabel(scale=style.SECTION, wrap=True)
        self.hint = PlainLabel(tone="muted", wrap=True)
        self.choose = button("", choose, kind="primary", icon="folder")
        self._lay_out()
        self.invite()
        style.news().changed.connect(self._draw)

    def invite(self, sentence: str = "") -> None:
        """Ask for a file; the sentence says what became of the one before."""
        self._show("import", "control", sentence or _("Choose a file, or drop it here"))
        words = _(
            "Customers from CSV, Excel or vCard files, and repair records of {known}.\n"
            "You see what it would do before anything is written."
        )
        self.hint.setText(words.format(known=self._known))
        self.choose.setText(_("Choose a file…"))

    def refuse(self, sentence: str) -> None:
        """Say why a file was not read."""
        self._show("warning", "danger", sentence)
        self.hint.setText(_("Nothing was changed."))
        self.choose.setText(_("Choose another file…"))

    def said(self) -> str:
        """The sentence that is shown."""
        return self.words.full_text()

    def enter(self) -> None:
        """Go where work begins."""
        self.choose.setFocus()

    def _show(self, icon: str, tone: str, sentence: str) -> None:
        self._icon, self._tone = icon, tone
        self.words.setText(sentence)
        self._draw()

    def _draw(self) -> None:
        ratio = self.devicePixelRatioF()
        self.picture.setPixmap(icons.pixmap(self._icon, self._tone, icons.LARGE, ratio))

    def _lay_out(self) -> None:
        for label in (self.picture, self.words, self.hint):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        inner = in_the_middle(self.picture, self.words, self.hint, beside(self.choose))
        inner.setContentsMargins(style.L, style.L, style.L, style.L)
        self.zone.setLayout(inner)
        column = QVBoxLayout(self)
        column.setContentsMargins(style.XL, 0, style.XL, style.XL)
        column.addWidget(self.zone)


class DropZone(QFrame):
    """A field with a dashed border, brighter while a file is held over the window."""

    def __init__(self) -> None:
        super().__init__()
        self._hot = False

    def set_hot(self, *, hot: bool) -> None:
        """Show that the file may be let go."""
        self._hot = hot
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(style.colour("accent_soft" if self._hot else "sheet"))
        painter.setPen(QPen(style.colour("accent" if self._hot else "control"), 1.5, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -2, -2), _CORNER, _CORNER)
        painter.end()

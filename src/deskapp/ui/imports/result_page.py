"""What an import did, with the way to its tickets and the way back."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from deskapp.i18n import _
from deskapp.ui.imports import words
from deskapp.ui.imports.layout import above, beside, foot, in_the_middle
from deskapp.ui.shared import icons, style
from deskapp.ui.shared.announce import announce
from deskapp.ui.shared.buttons import button
from deskapp.ui.shared.plain import PlainLabel

if TYPE_CHECKING:
    from deskapp.domain.import_plan import ImportReport, UndoneImport
    from deskapp.ui.shared.formats import Formats

Act = Callable[[], object]


class ResultPage(QWidget):
    """Says what is in the shop now, or that the import was taken back."""

    def __init__(self, formats: Formats, *, show: Act, alike: Act, undo: Act, again: Act, close: Act) -> None:
        super().__init__()
        self._formats = formats
        self._icon, self._tone = "tick-circle", "ready"
        self.of_customers = False
        self.picture = QLabel()
        self.words = PlainLabel(scale=style.SECTION, wrap=True)
        self.detail = PlainLabel(tone="muted", wrap=True)
        self.show_them = button(_("Show them"), show, kind="primary", icon="tickets")
        self.alike = button("", alike, icon="customers")
        self.undo = button(_("Undo"), undo, icon="undo")
        self.again = button(_("Import another file…"), again)
        self.close_button = button(_("Close"), close)
        self._lay_out()
        style.news().changed.connect(self._draw)

    def show_report(self, report: ImportReport, file_name: str) -> None:
        """Say what was imported."""
        self.of_customers = report.of_customers
        sentence = words.is_in(self._formats, report)
        self._say("tick-circle", "ready", sentence, words.origin(self._formats, report, file_name))
        self.alike.setText(words.alike(self._formats, report))
        self._offer(undo=True, alike=bool(report.duplicates))

    def show_taken_back(self, undone: UndoneImport) -> None:
        """Say that it was undone."""
        detail = words.after_taking_back(self._formats, undone)
        self._say("undo", "muted", words.taken_back(), detail)
        self._offer(undo=False, alike=False)

    def enter(self) -> None:
        """Go to what is most likely wanted next."""
        (self.show_them if self.show_them.isVisibleTo(self) else self.close_button).setFocus()

    def _offer(self, *, undo: bool, alike: bool) -> None:
        self.alike.setVisible(alike)
        self.show_them.setVisible(undo)
        self.undo.setVisible(undo)

    def _say(self, icon: str, tone: str, sentence: str, detail: str) -> None:
        self._icon, self._tone = icon, tone
        self.words.setText(sentence)
        self.detail.setText(detail)
        self._draw()
        announce(self, f"{sentence}. {detail}")

    def _draw(self) -> None:
        ratio = self.devicePixelRatioF()
        self.picture.setPixmap(icons.pixmap(self._icon, self._tone, icons.LARGE, ratio))

    def _lay_out(self) -> None:
        for label in (self.picture, self.words, self.detail):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        middle = in_the_middle(
            self.picture, self.words, self.detail, beside(self.show_them, self.undo), beside(self.alike)
        )
        self.setLayout(above(middle, foot((self.again,), (self.close_button,))))

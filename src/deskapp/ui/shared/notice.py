"""A small window with one sentence, shown without stopping the program."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from deskapp.i18n import _
from deskapp.ui.shared import style
from deskapp.ui.shared.picture import Picture
from deskapp.ui.shared.plain import PlainLabel


class Notice(QDialog):
    """Says one thing; `open()` it, never `exec()`."""

    def __init__(
        self,
        parent: QWidget | None,
        sentence: str,
        *,
        detail: str = "",
        icon: str = "info",
        tone: str = "accent",
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle("Deskapp")
        self.setAccessibleName(sentence)
        self.words = PlainLabel(sentence, strong=True, wrap=True).selectable()
        self.detail = PlainLabel(detail, tone="muted", wrap=True).selectable()
        self.buttons = QDialogButtonBox()
        self.buttons.rejected.connect(self.reject)
        self.buttons.accepted.connect(self.accept)
        self._lay_out(icon, tone)
        self.detail.setVisible(bool(detail))
        self._add_buttons()

    def add_button(
        self, text: str, role: QDialogButtonBox.ButtonRole, on_click: Callable[[], object] | None = None
    ) -> QPushButton:
        """Put another button beside the others."""
        button = self.buttons.addButton(text, role)
        button.setAutoDefault(False)
        if on_click:
            button.clicked.connect(on_click)
        return button

    def _add_buttons(self) -> None:
        self.add_button(_("Close"), QDialogButtonBox.ButtonRole.RejectRole).setDefault(True)

    def _lay_out(self, icon: str, tone: str) -> None:
        picture = Picture(icon, tone, 28)
        words = QVBoxLayout()
        words.setSpacing(style.S)
        words.addWidget(self.words)
        words.addWidget(self.detail)
        row = QHBoxLayout()
        row.setSpacing(style.L)
        row.addWidget(picture, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(words, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(style.XL, style.XL, style.XL, style.L)
        column.setSpacing(style.XL)
        column.addLayout(row)
        column.addWidget(self.buttons)
        self.setMinimumWidth(440)


class Question(Notice):
    """Asks before the few things that cannot be taken back; `verb` names what will happen."""

    def __init__(
        self,
        parent: QWidget | None,
        sentence: str,
        verb: str,
        on_yes: Callable[[], object],
        *,
        detail: str = "",
    ) -> None:
        super().__init__(parent, sentence, detail=detail, icon="warning", tone="warning")
        self._on_yes = on_yes
        self.yes = self.add_button(verb, QDialogButtonBox.ButtonRole.AcceptRole)
        style.set_kind(self.yes, "primary")
        self.accepted.connect(self._do)

    def _add_buttons(self) -> None:
        cancel = self.add_button(_("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        cancel.setDefault(True)
        cancel.setFocus()  # a hasty Enter throws nothing away

    def _do(self) -> None:
        self._on_yes()

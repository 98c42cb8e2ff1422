"""The field in which a query is typed, worked by the keyboard alone."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit

from deskapp.domain.query import LONGEST_QUERY
from deskapp.i18n import _
from deskapp.ui.shared import icons

_TO_LIST = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Down}


class FilterField(QLineEdit):
    """`entered` asks to go to the list, `left` tells that Escape was typed."""

    entered = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setMaxLength(LONGEST_QUERY)
        self.setClearButtonEnabled(True)
        self.setPlaceholderText(_("Filter: words, “a phrase”, status:waiting, no:26001230, is:overdue"))
        self.setAccessibleName(_("Filter tickets"))
        self.addAction(icons.icon("filter"), QLineEdit.ActionPosition.LeadingPosition)

    def enter(self) -> None:
        """Go behind what stands there, ready to type another word."""
        if self.text() and not self.text().endswith(" "):
            self.setText(f"{self.text()} ")
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.end(False)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        elif event.key() in _TO_LIST:
            self.entered.emit()
        else:
            super().keyPressEvent(event)

"""A sheet with a hairline around it that holds what belongs together."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLayout, QVBoxLayout, QWidget

from deskapp.ui.shared import style
from deskapp.ui.shared.plain import strong


class Card(QFrame):
    """A card; fill `body`, or use `add`."""

    def __init__(
        self, heading: str = "", *, action: QWidget | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(style.L, style.M, style.L, style.M)
        self.body.setSpacing(style.S)
        if heading:
            self.body.addLayout(_head(heading, action))
            self.setAccessibleName(heading)

    def add(self, piece: QWidget | QLayout) -> None:
        """Put a widget or layout under what is there."""
        if isinstance(piece, QWidget):
            self.body.addWidget(piece)
        else:
            self.body.addLayout(piece)


def hairline() -> QFrame:
    """A thin line between two parts."""
    line = QFrame()
    line.setProperty("kind", "hairline")
    return line


def _head(heading: str, action: QWidget | None) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(strong(heading))
    row.addStretch(1)
    if action:
        row.addWidget(action)
    return row

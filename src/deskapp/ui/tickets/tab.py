"""What every tab of a ticket is: a scrolled column that shows a ticket and takes it again when it changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from deskapp.ui.shared import style

if TYPE_CHECKING:
    from deskapp.domain.ticket import Ticket


class Tab(QWidget):
    """A tab; fill `column`, and `foot` for what stays below."""

    def __init__(self) -> None:
        super().__init__()
        inside = QWidget()
        self.column = QVBoxLayout(inside)
        self.column.setContentsMargins(style.L, style.L, style.L, style.L)
        self.column.setSpacing(style.M)
        self.column.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setFrameShape(QFrame.Shape.NoFrame)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.area.setWidget(inside)
        self.foot = QVBoxLayout()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.area, 1)
        outer.addLayout(self.foot)

    def load(self, ticket: Ticket) -> None:
        """Show another ticket."""
        self.update_ticket(ticket)

    def update_ticket(self, ticket: Ticket) -> None:
        """The same ticket was read again."""
        raise NotImplementedError

    def accepted(self, ticket: Ticket) -> None:
        """What this tab sent is in the file now."""
        self.update_ticket(ticket)

    def leave(self) -> None:
        """Keep what is being typed."""

"""The filter of the queue: text that is read as it is typed, and what is wrong with it named beneath."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskapp.domain.query import parse
from deskapp.errors import DeskError
from deskapp.ui.shared import style
from deskapp.ui.shared.plain import PlainLabel
from deskapp.ui.tickets.filter_field import FilterField

if TYPE_CHECKING:
    from deskapp.ui.context import DeskContext


class FilterBox(QWidget):
    """`edited` tells that a person changed the query."""

    edited = Signal()

    def __init__(self, context: DeskContext) -> None:
        super().__init__()
        self._context = context
        self._error: DeskError | None = None
        self.field = FilterField()
        self.wrong = PlainLabel(tone="danger", wrap=True)
        self.setFocusProxy(self.field)
        self.field.textEdited.connect(self._read)
        self._lay_out()

    def show_query(self, query: str) -> None:
        """Write a query in place of what stands there."""
        self.field.setText(query)
        self._understand()

    def is_understood(self) -> bool:
        """Whether what stands there can be looked for."""
        return self._error is None

    def say_wrong(self, error: DeskError | None) -> None:
        """Name what cannot be looked for, or nothing."""
        self._error = error
        self.wrong.setText(str(error or ""))
        self.wrong.setVisible(error is not None)

    def _read(self) -> None:
        self._understand()
        self.edited.emit()

    def _understand(self) -> None:
        try:
            parse(self.field.text())
        except DeskError as error:
            self.say_wrong(error)
        else:
            self.say_wrong(None)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.XS)
        column.addWidget(self.field)
        column.addWidget(self.wrong, 0, Qt.AlignmentFlag.AlignTop)
        self.wrong.hide()

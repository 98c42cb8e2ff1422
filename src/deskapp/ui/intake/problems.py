"""What cannot be kept yet, shown at its fields all at once, the cursor in the first of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from PySide6.QtCore import Qt

from deskapp.errors import Invalid
from deskapp.ui.shared.form import FieldRow

Value = TypeVar("Value")


class Problems:
    """Collects while a form is read; true when something is wrong."""

    def __init__(self) -> None:
        self._rows: list[FieldRow] = []

    def __bool__(self) -> bool:
        return bool(self._rows)

    def read(self, row: FieldRow, value: Callable[[], Value], otherwise: Value) -> Value:
        """The value of a field; where it cannot be kept, the reason at the field and `otherwise`."""
        row.clear()
        try:
            return value()
        except Invalid as error:
            self.add(row, str(error))
            return otherwise

    def add(self, row: FieldRow, reason: str) -> None:
        """Show a reason at a field."""
        row.say_wrong(reason)
        self._rows.append(row)

    def go_to_first(self) -> None:
        """Put the cursor where the first reason stands."""
        if self._rows:
            self._rows[0].field.setFocus(Qt.FocusReason.OtherFocusReason)

"""As many lines of a few fields as somebody needs: further e-mails, addresses, contacts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from deskapp.domain.customer import MOST_FURTHER
from deskapp.ui.shared import style
from deskapp.ui.shared.buttons import button, icon_button
from deskapp.ui.shared.fields import TextField
from deskapp.ui.shared.tab_order import put_before


@dataclass(frozen=True, slots=True)
class Piece:
    """A field of a line: the value's own name of it, what people call it, how long, and where it stands."""

    key: str
    name: str
    longest: int
    row: int = 0
    width: int = 2


class LinesEdit(QWidget):
    """No line at first; an empty line is none. `made` makes a value of the texts by key."""

    def __init__(self, pieces: Sequence[Piece], made: Callable[..., Any], add: str, remove: str) -> None:
        super().__init__()
        self._pieces, self._made, self._remove_name = pieces, made, remove
        self.lines: list[Line] = []
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # a proxy would lead Tab back to the first line
        self._list = QVBoxLayout()
        self._list.setSpacing(style.S)
        self.add_button = button(add, self.add_and_go, kind="quiet", icon="plus")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.XS)
        column.addLayout(self._list)
        column.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)

    def values(self) -> tuple[Any, ...]:
        """What is typed, line by line."""
        typed = ((line, line.texts()) for line in self.lines)
        return tuple(self._value(line, texts) for line, texts in typed if any(texts.values()))

    def set_values(self, values: Sequence[Any]) -> None:
        """Show these values."""
        for line in self.lines:
            self._list.removeWidget(line)
            line.deleteLater()
        self.lines = []
        for value in values:
            self._add(value)
        self._count()

    def add_and_go(self) -> None:
        """One more line, with the cursor in it."""
        self._add(None).first.setFocus(Qt.FocusReason.TabFocusReason)

    def focusInEvent(self, event: QFocusEvent) -> None:
        (self.lines[0].first if self.lines else self.add_button).setFocus(event.reason())

    def _value(self, line: Line, texts: dict[str, str]) -> Any:
        """The value that was shown where nothing was typed: it may hold more than its fields show."""
        shown = line.value
        if shown is not None and all(getattr(shown, key) == text for key, text in texts.items()):
            return shown
        return self._made(**texts)

    def _add(self, value: Any) -> Line:
        line = Line(self._pieces, value, self._remove_name)
        line.remove.clicked.connect(partial(self._remove, line))
        self.lines.append(line)
        self._list.addWidget(line)
        put_before(self.add_button, *line.fields.values(), line.remove)
        self._count()
        return line

    def _remove(self, line: Line) -> None:
        self.lines.remove(line)
        self.add_button.setFocus(Qt.FocusReason.OtherFocusReason)
        self._list.removeWidget(line)
        line.deleteLater()
        self._count()

    def _count(self) -> None:
        self.add_button.setVisible(len(self.lines) < MOST_FURTHER)


class Line(QWidget):
    """The fields of one value."""

    def __init__(self, pieces: Sequence[Piece], value: Any, remove: str) -> None:
        super().__init__()
        self.value = value
        self.fields = {piece.key: TextField(piece.name, piece.longest) for piece in pieces}
        self.first = next(iter(self.fields.values()))
        self.remove = icon_button("close", remove)
        for piece in pieces:
            field = self.fields[piece.key]
            field.setAccessibleName(piece.name)
            if value is not None:
                field.setText(getattr(value, piece.key))
        self._lay_out(pieces)

    def texts(self) -> dict[str, str]:
        """What is typed, by key."""
        return {key: field.value() for key, field in self.fields.items()}

    def _lay_out(self, pieces: Sequence[Piece]) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(style.XS)
        for row in sorted({piece.row for piece in pieces}):
            line = QHBoxLayout()
            line.setSpacing(style.S)
            for piece in pieces:
                if piece.row == row:
                    line.addWidget(self.fields[piece.key], piece.width)
            grid.addLayout(line, row, 0)
        grid.addWidget(self.remove, 0, 1, Qt.AlignmentFlag.AlignTop)

"""What a backup holds, as lines of name and value beside what the shop holds today."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout, QWidget

from deskapp.ui.backup import words
from deskapp.ui.shared import style
from deskapp.ui.shared.plain import PlainLabel, muted

if TYPE_CHECKING:
    from deskapp.domain.backup import Preview
    from deskapp.ui.shared.formats import Formats


class BackupFacts(QWidget):
    """Empty until there is something to show; `across` is how many pairs stand side by side."""

    def __init__(self, formats: Formats, across: int = 3) -> None:
        super().__init__()
        self._formats = formats
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(style.M)
        self._grid.setVerticalSpacing(style.XS)
        self._pairs = [(muted(), PlainLabel(elide=True)) for _n in range(9)]
        for place, (name, value) in enumerate(self._pairs):
            row, column = place // across, 2 * (place % across)
            self._grid.addWidget(name, row, column)
            self._grid.addWidget(value.selectable(), row, column + 1)
            self._grid.setColumnStretch(column + 1, 1)

    def show_preview(self, seen: Preview | None) -> None:
        """Show what it holds, or nothing."""
        lines = words.holds(seen, self._formats) if seen else []
        for place, (name, value) in enumerate(self._pairs):
            said = lines[place] if place < len(lines) else ("", "")
            name.setText(said[0])
            value.setText(said[1])
        self.setAccessibleName(", ".join(f"{name}: {value}" for name, value in lines))

    def text(self) -> str:
        """All of it, a line each."""
        return "\n".join(f"{name.full_text()}: {value.full_text()}" for name, value in self._pairs)

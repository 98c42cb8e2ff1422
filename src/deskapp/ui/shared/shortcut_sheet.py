"""The sheet of keyboard shortcuts: what the window can do now, by menu."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from deskapp.i18n import _
from deskapp.ui.shared import style
from deskapp.ui.shared.plain import PlainLabel, strong, title


class ShortcutSheet(QDialog):
    """Give it `Commands.sheet()` and `open()` it."""

    def __init__(self, parent: QWidget | None, sheet: list[tuple[str, list[tuple[str, str]]]]) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Keyboard shortcuts"))
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(_listed(sheet))
        buttons = QDialogButtonBox()
        buttons.addButton(_("Close"), QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(style.XL, style.XL, style.XL, style.L)
        column.setSpacing(style.L)
        column.addWidget(title(_("Keyboard shortcuts")))
        column.addWidget(area, 1)
        column.addWidget(buttons)
        self.resize(720, 560)


def _listed(sheet: list[tuple[str, list[tuple[str, str]]]]) -> QWidget:
    """Two columns of groups, filled so that both come out about equally long."""
    page = QWidget()
    grid = QGridLayout(page)
    grid.setContentsMargins(0, 0, style.M, 0)
    grid.setHorizontalSpacing(style.L)
    grid.setVerticalSpacing(style.S)
    for column in (0, 3):
        grid.setColumnStretch(column, 1)
    grid.setColumnMinimumWidth(2, style.XL)
    heights = [0, 0]
    for heading, entries in sheet:
        side = 0 if heights[0] <= heights[1] else 1
        heights[side] = _add_group(grid, heights[side], side * 3, heading, entries)
    grid.setRowStretch(max(heights), 1)
    return page


def _add_group(grid: QGridLayout, row: int, column: int, heading: str, entries: list[tuple[str, str]]) -> int:
    head = strong(heading)
    head.setContentsMargins(0, style.S if row else 0, 0, 0)
    grid.addWidget(head, row, column, 1, 2)
    for name, keys in entries:
        row += 1
        grid.addWidget(PlainLabel(name), row, column)
        grid.addWidget(PlainLabel(keys, tone="muted"), row, column + 1, Qt.AlignmentFlag.AlignRight)
    return row + 1

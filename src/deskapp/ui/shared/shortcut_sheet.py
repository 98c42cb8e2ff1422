"""The sheet of keyboard shortcuts: what the window can do now, by menu."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

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
        page = _listed(sheet)
        area.setWidget(page)
        area.setMinimumWidth(page.minimumSizeHint().width() + area.verticalScrollBar().sizeHint().width())
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
    row = QHBoxLayout(page)
    row.setContentsMargins(0, 0, style.M, 0)
    row.setSpacing(style.XXL)
    columns = (QVBoxLayout(), QVBoxLayout())
    lengths = [0, 0]
    for heading, entries in sheet:
        side = 0 if lengths[0] <= lengths[1] else 1
        lengths[side] += len(entries) + 2
        columns[side].addLayout(_group(heading, entries))
    for column in columns:
        column.setSpacing(style.L)
        column.addStretch(1)
        row.addLayout(column, 1)
    return page


def _group(heading: str, entries: list[tuple[str, str]]) -> QGridLayout:
    grid = QGridLayout()
    grid.setHorizontalSpacing(style.L)
    grid.setVerticalSpacing(style.XS)
    grid.setColumnStretch(0, 1)
    grid.addWidget(strong(heading), 0, 0, 1, 2)
    for row, (name, keys) in enumerate(entries, 1):
        grid.addWidget(PlainLabel(name), row, 0)
        grid.addWidget(PlainLabel(keys, tone="muted"), row, 1, Qt.AlignmentFlag.AlignRight)
    return grid

"""Everything that can be read in a window: on labels, in fields, in lists, in tips, by a screen reader."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtCore import QAbstractItemModel, QAbstractListModel, QModelIndex, Qt
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

_ROLES = (
    Qt.ItemDataRole.DisplayRole,
    Qt.ItemDataRole.ToolTipRole,
    Qt.ItemDataRole.AccessibleTextRole,
    Qt.ItemDataRole.AccessibleDescriptionRole,
    Qt.ItemDataRole.EditRole,
)
_MOST_ROWS = 30


def texts_of(root: QWidget) -> Iterator[str]:
    """What a person or a screen reader finds in a window and in all that is in it, shown or not."""
    for one in (root, *root.findChildren(QWidget)):
        yield from (one.toolTip(), one.windowTitle(), one.accessibleName(), one.accessibleDescription())
        if isinstance(one, QLabel | QAbstractButton | QLineEdit):
            yield one.text()
        elif isinstance(one, QPlainTextEdit):
            yield one.toPlainText()
        elif isinstance(one, QComboBox):
            yield from (one.itemText(place) for place in range(one.count()))
        elif isinstance(one, QAbstractItemView) and one.model() is not None:
            yield from cells_of(one.model())


def cells_of(model: QAbstractItemModel) -> Iterator[str]:
    """What the first rows of a list say, in all roles that are read."""
    for row in range(min(model.rowCount(), _MOST_ROWS)):
        for column in range(columns_of(model)):
            index: QModelIndex = model.index(row, column)
            for role in _ROLES:
                value = model.data(index, role)
                if isinstance(value, str):
                    yield value


def columns_of(model: QAbstractItemModel) -> int:
    """How many columns a model has; a list keeps that to itself."""
    return 1 if isinstance(model, QAbstractListModel) else model.columnCount()

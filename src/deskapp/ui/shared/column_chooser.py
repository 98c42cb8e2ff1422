"""The list of columns to tick, with a search and the way back to how it was."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from deskapp.i18n import _
from deskapp.ui.shared import style
from deskapp.ui.shared.buttons import button
from deskapp.ui.shared.limits import limit
from deskapp.ui.shared.paged_model import Column
from deskapp.ui.shared.popup import Popup

_WIDTH, _MOST_LINES = 240, 14
_KEY = Qt.ItemDataRole.UserRole
_TICKED, _EMPTY = Qt.CheckState.Checked, Qt.CheckState.Unchecked
_TURNS = {Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter}
_ARROWS = {Qt.Key.Key_Down, Qt.Key.Key_Up}


class ColumnChooser(Popup):
    """`toggled` carries a column's key and whether it is wanted, `reset` nothing."""

    toggled = Signal(str, bool)
    reset = Signal()

    def __init__(self, parent: QWidget, columns: Sequence[Column], wanted: Collection[str]) -> None:
        super().__init__(parent, _("Columns"))
        self.search = QLineEdit()
        limit(self.search, 200)
        self.search.setPlaceholderText(_("Find a column"))
        self.search.setAccessibleName(_("Find a column"))
        self.list = TickList(_("Columns"))
        self.back = button(_("Reset columns"), self._reset, kind="quiet", icon="undo")
        for column in columns[1:]:  # the first one names the row and always stays
            self.list.add(column.key, column.title, ticked=column.key in wanted)
        self.search.textChanged.connect(self.list.narrow)
        self.list.turned.connect(self.toggled)
        for widget in (self.search, self.list, self.back):
            self.column.addWidget(widget)
        self.list.fit(_MOST_LINES)
        self.setFixedWidth(round(_WIDTH * style.row_height() / 32))
        self.setFocusProxy(self.search)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ARROWS and not self.list.hasFocus():
            self.list.setFocus()
        else:
            super().keyPressEvent(event)

    def _reset(self) -> None:
        self.reset.emit()
        self.close()


class TickList(QListWidget):
    """Lines with a box; a click anywhere, Space and Enter turn it. `turned` carries key and tick."""

    turned = Signal(str, bool)

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setAccessibleName(name)
        self.itemClicked.connect(self.turn)

    def add(self, key: str, text: str, *, ticked: bool) -> None:
        """Another line."""
        item = QListWidgetItem(text)
        item.setData(_KEY, key)
        item.setFlags(item.flags() & ~Qt.ItemFlag.ItemIsUserCheckable)  # turned here alone
        item.setCheckState(_TICKED if ticked else _EMPTY)
        self.addItem(item)

    def narrow(self, words: str) -> None:
        """Show the lines that hold these words."""
        sought, seen = words.strip().casefold(), []
        for row in range(self.count()):
            item = self.item(row)
            item.setHidden(sought not in item.text().casefold())
            seen += [] if item.isHidden() else [row]
        self.setCurrentRow(seen[0] if seen else -1)

    def turn(self, item: QListWidgetItem) -> None:
        """Tick a line, or take its tick away."""
        ticked = item.checkState() is not _TICKED
        item.setCheckState(_TICKED if ticked else _EMPTY)
        self.turned.emit(item.data(_KEY), ticked)

    def fit(self, most: int) -> None:
        """Be as high as the lines are, up to so many."""
        self.setCurrentRow(0)
        line = style.row_height("compact")
        for row in range(self.count()):
            self.item(row).setSizeHint(QSize(0, line))  # before the sheet is worn Qt would not know it
        self.setFixedHeight(line * min(most, self.count()) + style.XS)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _TURNS and self.currentRow() >= 0:
            self.turn(self.currentItem())
        else:
            super().keyPressEvent(event)

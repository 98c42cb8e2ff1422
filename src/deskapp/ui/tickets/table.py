"""The table of the queue: its columns give way when it is narrow, but never one that was asked for."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QHelpEvent, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QApplication, QHeaderView

from deskapp.ui.shared.groups import Group
from deskapp.ui.shared.paged_model import Column, PagedModel
from deskapp.ui.shared.record_table import RecordTable
from deskapp.ui.tickets.columns import GIVE_WAY, WIDE

_LEAST = 104
_VERSION = "2"


class TicketTable(RecordTable):
    """Which columns are wanted is kept apart from which fit.

    `edit_asked` carries what is to be set of the row under the cursor and the point under which to ask,
    `fold_asked` the key of a heading, `tip_asked` a ticket's id and the point on the screen.
    """

    edit_asked = Signal(str, QPoint)
    fold_asked = Signal(str)
    tip_asked = Signal(int, QPoint)

    def __init__(self, model: PagedModel, name: str) -> None:
        self._unwanted = {column.key for column in model.columns if not column.shown}
        super().__init__(model, name)
        self._pressed = QPersistentModelIndex()
        self._was_chosen = False
        self._patience = QTimer(self, singleShot=True)
        self._patience.timeout.connect(self.edit_current)

    # Columns ----------------------------------------------------------------------------------

    def wanted_columns(self) -> tuple[str, ...]:
        """The columns that are to be shown where there is room, from left to right."""
        keys = [self.records.columns[place].key for place in self._visual_order()]
        return tuple(key for key in keys if key not in self._unwanted)

    def add_columns(self, columns: Sequence[Column]) -> None:
        """Offer more columns, which are not shown before somebody asks for them."""
        self._unwanted |= {column.key for column in columns if not column.shown}
        first = len(self.records.columns)
        self.records.add_columns(columns)
        for place, column in enumerate(columns, first):
            self.horizontalHeader().resizeSection(place, self._scaled(column.width))
        self._fit_columns()

    def use_columns(self, keys: Sequence[str]) -> None:
        """Show these columns from left to right; none means those that the list shows by itself."""
        if not keys:
            self.reset_columns()
            return
        places = {column.key: place for place, column in enumerate(self.records.columns)}
        first = self.records.columns[0].key
        known = [key for key in dict.fromkeys((*keys, first)) if key in places]
        self._unwanted = set(places).difference(known)
        head = self.horizontalHeader()
        for visual, key in enumerate(known):
            head.moveSection(head.visualIndex(places[key]), visual)
        self._fit_columns()

    def layout_state(self) -> str:
        """Columns, order and widths, as the settings keep them."""
        widths = {column.key: self._width(place) for place, column in enumerate(self.records.columns)}
        scale = self._scaled(1000) / 1000
        parts = [f"{key}:{round(widths[key] / scale)}" for key in self.wanted_columns()]
        return " ".join([_VERSION, *parts])

    def restore_layout(self, state: str) -> None:
        """Columns, order and widths as they were kept; what is of another version is left alone."""
        version, *parts = state.split() or [""]
        kept = [(key, width) for key, _colon, width in (part.partition(":") for part in parts)]
        if version != _VERSION or not all(width.isdecimal() for _key, width in kept):
            self.reset_columns()
            return
        places = {column.key: place for place, column in enumerate(self.records.columns)}
        for key, width in kept:
            if key in places and 20 <= int(width) <= 2000:
                self.horizontalHeader().resizeSection(places[key], self._scaled(int(width)))
        self.use_columns([key for key, _width in kept])

    def reset_columns(self) -> None:
        """Columns, their order and widths as they were made."""
        head = self.horizontalHeader()
        self._unwanted = {column.key for column in self.records.columns if not column.shown}
        for place, column in enumerate(self.records.columns):
            head.moveSection(head.visualIndex(place), place)
            if head.sectionResizeMode(place) is QHeaderView.ResizeMode.Interactive:
                head.resizeSection(place, self._scaled(column.width))
        self._fit_columns()

    def show_order(self, order: str) -> None:
        """Mark the column by which the list is sorted."""
        columns = self.records.columns
        turned = order[1:] if order.startswith("-") else f"-{order}"
        marks = {order: False, turned: True}
        found = [place for place, column in enumerate(columns) if column.sort and column.sort in marks]
        clicked = [place for place in found if self._order and place == self._order[0]]
        wanted = [place for place in found if columns[place].key not in self._unwanted]
        place = next(iter(clicked or wanted or found), -1)
        self._mark_order((place, marks[columns[place].sort]) if place >= 0 else None)

    # Values and headings ----------------------------------------------------------------------

    def edit_current(self) -> bool:
        """Ask for the value under the cursor to be set; False where it is none that can be set here."""
        index = self.currentIndex()
        edits = self.records.columns[index.column()].edits if index.isValid() else ""
        if not edits or self.current_id() is None:
            return False
        corner = self.visualRect(index).bottomLeft() + QPoint(0, 2)
        self.edit_asked.emit(edits, self.viewport().mapTo(self, corner))
        return True

    def heading(self) -> Group | None:
        """The heading under the cursor."""
        index = self.currentIndex()
        row = self.records.row(index.row()) if index.isValid() else None
        return row if isinstance(row, Group) else None

    # Qt ---------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        self._patience.stop()
        heading = self.heading()
        if heading and event.key() in _FOLDS:
            if _FOLDS[event.key()] in {None, heading.folded}:
                self.fold_asked.emit(heading.key)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._patience.stop()
        index = self.indexAt(event.position().toPoint())
        left = event.button() is Qt.MouseButton.LeftButton and not event.modifiers()
        alone = index.row() == self.currentIndex().row() and sum(map(len, self.chosen_runs())) == 1
        self._was_chosen = left and alone and self.hasFocus()
        self._pressed = QPersistentModelIndex(index if left else QModelIndex())
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if not index.isValid() or QPersistentModelIndex(index) != self._pressed:
            return
        if heading := self.heading():
            self.fold_asked.emit(heading.key)
        elif self._was_chosen:  # a second click may follow, which opens the ticket
            self._patience.start(QApplication.doubleClickInterval())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._patience.stop()
        self._pressed = QPersistentModelIndex()
        super().mouseDoubleClickEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            record = self.records.id_at(self.rowAt(event.pos().y()))
            if record is not None:
                self.tip_asked.emit(record, event.globalPos())
            return True
        return super().viewportEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit_columns()
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit_columns()

    # Own --------------------------------------------------------------------------------------

    def _wanted(self) -> set[str]:
        return set(self.wanted_columns())

    def _want(self, key: str, wanted: bool) -> None:
        (self._unwanted.discard if wanted else self._unwanted.add)(key)
        self._fit_columns()

    def _fit_columns(self) -> None:
        """Hide what does not fit, least needed first; one wide column takes what is left."""
        columns = self.records.columns
        wanted = {
            column.key: place for place, column in enumerate(columns) if column.key not in self._unwanted
        }
        room = self.viewport().width()
        for key in GIVE_WAY:
            if self._needed(wanted) <= room:
                break
            wanted.pop(key, None)
        for place, column in enumerate(columns):
            if self.isColumnHidden(place) == (column.key in wanted):
                self.setColumnHidden(place, column.key not in wanted)
        self._stretch(next((key for key in WIDE if key in wanted), ""))

    def _needed(self, wanted: dict[str, int]) -> int:
        """The room that these columns take when the widest is as narrow as it may be."""
        wide = next((key for key in WIDE if key in wanted), "")
        return sum(
            self._scaled(_LEAST) if key == wide else self._width(place) for key, place in wanted.items()
        )

    def _width(self, place: int) -> int:
        head = self.horizontalHeader()
        if head.sectionResizeMode(place) is QHeaderView.ResizeMode.Interactive and not head.isSectionHidden(
            place
        ):
            return head.sectionSize(place)
        return self._scaled(self.records.columns[place].width)

    def _stretch(self, wide: str) -> None:
        head = self.horizontalHeader()
        head.setStretchLastSection(not wide)
        for place, column in enumerate(self.records.columns):
            if column.key in WIDE:
                mode = (
                    QHeaderView.ResizeMode.Stretch
                    if column.key == wide
                    else QHeaderView.ResizeMode.Interactive
                )
                if head.sectionResizeMode(place) is not mode:
                    head.setSectionResizeMode(place, mode)
                    if mode is QHeaderView.ResizeMode.Interactive:
                        head.resizeSection(place, self._scaled(column.width))


_FOLDS: dict[int, bool | None] = {
    Qt.Key.Key_Left: False,
    Qt.Key.Key_Right: True,
    Qt.Key.Key_Return: None,
    Qt.Key.Key_Enter: None,
}
"""Keys that turn a heading which is folded (True), open (False) or either."""

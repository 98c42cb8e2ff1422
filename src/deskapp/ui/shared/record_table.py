"""The list of a screen: whole rows, the keyboard first, and a place that it keeps."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPoint,
    QRect,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QHeaderView

from deskapp.ui.shared import style
from deskapp.ui.shared.column_table import ColumnTable
from deskapp.ui.shared.ground import ground
from deskapp.ui.shared.paged_model import PagedModel
from deskapp.ui.shared.row_copy import rows_on_clipboard
from deskapp.ui.shared.row_delegate import Look, RowDelegate, Shown
from deskapp.ui.shared.row_keeper import RowKeeper

_ENTER = {Qt.Key.Key_Return, Qt.Key.Key_Enter}
_ENDS = {Qt.Key.Key_Home, Qt.Key.Key_End}
_ROWS = QItemSelectionModel.SelectionFlag.Rows
_CLEAR_AND_ROWS = QItemSelectionModel.SelectionFlag.ClearAndSelect | _ROWS
_MORE_ROWS = QItemSelectionModel.SelectionFlag.Select | _ROWS
_TURN_ROWS = QItemSelectionModel.SelectionFlag.Toggle | _ROWS


class RecordTable(ColumnTable):
    """A table on a `PagedModel`.

    `opened` carries the record's id on Enter or a double click, `current_changed` the id under the
    cursor or None, `selection_changed` how many rows are chosen, `menu_asked` the point on the screen for
    a context menu.
    """

    opened = Signal(int)
    current_changed = Signal(object)
    selection_changed = Signal(int)
    menu_asked = Signal(QPoint)

    def __init__(self, model: PagedModel, name: str, delegate: RowDelegate | None = None) -> None:
        super().__init__(model)
        self._current: int | None = None
        self._is_let_go = self._stays = False
        self._hovered = -1
        self._density: style.Density = "normal"
        self.setAccessibleName(name)
        self.setViewport(ground())
        self._dress()
        self.setModel(model)
        self._delegate = delegate or RowDelegate()
        self._delegate.setParent(self)
        self._by_row = type(self._delegate).paint is RowDelegate.paint
        self.setItemDelegate(self._delegate)
        self._set_columns()
        self.selectionModel().currentRowChanged.connect(self._tell_current)
        self.selectionModel().selectionChanged.connect(self.tell_selection)
        self.doubleClicked.connect(self._open)
        self._keeper = RowKeeper(self)
        model.modelReset.connect(self._forget)
        model.dataChanged.connect(self._look_again)
        style.news().changed.connect(self._fit_rows)

    def current_id(self) -> int | None:
        """The id of the record under the cursor."""
        return self._current

    def selected_ids(self) -> list[int]:
        """The ids of the chosen rows, top to bottom, as far as they are held."""
        held = (place for run in self.chosen_runs() for place in run if self.records.is_held(place))
        return [record for place in held if (record := self.records.id_at(place)) is not None]

    def chosen_runs(self) -> list[range]:
        """The places of the chosen rows, top to bottom; a million rows are one run."""
        chosen = self.selectionModel().selection()
        ranges = sorted({(chosen.at(at).top(), chosen.at(at).bottom()) for at in range(chosen.count())})
        runs: list[range] = []
        for first, last in ranges:
            if runs and first <= runs[-1].stop:
                runs[-1] = range(runs[-1].start, max(runs[-1].stop, last + 1))
            else:
                runs.append(range(first, last + 1))
        return runs

    def select_id(self, record: int) -> bool:
        """Put the cursor on a record; False when it is not among the rows that are held."""
        place = self.records.place_of(record)
        if place < 0:
            return False
        index = self.records.index(place, self._first_column())
        self.selectionModel().setCurrentIndex(index, _CLEAR_AND_ROWS)
        self.scrollTo(index)
        return True

    def select_place(self, place: int) -> None:
        """Put the cursor on a row by its place."""
        if 0 <= place < self.records.rowCount():
            column = self.currentIndex().column()
            index = self.records.index(place, self._first_column() if column < 0 else column)
            self.selectionModel().setCurrentIndex(index, _CLEAR_AND_ROWS)

    def let_go(self) -> None:
        """Have no row under the cursor and none chosen, also when the focus comes back."""
        self.selectionModel().clear()
        self._is_let_go = True

    def set_density(self, density: style.Density) -> None:
        """How much room a row takes."""
        self._density = density
        self._fit_rows()

    def copy_rows(self) -> None:
        """Put the chosen rows on the clipboard, as text with tabs and as a table, with the heads."""
        columns = [self.records.columns[place] for place in self.shown_columns()]

        def copy(rows: list[Any]) -> None:
            cells = [[column.text(row) for column in columns] for row in rows]
            QGuiApplication.clipboard().setMimeData(
                rows_on_clipboard([column.title for column in columns], cells)
            )

        self.records.read(self.chosen_runs(), copy)

    # Qt ---------------------------------------------------------------------------------------

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt puts its cursor on the first row; that row is then the chosen one."""
        self._stays = self._is_let_go
        super().focusInEvent(event)
        self._stays = False
        index, chosen = self.currentIndex(), self.selectionModel()
        if index.isValid() and not chosen.hasSelection():
            chosen.select(index, _CLEAR_AND_ROWS)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _ENTER and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self._open()
        elif event.key() in _ENDS:
            self._go_to_end(event)
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy_rows()
        elif event.key() in {Qt.Key.Key_J, Qt.Key.Key_K} and not event.modifiers():
            step = 1 if event.key() == Qt.Key.Key_J else -1
            self.select_place(self.currentIndex().row() + step)
        elif event.key() == Qt.Key.Key_X and not event.modifiers() and self._many():
            self.selectionModel().select(self.currentIndex(), _TURN_ROWS)
        else:
            super().keyPressEvent(event)

    def moveCursor(self, action: QAbstractItemView.CursorAction, held: Qt.KeyboardModifier) -> QModelIndex:
        return QModelIndex() if self._stays else super().moveCursor(action, held)

    def keyboardSearch(self, _text: str) -> None:
        """Letters are commands of the list; finding is the search field's work."""

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() is QContextMenuEvent.Reason.Mouse:
            self.menu_asked.emit(event.globalPos())
        else:
            box = self.visualRect(self.currentIndex())
            self.menu_asked.emit(self.viewport().mapToGlobal(box.bottomLeft() + QPoint(style.XL, 0)))

    def paintEvent(self, event: QPaintEvent) -> None:
        self._delegate.look = self._look()
        if self._by_row:
            painter = QPainter(self.viewport())
            self._delegate.paint_rows(painter, self._shown(event.rect()))
            painter.end()
        else:
            super().paintEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        super().mouseMoveEvent(event)
        self._hover(self.rowAt(event.position().toPoint().y()))

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hover(-1)

    # Own --------------------------------------------------------------------------------------

    def _dress(self) -> None:
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setCornerButtonEnabled(False)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._fit_rows()

    def _fit_rows(self) -> None:
        self.verticalHeader().setDefaultSectionSize(style.row_height(self._density))

    def _go_to_end(self, event: QKeyEvent) -> None:
        """Choose the first or last row alone, with Shift all on the way: Qt would go along the row."""
        place = 0 if event.key() == Qt.Key.Key_Home else self.records.rowCount() - 1
        here, chosen = self.currentIndex(), self.selectionModel()
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and self._many() and here.isValid():
            there = here.siblingAtRow(place)
            chosen.setCurrentIndex(there, QItemSelectionModel.SelectionFlag.NoUpdate)
            chosen.select(QItemSelection(min(here, there), max(here, there)), _MORE_ROWS)
        else:
            self.select_place(place)

    def _open(self) -> None:
        if self._current is not None:
            self.opened.emit(self._current)

    def _look_again(self) -> None:
        """Rows came: the record under the cursor may be known only now."""
        index = self.currentIndex()
        if not self._keeper.seeks and (not index.isValid() or self.records.is_held(index.row())):
            self._tell_current(index)

    def _tell_current(self, index: QModelIndex) -> None:
        if self.records.is_changing():
            return  # the keeper follows
        now = self.records.id_at(index.row()) if index.isValid() else None
        self._is_let_go = self._is_let_go and now is None
        if now != self._current:
            self._current = now
            self.current_changed.emit(now)
        self.viewport().update()

    def tell_selection(self) -> None:
        """Say again how many rows are chosen."""
        if not self.records.is_changing():
            self.selection_changed.emit(sum(map(len, self.chosen_runs())))

    def _many(self) -> bool:
        return self.selectionMode() is QAbstractItemView.SelectionMode.ExtendedSelection

    def _forget(self) -> None:
        self._is_let_go = False
        self._tell_current(QModelIndex())
        self.selection_changed.emit(0)

    def _hover(self, place: int) -> None:
        if self._hovered != place:
            self._hovered = place
            self.viewport().update()

    def _look(self) -> Look:
        chosen, height = self.selectionModel(), self.viewport().height()
        first, last = self.rowAt(0), self.rowAt(height - 1)
        shown = range(max(0, first), (last if last >= 0 else self.records.rowCount() - 1) + 1)
        selected = frozenset(place for place in shown if chosen.isRowSelected(place))
        index = self.currentIndex() if self.hasFocus() else QModelIndex()
        column = self.records.columns[index.column()] if index.isValid() else None
        key = column.key if column and column.edits else ""
        first, width = self._first_column(), self.viewport().width()
        return Look(selected, index.row(), key, self._hovered, first, width)

    def _shown(self, area: QRect) -> Shown:
        """What is to be painted; all rows are of one height."""
        head, height = self.horizontalHeader(), max(1, self.verticalHeader().defaultSectionSize())
        first = max(0, self.rowAt(area.top()))
        top, count = self.rowViewportPosition(first), self.records.rowCount()
        last = min(count - 1, first + (area.bottom() - top) // height)
        rows = [
            (top + (place - first) * height, place, self.records.row(place))
            for place in range(first, last + 1)
        ]
        columns = [
            (head.sectionViewportPosition(place), head.sectionSize(place), self.records.columns[place])
            for place in self.shown_columns()
        ]
        seen = [one for one in columns if one[0] <= area.right() and one[0] + one[1] > area.left()]
        return Shown(rows, seen, height, self.viewport().width())

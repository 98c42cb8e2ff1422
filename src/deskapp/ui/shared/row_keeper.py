"""Keeps a table still while its rows are read again: what is chosen stays chosen, the sight stays."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelectionModel, QObject, QPersistentModelIndex
from PySide6.QtWidgets import QAbstractItemView

if TYPE_CHECKING:
    from deskapp.ui.shared.record_table import RecordTable

_MOST_FOLLOWED = 2000
_SEEN = 60
_ROWS = QItemSelectionModel.SelectionFlag.Rows
_ONLY = QItemSelectionModel.SelectionFlag.ClearAndSelect | _ROWS
_MORE = QItemSelectionModel.SelectionFlag.Select | _ROWS


class RowKeeper(QObject):
    """Qt follows rows by place; records that moved were taken out and put in again for it.

    While it `seeks` the record under the cursor, what stands at the cursor's place may be another.
    """

    def __init__(self, table: RecordTable) -> None:
        super().__init__(table)
        self._table = table
        self.seeks = False
        self._top: list[QPersistentModelIndex] = []
        self._heights: list[int] = []
        self._chosen: list[int] = []
        table.records.refreshing.connect(self._hold)
        table.records.refreshed.connect(self._find_again)

    def _hold(self) -> None:
        """What stands at the top, unless that is the first row, and what is chosen."""
        table, first = self._table, max(0, self._table.rowAt(0))
        at_top = table.verticalScrollBar().value() == 0
        seen = () if at_top else range(first, min(first + _SEEN, table.records.rowCount()))
        self._top = [QPersistentModelIndex(table.records.index(place, 0)) for place in seen]
        self._heights = [table.rowViewportPosition(place) for place in seen]
        few = sum(map(len, table.chosen_runs())) <= _MOST_FOLLOWED
        self._chosen = table.selected_ids() if few else []

    def _find_again(self) -> None:
        table = self._table
        table.setAutoScroll(False)
        if not self._is_at_current():
            self._go_to_current()
        self._choose_again()
        self._scroll_back()
        table.setAutoScroll(True)
        table.tell_selection()
        table.viewport().update()

    def _scroll_back(self) -> None:
        """The first of the rows that were seen and are still there stands where it stood."""
        bar = self._table.verticalScrollBar()
        for index, height in zip(self._top, self._heights, strict=True):
            if index.isValid():
                if self._table.verticalScrollMode() is QAbstractItemView.ScrollMode.ScrollPerItem:
                    bar.setValue(index.row())
                else:
                    bar.setValue(bar.value() + self._table.rowViewportPosition(index.row()) - height)
                return

    def _is_at_current(self) -> bool:
        table, current = self._table, self._table.current_id()
        place = table.currentIndex().row()
        return current is None or (table.records.is_held(place) and table.records.id_at(place) == current)

    def _go_to_current(self) -> None:
        table, current = self._table, self._table.current_id()
        assert current is not None, "a cursor that is nowhere stays there"
        place, before = table.records.place_of(current), table.currentIndex().row()
        if place < 0 and before >= 0 and not table.records.is_held(before):  # far from what is looked at
            self.seeks = True
            table.records.seek(current, before, partial(self._go_to, current))
        else:
            self._go_to(current, place)

    def _go_to(self, current: int, place: int) -> None:
        table, self.seeks = self._table, False
        if table.current_id() != current:
            return  # somebody went elsewhere meanwhile
        if place < 0:
            table.let_go()  # else the focus, when it comes back, would choose another record unasked
            return
        scrolls = table.hasAutoScroll()
        table.setAutoScroll(False)
        column = max(0, table.currentIndex().column())
        table.selectionModel().setCurrentIndex(table.records.index(place, column), _ONLY)
        table.setAutoScroll(scrolls)

    def _choose_again(self) -> None:
        for record in set(self._chosen).difference(self._table.selected_ids() if self._chosen else ()):
            place = self._table.records.place_of(record)
            if place >= 0:
                self._table.selectionModel().select(self._table.records.index(place, 0), _MORE)

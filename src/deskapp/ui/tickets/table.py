"""The table of the queue: its columns give way when it is narrow, but never one that was asked for."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView

from deskapp.ui.shared.paged_model import PagedModel
from deskapp.ui.shared.record_table import RecordTable
from deskapp.ui.tickets.columns import GIVE_WAY, WIDE

_LEAST = 104


class TicketTable(RecordTable):
    """One ticket at a time; which columns are wanted is kept apart from which fit."""

    def __init__(self, model: PagedModel, name: str) -> None:
        self._unwanted = {column.key for column in model.columns if not column.shown}
        super().__init__(model, name)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)

    def unwanted(self) -> str:
        """The columns that are not to be shown, as the settings keep them."""
        return " ".join(sorted(self._unwanted))

    def restore_unwanted(self, kept: str | None) -> None:
        """Show the columns as they were chosen."""
        if kept is not None:
            known = {column.key for column in self.records.columns[1:]}
            self._unwanted = known & set(kept.split())
            self._fit_columns()

    def show_order(self, order: str) -> None:
        """Mark the column by which the list is sorted."""
        name, head = order.removeprefix("-"), self.horizontalHeader()
        place = next((place for place, column in enumerate(self.records.columns) if column.sort == name), -1)
        falling = order.startswith("-")
        head.setSortIndicatorShown(place >= 0)
        head.setSortIndicator(place, Qt.SortOrder.DescendingOrder if falling else Qt.SortOrder.AscendingOrder)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit_columns()
        super().resizeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._fit_columns()

    def _toggle_column(self, action: object) -> None:
        place = int(action.data())  # type: ignore[attr-defined]  # the signal's declared type is too wide
        self._unwanted ^= {self.records.columns[place].key}
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
        return sum(_LEAST if key == wide else self._width(place) for key, place in wanted.items())

    def _width(self, place: int) -> int:
        head = self.horizontalHeader()
        if head.sectionResizeMode(place) is QHeaderView.ResizeMode.Interactive and not head.isSectionHidden(
            place
        ):
            return head.sectionSize(place)
        return self.records.columns[place].width

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
                        head.resizeSection(place, column.width)

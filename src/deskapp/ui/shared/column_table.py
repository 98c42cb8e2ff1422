"""A table whose columns are chosen, moved, sized and sorted by, and kept so."""

from __future__ import annotations

from base64 import b64decode, b64encode
from contextlib import suppress

from PySide6.QtCore import QByteArray, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QTableView

from deskapp.i18n import _
from deskapp.ui.shared import style
from deskapp.ui.shared.buttons import icon_button
from deskapp.ui.shared.column_chooser import ColumnChooser
from deskapp.ui.shared.paged_model import PagedModel
from deskapp.ui.shared.table_head import TableHead


class ColumnTable(QTableView):
    """`sort_asked` carries a column's order and whether it is descending."""

    sort_asked = Signal(str, bool)

    def __init__(self, model: PagedModel) -> None:
        super().__init__()
        self.records = model
        self._order: tuple[int, bool] | None = None

    def header_state(self) -> str:
        """Widths and order of the columns, to be kept in the settings."""
        return b64encode(self.horizontalHeader().saveState().data()).decode()

    def restore_header(self, state: str) -> None:
        """Widths and order as they were kept; nothing happens when they do not fit."""
        with suppress(ValueError):
            self.horizontalHeader().restoreState(QByteArray(b64decode(state)))

    def shown_columns(self) -> list[int]:
        """The columns that are shown, from left to right."""
        return [place for place in self._visual_order() if not self.isColumnHidden(place)]

    def choose_columns(self) -> None:
        """Open the list of columns under the right end of the head."""
        chooser = ColumnChooser(self, self.records.columns, self._wanted())
        chooser.toggled.connect(self._want)
        chooser.reset.connect(self.reset_columns)
        head = self.horizontalHeader()
        corner = head.mapToGlobal(QPoint(head.width() - chooser.width(), 0))
        chooser.open_under(QRect(corner, head.size()))
        chooser.search.setFocus()

    def reset_columns(self) -> None:
        """Columns, their order and widths as they were made."""
        head = self.horizontalHeader()
        for place, column in enumerate(self.records.columns):
            head.moveSection(head.visualIndex(place), place)
            head.resizeSection(place, self._scaled(column.width))
            self._want(column.key, column.shown)
        self._fit_stretch()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_stretch()

    def _set_columns(self) -> None:
        self._chooser = icon_button("columns", _("Choose columns"), self.choose_columns)
        head = TableHead(self, self._chooser)
        self.setHorizontalHeader(head)
        head.setHighlightSections(False)
        head.setSectionsMovable(True)
        head.setSectionsClickable(True)
        head.setMinimumSectionSize(40)
        head.setStretchLastSection(not any(column.stretch for column in self.records.columns))
        head.sectionClicked.connect(self._ask_order)
        head.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        head.customContextMenuRequested.connect(self.choose_columns)
        for place, column in enumerate(self.records.columns):
            head.resizeSection(place, self._scaled(column.width))
            self.setColumnHidden(place, not column.shown)
        head.sectionResized.connect(self._fit_after)

    def _scaled(self, width: int) -> int:
        return round(width * style.row_height() / 32)

    def _wanted(self) -> set[str]:
        return {
            column.key for place, column in enumerate(self.records.columns) if not self.isColumnHidden(place)
        }

    def _want(self, key: str, wanted: bool) -> None:
        place = next(place for place, column in enumerate(self.records.columns) if column.key == key)
        self.setColumnHidden(place, not wanted)

    def _fit_after(self, place: int) -> None:
        if not self.records.columns[place].stretch:
            self._fit_stretch()

    def _fit_stretch(self) -> None:
        """The column that stretches takes the room that is left, but never less than its own width."""
        head = self.horizontalHeader()
        for place, column in enumerate(self.records.columns):
            if column.stretch and not self.isColumnHidden(place):
                others = head.length() - head.sectionSize(place)
                room = max(self.viewport().width() - others, self._scaled(column.width))
                head.resizeSection(place, room)

    def _ask_order(self, place: int) -> None:
        order, falling = self.records.columns[place].sort, self._order == (place, False)
        self._mark_order((place, falling) if order else self._order)
        if order:
            self.sort_asked.emit(order, falling)

    def _mark_order(self, order: tuple[int, bool] | None) -> None:
        """Show by which column the rows are sorted; Qt puts the arrow over any head that is clicked."""
        self._order, head = order, self.horizontalHeader()
        place, falling = order or (-1, False)
        head.setSortIndicatorShown(order is not None)
        head.setSortIndicator(place, Qt.SortOrder.DescendingOrder if falling else Qt.SortOrder.AscendingOrder)

    def _first_column(self) -> int:
        return max(0, self.horizontalHeader().logicalIndexAt(0))

    def _visual_order(self) -> list[int]:
        head = self.horizontalHeader()
        return [head.logicalIndex(place) for place in range(head.count())]

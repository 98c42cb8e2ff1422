"""Paints the rows of a table by itself: four things a cell can show, and nothing measured twice."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from deskapp.ui.shared import icons, style
from deskapp.ui.shared.groups import Group
from deskapp.ui.shared.paged_model import Column, PagedModel
from deskapp.ui.shared.status_chip import OVERDUE_ICON, paint_chip
from deskapp.ui.shared.typeface import Typeface

_PAD = 8
_ANY = QModelIndex | QPersistentModelIndex


@dataclass(slots=True)
class Look:
    """What all cells of one painting share; the view says it once for all of them."""

    selected: frozenset[int] = frozenset()
    current: int = -1
    current_key: str = ""
    hovered: int = -1
    first_column: int = 0
    width: int = 0


@dataclass(frozen=True, slots=True)
class Shown:
    """What can be seen of a table: rows with tops and places, columns with left ends and widths."""

    rows: Sequence[tuple[int, int, Any]]
    columns: Sequence[tuple[int, int, Column]]
    height: int
    width: int


class RowDelegate(QStyledItemDelegate):
    """For a `RecordTable`; a screen that paints more overrides `paint_cell`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.look = Look()
        self._types: dict[tuple[bool, bool], Typeface] = {}
        style.news().changed.connect(self._forget_types)

    def _forget_types(self) -> None:
        self._types.clear()  # a dictionary's own method would stay connected when the table is gone

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _ANY) -> None:
        model: PagedModel = index.model()  # type: ignore[assignment]  # the table takes no other
        box, place, column = option.rect, index.row(), index.column()
        row = model.row(place)
        if row.__class__ is Group:
            self._paint_heading(painter, box, place, row)
            return
        self._paint_ground(painter, box, place, column)
        if row is not None:
            self.paint_cell(painter, box.adjusted(_PAD, 0, -_PAD, -1), model.columns[column], row)

    def paint_rows(self, painter: QPainter, shown: Shown) -> None:
        """Draw all rows that can be seen at once: twice as fast as cell by cell."""
        for y, place, row in shown.rows:
            if row.__class__ is Group:
                self._paint_heading(painter, QRect(0, y, shown.width, shown.height), place, row)
            else:
                self._paint_row_ground(painter, y, place, shown)
        records = [
            (y, row) for y, _place, row in shown.rows if row is not None and row.__class__ is not Group
        ]
        for x, width, column in shown.columns:
            self._paint_column(
                painter, QRect(x + _PAD, 0, width - 2 * _PAD, shown.height - 1), column, records
            )
        self._mark_current(painter, shown)

    def _paint_column(
        self, painter: QPainter, box: QRect, column: Column, records: Sequence[tuple[int, Any]]
    ) -> None:
        if column.chip or column.alarm or column.faded or box.width() <= 0:
            for y, row in records:
                self.paint_cell(painter, box.translated(0, y), column, row)
            return
        kind, x, width = self.type_of(column), box.x(), box.width()
        base = box.center().y() + kind.rise + 1
        painter.setFont(kind.font)
        painter.setPen(style.colour("muted" if column.muted else "text"))
        text, elided, right, draw = column.text, kind.elided, column.align == "right", painter.drawText
        for y, row in records:
            shown = elided(text(row), width)
            if shown:
                draw(x + (width - kind.width(shown) if right else 0), y + base, shown)
        self._paint_marks(painter, box, column, records)

    def _paint_marks(
        self, painter: QPainter, box: QRect, column: Column, records: Sequence[tuple[int, Any]]
    ) -> None:
        """Marks stand in the free room behind the words, so that none of it is lost in the other rows."""
        marks = [(y, sign) for y, row in records if column.mark and (sign := column.mark(row))]
        kind = self._type(strong=True)
        painter.setFont(kind.font)
        painter.setPen(style.qcolor(style.palette().alarm.text))
        for y, sign in marks:
            x = box.right() + _PAD - kind.width(sign)
            painter.drawText(x, y + box.center().y() + kind.rise + 1, sign)

    def _paint_row_ground(self, painter: QPainter, y: int, place: int, shown: Shown) -> None:
        colours, bottom = style.palette(), y + shown.height - 1
        if place in self.look.selected:
            painter.fillRect(0, y, shown.width, shown.height, style.qcolor(colours.selection))
        elif place == self.look.hovered:
            painter.fillRect(0, y, shown.width, shown.height, style.qcolor(colours.hover))
        painter.fillRect(0, bottom, shown.width, 1, style.qcolor(colours.line))

    def _mark_current(self, painter: QPainter, shown: Shown) -> None:
        """The row under the cursor, and in it the value that can be set."""
        y = next((y for y, place, _row in shown.rows if place == self.look.current), None)
        if y is None:
            return
        colours = style.palette()
        painter.fillRect(0, y, 3, shown.height - 1, style.qcolor(colours.accent))
        box = next((QRect(x, y, width, shown.height) for x, width, column in shown.columns
                    if column.key == self.look.current_key), None)  # fmt: skip
        if box:
            painter.setPen(style.qcolor(colours.control))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(box.adjusted(1, 1, -2, -3))

    def paint_cell(self, painter: QPainter, box: QRect, column: Column, row: Any) -> None:
        """Draw what a column says about a row into `box`."""
        kind = self.type_of(column)
        painter.setFont(kind.font)
        chip = column.chip(row) if column.chip else None
        if chip is not None:
            paint_chip(painter, box, chip, kind.metrics, column.chip_width)
        elif column.alarm and column.alarm(row):
            self._paint_alarm(painter, box, kind, column.text(row))
        else:
            faded = column.muted or bool(column.faded and column.faded(row))
            painter.setPen(style.colour("muted" if faded else "text"))
            _paint_text(painter, box, kind, column.text(row), right=column.align == "right")
        self._paint_marks(painter, box, column, ((0, row),))

    def type_of(self, column: Column) -> Typeface:
        """The font of a column, measured."""
        return self._type(strong=column.strong, tabular=column.tabular)

    def _type(self, *, strong: bool = False, tabular: bool = False) -> Typeface:
        key = (strong, tabular)
        kind = self._types.get(key)
        if kind is None:
            kind = self._types[key] = Typeface.of(style.font(strong=strong, tabular=tabular))
        return kind

    def sizeHint(self, _option: QStyleOptionViewItem, index: _ANY) -> QSize:
        model: PagedModel = index.model()  # type: ignore[assignment]  # the table takes no other
        column, row = model.columns[index.column()], model.row(index.row())
        text = model.text(row, index.column()) if row is not None else ""
        more = 30 if column.chip or column.alarm else 0
        width = self.type_of(column).metrics.horizontalAdvance(text) + 2 * _PAD + more
        return QSize(0 if isinstance(row, Group) else width, style.row_height())

    def _paint_ground(self, painter: QPainter, box: QRect, place: int, column: int) -> None:
        look, colours = self.look, style.palette()
        if place in look.selected:
            painter.fillRect(box, style.qcolor(colours.selection))
        elif place == look.hovered:
            painter.fillRect(box, style.qcolor(colours.hover))
        painter.fillRect(box.x(), box.bottom(), box.width(), 1, style.qcolor(colours.line))
        if place == look.current and column == look.first_column:
            painter.fillRect(box.x(), box.y(), 3, box.height() - 1, style.qcolor(colours.accent))

    def _paint_heading(self, painter: QPainter, box: QRect, place: int, group: Group) -> None:
        """Every cell shows its piece of one line that runs through all of them."""
        look, colours = self.look, style.palette()
        painter.fillRect(box, style.qcolor(colours.selection if place in look.selected else colours.window))
        painter.fillRect(box.x(), box.bottom(), box.width(), 1, style.qcolor(colours.line))
        if place == look.current and box.x() <= 0:
            painter.fillRect(0, box.y(), 3, box.height() - 1, style.qcolor(colours.accent))
        whole = QRect(_PAD, box.y(), max(look.width - 2 * _PAD, 1), box.height() - 1)
        kind = self._type(strong=True)
        edge = kind.metrics.ascent()
        painter.save()
        painter.setClipRect(box)
        painter.setFont(kind.font)
        arrow = QRect(whole.x(), whole.center().y() - edge // 2, edge, edge)
        icons.paint(painter, "chevron-right" if group.folded else "chevron-down", arrow, colours.muted)
        painter.setPen(style.qcolor(colours.text))
        _paint_text(painter, whole.adjusted(edge + 5, 0, 0, 0), kind, group.label, right=False)
        painter.restore()

    def _paint_alarm(self, painter: QPainter, box: QRect, kind: Typeface, text: str) -> None:
        ink = style.palette().alarm.text
        edge = kind.metrics.ascent()
        icons.paint(painter, OVERDUE_ICON, QRect(box.x(), box.center().y() - edge // 2, edge, edge), ink)
        painter.setPen(style.qcolor(ink))
        _paint_text(painter, box.adjusted(edge + 5, 0, 0, 0), kind, text, right=False)


def _paint_text(painter: QPainter, box: QRect, kind: Typeface, text: str, *, right: bool) -> None:
    """One line on the middle of the box; drawing from a point is twice as fast as into a box."""
    shown = kind.elided(text, box.width())
    x = box.x() + (box.width() - kind.width(shown) if right else 0)
    painter.drawText(x, box.center().y() + kind.rise + 1, shown)

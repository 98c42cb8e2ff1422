"""Paints the rows of a table by itself: four things a cell can show, and nothing measured twice."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem, QTableView

from deskapp.ui.shared import icons, style
from deskapp.ui.shared.paged_model import Column, PagedModel
from deskapp.ui.shared.status_chip import OVERDUE_ICON, paint_chip

_PAD = 8
_RIGHT = (
    Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
).value | Qt.TextFlag.TextSingleLine.value
_LEFT = (Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter).value | Qt.TextFlag.TextSingleLine.value
_ELIDE = Qt.TextElideMode.ElideRight


class RowDelegate(QStyledItemDelegate):
    """For views on a `PagedModel`; a screen that paints more overrides `paint_cell`."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._fonts: dict[tuple[bool, bool], tuple[QFont, QFontMetrics]] = {}
        style.news().changed.connect(self._fonts.clear)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        model, view = index.model(), option.widget
        assert isinstance(model, PagedModel)
        assert isinstance(view, QTableView)
        box, place = option.rect, index.row()
        painter.save()
        selected = view.selectionModel().isSelected(index)  # the option's state would load all of QStyle
        self._paint_ground(painter, box, selected=selected, hovered=view.property("hovered") == place)
        if index.column() == view.horizontalHeader().logicalIndex(0) and view.currentIndex().row() == place:
            self._paint_current(painter, box, view)
        row = model.row(place)
        if row is not None:
            self.paint_cell(painter, box.adjusted(_PAD, 0, -_PAD, -1), model.columns[index.column()], row)
        painter.restore()

    def paint_cell(self, painter: QPainter, box: QRect, column: Column, row: Any) -> None:
        """Draw what a column says about a row into `box`."""
        font, metrics = self._font(strong=column.strong, tabular=column.tabular)
        painter.setFont(font)
        chip = column.chip(row) if column.chip else None
        if chip is not None:
            paint_chip(painter, box, chip, metrics)
            return
        alarm = bool(column.alarm and column.alarm(row))
        if alarm:
            edge = metrics.ascent()
            icons.paint(
                painter, OVERDUE_ICON, QRect(box.left(), box.center().y() - edge // 2, edge, edge), _alarm()
            )
            box = box.adjusted(edge + 5, 0, 0, 0)
        painter.setPen(_ink(column, alarm=alarm))
        text = metrics.elidedText(column.text(row).replace("\n", " "), _ELIDE, box.width())
        painter.drawText(box, _RIGHT if column.align == "right" else _LEFT, text)

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        model = index.model()
        assert isinstance(model, PagedModel)
        row = model.row(index.row())
        column = model.columns[index.column()]
        text = column.text(row) if row is not None else ""
        more = 30 if column.chip or column.alarm else 0
        return QSize(option.fontMetrics.horizontalAdvance(text) + 2 * _PAD + more, style.row_height())

    def _paint_ground(self, painter: QPainter, box: QRect, *, selected: bool, hovered: bool) -> None:
        colours = style.palette()
        if selected:
            painter.fillRect(box, style.qcolor(colours.selection))
        elif hovered:
            painter.fillRect(box, style.qcolor(colours.hover))
        painter.fillRect(box.left(), box.bottom(), box.width(), 1, style.qcolor(colours.line))

    def _paint_current(self, painter: QPainter, box: QRect, view: QTableView) -> None:
        if view.hasFocus():
            painter.fillRect(box.left(), box.top(), 3, box.height() - 1, style.colour("accent"))

    def _font(self, *, strong: bool, tabular: bool) -> tuple[QFont, QFontMetrics]:
        key = (strong, tabular)
        if key not in self._fonts:
            font = style.font(strong=strong, tabular=tabular)
            self._fonts[key] = font, QFontMetrics(font)
        return self._fonts[key]


def _alarm() -> str:
    return style.palette().alarm.text


def _ink(column: Column, *, alarm: bool) -> QColor:
    if alarm:
        return style.qcolor(_alarm())
    return style.colour("muted" if column.muted else "text")

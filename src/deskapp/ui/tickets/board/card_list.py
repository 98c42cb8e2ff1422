"""The cards of one column: a list of any length that cards are dragged from and dropped on."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QMimeData, QModelIndex, QPersistentModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import (
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QPainter,
    QPixmap,
)
from PySide6.QtWidgets import QAbstractItemView, QStyleOptionViewItem

from deskapp.i18n import ngettext
from deskapp.ui.shared import style
from deskapp.ui.shared.paged_model import PagedModel
from deskapp.ui.shared.record_table import RecordTable
from deskapp.ui.shared.status_chip import Chip, chip_size, paint_chip
from deskapp.ui.tickets.board.card import CardDelegate, card_column

if TYPE_CHECKING:
    from deskapp.ui.context import DeskContext

CARDS = "application/x-deskapp-tickets"
"""What a drag of cards carries: the ids of their tickets, as a JSON list."""

_SIDES = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_ANY = QModelIndex | QPersistentModelIndex


class CardModel(PagedModel):
    """The tickets of one column, which can be picked up."""

    def flags(self, index: _ANY) -> Qt.ItemFlag:
        flags = super().flags(index)
        if index.isValid() and self.row(index.row()) is not None:
            flags |= Qt.ItemFlag.ItemIsDragEnabled
        return flags

    def mimeTypes(self) -> list[str]:
        return [CARDS]

    def mimeData(self, indexes: Iterable[QModelIndex]) -> QMimeData:
        ids = [self.id_at(index.row()) for index in indexes]
        data = QMimeData()
        data.setData(CARDS, json.dumps([one for one in ids if one is not None]).encode())
        return data


class CardList(RecordTable):
    """`stepped` carries -1 or 1 when an arrow leads to the column beside, `pushed` when it takes the
    card along. `dropped` carries the list that cards came from and where they were let go, `hovered`
    whether cards are held over this one.
    """

    stepped = Signal(int)
    pushed = Signal(int)
    dropped = Signal(object, QPoint)
    hovered = Signal(bool)

    def __init__(self, context: DeskContext, name: str) -> None:
        self.cards = CardDelegate(context)
        model = CardModel([card_column(context)], sentence=card_column(context).text, worker=context.worker)
        super().__init__(model, name, self.cards)
        model.setParent(self)
        self.horizontalHeader().hide()
        self.setProperty("kind", "cards")
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(False)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)

    # Qt ---------------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        side = _SIDES.get(Qt.Key(event.key()), 0)
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if side and held == Qt.KeyboardModifier.NoModifier:
            self.stepped.emit(side)
        elif side and held == Qt.KeyboardModifier.ShiftModifier:
            self.pushed.emit(side)
        else:
            super().keyPressEvent(event)

    def startDrag(self, _actions: Qt.DropAction) -> None:  # noqa: N802  Qt's name
        """Carry the chosen cards; the board says what becomes of them, so nothing is removed here."""
        places = [place for run in self.chosen_runs() for place in run if self.records.is_held(place)]
        if not places:
            return
        drag = QDrag(self)
        drag.setMimeData(self.model().mimeData([self.records.index(place, 0) for place in places]))
        drag.setPixmap(self._picture(self.currentIndex(), len(places)))
        drag.setHotSpot(QPoint(style.XL, style.XL))
        drag.exec(Qt.DropAction.MoveAction)  # the only way in which Qt drags; no dialog stands in it

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self._judge(event)
        self.hovered.emit(event.isAccepted())

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self._judge(event)

    def dragLeaveEvent(self, _event: QDragLeaveEvent) -> None:
        self.hovered.emit(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self.hovered.emit(False)
        self._judge(event)
        if event.isAccepted():
            point = self.viewport().mapToGlobal(event.position().toPoint())
            self.dropped.emit(event.source(), point)

    # Own --------------------------------------------------------------------------------------

    def _judge(self, event: QDropEvent) -> None:
        """Cards of another column are welcome."""
        source = event.source()
        if isinstance(source, CardList) and source is not self and event.mimeData().hasFormat(CARDS):
            event.setDropAction(Qt.DropAction.MoveAction)
            event.accept()
        else:
            event.ignore()

    def _picture(self, index: QModelIndex, count: int) -> QPixmap:
        """The card under the cursor, with how many are carried where there are more."""
        box, ratio = self.visualRect(index), self.devicePixelRatioF()
        picture = QPixmap(box.size() * ratio)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        option = QStyleOptionViewItem()
        self.initViewItemOption(option)
        option.rect = box.translated(-box.topLeft())
        painter = QPainter(picture)
        painter.setOpacity(0.9)
        self.cards.paint(painter, option, index)
        if count > 1:
            self._paint_count(painter, option.rect, count)
        painter.end()
        return picture

    def _paint_count(self, painter: QPainter, box: QRect, count: int) -> None:
        words = ngettext("{count} ticket", "{count} tickets", count).format(count=count)
        size = chip_size(words, self.fontMetrics())
        corner = QRect(
            box.right() - size.width() - style.M, box.bottom() - style.XXL - style.M, *size.toTuple()
        )
        painter.setFont(self.font())
        paint_chip(painter, corner, Chip(words, "new", "tickets"), self.fontMetrics())

    def _fit_rows(self) -> None:
        self.verticalHeader().setDefaultSectionSize(self.cards.height())

"""Small pictures side by side, as high as they need; keys and the mouse open and remove them."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QKeySequence,
    QPainter,
    QPen,
    QResizeEvent,
)
from PySide6.QtWidgets import QFrame, QListView, QStyledItemDelegate, QStyleOptionViewItem

from deskapp.ui.photos.model import PhotoModel
from deskapp.ui.photos.sources import sources_in
from deskapp.ui.shared import style
from deskapp.ui.shared.plain import set_name

_ANY = QModelIndex | QPersistentModelIndex
_GAP, _CORNER, _MARK = style.S, 6, 2
_OPEN = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
_WAYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
_REMOVE = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class PhotoGrid(QListView):
    """`opened` and `removal_asked` carry a place, `move_asked` one and another to which the photograph there
    is to go, `brought` what was dropped or is to be pasted.

    Without a photograph it is not there.
    """

    opened = Signal(int)
    removal_asked = Signal(int)
    move_asked = Signal(int, int)
    chosen = Signal(int)
    brought = Signal(object)
    paste_asked = Signal()
    undo_asked = Signal()

    def __init__(self, photos: PhotoModel, name: str, picture: QSize, *, captions: bool = False) -> None:
        super().__init__()
        self.photos = photos
        self.setModel(photos)
        self._tiles = _TileDelegate(photos, picture, captions=captions)
        self.setItemDelegate(self._tiles)
        set_name(self, name)
        self._dress()
        self.doubleClicked.connect(self._open)
        for changed in (photos.rowsInserted, photos.rowsRemoved, photos.modelReset):
            changed.connect(self.fit)
        style.news().changed.connect(self.fit)

    def place(self) -> int:
        """Where the keys are; -1 without a photograph."""
        return self.currentIndex().row()

    def go_to(self, place: int) -> None:
        """Bring the keys to a photograph, or to the last one before that place."""
        self.setCurrentIndex(self.photos.index(min(place, self.photos.rowCount() - 1)))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in _OPEN and self.place() >= 0:
            self.opened.emit(self.place())
        elif event.key() in _REMOVE and self.place() >= 0:
            self.removal_asked.emit(self.place())
        elif event.key() in _WAYS and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.move_asked.emit(self.place(), self.place() + _WAYS[Qt.Key(event.key())])
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste_asked.emit()
        elif event.matches(QKeySequence.StandardKey.Undo):
            self.undo_asked.emit()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters look for nothing here."""

    def currentChanged(self, current: _ANY, previous: _ANY) -> None:
        super().currentChanged(current, previous)
        self.chosen.emit(current.row())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if sources_in(event.mimeData()):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        self.brought.emit(sources_in(event.mimeData()))
        event.acceptProposedAction()

    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(index.row())

    def fit(self) -> None:
        """As many side by side as this width has room for, and as high as all rows of them."""
        across, cell = self._tiles.share(self.width() - 1)
        count = self.photos.rowCount()
        self.setGridSize(cell)
        self.setFixedHeight(max(1, -(-count // across)) * cell.height() + 1)
        self.setVisible(count > 0)

    def _dress(self) -> None:
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionRectVisible(False)
        self.setAcceptDrops(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)


class _TileDelegate(QStyledItemDelegate):
    """A picture on a quiet ground, and under it what it shows."""

    def __init__(self, photos: PhotoModel, picture: QSize, *, captions: bool) -> None:
        super().__init__(photos)
        self._photos, self._least, self._lines = photos, picture, 2 if captions else 0
        self._picture = picture

    def share(self, width: int) -> tuple[int, QSize]:
        """How many stand side by side in a width, which they fill, and what each takes with its gap."""
        across = max(1, width // (self._least.width() + _GAP))
        wide = max(self._least.width(), width // across - _GAP)
        self._picture = QSize(wide, wide * self._least.height() // self._least.width())
        return across, self.cell()

    def cell(self) -> QSize:
        """A picture with its lines and the room around it."""
        return self._picture + QSize(_GAP, _GAP + self._lines * self._line())

    def sizeHint(self, option: QStyleOptionViewItem, index: _ANY) -> QSize:
        return self.cell()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _ANY) -> None:
        box = QRect(option.rect.topLeft(), self._picture)
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        self._paint_picture(painter, box, index.row())
        if self._lines:
            self._paint_lines(painter, box, index.row())
        view = option.widget
        if isinstance(view, PhotoGrid) and view.place() == index.row():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(style.colour("accent" if view.hasFocus() else "control"), _MARK))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), _CORNER, _CORNER)
        painter.restore()

    def _paint_picture(self, painter: QPainter, box: QRect, place: int) -> None:
        painter.setPen(QPen(style.colour("line"), 1))
        painter.setBrush(style.colour("ground"))
        painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), _CORNER, _CORNER)
        pixmap = self._photos.pixmap(place)
        room = box.size() - QSize(2 * _MARK + 4, 2 * _MARK + 4)
        shown = QRect(0, 0, 0, 0)
        shown.setSize(pixmap.size().scaled(room, Qt.AspectRatioMode.KeepAspectRatio))
        shown.moveCenter(box.center())
        painter.drawPixmap(shown, pixmap)

    def _paint_lines(self, painter: QPainter, box: QRect, place: int) -> None:
        tile = self._photos.tiles()[place]
        painter.setFont(style.font(style.CAPTION))
        said = [line for line in ((tile.caption, "text"), (tile.about, "muted")) if line[0]]
        top = box.bottom() + 2
        for words, token in said:
            line = QRect(box.left() + 2, top, box.width() - 4, self._line())
            elided = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, line.width())
            painter.setPen(style.colour(token))
            painter.drawText(line, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, elided)
            top += self._line()

    def _line(self) -> int:
        from PySide6.QtGui import QFontMetrics

        return QFontMetrics(style.font(style.CAPTION)).height() + 1

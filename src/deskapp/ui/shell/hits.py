"""A list to pick from while somebody types: records and commands, alone or hanging under a search field."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from deskapp.ui.shared import icons, style
from deskapp.ui.shared.announce import announce
from deskapp.ui.shared.status_chip import Chip, chip_size, paint_chip
from deskapp.ui.shell.recent import Record

_MOST_SHOWN = 12
_STEPS: dict[int, int] = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: _MOST_SHOWN - 2,
    Qt.Key.Key_PageUp: 2 - _MOST_SHOWN,
}
_NOWHERE = QModelIndex()
_SELECTED = QStyle.StateFlag.State_Selected.value
_LEFT = (Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter).value | Qt.TextFlag.TextSingleLine.value
_RIGHT = (
    Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
).value | Qt.TextFlag.TextSingleLine.value


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing to pick. Without `run` it is only said: a heading, or that there is nothing.

    `more` answers what else can be done with it, `record` what is remembered when it is picked.
    """

    title: str
    detail: str = ""
    icon: str = ""
    icon_tone: str = "muted"
    aside: str = ""
    chip: Chip | None = None
    run: Callable[[], object] | None = None
    more: Callable[[], Sequence[Hit]] | None = None
    record: Record | None = None


class HitsModel(QAbstractListModel):
    """The hits in their order."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.hits: Sequence[Hit] = ()

    def show(self, hits: Sequence[Hit]) -> None:
        """Show other hits."""
        self.beginResetModel()
        self.hits = tuple(hits)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.hits)

    def data(
        self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if not index.isValid():
            return None
        hit = self.hits[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return hit.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(
                filter(None, (hit.title, hit.detail, hit.chip.text if hit.chip else "", hit.aside))
            )
        return None

    def flags(self, index: QModelIndex | QPersistentModelIndex) -> Qt.ItemFlag:
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        only_said = self.hits[index.row()].run is None
        return (
            Qt.ItemFlag.ItemIsEnabled
            if only_said
            else Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        )


class HitView(QListView):
    """The list itself: keys move in it although a field beside it has the focus. `clicked_hit` tells that
    the chosen hit was clicked.
    """

    clicked_hit = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.records = HitsModel(self)
        self.setModel(self.records)
        self.setItemDelegate(HitDelegate(self))
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.clicked.connect(self._click)

    def show_hits(self, hits: Sequence[Hit], chosen: int = -1) -> None:
        """Show these; the pickable one at or after `chosen` is the chosen one."""
        self.records.show(hits)
        self._move(1, start=chosen - 1 if chosen > 0 else -1)

    def hit(self) -> Hit | None:
        """The chosen hit, where one can be picked."""
        place = self.currentIndex().row()
        hit = self.records.hits[place] if 0 <= place < len(self.records.hits) else None
        return hit if hit and hit.run else None

    def take_key(self, key: int) -> bool:
        """Move by an arrow; False for every other key."""
        step = _STEPS.get(key, 0)
        for _once in range(abs(step)):
            self._move(1 if step > 0 else -1, start=self.currentIndex().row())
        return bool(step)

    def height_of(self, most: int = _MOST_SHOWN) -> int:
        """How high it is with all hits, or the `most` that are shown at once."""
        return _row_height() * min(len(self.records.hits), most) + 2 * self.frameWidth()

    def spoken(self) -> str:
        """What a screen reader says of the chosen hit."""
        return str(self.records.data(self.currentIndex(), Qt.ItemDataRole.AccessibleTextRole) or "")

    def _move(self, step: int, *, start: int) -> None:
        place = start + step
        while 0 <= place < len(self.records.hits):
            if self.records.hits[place].run:
                self.setCurrentIndex(self.records.index(place, 0))
                return
            place += step

    def _click(self, index: QModelIndex) -> None:
        if self.records.hits[index.row()].run:
            self.setCurrentIndex(index)
            self.clicked_hit.emit()


class HitList(QFrame):
    """The list under `field`; keys typed there move in it, Enter picks, Escape puts it away.

    It lies on `host`, mostly the window, so that no second window is needed. `picked` tells that a
    hit was chosen, before it is run.
    """

    picked = Signal(object)
    left_more = Signal()

    def __init__(self, field: QLineEdit, host: QWidget) -> None:
        super().__init__(host)
        self.setProperty("kind", "popup")
        self._field, self._host = field, host
        self._is_stale = self._shows_more = False
        self.view = HitView()
        self.records = self.view.records
        self.view.clicked_hit.connect(self.pick)
        column = QVBoxLayout(self)
        column.setContentsMargins(style.XS, style.XS, style.XS, style.XS)
        column.addWidget(self.view)
        field.installEventFilter(self)
        host.installEventFilter(self)
        self.hide()

    def show_hits(self, hits: Sequence[Hit]) -> None:
        """Hang these under the field, the first pickable one chosen; none puts the list away."""
        self._is_stale = self._shows_more = False
        self.view.show_hits(hits)
        self.setVisible(bool(hits))
        if hits:
            self._place()
            announce(self._field, self.view.spoken())

    def set_stale(self) -> None:
        """Something else was typed since: Enter is for the field, which knows how to find that."""
        self._is_stale = True

    def titles(self) -> list[str]:
        """What is offered, for a reader."""
        return [hit.title for hit in self.records.hits] if self.isVisible() else []

    def pick(self) -> bool:
        """Run the chosen hit; False where none is chosen."""
        hit = self.view.hit() if self.isVisible() else None
        if hit is None or hit.run is None:
            return False
        self.hide()
        self.picked.emit(hit)
        hit.run()
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._host and event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        if watched is self._field and self.isVisible():
            if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
                return self._key(event)
            if event.type() == QEvent.Type.FocusOut:
                self.hide()
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        if self.view.take_key(event.key()):
            announce(self._field, self.view.spoken())
            return True
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            return not self._is_stale and self.pick()
        if event.key() == Qt.Key.Key_Tab:
            return self._show_more()
        if event.key() == Qt.Key.Key_Escape and self._shows_more:
            self.left_more.emit()
            return True
        return False

    def _show_more(self) -> bool:
        """Offer what else can be done with the chosen hit; Tab has no other use here."""
        hit = None if self._is_stale else self.view.hit()
        if hit and hit.more:
            self.show_hits(hit.more())
            self._shows_more = True
        return True

    def _place(self) -> None:
        corner = self._field.mapTo(self._host, self._field.rect().bottomLeft())
        height = self.view.height_of() + 2 * style.XS + 6
        width = max(self._field.width(), 420)
        width = min(width, self._host.width() - corner.x() - style.S)
        self.setGeometry(
            corner.x(), corner.y() + style.XS, width, min(height, self._host.height() - corner.y() - style.L)
        )
        self.raise_()


class HitDelegate(QStyledItemDelegate):
    """Paints a hit: icon, title, detail, and at the right a chip or the keys of a command."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        model = index.model()
        assert isinstance(model, HitsModel)
        hit, box = model.hits[index.row()], option.rect
        painter.save()
        if hit.run and option.state.value & _SELECTED:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(style.colour("selection"))
            painter.drawRoundedRect(box, 6, 6)
        _paint_hit(painter, box.adjusted(style.S, 0, -style.S, 0), hit)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(100, _row_height())


def _paint_hit(painter: QPainter, box: QRect, hit: Hit) -> None:
    strong = bool(hit.run)
    painter.setFont(style.font(strong=strong) if strong else style.font(style.CAPTION))
    metrics = painter.fontMetrics()
    if hit.icon:
        place = QRect(box.left(), box.center().y() - 8, 16, 16)
        icons.paint(painter, hit.icon, place, style.colour(hit.icon_tone).name())
        box = box.adjusted(26, 0, 0, 0)
    if hit.chip:
        size = chip_size(hit.chip.text, metrics)
        paint_chip(
            painter,
            QRect(box.right() - size.width(), box.top(), size.width(), box.height()),
            hit.chip,
            metrics,
        )
        box = box.adjusted(0, 0, -size.width() - style.S, 0)
    painter.setPen(style.colour("text" if strong else "muted"))
    painter.drawText(box, _LEFT, metrics.elidedText(hit.title, Qt.TextElideMode.ElideRight, box.width()))
    box = box.adjusted(min(metrics.horizontalAdvance(hit.title), box.width()) + style.S, 0, 0, 0)
    _paint_rest(painter, box, hit)


def _paint_rest(painter: QPainter, box: QRect, hit: Hit) -> None:
    painter.setFont(style.font())
    painter.setPen(style.colour("muted"))
    if hit.aside:
        painter.drawText(box, _RIGHT, hit.aside)
        box = box.adjusted(0, 0, -painter.fontMetrics().horizontalAdvance(hit.aside) - style.S, 0)
    detail = hit.detail.replace("\n", " ")
    painter.drawText(
        box, _LEFT, painter.fontMetrics().elidedText(detail, Qt.TextElideMode.ElideRight, box.width())
    )


def _row_height() -> int:
    return style.row_height("comfortable") - 6

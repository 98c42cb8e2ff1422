"""The list of matches that opens under a field while somebody types."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsDropShadowEffect,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from deskapp.ui.shared import icons, style

AnyIndex = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()
_PAD = 10
_MOST_SHOWN = 7


@dataclass(frozen=True, slots=True)
class Match:
    """One line to choose from; `record` is None for the line that makes something new."""

    title: str
    detail: str = ""
    side: str = ""
    icon: str = ""
    record: Any = None


class MatchModel(QAbstractListModel):
    """The matches of the moment."""

    def __init__(self) -> None:
        super().__init__()
        self.matches: tuple[Match, ...] = ()

    def show(self, matches: Sequence[Match]) -> None:
        """Offer other matches."""
        self.beginResetModel()
        self.matches = tuple(matches)
        self.endResetModel()

    def rowCount(self, parent: AnyIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.matches)

    def data(self, index: AnyIndex, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        match = self.matches[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return match.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (match.title, match.detail, match.side) if part)
        return None


class MatchList(QFrame):
    """Lies over the window under its field and never takes the focus; `chosen` carries a match."""

    chosen = Signal(object)

    def __init__(self, field: QWidget, name: str) -> None:
        super().__init__(field.window())
        self._field = field
        self.setProperty("kind", "card")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.model = MatchModel()
        self._view = QListView()
        self._view.setModel(self.model)
        self._view.setItemDelegate(_MatchPainter(self._view))
        self._view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._view.setMouseTracking(True)
        self._view.setAccessibleName(name)
        self._view.clicked.connect(self._choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, style.XS, 1, style.XS)
        column.addWidget(self._view)
        shade = QGraphicsDropShadowEffect(self)
        shade.setBlurRadius(24)
        shade.setOffset(0, 6)
        shade.setColor(QColor(0, 0, 0, 70))
        self.setGraphicsEffect(shade)
        self.hide()

    def offer(self, matches: Sequence[Match]) -> None:
        """Show these matches, the first one ready to be taken; without any the list closes."""
        self.model.show(matches)
        self.setVisible(bool(matches))
        if matches:
            self._view.setCurrentIndex(self.model.index(0))
            self.place()

    def current(self) -> Match | None:
        """The match that Enter would take."""
        index = self._view.currentIndex()
        return self.model.matches[index.row()] if index.isValid() else None

    def step(self, by: int) -> None:
        """Go up or down, round the ends."""
        count = self.model.rowCount()
        if count:
            self._view.setCurrentIndex(self.model.index((self._view.currentIndex().row() + by) % count))

    def place(self) -> None:
        """Lie under the field, as wide as it, above everything else."""
        corner = self._field.mapTo(self.window(), QPoint(0, self._field.height() + 2))
        rows = min(self.model.rowCount(), _MOST_SHOWN)
        height = rows * self._view.sizeHintForRow(0) + 2 * style.XS + 2
        room = max(self.window().height() - corner.y() - style.S, self._view.sizeHintForRow(0))
        self.setGeometry(QRect(corner, QSize(max(self._field.width(), 320), min(height, room))))
        self.raise_()

    def _choose(self, index: QModelIndex) -> None:
        self.chosen.emit(self.model.matches[index.row()])


class _MatchPainter(QStyledItemDelegate):
    """Two lines at the left, one at the right; always plain text."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        model = index.model()
        assert isinstance(model, MatchModel)
        match, box = model.matches[index.row()], option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, style.colour("selection"))
            painter.fillRect(box.left(), box.top(), 3, box.height(), style.colour("accent"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(box, style.colour("hover"))
        inner = box.adjusted(_PAD, 4, -_PAD, -4)
        if match.icon:
            edge = icons.NORMAL
            corner = QPoint(inner.left(), inner.center().y() - edge // 2)
            icons.paint(painter, match.icon, QRect(corner, QSize(edge, edge)), style.palette().accent)
            inner.setLeft(inner.left() + edge + style.S)
        self._write(painter, match, inner)
        painter.restore()

    def _write(self, painter: QPainter, match: Match, box: QRect) -> None:
        small = style.font(style.CAPTION, tabular=True)
        painter.setFont(small)
        painter.setPen(style.colour("muted"))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        side = painter.fontMetrics().elidedText(match.side, Qt.TextElideMode.ElideRight, box.width() // 2)
        painter.drawText(box, right, side)
        left = box.adjusted(0, 0, -painter.fontMetrics().horizontalAdvance(side) - style.M, 0)
        if match.detail:
            lower = left.adjusted(0, left.height() // 2, 0, 0)
            painter.drawText(lower, Qt.AlignmentFlag.AlignVCenter, _fitting(painter, match.detail, lower))
            left.setBottom(left.center().y())
        painter.setFont(style.font(strong=bool(match.detail)))
        painter.setPen(style.colour("text"))
        painter.drawText(left, Qt.AlignmentFlag.AlignVCenter, _fitting(painter, match.title, left))

    def sizeHint(self, option: QStyleOptionViewItem, _index: AnyIndex) -> QSize:
        return QSize(200, max(44, round(option.fontMetrics.lineSpacing() * 2.3)))


def _fitting(painter: QPainter, text: str, box: QRect) -> str:
    one_line = text.replace("\n", " ")
    return painter.fontMetrics().elidedText(one_line, Qt.TextElideMode.ElideRight, box.width())

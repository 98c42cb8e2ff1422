"""The head of a table, with a button at its right end that no title runs under."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QPainter, QResizeEvent
from PySide6.QtWidgets import QHeaderView, QToolButton, QWidget

from deskapp.ui.shared import icons, style


class TableHead(QHeaderView):
    """Titles give way to the button in the column that ends under it."""

    def __init__(self, parent: QWidget, button: QToolButton) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._button = button
        self.setTextElideMode(Qt.TextElideMode.ElideRight)
        button.setParent(self)
        button.setIconSize(QSize(icons.SMALL, icons.SMALL))

    def paintSection(self, painter: QPainter, rect: QRect, place: int) -> None:  # noqa: N802  Qt's name
        over = rect.right() - self._button.x() + 1
        if 0 < over < rect.width():
            painter.fillRect(rect, self.palette().base())
            painter.fillRect(rect.x(), rect.bottom(), rect.width(), 1, style.colour("line"))
            rect = rect.adjusted(0, 0, -over, 0)
        super().paintSection(painter, rect, place)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        edge = self.height() - 2
        self._button.setGeometry(self.width() - edge, 0, edge, edge)

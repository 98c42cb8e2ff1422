"""A layout that puts its pieces side by side and begins another line where they do not fit."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QWidget


class Flow(QLayout):
    """Its height follows from its width, as that of a text does."""

    def __init__(self, parent: QWidget, gap: int) -> None:
        super().__init__(parent)
        self._pieces: list[QLayoutItem] = []
        self._gap = gap
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, piece: QLayoutItem) -> None:
        self._pieces.append(piece)

    def count(self) -> int:
        return len(self._pieces)

    def itemAt(self, place: int) -> QLayoutItem | None:
        return self._pieces[place] if 0 <= place < len(self._pieces) else None

    def takeAt(self, place: int) -> QLayoutItem | None:
        return self._pieces.pop(place) if 0 <= place < len(self._pieces) else None

    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        return True

    def heightForWidth(self, width: int) -> int:
        return self._arrange(QRect(0, 0, width, 0), move=False)

    def sizeHint(self) -> QSize:
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        size = QSize()
        for piece in self._pieces:
            size = size.expandedTo(piece.minimumSize())
        return size

    def setGeometry(self, box: QRect) -> None:
        super().setGeometry(box)
        self._arrange(box, move=True)

    def _arrange(self, box: QRect, *, move: bool) -> int:
        """Place the pieces, or only find out; answers the height that they need."""
        x, y, line = box.left(), box.top(), 0
        for piece in self._pieces:
            size = piece.sizeHint().boundedTo(QSize(max(box.width(), 1), 10_000))
            if line and x + size.width() > box.left() + box.width():
                x, y, line = box.left(), y + line + self._gap, 0
            if move:
                piece.setGeometry(QRect(QPoint(x, y), size))
            x, line = x + size.width() + self._gap, max(line, size.height())
        return y + line - box.top()

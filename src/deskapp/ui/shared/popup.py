"""A small panel over the window that is gone with Escape or a click beside it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from deskapp.ui.shared import style


class Popup(QFrame):
    """Holds its widgets under each other in `column`; it deletes itself when it is closed."""

    def __init__(self, parent: QWidget, name: str) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._over = parent
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setProperty("kind", "popup")
        self.setAccessibleName(name)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(style.S, style.S, style.S, style.S)
        self.column.setSpacing(style.XS)

    def open_under(self, box: QRect) -> None:
        """Show the panel under a box of the screen, or over it where there is no room below."""
        self.adjustSize()
        room = self._over.screen().availableGeometry()
        below, above = box.bottom() + 1, box.top() - self.height()
        y = below if below + self.height() <= room.bottom() or above < room.top() else above
        x = max(room.left(), min(box.left(), room.right() - self.width()))
        self.move(QPoint(x, y))
        self.show()

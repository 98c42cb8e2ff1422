"""Windows of their own: as large as wished where the screen has room, and over the window before."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QWidget

_FRAME = 40  # what a title bar and its borders take


def open_at(window: QWidget, width: int, height: int) -> None:
    """Give a window its first size and place on the screen of the window that is worked in."""
    over = QApplication.activeWindow()
    screen = (over or window).screen().availableGeometry()
    around = over.frameGeometry() if over else screen
    window.setGeometry(fitted(QSize(width, height), around, screen))


def fitted(wished: QSize, around: QRect, screen: QRect) -> QRect:
    """A place for a window's inside: centred on `around`, with its frame on the screen."""
    size = wished.boundedTo(screen.size() - QSize(_FRAME, _FRAME))
    corner = around.center() - QPoint(size.width() // 2, size.height() // 2)
    lowest = screen.bottomRight() - QPoint(size.width(), size.height()) - QPoint(_FRAME // 4, _FRAME // 4)
    highest = screen.topLeft() + QPoint(_FRAME // 4, _FRAME * 3 // 4)
    return QRect(
        QPoint(
            max(highest.x(), min(corner.x(), lowest.x())),
            max(highest.y(), min(corner.y(), lowest.y())),
        ),
        size,
    )


def give_room(dialog: QDialog) -> None:
    """Let a dialog grow for a sentence, once that is laid out."""

    def grow() -> None:
        if layout := dialog.layout():
            needed = layout.totalHeightForWidth(dialog.width())
            dialog.resize(dialog.width(), max(dialog.height(), needed))

    QTimer.singleShot(0, dialog, grow)

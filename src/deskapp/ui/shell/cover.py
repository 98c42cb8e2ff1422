"""Keeps covered, while the window is locked, what opens by itself: answers to what was asked for before.

A dialog opens once something is read, and a report when an import ends; neither asks who is there by then.
"""

from __future__ import annotations

from functools import partial

import shiboken6
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtWidgets import QApplication, QWidget

_NOT_SHOWN = Qt.WidgetAttribute.WA_DontShowOnScreen


class Cover(QObject):
    """What is caught joins the windows that were `hidden` before, which come back with them."""

    def __init__(self, window: QWidget, hidden: list[QWidget]) -> None:
        super().__init__(window)
        self._window, self._hidden = window, hidden
        app = QApplication.instance()
        assert app is not None
        app.installEventFilter(self)

    def lift(self) -> None:
        """Whoever is there has shown who they are."""
        app = QApplication.instance()
        assert app is not None
        app.removeEventFilter(self)
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The event comes before a window is on the screen, where it is never seen then."""
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and self._is_beside(watched):
            watched.setAttribute(_NOT_SHOWN)
            QTimer.singleShot(0, self, partial(self._put_away, watched))
        return False

    def _put_away(self, widget: QWidget) -> None:
        if not shiboken6.isValid(widget):
            return
        widget.hide()
        widget.setAttribute(_NOT_SHOWN, on=False)
        if widget not in self._hidden:
            self._hidden.append(widget)

    def _is_beside(self, widget: QWidget) -> bool:
        """Windows and dialogs; a tip, or the menu of a field of the lock, is none."""
        kinds = {Qt.WindowType.ToolTip, Qt.WindowType.Popup}
        return widget.isWindow() and widget is not self._window and widget.windowType() not in kinds

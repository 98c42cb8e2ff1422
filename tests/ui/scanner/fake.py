"""A scanner made of key events: they go the way of real ones and say when they were typed."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import QWidget

SHIFT, NONE = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.NoModifier
ENTER, TAB = Qt.Key.Key_Return, Qt.Key.Key_Tab


class Keyboard:
    """Types into a window on a clock of its own, so that no test waits."""

    def __init__(self, window: QWidget) -> None:
        handle = window.windowHandle()
        assert handle is not None, "the window was never shown"
        self._window: QWindow = handle
        self.now = 10_000

    def type(self, text: str, pace: int, end: Qt.Key | None = ENTER) -> None:
        """Type signs and an end, `pace` milliseconds apart."""
        self.pause()
        for sign in text:
            self._sign(sign)
            self.now += pace
        if end is not None:
            self.press(end, "\r" if end == ENTER else "\t")

    def pause(self, milliseconds: int = 1000) -> None:
        """Time goes by without a key."""
        self.now += milliseconds

    def press(self, key: int, text: str = "", modifiers: Qt.KeyboardModifier = NONE) -> None:
        """One key, as the system tells of it: is it a shortcut, it is down, it is up."""
        asked = self._event(QEvent.Type.ShortcutOverride, key, text, modifiers)
        asked.ignore()
        QCoreApplication.sendEvent(self._window, asked)
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QCoreApplication.sendEvent(self._window, self._event(kind, key, text, modifiers))

    def _sign(self, sign: str) -> None:
        key = ord(sign.upper()[:1])  # as Qt numbers the keys of letters and digits
        if sign.isupper():
            self.press(Qt.Key.Key_Shift, "", SHIFT)
        self.press(key, sign, SHIFT if sign.isupper() else NONE)

    def _event(self, kind: QEvent.Type, key: int, text: str, modifiers: Qt.KeyboardModifier) -> QKeyEvent:
        made = QKeyEvent(kind, key, modifiers, text)
        made.setTimestamp(self.now)
        return made

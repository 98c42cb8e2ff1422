"""Watches the keys of every window of the program for those of a scanner.

A scanner of the usual kind types like a keyboard, very fast, and ends with Enter. Keys are seen
before any widget, shortcut or button has them. In a text field they go on at once, and are taken
back when they were a ticket's code. Elsewhere they are held back for the blink of an eye, so that
no letter of a scanned serial number is taken for a command; a person's key goes on after that.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import shiboken6
from PySide6.QtCore import QCoreApplication, QElapsedTimer, QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QWindow
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget

from deskapp.domain.scan import FEWEST_KEYS, Burst, Ending, ScanRules, content
from deskapp.ui.scanner.text_field import Before, is_secret, text_field

HOLD_MS = 45
"""So long is a key held back where it may be a command; a scanner sends the next one sooner."""

_PAUSE_MS = 100
_ENDS: dict[int, str] = {Qt.Key.Key_Return: "Enter", Qt.Key.Key_Enter: "Enter", Qt.Key.Key_Tab: "Tab"}
_MODIFIERS = {Qt.Key.Key_Shift, Qt.Key.Key_CapsLock, Qt.Key.Key_NumLock, Qt.Key.Key_AltGr}
_PLAIN = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier
_AT_ONCE = {Qt.Key.Key_J, Qt.Key.Key_K, Qt.Key.Key_Space}
"""These go on without delay: they move the cursor of a list, or press a button that waits for the release."""


@dataclass(frozen=True, slots=True)
class Scan:
    """A scan: its text, the signs and gaps (milliseconds) as they came, and what ended it.

    `in_field` tells that it stays as text in the field where it was typed.
    """

    text: str
    typed: str
    gaps: tuple[int, ...]
    end: str
    in_field: bool = False


class Wedge(QObject):
    """`scanned` carries a `Scan`, `refused` a `Burst` that was long enough but came too slowly.

    `is_code` tells whether a text is the code of a ticket.
    """

    scanned = Signal(object)
    refused = Signal(object)

    def __init__(self, rules: ScanRules, is_code: Callable[[str], bool], parent: QObject) -> None:
        super().__init__(parent)
        self.rules, self._is_code = rules, is_code
        self._burst, self._held = Burst(), list[QKeyEvent]()
        self._before: Before | None = None
        self._clock = QElapsedTimer()
        self._clock.start()
        self._idle = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._idle.timeout.connect(self._rest)
        application = QGuiApplication.instance()
        assert isinstance(application, QGuiApplication)
        application.focusWindowChanged.connect(self.watch)
        for window in QGuiApplication.topLevelWindows():
            self.watch(window)

    def watch(self, window: QWindow | None) -> None:
        """See the keys of a window from now on."""
        if window is not None:
            window.removeEventFilter(self)
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            return self._override(event)
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._press(event)
        return False

    # Keys -------------------------------------------------------------------------------------

    def _override(self, event: QKeyEvent) -> bool:
        """Keep a key of a scanner from being a shortcut."""
        mine = self._ends(event) or (self._is_sign(event) and self._holds(event))
        if mine:
            event.accept()
        return mine

    def _press(self, event: QKeyEvent) -> bool:
        if event.key() in _MODIFIERS:
            return False
        if event.key() in _ENDS:
            return self._end(event)
        if not self._is_sign(event):
            self._forget()
            return False
        at = self._moment(event)
        if not self._burst.goes_on(at):
            self._forget()
            field = text_field(QApplication.focusWidget())
            self._before = Before.of(field) if field is not None else None
        holds = self._holds(event)
        self._burst.add(event.text(), at)
        if holds:
            self._held.append(QKeyEvent(event))
        self._idle.start(_PAUSE_MS if self.rules.ending is Ending.PAUSE else HOLD_MS)
        return holds

    def _holds(self, event: QKeyEvent) -> bool:
        """Whether a sign waits until it is clear who typed it."""
        if QApplication.activePopupWidget() or text_field(QApplication.focusWidget()) is not None:
            return False
        return bool(self._held) or event.key() not in _AT_ONCE

    def _is_sign(self, event: QKeyEvent) -> bool:
        text = event.text()
        plain = not event.modifiers().value & ~_PLAIN.value
        return plain and not event.isAutoRepeat() and len(text) == 1 and text.isprintable()

    def _ends(self, event: QKeyEvent) -> bool:
        """Whether this key is the end of a scan."""
        if event.key() not in _ENDS or event.modifiers().value & ~_PLAIN.value or event.isAutoRepeat():
            return False
        if self._is_secret():
            return False
        return self._burst.goes_on(self._moment(event)) and self._burst.is_scan(self.rules)

    def _end(self, event: QKeyEvent) -> bool:
        if self._ends(event):
            return self._take(_ENDS[event.key()])
        waits = bool(self._held)
        long = len(self._burst.typed) >= FEWEST_KEYS
        if long and self._burst.goes_on(self._moment(event)) and not self._is_secret():
            self.refused.emit(self._burst)
        if waits:
            self._held.append(QKeyEvent(event))
        self._forget()
        return waits

    def _rest(self) -> None:
        """No key came for a while."""
        if self.rules.ending is Ending.PAUSE and self._burst.is_scan(self.rules) and not self._is_secret():
            self._take("")
        else:
            self._release()

    def _is_secret(self) -> bool:
        """Whether these keys go into a secret, which only the code of a ticket may leave."""
        text = content(self._burst.typed, self.rules)
        return is_secret(QApplication.focusWidget()) and not self._is_code(text)

    # Scans ------------------------------------------------------------------------------------

    def _take(self, end: str) -> bool:
        """A scan is whole: what it typed is taken back or mended. Answers whether its end is used up."""
        burst, before, self._held = self._burst, self._before, []
        self._forget()
        text = content(burst.typed, self.rules)
        field = before.field if before and shiboken6.isValid(before.field) else None
        stays = field is not None and field is text_field(QApplication.focusWidget())
        if before and stays:
            is_code = self._is_code(text)
            if is_code:
                before.put(burst.typed)
            elif text != burst.typed:
                before.put(burst.typed, text)
            stays = not is_code
        self.scanned.emit(Scan(text, burst.typed, tuple(burst.gaps), end, stays))
        breaks_lines = stays and not isinstance(field, QLineEdit)
        return not breaks_lines  # in a field of several lines Enter only begins the next one

    def _forget(self) -> None:
        """The next key begins anew."""
        self._burst, self._before = Burst(), None
        self._release()

    def _release(self) -> None:
        """A person typed: what was held back goes on to where the focus is."""
        self._idle.stop()
        held, self._held = self._held, []
        for event in held:
            target = QApplication.focusWidget() or QApplication.activeWindow()
            if isinstance(target, QWidget):
                QCoreApplication.sendEvent(target, event)

    def _moment(self, event: QKeyEvent) -> int:
        """When the key was pressed, in milliseconds; by our own clock where the system does not say."""
        return event.timestamp() or self._clock.elapsed()

"""Hands at the keyboard: keys into whatever has the focus, and waiting for what they bring about."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QEventLoop, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QWidget
from shiboken6 import isValid

from deskapp.tour.failed import StepFailed

SECONDS = 10.0
_LOOK_MS = 8
_HOLDS = 1
_SHORT = 0.5
_FARTHEST = 80  # times Tab is pressed before a field counts as out of reach


def wait_until(holds: Callable[[], bool], seconds: float = SECONDS) -> bool:
    """Let the window live until this holds; False where the time ran out first."""
    if holds():
        return True
    loop = QEventLoop()
    look, limit = QTimer(interval=_LOOK_MS), QTimer(singleShot=True, interval=round(seconds * 1000))
    look.timeout.connect(lambda: loop.exit(_HOLDS) if holds() else None)
    limit.timeout.connect(loop.quit)
    for timer in (look, limit):
        timer.start()
    held = loop.exec() == _HOLDS  # not asked again: it may have ceased to hold meanwhile
    for timer in (look, limit):
        timer.stop()  # a late one would end a later loop
    return held


def settle(rounds: int = 2) -> None:
    """Let everything happen that is due now: what one round asks for happens in the next."""
    for _time in range(rounds):
        loop = QEventLoop()
        QTimer.singleShot(0, loop, loop.quit)
        loop.exec()


def focus() -> QWidget:
    """What the next key goes to."""
    found = QApplication.focusWidget()
    if found is None:
        _come_back()
        wait_until(lambda: QApplication.focusWidget() is not None)
        found = QApplication.focusWidget()
    if found is None:
        raise StepFailed("something has the focus", "nothing has it")
    _Seat.window = found.window()
    return found


class _Seat:
    """The window in which the keys were last."""

    window: QWidget | None = None


def _come_back() -> None:
    """Go back to the window that another program, or a window that is gone, took the keyboard from."""
    wait_until(lambda: QApplication.activeWindow() is not None, _SHORT)
    window = _Seat.window
    if QApplication.activeWindow() is None and window is not None and isValid(window) and window.isVisible():
        window.activateWindow()


def press(*keys: str) -> None:
    """Press keys one after the other, each written like `Ctrl+N`."""
    for one in keys:
        QTest.keySequence(focus(), QKeySequence(one))
        settle()  # nobody is so fast that nothing happens between two keys


def write(text: str) -> None:
    """Type a text; QTest knows the keys of ASCII alone, other letters arrive as from another keyboard."""
    for letter in text:
        if letter.isascii():
            QTest.keyClicks(focus(), letter)
        else:
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                event = QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter)
                QApplication.sendEvent(focus(), event)
    settle()


def rewrite(text: str) -> None:
    """Type a text in place of what the field holds."""
    press("Ctrl+A")
    write(text)


def go_to(target: QWidget) -> None:
    """Press Tab until this has the focus."""
    for _time in range(_FARTHEST):
        now = focus()
        if now is target or now is target.focusProxy() or target.isAncestorOf(now):
            return
        press("Tab")
    raise StepFailed(
        f"Tab leads to {_called(target)}", f"after {_FARTHEST} times it is at {_called(focus())}"
    )


def choose(box: QComboBox, key: str) -> None:
    """Go to a choice and press Down, from the first on, until it stands on this key."""
    go_to(box)
    press("Home")
    for _time in range(box.count()):
        if box.currentData() == key:
            return
        press("Down")
    raise StepFailed(f"{_called(box)} offers “{key}”", "it does not")


def _called(widget: QWidget) -> str:
    return widget.accessibleName() or widget.objectName() or type(widget).__name__

"""A shop file is shown by one window: who comes second brings the first one to the front.

The right to show a file is a lock beside it, which ends with its program, also with one that was killed.
A call is a file beside it too, which the window takes away when it comes; so it needs no network.
"""

from __future__ import annotations

import time
from collections import Counter
from contextlib import suppress
from functools import partial
from pathlib import Path

from PySide6.QtCore import QLockFile, QSysInfo, Qt, SignalInstance
from PySide6.QtWidgets import QWidget

from deskapp.errors import DeskError
from deskapp.i18n import _

_PATIENCE_SECONDS, _LOOK_SECONDS = 3.0, 0.05


class ShownElsewhere(DeskError):
    """Another window shows the file; `came` tells that it came to the front."""

    def __init__(self, message: str, *, came: bool) -> None:
        super().__init__(message)
        self.came = came


class OneWindow:
    """The right to show shop files, given back as often as it was taken."""

    def __init__(self) -> None:
        self._locks: dict[Path, QLockFile] = {}
        self._taken: Counter[Path] = Counter()

    def take(self, path: Path) -> None:
        """Take the right to show a file; raises `ShownElsewhere`."""
        if not self._taken[path]:
            lock = _lock(path)
            if not lock.tryLock(0) and lock.error() is QLockFile.LockError.LockFailedError:
                raise ShownElsewhere(_sentence(path, lock), came=call(path))
            self._locks[path] = lock
        self._taken[path] += 1

    def give_back(self, path: Path) -> None:
        """Others may show the file."""
        self._taken[path] -= 1
        if not self._taken[path]:
            self._locks.pop(path).unlock()
            _call_file(path).unlink(missing_ok=True)


def came_forward(path: Path) -> bool:
    """Whether a window shows this file already and has come to the front."""
    lock = _lock(path)
    if lock.tryLock(0):
        lock.unlock()
        return False
    return lock.error() is QLockFile.LockError.LockFailedError and call(path)


def call(path: Path) -> bool:
    """Ask the window that shows the file to come to the front; answers whether it did in time."""
    called, until = _call_file(path), time.monotonic() + _PATIENCE_SECONDS
    try:
        called.touch()
    except OSError:
        return False
    while called.exists():
        if time.monotonic() > until:
            called.unlink(missing_ok=True)
            return False
        time.sleep(_LOOK_SECONDS)
    return True


def is_called(path: Path) -> bool:
    """Whether somebody asked for the window of this file since the last look."""
    with suppress(OSError):
        _call_file(path).unlink()
        return True
    return False


def answer_calls(window: QWidget, called: SignalInstance) -> None:
    """Let a window come to the front whenever it is called."""
    called.connect(partial(_bring_forward, window))


def _bring_forward(window: QWidget) -> None:
    """Also a window that was made small."""
    window.setWindowState(window.windowState() & ~Qt.WindowState.WindowMinimized)
    window.raise_()
    window.activateWindow()


def came_forward_for(error: DeskError) -> bool:
    """Whether the file is shown by another window that is in front now, so that this one is not needed."""
    return isinstance(error, ShownElsewhere) and error.came


def _lock(path: Path) -> QLockFile:
    lock = QLockFile(str(_beside(path, "window")))
    lock.setStaleLockTime(0)  # a lock is stale when its program is gone, however old it is
    return lock


def _call_file(path: Path) -> Path:
    return _beside(path, "call")


def _beside(path: Path, ending: str) -> Path:
    """A name that every way to the file leads to."""
    real = path.resolve()
    return real.with_name(f".{real.name}.{ending}")


def _sentence(path: Path, lock: QLockFile) -> str:
    _process, host, _program = lock.getLockInfo()
    if host and host != QSysInfo.machineHostName():
        message = _("“{name}” is open on the computer “{host}”. Close it there first.")
        return message.format(name=path.name, host=host)
    return _("“{name}” is open in another window.").format(name=path.name)

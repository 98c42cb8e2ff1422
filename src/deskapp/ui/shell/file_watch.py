"""Notices that another process wrote to the shop file, and that time went by."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

if TYPE_CHECKING:
    from deskapp.ui.context import DeskContext

_LOOK_MS = 5_000
_LOOKS_PER_MINUTE = 60_000 // _LOOK_MS


class FileWatch(QObject):
    """`news` tells that lists should be read again: somebody wrote, or a minute passed (due dates move)."""

    news = Signal()

    def __init__(self, context: DeskContext) -> None:
        super().__init__(context)
        self._path = context.desk.path
        self._seen = _state(self._path)
        self._looks = 0
        context.changed.connect(self._remember)
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Compare with what was there at the last look."""
        self._looks += 1
        now = _state(self._path)
        if now != self._seen or self._looks % _LOOKS_PER_MINUTE == 0:
            self._seen = now
            self.news.emit()

    def _remember(self) -> None:
        self._seen = _state(self._path)


def _state(path: Path) -> tuple[tuple[int, int], ...]:
    """Size and moment of the file and of what SQLite keeps beside it."""
    marks = []
    for name in (path.name, f"{path.name}-wal"):
        with suppress(OSError):
            found = path.with_name(name).stat()
            marks.append((found.st_size, found.st_mtime_ns))
    return tuple(marks)

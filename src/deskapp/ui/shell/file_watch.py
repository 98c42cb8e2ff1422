"""Notices that another process wrote to the shop file, and that time went by."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from deskapp.ui.shell.one_window import is_called

if TYPE_CHECKING:
    from deskapp.ui.context import DeskContext

_LOOK_MS = 500
_LOOKS_PER_MINUTE = 60_000 // _LOOK_MS


class FileWatch(QObject):
    """`news` tells that lists should be read again: somebody wrote, or a minute passed (due dates move).
    `called` tells that a second start asks for this window.

    To be made before anybody else listens to `DeskContext.changed`: what is written after the mark was
    taken is told again, what was written before it is read by those who hear of the change.
    """

    news = Signal()
    called = Signal()

    def __init__(self, context: DeskContext) -> None:
        super().__init__(context)
        self._context = context
        self._seen = context.desk.mark()
        self._looks = 0
        context.changed.connect(self._remember)
        context.noted.connect(self._pass_over)
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()

    def look(self) -> None:
        """Compare with what was there at the last look; not while what was told last is still being read."""
        self._looks += 1
        if is_called(self._context.desk.path):
            self.called.emit()
        if self._context.worker.is_busy():
            return
        if self._context.desk.mark() != self._seen or self._looks >= _LOOKS_PER_MINUTE:
            self._remember()
            self.news.emit()

    def _pass_over(self, before: int, after: int) -> None:
        """What was written is shown nowhere; what somebody else wrote before it is still to be told."""
        if before == self._seen:
            self._seen = after

    def _remember(self) -> None:
        self._looks = 0
        self._seen = self._context.desk.mark()

"""Keeps what is typed on a page in the shop file, so that it outlives the window and the program."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer
from shiboken6 import isValid

if TYPE_CHECKING:
    from deskapp.ui.context import DeskContext

EVERY_MS = 2000


class DraftKeeper(QObject):
    """Looks every two seconds and writes on the worker where anything changed.

    The worker takes one job after the other, and only it uses `draft_id`: so a page that is saved while
    its draft is being written leaves none behind.
    """

    def __init__(self, context: DeskContext, parent: QObject, draft_id: int | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.draft_id = draft_id  # the worker's
        self._read: Callable[[], Mapping[str, Any]] | None = None
        self._kept: Mapping[str, Any] = {}
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self.look)

    def begin(self, read: Callable[[], Mapping[str, Any]], kept: Mapping[str, Any] | None = None) -> None:
        """Keep what `read` answers from now on: nothing where nothing is typed. `kept` is kept already."""
        self._read, self._kept = read, kept or {}
        self._timer.start()

    def look(self) -> None:
        """Write what changed."""
        if self._read and not isValid(getattr(self._read, "__self__", self)):
            self._stop()  # its window was torn down
        content = self._read() if self._read else self._kept
        if content == self._kept:
            return
        self._kept = content
        self._submit(self._write if content else self._drop, content)

    def let_go(self) -> None:
        """The page goes away and its draft stays."""
        self.look()
        self._stop()

    def end(self) -> None:
        """The page was saved or discarded: its draft goes."""
        self._stop()
        self._kept = {}
        self._submit(self._drop, {})

    def is_busy(self) -> bool:
        """Whether a page is still being looked at."""
        return self._timer.isActive()

    def _stop(self) -> None:
        self._timer.stop()
        self._read = None

    def _submit(
        self, work: Callable[[Mapping[str, Any]], tuple[int, int]], content: Mapping[str, Any]
    ) -> None:
        self._context.worker.submit(work, content, on_done=self._written, on_failed=self._context.show_error)

    def _written(self, marks: tuple[int, int]) -> None:
        self._context.noted.emit(*marks)

    def _write(self, content: Mapping[str, Any]) -> tuple[int, int]:
        desk, marks = self._context.desk, _Marks(self._context.desk.mark)
        keep = desk.drafts.keep
        self.draft_id = keep(self._context.actor, content, self.draft_id, begun=marks.take)
        return marks.both()

    def _drop(self, _content: Mapping[str, Any]) -> tuple[int, int]:
        desk, marks = self._context.desk, _Marks(self._context.desk.mark)
        if self.draft_id is not None:
            desk.drafts.drop(self._context.actor, self.draft_id, begun=marks.take)
            self.draft_id = None
        return marks.both()


class _Marks:
    """The mark of the file before and after a write; the first is taken when nobody else can write."""

    def __init__(self, mark: Callable[[], int]) -> None:
        self._mark, self._before = mark, mark()

    def take(self) -> None:
        self._before = self._mark()

    def both(self) -> tuple[int, int]:
        return self._before, self._mark()

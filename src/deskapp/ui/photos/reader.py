"""Reads and shrinks pictures on the worker, each as a job of its own, so that others come between."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from deskapp.domain.photo import Picture
from deskapp.errors import DeskError

if TYPE_CHECKING:
    from deskapp.ui.photos.sources import Source
    from deskapp.ui.shared.jobs import Worker


class PhotoReader(QObject):
    """`came` carries what `keep` made of a picture on the worker, `refused` the source and the reason
    against it; `rested` tells that nothing is being read any more.
    """

    came = Signal(object)
    refused = Signal(object, object)
    rested = Signal()

    def __init__(self, worker: Worker, keep: Callable[[Picture], Any], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker, self._keep = worker, keep
        self._open = 0

    def take(self, sources: Iterable[Source]) -> None:
        """Read these, one after the other."""
        for source in sources:
            self._open += 1
            self._worker.submit(
                self._read,
                source,
                on_done=self._come,
                on_failed=partial(self._refuse, source),
                on_finished=self._end_one,
            )

    def open_count(self) -> int:
        """How many are still being read."""
        return self._open

    def _read(self, source: Source) -> Any:
        return self._keep(source.read())

    def _come(self, made: Any) -> None:
        self.came.emit(made)

    def _refuse(self, source: Source, error: DeskError) -> None:
        self.refused.emit(source, error)

    def _end_one(self) -> None:
        self._open -= 1
        if not self._open:
            self.rested.emit()

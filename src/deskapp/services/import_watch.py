"""Telling how far an import is, and stopping it when somebody asks for that."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskapp.domain.import_plan import ImportCancelled
from deskapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable

    Progress = Callable[[int, int], object]
    Question = Callable[[], bool]

EVERY = 500


class Watch:
    """Called with how many of `whole` are done, about every `EVERY` records."""

    def __init__(self, whole: int, on_progress: Progress | None, cancelled: Question | None) -> None:
        self._whole = whole
        self._on_progress = on_progress
        self._cancelled = cancelled

    def step(self, done: int) -> None:
        """Report; raises `ImportCancelled` when it is to stop."""
        if self._cancelled is not None and self._cancelled():
            raise ImportCancelled(nothing_kept())
        if self._on_progress is not None:
            self._on_progress(done, max(done, self._whole))


def nothing_kept() -> str:
    """What is said of an import that was stopped before anything was in the file."""
    return _("The import was cancelled; nothing of it was kept.")

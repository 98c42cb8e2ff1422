"""A thread of its own for backups: a large one must not keep lists waiting, which share the other thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject

from deskapp.ui.shared.jobs import Job, Prove, Worker


class Copier(QObject):
    """Lives as long as the window; its thread begins with the first job."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker: Worker | None = None
        self._job: Job | None = None
        self._prove: Prove | None = None

    def ask_by(self, prove: Prove) -> None:
        """What a job for which a person has to show again who they are goes to, as of `Worker.prove`."""
        self._prove = prove
        if self._worker:
            self._worker.prove = prove

    def submit(self, work: Callable[..., Any], *values: Any, **answers: Any) -> Job:
        """Run something after what is under way; `answers` are those of `Worker.submit`."""
        if self._worker is None:
            self._worker = Worker(self, sweeps=False)
            self._worker.prove = self._prove
        self._job = self._worker.submit(work, *values, **answers)
        return self._job

    def is_busy(self) -> bool:
        """Whether something is under way."""
        return self._worker is not None and self._worker.is_busy()

    def cancel(self) -> None:
        """Stop what is under way at its next report of progress; nothing half-made is left."""
        if self._job:
            self._job.cancel()

    def close(self) -> None:
        """End it with the window."""
        if self._worker:
            self.cancel()
            self._worker.close()

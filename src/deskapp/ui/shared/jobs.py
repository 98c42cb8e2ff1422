"""One worker thread for the shop file, so that the window never waits."""

from __future__ import annotations

import queue
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

from deskapp.errors import DeskError, PinNeeded, Stopped
from deskapp.ui.shared import failures
from deskapp.ui.shared.garbage import Sweeper

Progress = Callable[[int, int], None]
Prove = Callable[[Callable[[], object], Callable[[], object]], object]
_TURN_SECONDS = 0.0005  # Python's own 5 ms, at each of the many turns of one repaint, add up to a jerk


class Cancelled(Exception):
    """Raised inside a job by its `progress` when somebody has cancelled it; not an error."""


class Job:
    """A piece of work that was handed to the worker."""

    def __init__(self, work: Callable[[], Any], answers: _Answers) -> None:
        self.work, self.answers = work, answers  # the worker's own
        self._cancelled = threading.Event()
        self.ended = False

    @property
    def cancelled(self) -> bool:
        """Whether it was told to stop; its result is then not delivered."""
        return self._cancelled.is_set()

    def cancel(self) -> None:
        """Do not begin it, or stop at its next report of progress."""
        self._cancelled.set()


@dataclass(frozen=True, slots=True)
class _Answers:
    done: Callable[[Any], object] | None = None
    failed: Callable[[DeskError], object] | None = None
    progress: Callable[[int, int], object] | None = None
    finished: Callable[[], object] | None = None


class Worker(QObject):
    """Runs jobs one after the other; what they give comes back on the window's thread.

    `busy` tells when the first job begins (True) and the last one ends (False). A job for which a person
    has to show again who they are goes to `prove`, with how it is done once more and how it is given up.
    """

    busy = Signal(bool)
    _came = Signal(object, str, object)

    def __init__(self, parent: QObject | None = None, *, sweeps: bool = True) -> None:
        super().__init__(parent)
        self._jobs: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._waiting: list[Job] = []
        self._closed = False
        self.prove: Prove | None = None
        self._came.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._sweeper = Sweeper(self) if sweeps else None  # one is enough for a window
        sys.setswitchinterval(_TURN_SECONDS)
        self._thread = threading.Thread(target=self._run, name="desk", daemon=True)
        self._thread.start()

    def submit(
        self,
        function: Callable[..., Any],
        *args: Any,
        on_done: Callable[[Any], object] | None = None,
        on_failed: Callable[[DeskError], object] | None = None,
        on_progress: Callable[[int, int], object] | None = None,
        on_finished: Callable[[], object] | None = None,
        can_cancel: bool = False,
    ) -> Job:
        """Run `function(*args)` on the worker.

        With `on_progress` or `can_cancel` the function also gets `progress=`, to be called with what
        is done and the whole; it raises `Cancelled` once the job was cancelled. A `DeskError` goes to
        `on_failed`, without one to the person at the desk; anything else becomes a crash report.
        `on_finished` is called last, whatever happened.
        """
        extra: dict[str, Any] = {}
        job = Job(lambda: function(*args, **extra), _Answers(on_done, on_failed, on_progress, on_finished))
        if on_progress or can_cancel:
            extra["progress"] = self._progress_of(job)
        self._put(job)
        return job

    def is_busy(self) -> bool:
        """Whether a job runs or waits."""
        return bool(self._waiting)

    def close(self, seconds: float = 10.0) -> bool:
        """Let the running job come to its end, drop the others; True when the thread has ended in time."""
        self._closed = True
        for job in self._waiting:
            job.cancel()
        self._jobs.put(None)
        self._thread.join(seconds)
        ended = not self._thread.is_alive()
        if ended and self._sweeper:
            self._sweeper.stop()
        return ended

    def _put(self, job: Job) -> None:
        self._waiting.append(job)
        if len(self._waiting) == 1:
            self.busy.emit(True)
        if self._closed:  # nobody would ever take it up, and who waits for the last job would wait for ever
            job.cancel()
            self._came.emit(job, "cancelled", None)
        else:
            self._jobs.put(job)

    def _progress_of(self, job: Job) -> Progress:
        def progress(done: int, whole: int) -> None:
            if job.cancelled:
                raise Cancelled
            self._came.emit(job, "progress", (done, whole))

        return progress

    def _run(self) -> None:
        while (job := self._jobs.get()) is not None:
            kind, value = _outcome(job)
            try:
                self._came.emit(job, kind, value)
            except RuntimeError:
                return  # the window is gone, and the program with it

    def _deliver(self, job: Job, kind: str, value: Any) -> None:
        if kind == "progress":
            _call(job.answers.progress, *value)
            return
        self._waiting.remove(job)
        prove = self.prove if isinstance(value, PinNeeded) and not job.cancelled else None
        if prove and _lives(prove):
            if not self._waiting:
                self.busy.emit(False)
            prove(partial(self._put, job), partial(self._end, job, kind, value))
        else:
            self._end(job, kind, value)

    def _end(self, job: Job, kind: str, value: Any) -> None:
        job.ended = True
        try:
            self._answer(job, kind, value)
        finally:
            _call(job.answers.finished)
            if not self._waiting:
                self.busy.emit(False)

    def _answer(self, job: Job, kind: str, value: Any) -> None:
        answers = job.answers
        if kind == "crashed":
            failures.report(value)
        elif job.cancelled:
            return
        elif kind == "done":
            _call(answers.done, value)
        elif answers.failed:
            _call(answers.failed, value)
        elif not isinstance(value, Stopped):
            failures.report(value)


def _outcome(job: Job) -> tuple[str, Any]:
    if job.cancelled:
        return "cancelled", None
    try:
        return "done", job.work()
    except Cancelled:
        return "cancelled", None
    except DeskError as error:
        return "failed", error
    except Exception as bug:  # noqa: BLE001  the worker outlives any job
        return "crashed", bug


def _call(answer: Callable[..., object] | None, *values: Any) -> None:
    """Call back unless the widget that asked is gone."""
    if answer is not None and _lives(answer):
        answer(*values)


def _lives(answer: Callable[..., object]) -> bool:
    target = answer.func if isinstance(answer, partial) else answer
    owner = getattr(target, "__self__", None)
    return not isinstance(owner, QObject) or shiboken6.isValid(owner)

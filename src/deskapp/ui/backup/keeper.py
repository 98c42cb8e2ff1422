"""Keeps the open shop: a backup every few hours and before what reaches far, a restore tried every month."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Literal

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

from deskapp.errors import Stopped

if TYPE_CHECKING:
    from pathlib import Path

    from deskapp.domain.backup import Backup, BackupState, Made, Progress, Reason
    from deskapp.errors import DeskError
    from deskapp.services.desk import Desk
    from deskapp.ui.backup.copier import Copier
    from deskapp.ui.context import DeskContext, OnFailed

Doing = Literal["backup", "drill"]
_FIRST_MS = 1_000  # when the shop is there and nobody waits for anything
_TICK_MS = 60_000
_TICKS = 10  # between two looks into the folder, which may be a stick that sleeps
_LARGE = 64 << 20  # bytes of a backup whose check is felt
_SETTLED = timedelta(minutes=15)  # after which nobody waits for the start any more
_AGAIN = timedelta(minutes=30)  # after something failed


def _nothing(_error: object = None) -> None:
    """Nobody waits for it."""


class BackupKeeper(QObject):
    """`changed` tells that there is something new to say, `failed` carries a sentence that somebody should
    read, `progressed` how far it is, `made` a backup and `proven` one that was restored for a trial.
    """

    changed = Signal()
    failed = Signal(str)
    progressed = Signal(int, int)
    made = Signal(object)
    proven = Signal(object)
    _begun = Signal(object)

    def __init__(self, context: DeskContext, copier: Copier) -> None:
        super().__init__(context)
        self._context, self._copier = context, copier
        self.state: BackupState | None = None
        self.problem = self.missed = ""
        self._under_way: list[Doing] = []
        self._is_certain = False  # whether the state that the backup under way keeps is fixed
        self._waiting: list[Callable[[], object]] = []  # for that
        self._ticks = 0
        self._not_before: datetime | None = None
        self._since = context.desk.clock.now()
        self._begun.connect(self._go_on)
        context.before_risk = self.before
        self._timer = QTimer(self, interval=_TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._timer.start()
        QTimer.singleShot(_FIRST_MS, self, self.look)

    @property
    def doing(self) -> Doing | Literal[""]:
        """What is under way."""
        return self._under_way[0] if self._under_way else ""

    def folders(self) -> tuple[Path, ...]:
        """Where backups of this shop go."""
        return self._context.settings.backup_folders()

    def is_sample(self) -> bool:
        """Whether the shop is made up, which needs no backups."""
        return self._context.shop.is_sample

    def is_wanted(self) -> bool:
        """Whether backups are made without anybody asking."""
        return bool(self.folders()) and not self.is_sample()

    def look(self) -> None:
        """See how well the shop is kept, and do what it is time for."""
        self._ticks = 0
        if self.doing or not self.folders():
            self.changed.emit()
            return
        desk, actor = self._context.desk, self._context.actor
        self._copier.submit(
            desk.backups.state, actor, self.folders(), on_done=self._take, on_failed=self._fail
        )

    def make(self, reason: Reason | None = None) -> None:
        """Make a backup now; by hand where nothing else is said."""
        from deskapp.domain.backup import Reason  # which nothing needs while the program starts

        make = self._context.desk.backups.make
        begun = partial(self._tell_begun, _nothing)
        work = partial(_keep, self._context, make, self.folders(), reason=reason or Reason.HAND, begun=begun)
        self._begin("backup", work, _Answers(self._made))

    def drill(self) -> None:
        """Try to restore the newest backup."""
        if self.state and self.state.newest:
            work = partial(_drill, self._context, self.state.newest)
            self._begin("drill", work, _Answers(self._proven))

    def ask(
        self,
        work: Callable[[], object],
        done: Callable[..., object],
        failed: Callable[[DeskError], object] | None = None,
    ) -> None:
        """Look something up in the folders of backups, which may be slow drives."""
        self._copier.submit(work, on_done=done, on_failed=failed or self._fail)

    def work(
        self,
        work: Callable[..., object],
        done: Callable[..., object],
        failed: Callable[[DeskError], object],
        progress: Callable[[int, int], object],
    ) -> None:
        """Do something long with a backup, which `stop` stops."""
        self._copier.submit(work, on_done=done, on_failed=failed, on_progress=progress)

    def stop(self) -> None:
        """Stop what is under way; it is not begun again at once."""
        self._put_off()
        self._copier.cancel()

    def give_way(self) -> None:
        """Somebody waits: a restore that is only tried can be tried later."""
        if self.doing == "drill":
            self.stop()

    def before(self, reason: Reason, act: Callable[[], object], otherwise: OnFailed | None = None) -> None:
        """Do something that reaches far once the shop as it stands is certain to be kept.

        What can be undone begins as soon as the state is fixed, and also where no backup could be made, which
        is told. With `otherwise` it begins when the backup is there and proven, and not at all without one.
        """
        whole = otherwise is not None
        if not self.is_wanted():
            act()
            return
        if "backup" in self._under_way and not whole:
            self._waiting.append(act)
            self._let_go(certain=self._is_certain)
            return
        self.give_way()
        once = _Once(act)
        make = self._context.desk.backups.make_if_changed
        tell = partial(self._tell_begun, _nothing if whole else once)
        work = partial(_keep, self._context, make, self.folders(), reason=reason, begun=tell)
        answers = _Answers(self._made, once, otherwise) if otherwise else _Answers(self._made, on_end=once)
        self._begin("backup", work, answers)

    def _begin(self, doing: Doing, work: Callable[..., object], answers: _Answers) -> None:
        def finish() -> None:
            if doing == "backup":
                self._let_go(certain=True)
            if isValid(self):
                self._rest()
            answers.on_end()

        def succeed(value: object) -> None:
            if isValid(self):
                answers.done(value)
            answers.then()

        def fail(error: DeskError) -> None:
            if isValid(self):
                self._fail(error)
            answers.otherwise(error)

        self.problem = ""
        self._under_way.append(doing)
        self.changed.emit()
        self._copier.submit(
            work,
            on_done=succeed,
            on_failed=fail,
            on_progress=self._tell_progress,
            on_finished=finish,
        )

    def _tick(self) -> None:
        self._ticks += 1
        if self._ticks >= _TICKS:
            self.look()
        else:
            self.changed.emit()  # ages grow

    def _take(self, state: BackupState) -> None:
        from deskapp.domain.backup import Reason

        self.state = state
        self.changed.emit()
        now = self._context.desk.clock.now()
        if not self.is_wanted() or self.doing or (self._not_before and now < self._not_before):
            return
        if state.is_due(now, timedelta(hours=self._context.settings.backup_hours)):
            self.make(Reason.TIMER)
        elif state.wants_drill(now) and self._has_time(state, now):
            self.drill()

    def _has_time(self, state: BackupState, now: datetime) -> bool:
        """A restore of a large shop takes a minute: not while the day begins."""
        small = state.newest is not None and state.newest.size < _LARGE
        return small or now - self._since > _SETTLED

    def _made(self, made: Made | None) -> None:
        if made is None:
            return
        from deskapp.domain.backup import BackupState

        drilled = made.backup.drilled_at
        self.state = BackupState(made.backup, changed=False, drilled_at=drilled)
        self.made.emit(made)
        self.missed = " ".join(made.missed)
        for sentence in made.missed:
            self.failed.emit(sentence)

    def _proven(self, backup: Backup) -> None:
        if self.state:
            self.state = replace(self.state, drilled_at=backup.drilled_at)
        self.proven.emit(backup)

    def _fail(self, error: DeskError) -> None:
        if isinstance(error, Stopped):  # the shop was closed, and this with it
            return
        self._put_off()
        self._say(str(error))

    def _put_off(self) -> None:
        self._not_before = self._context.desk.clock.now() + _AGAIN

    def _tell_progress(self, done: int, whole: int) -> None:
        self.progressed.emit(done, whole)

    def _tell_begun(self, call: Callable[[], object]) -> None:
        """On the thread of the copies."""
        if isValid(self):
            self._begun.emit(call)

    def _go_on(self, call: Callable[[], object]) -> None:
        self._is_certain = True
        call()
        self._let_go(certain=True)

    def _let_go(self, *, certain: bool) -> None:
        while certain and self._waiting:
            self._waiting.pop(0)()

    def _say(self, sentence: str) -> None:
        self.problem = sentence
        self.failed.emit(sentence)

    def _rest(self) -> None:
        if self._under_way.pop(0) == "backup":
            self._is_certain = False
        self.changed.emit()
        if self.state and not self.problem:
            self.look()  # whether a restore should be tried, and what was written meanwhile


@dataclass(frozen=True, slots=True)
class _Answers:
    """What is called when a piece of work ends; `on_end` last, and whatever happened."""

    done: Callable[..., object]
    then: Callable[[], object] = _nothing
    otherwise: OnFailed = _nothing
    on_end: Callable[[], object] = _nothing


class _Once:
    """A call that is made once, however many ask for it."""

    def __init__(self, act: Callable[[], object]) -> None:
        self._act: Callable[[], object] | None = act

    def __call__(self) -> None:
        act, self._act = self._act, None
        if act:
            act()


def _keep(
    context: DeskContext,
    make: Callable[..., Made | None],
    folders: tuple[Path, ...],
    *,
    progress: Progress,
    **named: object,
) -> Made | None:
    """Make a backup, and beside the first of a day the copy that people can read."""
    made = make(context.actor, folders, progress=progress, **named)
    if made and context.settings.wants_readable(encrypted=made.backup.encrypted):
        from deskapp.exchange.readable_copy import keep_readable

        keep_readable(context.desk, context.actor, made.backup, folders, progress)
    return made


def _drill(context: DeskContext, backup: Backup, *, progress: Progress) -> Backup:
    from deskapp.services.backup_drill import drill

    desk: Desk = context.desk
    drill(backup, desk.clock, progress)
    return desk.backups.note_drill(context.actor, backup)

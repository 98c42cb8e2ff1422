"""One import at a time into the open shop: read and applied beside the worker, for the counter goes on."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from deskapp.domain.backup import Reason
from deskapp.domain.import_mapping import LONGEST_NAME
from deskapp.domain.undo import Done, Undo, UndoStep
from deskapp.ui.imports import words

if TYPE_CHECKING:
    from collections.abc import Callable

    from deskapp.domain.customer_import import CustomerPlan
    from deskapp.domain.import_plan import ImportReport, Plan, UndoneImport
    from deskapp.domain.import_unfinished import UnfinishedImport
    from deskapp.errors import DeskError
    from deskapp.exchange.customer_list import HowToRead, ListLook
    from deskapp.exchange.customer_mapping import Mapping
    from deskapp.ui.backup.copier import Copier
    from deskapp.ui.context import DeskContext
    from deskapp.ui.shared.jobs import Progress, Worker


class Importer(QObject):
    """Outlives its window, so that the message at the desk can take the import back.

    `looked` carries a `ListLook` of a table that may hold customers, `planned` a `Plan` or a
    `CustomerPlan`, `imported` an `ImportReport`, `taken_back` an `UndoneImport`. `refused` and `failed`
    carry the error of reading and of writing, an `ImportCancelled` where somebody stopped it.
    `progressed` carries what is done and the whole; `rested` comes last, whatever happened.
    """

    progressed = Signal(int, int)
    looked = Signal(object)
    planned = Signal(object)
    imported = Signal(object)
    taken_back = Signal(object)
    refused = Signal(object)
    failed = Signal(object)
    rested = Signal()

    def __init__(self, context: DeskContext) -> None:
        super().__init__(context)
        self._context = context
        self._stop = Event()
        self._running = 0
        self._is_left = False
        self._undo: Undo | None = None

    def is_busy(self) -> bool:
        """Whether it reads or writes."""
        return self._running > 0

    def read(self, path: Path) -> None:
        """Find out what importing a file would do, or what a list of customers holds."""
        self._stop = Event()
        self._run(partial(_read, self._context, path, self._stop), self._understood, self._refused)

    def look(self, path: Path, how: HowToRead) -> None:
        """Look at a list once more, read in another way."""
        self._run(partial(_look, self._context, path, how), self._understood, self._refused)

    def compare(self, found: ListLook, mapping: Mapping, *, with_erased: bool = False) -> None:
        """Find out what importing a list by a mapping would do."""
        self._stop = Event()
        work = partial(_compare, self._context, found, mapping, self._stop, with_erased=with_erased)
        self._run(work, self._planned, self._failed)

    def compare_again(self, plan: CustomerPlan, *, with_erased: bool) -> None:
        """Find out what importing the same records would do with those or without those who were erased."""
        self._stop = Event()
        work = partial(_plan_again, self._context, plan, self._stop, with_erased=with_erased)
        self._run(work, self._planned, self._failed)

    def remember(self, found: ListLook, mapping: Mapping) -> None:
        """Keep what was said about the columns of a list, for the next one like it."""
        keep = partial(self._context.desk.mappings.keep, self._context.actor)
        work = partial(keep, Path(found.name).stem[:LONGEST_NAME] or found.name, found.said(mapping))
        self._context.worker.submit(work, on_done=lambda _done: None, on_failed=self._context.show_error)

    def forget(self, mapping_id: int) -> None:
        """Forget what was said about the columns of such lists."""
        self._context.act(self._context.desk.mappings.bin, mapping_id)

    def apply(self, plan: Plan | CustomerPlan) -> None:
        """Do what was planned."""
        self._stop = Event()
        work = partial(_apply, self._context, plan, self._stop)
        self._run(work, self._imported, self._failed, self._after_backup)

    def go_on(self, cut_off: UnfinishedImport) -> None:
        """Bring in the rest of an import that was cut off."""
        self._stop = Event()
        self._run(partial(_go_on, self._context, cut_off, self._stop), self._imported, self._failed)

    def take_back(self, batch: int) -> None:
        """Take an import back."""
        work = partial(_take_back, self._context, batch)
        self._run(work, self._taken_back, self._failed, thread=self._context.worker)

    def cancel(self) -> None:
        """Stop at the next report of progress; what came to its end before that is told as done."""
        self._stop.set()

    def leave(self) -> None:
        """The window closes: stop, and say at the desk what comes of it."""
        self._is_left = True
        self.cancel()

    def _run(
        self,
        work: Callable[..., Any],
        done: Callable[[Any], object],
        failed: Callable[[DeskError], object],
        first: Callable[[Callable[[], object]], object] = lambda begin: begin(),
        *,
        thread: Worker | Copier | None = None,
    ) -> None:
        """Begin once the window has painted that it begins; beside a busy thread painting is slow."""

        def begin() -> None:
            (thread or self._context.beside).submit(
                work, on_done=done, on_failed=failed, on_progress=self._progress, on_finished=self._rest
            )

        self._running += 1
        QTimer.singleShot(0, self, partial(first, begin))

    def _after_backup(self, begin: Callable[[], object]) -> None:
        self._context.after_backup(Reason.IMPORT, begin)

    def _progress(self, done: int, whole: int) -> None:
        self.progressed.emit(done, whole)

    def _understood(self, found: Plan | CustomerPlan | ListLook) -> None:
        from deskapp.exchange.customer_list import ListLook

        if isinstance(found, ListLook):
            self.looked.emit(found)
        else:
            self.planned.emit(found)

    def _planned(self, plan: Plan | CustomerPlan) -> None:
        self.planned.emit(plan)

    def _refused(self, error: DeskError) -> None:
        self.refused.emit(error)

    def _imported(self, report: ImportReport) -> None:
        """From now on it is the newest act, which Ctrl+Z takes back."""
        assert report.batch is not None, "only a plan has no batch"
        step = UndoStep("import_batch", report.batch, {"undone_at": ""}, {"undone_at": None})
        self._undo = Undo(words.is_in(self._context.formats, report), (step,))
        self._context.notify(Done(report, self._undo))
        self.imported.emit(report)

    def _taken_back(self, undone: UndoneImport) -> None:
        if self._undo and self._undo.steps[0].id == undone.batch:
            self._context.tell_taken_back(self._undo)
        self._context.tell(words.taken_back())
        self.taken_back.emit(undone)

    def _failed(self, error: DeskError) -> None:
        if self._is_left:
            self._context.tell(str(error))
        self.failed.emit(error)

    def _rest(self) -> None:
        self._running -= 1
        self.rested.emit()


def _read(
    context: DeskContext, path: Path, stop: Event, *, progress: Progress
) -> Plan | CustomerPlan | ListLook:
    from deskapp.exchange import importing
    from deskapp.exchange.customer_list import CARDS, ListLook

    found = importing.recognise(path, fields=context.fields)
    if isinstance(found, ListLook):
        return _with_kept(context, found)
    desk, actor, asked = context.desk, context.actor, stop.is_set
    if found == CARDS:
        return importing.card_plan(desk, actor, path, progress, asked)
    return importing.ticket_plan(desk, actor, path, found, progress, asked)


def _look(context: DeskContext, path: Path, how: HowToRead, **_progress: Progress) -> ListLook:
    from deskapp.exchange.customer_list import look

    return _with_kept(context, look(path, how, context.fields))


def _with_kept(context: DeskContext, found: ListLook) -> ListLook:
    return replace(found, kept=context.desk.mappings.find(context.actor, found.layout.header))


def _compare(
    context: DeskContext,
    found: ListLook,
    mapping: Mapping,
    stop: Event,
    *,
    progress: Progress,
    with_erased: bool,
) -> CustomerPlan:
    from deskapp.exchange.importing import list_plan

    desk, actor, asked = context.desk, context.actor, stop.is_set
    return list_plan(desk, actor, found, mapping, progress, asked, with_erased=with_erased)


def _plan_again(
    context: DeskContext, plan: CustomerPlan, stop: Event, *, progress: Progress, with_erased: bool
) -> CustomerPlan:
    reading = replace(plan.reading, with_erased=with_erased)
    imports = context.desk.imports.customers
    return imports.plan(context.actor, reading, on_progress=progress, cancelled=stop.is_set)


def _apply(
    context: DeskContext, plan: Plan | CustomerPlan, stop: Event, *, progress: Progress
) -> ImportReport:
    from deskapp.exchange.importing import apply_plan

    return apply_plan(context.desk, context.actor, plan, on_progress=progress, cancelled=stop.is_set)


def _go_on(
    context: DeskContext, cut_off: UnfinishedImport, stop: Event, *, progress: Progress
) -> ImportReport:
    from deskapp.exchange.importing import go_on

    return go_on(context.desk, context.actor, cut_off, progress, stop.is_set)


def _take_back(context: DeskContext, batch: int, **_progress: Progress) -> UndoneImport:
    return context.desk.imports.undo(context.actor, batch)

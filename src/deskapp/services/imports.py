"""Bringing records of another system in as one batch that can be taken back."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sqlalchemy import select

from deskapp.domain.import_plan import Plan, fingerprint
from deskapp.errors import NotFound
from deskapp.i18n import _
from deskapp.services.customer_import import CustomerImports
from deskapp.services.import_judge import judge, merges
from deskapp.services.import_undo import undo_batch
from deskapp.services.import_units import ImportUnits
from deskapp.services.import_watch import Watch
from deskapp.services.ticket_import_run import Run, report_of
from deskapp.store import schema

if TYPE_CHECKING:
    from deskapp.clock import Clock
    from deskapp.domain.actor import Actor
    from deskapp.domain.import_plan import ImportReport, Reading, UndoneImport
    from deskapp.domain.import_unfinished import UnfinishedImport
    from deskapp.services.import_watch import Progress, Question
    from deskapp.store.engine import ShopFile

_batch = schema.import_batch
_LAST_BATCH = (
    select(_batch.c.id)
    .where(_batch.c.undone_at.is_(None), (_batch.c.new > 0) | (_batch.c.changed > 0))
    .order_by(_batch.c.id.desc())
    .limit(1)
)


class Imports:
    """Batches of records that came from another system."""

    def __init__(self, file: ShopFile, clock: Clock) -> None:
        self._file = file
        self._clock = clock
        self._units = ImportUnits(file, self.undo)
        self.customers = CustomerImports(file, clock, self._units)

    def plan(self, actor: Actor, reading: Reading) -> Plan:
        """What applying a reading would do to the shop file as it stands; writes nothing."""
        marks = tuple(fingerprint(ticket.values) for ticket in reading.tickets)
        with self._file.read() as connection:
            judged = judge(connection, reading.source.system, zip(reading.tickets, marks, strict=True))
            kept = [problem for merge in merges(connection, judged) for problem in merge.problems]
        counts = Counter(one.verdict for one in judged)
        return Plan(reading, marks, report_of(None, reading, counts, kept))

    def apply(
        self,
        actor: Actor,
        plan: Plan,
        *,
        on_progress: Progress | None = None,
        cancelled: Question | None = None,
    ) -> ImportReport:
        """Bring the records in as one batch; a failure or a cancel takes back what was written of it.

        What is already here is judged again, so a plan may be older than the file. `on_progress` is
        called about every 500 records with how many are done and how many there are.
        """
        return self._write(actor, plan, self._run(actor, plan, on_progress, cancelled))

    def go_on(
        self,
        actor: Actor,
        plan: Plan,
        cut_off: UnfinishedImport,
        *,
        on_progress: Progress | None = None,
        cancelled: Question | None = None,
    ) -> ImportReport:
        """Bring the rest of an import in that was cut off, into its batch; the plan is of the same file."""
        run = self._run(actor, plan, on_progress, cancelled)
        with self._file.read() as connection:
            run.go_on_with(connection, cut_off)
        return self._write(actor, plan, run)

    def unfinished(self, actor: Actor) -> UnfinishedImport | None:
        """The newest import that was cut off, if there is one."""
        return self._units.unfinished()

    def undo_last(self, actor: Actor) -> UndoneImport:
        """Take the newest import back that is still here; raises `NotFound` when there is none."""
        with self._file.read() as connection:
            batch_id = connection.execute(_LAST_BATCH).scalar()
        if batch_id is None:
            raise NotFound(_("There is no import to take back."))
        return self.undo(actor, batch_id)

    def undo(self, actor: Actor, batch_id: int) -> UndoneImport:
        """Take an import back: what it brought goes to the bin, changed fields return to what they were.

        What people worked on since stays as it is and is counted.
        """
        with self._file.write() as tx:
            return undo_batch(tx, actor, batch_id, self._clock.now())

    def _run(self, actor: Actor, plan: Plan, on_progress: Progress | None, cancelled: Question | None) -> Run:
        watch = Watch(len(plan.reading.tickets), on_progress, cancelled)
        return Run(actor, plan.reading, watch, self._clock.now())

    def _write(self, actor: Actor, plan: Plan, run: Run) -> ImportReport:
        marked = zip(plan.reading.tickets, plan.marks, strict=True)
        return self._units.write(actor, run, run.records(marked))

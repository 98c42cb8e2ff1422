"""Bringing records of another system in as one batch that can be taken back."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sqlalchemy import insert, select, update

from deskapp.domain.import_plan import ImportReport, Plan, Verdict, fingerprint
from deskapp.errors import NotFound
from deskapp.i18n import _
from deskapp.services import audit
from deskapp.services.customer_import import CustomerImports
from deskapp.services.import_change import ACTION, change_ticket, mark, take_out_of_bin
from deskapp.services.import_judge import judge, merges
from deskapp.services.import_rows import Numbers, add_tickets, insert_into
from deskapp.services.import_undo import BATCH, undo_batch
from deskapp.services.import_watch import EVERY, Watch
from deskapp.services.shop import read_shop
from deskapp.store import schema
from deskapp.store.types import moment_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from deskapp.clock import Clock
    from deskapp.domain.actor import Actor
    from deskapp.domain.import_plan import ImportedTicket, Reading, RowProblem, UndoneImport
    from deskapp.domain.shop import Shop
    from deskapp.services.import_judge import Judged
    from deskapp.services.import_watch import Progress, Question
    from deskapp.store.engine import ShopFile

    Marked = Sequence[tuple[ImportedTicket, str]]

ONE_UNIT = 100_000  # records; more are written in units of `UNIT`, so that other programs may write between
UNIT = 20_000

_batch = schema.import_batch
_ROWS = insert_into(schema.import_row, "batch_id", "row", "outcome", "ticket_id", "problem")
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
        self.customers = CustomerImports(file, clock, self.undo)

    def plan(self, actor: Actor, reading: Reading) -> Plan:
        """What applying a reading would do to the shop file as it stands; writes nothing."""
        marks = tuple(fingerprint(ticket.values) for ticket in reading.tickets)
        with self._file.read() as connection:
            judged = judge(connection, reading.source.system, zip(reading.tickets, marks, strict=True))
            kept = [problem for merge in merges(connection, judged) for problem in merge.problems]
        counts = Counter(one.verdict for one in judged)
        return Plan(reading, marks, _report(None, reading, counts, kept))

    def apply(
        self,
        actor: Actor,
        plan: Plan,
        *,
        on_progress: Progress | None = None,
        cancelled: Question | None = None,
    ) -> ImportReport:
        """Bring the records in as one batch; a failure or a cancel leaves nothing of it.

        What is already here is judged again, so a plan may be older than the file. `on_progress` is
        called about every 500 records with how many are done and how many there are.
        """
        reading = plan.reading
        watch = Watch(len(reading.tickets), on_progress, cancelled)
        run = _Run(actor, reading, watch, self._clock.now())
        try:
            for unit in _units(list(zip(reading.tickets, plan.marks, strict=True))):
                with self._file.write() as tx:
                    run.write(tx, unit)
                run.kept_units += 1
        except BaseException:
            if run.kept_units:
                self.undo(actor, run.batch_id)
            raise
        return _report(run.batch_id, reading, run.counts, run.kept)

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


class _Run:
    """One import while it is written, unit by unit."""

    def __init__(self, actor: Actor, reading: Reading, watch: Watch, now: datetime) -> None:
        self._actor, self._reading, self._watch, self._now = actor, reading, watch, now
        self._done = 0
        self.batch_id = 0
        self.kept_units = 0
        self.counts: Counter[Verdict] = Counter()
        self.kept: list[RowProblem] = []

    def write(self, tx: Connection, marked: Marked) -> None:
        """Write one unit, and what the batch amounts to so far."""
        self.batch_id = self.batch_id or self._open(tx)
        judged = sorted(judge(tx, self._reading.source.system, marked), key=_in_time)
        shop = read_shop(tx)
        numbers = Numbers(tx, shop, (one.ticket.at for one in judged if _is_fresh(one)))
        for start in range(0, len(judged), EVERY):
            self._watch.step(self._done)
            self._write_some(tx, shop, numbers, judged[start : start + EVERY])
        self._watch.step(self._done)
        report = _report(None, self._reading, self.counts, ())
        counts = {verdict.value: getattr(report, verdict.value) for verdict in Verdict}
        tx.execute(update(_batch).where(_batch.c.id == self.batch_id).values(counts))

    def _open(self, tx: Connection) -> int:
        source = self._reading.source
        values = {
            "at": self._now,
            "person_id": self._actor.person_id,
            "preset": source.preset,
            "file_name": source.file_name,
            "sha256": source.sha256,
            "read": self._reading.read,
            **{verdict.value: 0 for verdict in Verdict},
        }
        primary_key = tx.execute(insert(_batch), values).inserted_primary_key
        assert primary_key is not None
        batch_id = int(primary_key[0])
        audit.record(tx, self._actor, self._now, ACTION, (BATCH, batch_id))
        if self._reading.problems:
            tx.exec_driver_sql(_ROWS, [_problem_row(batch_id, problem) for problem in self._reading.problems])
        return batch_id

    def _write_some(self, tx: Connection, shop: Shop, numbers: Numbers, judged: Sequence[Judged]) -> None:
        system = self._reading.source.system
        fresh = [one for one in judged if _is_fresh(one)]
        back = [one for one in judged if one.verdict is Verdict.NEW and not _is_fresh(one)]
        changed = [one for one in judged if one.verdict is Verdict.CHANGED]
        fresh_ids = add_tickets(tx, system, shop, numbers, fresh)
        take_out_of_bin(tx, back)
        for merge in merges(tx, [*back, *changed]):
            change_ticket(tx, self._actor, merge, self._now)
            self.kept += merge.problems
        mark(tx, system, [*back, *changed])
        written = [*zip(fresh, fresh_ids, strict=True), *((one, one.ticket_id) for one in (*back, *changed))]
        if written:
            rows = [(self.batch_id, one.ticket.row, one.verdict.value, at, "") for one, at in written]
            tx.exec_driver_sql(_ROWS, rows)
        self.counts.update(one.verdict for one in judged)
        self._done += len(judged)


def _is_fresh(judged: Judged) -> bool:
    return judged.verdict is Verdict.NEW and judged.ticket_id is None


def _in_time(one: Judged) -> str:
    """Changed tickets as they come, then the new ones by time of intake, so that ids follow it."""
    return moment_text(one.ticket.at) if _is_fresh(one) else ""


def _units(marked: Marked) -> list[Marked]:
    if len(marked) <= ONE_UNIT:
        return [marked]
    return [marked[start : start + UNIT] for start in range(0, len(marked), UNIT)]


def _problem_row(batch_id: int, problem: RowProblem) -> tuple[int, int, str, None, str]:
    sentence = f"{problem.field}: {problem.problem}" if problem.field else problem.problem
    return batch_id, problem.row, Verdict.SKIPPED.value, None, sentence


def _report(
    batch_id: int | None, reading: Reading, counts: Counter[Verdict], kept: Sequence[RowProblem]
) -> ImportReport:
    return ImportReport(
        batch=batch_id,
        read=reading.read,
        new=counts[Verdict.NEW],
        changed=counts[Verdict.CHANGED],
        unchanged=counts[Verdict.UNCHANGED],
        skipped=reading.read - len(reading.tickets),
        errors=(*reading.problems, *kept),
        dry_run=batch_id is None,
    )

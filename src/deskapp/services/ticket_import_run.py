"""One import of tickets, unit by unit: which are new, which say something else, and the writing of them."""

from __future__ import annotations

from collections import Counter
from itertools import islice
from typing import TYPE_CHECKING

from sqlalchemy import insert, select, update

from deskapp.domain.import_plan import ImportReport, Verdict
from deskapp.i18n import ngettext
from deskapp.services import audit
from deskapp.services import import_unfinished as progress_mark
from deskapp.services.import_change import ACTION, change_ticket, mark, take_out_of_bin
from deskapp.services.import_judge import judge, merges
from deskapp.services.import_rows import Numbers, add_tickets, insert_into
from deskapp.services.import_undo import BATCH, open_segment
from deskapp.services.import_watch import EVERY, nothing_kept
from deskapp.services.shop import read_shop
from deskapp.store import schema
from deskapp.store.types import moment_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from deskapp.domain.actor import Actor
    from deskapp.domain.import_plan import ImportedTicket, Reading, RowProblem
    from deskapp.domain.import_unfinished import UnfinishedImport
    from deskapp.domain.shop import Shop
    from deskapp.services.import_judge import Judged
    from deskapp.services.import_watch import Watch

    Marked = tuple[ImportedTicket, str]

_batch = schema.import_batch
_ROWS = insert_into(schema.import_row, "batch_id", "row", "outcome", "ticket_id", "problem")


class Run:
    """One import of tickets while it is written."""

    def __init__(self, actor: Actor, reading: Reading, watch: Watch, now: datetime) -> None:
        self._actor, self._reading, self._watch, self._now = actor, reading, watch, now
        self._done = 0
        self._problems: list[RowProblem] = []
        self.batch_id = 0
        self.kept = 0
        self.counts: Counter[Verdict] = Counter()

    def go_on_with(self, connection: Connection, cut_off: UnfinishedImport) -> None:
        """Take up a batch where it was left."""
        self.batch_id = self.kept = cut_off.batch
        self._done = cut_off.line
        row = connection.execute(select(_batch).where(_batch.c.id == cut_off.batch)).one()
        self.counts.update({one: getattr(row, one.value) for one in Verdict})

    def records(self, marked: Iterable[Marked]) -> Iterator[Marked]:
        """What is still to be written, by time of intake, so that numbers and ids follow it."""
        return islice(sorted(marked, key=lambda one: moment_text(one[0].at)), self._done, None)

    def write(self, tx: Connection, records: Sequence[Marked], *, is_last: bool) -> None:
        """Write one unit, and what the batch amounts to so far."""
        self._begin(tx, is_last=is_last)
        judged = judge(tx, self._reading.source.system, records)
        shop = read_shop(tx)
        numbers = Numbers(tx, shop, (one.ticket.at for one in judged if _is_fresh(one)))
        for start in range(0, len(judged), EVERY):
            self._watch.step(self._done)
            self._write_some(tx, shop, numbers, judged[start : start + EVERY])
        self._watch.step(self._done)
        counts = self._counts()
        tx.execute(update(_batch).where(_batch.c.id == self.batch_id).values(counts))
        if is_last:
            progress_mark.end(tx, self.batch_id)
        else:
            progress_mark.reach(tx, self.batch_id, self._done)

    def report(self) -> ImportReport:
        """What was done so far."""
        return report_of(self.batch_id, self._reading, self.counts, self._problems)

    def cancelled(self, binned: int) -> str:
        """What is said when it was stopped and that many tickets lie in the bin."""
        words = ngettext(
            "The import was cancelled; the {count} ticket that was in already lies in the bin.",
            "The import was cancelled; the {count} tickets that were in already lie in the bin.",
            binned,
        )
        return words.format(count=binned) if binned else nothing_kept()

    def _begin(self, tx: Connection, *, is_last: bool) -> None:
        """Open the batch, once."""
        if self.batch_id:
            open_segment(tx, self._actor, self._now, self.batch_id)
            return
        reading, source = self._reading, self._reading.source
        values = {"at": self._now, "person_id": self._actor.person_id, "preset": source.preset}
        values |= {"file_name": source.file_name, "sha256": source.sha256, "read": reading.read}
        made = tx.execute(insert(_batch), values | self._counts()).inserted_primary_key
        assert made is not None
        self.batch_id = int(made[0])
        audit.record(tx, self._actor, self._now, ACTION, (BATCH, self.batch_id))
        if reading.problems:
            tx.exec_driver_sql(_ROWS, [_problem_row(self.batch_id, one) for one in reading.problems])
        if not is_last:
            progress_mark.begin(tx, self.batch_id, len(reading.tickets), reading.way)

    def _counts(self) -> dict[str, int]:
        so_far = self.report()
        return {verdict.value: getattr(so_far, verdict.value) for verdict in Verdict}

    def _write_some(self, tx: Connection, shop: Shop, numbers: Numbers, judged: Sequence[Judged]) -> None:
        system = self._reading.source.system
        fresh = [one for one in judged if _is_fresh(one)]
        back = [one for one in judged if one.verdict is Verdict.NEW and not _is_fresh(one)]
        changed = [one for one in judged if one.verdict is Verdict.CHANGED]
        fresh_ids = add_tickets(tx, system, shop, numbers, fresh)
        take_out_of_bin(tx, back)
        for merge in merges(tx, [*back, *changed]):
            change_ticket(tx, self._actor, merge, self._now)
            self._problems += merge.problems
        mark(tx, system, [*back, *changed])
        written = [*zip(fresh, fresh_ids, strict=True), *((one, one.ticket_id) for one in (*back, *changed))]
        if written:
            rows = [(self.batch_id, one.ticket.row, one.verdict.value, at, "") for one, at in written]
            tx.exec_driver_sql(_ROWS, rows)
        self.counts.update(one.verdict for one in judged)
        self._done += len(judged)


def report_of(
    batch_id: int | None, reading: Reading, counts: Counter[Verdict], kept: Sequence[RowProblem]
) -> ImportReport:
    """What was done with a reading, or would be; `kept` are the fields that stay as people changed them."""
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


def _is_fresh(judged: Judged) -> bool:
    return judged.verdict is Verdict.NEW and judged.ticket_id is None


def _problem_row(batch_id: int, problem: RowProblem) -> tuple[int, int, str, None, str]:
    sentence = f"{problem.field}: {problem.problem}" if problem.field else problem.problem
    return batch_id, problem.row, Verdict.SKIPPED.value, None, sentence

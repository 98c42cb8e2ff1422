"""One import of customers, portion by portion: who each record is, what it changes, and the writing of it."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from sqlalchemy import insert, select, update

from deskapp.domain.customer_import import (
    CUSTOMER_FIELDS,
    MOST_KEPT,
    CustomerCounts,
    ImportedCustomer,
    PossibleDuplicate,
    customer_values,
)
from deskapp.domain.import_plan import RowProblem, Verdict, fingerprint, merged
from deskapp.i18n import _, ngettext
from deskapp.services import audit
from deskapp.services import import_unfinished as progress_mark
from deskapp.services.customer import read_customer
from deskapp.services.customer_import_rows import (
    add_customers,
    refer,
    remark,
    take_out_of_bin,
    write_draft,
)
from deskapp.services.customer_import_seen import SeenInList
from deskapp.services.customer_import_sides import Judged, as_asked, filled, is_about, is_told, with_taken
from deskapp.services.customer_resolve import TAKEN_BACK, Resolver
from deskapp.services.import_change import ACTION
from deskapp.services.import_rows import insert_into
from deskapp.services.import_undo import BATCH, open_segment
from deskapp.services.import_watch import EVERY, nothing_kept
from deskapp.services.merged import living_id
from deskapp.store import schema

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from deskapp.domain.actor import Actor
    from deskapp.domain.customer_import import CustomerReading, Record
    from deskapp.domain.import_plan import ImportReport
    from deskapp.domain.import_unfinished import UnfinishedImport
    from deskapp.services.customer_resolve import Match
    from deskapp.services.import_watch import Watch

_batch = schema.import_batch
_ROWS = insert_into(schema.import_row, "batch_id", "row", "outcome", "customer_id")


class Run:
    """One import, portion by portion; it writes once it has begun a batch."""

    def __init__(self, actor: Actor, reading: CustomerReading, watch: Watch, now: datetime) -> None:
        self._actor, self._reading, self._watch, self._now = actor, reading, watch, now
        self._resolver: Resolver | None = None
        self._seen = SeenInList()
        self._done_to = 0  # the last line that is in the file since before
        self.batch_id = 0
        self.kept = 0
        self.counts = CustomerCounts()

    def go_on_with(self, connection: Connection, cut_off: UnfinishedImport) -> None:
        """Take up a batch where it was left; who was here before it began is who was here then."""
        self.batch_id = self.kept = cut_off.batch
        self._done_to = cut_off.line
        self._resolver = Resolver.beginning(connection, self._reading, cut_off.last_id)
        row = connection.execute(select(_batch).where(_batch.c.id == cut_off.batch)).one()
        self.counts.read = row.read
        self.counts.verdicts.update({one: getattr(row, one.value) for one in Verdict})

    def records(self) -> Iterator[Record]:
        """What is still to be written."""
        for record in self._reading.records():
            if _line(record) > self._done_to:
                yield record
            elif isinstance(record, ImportedCustomer):
                self._seen.take(record, fingerprint(record.values))
                self._seen.alike(record)

    def write(self, tx: Connection, records: Sequence[Record], *, is_last: bool) -> None:
        """Write a unit."""
        self._begin(tx, is_last=is_last)
        for portion in portions(iter(records), EVERY):
            self.take(tx, portion)
        self._count(tx)
        if is_last:
            progress_mark.end(tx, self.batch_id)
        else:
            progress_mark.reach(tx, self.batch_id, max(map(_line, records)))

    def _begin(self, tx: Connection, *, is_last: bool) -> None:
        """Open the batch, once."""
        if self.batch_id:
            open_segment(tx, self._actor, self._now, self.batch_id)
            return
        source = self._reading.source
        values = {"at": self._now, "person_id": self._actor.person_id, "preset": source.preset}
        values |= {"file_name": source.file_name, "sha256": source.sha256, "read": 0}
        made = tx.execute(
            insert(_batch), {**values, **{one.value: 0 for one in Verdict}}
        ).inserted_primary_key
        assert made is not None
        self.batch_id = int(made[0])
        audit.record(tx, self._actor, self._now, ACTION, (BATCH, self.batch_id))
        if not is_last:
            self._resolver = Resolver.beginning(tx, self._reading)
            lines, way = self._reading.lines, self._reading.way
            progress_mark.begin(tx, self.batch_id, lines, way, last_id=self._resolver.last_id)

    def report(self) -> ImportReport:
        """What was done so far."""
        return self.counts.report(self.batch_id)

    def cancelled(self, binned: int) -> str:
        """What is said when it was stopped and that many customers lie in the bin."""
        words = ngettext(
            "The import was cancelled; the {count} customer who was in already lies in the bin.",
            "The import was cancelled; the {count} customers who were in already lie in the bin.",
            binned,
        )
        return words.format(count=binned) if binned else nothing_kept()

    def _count(self, tx: Connection) -> None:
        """Write what the batch amounts to so far."""
        counts = {one.value: self.counts.verdicts[one] for one in Verdict}
        values = {"read": self.counts.read, **counts}
        tx.execute(update(_batch).where(_batch.c.id == self.batch_id).values(values))

    def take(self, connection: Connection, portion: Sequence[Record]) -> None:
        """Judge some records, and write them where there is a batch."""
        records = list(self._told_apart(portion))
        self._resolver = self._resolver or Resolver.beginning(connection, self._reading)
        matches = self._resolver.resolve(
            connection, [(identity, record) for identity, record, _mark in records]
        )
        judged = [
            one
            for (identity, record, mark), match in zip(records, matches, strict=True)
            if (one := self._judged(connection, Judged(identity, record, mark, Verdict.NEW), match))
        ]
        self.counts.verdicts.update(one.verdict for one in judged)
        if self.batch_id:
            self._write(connection, judged)
        self._watch.step(max((_line(one) for one in portion), default=0))

    def _told_apart(self, portion: Sequence[Record]) -> Iterator[tuple[str, ImportedCustomer, str]]:
        """The records that can be kept, each with id and fingerprint; what comes a second time is told."""
        self.counts.read += len(portion)
        for record in portion:
            if isinstance(record, list):
                self._refuse(record)
                continue
            self.counts.keep(self.counts.warnings, record.warnings)
            if len(self.counts.shown) < MOST_KEPT:
                self.counts.shown.append(record)
            mark = fingerprint(record.values)
            if identity := self._first_of(record, mark):
                yield identity, record, mark

    def _first_of(self, record: ImportedCustomer, mark: str) -> str:
        """The id of a record that was not there before in this file; empty for one that is refused."""
        identity, line = self._seen.take(record, mark)
        if not identity:
            self._refuse([_again(record, line)])
        elif line := self._seen.alike(record) or line:
            self._tell_alike(record, line)
        return identity

    def _tell_alike(self, record: ImportedCustomer, line: int) -> None:
        """Another line of the list may be the same person; both come in, and are found as a pair later."""
        name, known_as = record.draft.name or record.draft.company, _("line {number}").format(number=line)
        self.counts.keep(self.counts.duplicates, [PossibleDuplicate(record.row, name, 0, known_as)])

    def _refuse(self, problems: list[RowProblem]) -> None:
        self.counts.verdicts[Verdict.SKIPPED] += 1
        self.counts.keep(self.counts.errors, problems)

    def _judged(self, connection: Connection, fresh: Judged, match: Match) -> Judged | None:
        """What is to be done with a record, which is new unless the match says otherwise."""
        if match.duplicate:
            self.counts.keep(self.counts.duplicates, [match.duplicate])
        if match.known:
            return self._linked(
                connection, fresh._replace(verdict=Verdict.CHANGED, customer_id=match.known.id)
            )
        if match.was_erased:
            return self._erased(fresh)
        if match.ref is None:
            return fresh
        taken_back = match.ref.mark.startswith(TAKEN_BACK)
        last = match.ref.mark.removeprefix(TAKEN_BACK)
        if last == fresh.mark and not taken_back:
            return fresh._replace(verdict=Verdict.UNCHANGED, customer_id=match.ref.customer_id)
        customer_id = living_id(connection, match.ref.customer_id)
        verdict = Verdict.NEW if taken_back else Verdict.CHANGED
        return self._known(connection, fresh._replace(verdict=verdict, customer_id=customer_id), last)

    def _erased(self, fresh: Judged) -> Judged | None:
        """Somebody who was erased here comes back only if that is wanted."""
        self.counts.erased += 1
        if self._reading.with_erased:
            return fresh
        sentence = _("This person was erased here, so the line is left out.")
        self._refuse([_problem(fresh.record, sentence)])
        return None

    def _known(self, connection: Connection, judged: Judged, last: str) -> Judged | None:
        """A record of an earlier import that says something else now: what it changes, and what stays."""
        judged = judged._replace(says_else=True)
        assert judged.customer_id is not None
        record, here = judged.record, read_customer(connection, judged.customer_id)
        if not is_about(record.draft, here.draft):
            message = _("The id “{id}” belongs to {name} here; nothing of that customer was changed.")
            self._refuse([_problem(record, message.format(id=judged.identity[:40], name=here.name))])
            return None
        taken_back = judged.verdict is Verdict.NEW
        if here.binned and not taken_back:
            self._refuse([_problem(record, _("{name} lies in the bin here.").format(name=here.name))])
            return None
        ours = fingerprint(customer_values(as_asked(here.draft, record.draft)))
        takes, keeps = merged(last, judged.mark, ours, CUSTOMER_FIELDS)
        self._tell_kept(record, keeps)
        if not takes and not taken_back:
            return judged._replace(verdict=Verdict.UNCHANGED)
        draft = with_taken(here.draft, record.draft, takes) if takes else None
        return judged._replace(draft=draft, was_binned=taken_back and here.binned)

    def _linked(self, connection: Connection, judged: Judged) -> Judged:
        """A record of somebody who is here: what is empty here is filled, everything else stays."""
        assert judged.customer_id is not None
        here = read_customer(connection, judged.customer_id).draft
        draft, keeps = filled(here, judged.record.draft)
        self._tell_kept(judged.record, keeps)
        if draft == here:
            return judged._replace(verdict=Verdict.UNCHANGED, is_linked=True)
        return judged._replace(draft=draft, is_linked=True)

    def _tell_kept(self, record: ImportedCustomer, names: Sequence[str]) -> None:
        sentence = _("It is different here, so what stands here was kept.")
        told = [RowProblem(record.row, name, sentence, record.original, is_ours=True) for name in names]
        self.counts.keep(self.counts.warnings, told)

    def _write(self, tx: Connection, judged: Sequence[Judged]) -> None:
        system = self._reading.source.system
        fresh = [one for one in judged if one.verdict is Verdict.NEW and one.customer_id is None]
        known = [(one, one.customer_id) for one in judged if one.customer_id is not None]
        take_out_of_bin(tx, [id_ for one, id_ in known if one.was_binned])
        for one, id_ in known:
            if one.draft is not None:
                write_draft(tx, self._actor, id_, one.draft, now=self._now, action=ACTION)
        refer(tx, system, [(one.identity, one.mark, id_) for one, id_ in known if one.is_linked])
        remark(tx, system, [(one.identity, one.mark) for one, _id in known if one.says_else])
        new = [(one.identity, one.mark, one.record.draft) for one in fresh]
        ids = add_customers(tx, system, new, self._now)
        told = [*zip(fresh, ids, strict=True), *((one, id_) for one, id_ in known if is_told(one))]
        if told:
            rows = [(self.batch_id, one.record.row, one.verdict.value, id_) for one, id_ in told]
            tx.exec_driver_sql(_ROWS, rows)


def _again(record: ImportedCustomer, line: int) -> RowProblem:
    if record.external_id:
        sentence = _("“{id}” is already in line {line}.").format(id=record.external_id[:60], line=line)
    else:
        sentence = _("The same customer is already in line {line}.").format(line=line)
    return _problem(record, sentence)


def _problem(record: ImportedCustomer, sentence: str) -> RowProblem:
    return RowProblem(record.row, "", sentence, record.original)


def _line(record: Record) -> int:
    return record[0].row if isinstance(record, list) else record.row


def portions(records: Iterator[Record], size: int) -> Iterator[list[Record]]:
    """Records in portions of this size."""
    while portion := list(islice(records, size)):
        yield portion

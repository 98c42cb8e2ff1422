"""Bringing customers of another system in as one batch that can be taken back.

A dry run and the run are the same: records are read, resolved and judged in portions; only the last
step, writing them, is left out.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING, Any, NamedTuple
from zlib import crc32

from sqlalchemy import insert, update

from deskapp.domain.customer_import import (
    CUSTOMER_FIELDS,
    MOST_KEPT,
    CustomerCounts,
    CustomerPlan,
    ImportedCustomer,
    PossibleDuplicate,
    customer_values,
)
from deskapp.domain.import_plan import RowProblem, Verdict, fingerprint, merged
from deskapp.i18n import _
from deskapp.services import audit
from deskapp.services.customer import read_customer
from deskapp.services.customer_import_rows import (
    add_customers,
    refer,
    remark,
    take_out_of_bin,
    write_draft,
)
from deskapp.services.customer_resolve import TAKEN_BACK, Resolver, is_alike, shares_contact
from deskapp.services.import_change import ACTION
from deskapp.services.import_rows import insert_into
from deskapp.services.import_undo import BATCH
from deskapp.services.import_watch import EVERY, Watch
from deskapp.services.merged import living_id
from deskapp.store import schema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from deskapp.clock import Clock
    from deskapp.domain.actor import Actor
    from deskapp.domain.customer import CustomerDraft
    from deskapp.domain.customer_import import CustomerReading, Record
    from deskapp.domain.import_plan import ImportReport
    from deskapp.services.customer_resolve import Match
    from deskapp.services.import_watch import Progress, Question
    from deskapp.store.engine import ShopFile

ONE_UNIT = 100_000  # records; more are written in units of `UNIT`, so that other programs may write between
UNIT = 20_000
_batch = schema.import_batch
_ROWS = insert_into(schema.import_row, "batch_id", "row", "outcome", "customer_id")


class Judged(NamedTuple):
    """A record, what is to be done with it, and the customer it is about where there is one."""

    identity: str
    record: ImportedCustomer
    mark: str
    verdict: Verdict
    customer_id: int | None = None
    draft: CustomerDraft | None = None  # what is to stand here, where that differs
    is_linked: bool = False  # found by contact, so that its id is not known yet
    was_binned: bool = False
    says_else: bool = False  # than it did at its last import


class CustomerImports:
    """Imports of customers into one shop file."""

    def __init__(self, file: ShopFile, clock: Clock, undo: Callable[[Actor, int], object]) -> None:
        self._file, self._clock, self._undo = file, clock, undo

    def plan(
        self,
        actor: Actor,
        reading: CustomerReading,
        *,
        on_progress: Progress | None = None,
        cancelled: Question | None = None,
    ) -> CustomerPlan:
        """What importing a reading would do to the shop file as it stands; writes nothing."""
        watch = Watch(reading.lines, on_progress, cancelled)
        with self._file.read() as connection:
            run = _Run(actor, reading, watch, self._clock.now())
            for portion in _portions(reading.records(), EVERY):
                run.take(connection, portion)
        return CustomerPlan(reading, run.counts.report(None), tuple(run.counts.shown))

    def apply(
        self,
        actor: Actor,
        reading: CustomerReading,
        *,
        on_progress: Progress | None = None,
        cancelled: Question | None = None,
    ) -> ImportReport:
        """Bring the customers in as one batch; a failure or a cancel leaves nothing of it.

        Whether somebody has looked at a plan before makes no difference to what is done.
        """
        watch = Watch(reading.lines, on_progress, cancelled)
        run = _Run(actor, reading, watch, self._clock.now())
        kept = 0
        size = ONE_UNIT if reading.lines <= 2 * ONE_UNIT else UNIT
        try:
            for unit in _units(reading.records(), size):
                with self._file.write() as tx:
                    run.begin(tx)
                    for portion in _portions(unit, EVERY):
                        run.take(tx, portion)
                    run.count(tx)
                kept += 1
        except BaseException:
            if kept:
                self._undo(actor, run.batch_id)
            raise
        return run.counts.report(run.batch_id)


class _Run:
    """One import, portion by portion; it writes once it has begun a batch."""

    def __init__(self, actor: Actor, reading: CustomerReading, watch: Watch, now: datetime) -> None:
        self._actor, self._reading, self._watch, self._now = actor, reading, watch, now
        self._resolver: Resolver | None = None
        self._seen: dict[int, int] = {}  # of each id: its line, and what it says in the lower half
        self.batch_id = 0
        self.counts = CustomerCounts()

    def begin(self, tx: Connection) -> None:
        """Open the batch, once."""
        if self.batch_id:
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

    def count(self, tx: Connection) -> None:
        """Write what the batch amounts to so far."""
        counts = {one.value: self.counts.verdicts[one] for one in Verdict}
        values = {"read": self.counts.read, **counts}
        tx.execute(update(_batch).where(_batch.c.id == self.batch_id).values(values))

    def take(self, connection: Connection, portion: Sequence[Record]) -> None:
        """Judge some records, and write them where there is a batch."""
        records = list(self._told_apart(portion))
        self._resolver = self._resolver or Resolver.beginning(connection, self._reading.source.system)
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
        identity, says = record.identity, crc32(mark.encode())
        number, key = 1, hash(identity)
        while (seen := self._seen.get(key)) is not None:
            if record.external_id or seen & 0xFFFFFFFF == says:
                self._refuse([_again(record, seen >> 32)])
                return ""
            if number == 1:
                name = record.draft.name or record.draft.company
                known_as = _("line {number}").format(number=seen >> 32)
                self.counts.keep(self.counts.duplicates, [PossibleDuplicate(record.row, name, 0, known_as)])
            number += 1
            key = hash(f"{identity}-{number}")
        self._seen[key] = record.row << 32 | says
        return identity if number == 1 else f"{identity}-{number}"

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
        if match.ref is None:
            return fresh
        taken_back = match.ref.mark.startswith(TAKEN_BACK)
        last = match.ref.mark.removeprefix(TAKEN_BACK)
        if last == fresh.mark and not taken_back:
            return fresh._replace(verdict=Verdict.UNCHANGED, customer_id=match.ref.customer_id)
        customer_id = living_id(connection, match.ref.customer_id)
        verdict = Verdict.NEW if taken_back else Verdict.CHANGED
        return self._known(connection, fresh._replace(verdict=verdict, customer_id=customer_id), last)

    def _known(self, connection: Connection, judged: Judged, last: str) -> Judged | None:
        """A record of an earlier import that says something else now: what it changes, and what stays."""
        judged = judged._replace(says_else=True)
        assert judged.customer_id is not None
        record, here = judged.record, read_customer(connection, judged.customer_id)
        if not _is_about(record.draft, here.draft):
            message = _("The id “{id}” belongs to {name} here; nothing of that customer was changed.")
            self._refuse([_problem(record, message.format(id=judged.identity[:40], name=here.name))])
            return None
        taken_back = judged.verdict is Verdict.NEW
        if here.binned and not taken_back:
            self._refuse([_problem(record, _("{name} lies in the bin here.").format(name=here.name))])
            return None
        ours = fingerprint(customer_values(_as_asked(here.draft, record.draft)))
        takes, keeps = merged(last, judged.mark, ours, CUSTOMER_FIELDS)
        self._tell_kept(record, keeps)
        if not takes and not taken_back:
            return judged._replace(verdict=Verdict.UNCHANGED)
        draft = _with_taken(here.draft, record.draft, takes) if takes else None
        return judged._replace(draft=draft, was_binned=taken_back and here.binned)

    def _linked(self, connection: Connection, judged: Judged) -> Judged:
        """A record of somebody who is here: what is empty here is filled, everything else stays."""
        assert judged.customer_id is not None
        here = read_customer(connection, judged.customer_id).draft
        draft, keeps = _filled(here, judged.record.draft)
        self._tell_kept(judged.record, keeps)
        if draft == here:
            return judged._replace(verdict=Verdict.UNCHANGED, is_linked=True)
        return judged._replace(draft=draft, is_linked=True)

    def _tell_kept(self, record: ImportedCustomer, names: Sequence[str]) -> None:
        sentence = _("It is different here, so what stands here was kept.")
        told = [RowProblem(record.row, name, sentence, record.original) for name in names]
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
        told = [*zip(fresh, ids, strict=True), *((one, id_) for one, id_ in known if _is_told(one))]
        if told:
            rows = [(self.batch_id, one.record.row, one.verdict.value, id_) for one, id_ in told]
            tx.exec_driver_sql(_ROWS, rows)


def _is_about(said: CustomerDraft, here: CustomerDraft) -> bool:
    """Whether an id may still mean the same customer; two lists may both count from one."""
    return is_alike(said, here.name, here.company) or shares_contact(said, here)


def _is_told(one: Judged) -> bool:
    return one.verdict is not Verdict.UNCHANGED


def _as_asked(here: CustomerDraft, said: CustomerDraft) -> CustomerDraft:
    """What is here, of the shop's own fields only those that a file says something about."""
    return replace(here, fields={key: here.fields[key] for key in said.fields if key in here.fields})


def _with_taken(here: CustomerDraft, said: CustomerDraft, takes: Sequence[str]) -> CustomerDraft:
    taken: dict[str, Any] = {name: getattr(said, name) for name in takes}
    if "fields" in taken:
        taken["fields"] = {**here.fields, **said.fields}
    return replace(here, **taken)


def _filled(here: CustomerDraft, said: CustomerDraft) -> tuple[CustomerDraft, list[str]]:
    """What is here with what it lacks, and which fields say something else."""
    values: dict[str, Any] = {}
    keeps: list[str] = []
    for name in CUSTOMER_FIELDS:
        ours, theirs = getattr(here, name), getattr(said, name)
        if not theirs or theirs == ours:
            continue
        if not ours:
            values[name] = theirs
        elif name == "fields":
            values[name] = {**theirs, **ours}
            keeps += [name] if any(ours.get(key, one) != one for key, one in theirs.items()) else []
        elif isinstance(ours, tuple):
            values[name] = _joined(name, ours, theirs)
        elif name == "note" and theirs not in ours:
            values[name] = f"{ours}\n{theirs}"
        elif name != "note":
            keeps.append(name)
    return replace(here, **values), keeps


def _joined(name: str, ours: tuple[Any, ...], theirs: tuple[Any, ...]) -> tuple[Any, ...]:
    known = {_key(name, one) for one in ours}
    return (*ours, *(one for one in theirs if _key(name, one) not in known))


def _key(name: str, one: Any) -> object:
    if name == "phones":
        return one.normal or one.typed
    return one.address.lower() if name == "emails" else one


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


def _portions(records: Iterator[Record], size: int) -> Iterator[list[Record]]:
    while portion := list(islice(records, size)):
        yield portion


def _units(records: Iterator[Record], size: int) -> Iterator[Iterator[Record]]:
    """The records in units; one at least, so that an import of nothing is a batch too."""
    yield islice(records, size)
    for first in records:
        yield _with(first, islice(records, size - 1))


def _with(first: Record, rest: Iterator[Record]) -> Iterator[Record]:
    yield first
    yield from rest

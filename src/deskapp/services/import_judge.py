"""Holding imported records against the shop file: which are new, and which say something else than before."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import select

from deskapp.domain.import_plan import FIELDS, RowProblem, Verdict, fingerprint, merged
from deskapp.i18n import _
from deskapp.store import schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from sqlalchemy import Connection, Row

    from deskapp.domain.import_plan import ImportedTicket

TICKET = "ticket"
TAKEN_BACK = "-"  # in front of the fingerprint of a record whose import was undone

_ref, _ticket, _item, _device = schema.external_ref, schema.ticket, schema.item, schema.device
_REFS = (
    "SELECT external_id, record_id, fingerprint FROM external_ref"
    " WHERE system = ? AND kind = 'ticket' AND external_id IN (SELECT value FROM json_each(?))"
)
_NOW = (
    select(
        *(_ticket.c.id, _ticket.c.received_at, _ticket.c.group_name),
        *(_item.c.id.label("item_id"), _item.c.device_id, _item.c.closed_at),
        *(_item.c[name] for name in ("fault", "condition", "outcome", "barrier")),
        *(_device.c[name] for name in ("category", "brand", "model", "year")),
    )
    .join(_item, (_item.c.ticket_id == _ticket.c.id) & (_item.c.position == 1))
    .outerjoin(_device, _device.c.id == _item.c.device_id)
)
_OF_DEVICE = {"category", "brand", "model"}


class Judged(NamedTuple):
    """An imported record, what is to be done with it, and what its last import left behind."""

    ticket: ImportedTicket
    verdict: Verdict
    mark: str
    ticket_id: int | None = None
    last_mark: str = ""

    @property
    def differs(self) -> bool:
        """Whether the ticket exists and the record says something else than it did."""
        return self.ticket_id is not None and self.mark != self.last_mark


@dataclass(frozen=True, slots=True)
class Merge:
    """What a record changes on its ticket; `keeps` are fields that people changed here as well."""

    judged: Judged
    now: Row[Any]
    takes: tuple[str, ...]
    keeps: tuple[str, ...]

    @property
    def problems(self) -> Iterator[RowProblem]:
        """A sentence for each field that stays as it is."""
        for name in self.keeps:
            sentence = _("It was changed here too, so what stands here was kept.")
            yield RowProblem(self.judged.ticket.row, name, sentence, is_ours=True)


def judge(connection: Connection, system: str, marked: Iterable[tuple[ImportedTicket, str]]) -> list[Judged]:
    """Each record (given with its fingerprint) with its verdict."""
    asked = list(marked)
    driver: Any = connection.connection.dbapi_connection
    refs = driver.execute(_REFS, (system, json.dumps([ticket.external_id for ticket, _mark in asked])))
    known = {external_id: (record_id, mark) for external_id, record_id, mark in refs}
    return [_judged(ticket, mark, known.get(ticket.external_id)) for ticket, mark in asked]


def merges(connection: Connection, judged: Sequence[Judged]) -> list[Merge]:
    """What the records that differ change on their tickets as these stand now."""
    differing = {one.ticket_id: one for one in judged if one.differs}
    if not differing:
        return []
    rows = connection.execute(_NOW.where(_ticket.c.id.in_(differing)))
    return [_merge(differing[row.id], row) for row in rows]


def ticket_now(connection: Connection, ticket_id: int) -> Row[Any] | None:
    """What stands in the imported fields of a ticket."""
    return connection.execute(_NOW.where(_ticket.c.id == ticket_id)).first()


def _judged(ticket: ImportedTicket, mark: str, known: tuple[int, str] | None) -> Judged:
    if known is None:
        return Judged(ticket, Verdict.NEW, mark)
    ticket_id, last = known
    if last.startswith(TAKEN_BACK):
        return Judged(ticket, Verdict.NEW, mark, ticket_id, last.removeprefix(TAKEN_BACK))
    verdict = Verdict.UNCHANGED if last == mark else Verdict.CHANGED
    return Judged(ticket, verdict, mark, ticket_id, last)


def _merge(judged: Judged, row: Row[Any]) -> Merge:
    ours = [getattr(row, name) for name in FIELDS]
    plain = [
        "" if value is None and name in _OF_DEVICE else value
        for name, value in zip(FIELDS, ours, strict=True)
    ]
    return Merge(judged, row, *merged(judged.last_mark, judged.mark, fingerprint(plain)))

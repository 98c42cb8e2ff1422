"""The queue: windows of ticket rows in any order, each a statement or two on the reader's own connection."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, select

from deskapp.domain.query import Query, Words, parse
from deskapp.domain.ticket import TicketRow
from deskapp.services.ticket_order import BEST, NEWEST, people_names, ranked_of
from deskapp.services.ticket_plan import BEST_OF, COLUMNS, Plan, best_of, count_of, plan_of
from deskapp.services.ticket_search import holds_names, resolved
from deskapp.store import schema
from deskapp.store.prepared import Prepared
from deskapp.store.types import moment_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from deskapp.domain.actor import Actor
    from deskapp.store.engine import ShopFile
    from deskapp.store.reader import Reader, Stop

_ticket, _run = schema.ticket, schema.ticket_run
_QUARTER = 900  # seconds; no time zone begins a day between quarters of an hour
Raw = tuple[Any, ...]
_AT = 5  # where a raw row has the moment of intake


@dataclass(frozen=True, slots=True)
class _Run:
    """Tickets whose order by id is that of their intake, from `low` to `high`, the last at `newest`."""

    low: int
    high: int
    newest: str


def ticket_rows(
    file: ShopFile,
    asker: Actor,
    typed: str,
    now: datetime,
    *,
    sort: str,
    window: tuple[int, int | None],
    stop: Stop | None = None,
) -> tuple[TicketRow, ...]:
    """The rows of one window (offset, limit) of what a query means, in its own order if it has one."""
    offset, limit = window
    with file.reading(stop) as reader:
        query = _query(file, reader, asker, typed, now)
        order = query.sort or sort
        values = {"now": moment_text(now), "limit": -1 if limit is None else limit, "offset": offset}
        if order.removeprefix("-") == BEST:
            if offset < BEST_OF and (best := best_of(query)):
                return _made(reader, reader.rows(best, values))
            order = NEWEST
        ranked = ranked_of(order, reader)
        plan = reader.kept((query, order), lambda _reader: plan_of(query, order, ranked))
        return _made(reader, _window(reader, plan, values))


def customer_rows(file: ShopFile, customer_id: int, limit: int) -> tuple[TicketRow, ...]:
    """The newest rows of one customer."""
    with file.reading() as reader:
        values = {"customer_id": customer_id, "limit": limit}
        return _made(reader, reader.rows(_of_customer(), values))


def count_tickets(file: ShopFile, asker: Actor, typed: str, now: datetime, stop: Stop | None = None) -> int:
    """How many tickets a query means."""
    with file.reading(stop) as reader:
        query = _query(file, reader, asker, typed, now)
        counting, takes_oldest = count_of(replace(query, sort=""))
        oldest = {"oldest": _oldest(reader)} if takes_oldest else {}
        return int(reader.rows(counting, {"now": moment_text(now), **oldest})[0][0])


def looked_up(file: ShopFile, asker: Actor, typed: str, now: datetime) -> Query:
    """The query with what it names looked up in the file; `asker` is who is meant by `mine`."""
    with file.reading() as reader:
        return _query(file, reader, asker, typed, now)


def _query(file: ShopFile, reader: Reader, asker: Actor, typed: str, now: datetime) -> Query:
    key = (typed, asker.person_id, int(now.timestamp()) // _QUARTER)

    def look_up(_reader: Reader) -> Query:
        query = _without_last_letter(parse(typed))
        if not holds_names(query):
            return query
        with file.read() as connection:
            return resolved(query, connection, asker, now)

    return reader.kept(key, look_up)


def _without_last_letter(query: Query) -> Query:
    """Without a single letter at the end: another is on its way, and one letter begins too many words."""
    last = query.terms[-1] if query.terms else None
    if not isinstance(last, Words) or last.phrase or last.is_compound:
        return query
    if len(last.words[-1]) > 1 or not last.words[-1].isascii():
        return query
    rest = () if len(last.words) == 1 else (replace(last, words=last.words[:-1]),)
    return replace(query, terms=(*query.terms[:-1], *rest))


def _window(reader: Reader, plan: Plan, values: dict[str, Any]) -> Sequence[Raw]:
    if plan.oldest:
        values["oldest"] = _oldest(reader)
    if values["offset"]:
        return reader.rows(plan.page, values)
    if plan.newest is None or values["limit"] < 0:
        return reader.rows(plan.first, values)
    return _newest(reader, plan, values)


def _newest(reader: Reader, plan: Plan, values: dict[str, Any]) -> Sequence[Raw]:
    """The first hits, run by run: none of an older run comes before one that is newer than all of it."""
    limit, lowest = values["limit"], values.get("oldest", 1)
    found: list[Raw] = []
    for run in reader.kept("runs", _runs):
        if len(found) >= limit and found[limit - 1][_AT] > run.newest:
            break
        if run.high < lowest:
            continue
        bounds = {**values, "low": max(run.low, lowest), "high": run.high}
        more = reader.rows(plan.near, bounds) if plan.near else []
        if len(more) < limit and plan.newest:
            more = reader.rows(plan.newest, bounds)
        found = sorted([*found, *more], key=_by_intake, reverse=True)[:limit] if found else list(more)
    return found


def _by_intake(row: Raw) -> tuple[str, int]:
    return (row[_AT], row[0])


def _runs(reader: Reader) -> list[_Run]:
    """The runs of tickets, the one with the newest ticket first."""
    firsts = [first for (first,) in reader.rows(_run_starts(), {})]
    lasts = [first - 1 for first in firsts[1:]] + [_HIGHEST]
    runs = []
    for low, high in zip(firsts, lasts, strict=True):
        if newest := reader.rows(_last_intake(), {"low": low, "high": high}):
            runs.append(_Run(low, high, newest[0][0]))
    return sorted(runs, key=lambda run: run.newest, reverse=True)


_HIGHEST = 2**62


def _oldest(reader: Reader) -> int:
    """The lowest id of an open ticket."""

    def read(_reader: Reader) -> int:
        one_run = len(reader.kept("runs", _runs)) <= 1
        found = reader.rows(_first_open() if one_run else _lowest_open(), {})
        return int(found[0][0] or 1) if found else 1

    return reader.kept("oldest", read)


def _made(reader: Reader, rows: Sequence[Raw]) -> tuple[TicketRow, ...]:
    """The rows with their moments read; one comprehension over names, because every list waits for it."""
    name = reader.kept("people", people_names).get
    return tuple(
        [
            _new(
                TicketRow,
                (
                    *(ticket_id, number, status, meaning, priority),
                    *(_moment(received), due and _moment(due), closed and _moment(closed)),
                    *(customer, phone, device, fault, name(person, ""), place, tags, items),
                    *(total, _moment(since), _moment(updated)),
                ),
            )
            for ticket_id, number, status, meaning, priority, received, due, closed,
                customer, phone, device, fault, person, place, tags, items, total, since, updated in rows
        ]
    )  # fmt: skip


_new = tuple.__new__
_moment = datetime.fromisoformat


@cache
def _of_customer() -> Prepared:
    mine = (_ticket.c.customer_id == bindparam("customer_id"), _ticket.c.binned_at.is_(None))
    newest = select(*COLUMNS).where(*mine).order_by(_ticket.c.received_at.desc(), _ticket.c.id.desc())
    return Prepared(newest.limit(bindparam("limit")))


@cache
def _run_starts() -> Prepared:
    return Prepared(select(_run.c.first_id).order_by(_run.c.first_id))


@cache
def _last_intake() -> Prepared:
    within = _ticket.c.id.between(bindparam("low"), bindparam("high"))
    return Prepared(select(_ticket.c.received_at).where(within).order_by(_ticket.c.id.desc()).limit(1))


@cache
def _first_open() -> Prepared:
    order = (_ticket.c.received_at, _ticket.c.id)
    return Prepared(select(_ticket.c.id).where(*_is_open()).order_by(*order).limit(1))


@cache
def _lowest_open() -> Prepared:
    return Prepared(select(func.min(_ticket.c.id)).where(*_is_open()))


def _is_open() -> tuple[Any, Any]:
    return _ticket.c.closed_at.is_(None), _ticket.c.binned_at.is_(None)

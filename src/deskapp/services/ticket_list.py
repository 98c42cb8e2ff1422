"""The queue: windows of ticket rows in any order, each a statement or two on the reader's own connection."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import bindparam, func, select

from deskapp.domain.query import Query, Words, parse
from deskapp.domain.ticket_row import TicketRow
from deskapp.services.ticket_order import BEST, NEWEST, open_before, open_come_last, people_names, ranked_of
from deskapp.services.ticket_plan import COLUMNS, Jump, Plan, best_of, count_of, plan_of
from deskapp.services.ticket_search import holds_names, resolved
from deskapp.store import schema
from deskapp.store.prepared import Prepared
from deskapp.store.types import moment_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from deskapp.domain.actor import Actor
    from deskapp.store.engine import ShopFile
    from deskapp.store.reader import Reader, Stop

_ticket, _run = schema.ticket, schema.ticket_run
BEST_OF = 1000  # the newest hits, which are put in the order of how well they match
_MOST_STEPS = 8  # to a place between open and closed tickets, before it is walked to
_MOST_PLACES = 2000  # that are remembered of one order
_NEAR = 300  # rows that are walked rather than looked for once more
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
        key = (typed, sort, *asking(asker, now))
        asked = reader.kept(
            key, lambda reader: _asked(reader, query_in(file, reader, asker, typed, now), sort)
        )
        values = {"now": moment_text(now), "limit": -1 if limit is None else limit, "offset": offset}
        if asked.plan.oldest:
            values["oldest"] = _oldest(reader)
        if asked.best:
            return _made(reader, _best(reader, asked.best, asked.plan, values))
        return _made(reader, _window(reader, asked.plan, values))


class _Asked(NamedTuple):
    """How a query is answered in an order; `best` where that is how well tickets match."""

    plan: Plan
    best: Prepared | None


def _asked(reader: Reader, query: Query, sort: str) -> _Asked:
    order = query.sort or sort
    if order.removeprefix("-") == BEST:
        return _Asked(plan_of(query, NEWEST, ()), best_of(query, in_order=_is_one_run(reader)))
    return _Asked(plan_of(query, order, ranked_of(order, reader)), None)


def customer_rows(file: ShopFile, customer_id: int, limit: int) -> tuple[TicketRow, ...]:
    """The newest rows of one customer."""
    with file.reading() as reader:
        values = {"customer_id": customer_id, "limit": limit}
        return _made(reader, reader.rows(_of_customer(), values))


def count_tickets(file: ShopFile, asker: Actor, typed: str, now: datetime, stop: Stop | None = None) -> int:
    """How many tickets a query means."""
    with file.reading(stop) as reader:
        query = query_in(file, reader, asker, typed, now)
        counting, takes_oldest = count_of(replace(query, sort=""))
        oldest = {"oldest": _oldest(reader)} if takes_oldest else {}
        return int(reader.rows(counting, {"now": moment_text(now), **oldest})[0][0])


def looked_up(file: ShopFile, asker: Actor, typed: str, now: datetime) -> Query:
    """The query with what it names looked up in the file; `asker` is who is meant by `mine`."""
    with file.reading() as reader:
        return query_in(file, reader, asker, typed, now)


def query_in(file: ShopFile, reader: Reader, asker: Actor, typed: str, now: datetime) -> Query:
    """What `looked_up` answers, inside a reading and kept with it."""

    def look_up(_reader: Reader) -> Query:
        query = _without_last_letter(parse(typed))
        if not holds_names(query):
            return query
        with file.read() as connection:
            return resolved(query, connection, asker, now)

    return reader.kept((typed, *asking(asker, now)), look_up)


def asking(asker: Actor, now: datetime) -> tuple[int | None, int]:
    """What a query may mean something else with: who asks, and on which day."""
    return asker.person_id, int(now.timestamp()) // _QUARTER


def _without_last_letter(query: Query) -> Query:
    """Without a single letter at the end: another is on its way, and one letter begins too many words."""
    last = query.terms[-1] if query.terms else None
    if not isinstance(last, Words) or last.phrase or last.is_compound:
        return query
    if len(last.words[-1]) > 1 or not last.words[-1].isascii():
        return query
    rest = () if len(last.words) == 1 else (replace(last, words=last.words[:-1]),)
    return replace(query, terms=(*query.terms[:-1], *rest))


def _best(reader: Reader, best: Prepared, plan: Plan, values: dict[str, Any]) -> Sequence[Raw]:
    """The newest hits by how well they match, then the older ones as they came in."""
    offset, limit = values["offset"], values["limit"]
    found = reader.rows(best, {**values, "best_of": BEST_OF}) if offset < BEST_OF else []
    reached = offset + len(found)
    if reached < BEST_OF or len(found) == limit:
        return found
    left = limit if limit < 0 else limit - len(found)
    return [*found, *_window(reader, plan, {**values, "offset": reached, "limit": left})]


def _window(reader: Reader, plan: Plan, values: dict[str, Any]) -> Sequence[Raw]:
    if values["offset"]:
        return _jumped(reader, plan, plan.jump, values) if plan.jump else reader.rows(plan.page, values)
    if plan.newest is None or values["limit"] < 0:
        return reader.rows(plan.first, values)
    return _newest(reader, plan, values)


def _jumped(reader: Reader, plan: Plan, jump: Jump, values: dict[str, Any]) -> Sequence[Raw]:
    """A place beyond the middle is looked for from the end."""
    offset, limit = values["offset"], values["limit"]
    if jump.turned and limit > 0 and offset > reader.kept("newest id", _newest_id) // 2:
        last = reader.kept("everything", _everything) - offset
        window = {"offset": max(last - limit, 0), "limit": min(limit, last)}
        found = _found_at(reader, jump.turned, window) if last > 0 else []
        if found is not None:
            return found[::-1]
    found = _found_at(reader, jump, values)
    return reader.rows(plan.page, values) if found is None else found


def _found_at(reader: Reader, jump: Jump, values: dict[str, Any]) -> Sequence[Raw] | None:
    """From a place among the closed, so many rows before the one wanted as open ones come before it.

    How many these are is guessed, and then counted for the place that was found. None where that leads
    to no place or to one where another walk begins.
    """
    offset, limit = values["offset"], values["limit"]
    low, guess, high = 0, min(_guess(reader, jump, offset), offset), offset
    for _step in range(_MOST_STEPS):
        there = _place(reader, jump, offset - guess)
        if there is None:
            break
        [(before,)] = reader.rows(jump.before, there)
        skip = guess - before
        if 0 <= skip <= _NEAR:
            found = reader.rows(jump.rows, {**there, "limit": limit, "offset": skip})
            return found if jump.turned or len(found) == limit else None
        low, high = (low, guess - 1) if skip > 0 else (guess + 1, high)
        if guess == offset and 0 <= limit <= before - offset:  # all of it lies before the first closed one
            return reader.rows(jump.open_rows, {"offset": offset, "limit": limit})
        if low > high:
            break
        guess = min(before + _NEAR // 2, high) if low <= before <= high else (low + high) // 2
    return None


def _place(reader: Reader, jump: Jump, offset: int) -> dict[str, Any] | None:
    """A place among the closed, walked to from the last one before it that was found since anybody wrote.

    So whoever scrolls through a long list does not walk to each window from its beginning.
    """
    known = reader.kept(jump.place, lambda _reader: _Places([], []))  # of what this statement walks
    nearest = bisect_right(known.offsets, offset) - 1
    if nearest < 0:
        found = reader.rows(jump.place, {"offset": offset})
    elif known.offsets[nearest] == offset:
        return known.found[nearest]
    else:
        distance = offset - known.offsets[nearest]
        found = reader.rows(jump.further, {**known.found[nearest], "offset": distance})
    there = {"at": found[0][0], "id": found[0][1]} if found else None
    if there and len(known.offsets) < _MOST_PLACES:
        known.offsets.insert(nearest + 1, offset)
        known.found.insert(nearest + 1, there)
    return there


class _Places(NamedTuple):
    """Places that were found, and how many rows lie before each."""

    offsets: list[int]
    found: list[dict[str, Any]]


def _guess(reader: Reader, jump: Jump, offset: int) -> int:
    """A little too many, so that the place found lies before the one wanted."""
    if open_come_last(jump.key, falling=jump.falling):
        return 0
    is_open, newest = reader.kept("open", _how_many_open), reader.kept("newest id", _newest_id)
    before = open_before(jump.key, falling=jump.falling, offset=offset, is_open=is_open, everything=newest)
    return before + _NEAR // 2 if before else 0


def _everything(reader: Reader) -> int:
    return int(reader.rows(count_of(Query(()))[0], {})[0][0])


def _how_many_open(reader: Reader) -> int:
    return int(reader.rows(_counted_open(), {})[0][0])


def _newest_id(reader: Reader) -> int:
    """About how many tickets there are at all."""
    return int(reader.rows(_highest(), {})[0][0] or 0)


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
        more = reader.rows(plan.newest, bounds) if plan.newest else []
        found = sorted([*found, *more], key=_by_intake, reverse=True)[:limit] if found else list(more)
    return found


def _by_intake(row: Raw) -> tuple[str, int]:
    return (row[_AT], row[0])


def _runs(reader: Reader) -> list[_Run]:
    """The runs of tickets, the one with the newest ticket first."""
    firsts = [first for (first,) in reader.rows(_run_starts(), {})]
    lasts = [*(first - 1 for first in firsts[1:]), _HIGHEST][: len(firsts)]  # a new shop has none
    runs = []
    for low, high in zip(firsts, lasts, strict=True):
        if newest := reader.rows(_last_intake(), {"low": low, "high": high}):
            runs.append(_Run(low, high, newest[0][0]))
    return sorted(runs, key=lambda run: run.newest, reverse=True)


_HIGHEST = 2**62


def _is_one_run(reader: Reader) -> bool:
    """Whether all tickets have ids in the order of their intake."""
    return len(reader.kept("runs", _runs)) <= 1


def _oldest(reader: Reader) -> int:
    """The lowest id of an open ticket."""

    def read(_reader: Reader) -> int:
        found = reader.rows(_first_open() if _is_one_run(reader) else _lowest_open(), {})
        return int(found[0][0] or 1) if found else 1

    return reader.kept("oldest", read)


def _made(reader: Reader, rows: Sequence[Raw]) -> tuple[TicketRow, ...]:
    """The rows with the names of people; one comprehension over names, because every list waits for it."""
    name = reader.kept("people", people_names).get
    return tuple(
        [
            _new(
                TicketRow,
                (
                    *(ticket_id, number, status, meaning, priority, received, due, closed),
                    *(customer, phone, device, fault, name(person, ""), place, tags, items),
                    *(total, since, updated),
                ),
            )
            for ticket_id, number, status, meaning, priority, received, due, closed,
                customer, phone, device, fault, person, place, tags, items, total, since, updated in rows
        ]
    )  # fmt: skip


_new = tuple.__new__


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
def _counted_open() -> Prepared:
    return Prepared(select(func.count()).where(*_is_open()))


@cache
def _highest() -> Prepared:
    return Prepared(select(func.max(_ticket.c.id)))


@cache
def _lowest_open() -> Prepared:
    return Prepared(select(func.min(_ticket.c.id)).where(*_is_open()))


def _is_open() -> tuple[Any, Any]:
    return _ticket.c.closed_at.is_(None), _ticket.c.binned_at.is_(None)

"""How many tickets of a query stand under each heading: by status, by person or by the day they are due.

Of all tickets each day is counted as a span of the indexes of what is due: SQLite counts the entries of
a span many times faster than it makes a heading of each.
"""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Text, bindparam, func, literal_column, select, union_all

from deskapp.domain.query import Filter
from deskapp.services.shop import read_shop
from deskapp.services.ticket_list import looked_up
from deskapp.services.ticket_order import BOTH, CLOSED, DUE, OPEN, UNDATED, Side, index_of
from deskapp.services.ticket_search import matching
from deskapp.store import schema
from deskapp.store.prepared import Prepared
from deskapp.store.types import moment_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

    from deskapp.domain.actor import Actor
    from deskapp.domain.query import Query
    from deskapp.store.engine import ShopFile

_ticket, _person = schema.ticket, schema.person
KEPT = _ticket.c.binned_at.is_(None)
_MINUTE = len("2026-03-10T12:00")

_KEYS: dict[str, ColumnElement[Any]] = {
    "status": _ticket.c.status,
    "person": _ticket.c.person_id,
    "day": func.substr(DUE, 1, _MINUTE),
}


_WHOLE: dict[tuple[Any, ...], tuple[Side, ...]] = {
    (): BOTH,
    (Filter("is", "open"),): (OPEN,),
    (Filter("is", "closed"),): (CLOSED,),
}
_MOST_DAYS = 40_000  # that are asked for one by one; a date that nobody meant may lie far away


def group_counts(file: ShopFile, asker: Actor, typed: str, now: datetime, by: str) -> dict[str, int]:
    """Counts by status key, person's name or ISO day in the shop's zone; what has none stands under ''."""
    query = looked_up(file, asker, typed, now)
    if by == "day" and (sides := _WHOLE.get(query.terms)) and (spans := _spans(file, sides)):
        return {day: count for day, count in file.rows(_spanned(sides), {"spans": spans}) if count}
    rows = file.rows(_counted(query, by), {"now": moment_text(now)})
    with file.read() as connection:
        name = _namer(connection, by)
    counts: Counter[str] = Counter()
    for key, count in rows:
        counts[name(key)] += count
    return dict(counts)


def _spans(file: ShopFile, sides: tuple[Side, ...]) -> str:
    """The days on which something is due, as a JSON list of their names, first moments and ends.

    None where they are too many. What has no date is one of them; all together leave out nothing.
    """
    [(low, high)] = file.rows(_ends(sides), {})
    if low is None:
        return json.dumps([("", "", "~~")])
    with file.read() as connection:
        zone = read_shop(connection).zone
    first, last = _day(low, zone), _day(high, zone)
    if (last - first).days > _MOST_DAYS:
        return ""
    days = [first + timedelta(day) for day in range((last - first).days + 1)]
    starts = [moment_text(datetime.combine(day, time(), zone).astimezone(UTC)) for day in days]
    named = zip(map(date.isoformat, days), ["", *starts[1:]], [*starts[1:], UNDATED], strict=True)
    return json.dumps([*named, ("", UNDATED, f"{UNDATED}~")])


@lru_cache
def _ends(sides: tuple[Side, ...]) -> Prepared:
    """The first and the last moment at which something is due."""
    due = DUE
    dated = due < literal_column(f"'{UNDATED}'")
    ends = [
        select(end.label("at"))
        .where(side.condition, KEPT, dated)
        .with_hint(_ticket, f"INDEXED BY {index_of(side, 'due')}")
        for side in sides
        for end in (func.min(due), func.max(due))
    ]
    found = union_all(*ends).subquery()
    return Prepared(select(func.min(found.c.at), func.max(found.c.at)))


@lru_cache
def _spanned(sides: tuple[Side, ...]) -> Prepared:
    """For each of `spans` its name and how many tickets are due in it."""
    span = func.json_each(bindparam("spans", type_=Text)).table_valued("value")
    name, start, end = (func.json_extract(span.c.value, f"$[{place}]") for place in range(3))
    due = DUE
    within = (KEPT, due >= start, due < end)
    counts = [
        select(func.count())
        .where(side.condition, *within)
        .correlate(span)
        .with_hint(_ticket, f"INDEXED BY {index_of(side, 'due')}")
        .scalar_subquery()
        for side in sides
    ]
    return Prepared(select(name, sum(counts[1:], counts[0])))


def _namer(connection: Connection, by: str) -> Callable[[Any], str]:
    """What a heading is called by: minutes become days, and people of one name stand together."""
    if by == "person":
        names = {row.id: row.name for row in connection.execute(select(_person.c.id, _person.c.name))}
        return lambda key: names.get(key, "")
    if by == "day":
        zone = read_shop(connection).zone
        return lambda minute: _day(minute, zone).isoformat() if len(minute) == _MINUTE else ""
    return str


@lru_cache(maxsize=100)
def _counted(query: Query, by: str) -> Prepared:
    """All tickets are counted along the indexes of the order that goes by the heading."""
    heading = _KEYS[by].label("heading")
    if query.terms:
        found = matching(query, select(heading, _ticket.c.id)).subquery()
        return Prepared(select(found.c.heading, func.count()).group_by(found.c.heading))
    sides = [select(heading, func.count()).where(side.condition, KEPT).group_by(heading) for side in BOTH]
    hints = [f"INDEXED BY {index_of(side, 'due' if by == 'day' else by)}" for side in BOTH]
    each = (found.with_hint(_ticket, hint) for found, hint in zip(sides, hints, strict=True))
    return Prepared(select(union_all(*each).subquery()))


def _day(minute: str, zone: tzinfo) -> date:
    return datetime.fromisoformat(f"{minute[:_MINUTE]}+00:00").astimezone(zone).date()

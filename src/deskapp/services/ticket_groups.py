"""How many tickets of a query stand under each heading: by status, by person or by the day they are due."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, tzinfo
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, func, select, union_all

from deskapp.services.shop import read_shop
from deskapp.services.ticket_list import looked_up
from deskapp.services.ticket_order import BOTH, DUE, index_of
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


def group_counts(file: ShopFile, asker: Actor, typed: str, now: datetime, by: str) -> dict[str, int]:
    """Counts by status key, person's name or ISO day in the shop's zone; what has none stands under ''."""
    rows = file.rows(_counted(looked_up(file, asker, typed, now), by), {"now": moment_text(now)})
    with file.read() as connection:
        name = _namer(connection, by)
    counts: Counter[str] = Counter()
    for key, count in rows:
        counts[name(key)] += count
    return dict(counts)


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
    return datetime.fromisoformat(f"{minute}+00:00").astimezone(zone).date()

"""How many tickets of a query stand under each heading: by status, by person or by the day they are due."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, tzinfo
from functools import lru_cache
from typing import TYPE_CHECKING

from sqlalchemy import ColumnElement, func, literal, select

from deskapp.services.shop import read_shop
from deskapp.services.ticket_list import looked_up
from deskapp.services.ticket_search import matching
from deskapp.store import schema
from deskapp.store.prepared import Prepared
from deskapp.store.types import moment_text

if TYPE_CHECKING:
    from deskapp.domain.actor import Actor
    from deskapp.domain.query import Query
    from deskapp.store.engine import ShopFile

_ticket, _person = schema.ticket, schema.person
_MINUTE = len("2026-03-10T12:00")

_KEYS: dict[str, ColumnElement[str]] = {
    "status": _ticket.c.status,
    "person": func.coalesce(
        select(_person.c.name).where(_person.c.id == _ticket.c.person_id).scalar_subquery(), literal("")
    ),
    "day": func.coalesce(func.substr(_ticket.c.promised_at, 1, _MINUTE), literal("")),
}


def group_counts(file: ShopFile, asker: Actor, typed: str, now: datetime, by: str) -> dict[str, int]:
    """Counts by status key, person's name or ISO day in the shop's zone; what has none stands under ''."""
    rows = file.rows(_counted(looked_up(file, asker, typed, now), by), {"now": moment_text(now)})
    if by != "day":
        return {str(key): int(count) for key, count in rows}
    with file.read() as connection:
        zone = read_shop(connection).zone
    days: Counter[str] = Counter()
    for minute, count in rows:
        days[_day(minute, zone).isoformat() if minute else ""] += count
    return dict(days)


@lru_cache(maxsize=100)
def _counted(query: Query, by: str) -> Prepared:
    found = matching(query, select(_KEYS[by].label("heading"), _ticket.c.id)).subquery()
    return Prepared(select(found.c.heading, func.count()).group_by(found.c.heading))


def _day(minute: str, zone: tzinfo) -> date:
    return datetime.fromisoformat(f"{minute}+00:00").astimezone(zone).date()

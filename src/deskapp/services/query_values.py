"""What can stand behind the operators of a query in this shop, for completion while one is typed."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from sqlalchemy import select

from deskapp.services.person import read_people
from deskapp.services.status import all_statuses
from deskapp.store import schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import ColumnElement, Connection

_ticket, _service = schema.ticket, schema.service
MOST_LOOKED_AT = 5000  # open tickets, the last taken in first
MOST_NAMES = 1000
_NAMES = (
    select(_service.c.name)
    .where(_service.c.binned_at.is_(None), _service.c.retired.is_(False))
    .order_by(_service.c.name)
    .limit(MOST_NAMES)
)


def query_values(connection: Connection) -> Mapping[str, tuple[str, ...]]:
    """Values by the English name of their operator; tags and places of open tickets, most used first."""
    tags = (tag for tags in _in_use(connection, _ticket.c.tags) for tag in tags.split())
    return {
        "status": tuple(status.label for status in all_statuses(connection).values()),
        "person": tuple(person.name for person in read_people(connection) if person.active),
        "tag": _most_used(tags),
        "place": _most_used(_in_use(connection, _ticket.c.place)),
        "service": tuple(connection.execute(_NAMES).scalars()),
    }


def _in_use(connection: Connection, field: ColumnElement[str]) -> Iterable[str]:
    there = (field != "", _ticket.c.closed_at.is_(None), _ticket.c.binned_at.is_(None))
    newest = select(field).where(*there).order_by(_ticket.c.received_at.desc()).limit(MOST_LOOKED_AT)
    return connection.execute(newest).scalars()


def _most_used(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(word for word, _count in Counter(words).most_common(MOST_NAMES))

"""Which tickets a query means: its terms as conditions on the ticket table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, select

from deskapp.domain.query import Filter, Query, Term, Words, with_leaves
from deskapp.services import ticket_match
from deskapp.services.query_names import Names, needs_names
from deskapp.services.ticket_derived import queue_columns
from deskapp.services.ticket_filter import condition, in_sight
from deskapp.services.ticket_read import read_items
from deskapp.services.ticket_texts import index_texts
from deskapp.store import schema
from deskapp.store.statement import renew_row

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from deskapp.domain.actor import Actor

_ticket, _item = schema.ticket, schema.item
EXTERNAL = "external"  # never typed: what a word turns out to be


def holds_names(query: Query) -> bool:
    """Whether a query holds words that have to be looked up before it can be asked."""
    return needs_names(query) or any(_is_compound(leaf) for leaf in query.leaves())


def resolved(query: Query, connection: Connection, asker: Actor, now: datetime) -> Query:
    """The query with names looked up: statuses turned into keys, numbers of other systems told from words.

    `asker` is who is meant by `is:mine`. Raises `QueryError` for a name that the shop lacks.
    """
    names = Names(connection, asker, now)

    def look_up(leaf: Words | Filter) -> Term:
        if isinstance(leaf, Filter):
            return names.resolved(leaf)
        return _as_external(leaf, connection) if leaf.is_compound else leaf

    return Query(tuple(with_leaves(term, look_up) for term in query.terms), query.sort)


def matching(query: Query, found: Select[Any]) -> Select[Any]:
    """The select of tickets, narrowed to what a resolved query means; the bin only when asked for.

    The statement takes the present moment as its parameter `now` (ISO 8601 text).
    """
    return found.where(condition(in_sight(query), ticket_match.condition))


def index_ticket(tx: Connection, ticket_id: int) -> None:
    """Write anew what is derived from the ticket's parts: its search text, and what the queue shows."""
    index_texts(tx, ticket_id)
    renew_row(tx, _ticket, ticket_id, queue_columns(tx, ticket_id, read_items(tx, ticket_id)))


def renew_device(tx: Connection, device_id: int, *, item_id: int | None = None) -> None:
    """Write anew what tickets show of a changed device, and let their items be read again before a change.

    Not so the item through which it was changed, whose version is looked after there.
    """
    mine = _item.c.device_id == device_id
    grown = {"row_version": _item.c.row_version + 1}
    tx.execute(_item.update().where(mine, _item.c.id.is_distinct_from(item_id)).values(**grown))
    for ticket_id in tx.execute(select(_item.c.ticket_id).where(mine).distinct()).scalars().all():
        index_ticket(tx, ticket_id)


def _is_compound(leaf: Words | Filter) -> bool:
    return isinstance(leaf, Words) and leaf.is_compound


def _as_external(term: Words, connection: Connection) -> Term:
    """A word that is some ticket's whole number in another system means that ticket and no longer number."""
    said = ticket_match.condition(Words(term.words, phrase=True))
    mine = select(_ticket.c.id).where(said, _ticket.c.external_id == term.typed).limit(1)
    if connection.execute(mine).first() is None:
        return term
    return Filter(EXTERNAL, term.typed)

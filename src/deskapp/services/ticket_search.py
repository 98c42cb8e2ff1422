"""Which tickets a query means: its terms as conditions on the ticket table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, select

from deskapp.domain.query import Filter, Query, Term, Words, with_leaves
from deskapp.services import ticket_match
from deskapp.services.query_names import Names, needs_names
from deskapp.services.ticket_filter import condition, in_sight
from deskapp.store import schema

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from deskapp.domain.actor import Actor

_ticket = schema.ticket
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


def _is_compound(leaf: Words | Filter) -> bool:
    return isinstance(leaf, Words) and leaf.is_compound


def _as_external(term: Words, connection: Connection) -> Term:
    """A word that is some ticket's whole number in another system means that ticket and no longer number."""
    said = ticket_match.condition(Words(term.words, phrase=True))
    mine = select(_ticket.c.id).where(said, _ticket.c.external_id == term.typed).limit(1)
    if connection.execute(mine).first() is None:
        return term
    return Filter(EXTERNAL, term.typed)

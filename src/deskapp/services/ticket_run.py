"""Runs of tickets whose order by id is that of their intake, so that the newest are found by id."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select
from sqlalchemy.dialects.sqlite import insert as insert_once

from deskapp.store import schema
from deskapp.store.statement import Reading, Statement

if TYPE_CHECKING:
    from sqlalchemy import Connection

_ticket, _run = schema.ticket, schema.ticket_run
_NEWEST = Reading(
    select(_ticket.c.received_at)
    .where(_ticket.c.id <= bindparam("first"))
    .order_by(_ticket.c.id.desc())
    .limit(2)
)
_BEGIN = Statement(insert_once(_run).on_conflict_do_nothing(), ["first_id"])


def go_on(tx: Connection, ticket_id: int) -> None:
    """After tickets were added in the order of their intake, the first as `ticket_id`.

    Begins a run where that one came in before the one that was added last.
    """
    added, *before = (row.received_at for row in _NEWEST.all(tx, first=ticket_id))
    if not before or added < before[0]:
        _BEGIN.run(tx, {"first_id": ticket_id})


def part(tx: Connection, ticket_id: int) -> None:
    """After the moment of intake of a ticket was changed: it is a run by itself."""
    _BEGIN.run(tx, {"first_id": ticket_id})
    _BEGIN.run(tx, {"first_id": ticket_id + 1})

"""Carries out what was chosen in a popup; a single ticket is told of by its number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from deskapp.domain.ticket_row import Priority

if TYPE_CHECKING:
    from deskapp.domain.actor import Actor
    from deskapp.domain.ticket import Ticket, TicketEdit
    from deskapp.domain.ticket_bulk import BulkChange
    from deskapp.domain.ticket_row import TicketRow
    from deskapp.domain.undo import Done
    from deskapp.services.desk import Desk


def change_tickets(desk: Desk, actor: Actor, rows: Sequence[TicketRow], change: BulkChange) -> Done[Any]:
    """One act on one or several tickets; runs on the worker."""
    if len(rows) == 1:
        return _change_one(desk, actor, rows[0].number, change)
    return desk.bulk.change(actor, [row.id for row in rows], change)


def _change_one(desk: Desk, actor: Actor, number: str, change: BulkChange) -> Done[Ticket]:
    if change.status:
        return desk.tickets.move(actor, number, change.status, reason=change.reason)
    ticket = desk.tickets.get(actor, number)
    return desk.tickets.edit(actor, number, _changed(ticket.edit, change), ticket.row_version)


def _changed(edit: TicketEdit, change: BulkChange) -> TicketEdit:
    values: dict[str, Any] = dict(change.fields)
    if "priority" in values:
        values["priority"] = Priority(values["priority"])
    kept = [tag for tag in edit.tags if tag not in change.remove_tags]
    return replace(edit, **values, tags=(*kept, *change.add_tags))

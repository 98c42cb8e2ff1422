"""Taking an act back: a new transaction that restores the rows, if nobody changed them since."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from deskapp.domain.undo import Undo, UndoStep
from deskapp.errors import DeskError
from deskapp.i18n import _
from deskapp.services import audit, rows
from deskapp.services.customer import index_customer
from deskapp.services.device import draft_of, index_device
from deskapp.services.ticket_search import index_ticket, tickets_of_device
from deskapp.services.ticket_status import check_history, derive, reverse_step
from deskapp.store import schema

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from deskapp.domain.actor import Actor


def take_back(tx: Connection, actor: Actor, undo: Undo, now: datetime) -> Undo:
    """Restore what the act changed, newest row first; answers how to do it again."""
    if not undo.steps:
        raise DeskError(_("There is nothing to take back."))
    redo = tuple(_restore(tx, actor, step, now) for step in reversed(undo.steps))
    _renew(tx, undo, now)
    kind, record_id = (
        ("ticket", undo.ticket_ids[0]) if undo.ticket_ids else (undo.steps[0].table, undo.steps[0].id)
    )
    fields = {name: (None, None) for step in undo.steps for name in step.before}
    audit.record(tx, actor, now, "undo", (kind, record_id), fields)
    return Undo(undo.label, redo, undo.ticket_ids)


def _restore(tx: Connection, actor: Actor, step: UndoStep, now: datetime) -> UndoStep:
    table = schema.metadata.tables[step.table]
    if table is schema.status_step:  # history only grows
        return reverse_step(tx, actor, step.id, now)
    return rows.restore(tx, table, step)


def _renew(tx: Connection, undo: Undo, now: datetime) -> None:
    """Write anew what is derived from the restored rows: search texts, ticket statuses."""
    touched = {(step.table, step.id) for step in undo.steps}
    for table, row_id in touched:
        if table == "customer":
            index_customer(tx, row_id)
        elif table == "customer_phone":
            index_customer(tx, _owner(tx, row_id))
        elif table == "device":
            device: Any = tx.execute(select(schema.device).where(schema.device.c.id == row_id)).one()
            index_device(tx, row_id, draft_of(device))
            for ticket_id in tickets_of_device(tx, row_id):
                index_ticket(tx, ticket_id)
    for ticket_id in undo.ticket_ids:
        check_history(tx, ticket_id)
        derive(tx, ticket_id, now)
        index_ticket(tx, ticket_id)


def _owner(tx: Connection, phone_id: int) -> int:
    phone = schema.customer_phone
    return int(tx.execute(select(phone.c.customer_id).where(phone.c.id == phone_id)).scalar_one())

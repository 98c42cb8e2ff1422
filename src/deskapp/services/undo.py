"""Taking an act back: a new transaction that restores the rows, if nobody changed them since."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from deskapp.domain.undo import Undo, UndoStep
from deskapp.errors import DeskError, StaleWrite
from deskapp.i18n import _
from deskapp.services import audit, rows
from deskapp.services.customer import index_customer
from deskapp.services.device import draft_of, index_device
from deskapp.services.ticket_read import read_items
from deskapp.services.ticket_search import index_ticket, tickets_of_device
from deskapp.services.ticket_status import append_reversal, derive
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
    if step.table == "item" and "status" in step.before:
        _reverse_status(tx, actor, step, now)
    try:
        return rows.change(tx, table, step.id, dict(step.before), step.expected_version)[1]
    except StaleWrite as error:
        message = _("This was changed again since; it cannot be taken back any more.")
        raise StaleWrite(message, error.theirs) from error


def _reverse_status(tx: Connection, actor: Actor, step: UndoStep, now: datetime) -> None:
    ticket_id = tx.execute(select(schema.item.c.ticket_id).where(schema.item.c.id == step.id)).scalar_one()
    item = next(row for row in read_items(tx, ticket_id) if row.id == step.id)
    append_reversal(tx, actor, item, str(step.before["status"]), now)


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
        derive(tx, ticket_id, now)
        index_ticket(tx, ticket_id)


def _owner(tx: Connection, phone_id: int) -> int:
    phone = schema.customer_phone
    return int(tx.execute(select(phone.c.customer_id).where(phone.c.id == phone_id)).scalar_one())

"""What is lent: read where tickets are closed or thrown away, which waits until a loaner is back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select

from deskapp.domain.loan import Loan
from deskapp.errors import Invalid, StaleWrite
from deskapp.i18n import _
from deskapp.services.device import FIELDS, draft_of
from deskapp.services.lent_now import OUT
from deskapp.store import schema
from deskapp.store.statement import Reading

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from deskapp.domain.undo import UndoStep

_loan, _device, _ticket = schema.loan, schema.device, schema.ticket
LOANS = (
    select(
        *(_loan.c[name] for name in ("id", "device_id", "ticket_id", "out_at", "due_at", "back_at")),
        _loan.c.note.label("loan_note"),
        _loan.c.row_version,
        _ticket.c.number,
        _ticket.c.customer_label,
        _ticket.c.closed_at,
        _ticket.c.binned_at.label("ticket_binned_at"),
        *(_device.c[name] for name in FIELDS),
    )
    .join_from(_loan, _device, _device.c.id == _loan.c.device_id)
    .join(_ticket, _ticket.c.id == _loan.c.ticket_id)
    .where(_loan.c.binned_at.is_(None))
)
_OF_TICKET = Reading(LOANS.where(_loan.c.ticket_id == bindparam("id"), *OUT).order_by(_loan.c.id))
_OF_DEVICE = Reading(LOANS.where(_loan.c.device_id == bindparam("id"), *OUT).order_by(_loan.c.id))
_BY_ID = Reading(LOANS.where(_loan.c.id == bindparam("id")))


def loan_of(row: Any) -> Loan:
    """The loan in a row of `LOANS`."""
    return Loan(
        row.id,
        row.device_id,
        draft_of(row).name or _("Device"),
        row.ticket_id,
        row.number,
        row.customer_label,
        row.out_at,
        row.due_at,
        row.back_at,
        row.loan_note,
    )


def out_on(connection: Connection, ticket_id: int) -> tuple[Loan, ...]:
    """The loaners that are out on a ticket."""
    return tuple(loan_of(row) for row in _OF_TICKET.all(connection, id=ticket_id))


def out_now(connection: Connection, device_id: int) -> Loan | None:
    """The loan by which a device is out."""
    row = _OF_DEVICE.first(connection, id=device_id)
    return None if row is None else loan_of(row)


def known_loan(connection: Connection, loan_id: int) -> Loan | None:
    """A loan by its id, unless it was taken back as an act."""
    row = _BY_ID.first(connection, id=loan_id)
    return None if row is None else loan_of(row)


def refuse_while_out(tx: Connection, ticket_id: int) -> None:
    """Raises `Invalid` naming the loaner where one is out on the ticket."""
    for loan in out_on(tx, ticket_id):
        message = _("The loaner “{device}” is still out on ticket {number}; take it back first.")
        raise Invalid(message.format(device=loan.device, number=loan.number), "status")


def check_device_goes(tx: Connection, step: UndoStep, ticket_ids: tuple[int, ...]) -> None:
    """A device that is out cannot go, nor one that was written down and that other tickets name by now."""
    item, device_id, was_new = schema.item, step.id, "brand" in step.after
    others = (
        select(item.c.id)
        .join(_ticket, _ticket.c.id == item.c.ticket_id)
        .where(item.c.device_id == device_id, item.c.binned_at.is_(None), _ticket.c.binned_at.is_(None))
        .where(item.c.ticket_id.not_in(ticket_ids))
    )
    if out_now(tx, device_id) or (was_new and tx.execute(others.limit(1)).first()):
        raise StaleWrite(_("The device is in use by now, so this cannot be taken back any more."))


def check_restored(tx: Connection, loan_id: int) -> None:
    """After a loan was taken back or done again: the device is out once at most, on an open ticket."""
    row = _BY_ID.first(tx, id=loan_id)
    if row is None or row.back_at is not None:
        return
    if len(_OF_DEVICE.all(tx, id=row.device_id)) > 1:
        message = _("“{device}” was lent again since; it cannot be taken back any more.")
        raise StaleWrite(message.format(device=draft_of(row).name))
    if row.closed_at is not None or row.ticket_binned_at is not None:
        message = _("Ticket {number} was closed since; it cannot be taken back any more.")
        raise StaleWrite(message.format(number=row.number))

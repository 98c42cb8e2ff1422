"""The link between an enquiry and the ticket that it became."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select

from deskapp.domain.enquiry import EnquiryLink
from deskapp.errors import Invalid
from deskapp.i18n import _
from deskapp.services import audit, rows
from deskapp.store import schema
from deskapp.store.statement import Reading

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from deskapp.domain.actor import Actor
    from deskapp.domain.undo import UndoStep
    from deskapp.store.statement import Unit

_enquiry, _ticket = schema.enquiry, schema.ticket
_STANDS = Reading(
    select(_enquiry.c.closed_at, _enquiry.c.binned_at, _ticket.c.number)
    .outerjoin(_ticket, _ticket.c.id == _enquiry.c.ticket_id)
    .where(_enquiry.c.id == bindparam("id"))
)
_OF_TICKET = Reading(
    select(_enquiry.c.id, _enquiry.c.at).where(
        _enquiry.c.ticket_id == bindparam("id"), _enquiry.c.binned_at.is_(None)
    )
)


def become(tx: Connection, actor: Actor, enquiry_id: int, ticket_id: int, now: datetime) -> UndoStep:
    """Close an enquiry with the ticket that was made of it, inside a unit that is already open."""
    _check_open(tx, enquiry_id)
    values = {"ticket_id": ticket_id, "closed_at": now}
    before, step = rows.change(tx, _enquiry, enquiry_id, values)
    changes = {name: (value, values[name]) for name, value in before.items()}
    audit.record(tx, actor, now, "convert", ("enquiry", enquiry_id), changes)
    return step


def enquiry_of(connection: Unit, ticket_id: int) -> EnquiryLink | None:
    """What a ticket was before it was one."""
    row = _OF_TICKET.first(connection, id=ticket_id)
    return EnquiryLink(row.id, row.at) if row else None


def _check_open(tx: Connection, enquiry_id: int) -> None:
    row = _STANDS.first(tx, id=enquiry_id)
    if row is None or row.binned_at is not None:
        raise Invalid(_("That enquiry is not in the book."), "enquiry_id")
    if row.number:
        message = _("Ticket {number} was made of this enquiry already.")
        raise Invalid(message.format(number=row.number), "enquiry_id")
    if row.closed_at is not None:
        raise Invalid(_("That enquiry is closed; open it again first."), "enquiry_id")

"""What is due of each kind of data, how people know it, and how it goes; inside a unit that is open."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, func, or_, select, update

from deskapp.services.erasure_rows import delete_photos
from deskapp.services.ticket_index import index_ticket
from deskapp.store import schema
from deskapp.store.erasing import rewritable

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Select, Table

    Ids = Select[tuple[int]]

_ticket, _shown, _enquiry, _draft = schema.ticket, schema.ticket_photo, schema.enquiry, schema.draft
_loan, _audit, _value, _customer = schema.loan, schema.audit, schema.audit_value, schema.customer
_note, _message, _step = schema.note, schema.message, schema.status_step


@dataclass(frozen=True)
class Kind:
    """`due` selects the ids of rows of `table` that are older than a moment, `named` says a few of them."""

    table: Table
    due: Callable[[datetime], Ids]
    named: Callable[[Connection, Sequence[int]], list[str]]
    let_go: Callable[[Connection, Sequence[int]], object]


def _closed(moment: datetime) -> Any:
    return (_ticket.c.closed_at.is_not(None)) & (_ticket.c.closed_at < moment)


def _due_photos(moment: datetime) -> Ids:
    mine = select(_shown.c.id).join(_ticket, _ticket.c.id == _shown.c.ticket_id)
    return mine.where(_closed(moment))


def _due_texts(moment: datetime) -> Ids:
    """Closed tickets about which there is still something to read."""
    said = (select(table.c.id).where(table.c.ticket_id == _ticket.c.id) for table in (_note, _message))
    reason = select(_step.c.id).where(_step.c.ticket_id == _ticket.c.id, _step.c.reason != "")
    return select(_ticket.c.id).where(_closed(moment), or_(*(one.exists() for one in said), reason.exists()))


def _due_enquiries(moment: datetime) -> Ids:
    return select(_enquiry.c.id).where(_enquiry.c.closed_at.is_not(None), _enquiry.c.closed_at < moment)


def _due_drafts(moment: datetime) -> Ids:
    return select(_draft.c.id).where(_draft.c.at < moment)


def _due_loans(moment: datetime) -> Ids:
    return select(_loan.c.id).where(_loan.c.back_at.is_not(None), _loan.c.back_at < moment)


def _due_values(moment: datetime) -> Ids:
    return select(_value.c.id).join(_audit, _audit.c.id == _value.c.audit_id).where(_audit.c.at < moment)


def _due_customers(moment: datetime) -> Ids:
    """Those who were written down before, and have neither an open ticket nor one that was here since.

    A ticket counts for whoever pays for it too.
    """
    lately = _ticket.c.closed_at.is_(None) & _ticket.c.binned_at.is_(None)
    lately |= (_ticket.c.received_at >= moment) | (_ticket.c.closed_at >= moment)
    there = select(_ticket.c.id).where(_ticket.c.customer_id == _customer.c.id, lately).exists()
    guest = _customer.alias()
    paid = select(_ticket.c.id).join(guest, guest.c.id == _ticket.c.customer_id)
    pays = paid.where(guest.c.payer_id == _customer.c.id, lately).exists()
    asked = select(_enquiry.c.id).where(
        _enquiry.c.customer_id == _customer.c.id, or_(_enquiry.c.closed_at.is_(None), _enquiry.c.at >= moment)
    )
    return select(_customer.c.id).where(
        _customer.c.created_at < moment,
        _customer.c.erased_at.is_(None),
        _customer.c.merged_into.is_(None),
        ~there,
        ~pays,
        ~asked.exists(),
    )


def _let_photos_go(tx: Connection, ids: Sequence[int]) -> None:
    delete_photos(tx, _shown.c.id.in_(ids))


def _let_drafts_go(tx: Connection, ids: Sequence[int]) -> None:
    delete_photos(tx, _shown.c.id.in_([]), ids)


def _let_texts_go(tx: Connection, ids: Sequence[int]) -> None:
    for table in (_note, _message):
        tx.execute(delete(table).where(table.c.ticket_id.in_(ids)))
    with rewritable(tx, _step):
        tx.execute(update(_step).where(_step.c.ticket_id.in_(ids)).values(reason=""))
    for ticket_id in ids:
        index_ticket(tx, ticket_id)


def _deleting(table: Table) -> Callable[[Connection, Sequence[int]], None]:
    def let_go(tx: Connection, ids: Sequence[int]) -> None:
        tx.execute(delete(table).where(table.c.id.in_(ids)))

    return let_go


def _by_number(of: Any) -> Callable[[Connection, Sequence[int]], list[str]]:
    """The numbers of the tickets to which rows belong."""
    table = of.table

    def named(connection: Connection, ids: Sequence[int]) -> list[str]:
        mine = _ticket.c.id.in_(select(of).where(table.c.id.in_(ids)))
        found = select(_ticket.c.number).where(mine).order_by(_ticket.c.id)
        return list(connection.execute(found).scalars())

    return named


def _customers(connection: Connection, ids: Sequence[int]) -> list[str]:
    name = func.coalesce(func.nullif(_customer.c.name, ""), _customer.c.company)
    return list(
        connection.execute(select(name).where(_customer.c.id.in_(ids)).order_by(_customer.c.id)).scalars()
    )


def _enquiries(connection: Connection, ids: Sequence[int]) -> list[str]:
    said = select(_enquiry.c.name, _enquiry.c.phone, _enquiry.c.id).where(_enquiry.c.id.in_(ids))
    return [row.name or row.phone or str(row.id) for row in connection.execute(said.order_by(_enquiry.c.id))]


def _nothing(_connection: Connection, _ids: Sequence[int]) -> list[str]:
    return []


OF_KIND = {
    "photos": Kind(_shown, _due_photos, _by_number(_shown.c.ticket_id), _let_photos_go),
    "texts": Kind(_ticket, _due_texts, _by_number(_ticket.c.id), _let_texts_go),
    "enquiries": Kind(_enquiry, _due_enquiries, _enquiries, _deleting(_enquiry)),
    "drafts": Kind(_draft, _due_drafts, _nothing, _let_drafts_go),
    "loans": Kind(_loan, _due_loans, _by_number(_loan.c.ticket_id), _deleting(_loan)),
    "history": Kind(_value, _due_values, _nothing, _deleting(_value)),
    "customers": Kind(_customer, _due_customers, _customers, _nothing),
}

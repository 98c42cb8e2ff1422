"""People who were erased stay erased: nothing new is written to them, and no undo brings them back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select

from deskapp.errors import Invalid, StaleWrite
from deskapp.i18n import _
from deskapp.store import schema
from deskapp.store.statement import Reading

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table

    from deskapp.domain.undo import UndoStep

ACTION = "erase"
_customer, _audit = schema.customer, schema.audit
_WHEN = Reading(select(_customer.c.erased_at).where(_customer.c.id == bindparam("id")))
_MARKED = Reading(
    select(_audit.c.id)
    .where(_audit.c.kind == bindparam("kind"), _audit.c.record_id == bindparam("id"))
    .where(_audit.c.action == ACTION)
    .limit(1)
)
_SAY_NOTHING = {"status", "meaning", "priority", "kind", "item_type", "binned_at", "outcome", "tax_class"}
"""Texts that no person writes."""


def check_not_erased(connection: Connection, customer_id: int | None) -> None:
    """Raises `Invalid` for a customer who was erased."""
    if customer_id is not None and _WHEN.value(connection, id=customer_id):
        raise stays_erased(customer_id)


def stays_erased(customer_id: int) -> Invalid:
    """The sentence for a customer who was erased."""
    message = _("Customer {number} was erased; write down a new customer instead.")
    return Invalid(message.format(number=customer_id), "customer")


def check_stays_erased(tx: Connection, table: Table, step: UndoStep) -> None:
    """Raises `StaleWrite` where taking a step back could bring somebody back who was erased since."""
    row = tx.execute(select(table).where(table.c.id == step.id)).first()
    if _is_of_erased(tx, table, row) or (_says_something(table, step) and _was_redacted(tx, table, row)):
        raise StaleWrite(_("A person was erased since; what was written about them does not come back."))


def _is_of_erased(tx: Connection, table: Table, row: Any) -> bool:
    """The customer's own row, or one of theirs; those that are gone went with a person."""
    owned = "customer_id" in table.c and table.name.startswith("customer_")
    if row is None:
        return owned
    if table is _customer:
        return row.erased_at is not None
    return owned and _WHEN.value(tx, id=row.customer_id) is not None


def _says_something(table: Table, step: UndoStep) -> bool:
    return any(
        bool(value) and isinstance(value, str | list | dict) and name not in _SAY_NOTHING
        for name, value in step.before.items()
        if name in table.c
    )


def _was_redacted(tx: Connection, table: Table, row: Any) -> bool:
    ticket_id = None if row is None or "ticket_id" not in table.c else row.ticket_id
    kind, record_id = (schema.ticket.name, ticket_id) if ticket_id else (table.name, row and row.id)
    return record_id is not None and _MARKED.value(tx, kind=kind, id=record_id) is not None

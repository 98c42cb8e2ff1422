"""By what name and phone the queue knows a customer; written to their tickets when it changes."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, literal, select, update

from deskapp.domain import text
from deskapp.errors import NotFound
from deskapp.i18n import _
from deskapp.store import schema
from deskapp.store.statement import Reading

if TYPE_CHECKING:
    from sqlalchemy import Connection

_ticket, _customer, _phone = schema.ticket, schema.customer, schema.customer_phone
_MAIN_PHONE = (
    select(_phone.c.typed)
    .where(_phone.c.customer_id == _customer.c.id, _phone.c.binned_at.is_(None))
    .order_by(_phone.c.position)
    .limit(1)
    .scalar_subquery()
)
NAME_COLUMNS = {
    "customer_label": func.coalesce(func.nullif(_customer.c.name, ""), _customer.c.company),
    "phone_label": func.coalesce(_MAIN_PHONE, literal("")),
    "customer_sort": _customer.c.sort_name,
}
"""The columns of a ticket that its customer gives it."""

_NAMES = Reading(
    select(*(shown.label(name) for name, shown in NAME_COLUMNS.items())).where(
        _customer.c.id == bindparam("id")
    )
)


def customer_columns(connection: Connection, customer_id: int | None, group: str) -> dict[str, Any]:
    """What the queue shows of a ticket's customer, or of the group that stands in the customer's place.

    Raises `NotFound` for a customer that is not in the directory.
    """
    if customer_id is None:
        return group_columns(group)
    names = _NAMES.first(connection, id=customer_id)
    if names is None:
        raise unknown(customer_id)
    return dict(names._asdict())


def unknown(customer_id: int) -> NotFound:
    """The sentence for a customer that the directory does not hold."""
    return NotFound(_("There is no customer {id} in the directory.").format(id=customer_id))


def group_columns(group: str) -> dict[str, Any]:
    """What the queue shows of a ticket without a customer."""
    return {"customer_label": group, "phone_label": "", "customer_sort": text.fold(group)}


def renew_names(tx: Connection, customer_id: int) -> None:
    """Write a changed name or phone to the customer's tickets."""
    names = customer_columns(tx, customer_id, "")
    tx.execute(update(_ticket).where(_ticket.c.customer_id == customer_id).values(**names))

"""Merged customers: who stands for them now, and under what names they were known."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select

from deskapp.store import schema
from deskapp.store.statement import Reading

if TYPE_CHECKING:
    from deskapp.store.statement import Unit

_customer = schema.customer
_INTO = Reading(select(_customer.c.merged_into).where(_customer.c.id == bindparam("id")))


def _names() -> Reading:
    """Name and company of everybody within a customer, through merges of merges too."""
    inside = (
        select(_customer.c.id, _customer.c.name, _customer.c.company)
        .where(_customer.c.merged_into == bindparam("id"))
        .cte(recursive=True)
    )
    deeper = select(_customer.c.id, _customer.c.name, _customer.c.company)
    inside = inside.union(deeper.join(inside, _customer.c.merged_into == inside.c.id))
    return Reading(select(inside.c.name, inside.c.company).order_by(inside.c.id))


_NAMES = _names()
_EVERYBODY = Reading(
    select(_customer.c.id, _customer.c.merged_into, _customer.c.name, _customer.c.company)
    .where(_customer.c.merged_into.is_not(None))
    .order_by(_customer.c.id)
)


def living_id(connection: Unit, customer_id: int) -> int:
    """The customer who stands for this one now; mostly the same."""
    while into := _INTO.value(connection, id=customer_id):
        customer_id = into
    return customer_id


def former_names(connection: Unit, customer_id: int) -> list[str]:
    """By what names those were known who were merged into a customer, by which they are still found."""
    return [name for row in _NAMES.all(connection, id=customer_id) for name in row]


def all_former_names(connection: Unit) -> dict[int, list[str]]:
    """The same for every customer at once; those without any are left out."""
    rows = _EVERYBODY.all(connection)
    into = {row.id: row.merged_into for row in rows}
    names: dict[int, list[str]] = {}
    for row in rows:
        inside: int | None = row.merged_into
        while inside is not None:
            names.setdefault(inside, []).extend((row.name, row.company))
            inside = into.get(inside)
    return names

"""What a customer can have several of: phones, further e-mails and addresses, contacts."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select

from deskapp.domain.customer import Address, Contact, CustomerDraft, Email, Phone
from deskapp.services import rows
from deskapp.services.phone import normalised
from deskapp.store import schema
from deskapp.store.statement import Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from sqlalchemy import Connection, Table

    from deskapp.domain.undo import UndoStep
    from deskapp.store.statement import Unit


class Part:
    """One of them: the table and its columns in the order of the value's fields."""

    def __init__(self, table: Table, made: Callable[..., Any], columns: tuple[str, ...]) -> None:
        self.table, self.made, self.columns = table, made, columns
        there = (table.c.customer_id, table.c.binned_at.is_(None))
        shown = [table.c[name] for name in ("id", "customer_id", *columns)]
        self._one = Reading(
            select(*shown).where(there[0] == bindparam("id"), there[1]).order_by(table.c.position)
        )
        self._between = Reading(
            select(*shown)
            .where(there[0].between(bindparam("first"), bindparam("last")), there[1])
            .order_by(there[0], table.c.position)
        )

    def rows(self, connection: Unit, customer_id: int) -> list[Any]:
        """The rows of a customer, in their order."""
        return self._one.all(connection, id=customer_id)

    def value(self, row: Any) -> Any:
        """What a row says."""
        return self.made(*row[2:])

    def between(self, connection: Unit, first: int, last: int) -> dict[int, list[Any]]:
        """What the customers with these ids have, by the customer's id."""
        found: dict[int, list[Any]] = {}
        for row in self._between.all(connection, first=first, last=last):
            found.setdefault(row.customer_id, []).append(self.value(row))
        return found

    def add(
        self, tx: Connection, customer_id: int, values: tuple[Any, ...], now: datetime
    ) -> tuple[UndoStep, ...]:
        """Write the values of a customer who has none."""
        return tuple(
            rows.add(
                tx, self.table, {"customer_id": customer_id, "position": place, **self._columns(value)}, now
            )[1]
            for place, value in enumerate(values)
        )

    def change(
        self, tx: Connection, customer_id: int, values: tuple[Any, ...], now: datetime
    ) -> tuple[UndoStep, ...]:
        """Write other values of a customer; what is no longer so goes to the bin."""
        old = self.rows(tx, customer_id)
        if tuple(map(self.value, old)) == values:
            return ()
        gone = tuple(rows.change(tx, self.table, row.id, {"binned_at": now})[1] for row in old)
        return gone + self.add(tx, customer_id, values, now)

    def _columns(self, value: Any) -> dict[str, Any]:
        return {name: getattr(value, name) for name in self.columns}


PARTS: Mapping[str, Part] = {
    "phones": Part(schema.customer_phone, Phone, ("typed", "normal", "label")),
    "emails": Part(schema.customer_email, Email, ("address", "label")),
    "addresses": Part(schema.customer_address, Address, ("street", "postcode", "city", "country", "label")),
    "contacts": Part(schema.customer_contact, Contact, ("name", "role", "phone", "normal", "email")),
}
"""By the field of the draft that holds them."""


def read_parts(connection: Unit, customer_id: int) -> dict[str, Any]:
    """All that a customer has several of, by field."""
    return {
        field: tuple(map(part.value, part.rows(connection, customer_id))) for field, part in PARTS.items()
    }


def add_parts(tx: Connection, customer_id: int, draft: CustomerDraft, now: datetime) -> tuple[UndoStep, ...]:
    """Write what a new customer has several of."""
    return tuple(
        step
        for field, part in PARTS.items()
        for step in part.add(tx, customer_id, getattr(draft, field), now)
    )


def change_parts(
    tx: Connection, customer_id: int, draft: CustomerDraft, now: datetime
) -> tuple[UndoStep, ...]:
    """Write what a customer has several of now."""
    return tuple(
        step
        for field, part in PARTS.items()
        for step in part.change(tx, customer_id, getattr(draft, field), now)
    )


def changed_parts(old: CustomerDraft, new: CustomerDraft) -> dict[str, tuple[list[str], list[str]]]:
    """Which of them differ, as the history keeps them."""
    return {
        field: (_shown(getattr(old, field)), _shown(getattr(new, field)))
        for field in PARTS
        if getattr(old, field) != getattr(new, field)
    }


def with_normal_numbers(draft: CustomerDraft, country: str) -> CustomerDraft:
    """The draft with all its numbers in normal form, read as in that country."""
    contacts = (
        replace(one, normal=normalised(Phone(one.phone), country).normal if one.phone else "")
        for one in draft.contacts
    )
    phones = tuple(normalised(phone, country) for phone in draft.phones)
    return replace(draft, phones=phones, contacts=tuple(contacts))


def _shown(values: tuple[Any, ...]) -> list[str]:
    return [one.address if isinstance(one, Email) else one.shown for one in values]

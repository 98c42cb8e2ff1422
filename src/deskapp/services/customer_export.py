"""Reading customers whole, one after the other, for files that leave the shop."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from deskapp.domain.customer import Customer, CustomerDraft
from deskapp.domain.field import FieldOf
from deskapp.services.customer import CUSTOMER_COLUMNS
from deskapp.services.customer_list import filtered
from deskapp.services.customer_parts import PARTS
from deskapp.services.field import own_facts
from deskapp.store import schema

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection

    from deskapp.domain.actor import Actor
    from deskapp.store.engine import ShopFile

_customer = schema.customer
_AT_ONCE = 500


class CustomerExports:
    """The directory as a stream."""

    def __init__(self, file: ShopFile) -> None:
        self._file = file

    def everybody(self, actor: Actor, query: str = "") -> Iterator[Customer]:
        """The customers that a query means, in the order in which they were written down.

        They come from one state of the file; no more than some hundred are held at a time.
        """
        with self._file.read() as connection:
            ids = list(connection.execute(filtered(query).order_by(_customer.c.id)).scalars())
            for first in range(0, len(ids), _AT_ONCE):
                yield from _some(connection, ids[first : first + _AT_ONCE])


def _some(connection: Connection, ids: list[int]) -> Iterator[Customer]:
    parts = {field: part.between(connection, ids[0], ids[-1]) for field, part in PARTS.items()}
    rows = connection.execute(select(_customer).where(_customer.c.id.in_(ids)).order_by(_customer.c.id))
    for row in rows:
        values: dict[str, Any] = {name: getattr(row, name) for name in CUSTOMER_COLUMNS}
        several: dict[str, Any] = {field: tuple(found.get(row.id, ())) for field, found in parts.items()}
        draft = CustomerDraft(**values, **several, tags=tuple(row.tags.split()))
        own = own_facts(connection, FieldOf.CUSTOMER, draft.fields)
        yield Customer(row.id, draft, row.created_at, row.row_version, own=own)

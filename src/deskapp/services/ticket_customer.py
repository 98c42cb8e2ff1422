"""The customer of a new ticket: who stands for them now, and by what the queue and the search know them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import bindparam, select

from deskapp.services.customer_names import NAME_COLUMNS, group_columns, unknown
from deskapp.services.erased import stays_erased
from deskapp.store import schema, search_index
from deskapp.store.statement import Reading

if TYPE_CHECKING:
    from sqlalchemy import Connection

_customer = schema.customer
_words, _parts = (search_index.searched(name) for name in ("customer_words", "customer_parts"))
_KNOWN = Reading(
    select(
        _customer.c.erased_at,
        _customer.c.merged_into,
        _words.c.text.label("words"),
        _parts.c.text.label("parts"),
        *(shown.label(name) for name, shown in NAME_COLUMNS.items()),
    )
    .outerjoin(_words, _words.c.rowid == _customer.c.id)
    .outerjoin(_parts, _parts.c.rowid == _customer.c.id)
    .where(_customer.c.id == bindparam("id"))
)


class KnownCustomer(NamedTuple):
    """A customer with the columns that a ticket has of them, and their texts in the search index."""

    id: int | None
    columns: dict[str, Any]
    words: str
    parts: str


NOBODY = KnownCustomer(None, group_columns(""), "", "")


def known_customer(tx: Connection, customer_id: int) -> KnownCustomer:
    """The customer, or whom they were merged into; raises `NotFound`, or `Invalid` for one who was erased."""
    row = _KNOWN.first(tx, id=customer_id)
    if row is None:
        raise unknown(customer_id)
    if row.erased_at:
        raise stays_erased(customer_id)
    if row.merged_into:
        return known_customer(tx, row.merged_into)
    columns = {name: getattr(row, name) for name in NAME_COLUMNS}
    return KnownCustomer(customer_id, columns, row.words or "", row.parts or "")

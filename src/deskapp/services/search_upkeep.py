"""Whether the search index says what the records say, and making it anew when it does not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, select

from deskapp.domain.customer import CustomerDraft, Phone
from deskapp.services.customer import search_texts
from deskapp.services.ticket_texts import texts_between
from deskapp.store import schema, search_index
from deskapp.store.statement import Reading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Table

    Texts = dict[str, list[tuple[Any, ...]]]
    """For some indexes the rows that they should hold: a rowid and a text for each column."""

AT_A_TIME = 2_000  # records, so that the memory does not grow with their number
_customer, _phone = schema.customer, schema.customer_phone
_SAID_OF_CUSTOMERS = ("name", "company", "email", "city", "street", "postcode")
_CUSTOMERS = Reading(
    select(*(_customer.c[name] for name in ("id", *_SAID_OF_CUSTOMERS))).where(
        _customer.c.id.between(bindparam("first"), bindparam("last"))
    )
)
_PHONES = Reading(
    select(_phone.c.customer_id, _phone.c.typed, _phone.c.normal)
    .where(
        _phone.c.customer_id.between(bindparam("first"), bindparam("last")),
        _phone.c.binned_at.is_(None),
    )
    .order_by(_phone.c.customer_id, _phone.c.position)
)


def rebuild(tx: Connection) -> None:
    """Make every index anew from the records."""
    for name in search_index.TABLES:
        search_index.clear(tx, name)
    for texts in _expected(tx):
        for name, rows in texts.items():
            search_index.add(tx, name, rows)
    search_index.settle(tx)


def out_of_step(connection: Connection) -> dict[str, int]:
    """How many records each index lacks, has too many or knows by another text; none when all agree."""
    wrong = dict.fromkeys(search_index.TABLES, 0)
    known = dict.fromkeys(search_index.TABLES, 0)
    for texts in _expected(connection):
        for name, rows in texts.items():
            held = set(search_index.rows(connection, name, [row[0] for row in rows]))
            wrong[name] += sum(row not in held for row in rows)
            known[name] += sum(row[0] in {one[0] for one in held} for row in rows)
    for name in search_index.TABLES:
        wrong[name] += max(0, search_index.size(connection, name) - known[name])
    return {name: count for name, count in wrong.items() if count}


def _expected(connection: Connection) -> Iterator[Texts]:
    """Customers first, because the tickets take over what their index says."""
    for first, last in _ranges(connection, _customer):
        yield _of_customers(connection, first, last)
    for first, last in _ranges(connection, schema.ticket):
        found = list(texts_between(connection, first, last))
        yield {
            "ticket_words": [(one.rowid, *one.words) for one in found],
            "ticket_parts": [(one.rowid, *one.parts) for one in found],
        }


def _of_customers(connection: Connection, first: int, last: int) -> Texts:
    phones: dict[int, list[Phone]] = {}
    for phone in _PHONES.all(connection, first=first, last=last):
        phones.setdefault(phone.customer_id, []).append(Phone(phone.typed, phone.normal))
    words, parts = [], []
    for row in _CUSTOMERS.all(connection, first=first, last=last):
        said = {name: getattr(row, name) for name in _SAID_OF_CUSTOMERS}
        by_words, by_digits = search_texts(CustomerDraft(**said, phones=tuple(phones.get(row.id, ()))))
        words.append((row.id, by_words))
        parts.append((row.id, by_digits))
    return {"customer_words": words, "customer_parts": parts}


def _ranges(connection: Connection, table: Table) -> Iterator[tuple[int, int]]:
    last = connection.execute(select(func.coalesce(func.max(table.c.id), 0))).scalar_one()
    for first in range(1, last + 1, AT_A_TIME):
        yield first, first + AT_A_TIME - 1

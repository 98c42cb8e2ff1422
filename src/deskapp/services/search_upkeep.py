"""Whether the search index says what the records say, and making it anew when it does not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, select

from deskapp.domain.customer import CustomerDraft
from deskapp.services.customer import search_texts
from deskapp.services.customer_parts import PARTS
from deskapp.services.merged import all_former_names
from deskapp.services.ticket_texts import texts_between
from deskapp.store import schema, search_index
from deskapp.store.statement import Reading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import Connection, Table

    Texts = dict[str, list[tuple[Any, ...]]]
    """For some indexes the rows that they should hold: a rowid and a text for each column."""

AT_A_TIME = 2_000  # records, so that the memory does not grow with their number
_customer = schema.customer
_SAID_OF_CUSTOMERS = ("name", "company", "email", "city", "street", "postcode", "tax_id", "iban", "fields")
_CUSTOMERS = Reading(
    select(*(_customer.c[name] for name in ("id", "tags", *_SAID_OF_CUSTOMERS))).where(
        _customer.c.id.between(bindparam("first"), bindparam("last"))
    )
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
    former = all_former_names(connection)
    for first, last in _ranges(connection, _customer):
        yield _of_customers(connection, first, last, former)
    for first, last in _ranges(connection, schema.ticket):
        found = list(texts_between(connection, first, last))
        yield {
            "ticket_words": [(one.rowid, *one.words) for one in found],
            "ticket_parts": [(one.rowid, *one.parts) for one in found],
        }


def _of_customers(connection: Connection, first: int, last: int, former: dict[int, list[str]]) -> Texts:
    parts = {field: part.between(connection, first, last) for field, part in PARTS.items()}
    words, digits = [], []
    for row in _CUSTOMERS.all(connection, first=first, last=last):
        said = {name: getattr(row, name) for name in _SAID_OF_CUSTOMERS}
        several: dict[str, Any] = {field: tuple(of.get(row.id, ())) for field, of in parts.items()}
        draft = CustomerDraft(**said, tags=tuple(row.tags.split()), **several)
        by_words, by_digits = search_texts(draft, former.get(row.id, ()))
        words.append((row.id, by_words))
        digits.append((row.id, by_digits))
    return {"customer_words": words, "customer_parts": digits}


def _ranges(connection: Connection, table: Table) -> Iterator[tuple[int, int]]:
    last = connection.execute(select(func.coalesce(func.max(table.c.id), 0))).scalar_one()
    for first in range(1, last + 1, AT_A_TIME):
        yield first, first + AT_A_TIME - 1

"""By which words and parts of numbers a ticket is found: its own, its customer's and its devices'.

A group that stands in a customer's place is found like one.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import bindparam, literal, select, union_all

from deskapp.domain import text
from deskapp.domain.field import searched
from deskapp.services.device import FIELDS as OF_DEVICE
from deskapp.services.device import draft_of, search_texts
from deskapp.store import schema, search_index
from deskapp.store.statement import Reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import Connection, Select, Table

    from deskapp.domain.device import DeviceDraft

_ticket, _item, _device = schema.ticket, schema.item, schema.device
_names, _phones = (search_index.searched(name) for name in ("customer_words", "customer_parts"))
_OWN = ("external_id", "place", "tags")
_OF_ITEM = ("fault", "condition", "accessories", "findings", "work_done", "recommendation")


class TicketTexts(NamedTuple):
    """The row of a ticket in each of the two indexes, in the order of their columns."""

    rowid: int
    words: tuple[str, str, str]
    parts: tuple[str, str, str]


def index_texts(tx: Connection, ticket_id: int) -> None:
    """Write the ticket's search texts anew."""
    for found in texts_between(tx, ticket_id, ticket_id):
        search_index.put(tx, "ticket_words", found.rowid, *found.words)
        search_index.put(tx, "ticket_parts", found.rowid, *found.parts)


def index_new(tx: Connection, found: TicketTexts) -> None:
    """Write the search texts of a ticket that has none yet; `texts_between` would make the same."""
    search_index.add(tx, "ticket_words", [(found.rowid, *found.words)])
    search_index.add(tx, "ticket_parts", [(found.rowid, *found.parts)])


def texts_between(connection: Connection, first: int, last: int) -> Iterator[TicketTexts]:
    """The search texts of the tickets with ids from `first` to `last`, as they should be.

    The customers' are taken from the index of customers.
    """
    bounds = {"first": first, "last": last}
    items, said = _grouped(_ITEMS.all(connection, **bounds)), _grouped(_SAID.all(connection, **bounds))
    for row in _TICKETS.all(connection, **bounds):
        yield _texts(row, items[row.id], [one.text for one in said[row.id]])


def number_parts(number: str, code: str) -> str:
    """The parts by which a ticket number is found, its printed code too where that differs."""
    folded = "".join(text.words(number))
    return folded if code == folded else f"{folded} {code}"


def device_texts(devices: Iterable[DeviceDraft]) -> tuple[str, str]:
    """By which words a ticket is found through its devices, and by which parts of their numbers."""
    texts = [search_texts(device) for device in devices]
    return " ".join(words for words, _codes in texts), " ".join(codes for _words, codes in texts if codes)


def _texts(row: Any, items: list[Any], said: list[str]) -> TicketTexts:
    own = [getattr(row, name) for name in _OWN]
    own += [getattr(item, name) for item in items for name in _OF_ITEM]
    own += [value for one in (row, *items) for value in searched(one.fields)]
    words, codes = device_texts(draft_of(item) for item in items if item.category is not None)
    return TicketTexts(
        row.id if row.binned_at is None else -row.id,
        (text.index_text(own + said), _customer(row), words),
        (number_parts(row.number, row.code), row.phone or "", codes),
    )


def _customer(row: Any) -> str:
    return (row.customer or "") if row.customer_id else text.index_text([row.group_name])


def _grouped(rows: Iterable[Any]) -> defaultdict[int, list[Any]]:
    of_ticket: defaultdict[int, list[Any]] = defaultdict(list)
    for row in rows:
        of_ticket[row.ticket_id].append(row)
    return of_ticket


def _between(statement: Select[Any], ticket_id: Any) -> Select[Any]:
    return statement.where(ticket_id.between(bindparam("first"), bindparam("last")))


def _texts_of(table: Table, column: str) -> Select[Any]:
    there = (table.c.binned_at.is_(None),)
    texts = select(
        table.c.ticket_id, table.c[column].label("text"), literal(table.name).label("kind"), table.c.id
    )
    return _between(texts.where(*there), table.c.ticket_id)


_TICKETS = Reading(
    _between(
        select(
            *(
                _ticket.c[name]
                for name in (
                    *("id", "binned_at", "number", "code", "customer_id", "group_name", "fields"),
                    *_OWN,
                )
            ),
            _names.c.text.label("customer"),
            _phones.c.text.label("phone"),
        )
        .outerjoin(_names, _names.c.rowid == _ticket.c.customer_id)
        .outerjoin(_phones, _phones.c.rowid == _ticket.c.customer_id),
        _ticket.c.id,
    ).order_by(_ticket.c.id)
)
_ITEMS = Reading(
    _between(
        select(
            *(_item.c[name] for name in ("ticket_id", "device_id", "fields", *_OF_ITEM)),
            *(_device.c[name] for name in OF_DEVICE),
        )
        .outerjoin(_device, _device.c.id == _item.c.device_id)
        .where(_item.c.binned_at.is_(None)),
        _item.c.ticket_id,
    ).order_by(_item.c.ticket_id, _item.c.position)
)
_SAID = Reading(
    select(
        union_all(
            _texts_of(schema.line, "description"),
            _texts_of(schema.note, "text"),
            _texts_of(schema.message, "text"),
        ).subquery()
    ).order_by("ticket_id", "kind", "id")
)

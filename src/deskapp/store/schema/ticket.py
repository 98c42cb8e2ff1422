"""Tickets with all that belongs to them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Table, Text, text

from deskapp.store.schema.base import id_column, metadata, text_column, versioned
from deskapp.store.types import Exact, JsonText, Moment

if TYPE_CHECKING:
    from collections.abc import Iterator

_OPEN = text("closed_at IS NULL AND binned_at IS NULL")
_CLOSED = text("closed_at IS NOT NULL AND binned_at IS NULL")
_ORDERS = {
    "received": "received_at",
    "due": "coalesce(promised_at, '~')",  # what has no date comes last
    "number": "number",
    "customer": "customer_sort",
    "device": "lower(device_label)",
    "place": "lower(place)",
    "status": "status",
    "person": "person_id",
    "priority": "priority",
    "total": "total_minor",
    "since": "status_since",
    "updated": "updated_at",
}


def _orders() -> Iterator[Index]:
    """For each order of the list an index over the open tickets, which is small, and one over the closed.

    So the first page and a jump cost the same in a shop of any age, and daily work, which is done with
    open tickets, writes one index for each order only. SQLite ends every index with the row's id, by
    which lists break ties.
    """
    for name, key in _ORDERS.items():
        column = key if key.isidentifier() else text(key)
        yield Index(f"ix_ticket_open_by_{name}", column, sqlite_where=_OPEN)
        yield Index(f"ix_ticket_closed_by_{name}", column, sqlite_where=_CLOSED)


ticket = Table(
    "ticket",
    metadata,
    id_column(),
    Column("number", Text, nullable=False, unique=True),
    Column("code", Text, nullable=False, index=True),  # the digits that printed codes carry
    Column("customer_id", ForeignKey("customer.id")),
    Column("status", Text, nullable=False),  # derived from the items in the same transaction
    Column("meaning", Text, nullable=False),
    Column("received_at", Moment, nullable=False),
    Column("received_by", ForeignKey("person.id")),
    Column("promised_at", Moment),
    Column("planned_at", Moment),
    Column("closed_at", Moment),
    Column("closed_month", Text),  # "2026-03" in the shop's zone
    Column("turnaround_min", Integer),  # from intake to close, waiting left out
    Column("priority", Text, nullable=False),
    Column("person_id", ForeignKey("person.id")),
    text_column("tags"),  # words with a space between
    # What the queue shows of the items, kept with the ticket so that a page of the list is one look-up.
    text_column("device_label"),
    text_column("fault_line"),
    Column("item_count", Integer, nullable=False, server_default="1"),
    # And of the customer (the group where there is none), of the lines and of the history.
    text_column("customer_label"),
    text_column("phone_label"),
    text_column("customer_sort"),  # folded
    Column("total_minor", Integer, nullable=False, server_default="0"),  # with tax
    Column("status_since", Moment, nullable=False, server_default=""),
    Column("updated_at", Moment, nullable=False, server_default=""),
    text_column("place"),
    Column("cost_limit_minor", Integer),
    text_column("kind"),  # "quick" for work done while the customer waited
    Column("deposit_minor", Integer),
    text_column("terms"),  # as they stood when it was taken in
    Column("comeback_of", ForeignKey("ticket.id")),
    Column("fields", JsonText, nullable=False, server_default="{}"),
    Column("prices_include_tax", Boolean),  # how its lines were priced; none as long as there are none
    text_column("group_name"),  # who brought it where there is no customer, for example a repair group
    text_column("external_id"),
    *versioned(),
    Index("ix_ticket_customer", "customer_id", "received_at"),
    Index("ix_ticket_comeback", "comeback_of", sqlite_where=text("comeback_of IS NOT NULL")),
    Index("ix_ticket_quick", "received_at", sqlite_where=text("kind = 'quick'")),
    Index("ix_ticket_bin", "binned_at", sqlite_where=text("binned_at IS NOT NULL")),
    Index("ix_ticket_closed", "closed_at", sqlite_where=_CLOSED),
    Index("ix_ticket_planned", "planned_at", sqlite_where=text("planned_at IS NOT NULL")),
    Index("ix_ticket_open_meaning", "meaning", sqlite_where=_OPEN),
    Index("ix_ticket_ready", "status_since", sqlite_where=text(f"meaning = 'ready' AND {_OPEN.text}")),
    *_orders(),
)

item = Table(
    "item",
    metadata,
    id_column(),
    Column("ticket_id", ForeignKey("ticket.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("device_id", ForeignKey("device.id"), index=True),
    text_column("fault"),
    text_column("condition"),
    text_column("accessories"),
    text_column("findings"),
    text_column("work_done"),
    text_column("recommendation"),
    Column("status", Text, nullable=False),
    Column("meaning", Text, nullable=False),
    Column("closed_at", Moment),
    Column("outcome", Text),
    text_column("barrier"),
    text_column("item_type"),
    Column("checklist", JsonText, nullable=False, server_default="[]"),  # [[key, label, result, note]]
    Column("fields", JsonText, nullable=False, server_default="{}"),
    *versioned(),
    Index("ix_item_ticket", "ticket_id", "position", unique=True),
)

# A passcode lies here and nowhere else; its row is deleted at hand-over.
item_secret = Table(
    "item_secret",
    metadata,
    id_column(),
    Column("item_id", ForeignKey("item.id"), nullable=False, unique=True),
    Column("kind", Text, nullable=False),  # passcode or pattern
    Column("value", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("person_id", ForeignKey("person.id")),
)

draft = Table(
    "draft",
    metadata,
    id_column(),
    Column("at", Moment, nullable=False),
    Column("person_id", ForeignKey("person.id")),
    Column("content", JsonText, nullable=False),
)

line = Table(
    "line",
    metadata,
    id_column(),
    Column("ticket_id", ForeignKey("ticket.id"), nullable=False, index=True),
    Column("item_id", ForeignKey("item.id"), nullable=False),
    Column("service_id", ForeignKey("service.id")),
    Column("kind", Text, nullable=False),
    Column("description", Text, nullable=False),
    Column("quantity", Exact, nullable=False),
    Column("unit_price_minor", Integer, nullable=False),
    Column("tax_class", Text, nullable=False),
    Column("tax_rates", JsonText, nullable=False),  # the rates of the day it was written: [["VAT", "20"]]
    Column("warranty_number", Integer),
    Column("warranty_unit", Text),
    text_column("result"),
    *versioned(),
)

status_step = Table(
    "status_step",
    metadata,
    id_column(),
    Column("ticket_id", ForeignKey("ticket.id"), nullable=False, index=True),
    Column("item_id", ForeignKey("item.id"), nullable=False),
    Column("from_status", Text),
    Column("to_status", Text, nullable=False),
    Column("person_id", ForeignKey("person.id")),
    Column("at", Moment, nullable=False),
    text_column("reason"),
    Column("undoes_id", ForeignKey("status_step.id")),
)

note = Table(
    "note",
    metadata,
    id_column(),
    Column("ticket_id", ForeignKey("ticket.id"), nullable=False, index=True),
    Column("text", Text, nullable=False),
    Column("person_id", ForeignKey("person.id")),
    Column("at", Moment, nullable=False),
    *versioned(),
)

message = Table(
    "message",
    metadata,
    id_column(),
    Column("ticket_id", ForeignKey("ticket.id"), nullable=False, index=True),
    Column("text", Text, nullable=False),
    Column("person_id", ForeignKey("person.id")),
    Column("at", Moment, nullable=False),
    *versioned(),
)

printing = Table(
    "printing",
    metadata,
    id_column(),
    Column("ticket_id", ForeignKey("ticket.id"), nullable=False, index=True),
    Column("document", Text, nullable=False),
    Column("person_id", ForeignKey("person.id")),
    Column("at", Moment, nullable=False),
    Column("sha256", Text, nullable=False),
)

# The ids at which the order of ids and the order of intake part: a run goes on as long as each
# ticket was received no earlier than the one before it. An import of old records begins one.
ticket_run = Table("ticket_run", metadata, Column("first_id", Integer, primary_key=True))

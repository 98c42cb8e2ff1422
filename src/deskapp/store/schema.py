"""Every table of the shop file, on one page.

Money is integers of the shop currency's smallest unit (`…_minor`); moments are UTC; `row_version`
grows with every change; `binned_at` marks what is in the bin, because nothing is deleted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from deskapp.store.types import Exact, JsonText, Moment

if TYPE_CHECKING:
    from collections.abc import Iterator

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _id() -> Column[int]:
    return Column("id", Integer, primary_key=True)


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False, server_default="")


def _versioned() -> tuple[Column[int], Column[object]]:
    return (
        Column("row_version", Integer, nullable=False, server_default="1"),
        Column("binned_at", Moment),
    )


# --- the shop ---------------------------------------------------------------------------------

shop = Table(
    "shop",
    metadata,
    Column("id", Integer, CheckConstraint("id = 1", name="only_one"), primary_key=True),
    Column("name", Text, nullable=False),
    _text("street"),
    _text("postcode"),
    _text("city"),
    Column("country", Text, nullable=False),
    _text("phone"),
    _text("email"),
    _text("website"),
    _text("tax_id"),
    Column("language", Text, nullable=False),
    Column("currency", Text, nullable=False),
    Column("currency_digits", Integer, nullable=False),
    Column("time_zone", Text, nullable=False),
    Column("paper", Text, nullable=False),
    Column("prices_include_tax", Boolean, nullable=False),
    Column("opening_hours", JsonText, nullable=False),
    _text("terms"),
    Column("logo", LargeBinary),
    Column("ticket_template", Text, nullable=False),
    Column("is_sample", Boolean, nullable=False, server_default=text("0")),
    Column("stale_days", Integer, nullable=False, server_default="7"),
    Column("uncollected_days", Integer, nullable=False, server_default="14"),
    _text("trade"),
    Column("words", JsonText, nullable=False, server_default="{}"),  # how the trade calls things
    Column("retention", JsonText, nullable=False, server_default="{}"),  # kind of data → months
    Column("row_version", Integer, nullable=False, server_default="1"),
)

tax_class = Table(
    "tax_class",
    metadata,
    _id(),
    Column("key", Text, nullable=False, unique=True),
    Column("label", Text, nullable=False),
    Column("position", Integer, nullable=False),
    *_versioned(),
)

tax_rate = Table(
    "tax_rate",
    metadata,
    _id(),
    Column("tax_class_id", ForeignKey("tax_class.id"), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("percent", Exact, nullable=False),
    *_versioned(),
)

person = Table(
    "person",
    metadata,
    _id(),
    Column("name", Text, nullable=False, unique=True),
    Column("role", Text, nullable=False),
    Column("active", Boolean, nullable=False, server_default=text("1")),
    *_versioned(),
)

status = Table(
    "status",
    metadata,
    _id(),
    Column("key", Text, nullable=False, unique=True),
    Column("label", Text, nullable=False),
    Column("meaning", Text, nullable=False),
    _text("colour"),
    Column("icon", Text, nullable=False),
    Column("position", Integer, nullable=False),
    *_versioned(),
)

number_series = Table(
    "number_series",
    metadata,
    _id(),
    Column("series", Text, nullable=False),
    Column("period", Text, nullable=False),  # "26" where the sequence restarts each year, else ""
    Column("last", Integer, nullable=False),
    UniqueConstraint("series", "period"),
)

# --- the directory and the catalog --------------------------------------------------------------

customer = Table(
    "customer",
    metadata,
    _id(),
    _text("name"),
    _text("company"),
    _text("email"),
    _text("street"),
    _text("postcode"),
    _text("city"),
    _text("country"),
    _text("language"),
    _text("tax_id"),
    _text("note"),
    _text("alert"),
    _text("kind"),  # person, firm or unknown
    _text("channel"),  # by which the customer wants to hear from the shop
    Column("do_not_contact", Boolean, nullable=False, server_default=text("0")),
    _text("price_group"),
    _text("tags"),  # words with a space between
    _text("iban"),
    Column("payer_id", ForeignKey("customer.id")),  # who pays where it is somebody else
    Column("merged_into", ForeignKey("customer.id")),
    Column("fields", JsonText, nullable=False, server_default="{}"),  # the shop's own: key → value
    Column("sort_name", Text, nullable=False),  # folded, so that lists sort as people read
    Column("created_at", Moment, nullable=False),
    *_versioned(),
    Index("ix_customer_by_name", "sort_name", sqlite_where=text("binned_at IS NULL")),
    Index("ix_customer_email_folded", text("lower(email)"), sqlite_where=text("email <> ''")),
    Index("ix_customer_merged", "merged_into", sqlite_where=text("merged_into IS NOT NULL")),
    Index("ix_customer_payer", "payer_id", sqlite_where=text("payer_id IS NOT NULL")),
)

customer_phone = Table(
    "customer_phone",
    metadata,
    _id(),
    Column("customer_id", ForeignKey("customer.id"), nullable=False),
    Column("position", Integer, nullable=False),
    _text("label"),
    Column("typed", Text, nullable=False),
    _text("normal"),
    *_versioned(),
    Index("ix_customer_phone_customer", "customer_id", "position"),
    Index("ix_customer_phone_normal", "normal"),
    Index("ix_customer_phone_ending", text("substr(normal, -7)"), sqlite_where=text("normal <> ''")),
)

customer_email = Table(
    "customer_email",
    metadata,
    _id(),
    Column("customer_id", ForeignKey("customer.id"), nullable=False, index=True),
    Column("position", Integer, nullable=False),
    _text("label"),
    Column("address", Text, nullable=False),
    *_versioned(),
    Index("ix_customer_email_address", text("lower(address)")),
)

customer_address = Table(
    "customer_address",
    metadata,
    _id(),
    Column("customer_id", ForeignKey("customer.id"), nullable=False, index=True),
    Column("position", Integer, nullable=False),
    _text("label"),
    _text("street"),
    _text("postcode"),
    _text("city"),
    _text("country"),
    *_versioned(),
)

customer_contact = Table(
    "customer_contact",
    metadata,
    _id(),
    Column("customer_id", ForeignKey("customer.id"), nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("name", Text, nullable=False),
    _text("role"),
    _text("phone"),
    _text("normal"),
    _text("email"),
    *_versioned(),
)

customer_merge = Table(
    "customer_merge",
    metadata,
    _id(),
    Column("at", Moment, nullable=False),
    Column("person_id", ForeignKey("person.id")),
    Column("kept_id", ForeignKey("customer.id"), nullable=False, index=True),
    Column("gone_id", ForeignKey("customer.id"), nullable=False, index=True),
    Column("detail", JsonText, nullable=False),  # what moved and what was chosen, to take it back by
    Column("undone_at", Moment),
)

# Two customers who look alike and are not the same; the smaller id first.
not_duplicate = Table(
    "not_duplicate",
    metadata,
    _id(),
    Column("customer_id", ForeignKey("customer.id"), nullable=False, index=True),
    Column("other_id", ForeignKey("customer.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("person_id", ForeignKey("person.id")),
    *_versioned(),
)

device = Table(
    "device",
    metadata,
    _id(),
    Column("customer_id", ForeignKey("customer.id"), index=True),
    _text("category"),
    _text("brand"),
    _text("model"),
    _text("serial"),
    _text("colour"),
    Column("year", Integer),
    _text("item_type"),
    _text("imei"),
    _text("frame_number"),
    _text("note"),
    Column("is_loaner", Boolean, nullable=False, server_default=text("0")),
    Column("fields", JsonText, nullable=False, server_default="{}"),
    *_versioned(),
    Index("ix_device_serial", "serial", sqlite_where=text("serial <> ''")),
)

device_owner = Table(
    "device_owner",
    metadata,
    _id(),
    Column("device_id", ForeignKey("device.id"), nullable=False, index=True),
    Column("customer_id", ForeignKey("customer.id")),
    Column("at", Moment, nullable=False),
    Column("person_id", ForeignKey("person.id")),
    _text("reason"),
)

item_type = Table(
    "item_type",
    metadata,
    _id(),
    Column("key", Text, nullable=False, unique=True),
    Column("label", Text, nullable=False),
    _text("icon"),
    Column("checklist", JsonText, nullable=False),  # what is looked at when it comes in: [[key, label]]
    Column("accessories", JsonText, nullable=False),  # what people leave with it
    Column("position", Integer, nullable=False),
    *_versioned(),
)

field = Table(
    "field",
    metadata,
    _id(),
    Column("key", Text, nullable=False, unique=True),
    Column("label", Text, nullable=False),
    Column("kind", Text, nullable=False),  # text, number, choice, date or yes_no
    _text("unit"),
    Column("choices", JsonText, nullable=False, server_default="[]"),
    Column("of", Text, nullable=False),  # item, ticket or customer
    _text("item_type"),  # none: of every type
    Column("position", Integer, nullable=False),
    *_versioned(),
)

service = Table(
    "service",
    metadata,
    _id(),
    Column("code", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    _text("category"),
    Column("price_minor", Integer, nullable=False),
    Column("cost_minor", Integer),
    Column("tax_class", Text, nullable=False),
    Column("minutes", Integer),
    Column("warranty_number", Integer),
    Column("warranty_unit", Text),
    _text("description"),
    Column("retired", Boolean, nullable=False, server_default=text("0")),
    *_versioned(),
)

# --- tickets --------------------------------------------------------------------------------------

_THERE = text("binned_at IS NULL")
_OPEN = text("closed_at IS NULL AND binned_at IS NULL")
_DUE = "coalesce(promised_at, '~')"  # what has no date comes last
_ORDERS = {
    "received": ("received_at",),
    "due": ("promised_at",),
    "number": ("number",),
    "customer": ("customer_sort",),
    "device": ("lower(device_label)",),
    "place": ("lower(place)",),
    "status": ("status",),
    "person": ("person_id",),
    "priority": ("priority",),
    "total": ("total_minor",),
    "since": ("status_since",),
    "updated": ("updated_at",),
}


def _orders() -> Iterator[Index]:
    """For each order of the list an index over all tickets, and a small one over the open ones.

    So the first page and a jump cost the same in a shop of any age. SQLite ends every index with the
    row's id, by which lists break ties. Those of one column keep the bin, because SQLite skips rows of
    an index twice as fast where nothing is asked of them.
    """
    for name, keys in _ORDERS.items():
        columns = [key if key.isidentifier() else text(key) for key in keys]
        plain = all(key.isidentifier() for key in keys) and name not in {"status", "person", "priority"}
        in_open = [text(_DUE)] if name == "due" else columns
        yield Index(f"ix_ticket_by_{name}", *columns, sqlite_where=None if plain else _THERE)
        yield Index(f"ix_ticket_open_by_{name}", *in_open, sqlite_where=_OPEN)


ticket = Table(
    "ticket",
    metadata,
    _id(),
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
    _text("tags"),  # words with a space between
    # What the queue shows of the items, kept with the ticket so that a page of the list is one look-up.
    _text("device_label"),
    _text("fault_line"),
    Column("item_count", Integer, nullable=False, server_default="1"),
    # And of the customer (the group where there is none), of the lines and of the history.
    _text("customer_label"),
    _text("phone_label"),
    _text("customer_sort"),  # folded
    Column("total_minor", Integer, nullable=False, server_default="0"),  # with tax
    Column("status_since", Moment, nullable=False, server_default=""),
    Column("updated_at", Moment, nullable=False, server_default=""),
    _text("place"),
    Column("cost_limit_minor", Integer),
    _text("kind"),  # quick: done while the customer waited
    Column("deposit_minor", Integer),
    _text("terms"),  # as they stood when it was taken in
    Column("comeback_of", ForeignKey("ticket.id")),
    Column("fields", JsonText, nullable=False, server_default="{}"),
    Column("prices_include_tax", Boolean),  # how its lines were priced; none as long as there are none
    _text("group_name"),  # who brought it where there is no customer, for example a repair group
    _text("external_id"),
    *_versioned(),
    Index("ix_ticket_customer", "customer_id", "received_at"),
    Index("ix_ticket_comeback", "comeback_of", sqlite_where=text("comeback_of IS NOT NULL")),
    Index("ix_ticket_bin", "binned_at", sqlite_where=text("binned_at IS NOT NULL")),
    Index("ix_ticket_closed", "closed_at", sqlite_where=text("closed_at IS NOT NULL AND binned_at IS NULL")),
    Index("ix_ticket_planned", "planned_at", sqlite_where=text("planned_at IS NOT NULL")),
    Index("ix_ticket_open_meaning", "meaning", sqlite_where=_OPEN),
    Index("ix_ticket_ready", "status_since", sqlite_where=text(f"meaning = 'ready' AND {_OPEN.text}")),
    *_orders(),
)

item = Table(
    "item",
    metadata,
    _id(),
    Column("ticket_id", ForeignKey("ticket.id"), nullable=False),
    Column("position", Integer, nullable=False),
    Column("device_id", ForeignKey("device.id"), index=True),
    _text("fault"),
    _text("condition"),
    _text("accessories"),
    _text("findings"),
    _text("work_done"),
    _text("recommendation"),
    Column("status", Text, nullable=False),
    Column("meaning", Text, nullable=False),
    Column("closed_at", Moment),
    Column("outcome", Text),
    _text("barrier"),
    _text("item_type"),
    Column("checklist", JsonText, nullable=False, server_default="[]"),  # [[key, label, result, note]]
    Column("fields", JsonText, nullable=False, server_default="{}"),
    *_versioned(),
    Index("ix_item_ticket", "ticket_id", "position", unique=True),
)

# A passcode lies here and nowhere else; its row is deleted at hand-over.
item_secret = Table(
    "item_secret",
    metadata,
    _id(),
    Column("item_id", ForeignKey("item.id"), nullable=False, unique=True),
    Column("kind", Text, nullable=False),  # passcode or pattern
    Column("value", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("person_id", ForeignKey("person.id")),
)

photo = Table(
    "photo",
    metadata,
    _id(),
    Column("sha256", Text, nullable=False, unique=True),
    Column("media_type", Text, nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("thumbnail", LargeBinary, nullable=False),
)

ticket_photo = Table(
    "ticket_photo",
    metadata,
    _id(),
    Column("ticket_id", ForeignKey("ticket.id"), nullable=False, index=True),
    Column("item_id", ForeignKey("item.id")),
    Column("photo_id", ForeignKey("photo.id"), nullable=False, index=True),
    Column("position", Integer, nullable=False),
    _text("caption"),
    Column("at", Moment, nullable=False),
    Column("person_id", ForeignKey("person.id")),
    *_versioned(),
)

loan = Table(
    "loan",
    metadata,
    _id(),
    Column("device_id", ForeignKey("device.id"), nullable=False, index=True),
    Column("ticket_id", ForeignKey("ticket.id"), nullable=False, index=True),
    Column("out_at", Moment, nullable=False),
    Column("out_by", ForeignKey("person.id")),
    Column("due_at", Moment),
    Column("back_at", Moment),
    Column("back_by", ForeignKey("person.id")),
    _text("note"),
    *_versioned(),
)

enquiry = Table(
    "enquiry",
    metadata,
    _id(),
    Column("at", Moment, nullable=False),
    Column("person_id", ForeignKey("person.id")),
    Column("customer_id", ForeignKey("customer.id")),
    _text("name"),
    _text("phone"),
    _text("email"),
    Column("text", Text, nullable=False),
    Column("ticket_id", ForeignKey("ticket.id")),  # what became of it
    Column("closed_at", Moment),
    *_versioned(),
)

draft = Table(
    "draft",
    metadata,
    _id(),
    Column("at", Moment, nullable=False),
    Column("person_id", ForeignKey("person.id")),
    Column("content", JsonText, nullable=False),
)

line = Table(
    "line",
    metadata,
    _id(),
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
    _text("result"),
    *_versioned(),
)

status_step = Table(
    "status_step",
    metadata,
    _id(),
    Column("ticket_id", ForeignKey("ticket.id"), nullable=False, index=True),
    Column("item_id", ForeignKey("item.id"), nullable=False),
    Column("from_status", Text),
    Column("to_status", Text, nullable=False),
    Column("person_id", ForeignKey("person.id")),
    Column("at", Moment, nullable=False),
    _text("reason"),
    Column("undoes_id", ForeignKey("status_step.id")),
)

note = Table(
    "note",
    metadata,
    _id(),
    Column("ticket_id", ForeignKey("ticket.id"), nullable=False, index=True),
    Column("text", Text, nullable=False),
    Column("person_id", ForeignKey("person.id")),
    Column("at", Moment, nullable=False),
    *_versioned(),
)

message = Table(
    "message",
    metadata,
    _id(),
    Column("ticket_id", ForeignKey("ticket.id"), nullable=False, index=True),
    Column("text", Text, nullable=False),
    Column("person_id", ForeignKey("person.id")),
    Column("at", Moment, nullable=False),
    *_versioned(),
)

printing = Table(
    "printing",
    metadata,
    _id(),
    Column("ticket_id", ForeignKey("ticket.id"), nullable=False, index=True),
    Column("document", Text, nullable=False),
    Column("person_id", ForeignKey("person.id")),
    Column("at", Moment, nullable=False),
    Column("sha256", Text, nullable=False),
)

# The ids at which the order of ids and the order of intake part: a run goes on as long as each
# ticket was received no earlier than the one before it. An import of old records begins one.
ticket_run = Table("ticket_run", metadata, Column("first_id", Integer, primary_key=True))

# --- how people look at the queue -------------------------------------------------------------------

saved_view = Table(
    "saved_view",
    metadata,
    _id(),
    Column("name", Text, nullable=False),
    _text("query"),
    _text("sort"),
    Column("columns", JsonText, nullable=False),
    _text("grouping"),
    _text("density"),
    Column("person_id", ForeignKey("person.id")),  # none: shared
    Column("position", Integer, nullable=False),
    *_versioned(),
)

work_limit = Table(
    "work_limit",
    metadata,
    _id(),
    _text("meaning"),  # of a column of the board, or
    Column("person_id", ForeignKey("person.id")),  # of a person's work
    Column("most", Integer, nullable=False),
    *_versioned(),
)

# --- who did what -----------------------------------------------------------------------------------

audit = Table(
    "audit",
    metadata,
    _id(),
    Column("at", Moment, nullable=False),
    Column("person_id", ForeignKey("person.id")),
    Column("role", Text, nullable=False),
    Column("source", Text, nullable=False),
    Column("action", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("record_id", Integer),
    Column("fields", JsonText, nullable=False),  # field name → salted hash of the new value
    Column("chain", Text, nullable=False),  # SHA-256 over the previous chain value and this row
    Index("ix_audit_record", "kind", "record_id"),
)

audit_value = Table(
    "audit_value",
    metadata,
    _id(),
    Column("audit_id", ForeignKey("audit.id"), nullable=False, index=True),
    Column("field", Text, nullable=False),
    Column("salt", Text, nullable=False),
    Column("before", JsonText),
    Column("after", JsonText),
)

# --- imports ----------------------------------------------------------------------------------------

import_batch = Table(
    "import_batch",
    metadata,
    _id(),
    Column("at", Moment, nullable=False),
    Column("person_id", ForeignKey("person.id")),
    Column("preset", Text, nullable=False),
    Column("file_name", Text, nullable=False),
    Column("sha256", Text, nullable=False),
    Column("read", Integer, nullable=False),
    Column("new", Integer, nullable=False),
    Column("changed", Integer, nullable=False),
    Column("unchanged", Integer, nullable=False),
    Column("skipped", Integer, nullable=False),
    Column("undone_at", Moment),
)

import_row = Table(
    "import_row",
    metadata,
    _id(),
    Column("batch_id", ForeignKey("import_batch.id"), nullable=False, index=True),
    Column("row", Integer, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("ticket_id", ForeignKey("ticket.id")),
    Column("customer_id", ForeignKey("customer.id")),
    _text("problem"),
)

import_mapping = Table(
    "import_mapping",
    metadata,
    _id(),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("headers", JsonText, nullable=False),
    Column("mapping", JsonText, nullable=False),
    *_versioned(),
)

external_ref = Table(
    "external_ref",
    metadata,
    _id(),
    Column("system", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("external_id", Text, nullable=False),
    Column("record_id", Integer, nullable=False),
    Column("fingerprint", Text, nullable=False),  # of the imported values: tells changed from unchanged
    UniqueConstraint("system", "kind", "external_id"),
)

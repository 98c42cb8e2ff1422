"""Every column that can hold a text has been thought about: who is erased may stand in it."""

from __future__ import annotations

from sqlalchemy import LargeBinary, Text

from deskapp.services.erasure_texts import OF_OTHERS, OF_TICKETS
from deskapp.store import schema
from deskapp.store.types import Exact, JsonText, Moment

EMPTIED = {
    "audit_value", "customer_merge", "external_ref", "item_secret", "photo", "saved_view",
}  # fmt: skip
"""Tables whose rows go or are emptied whole wherever they name a person."""

OF_THE_SHOP = {
    "field", "import_mapping", "item_type", "number_series", "person", "pin", "shop", "status", "tax_class",
    "tax_rate", "work_limit",
}  # fmt: skip
"""Tables in which the shop speaks of itself."""

DERIVED = {"customer_label", "phone_label", "customer_sort", "device_label", "fault_line"}
"""Columns of a ticket that are written anew after an erasure."""

WHO_THEY_ARE = {
    "customer": {"name", "company", "email", "sort_name", "tax_id", "iban"},
    "customer_contact": {"name", "phone", "normal", "email"},  # looked at by erasure_contacts
    "customer_email": {"address"},
    "customer_phone": {"typed", "normal"},
}
"""Columns that say who another customer is, who keeps them; the person's own are emptied."""

NOBODYS = {
    "customer": {"country", "language", "kind", "channel", "price_group"},
    "customer_address": {"country"},
    "audit": {"role", "source", "action", "kind", "fields", "chain"},
    "device": {"serial", "imei", "frame_number"},  # emptied by name
    "erasure": {"detail"},
    "import_batch": {"preset", "sha256"},
    "import_row": {"outcome"},
    "item": {"status", "meaning", "outcome", "item_type"},
    "line": {"kind", "tax_class", "tax_rates", "warranty_unit"},
    "printing": {"document", "sha256"},
    "service": {"code", "kind", "tax_class", "warranty_unit"},
    "status_step": {"from_status", "to_status"},
    "ticket": {"number", "code", "status", "meaning", "closed_month", "priority", "kind", "external_id"},
}
"""Columns in which no person writes."""


def test_each_column_with_text_is_emptied_blacked_out_or_nobodys() -> None:
    open_questions = []
    for table in schema.metadata.tables.values():
        if table.name in EMPTIED | OF_THE_SHOP:
            continue
        texts = {column.name for column in table.columns if _holds_text(column.type)}
        known = {name for one in (*OF_TICKETS, *OF_OTHERS) if one.table is table for name in one.columns}
        known |= NOBODYS.get(table.name, set()) | WHO_THEY_ARE.get(table.name, set())
        known |= DERIVED if table is schema.ticket else set()
        open_questions += [f"{table.name}.{name}" for name in sorted(texts - known)]
    assert open_questions == [], "a new column: may somebody who is erased stand in it?"


def test_pictures_lie_where_they_are_looked_for() -> None:
    blobs = {f"{t.name}.{c.name}" for t in schema.metadata.tables.values() for c in t.columns if _is_blob(c)}
    assert blobs == {"photo.content", "photo.thumbnail", "shop.logo"}


def _holds_text(kind: object) -> bool:
    return isinstance(kind, Text | JsonText) and not isinstance(kind, Moment | Exact)


def _is_blob(column: object) -> bool:
    return isinstance(getattr(column, "type", None), LargeBinary)

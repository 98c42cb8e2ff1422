"""What the shop does, and what it writes down about things."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Integer, Table, Text, text

from deskapp.store.schema.base import id_column, metadata, text_column, versioned
from deskapp.store.types import JsonText

item_type = Table(
    "item_type",
    metadata,
    id_column(),
    Column("key", Text, nullable=False, unique=True),
    Column("label", Text, nullable=False),
    text_column("icon"),
    Column("checklist", JsonText, nullable=False),  # what is looked at when it comes in: [[key, label]]
    Column("accessories", JsonText, nullable=False),  # what people leave with it
    Column("position", Integer, nullable=False),
    *versioned(),
)

field = Table(
    "field",
    metadata,
    id_column(),
    Column("key", Text, nullable=False, unique=True),
    Column("label", Text, nullable=False),
    Column("kind", Text, nullable=False),  # text, number, choice, date or yes_no
    text_column("unit"),
    Column("choices", JsonText, nullable=False, server_default="[]"),
    Column("of", Text, nullable=False),  # item, ticket or customer
    text_column("item_type"),  # none: of every type
    Column("position", Integer, nullable=False),
    *versioned(),
)

service = Table(
    "service",
    metadata,
    id_column(),
    Column("code", Text, nullable=False, unique=True),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    text_column("category"),
    Column("price_minor", Integer, nullable=False),
    Column("cost_minor", Integer),
    Column("tax_class", Text, nullable=False),
    Column("minutes", Integer),
    Column("warranty_number", Integer),
    Column("warranty_unit", Text),
    text_column("description"),
    Column("retired", Boolean, nullable=False, server_default=text("0")),
    *versioned(),
)

"""The shop, its people, statuses, taxes and numbers."""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    ForeignKey,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from deskapp.store.schema.base import id_column, metadata, text_column, versioned
from deskapp.store.types import Exact, JsonText, Moment

shop = Table(
    "shop",
    metadata,
    Column("id", Integer, CheckConstraint("id = 1", name="only_one"), primary_key=True),
    Column("name", Text, nullable=False),
    text_column("street"),
    text_column("postcode"),
    text_column("city"),
    Column("country", Text, nullable=False),
    text_column("phone"),
    text_column("email"),
    text_column("website"),
    text_column("tax_id"),
    Column("language", Text, nullable=False),
    Column("currency", Text, nullable=False),
    Column("currency_digits", Integer, nullable=False),
    Column("time_zone", Text, nullable=False),
    Column("paper", Text, nullable=False),
    Column("prices_include_tax", Boolean, nullable=False),
    Column("opening_hours", JsonText, nullable=False),
    text_column("terms"),
    Column("logo", LargeBinary),
    Column("ticket_template", Text, nullable=False),
    Column("is_sample", Boolean, nullable=False, server_default=text("0")),
    Column("stale_days", Integer, nullable=False, server_default="7"),
    Column("uncollected_days", Integer, nullable=False, server_default="14"),
    text_column("trade"),
    Column("words", JsonText, nullable=False, server_default="{}"),  # how the trade calls things
    Column("retention", JsonText, nullable=False, server_default="{}"),  # kind of data → months it is kept
    Column("lock_minutes", Integer, nullable=False, server_default="5"),  # without a touch; 0: never
    text_column("recovery_hash"),
    text_column("uid"),  # tells the backups of this shop from those of another one
    Column("row_version", Integer, nullable=False, server_default="1"),
)

tax_class = Table(
    "tax_class",
    metadata,
    id_column(),
    Column("key", Text, nullable=False, unique=True),
    Column("label", Text, nullable=False),
    Column("position", Integer, nullable=False),
    *versioned(),
)

tax_rate = Table(
    "tax_rate",
    metadata,
    id_column(),
    Column("tax_class_id", ForeignKey("tax_class.id"), nullable=False, index=True),
    Column("name", Text, nullable=False),
    Column("percent", Exact, nullable=False),
    *versioned(),
)

person = Table(
    "person",
    metadata,
    id_column(),
    Column("name", Text, nullable=False, unique=True),
    Column("role", Text, nullable=False),
    Column("active", Boolean, nullable=False, server_default=text("1")),
    *versioned(),
)

pin = Table(  # how a person shows who they are
    "pin",
    metadata,
    Column("person_id", ForeignKey("person.id"), primary_key=True),
    Column("hash", Text, nullable=False),
    Column("tries", Integer, nullable=False, server_default="0"),  # that failed, one after another
    Column("tried_at", Moment),
    Column("next_try_at", Moment),
)

status = Table(
    "status",
    metadata,
    id_column(),
    Column("key", Text, nullable=False, unique=True),
    Column("label", Text, nullable=False),
    Column("meaning", Text, nullable=False),
    text_column("colour"),
    Column("icon", Text, nullable=False),
    Column("position", Integer, nullable=False),
    *versioned(),
)

number_series = Table(
    "number_series",
    metadata,
    id_column(),
    Column("series", Text, nullable=False),
    Column("period", Text, nullable=False),  # "26" where the sequence restarts each year, else ""
    Column("last", Integer, nullable=False),
    UniqueConstraint("series", "period"),
)

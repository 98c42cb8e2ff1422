"""Records of other systems."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, Table, Text, UniqueConstraint

from deskapp.store.schema.base import id_column, metadata, text_column, versioned
from deskapp.store.types import JsonText, Moment

import_batch = Table(
    "import_batch",
    metadata,
    id_column(),
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
    id_column(),
    Column("batch_id", ForeignKey("import_batch.id"), nullable=False, index=True),
    Column("row", Integer, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("ticket_id", ForeignKey("ticket.id")),
    Column("customer_id", ForeignKey("customer.id")),
    text_column("problem"),
)

external_ref = Table(
    "external_ref",
    metadata,
    id_column(),
    Column("system", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("external_id", Text, nullable=False),
    Column("record_id", Integer, nullable=False),
    Column("fingerprint", Text, nullable=False),  # of the imported values: tells changed from unchanged
    UniqueConstraint("system", "kind", "external_id"),
)

# How the columns of a kind of file were assigned, so that the same file need not be explained twice.
import_mapping = Table(
    "import_mapping",
    metadata,
    id_column(),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),  # what the rows are: customers
    Column("headers", JsonText, nullable=False),
    Column("mapping", JsonText, nullable=False),
    *versioned(),
)

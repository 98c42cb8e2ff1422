"""Who did what."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, Table, Text

from deskapp.store.schema.base import id_column, metadata
from deskapp.store.types import JsonText, Moment

audit = Table(
    "audit",
    metadata,
    id_column(),
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
    id_column(),
    Column("audit_id", ForeignKey("audit.id"), nullable=False, index=True),
    Column("field", Text, nullable=False),
    Column("salt", Text, nullable=False),
    Column("before", JsonText),
    Column("after", JsonText),
)

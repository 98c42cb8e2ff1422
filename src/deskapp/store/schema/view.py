"""How people look at the queue."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, Table, Text

from deskapp.store.schema.base import id_column, metadata, text_column, versioned
from deskapp.store.types import JsonText

saved_view = Table(
    "saved_view",
    metadata,
    id_column(),
    Column("name", Text, nullable=False),
    text_column("query"),
    text_column("sort"),
    Column("columns", JsonText, nullable=False),
    text_column("grouping"),
    text_column("density"),
    Column("person_id", ForeignKey("person.id")),  # none: shared
    Column("position", Integer, nullable=False),
    *versioned(),
)

work_limit = Table(
    "work_limit",
    metadata,
    id_column(),
    text_column("meaning"),  # of a column of the board, or
    Column("person_id", ForeignKey("person.id")),  # of a person's work
    Column("most", Integer, nullable=False),
    *versioned(),
)

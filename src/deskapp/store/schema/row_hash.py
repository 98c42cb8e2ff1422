"""What rows looked like when the last backup was made, by which bits that flipped on the disk are found."""

from __future__ import annotations

from sqlalchemy import Column, Integer, Table

from deskapp.store.schema.base import metadata

row_hash = Table(
    "row_hash",
    metadata,
    Column("kind", Integer, primary_key=True, autoincrement=False),  # a number for each table
    Column("record_id", Integer, primary_key=True, autoincrement=False),
    Column("hash", Integer, nullable=False),
    sqlite_with_rowid=False,
)

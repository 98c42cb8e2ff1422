"""Photographs by their content, and which ticket shows them."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, Table, Text

from deskapp.store.schema.base import id_column, metadata, text_column, versioned
from deskapp.store.types import Moment

photo = Table(
    "photo",
    metadata,
    id_column(),
    Column("sha256", Text, nullable=False, unique=True),
    Column("media_type", Text, nullable=False),
    Column("width", Integer, nullable=False),
    Column("height", Integer, nullable=False),
    Column("thumbnail", LargeBinary, nullable=False),
    Column("content", LargeBinary, nullable=False),  # last: what stands behind it is far away in the file
)

ticket_photo = Table(
    "ticket_photo",
    metadata,
    id_column(),
    Column("ticket_id", ForeignKey("ticket.id"), nullable=False, index=True),
    Column("item_id", ForeignKey("item.id")),
    Column("photo_id", ForeignKey("photo.id"), nullable=False, index=True),
    Column("position", Integer, nullable=False),
    text_column("caption"),
    Column("at", Moment, nullable=False),
    Column("person_id", ForeignKey("person.id")),
    *versioned(),
)

"""What somebody asked before there was a ticket."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Table, Text, text

from deskapp.store.schema.base import id_column, metadata, text_column, versioned
from deskapp.store.types import Moment

enquiry = Table(
    "enquiry",
    metadata,
    id_column(),
    Column("at", Moment, nullable=False),
    Column("person_id", ForeignKey("person.id")),
    Column("customer_id", ForeignKey("customer.id")),
    text_column("name"),
    text_column("phone"),
    text_column("email"),
    Column("text", Text, nullable=False),
    Column("ticket_id", ForeignKey("ticket.id")),  # what became of it
    Column("closed_at", Moment),
    *versioned(),
    Index("ix_enquiry_ticket", "ticket_id", sqlite_where=text("ticket_id IS NOT NULL")),
    Index("ix_enquiry_open", "at", sqlite_where=text("closed_at IS NULL AND binned_at IS NULL")),
)

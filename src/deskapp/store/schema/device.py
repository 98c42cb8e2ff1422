"""What people own and what the shop lends."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Table, text

from deskapp.store.schema.base import id_column, metadata, text_column, versioned
from deskapp.store.types import Moment

device = Table(
    "device",
    metadata,
    id_column(),
    Column("customer_id", ForeignKey("customer.id"), index=True),
    text_column("category"),
    text_column("brand"),
    text_column("model"),
    text_column("serial"),
    text_column("colour"),
    Column("year", Integer),
    text_column("imei"),
    text_column("frame_number"),
    text_column("note"),
    Column("is_loaner", Boolean, nullable=False, server_default=text("0")),
    *versioned(),
    Index("ix_device_serial", "serial", sqlite_where=text("serial <> ''")),
)

device_owner = Table(
    "device_owner",
    metadata,
    id_column(),
    Column("device_id", ForeignKey("device.id"), nullable=False, index=True),
    Column("customer_id", ForeignKey("customer.id")),
    Column("at", Moment, nullable=False),
    Column("person_id", ForeignKey("person.id")),
    text_column("reason"),
)

loan = Table(
    "loan",
    metadata,
    id_column(),
    Column("device_id", ForeignKey("device.id"), nullable=False, index=True),
    Column("ticket_id", ForeignKey("ticket.id"), nullable=False, index=True),
    Column("out_at", Moment, nullable=False),
    Column("out_by", ForeignKey("person.id")),
    Column("due_at", Moment),
    Column("back_at", Moment),
    Column("back_by", ForeignKey("person.id")),
    text_column("note"),
    *versioned(),
)

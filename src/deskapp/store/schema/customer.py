"""Customers and how to reach them, and which of them are one."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, Table, Text, text

from deskapp.store.schema.base import id_column, metadata, text_column, versioned
from deskapp.store.types import JsonText, Moment

customer = Table(
    "customer",
    metadata,
    id_column(),
    text_column("name"),
    text_column("company"),
    text_column("email"),
    text_column("street"),
    text_column("postcode"),
    text_column("city"),
    text_column("country"),
    text_column("language"),
    text_column("tax_id"),
    text_column("note"),
    text_column("alert"),
    text_column("kind"),  # person, firm or unknown
    text_column("channel"),  # by which the customer wants to hear from the shop
    Column("do_not_contact", Boolean, nullable=False, server_default=text("0")),
    text_column("price_group"),
    text_column("tags"),  # words with a space between
    text_column("iban"),
    Column("payer_id", ForeignKey("customer.id")),  # who pays where it is somebody else
    Column("merged_into", ForeignKey("customer.id")),
    Column("fields", JsonText, nullable=False, server_default="{}"),  # the shop's own: key → value
    Column("sort_name", Text, nullable=False),  # folded, so that lists sort as people read
    Column("created_at", Moment, nullable=False),
    Column("erased_at", Moment),  # a person who was erased: nothing of them is left in this row
    *versioned(),
    Index("ix_customer_by_name", "sort_name", sqlite_where=text("binned_at IS NULL")),
    Index("ix_customer_email_folded", text("lower(email)"), sqlite_where=text("email <> ''")),
    Index("ix_customer_merged", "merged_into", sqlite_where=text("merged_into IS NOT NULL")),
    Index("ix_customer_payer", "payer_id", sqlite_where=text("payer_id IS NOT NULL")),
)

customer_phone = Table(
    "customer_phone",
    metadata,
    id_column(),
    Column("customer_id", ForeignKey("customer.id"), nullable=False),
    Column("position", Integer, nullable=False),
    text_column("label"),
    Column("typed", Text, nullable=False),
    text_column("normal"),
    *versioned(),
    Index("ix_customer_phone_customer", "customer_id", "position"),
    Index("ix_customer_phone_normal", "normal"),
    Index("ix_customer_phone_ending", text("substr(normal, -7)"), sqlite_where=text("normal <> ''")),
)

customer_email = Table(
    "customer_email",
    metadata,
    id_column(),
    Column("customer_id", ForeignKey("customer.id"), nullable=False, index=True),
    Column("position", Integer, nullable=False),
    text_column("label"),
    Column("address", Text, nullable=False),
    *versioned(),
    Index("ix_customer_email_address", text("lower(address)")),
)

customer_address = Table(
    "customer_address",
    metadata,
    id_column(),
    Column("customer_id", ForeignKey("customer.id"), nullable=False, index=True),
    Column("position", Integer, nullable=False),
    text_column("label"),
    text_column("street"),
    text_column("postcode"),
    text_column("city"),
    text_column("country"),
    *versioned(),
)

customer_contact = Table(
    "customer_contact",
    metadata,
    id_column(),
    Column("customer_id", ForeignKey("customer.id"), nullable=False, index=True),
    Column("position", Integer, nullable=False),
    Column("name", Text, nullable=False),
    text_column("role"),
    text_column("phone"),
    text_column("normal"),
    text_column("email"),
    *versioned(),
)

customer_merge = Table(
    "customer_merge",
    metadata,
    id_column(),
    Column("at", Moment, nullable=False),
    Column("person_id", ForeignKey("person.id")),
    Column("kept_id", ForeignKey("customer.id"), nullable=False, index=True),
    Column("gone_id", ForeignKey("customer.id"), nullable=False, index=True),
    Column("detail", JsonText, nullable=False),  # what moved and what was chosen, to take it back by
    Column("undone_at", Moment),
)

# Who was erased, so that a restored backup can be told to erase them again; never what was erased.
erasure = Table(
    "erasure",
    metadata,
    id_column(),
    Column("customer_id", ForeignKey("customer.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("person_id", ForeignKey("person.id")),
    Column("detail", JsonText, nullable=False, server_default="{}"),  # how many rows of each kind went
)

# Two customers who look alike and are not the same; the smaller id first.
not_duplicate = Table(
    "not_duplicate",
    metadata,
    id_column(),
    Column("customer_id", ForeignKey("customer.id"), nullable=False, index=True),
    Column("other_id", ForeignKey("customer.id"), nullable=False),
    Column("at", Moment, nullable=False),
    Column("person_id", ForeignKey("person.id")),
    *versioned(),
)

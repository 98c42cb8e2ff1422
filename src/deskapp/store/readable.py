"""What a shop file holds as plain tables, for people who come without this program."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from deskapp.domain.backup import PlainShop, PlainTable
from deskapp.store.backup_file import opened

_PERSON = "(SELECT name FROM person WHERE person.id = {table}.person_id) AS person"
_OF_TICKET = "(SELECT number FROM ticket WHERE ticket.id = {table}.ticket_id) AS ticket"
_STATUS = "coalesce((SELECT label FROM status WHERE status.key = {table}.status), {table}.status) AS status"
_CUSTOMER = (
    "(SELECT coalesce(nullif(name, ''), company) FROM customer"
    " WHERE customer.id = {table}.customer_id) AS customer"
)
_BINNED = "binned_at"

# Passcodes and drafts stay out. A column `…_minor` holds an amount in smallest units.
_TABLES = {
    "tickets": (
        "ticket",
        (
            *("id", "number", _STATUS, "customer_label AS customer", "phone_label AS phone"),
            *("device_label AS device", "fault_line AS problem", _PERSON, "priority", "place", "tags"),
            *("received_at", "promised_at", "closed_at", "total_minor", "deposit_minor", _BINNED),
        ),
    ),
    "items": (
        "item",
        (
            *(_OF_TICKET, "position AS item", _STATUS, "device_id", "fault", "condition", "accessories"),
            *("findings", "work_done", "recommendation", "closed_at", _BINNED),
        ),
    ),
    "lines": (
        "line",
        (
            *(_OF_TICKET, "kind", "description", "quantity", "unit_price_minor", "tax_class", "tax_rates"),
            *("result", "warranty_number", "warranty_unit", _BINNED),
        ),
    ),
    "notes": ("note", (_OF_TICKET, "at", _PERSON, "text", _BINNED)),
    "messages": ("message", (_OF_TICKET, "at", _PERSON, "text", _BINNED)),
    "steps": ("status_step", (_OF_TICKET, "at", _PERSON, "from_status", "to_status", "reason")),
    "customers": (
        "customer",
        (
            *("id", "name", "company", "email", "street", "postcode", "city", "country", "language"),
            *("tax_id", "note", "alert", "tags", "do_not_contact", _BINNED),
        ),
    ),
    "phones": ("customer_phone", ("customer_id", _CUSTOMER, "label", "typed AS phone", "normal", _BINNED)),
    "devices": (
        "device",
        (
            *("id", _CUSTOMER, "category", "brand", "model", "serial", "imei", "frame_number", "colour"),
            *("year", "note", _BINNED),
        ),
    ),
    "services": ("service", ("code", "name", "category", "price_minor", "tax_class", _BINNED)),
    "enquiries": ("enquiry", ("at", _PERSON, "name", "phone", "email", "text", "closed_at", _BINNED)),
}


@contextmanager
def read_plain(path: Path) -> Iterator[PlainShop]:
    """The tables of a file at rest that has this program's schema."""
    with opened(path) as driver:
        driver.execute("BEGIN")
        shop = driver.execute("SELECT name, currency, currency_digits FROM shop").fetchone()
        yield PlainShop(str(shop[0]), str(shop[1]), int(shop[2]), _tables(driver))


def _tables(driver: Any) -> Iterator[PlainTable]:
    for name, (table, wanted) in _TABLES.items():
        columns = ", ".join(one.format(table=table) for one in wanted)
        rows = driver.execute(f"SELECT {columns} FROM {table} ORDER BY id")  # noqa: S608  own names
        yield PlainTable(name, tuple(column[0] for column in rows.description), rows)

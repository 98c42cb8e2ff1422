"""What the directory shows about each customer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskapp.domain.customer import CustomerMatch
from deskapp.i18n import _, ngettext
from deskapp.ui.shared.only import seen
from deskapp.ui.shared.paged_model import Column
from deskapp.ui.shared.status_chip import Chip, chip_of

if TYPE_CHECKING:
    from deskapp.domain.ticket_row import TicketRow
    from deskapp.ui.context import DeskContext


def customer_columns(context: DeskContext) -> tuple[Column, ...]:
    """Name, company, phone, city, open tickets, last visit, tags."""

    def visited(row: CustomerMatch) -> str:
        return context.formats.day(row.last_visit) if row.last_visit else ""

    columns = [
        Column("name", _("Name"), lambda row: row.name, 140, strong=True, stretch=True, sort="name"),
        Column("company", _("Company"), lambda row: row.company, 92, muted=True, sort="company"),
        Column("phone", _("Phone"), lambda row: row.phone, 114, tabular=True, sort="phone"),
        Column("city", _("City"), lambda row: row.city, 72, sort="city"),
        Column("open", _("Open"), _opened, 56, "right", tabular=True, sort="open"),
        Column("visit", _("Last visit"), visited, 108, tabular=True, sort="visit"),
        Column("tags", _("Tags"), lambda row: ", ".join(row.tags), 80, muted=True, sort="tags"),
    ]
    return seen(context, columns)


def _opened(row: CustomerMatch) -> str:
    return str(row.open_tickets or "")


def customer_sentence(row: CustomerMatch) -> str:
    """A whole row as it is read aloud."""
    opened = ngettext("{count} open ticket", "{count} open tickets", row.open_tickets)
    parts = (row.name, row.company, row.phone, row.city, opened.format(count=row.open_tickets))
    return ", ".join(filter(None, parts))


def ticket_columns(context: DeskContext) -> list[Column]:
    """A customer's tickets, short."""

    def chip(row: TicketRow) -> Chip:
        status = context.statuses[row.status]
        return chip_of(status.label, status.meaning, status.icon)

    return [
        Column("number", _("Number"), lambda row: row.number, 92, strong=True, tabular=True),
        Column("status", _("Status"), lambda row: row.status, 124, chip=chip),
        Column("device", _("Device"), lambda row: row.device or row.fault, 80, stretch=True),
        Column("day", _("Received"), lambda row: context.formats.day(row.received_at), 118, muted=True),
    ]

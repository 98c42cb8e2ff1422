"""Writing rows of the queue to a CSV file: what people see, with days and times that sort."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskapp.domain.ticket import PRIORITY_LABELS, Priority
from deskapp.exchange.csv_file import save_csv
from deskapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime, tzinfo
    from pathlib import Path

    from deskapp.domain.ticket import TicketRow


def save_tickets(rows: Iterable[TicketRow], labels: Mapping[str, str], zone: tzinfo, path: Path) -> Path:
    """Write a line for each ticket, whole or not at all; `labels` names the shop's statuses.

    Moments are those of the shop's clock, for example `2026-03-10 09:06`.
    """
    lines = (_line(row, labels, zone) for row in rows)
    return save_csv([_heads(), *lines], path)


def _heads() -> tuple[str, ...]:
    return (
        *(_("No."), _("Status"), _("Due"), _("Customer"), _("Phone"), _("Device"), _("Items"), _("Problem")),
        *(_("Person"), _("Priority"), _("Place"), _("Tags"), _("Received"), _("Closed")),
    )


def _line(row: TicketRow, labels: Mapping[str, str], zone: tzinfo) -> tuple[object, ...]:
    due, received, closed = (_local(at, zone) for at in (row.promised_at, row.received_at, row.closed_at))
    status, priority = labels.get(row.status, row.status), _(PRIORITY_LABELS[Priority(row.priority)])
    return (
        *(row.number, status, due, row.customer, row.phone, row.device, row.items, row.fault),
        *(row.person, priority, row.place, row.tags, received, closed),
    )


def _local(moment: datetime | None, zone: tzinfo) -> str:
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}" if moment else ""

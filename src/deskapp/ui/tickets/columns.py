"""The columns of the queue, and how a whole row sounds."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtGui import QFontMetrics

from deskapp.domain.ticket import PRIORITY_LABELS, Priority
from deskapp.i18n import _
from deskapp.ui.shared import style
from deskapp.ui.shared.paged_model import Column
from deskapp.ui.shared.status_chip import Chip, chip_of, chip_size

if TYPE_CHECKING:
    from collections.abc import Callable

    from deskapp.domain.ticket import TicketRow
    from deskapp.ui.context import DeskContext
    from deskapp.ui.shared.formats import Formats

_AROUND, _GAP = 18, 5
"""Free room in a cell beside its words, and between a mark and its words."""

GIVE_WAY = ("received", "tags", "place", "person", "priority", "fault", "device")
"""The columns that leave first when the list is narrow."""

WIDE = ("fault", "device", "customer")
"""The first of these that is shown takes the room that is left."""


def ticket_columns(context: DeskContext) -> tuple[Column, ...]:
    """What the queue says about a ticket."""
    formats, widths = context.formats, _widths(context)

    def chip(row: TicketRow) -> Chip:
        return status_chip(context, row.status)

    return (
        Column(
            "number",
            _("No."),
            lambda row: row.number,
            widths["number"],
            sort="number",
            strong=True,
            tabular=True,
        ),
        Column("status", _("Status"), lambda row: chip(row).text, widths["status"], chip=chip, sort="status"),
        Column(
            "due",
            _("Due"),
            lambda row: _due(formats, row),
            widths["due"],
            alarm=is_late(context),
            tip=lambda row: formats.moment(row.promised_at) if row.promised_at else "",
            sort="due",
        ),
        Column("customer", _("Customer"), lambda row: row.customer, 124, sort="customer", tip=_phone),
        Column("device", _("Device"), _device, 150, tip=_device),
        Column("fault", _("Problem"), lambda row: row.fault, 180, muted=True, stretch=True, tip=_whole_fault),
        Column("priority", _("Priority"), _priority, 84, sort="priority", shown=False),
        Column("person", _("Person"), lambda row: row.person, 110),
        Column("place", _("Place"), lambda row: row.place, 90, shown=False),
        Column("tags", _("Tags"), lambda row: row.tags, 110, shown=False),
        Column(
            "received",
            _("Received"),
            lambda row: formats.day(row.received_at),
            112,
            sort="received",
            muted=True,
        ),
    )


def status_chip(context: DeskContext, key: str) -> Chip:
    """The chip of one of the shop's statuses."""
    status = context.statuses[key]
    return chip_of(status.label, status.meaning.value, status.icon)


def is_late(context: DeskContext) -> Callable[[TicketRow], bool]:
    """Whether a ticket should have been ready by now."""

    def late(row: TicketRow) -> bool:
        return not row.closed_at and row.meaning != "ready" and context.formats.is_late(row.promised_at)

    return late


def sentence(context: DeskContext) -> Callable[[TicketRow], str]:
    """A whole row for a screen reader."""
    late = is_late(context)

    def say(row: TicketRow) -> str:
        due = context.formats.due(row.promised_at)
        parts = [
            _("Ticket {number}").format(number=row.number),
            row.customer,
            row.device,
            context.statuses[row.status].label,
            _("due {when}").format(when=due) if due and not row.closed_at else "",
            _("overdue") if late(row) else "",
        ]
        return ", ".join(part for part in parts if part)

    return say


def _widths(context: DeskContext) -> dict[str, int]:
    """What the columns need whose words are known, in pixels at a text size of 100 %."""
    plain, strong = QFontMetrics(style.font()), QFontMetrics(style.font(strong=True))
    chips = (chip_size(status.label, plain).width() for status in context.statuses.values())
    now = context.formats.now()
    near = [context.formats.near(now + timedelta(days=day)) for day in (-1, 1)]
    late = context.formats.due(now - timedelta(days=99))
    needed = {
        "number": strong.horizontalAdvance("00000000"),
        "status": max(chips, default=0),
        "due": max(
            *map(plain.horizontalAdvance, near), plain.horizontalAdvance(late) + plain.ascent() + _GAP
        ),
    }
    return {key: round((width + _AROUND) * 32 / style.row_height()) for key, width in needed.items()}


def _due(formats: Formats, row: TicketRow) -> str:
    """What is ready is not late any more."""
    if row.closed_at or row.promised_at is None:
        return ""
    return formats.near(row.promised_at) if row.meaning == "ready" else formats.due(row.promised_at)


def _device(row: TicketRow) -> str:
    return (
        row.device
        if row.items < 2
        else _("{device} and {more} more").format(device=row.device, more=row.items - 1)
    )


def _priority(row: TicketRow) -> str:
    return _(PRIORITY_LABELS[Priority(row.priority)])


def _phone(row: TicketRow) -> str:
    return f"{row.customer}\n{row.phone}".strip()


def _whole_fault(row: TicketRow) -> str:
    return row.fault[:600]

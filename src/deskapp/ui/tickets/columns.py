"""The columns of the queue, and how a whole row sounds."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from PySide6.QtGui import QFontMetrics

from deskapp.domain.money import Money
from deskapp.domain.ticket_row import PRIORITY_LABELS, Priority
from deskapp.i18n import _
from deskapp.ui.shared import style
from deskapp.ui.shared.only import seen
from deskapp.ui.shared.paged_model import Column
from deskapp.ui.shared.status_chip import Chip, chip_of, chip_size

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from deskapp.domain.ticket import Ticket
    from deskapp.domain.ticket_row import TicketRow
    from deskapp.ui.context import DeskContext

_LONGEST_TIP = 1200
_MARKS = {Priority.HIGH.value: "!", Priority.URGENT.value: "!!"}
_AROUND, _GAP = 18, 5
"""Free room in a cell beside its words, and between a mark and its words."""

GIVE_WAY = (
    "updated", "received", "closed", "place", "tags", "phone", "total", "since", "priority", "age", "person",
    "fault", "device", "due",
)  # fmt: skip
"""The columns that leave first when the list is narrow."""

WIDE = ("fault", "device", "customer")
"""The first of these that is shown takes the room that is left."""


def ticket_columns(context: DeskContext) -> tuple[Column, ...]:
    """What the queue says about a ticket."""
    return seen(context, (*_named(context), *_dated(context)))


def _named(context: DeskContext) -> tuple[Column, ...]:
    widths, word = _widths(context), context.shop.word
    chip = _chips(context)
    return (
        Column(
            "number", _("No."), lambda row: row.number, widths["number"],
            sort="number", strong=True, tabular=True, mark=lambda row: _MARKS.get(row.priority, ""),
        ),
        Column(
            "status", _("Status"), lambda row: chip(row).text, widths["status"],
            chip=chip, chip_width=_chip_width(context), sort="status", edits="status",
        ),
        Column(
            "due", _("Due"), _due(context), widths["due"],
            alarm=is_late(context), faded=lambda row: bool(row.closed_iso), tip=_due_tip(context),
            sort="due", edits="due",
        ),
        Column("customer", _("Customer"), lambda row: row.customer, 108, sort="customer"),
        Column("phone", _("Phone"), lambda row: row.phone, 124, tabular=True, shown=False),
        Column("device", word("device", _("Device")), _device, 150, sort="device"),
        Column("fault", word("fault", _("Problem")), lambda row: row.fault, 180, muted=True, stretch=True),
        Column("person", _("Person"), lambda row: row.person, 110, sort="person", edits="person"),
        Column("priority", _("Priority"), _priority, 84, sort="priority", shown=False, edits="priority"),
        Column("tags", _("Tags"), lambda row: row.tags, 110, shown=False, edits="tags"),
    )  # fmt: skip


def _dated(context: DeskContext) -> tuple[Column, ...]:
    formats, currency = context.formats, context.shop.currency

    def total(row: TicketRow) -> str:
        return formats.money(Money(row.total_minor, currency)) if row.total_minor else ""

    def age(row: TicketRow) -> str:
        return formats.age(row.received_at, row.closed_at)  # how old it is, or became

    def since(row: TicketRow) -> str:
        return formats.age(row.status_since)

    def near(moment: datetime | None) -> str:
        return formats.near(moment) if moment else ""

    return (
        Column("age", _("Age"), age, 66, "right", sort="-received", muted=True, tabular=True),
        Column(
            "since", _("In status"), since, 108, "right", sort="-since", muted=True, tabular=True, shown=False
        ),
        Column("total", _("Total"), total, 92, "right", sort="total", tabular=True, shown=False),
        Column(
            "received", _("Received"), lambda row: formats.day(row.received_at), 112,
            sort="received", muted=True, shown=False,
        ),
        Column(
            "closed", _("Closed"), lambda row: formats.day(row.closed_at) if row.closed_at else "", 112,
            sort="closed", muted=True, shown=False,
        ),
        Column("place", _("Place"), lambda row: row.place, 90, sort="place", shown=False),
        Column(
            "updated", _("Updated"), lambda row: near(row.updated_at), 124,
            sort="updated", muted=True, shown=False,
        ),
    )  # fmt: skip


def status_chip(context: DeskContext, key: str) -> Chip:
    """The chip of one of the shop's statuses."""
    status = context.statuses[key]
    return chip_of(status.label, status.meaning.value, status.icon)


def is_late(context: DeskContext) -> Callable[[TicketRow], bool]:
    """Whether a ticket should have been ready by now."""
    is_past = context.formats.is_late

    def late(row: TicketRow) -> bool:
        return not row.closed_at and row.meaning != "ready" and is_past(row.promised_at)

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
            _("priority {value}").format(value=_priority(row)) if row.priority in _MARKS else "",
            _("due {when}").format(when=due) if due and not row.closed_at else "",
            _("overdue") if late(row) else "",
        ]
        return ", ".join(part for part in parts if part)

    return say


def _chips(context: DeskContext) -> Callable[[TicketRow], Chip]:
    """The chip of a row's status; each is made once."""
    known = {key: status_chip(context, key) for key in context.statuses}

    def chip(row: TicketRow) -> Chip:
        return known[row.status]

    return chip


def _chip_width(context: DeskContext) -> int:
    """All chips are as wide as the widest, so that they line up."""
    plain = QFontMetrics(style.font())
    return max((chip_size(one.label, plain).width() for one in context.statuses.values()), default=0)


def _widths(context: DeskContext) -> dict[str, int]:
    """What the columns need whose words are known, in pixels at a text size of 100 %."""
    plain, strong = QFontMetrics(style.font()), QFontMetrics(style.font(strong=True))
    now = context.formats.now()
    near = [context.formats.soon(now + timedelta(days=day)) for day in (-1, 1, 400)]
    late = context.formats.due(now - timedelta(days=99))
    needed = {
        "number": strong.horizontalAdvance("00000000!"),
        "status": _chip_width(context),
        "due": max(
            *map(plain.horizontalAdvance, near), plain.horizontalAdvance(late) + plain.ascent() + _GAP
        ),
    }
    return {key: round((width + _AROUND) * 32 / style.row_height()) for key, width in needed.items()}


def _due(context: DeskContext) -> Callable[[TicketRow], str]:
    """A ticket that is ready is not late any more; that of a closed one says why it stands where it does."""
    formats = context.formats

    def due(row: TicketRow) -> str:
        if row.promised_at is None:
            return ""
        if row.closed_at:
            return formats.day(row.promised_at)
        if row.meaning != "ready" and formats.is_late(row.promised_at):
            return formats.due(row.promised_at)
        return formats.soon(row.promised_at)

    return due


def _due_tip(context: DeskContext) -> Callable[[TicketRow], str]:
    def tip(row: TicketRow) -> str:
        return context.formats.moment(row.promised_at) if row.promised_at else ""

    return tip


def _device(row: TicketRow) -> str:
    return (
        row.device
        if row.items < 2
        else _("{device} and {more} more").format(device=row.device, more=row.items - 1)
    )


def _priority(row: TicketRow) -> str:
    return _(PRIORITY_LABELS[Priority(row.priority)])


def row_tip(context: DeskContext, ticket: Ticket) -> str:
    """Who it is with all numbers, and each thing with the whole of what is wrong with it."""
    customer = ticket.customer
    lines = [f"{ticket.number} · {context.statuses[ticket.status].label}"]
    if ticket.edit.priority.value in _MARKS:
        label = _(PRIORITY_LABELS[ticket.edit.priority])
        lines[0] += " · " + _("priority {value}").format(value=label)
    if customer:
        lines += [customer.name, *(phone.typed for phone in customer.draft.phones)]
    for item in ticket.items:
        lines += ["", item.device.label, item.fault[:_LONGEST_TIP]]
    return "\n".join(lines).strip()

"""Begins a ticket for the customer and the device of another one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskapp.ui.intake.start import Start

if TYPE_CHECKING:
    from deskapp.domain.ticket import Ticket
    from deskapp.ui.context import DeskContext


def begin_same(context: DeskContext, number: str) -> None:
    """Open the intake with what is known of a ticket's customer and first device."""

    def begin(ticket: Ticket) -> None:
        context.open_intake(start=start_of(ticket))

    context.read(context.desk.tickets.get, number, then=begin)


def start_of(ticket: Ticket) -> Start:
    """What a further ticket for the same thing begins with."""
    item = ticket.items[0]
    return Start(ticket.edit.customer_id, device_id=item.device_id, device=item.device)

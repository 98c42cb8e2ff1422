"""Begins a ticket for the customer and the device of another one, or for what came back from it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from deskapp.ui.intake.start import Start

if TYPE_CHECKING:
    from deskapp.domain.actor import Actor
    from deskapp.domain.comeback import Comeback
    from deskapp.domain.ticket import Ticket
    from deskapp.ui.context import DeskContext


def begin_same(context: DeskContext, number: str) -> None:
    """Open the intake with what is known of a ticket's customer and first device."""

    def begin(ticket: Ticket) -> None:
        context.open_intake(start=start_of(ticket))

    context.read(context.desk.tickets.get, number, then=begin)


def begin_comeback(context: DeskContext, number: str) -> None:
    """Open the intake for what came back from a closed ticket; an open one is refused."""

    def begin(known: tuple[Ticket, Comeback]) -> None:
        ticket, comeback = known
        context.open_intake(start=replace(start_of(ticket), came_from=comeback))

    def read(actor: Actor) -> tuple[Ticket, Comeback]:
        tickets = context.desk.tickets
        return tickets.get(actor, number), tickets.comeback(actor, number)

    context.read(read, then=begin)


def start_of(ticket: Ticket) -> Start:
    """What a further ticket for the same thing begins with."""
    item = ticket.items[0]
    return Start(ticket.edit.customer_id, device_id=item.device_id, device=item.device)

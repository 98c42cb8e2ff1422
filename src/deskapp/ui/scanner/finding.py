"""What the shop knows about a scanned text."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from deskapp.domain.device import DeviceDraft
from deskapp.domain.scan import best_reading, imei, readings, ticket_code
from deskapp.errors import NotFound
from deskapp.ui.intake.start import Start

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deskapp.domain.actor import Actor
    from deskapp.domain.ticket import Ticket
    from deskapp.domain.ticket_row import TicketRow
    from deskapp.services.desk import Desk

_MOST_TICKETS = 8


@dataclass(frozen=True, slots=True)
class FoundScan:
    """A ticket by its code; or the `device` whose number it is, with its tickets, the newest first.

    `start` is what a new ticket for that device begins with.
    """

    text: str
    number: str = ""
    is_code: bool = False
    is_imei: bool = False
    tickets: tuple[TicketRow, ...] = ()
    start: Start = field(default_factory=Start)


def find_scan(desk: Desk, actor: Actor, text: str, template: str) -> FoundScan:
    """Look a scanned text up; runs on the worker."""
    code = ticket_code(text, template)
    for candidate in _candidates(code, text):
        try:
            return FoundScan(candidate, desk.tickets.get(actor, candidate).number)
        except NotFound:
            continue
    if code:
        return FoundScan(code, is_code=True)
    serial = imei(text) or best_reading(text)
    tickets = desk.tickets.rows(actor, f'"{serial.replace(chr(34), "")}"', limit=_MOST_TICKETS)
    start = Start(device=DeviceDraft(serial=serial))
    if tickets:
        start = _start_of(desk.tickets.by_id(actor, tickets[0].id), serial)
    return FoundScan(serial, is_imei=bool(imei(text)), tickets=tickets, start=start)


def _candidates(code: str, text: str) -> Iterator[str]:
    """What may be the number of a ticket, where its numbers carry no check digit too."""
    if code:
        yield code
    else:
        yield from (read for _layout, read in readings(text))


def _start_of(ticket: Ticket, serial: str) -> Start:
    """The customer and the device of a ticket, where the serial number is that of one of its items."""
    wanted = _bare(serial)
    for item in ticket.items:
        if wanted in map(_bare, item.device.codes):
            return Start(ticket.edit.customer_id, device_id=item.device_id, device=item.device)
    return Start(device=DeviceDraft(serial=serial))


def _bare(serial: str) -> str:
    return "".join(filter(str.isalnum, serial)).casefold()

"""What the search at the top finds for typed words: tickets, customers and commands."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence

from deskapp.domain.text import fold
from deskapp.i18n import _
from deskapp.ui.shared.status_chip import chip_of
from deskapp.ui.shell.hits import Hit

if TYPE_CHECKING:
    from deskapp.domain.customer import CustomerMatch
    from deskapp.domain.ticket import TicketRow
    from deskapp.ui.commands import Command, Commands
    from deskapp.ui.context import DeskContext

Found = tuple["tuple[TicketRow, ...]", "tuple[CustomerMatch, ...]"]
_TICKETS, _CUSTOMERS, _COMMANDS = 6, 4, 6


def search(context: DeskContext, typed: str) -> Found:
    """What the desk finds; runs on the worker."""
    desk, actor = context.desk, context.actor
    customers = () if ":" in typed else desk.customers.match(actor, typed, _CUSTOMERS)
    return desk.tickets.rows(actor, typed, limit=_TICKETS), customers


def record_hits(context: DeskContext, found: Found) -> list[Hit]:
    """The tickets and customers that were found."""
    tickets, customers = found
    return [*(_ticket(context, row) for row in tickets), *(_customer(context, one) for one in customers)]


def command_hits(commands: Commands, typed: str) -> list[Hit]:
    """The commands that work now and hold a word beginning with each typed word."""
    wanted = fold(typed).split()
    hits = (_command(commands, command) for command in commands.bound() if _has(command, wanted))
    return [hit for hit in hits if hit][:_COMMANDS]


def nothing(typed: str) -> Hit:
    """Says that there is nothing."""
    return Hit(_("Nothing found for “{typed}”").format(typed=typed))


def _ticket(context: DeskContext, row: TicketRow) -> Hit:
    status = context.statuses[row.status]
    chip = chip_of(status.label, row.meaning, status.icon)
    detail = " · ".join(filter(None, (row.customer, row.device)))
    return Hit(row.number, detail, "ticket", chip=chip, run=partial(context.open_ticket, row.number))


def _customer(context: DeskContext, match: CustomerMatch) -> Hit:
    detail = " · ".join(filter(None, (match.company, match.phone, match.city)))
    return Hit(match.name, detail, "customer", run=partial(context.open_customer, match.id))


def _has(command: Command, wanted: list[str]) -> bool:
    words = fold(command.name).split()
    return all(any(word.startswith(want) for word in words) for want in wanted)


def _command(commands: Commands, command: Command) -> Hit | None:
    action = commands.action(command.key)
    if not action.isEnabled():
        return None
    keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
    return Hit(command.name.rstrip("…"), icon=command.icon or "keyboard", aside=keys, run=action.trigger)

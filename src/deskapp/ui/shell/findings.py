"""What the search of a window finds for typed words: tickets, customers and commands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Protocol

from deskapp.domain.paper import DOCUMENT_LABELS, Document
from deskapp.domain.text import digits
from deskapp.domain.text import words as split_words
from deskapp.i18n import _
from deskapp.ui.intake.start import Start
from deskapp.ui.shared.status_chip import chip_of
from deskapp.ui.shell.hits import Hit
from deskapp.ui.shell.recent import Record
from deskapp.ui.shell.view_hits import in_order, view_hit, views_named
from deskapp.ui.tickets.duplicate import begin_same

if TYPE_CHECKING:
    from PySide6.QtGui import QAction

    from deskapp.domain.customer import CustomerMatch
    from deskapp.domain.device import DeviceRow
    from deskapp.domain.ticket_row import TicketRow
    from deskapp.ui.command import Command
    from deskapp.ui.context import DeskContext
    from deskapp.ui.shell.places import Place
    from deskapp.ui.shell.recent import Recent

COMMANDS, TICKETS, CUSTOMERS = ">", "#", "@"
"""The first sign of a text that asks for one kind of thing alone."""

_TICKETS, _CUSTOMERS, _DEVICES, _COMMANDS, _OF_ONE_KIND = 6, 4, 3, 6, 12
_FEWEST_SIGNS = 4  # of a number of a device
_MOST_COMMANDS = 80
_FEWEST_DIGITS, _LONGEST_SHORT = 2, 8


class Registry(Protocol):
    """Commands that are offered: those of this window, or the ones of the main window that work from here."""

    recent: Recent

    def bound(self) -> Iterable[Command]:
        """What works."""

    def action(self, key: str) -> QAction:
        """Tells whether it works now."""

    def keys_of(self, key: str) -> str:
        """Its keys, as this system writes them."""

    def trigger(self, key: str) -> None:
        """Run it."""


@dataclass(frozen=True, slots=True)
class Found:
    """The tickets, customers, devices and views that the desk knows for a text."""

    tickets: tuple[TicketRow, ...] = ()
    customers: tuple[CustomerMatch, ...] = ()
    devices: tuple[DeviceRow, ...] = ()
    views: tuple[Place, ...] = ()


def search(context: DeskContext, typed: str) -> Found:
    """What the desk finds; runs on the worker."""
    desk, actor = context.desk, context.actor
    kind, words = split(typed)
    if kind == TICKETS:
        return Found(desk.tickets.ending(actor, words, _OF_ONE_KIND))
    if kind == CUSTOMERS:
        return Found(customers=desk.customers.match(actor, words, _OF_ONE_KIND))
    customers = () if ":" in words else desk.customers.match(actor, words, _CUSTOMERS)
    tickets = (*_by_ending(context, words), *desk.tickets.rows(actor, words, limit=_TICKETS))
    once = {row.id: row for row in tickets}
    devices = _devices(context, words) if _may_be_device(words, tickets) else ()
    return Found(tuple(once.values())[:_TICKETS], customers, devices, views_named(context, words))


def split(typed: str) -> tuple[str, str]:
    """The sign that asks for one kind of thing, and the rest."""
    clean = typed.strip()
    kind = clean[:1] if clean[:1] in {COMMANDS, TICKETS, CUSTOMERS} else ""
    return kind, clean.removeprefix(kind).strip()


def record_hits(context: DeskContext, found: Found) -> list[Hit]:
    """The tickets, customers and devices that were found."""
    tickets = (_ticket(context, row) for row in found.tickets)
    customers = (_customer(context, match) for match in found.customers)
    return [*tickets, *customers, *(_device(context, row) for row in found.devices)]


def all_hits(context: DeskContext, registries: Sequence[Registry], typed: str, found: Found) -> list[Hit]:
    """Everything that fits, the likeliest first."""
    views = [view_hit(context, place) for place in found.views]
    return in_order(typed, found, record_hits(context, found), [*views, *command_hits(registries, typed)])


def command_hits(registries: Sequence[Registry], typed: str, most: int = _COMMANDS) -> list[Hit]:
    """The commands that work now and hold a word beginning with each typed word; the last used come first."""
    wanted = split_words(typed)
    hits: dict[str, Hit] = {}
    for commands in registries:
        for command in _last_first(commands):
            if _has(command, wanted) and (hit := _command(commands, command)):
                hits.setdefault(hit.title, hit)
    return list(hits.values())[:most]


def first_hits(registries: Sequence[Registry]) -> list[Hit]:
    """What is offered before anything is typed: the last acts, then everything that works now."""
    last: list[Hit] = []
    for registry in registries:
        known = {command.key: command for command in registry.bound()}
        for act in registry.recent.acts():
            if isinstance(act, Record):
                last.append(Hit(act.title, act.detail, act.icon, run=act.run, record=act))
            elif act in known and (hit := _command(registry, known[act])):
                last.append(hit)
    titles = {hit.title for hit in last}
    rest = command_hits(registries, "", _MOST_COMMANDS)
    return [*last, *(hit for hit in rest if hit.title not in titles)]


def nothing(context: DeskContext, typed: str) -> list[Hit]:
    """Says that there is nothing, and offers to write it down."""
    kind, words = split(typed)
    said = Hit(_("Nothing found for “{typed}”").format(typed=words))
    if kind == TICKETS or not words or ":" in words:
        return [said]
    customer = _("New customer “{typed}”").format(typed=words)
    ticket = _("New ticket for “{typed}”").format(typed=words)
    return [
        said,
        Hit(customer, icon="plus", run=partial(context.new_customer, words)),
        Hit(ticket, icon="plus", run=partial(context.open_intake, start=Start(typed=words))),
    ]


def _by_ending(context: DeskContext, words: str) -> Iterable[TicketRow]:
    """A short number is the end of a ticket's number before it is anything else."""
    if words.isdecimal() and _FEWEST_DIGITS <= len(words) <= _LONGEST_SHORT:
        return context.desk.tickets.ending(context.actor, digits(words), 2)
    return ()


def _may_be_device(words: str, tickets: Sequence[TicketRow]) -> bool:
    """Whether a number was typed, or words of which no ticket says anything."""
    if ":" in words or len(words) < _FEWEST_SIGNS:
        return False
    return not tickets or any(char.isdigit() for char in words)


def _devices(context: DeskContext, words: str) -> tuple[DeviceRow, ...]:
    return context.desk.devices.rows(context.actor, words, limit=_DEVICES)


def _device(context: DeskContext, row: DeviceRow) -> Hit:
    name = row.draft.name or _("Device")
    detail = " · ".join(filter(None, (*row.draft.codes, row.owner)))
    show = partial(context.open_device, row.id)
    return Hit(name, detail, "device", run=show, record=Record(name, detail, "device", show))


def _ticket(context: DeskContext, row: TicketRow) -> Hit:
    status = context.statuses[row.status]
    chip = chip_of(status.label, row.meaning, status.icon)
    detail = " · ".join(filter(None, (row.customer, row.device)))
    show = partial(context.open_ticket, row.number)
    record = Record(row.number, detail, "ticket", show)
    return Hit(
        row.number,
        detail,
        "ticket",
        chip=chip,
        run=show,
        record=record,
        more=partial(_of_ticket, context, row),
    )


def _of_ticket(context: DeskContext, row: TicketRow) -> list[Hit]:
    """What can be done with a ticket without opening it first."""
    papers = [
        Hit(
            _("Print {paper}").format(paper=_(label)),
            icon="print",
            run=partial(context.preview, row.number, one),
        )
        for one, label in DOCUMENT_LABELS.items()
        if one in Document
    ]
    duplicate = Hit(
        _("Ticket for the same device"), icon="copy", run=partial(begin_same, context, row.number)
    )
    show = Hit(_("Open it"), icon="ticket", run=partial(context.open_ticket, row.number))
    return [Hit(row.number, row.customer), show, *papers, duplicate]


def _customer(context: DeskContext, match: CustomerMatch) -> Hit:
    detail = " · ".join(filter(None, (match.company, match.phone, match.city)))
    show = partial(context.open_customer, match.id)
    record = Record(match.name, detail, "customer", show)
    more = partial(_of_customer, context, match)
    return Hit(match.name, detail, "customer", run=show, record=record, more=more)


def _of_customer(context: DeskContext, match: CustomerMatch) -> list[Hit]:
    """What can be done for a customer without opening the card first."""
    acts: list[tuple[str, str, Callable[[], object]]] = [
        (_("New ticket for customer"), "ticket", partial(context.open_intake, match.id)),
        (_("Open it"), "customer", partial(context.open_customer, match.id)),
    ]
    return [Hit(match.name, match.phone), *(Hit(title, icon=icon, run=run) for title, icon, run in acts)]


def _last_first(commands: Registry) -> list[Command]:
    last = [act for act in commands.recent.acts() if isinstance(act, str)]
    known = list(commands.bound())
    return sorted(known, key=lambda command: last.index(command.key) if command.key in last else len(last))


def _has(command: Command, wanted: Sequence[str]) -> bool:
    known = split_words(command.name)
    return all(any(word.startswith(want) for word in known) for want in wanted)


def _command(commands: Registry, command: Command) -> Hit | None:
    action = commands.action(command.key)
    if not action.isEnabled() or command.key == "omnibox":
        return None
    hit = Hit(command.name.rstrip("…"), icon=command.icon or "keyboard", aside=commands.keys_of(command.key))
    return replace(hit, run=partial(commands.trigger, command.key))

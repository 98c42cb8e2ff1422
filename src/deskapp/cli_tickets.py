"""The commands about tickets: log, list, show and move them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from deskapp import cli_enquiries as asked
from deskapp import cli_photos as photos
from deskapp.cli_parser import add_command, add_group, add_numbered, count
from deskapp.cli_session import Session, given_by, show, show_list
from deskapp.i18n import _

if TYPE_CHECKING:
    from argparse import Namespace

    from deskapp.domain.ticket import Ticket

_OF_PERSON = ("customer", "phone", "email")
_OF_ITEM = ("device", "brand", "serial", "fault", "condition", "accessories")


def add_to(commands: Any) -> None:
    add_group(commands, "ticket", _("log, list, show and move tickets"), _fill)


def _fill(group: Any) -> None:
    add = add_command(group, "add", ticket_add, _("log what a customer brings"))
    add.add_argument(
        "--from", dest="source", metavar="FILE.json", help=_("a JSON object, - for standard input")
    )
    for name in (*_OF_PERSON, *_OF_ITEM):
        add.add_argument(f"--{name}", default="")
    add.add_argument("--service", action="append", default=[], metavar="CODE")
    add.add_argument("--promised", default="", metavar="WHEN", help=_("like 2026-03-12T17:00"))
    add.add_argument("--priority", default="normal", choices=("low", "normal", "high", "urgent"))
    add.add_argument("--place", default="")
    add.add_argument("--tag", action="append", default=[])
    listed = add_command(group, "list", ticket_list, _("list the tickets that a query means"))
    listed.add_argument("query", nargs="?", default="")
    listed.add_argument("--limit", type=count)
    listed.add_argument(
        "--sort", default=None, help=_("a column, with - in front falling; else as the window lists it")
    )
    add_numbered(group, "show", ticket_show, _("show one ticket"))
    move = add_numbered(group, "move", ticket_move, _("move a ticket to a status"))
    move.add_argument("status")
    move.add_argument("--item", type=count)
    move.add_argument("--reason", default="")
    for name, run, text in (
        ("note", ticket_note, _("add an internal note")),
        ("message", ticket_message, _("add a message for the customer")),
    ):
        add_numbered(group, name, run, text).add_argument("text")
    add_numbered(group, "bin", ticket_bin, _("put a ticket into the bin"))
    add_numbered(group, "restore", ticket_restore, _("take a ticket out of the bin"))
    line = add_numbered(group, "line", ticket_line, _("add work or a part to be charged"))
    for name in ("service", "description", "price", "quantity", "result"):
        line.add_argument(f"--{name}")
    line.add_argument("--item", type=count)
    photos.add_to(group)
    asked.add_quick(group)


def ticket_add(options: Namespace) -> None:
    from deskapp.exchange.intake_json import intake_from

    with Session(options) as (desk, actor):
        given = given_by(options, _ticket_options(options))
        ticket = desk.tickets.take_in(actor, intake_from(desk, actor, given)).value
        _show_ticket(options, ticket, ticket.number)


def ticket_list(options: Namespace) -> None:
    from deskapp.domain.saved_view import order_of
    from deskapp.exchange.record_json import row_json

    with Session(options) as (desk, actor):
        sort = options.sort or order_of(options.query)
        found = desk.tickets.rows(actor, options.query, sort=sort, limit=options.limit)
        labels = {status.key: status.label for status in desk.statuses(actor)}
        currency = desk.shop.get(actor).currency
    shown = ((row.number, labels[row.status], row.customer, row.device, row.fault) for row in found)
    show_list(options, [row_json(row, currency) for row in found], shown)


def ticket_show(options: Namespace) -> None:
    from deskapp.cli_text import ticket_text
    from deskapp.exchange.record_json import ticket_json

    with Session(options) as (desk, actor):
        ticket = desk.tickets.get(actor, options.number)
        shop, statuses, own = desk.shop.get(actor), desk.statuses(actor), desk.fields.list(actor)
        text = "" if options.json else ticket_text(ticket, shop, statuses, own)
    show(options, ticket_json(ticket), text)


def ticket_move(options: Namespace) -> None:
    with Session(options) as (desk, actor):
        move = desk.tickets.move
        ticket = move(actor, options.number, options.status, item=options.item, reason=options.reason).value
        _show_ticket(options, ticket, f"{ticket.number} {ticket.status}")


def ticket_note(options: Namespace) -> None:
    with Session(options) as (desk, actor):
        ticket = desk.tickets.note(actor, options.number, options.text).value
        _show_ticket(options, ticket, ticket.number)


def ticket_message(options: Namespace) -> None:
    with Session(options) as (desk, actor):
        ticket = desk.tickets.message(actor, options.number, options.text).value
        _show_ticket(options, ticket, ticket.number)


def ticket_bin(options: Namespace) -> None:
    with Session(options) as (desk, actor):
        ticket = desk.tickets.bin(actor, options.number).value
        _show_ticket(options, ticket, ticket.number)


def ticket_restore(options: Namespace) -> None:
    with Session(options) as (desk, actor):
        ticket = desk.tickets.restore(actor, options.number).value
        _show_ticket(options, ticket, ticket.number)


def ticket_line(options: Namespace) -> None:
    from deskapp.exchange.line_json import line_from

    with Session(options) as (desk, actor):
        given = {"code": options.service, "quantity": options.quantity, "item": options.item}
        given |= {"description": options.description, "unit_price": options.price, "result": options.result}
        line = line_from(desk, actor, {name: value for name, value in given.items() if value is not None})
        ticket = desk.tickets.add_line(actor, options.number, line).value
        _show_ticket(options, ticket, ticket.number)


def _show_ticket(options: Namespace, ticket: Ticket, text: str) -> None:
    from deskapp.exchange.record_json import ticket_json

    show(options, ticket_json(ticket), text)


def _ticket_options(options: Namespace) -> dict[str, Any]:
    given = {name: getattr(options, name) for name in (*_OF_ITEM, "priority", "place", "phone")}
    customer = (
        {"name": options.customer, "email": options.email} if options.customer or options.email else None
    )
    lists = {"services": options.service, "tags": options.tag}
    return given | lists | {"customer": customer, "promised_at": options.promised}

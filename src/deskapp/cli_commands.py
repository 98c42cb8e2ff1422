"""What each command of the command line does: a few lines over the services."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from deskapp.cli_backup import keep_before
from deskapp.cli_session import Session, WrongUsage, given_by, progress, show, show_list, write_file
from deskapp.clock import clock_from_environment
from deskapp.i18n import _

if TYPE_CHECKING:
    from argparse import Namespace

    from deskapp.domain.ticket import Ticket
    from deskapp.services.desk import Desk

FAILED = 1


def new_shop(options: Namespace) -> None:
    if options.sample:
        from deskapp.sample import create_sample

        create_sample(options.shop, clock_from_environment(), name=options.name).close()
    elif options.name:
        _make_shop(options)
    else:
        raise WrongUsage(_("A new shop needs a name: --name NAME."))
    show(options, {"shop": str(options.shop)}, str(options.shop))


def _make_shop(options: Namespace) -> None:
    from deskapp.services.country import shop_in
    from deskapp.services.desk import Desk
    from deskapp.services.trade import read_trade

    shop = shop_in(options.country, options.name)
    # An unknown trade is refused before there is a file.
    pack = read_trade(options.trade, shop.language) if options.trade else None

    def fill(desk: Desk) -> None:
        if pack:
            desk.trades.set_up(desk.actor(), pack)

    Desk.build(options.shop, shop, options.owner, clock_from_environment(), fill)


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
        text = "" if options.json else ticket_text(ticket, desk.shop.get(actor), desk.statuses(actor))
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
    from deskapp.exchange.intake_json import line_from

    with Session(options) as (desk, actor):
        given = {"code": options.service, "quantity": options.quantity, "item": options.item}
        given |= {"description": options.description, "unit_price": options.price, "result": options.result}
        line = line_from(desk, actor, {name: value for name, value in given.items() if value is not None})
        ticket = desk.tickets.add_line(actor, options.number, line).value
        _show_ticket(options, ticket, ticket.number)


def device_list(options: Namespace) -> None:
    from deskapp.domain.device import Show
    from deskapp.exchange.device_json import device_json

    with Session(options) as (desk, actor):
        found = desk.devices.rows(actor, options.query, show=Show(options.show), limit=options.limit)
    shown = ((row.draft.name, *(row.draft.codes or ("",))[:1], row.owner, row.ticket) for row in found)
    show_list(options, [device_json(row) for row in found], shown)


def catalog_list(options: Namespace) -> None:
    from deskapp.exchange.record_json import service_json

    with Session(options) as (desk, actor):
        found = desk.catalog.rows(actor, options.query, retired=options.retired)
    shown = ((s.code, s.name, s.draft.category, f"{s.draft.price.amount:f}") for s in found)
    show_list(options, [service_json(service) for service in found], shown)


def print_paper(options: Namespace) -> None:
    from deskapp.documents.render import render
    from deskapp.domain.paper import Document
    from deskapp.domain.shop import Paper

    if options.out.resolve() == options.shop.resolve():
        raise WrongUsage(_("The paper would replace the shop file; choose another file for it."))
    with Session(options) as (desk, actor):
        document = Document(options.document)
        size = Paper(options.paper) if options.paper else None
        pdf = render(document, desk.papers.ticket(actor, options.number), size)
        write_file(options.out, pdf)
        desk.papers.printed(actor, options.number, document, pdf)
    show(options, {"file": str(options.out)}, str(options.out))


def import_file(options: Namespace) -> None:
    from deskapp.domain.backup import Reason
    from deskapp.exchange.importing import apply_plan, mapped_plan, read_plan
    from deskapp.exchange.problem_list import save_problems

    with Session(options) as (desk, actor):
        if options.map:
            plan: Any = mapped_plan(desk, actor, options.file, options.map)
        else:
            plan = read_plan(desk, actor, options.file, preset=options.preset)
        if not options.dry_run:
            keep_before(desk, actor, Reason.IMPORT)
        report = apply_plan(desk, actor, plan, dry_run=options.dry_run, on_progress=progress(options))
        if options.problems:
            save_problems((*report.errors, *report.warnings), options.problems, plan.header)
        show(options, report.as_json(), "\n".join(report.lines()))


def check_shop(options: Namespace) -> int:
    with Session(options) as (desk, actor):
        if options.rebuild_index:
            desk.rebuild_index(actor)
        problems = desk.check(actor)
    show(options, {"ok": not problems, "problems": list(problems)}, "\n".join(problems) or _("All is well."))
    return FAILED if problems else 0


def take_tour(options: Namespace) -> int:
    from deskapp.tour import run

    return run(options.out)


def self_test(_options: Namespace) -> int:
    from deskapp.self_test import run

    return run()


def _show_ticket(options: Namespace, ticket: Ticket, text: str) -> None:
    from deskapp.exchange.record_json import ticket_json

    show(options, ticket_json(ticket), text)


def _ticket_options(options: Namespace) -> dict[str, Any]:
    names = ("device", "brand", "serial", "fault", "condition", "accessories", "priority", "place", "phone")
    given = {name: getattr(options, name) for name in names}
    customer = (
        {"name": options.customer, "email": options.email} if options.customer or options.email else None
    )
    lists = {"services": options.service, "tags": options.tag}
    return given | lists | {"customer": customer, "promised_at": options.promised}

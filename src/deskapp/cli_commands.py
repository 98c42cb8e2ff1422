"""What each command of the command line does: a few lines over the services."""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from deskapp.clock import clock_from_environment
from deskapp.errors import DeskError
from deskapp.i18n import _
from deskapp.whole_file import write_whole

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Iterable, Sequence

    from deskapp.domain.actor import Actor
    from deskapp.domain.ticket import Ticket
    from deskapp.services.desk import Desk

FAILED = 1
CUSTOMER_OPTIONS = (
    *("name", "company", "kind", "email", "street", "postcode", "city", "country", "language"),
    *("channel", "price_group", "tax_id", "iban", "alert", "note"),
)


class WrongUsage(DeskError):
    """Options that do not go together."""


def new_shop(options: Namespace) -> None:
    if options.sample:
        from deskapp.sample import create_sample

        create_sample(options.shop, clock_from_environment(), name=options.name).close()
    elif options.name:
        _make_shop(options)
    else:
        raise WrongUsage(_("A new shop needs a name: --name NAME."))
    _show(options, {"shop": str(options.shop)}, str(options.shop))


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

    with _Session(options) as (desk, actor):
        given = _given(options, _ticket_options(options))
        ticket = desk.tickets.take_in(actor, intake_from(desk, actor, given)).value
        _show_ticket(options, ticket, ticket.number)


def ticket_list(options: Namespace) -> None:
    from deskapp.domain.saved_view import order_of
    from deskapp.exchange.record_json import row_json

    with _Session(options) as (desk, actor):
        sort = options.sort or order_of(options.query)
        found = desk.tickets.rows(actor, options.query, sort=sort, limit=options.limit)
        labels = {status.key: status.label for status in desk.statuses(actor)}
        currency = desk.shop.get(actor).currency
    shown = ((row.number, labels[row.status], row.customer, row.device, row.fault) for row in found)
    _list(options, [row_json(row, currency) for row in found], shown)


def ticket_show(options: Namespace) -> None:
    from deskapp.cli_text import ticket_text
    from deskapp.exchange.record_json import ticket_json

    with _Session(options) as (desk, actor):
        ticket = desk.tickets.get(actor, options.number)
        text = "" if options.json else ticket_text(ticket, desk.shop.get(actor), desk.statuses(actor))
    _show(options, ticket_json(ticket), text)


def ticket_move(options: Namespace) -> None:
    with _Session(options) as (desk, actor):
        move = desk.tickets.move
        ticket = move(actor, options.number, options.status, item=options.item, reason=options.reason).value
        _show_ticket(options, ticket, f"{ticket.number} {ticket.status}")


def ticket_note(options: Namespace) -> None:
    with _Session(options) as (desk, actor):
        ticket = desk.tickets.note(actor, options.number, options.text).value
        _show_ticket(options, ticket, ticket.number)


def ticket_message(options: Namespace) -> None:
    with _Session(options) as (desk, actor):
        ticket = desk.tickets.message(actor, options.number, options.text).value
        _show_ticket(options, ticket, ticket.number)


def ticket_bin(options: Namespace) -> None:
    with _Session(options) as (desk, actor):
        ticket = desk.tickets.bin(actor, options.number).value
        _show_ticket(options, ticket, ticket.number)


def ticket_restore(options: Namespace) -> None:
    with _Session(options) as (desk, actor):
        ticket = desk.tickets.restore(actor, options.number).value
        _show_ticket(options, ticket, ticket.number)


def ticket_line(options: Namespace) -> None:
    from deskapp.exchange.intake_json import line_from

    with _Session(options) as (desk, actor):
        given = {"code": options.service, "quantity": options.quantity, "item": options.item}
        given |= {"description": options.description, "unit_price": options.price, "result": options.result}
        line = line_from(desk, actor, {name: value for name, value in given.items() if value is not None})
        ticket = desk.tickets.add_line(actor, options.number, line).value
        _show_ticket(options, ticket, ticket.number)


def customer_add(options: Namespace) -> None:
    from deskapp.exchange.intake_json import customer_from
    from deskapp.exchange.record_json import customer_json

    with _Session(options) as (desk, actor):
        given = _given(options, _customer_options(options))
        customer = desk.customers.add(actor, customer_from(given)).value
        _show(options, customer_json(customer), str(customer.id))


def customer_list(options: Namespace) -> None:
    from deskapp.exchange.record_json import match_json

    with _Session(options) as (desk, actor):
        found = desk.customers.rows(actor, options.query, sort=options.sort.strip(), limit=options.limit)
    shown = ((str(match.id), match.name, match.company, match.phone, match.city) for match in found)
    _list(options, [match_json(match) for match in found], shown)


def device_list(options: Namespace) -> None:
    from deskapp.domain.device import Show
    from deskapp.exchange.device_json import device_json

    with _Session(options) as (desk, actor):
        found = desk.devices.rows(actor, options.query, show=Show(options.show), limit=options.limit)
    shown = ((row.draft.name, *(row.draft.codes or ("",))[:1], row.owner, row.ticket) for row in found)
    _list(options, [device_json(row) for row in found], shown)


def customer_show(options: Namespace) -> None:
    from deskapp.cli_text import customer_text
    from deskapp.exchange.record_json import customer_card_json, row_json

    with _Session(options) as (desk, actor):
        customer = desk.customers.get(actor, options.id)
        tickets = desk.tickets.of_customer(actor, customer.id)
        statuses, currency = desk.statuses(actor), desk.shop.get(actor).currency
    shown = customer_card_json(customer) | {"tickets": [row_json(row, currency) for row in tickets]}
    _show(options, shown, customer_text(customer, tickets, statuses))


def customer_merge(options: Namespace) -> None:
    from deskapp.exchange.record_json import customer_json

    with _Session(options) as (desk, actor):
        customer = desk.merges.merge(actor, options.kept, options.gone, _choices(options.take)).value
    _show(options, customer_json(customer), f"{customer.id} {customer.name}")


def _choices(said: Sequence[str]) -> dict[str, int]:
    """Whose value counts, by field."""
    pairs = [one.partition("=") for one in said]
    for name, _equals, place in pairs:
        if not place.isdecimal():
            raise WrongUsage(_("Write “{field}” with the customer, like city=12.").format(field=name))
    return {name: int(place) for name, _equals, place in pairs}


def customer_unmerge(options: Namespace) -> None:
    from deskapp.exchange.record_json import customer_json

    with _Session(options) as (desk, actor):
        parted = desk.merges.undo(actor, desk.merges.merge_of(actor, options.gone)).value
    stayed = [{"field": one.field, "now": one.now, "before": one.before} for one in parted.stayed]
    both = {"kept": customer_json(parted.kept), "gone": customer_json(parted.gone), "stayed": stayed}
    _show(options, both | {"tickets": parted.tickets}, f"{parted.gone.id} {parted.gone.name}")


def customer_duplicates(options: Namespace) -> None:
    with _Session(options) as (desk, actor):
        pairs = desk.duplicates.find(actor, progress=_progress(options)).pairs
    said = [(pair, ", ".join(reason.label for reason in pair.reasons)) for pair in pairs]
    as_json = [
        {"customers": list(pair.id), "reasons": list(pair.reasons), "strength": pair.strength}
        for pair in pairs
    ]
    cells = (
        (str(pair.one.id), pair.one.name, str(pair.other.id), pair.other.name, why, str(pair.strength))
        for pair, why in said
    )
    _list(options, as_json, cells)


def catalog_list(options: Namespace) -> None:
    from deskapp.exchange.record_json import service_json

    with _Session(options) as (desk, actor):
        found = desk.catalog.rows(actor, options.query, retired=options.retired)
    shown = ((s.code, s.name, s.draft.category, f"{s.draft.price.amount:f}") for s in found)
    _list(options, [service_json(service) for service in found], shown)


def print_paper(options: Namespace) -> None:
    from deskapp.documents.render import render
    from deskapp.domain.paper import Document
    from deskapp.domain.shop import Paper

    if options.out.resolve() == options.shop.resolve():
        raise WrongUsage(_("The paper would replace the shop file; choose another file for it."))
    with _Session(options) as (desk, actor):
        document = Document(options.document)
        size = Paper(options.paper) if options.paper else None
        pdf = render(document, desk.papers.ticket(actor, options.number), size)
        _write(options.out, pdf)
        desk.papers.printed(actor, options.number, document, pdf)
    _show(options, {"file": str(options.out)}, str(options.out))


def import_file(options: Namespace) -> None:
    from deskapp.exchange.importing import apply_plan, mapped_plan, read_plan
    from deskapp.exchange.problem_list import save_problems

    with _Session(options) as (desk, actor):
        if options.map:
            plan: Any = mapped_plan(desk, actor, options.file, options.map)
        else:
            plan = read_plan(desk, actor, options.file, preset=options.preset)
        report = apply_plan(desk, actor, plan, dry_run=options.dry_run, on_progress=_progress(options))
        if options.problems:
            save_problems((*report.errors, *report.warnings), options.problems, plan.header)
        _show(options, report.as_json(), "\n".join(report.lines()))


def customer_export(options: Namespace) -> None:
    from deskapp.exchange.customer_file import save_directory

    with _Session(options) as (desk, actor):
        path, count = save_directory(desk, actor, options.out, options.query)
    _show(options, {"file": str(path), "customers": count}, str(path))


def check_shop(options: Namespace) -> int:
    with _Session(options) as (desk, actor):
        if options.rebuild_index:
            desk.rebuild_index(actor)
        problems = desk.check(actor)
    _show(options, {"ok": not problems, "problems": list(problems)}, "\n".join(problems) or _("All is well."))
    return FAILED if problems else 0


def take_tour(options: Namespace) -> int:
    from deskapp.tour import run

    return run(options.out)


def self_test(_options: Namespace) -> int:
    from deskapp.self_test import run

    return run()


class _Session:
    """The shop file of a command, open while it runs, and who acts."""

    def __init__(self, options: Namespace) -> None:
        self._options = options

    def __enter__(self) -> tuple[Desk, Actor]:
        from deskapp.domain.actor import Source
        from deskapp.services.desk import Desk

        self._desk = Desk.open(self._options.shop, clock_from_environment())
        try:
            return self._desk, self._desk.actor(self._options.actor, Source.COMMAND_LINE)
        except BaseException:
            self._desk.close()
            raise

    def __exit__(self, *_error: object) -> None:
        self._desk.close()


def _show_ticket(options: Namespace, ticket: Ticket, text: str) -> None:
    from deskapp.exchange.record_json import ticket_json

    _show(options, ticket_json(ticket), text)


def _show(options: Namespace, as_json: dict[str, Any], text: str) -> None:
    print(json.dumps(as_json, ensure_ascii=False, indent=2) if options.json else text)


def _list(options: Namespace, as_json: list[dict[str, Any]], cells: Iterable[Sequence[str]]) -> None:
    from deskapp.cli_text import table

    if options.json:
        print(json.dumps(as_json, ensure_ascii=False, indent=2))
    elif text := table(cells, shutil.get_terminal_size().columns if sys.stdout.isatty() else None):
        print(text)


def _given(options: Namespace, said: dict[str, Any]) -> dict[str, Any]:
    """What a file says, or the options; both together would hide one of them."""
    if not options.source:
        return said
    if any(value for name, value in said.items() if name != "priority") or said.get("priority", "") not in {
        "",
        "normal",
    }:
        raise WrongUsage(_("Give either --from or the other options, not both."))
    return _read_json(options.source)


def _read_json(source: str) -> dict[str, Any]:
    try:
        text = sys.stdin.read() if source == "-" else Path(source).read_text(encoding="utf-8-sig")
        given = json.loads(text)
    except OSError as error:
        message = _("“{file}” cannot be read: {reason}.").format(file=source, reason=error.strerror)
        raise DeskError(message) from error
    except (ValueError, RecursionError) as error:
        raise DeskError(_("“{file}” is not JSON in UTF-8; nothing was saved.").format(file=source)) from error
    if not isinstance(given, dict):
        raise DeskError(_("“{file}” holds no JSON object.").format(file=source))
    return given


def _write(path: Path, content: bytes) -> None:
    """Write a file, or say in a sentence why not."""
    if path.is_dir():
        raise DeskError(_("“{file}” is a folder; write the name of a file.").format(file=str(path)))
    try:
        write_whole(path, content)
    except OSError as error:
        message = _("“{file}” cannot be written: {reason}.").format(file=str(path), reason=error.strerror)
        raise DeskError(message) from error


def _progress(options: Namespace) -> Callable[[int, int], None] | None:
    """A line that counts on a terminal; nothing where the output is read by a program."""
    if options.json or not sys.stderr.isatty():
        return None

    def show(done: int, total: int) -> None:
        print(f"\r{done:>9} / {total}", end="" if done < total else "\n", file=sys.stderr, flush=True)

    return show


def _ticket_options(options: Namespace) -> dict[str, Any]:
    names = ("device", "brand", "serial", "fault", "condition", "accessories", "priority", "place", "phone")
    given = {name: getattr(options, name) for name in names}
    customer = (
        {"name": options.customer, "email": options.email} if options.customer or options.email else None
    )
    lists = {"services": options.service, "tags": options.tag}
    return given | lists | {"customer": customer, "promised_at": options.promised}


def _customer_options(options: Namespace) -> dict[str, Any]:
    given = {name: getattr(options, name) for name in CUSTOMER_OPTIONS}
    lists = {"phones": options.phone, "tags": options.tag}
    return given | lists | {"do_not_contact": options.do_not_contact, "payer_id": options.payer}

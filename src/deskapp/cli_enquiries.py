"""The commands about enquiries and quick jobs."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from deskapp.cli_parser import add_command, add_group, add_numbered, count
from deskapp.cli_session import Session, WrongUsage, show, show_list
from deskapp.i18n import _

if TYPE_CHECKING:
    from argparse import Namespace

    from deskapp.domain.enquiry import Enquiry

_OF_ITEM = ("device", "brand", "serial", "condition", "accessories", "place")


def add_to(commands: Any) -> None:
    add_group(commands, "enquiry", _("what is asked before there is a ticket"), _fill)


def _fill(group: Any) -> None:
    add = add_command(group, "add", enquiry_add, _("write down what was asked"))
    add.add_argument("text")
    for name in ("name", "phone", "email"):
        add.add_argument(f"--{name}", default="")
    add.add_argument("--customer", type=count, metavar="ID")
    listed = add_command(group, "list", enquiry_list, _("list enquiries"))
    listed.add_argument("query", nargs="?", default="")
    listed.add_argument("--limit", type=count)
    shown = ("open", "closed", "all")
    listed.add_argument("--show", choices=shown, default="open", help=_("which enquiries"))
    made = add_numbered(group, "convert", enquiry_convert, _("make a ticket of an enquiry"))
    for name in _OF_ITEM:
        made.add_argument(f"--{name}", default="")
    made.add_argument("--service", action="append", default=[], metavar="CODE")
    add_numbered(group, "close", enquiry_close, _("close an enquiry without a ticket"))
    add_numbered(group, "reopen", enquiry_close, _("open an enquiry again"))


def add_quick(tickets: Any) -> None:
    quick = add_command(tickets, "quick", quick_job, _("log work that was done while the customer waited"))
    quick.add_argument("--service", action="append", default=[], metavar="CODE")
    for name in ("description", "price", "quantity", "customer", "phone"):
        quick.add_argument(f"--{name}", default="")


def enquiry_add(options: Namespace) -> None:
    from deskapp.domain.enquiry import EnquiryDraft

    draft = EnquiryDraft(options.text, options.name, options.phone, options.email, options.customer)
    with Session(options) as (desk, actor):
        _show(options, desk.enquiries.add(actor, draft).value)


def enquiry_list(options: Namespace) -> None:
    from deskapp.domain.enquiry import EnquiryShow
    from deskapp.exchange.enquiry_json import enquiry_json

    with Session(options) as (desk, actor):
        shown = EnquiryShow(options.show)
        found = desk.enquiries.rows(actor, options.query, show=shown, limit=options.limit)
    cells = ((one.number, one.name, one.reach, one.ticket, one.draft.text) for one in found)
    show_list(options, [enquiry_json(one) for one in found], cells)


def enquiry_convert(options: Namespace) -> None:
    from deskapp.domain.enquiry import enquiry_id
    from deskapp.exchange.intake_json import intake_from
    from deskapp.exchange.record_json import ticket_json

    with Session(options) as (desk, actor):
        enquiry = desk.enquiries.get(actor, enquiry_id(options.number))
        said = {name: getattr(options, name) for name in _OF_ITEM}
        given = said | _asker(enquiry) | {"fault": enquiry.draft.text, "services": options.service}
        intake = replace(intake_from(desk, actor, given), enquiry_id=enquiry.id)
        ticket = desk.tickets.take_in(actor, intake).value
    show(options, ticket_json(ticket), ticket.number)


def enquiry_close(options: Namespace) -> None:
    from deskapp.domain.enquiry import enquiry_id

    with Session(options) as (desk, actor):
        act = desk.enquiries.reopen if options.action == "reopen" else desk.enquiries.close
        _show(options, act(actor, enquiry_id(options.number)).value)


def quick_job(options: Namespace) -> None:
    from deskapp.domain.quick_job import QuickJob
    from deskapp.exchange.intake_json import intake_from
    from deskapp.exchange.record_json import ticket_json

    given = {"fault": "-", "customer": options.customer, "phone": options.phone, "lines": _lines(options)}
    with Session(options) as (desk, actor):
        intake = intake_from(desk, actor, given)
        job = QuickJob(intake.lines, intake.customer_id, intake.customer)
        ticket = desk.quick_jobs.add(actor, job).value
    show(options, ticket_json(ticket), ticket.number)


def _show(options: Namespace, enquiry: Enquiry) -> None:
    from deskapp.exchange.enquiry_json import enquiry_json

    show(options, enquiry_json(enquiry), enquiry.number)


def _asker(enquiry: Enquiry) -> dict[str, Any]:
    """Who asked, as an intake is given a customer."""
    draft = enquiry.draft
    if draft.customer_id is not None:
        return {"customer_id": draft.customer_id}
    if not (draft.name or draft.phone or draft.email):
        return {}
    return {"customer": {"name": draft.name or draft.phone or draft.email, "email": draft.email}} | (
        {"phone": draft.phone} if draft.phone else {}
    )


def _lines(options: Namespace) -> list[dict[str, Any]]:
    """The services by their codes, then what is described by hand."""
    lines: list[dict[str, Any]] = [{"code": code} for code in options.service]
    if options.description or options.price:
        lines.append({"description": options.description, "unit_price": options.price or None})
    if options.quantity and len(lines) > 1:
        raise WrongUsage(_("A quantity goes with one line; write the others as jobs of their own."))
    if options.quantity and lines:
        lines[0]["quantity"] = options.quantity
    return lines

"""The commands about customers."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from deskapp.cli_backup import keep_before
from deskapp.cli_parser import add_command, add_group, count
from deskapp.cli_privacy import customer_erase, person_export
from deskapp.cli_session import Session, WrongUsage, given_by, progress, show, show_list
from deskapp.domain.customer import IN_BIN
from deskapp.domain.field import FieldOf
from deskapp.domain.text import fold
from deskapp.i18n import _

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Sequence

    from deskapp.domain.actor import Actor
    from deskapp.services.desk import Desk

CUSTOMER_OPTIONS = (
    *("name", "company", "kind", "email", "street", "postcode", "city", "country", "language"),
    *("channel", "price_group", "tax_id", "iban", "alert", "note"),
)


def add_to(commands: Any) -> None:
    add_group(commands, "customer", _("the customer directory"), _fill)


def _fill(group: Any) -> None:
    add = add_command(group, "add", customer_add, _("write down a customer"))
    add.add_argument("--from", dest="source", metavar="FILE.json")
    _add_customer_options(add, "")
    edited = add_command(group, "edit", customer_edit, _("change what is said of a customer"))
    edited.add_argument("id", type=count, metavar="ID")
    _add_customer_options(edited, None)
    listed = add_command(group, "list", customer_list, _("list customers"))
    listed.add_argument("query", nargs="?", default="")
    listed.add_argument("--bin", action="store_true", help=_("list those in the bin"))
    listed.add_argument("--limit", type=count)
    listed.add_argument("--sort", default="name", help=_("a column, with - in front falling"))
    exported = add_command(
        group,
        "export",
        customer_export,
        _("write customers to a vCard or CSV file, or one person’s data"),
    )
    exported.add_argument("query", nargs="?", default="")
    exported.add_argument("-o", "--out", type=Path, required=True, metavar="OUT.vcf|OUT.csv|FOLDER")
    shown = add_command(group, "show", customer_show, _("show one customer"))
    shown.add_argument("id", type=count, metavar="ID")
    binned = add_command(group, "bin", customer_bin, _("put a customer into the bin"))
    binned.add_argument("id", type=count, metavar="ID")
    restored = add_command(group, "restore", customer_restore, _("take customers out of the bin"))
    restored.add_argument("id", type=count, metavar="ID", nargs="+")
    merged = add_command(group, "merge", customer_merge, _("make one customer of several"))
    merged.add_argument("kept", type=count, metavar="KEPT")
    merged.add_argument("gone", type=count, metavar="GONE", nargs="+")
    merged.add_argument(
        "--take", action="append", default=[], metavar="FIELD=ID", help=_("whose value counts, like city=12")
    )
    parted = add_command(group, "unmerge", customer_unmerge, _("undo the merge by which a customer went"))
    parted.add_argument("gone", type=count, metavar="GONE")
    add_command(group, "duplicates", customer_duplicates, _("list customers who may be one"))
    erased = add_command(group, "erase", customer_erase, _("erase a person for good, keep the books"))
    erased.add_argument("number", type=count, metavar="NUMBER")
    erased.add_argument("--preview", action="store_true", help=_("only say what goes and what stays"))
    erased.add_argument("--yes", action="store_true", help=_("really erase; it cannot be undone"))


def _add_customer_options(command: ArgumentParser, nothing: str | None) -> None:
    """What can be said of a customer; `nothing` is what an option means that is left out."""
    for name in CUSTOMER_OPTIONS:
        command.add_argument(f"--{name.replace('_', '-')}", default=nothing)
    for name in ("phone", "tag"):
        command.add_argument(f"--{name}", action="append", default=[])
    own = _("a field of the shop's own")
    command.add_argument("--field", action="append", default=[], metavar="KEY=VALUE", help=own)
    command.add_argument("--do-not-contact", action="store_true")
    command.add_argument("--payer", type=count, metavar="ID", help=_("who pays for them"))


def customer_add(options: Namespace) -> None:
    from deskapp.exchange.customer_json import customer_from
    from deskapp.exchange.record_json import customer_json

    with Session(options) as (desk, actor):
        own = _own(desk, actor, options.field)
        given = given_by(options, _options(options) | ({"fields": own} if own else {}))
        customer = desk.customers.add(actor, customer_from(given)).value
        show(options, customer_json(customer), str(customer.id))


def customer_edit(options: Namespace) -> None:
    from deskapp.exchange.customer_json import customer_changed
    from deskapp.exchange.record_json import customer_json

    with Session(options) as (desk, actor):
        old = desk.customers.get(actor, options.id)
        given = {name: value for name, value in _options(options).items() if value not in (None, [], False)}
        own = {**old.draft.fields, **_own(desk, actor, options.field)}
        draft = customer_changed(old.draft, given | {"fields": own})
        customer = desk.customers.edit(actor, old.id, draft, old.row_version).value
        show(options, customer_json(customer), f"{customer.id} {customer.name}")


def customer_list(options: Namespace) -> None:
    from deskapp.exchange.record_json import match_json

    query = f"{IN_BIN} {options.query}" if options.bin else options.query
    with Session(options) as (desk, actor):
        found = desk.customers.rows(actor, query, sort=options.sort.strip(), limit=options.limit)
    shown = ((str(match.id), match.name, match.company, match.phone, match.city) for match in found)
    show_list(options, [match_json(match) for match in found], shown)


def customer_show(options: Namespace) -> None:
    from deskapp.cli_text import customer_text
    from deskapp.exchange.record_json import customer_card_json, row_json

    with Session(options) as (desk, actor):
        customer = desk.customers.get(actor, options.id)
        tickets = desk.tickets.of_customer(actor, customer.id)
        statuses, currency = desk.statuses(actor), desk.shop.get(actor).currency
    shown = customer_card_json(customer) | {"tickets": [row_json(row, currency) for row in tickets]}
    show(options, shown, customer_text(customer, tickets, statuses))


def customer_bin(options: Namespace) -> None:
    with Session(options) as (desk, actor):
        done = desk.customers.bin(actor, options.id)
    show(options, {"id": options.id, "binned": True}, done.undo.label)


def customer_restore(options: Namespace) -> None:
    with Session(options) as (desk, actor):
        done = desk.customers.restore(actor, options.id)
    show(options, {"restored": done.value}, done.undo.label)


def customer_merge(options: Namespace) -> None:
    from deskapp.domain.backup import Reason
    from deskapp.exchange.record_json import customer_json

    with Session(options) as (desk, actor):
        keep_before(desk, actor, Reason.MERGE)
        customer = desk.merges.merge(actor, options.kept, options.gone, _choices(options.take)).value
    show(options, customer_json(customer), f"{customer.id} {customer.name}")


def _choices(said: Sequence[str]) -> dict[str, int]:
    """Whose value counts, by field."""
    pairs = [one.partition("=") for one in said]
    for name, _equals, place in pairs:
        if not place.isdecimal():
            raise WrongUsage(_("Write “{field}” with the customer, like city=12.").format(field=name))
    return {name: int(place) for name, _equals, place in pairs}


def customer_unmerge(options: Namespace) -> None:
    from deskapp.exchange.record_json import customer_json

    with Session(options) as (desk, actor):
        parted = desk.merges.undo(actor, desk.merges.merge_of(actor, options.gone)).value
    stayed = [{"field": one.field, "now": one.now, "before": one.before} for one in parted.stayed]
    both = {"kept": customer_json(parted.kept), "gone": customer_json(parted.gone), "stayed": stayed}
    show(options, both | {"tickets": parted.tickets}, f"{parted.gone.id} {parted.gone.name}")


def customer_duplicates(options: Namespace) -> None:
    with Session(options) as (desk, actor):
        pairs = desk.duplicates.find(actor, progress=progress(options)).pairs
    said = [(pair, ", ".join(reason.label for reason in pair.reasons)) for pair in pairs]
    as_json = [
        {"customers": list(pair.id), "reasons": list(pair.reasons), "strength": pair.strength}
        for pair in pairs
    ]
    cells = (
        (str(pair.one.id), pair.one.name, str(pair.other.id), pair.other.name, why, str(pair.strength))
        for pair, why in said
    )
    show_list(options, as_json, cells)


def customer_export(options: Namespace) -> None:
    from deskapp.exchange.customer_file import save_directory

    if options.query.isdecimal() and not options.out.suffix:
        person_export(options)
        return
    with Session(options) as (desk, actor):
        path, count = save_directory(desk, actor, options.out, options.query)
    show(options, {"file": str(path), "customers": count}, str(path))


def _options(options: Namespace) -> dict[str, Any]:
    given = {name: getattr(options, name) for name in CUSTOMER_OPTIONS}
    lists = {"phones": options.phone, "tags": options.tag}
    return given | lists | {"do_not_contact": options.do_not_contact, "payer_id": options.payer}


def _own(desk: Desk, actor: Actor, said: Sequence[str]) -> dict[str, str]:
    """The shop's own fields that were said as `KEY=VALUE`; a field may be called by its label too."""
    fields = [one for one in desk.fields.list(actor) if one.of is FieldOf.CUSTOMER]
    keys = {fold(one.label): one.key for one in fields} | {one.key: one.key for one in fields}
    pairs = [one.partition("=") for one in said]
    if wrong := next((name for name, equals, _value in pairs if not equals), ""):
        raise WrongUsage(_("Write “{field}” with its value, like source=Poster.").format(field=wrong))
    return {keys.get(name, keys.get(fold(name), name)): value for name, _equals, value in pairs}

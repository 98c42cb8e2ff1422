"""What the commands about customers do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from deskapp.cli_backup import keep_before
from deskapp.cli_session import Session, WrongUsage, given_by, progress, show, show_list
from deskapp.domain.field import FieldOf
from deskapp.domain.text import fold
from deskapp.i18n import _

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence

    from deskapp.domain.actor import Actor
    from deskapp.services.desk import Desk

CUSTOMER_OPTIONS = (
    *("name", "company", "kind", "email", "street", "postcode", "city", "country", "language"),
    *("channel", "price_group", "tax_id", "iban", "alert", "note"),
)


def customer_add(options: Namespace) -> None:
    from deskapp.exchange.intake_json import customer_from
    from deskapp.exchange.record_json import customer_json

    with Session(options) as (desk, actor):
        own = _own(desk, actor, options.field)
        given = given_by(options, _options(options) | ({"fields": own} if own else {}))
        customer = desk.customers.add(actor, customer_from(given)).value
        show(options, customer_json(customer), str(customer.id))


def customer_edit(options: Namespace) -> None:
    from deskapp.exchange.intake_json import customer_changed
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

    with Session(options) as (desk, actor):
        found = desk.customers.rows(actor, options.query, sort=options.sort.strip(), limit=options.limit)
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
    from deskapp.cli_privacy import person_export
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

"""Taking in a ticket: number, customer, devices, items, lines and the first step, in one unit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import bindparam, select, update

from deskapp.domain import text
from deskapp.domain.device import DeviceDraft
from deskapp.domain.field import FieldOf, searched
from deskapp.domain.number import code_of
from deskapp.domain.status import Meaning
from deskapp.domain.ticket import Intake, ItemDraft, Line, LineDraft, checked, line_totals
from deskapp.errors import Invalid
from deskapp.i18n import _
from deskapp.services import audit, number, rows
from deskapp.services.catalog import check_service
from deskapp.services.comeback import comeback_column
from deskapp.services.customer import add_customer
from deskapp.services.device import add_device, known_device
from deskapp.services.enquiry_link import become
from deskapp.services.field import own_values
from deskapp.services.item_secret import keep_secret
from deskapp.services.item_type import plain_checks
from deskapp.services.line import line_values
from deskapp.services.person import check_person
from deskapp.services.photo_rows import attach
from deskapp.services.shop import read_shop
from deskapp.services.ticket_customer import NOBODY, KnownCustomer, known_customer
from deskapp.services.ticket_derived import fault_line
from deskapp.services.ticket_run import go_on
from deskapp.services.ticket_texts import TicketTexts, device_texts, index_new, number_parts
from deskapp.store import schema
from deskapp.store.statement import Reading, Statement, add_row

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from deskapp.clock import Clock
    from deskapp.domain.actor import Actor
    from deskapp.domain.shop import Shop
    from deskapp.domain.undo import UndoStep

FIRST_STATUS = "received"
_ticket = schema.ticket
_NUMBERED = Reading(select(_ticket.c.id).where(_ticket.c.number == bindparam("number")))
_PRICED = Statement(
    update(_ticket)
    .where(_ticket.c.id == bindparam("of_ticket"), _ticket.c.prices_include_tax.is_(None))
    .values(prices_include_tax=bindparam("included"))
)


class _Brought(NamedTuple):
    """An item with its device, whose id it has in the register, and its own fields as they are kept."""

    item: ItemDraft
    device_id: int | None
    device: DeviceDraft
    fields: dict[str, Any]


def take_in(
    tx: Connection, actor: Actor, intake: Intake, clock: Clock
) -> tuple[int, str, tuple[UndoStep, ...]]:
    """Write a new ticket; answers its id, its number and how to take it back."""
    clean, now, shop = checked(intake), clock.now(), read_shop(tx)
    check_person(tx, clean.person_id)
    customer, customer_steps = _customer(tx, actor, clean, clock)
    brought, device_steps = _devices(tx, clean.items, customer.id, now)
    made = _free_number(tx, shop, now)
    own = _ticket_values(actor, clean, customer.id, made, now) | _agreed(clean, shop)
    own |= comeback_column(tx, clean.comeback_of)
    own |= _filled("fields", own_values(tx, FieldOf.TICKET, clean.fields)) | _filled("kind", clean.kind)
    derived = {
        **customer.columns,
        **_item_columns(brought),
        **_line_columns(clean.lines, shop),
        "status_since": now,
        "updated_at": now,
    }
    ticket_id, step = rows.add(tx, _ticket, own, now, derived)
    item_ids = [
        _add_item(tx, actor, ticket_id, place, one, now) for place, one in enumerate(brought, start=1)
    ]
    for line in clean.lines:
        _write_line(tx, shop, ticket_id, item_ids, line, now)
    audit.record(tx, actor, now, "take_in", ("ticket", ticket_id))
    go_on(tx, ticket_id)
    index_new(tx, _texts(ticket_id, own, customer, brought, clean.lines))
    asked = _of_enquiry(tx, actor, clean.enquiry_id, ticket_id, now)
    return ticket_id, made, (step, *customer_steps, *device_steps, *asked)


def add_line(
    tx: Connection, shop: Shop, ticket_id: int, item_ids: list[int], line: LineDraft, now: datetime
) -> UndoStep:
    """Write one line; `item_ids` are the ticket's items by position."""
    step = _write_line(tx, shop, ticket_id, item_ids, line, now)
    _PRICED.run(tx, {"of_ticket": ticket_id, "included": shop.prices_include_tax})
    return step


def _write_line(
    tx: Connection, shop: Shop, ticket_id: int, item_ids: list[int], line: LineDraft, now: datetime
) -> UndoStep:
    if not 1 <= line.item <= len(item_ids):
        raise Invalid(_("This ticket has no item {item}.").format(item=line.item), "item")
    check_service(tx, line.service_id)
    place = {"ticket_id": ticket_id, "item_id": item_ids[line.item - 1]}
    return rows.add(tx, schema.line, {**line_values(line, shop), **place}, now)[1]


def _customer(
    tx: Connection, actor: Actor, intake: Intake, clock: Clock
) -> tuple[KnownCustomer, tuple[UndoStep, ...]]:
    if intake.customer_id is not None:
        return known_customer(tx, intake.customer_id), ()
    if intake.customer is None:
        return NOBODY, ()
    customer, steps = add_customer(tx, actor, intake.customer, clock)
    return known_customer(tx, customer.id), steps


def _of_enquiry(
    tx: Connection, actor: Actor, enquiry_id: int | None, ticket_id: int, now: datetime
) -> tuple[UndoStep, ...]:
    """The enquiry that became this ticket is closed with it."""
    if enquiry_id is None:
        return ()
    return (become(tx, actor, enquiry_id, ticket_id, now),)


def _free_number(tx: Connection, shop: Shop, now: datetime) -> str:
    """The next number that no ticket has; a changed template may come upon old ones."""
    while True:
        [made] = number.take(tx, "ticket", shop.ticket_template, now.astimezone(shop.zone).date())
        if _NUMBERED.first(tx, number=made) is None:
            return made


def _ticket_values(
    actor: Actor, intake: Intake, customer_id: int | None, made: str, now: datetime
) -> dict[str, Any]:
    return {
        "number": made,
        "code": code_of(made),
        "customer_id": customer_id,
        "status": FIRST_STATUS,
        "meaning": Meaning.NEW.value,
        "received_at": now,
        "received_by": actor.person_id,
        "promised_at": intake.promised_at,
        "planned_at": intake.planned_at,
        "priority": intake.priority.value,
        "person_id": intake.person_id,
        "tags": " ".join(intake.tags),
        "place": intake.place,
        "cost_limit_minor": intake.cost_limit.minor if intake.cost_limit else None,
    }


def _agreed(intake: Intake, shop: Shop) -> dict[str, Any]:
    """What most tickets are without, and the terms as they are on the day of intake."""
    terms = shop.terms if intake.terms is None else intake.terms
    agreed: dict[str, Any] = {"terms": terms} if terms else {}
    return agreed | ({"deposit_minor": intake.deposit.minor} if intake.deposit else {})


def _item_columns(brought: Sequence[_Brought]) -> dict[str, Any]:
    first = brought[0]
    shown = {"device_label": first.device.label, "fault_line": fault_line(first.item.fault)}
    return {**shown, "item_count": len(brought)}


def _line_columns(drafts: Sequence[LineDraft], shop: Shop) -> dict[str, Any]:
    if not drafts:
        return {}
    lines = [Line(0, draft, shop.tax_class(draft.tax_class).rates) for draft in drafts]
    included = shop.prices_include_tax
    total = line_totals(lines, shop.currency, inclusive=included).gross.minor
    return {"prices_include_tax": included, "total_minor": total}


def _add_item(
    tx: Connection, actor: Actor, ticket_id: int, position: int, brought: _Brought, now: datetime
) -> int:
    item = brought.item
    values = {
        "ticket_id": ticket_id,
        "position": position,
        "device_id": brought.device_id,
        "fault": item.fault,
        "condition": item.condition,
        "accessories": item.accessories,
        "status": FIRST_STATUS,
        "meaning": Meaning.NEW.value,
    }
    item_id = add_row(tx, schema.item, values | _typed(brought))
    if item.secret:
        keep_secret(tx, actor, item_id, item.secret, now)
    if item.photos:
        attach(tx, actor, (ticket_id, item_id), item.photos, now)
    step = {"ticket_id": ticket_id, "item_id": item_id, "to_status": FIRST_STATUS}
    add_row(tx, schema.status_step, {**step, "person_id": actor.person_id, "at": now})
    return item_id


def _typed(brought: _Brought) -> dict[str, Any]:
    """What an item has by its type, as far as anything was said of it."""
    return {
        **_filled("item_type", brought.item.item_type),
        **_filled("checklist", plain_checks(brought.item.checklist)),
        **_filled("fields", brought.fields),
    }


def _filled(column: str, value: object) -> dict[str, object]:
    return {column: value} if value else {}


def _devices(
    tx: Connection, items: Sequence[ItemDraft], customer_id: int | None, now: datetime
) -> tuple[list[_Brought], list[UndoStep]]:
    """The items with their devices, and how to take back those that were written."""
    brought, steps = [], []
    for item in items:
        device_id, draft = item.device_id, item.device
        if device_id is not None:
            draft = known_device(tx, device_id)
        elif draft != DeviceDraft():
            device_id, step = add_device(tx, draft, customer_id, now)
            steps.append(step)
        fields = own_values(tx, FieldOf.ITEM, item.fields, item_type=item.item_type)
        brought.append(_Brought(item, device_id, draft, fields))
    return brought, steps


def _texts(
    ticket_id: int,
    own: dict[str, Any],
    customer: KnownCustomer,
    brought: Sequence[_Brought],
    lines: Sequence[LineDraft],
) -> TicketTexts:
    """By what the ticket is found, as far as an intake can say it."""
    items = [one.item for one in brought]
    said = [own["place"], own["tags"]]
    said += [value for item in items for value in (item.fault, item.condition, item.accessories)]
    said += searched(own.get("fields", {}))
    said += [value for one in brought for value in searched(one.fields)]
    said += [line.description for line in lines]
    words, codes = device_texts(one.device for one in brought if one.device_id)
    parts = number_parts(own["number"], own["code"]), customer.parts, codes
    return TicketTexts(ticket_id, (text.index_text(said), customer.words, words), parts)

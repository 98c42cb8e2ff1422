"""Taking in a ticket: number, customer, devices, items, lines and the first step, in one unit."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, insert, select, update

from deskapp.domain.device import DeviceDraft
from deskapp.domain.number import code_of
from deskapp.domain.status import Meaning
from deskapp.domain.ticket import Intake, ItemDraft, LineDraft, checked
from deskapp.errors import Invalid
from deskapp.i18n import _
from deskapp.services import audit, number, rows
from deskapp.services.catalog import check_service
from deskapp.services.customer import add_customer, read_customer
from deskapp.services.device import add_device, known_device
from deskapp.services.line import line_values
from deskapp.services.person import check_person
from deskapp.services.shop import read_shop
from deskapp.services.ticket_run import go_on
from deskapp.services.ticket_search import index_ticket
from deskapp.store import schema

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from deskapp.clock import Clock
    from deskapp.domain.actor import Actor
    from deskapp.domain.shop import Shop
    from deskapp.domain.undo import UndoStep

FIRST_STATUS = "received"
_PRICED = (
    update(schema.ticket)
    .where(schema.ticket.c.prices_include_tax.is_(None))
    .values(prices_include_tax=bindparam("included"))
)


def take_in(
    tx: Connection, actor: Actor, intake: Intake, clock: Clock
) -> tuple[int, str, tuple[UndoStep, ...]]:
    """Write a new ticket; answers its id, its number and how to take it back."""
    clean, now, shop = checked(intake), clock.now(), read_shop(tx)
    customer_id, customer_steps = _customer(tx, actor, clean, clock)
    made = _free_number(tx, shop, now)
    check_person(tx, clean.person_id)
    ticket_id, step = rows.add(tx, schema.ticket, _ticket_values(actor, clean, customer_id, made, now), now)
    steps = [step, *customer_steps]
    item_ids = []
    for position, item in enumerate(clean.items, start=1):
        device_id, device_steps = _device(tx, item, customer_id, now)
        steps += device_steps
        item_ids.append(_add_item(tx, actor, ticket_id, position, item, device_id, now))
    for line in clean.lines:
        add_line(tx, shop, ticket_id, item_ids, line, now)
    audit.record(tx, actor, now, "take_in", ("ticket", ticket_id))
    go_on(tx, ticket_id)
    index_ticket(tx, ticket_id)
    return ticket_id, made, tuple(steps)


def add_line(
    tx: Connection, shop: Shop, ticket_id: int, item_ids: list[int], line: LineDraft, now: datetime
) -> UndoStep:
    """Write one line; `item_ids` are the ticket's items by position."""
    if not 1 <= line.item <= len(item_ids):
        raise Invalid(_("This ticket has no item {item}.").format(item=line.item), "item")
    check_service(tx, line.service_id)
    tx.execute(_PRICED.where(schema.ticket.c.id == ticket_id), {"included": shop.prices_include_tax})
    place = {"ticket_id": ticket_id, "item_id": item_ids[line.item - 1]}
    return rows.add(tx, schema.line, {**line_values(line, shop), **place}, now)[1]


def _customer(
    tx: Connection, actor: Actor, intake: Intake, clock: Clock
) -> tuple[int | None, tuple[UndoStep, ...]]:
    if intake.customer_id is not None:
        return read_customer(tx, intake.customer_id).id, ()
    if intake.customer is None:
        return None, ()
    customer, steps = add_customer(tx, actor, intake.customer, clock)
    return customer.id, steps


def _free_number(tx: Connection, shop: Shop, now: datetime) -> str:
    """The next number that no ticket has; a changed template may come upon old ones."""
    while True:
        [made] = number.take(tx, "ticket", shop.ticket_template, now.astimezone(shop.zone).date())
        if tx.execute(select(schema.ticket.c.id).where(schema.ticket.c.number == made)).first() is None:
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
        "status_since": now,
        "updated_at": now,
        "received_by": actor.person_id,
        "promised_at": intake.promised_at,
        "planned_at": intake.planned_at,
        "priority": intake.priority.value,
        "person_id": intake.person_id,
        "tags": " ".join(intake.tags),
        "item_count": len(intake.items),
        "place": intake.place,
        "cost_limit_minor": intake.cost_limit.minor if intake.cost_limit else None,
    }


def _add_item(
    tx: Connection,
    actor: Actor,
    ticket_id: int,
    position: int,
    item: ItemDraft,
    device_id: int | None,
    now: datetime,
) -> int:
    values = {
        "ticket_id": ticket_id,
        "position": position,
        "device_id": device_id,
        "fault": item.fault,
        "condition": item.condition,
        "accessories": item.accessories,
        "status": FIRST_STATUS,
        "meaning": Meaning.NEW.value,
    }
    item_id, _step = rows.add(tx, schema.item, values, now)
    step = {"ticket_id": ticket_id, "item_id": item_id, "to_status": FIRST_STATUS}
    tx.execute(insert(schema.status_step), {**step, "person_id": actor.person_id, "at": now})
    return item_id


def _device(
    tx: Connection, item: ItemDraft, customer_id: int | None, now: datetime
) -> tuple[int | None, tuple[UndoStep, ...]]:
    if item.device_id is not None:
        return known_device(tx, item.device_id), ()
    if item.device == DeviceDraft():
        return None, ()
    device_id, step = add_device(tx, item.device, customer_id, now)
    return device_id, (step,)

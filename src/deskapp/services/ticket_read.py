"""Reading one ticket whole, inside a unit that is already open."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy import text as sql

from deskapp.domain import text
from deskapp.domain.device import DeviceDraft
from deskapp.domain.history import Message, Note, StatusStep
from deskapp.domain.money import Money
from deskapp.domain.status import Meaning
from deskapp.domain.ticket import Item, ItemReport, Line, Outcome, Priority, Ticket, TicketEdit
from deskapp.domain.turnaround import Step, effective
from deskapp.errors import NotFound
from deskapp.i18n import _
from deskapp.services.catalog import currency_of
from deskapp.services.customer import read_customer
from deskapp.services.device import FIELDS as DEVICE_FIELDS
from deskapp.services.device import draft_of
from deskapp.services.line import line_of
from deskapp.services.ticket_history import history
from deskapp.store import schema

if TYPE_CHECKING:
    from sqlalchemy import Connection, Row

    from deskapp.domain.money import Currency

_ticket, _item, _line, _device = schema.ticket, schema.item, schema.line, schema.device
_BY_ID = select(_ticket).where(_ticket.c.id == sql(":id"))
_BY_NUMBER = select(_ticket.c.id).where(_ticket.c.number == sql(":number"))
_BY_CODE = select(_ticket.c.id).where(_ticket.c.code == sql(":number")).order_by(_ticket.c.id.desc())
ALL_ITEMS = (
    select(_item, *(_device.c[name] for name in DEVICE_FIELDS))
    .outerjoin(_device, _device.c.id == _item.c.device_id)
    .where(_item.c.binned_at.is_(None))
    .order_by(_item.c.position)
)
_ITEMS = ALL_ITEMS.where(_item.c.ticket_id == sql(":id"))
_LINES = (
    select(_line).where(_line.c.ticket_id == sql(":id"), _line.c.binned_at.is_(None)).order_by(_line.c.id)
)
_STEPS = (
    select(schema.status_step, schema.person.c.name.label("person"), _item.c.position)
    .join(_item, _item.c.id == schema.status_step.c.item_id)
    .outerjoin(schema.person, schema.person.c.id == schema.status_step.c.person_id)
    .where(schema.status_step.c.ticket_id == sql(":id"))
    .order_by(schema.status_step.c.id)
)
_SHOP_INCLUDES = select(schema.shop.c.prices_include_tax)
_LONGEST_NUMBER = 100
_PEOPLE = select(schema.person.c.id, schema.person.c.name)


def ticket_id_of(connection: Connection, number: str) -> int:
    """The id of a ticket by its number or printed code; raises `NotFound`."""
    clean = text.line(number[:_LONGEST_NUMBER], "number")
    for statement in (_BY_NUMBER, _BY_CODE):
        found = connection.execute(statement, {"number": clean}).scalar()
        if found is not None:
            return int(found)
    raise NotFound(_("There is no ticket {number}; check the number.").format(number=number))


def read_ticket(connection: Connection, ticket_id: int) -> Ticket:
    """The whole ticket, with history; raises `NotFound`."""
    row = connection.execute(_BY_ID, {"id": ticket_id}).first()
    if row is None:
        raise NotFound(_("That ticket is no longer in the shop file."))
    currency = currency_of(connection)
    people = {row.id: row.name for row in connection.execute(_PEOPLE)}
    steps = _steps(connection, ticket_id)
    notes, messages = _texts(connection, ticket_id, people)
    return Ticket(
        id=row.id,
        number=row.number,
        code=row.code,
        status=row.status,
        meaning=Meaning(row.meaning),
        received_at=row.received_at,
        edit=_edit(row, currency),
        customer=read_customer(connection, row.customer_id) if row.customer_id else None,
        items=_items(connection, ticket_id, currency),
        currency=currency,
        prices_include_tax=_includes_tax(connection, row),
        received_by=people.get(row.received_by, ""),
        person=people.get(row.person_id, ""),
        group=row.group_name,
        external_id=row.external_id,
        closed_at=row.closed_at,
        notes=notes,
        messages=messages,
        steps=steps,
        history=history(connection, row, steps, (notes, messages), people),
        binned=row.binned_at is not None,
        row_version=row.row_version,
    )


def read_items(connection: Connection, ticket_id: int) -> list[Row[Any]]:
    """The item rows of a ticket with their devices' columns, by position."""
    return list(connection.execute(_ITEMS, {"id": ticket_id}))


def read_steps(connection: Connection, ticket_id: int) -> list[Step]:
    """The status history of a ticket as turnaround reads it."""
    return [
        Step(row.id, row.item_id, row.to_status, row.at, row.undoes_id)
        for row in connection.execute(_STEPS, {"id": ticket_id})
    ]


def read_lines(connection: Connection, ticket_id: int) -> tuple[list[Line], bool]:
    """The lines of a ticket and whether their prices include tax."""
    currency = currency_of(connection)
    lines = [line_of(row, currency, 1) for row in connection.execute(_LINES, {"id": ticket_id})]
    return lines, _includes_tax(connection, connection.execute(_BY_ID, {"id": ticket_id}).one())


def _edit(row: Any, currency: Currency) -> TicketEdit:
    return TicketEdit(
        promised_at=row.promised_at,
        planned_at=row.planned_at,
        priority=Priority(row.priority),
        person_id=row.person_id,
        place=row.place,
        tags=tuple(row.tags.split()),
        cost_limit=None if row.cost_limit_minor is None else Money(row.cost_limit_minor, currency),
        customer_id=row.customer_id,
    )


def _includes_tax(connection: Connection, row: Any) -> bool:
    """How the ticket's lines were priced, whatever the shop chose since; its way before there are any."""
    own = row.prices_include_tax
    return bool(connection.execute(_SHOP_INCLUDES).scalar_one() if own is None else own)


def _items(connection: Connection, ticket_id: int, currency: Currency) -> tuple[Item, ...]:
    rows = read_items(connection, ticket_id)
    positions = {row.id: row.position for row in rows}
    lines: defaultdict[int, list[Line]] = defaultdict(list)
    for line in connection.execute(_LINES, {"id": ticket_id}):
        lines[line.item_id].append(line_of(line, currency, positions.get(line.item_id, 1)))
    return tuple(_item_of(row, tuple(lines[row.id])) for row in rows)


def _item_of(row: Row[Any], lines: tuple[Line, ...]) -> Item:
    return Item(
        id=row.id,
        position=row.position,
        device_id=row.device_id,
        device=draft_of(row) if row.device_id else DeviceDraft(),
        fault=row.fault,
        condition=row.condition,
        accessories=row.accessories,
        report=ItemReport(row.findings, row.work_done, row.recommendation),
        status=row.status,
        meaning=Meaning(row.meaning),
        closed_at=row.closed_at,
        outcome=Outcome(row.outcome) if row.outcome else None,
        barrier=row.barrier,
        lines=lines,
        row_version=row.row_version,
    )


def _steps(connection: Connection, ticket_id: int) -> tuple[StatusStep, ...]:
    rows = list(connection.execute(_STEPS, {"id": ticket_id}))
    counting = {
        step.id for step in effective([Step(r.id, r.item_id, r.to_status, r.at, r.undoes_id) for r in rows])
    }
    return tuple(
        StatusStep(
            r.id,
            r.position,
            r.from_status,
            r.to_status,
            r.person or "",
            r.at,
            r.reason,
            undone=r.id not in counting,
        )
        for r in rows
    )


def _texts(
    connection: Connection, ticket_id: int, people: dict[int, str]
) -> tuple[tuple[Note, ...], tuple[Message, ...]]:
    notes, messages = (
        connection.execute(
            select(table)
            .where(table.c.ticket_id == ticket_id, table.c.binned_at.is_(None))
            .order_by(table.c.id)
        ).all()
        for table in (schema.note, schema.message)
    )
    return (
        tuple(Note(row.id, row.text, people.get(row.person_id, ""), row.at) for row in notes),
        tuple(Message(row.id, row.text, people.get(row.person_id, ""), row.at) for row in messages),
    )

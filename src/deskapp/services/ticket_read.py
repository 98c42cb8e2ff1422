"""Reading one ticket whole, inside a unit that is already open."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select

from deskapp.domain import text
from deskapp.domain.device import DeviceDraft
from deskapp.domain.field import FieldOf
from deskapp.domain.history import Message, Note, StatusStep
from deskapp.domain.item_secret import SecretKind
from deskapp.domain.money import Money
from deskapp.domain.status import Meaning
from deskapp.domain.ticket import Item, ItemReport, Line, Outcome, Ticket, TicketEdit
from deskapp.domain.ticket_row import Priority
from deskapp.domain.turnaround import Step, effective
from deskapp.errors import NotFound
from deskapp.i18n import _
from deskapp.services.comeback import later_tickets, read_comeback
from deskapp.services.customer import read_customer
from deskapp.services.device import FIELDS as DEVICE_FIELDS
from deskapp.services.device import draft_of
from deskapp.services.enquiry_link import enquiry_of
from deskapp.services.field import own_facts
from deskapp.services.item_type import checks_of
from deskapp.services.line import line_of
from deskapp.services.person import people_names
from deskapp.services.shop import read_shop
from deskapp.services.ticket_history import history
from deskapp.store import schema
from deskapp.store.statement import Reading

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Table

    from deskapp.domain.money import Currency
    from deskapp.store.statement import Unit

_ticket, _item, _line, _device, _step = (
    schema.ticket,
    schema.item,
    schema.line,
    schema.device,
    schema.status_step,
)
_secret = schema.item_secret
_BY_ID = Reading(select(_ticket).where(_ticket.c.id == bindparam("id")))
_KNOWN = select(_ticket.c.id, _ticket.c.number, _ticket.c.binned_at)
_BY_NUMBER = Reading(_KNOWN.where(_ticket.c.number == bindparam("number")))
_BY_CODE = Reading(_KNOWN.where(_ticket.c.code == bindparam("number")).order_by(_ticket.c.id.desc()))
ALL_ITEMS = (
    select(_item, *(_device.c[name] for name in DEVICE_FIELDS), _secret.c.kind.label("secret"))
    .outerjoin(_device, _device.c.id == _item.c.device_id)
    .outerjoin(_secret, _secret.c.item_id == _item.c.id)
    .where(_item.c.binned_at.is_(None))
    .order_by(_item.c.position)
)
_ITEMS = Reading(ALL_ITEMS.where(_item.c.ticket_id == bindparam("id")))
_STEPS = Reading(select(_step).where(_step.c.ticket_id == bindparam("id")).order_by(_step.c.id))
_WAY = Reading(
    select(_step.c.id, _step.c.item_id, _step.c.to_status, _step.c.at, _step.c.undoes_id)
    .where(_step.c.ticket_id == bindparam("id"))
    .order_by(_step.c.id)
)
_LONGEST_NUMBER = 100


def _of_ticket(table: Table) -> Reading:
    mine = (table.c.ticket_id == bindparam("id"), table.c.binned_at.is_(None))
    return Reading(select(table).where(*mine).order_by(table.c.id))


_LINES, _NOTES, _MESSAGES = (_of_ticket(table) for table in (_line, schema.note, schema.message))


def known_ticket(connection: Unit, number: str) -> Any:
    """The id, number and bin of a ticket by its number or printed code; raises `NotFound`."""
    clean = text.line(number[:_LONGEST_NUMBER], "number")
    for statement in (_BY_NUMBER, _BY_CODE):
        if found := statement.first(connection, number=clean):
            return found
    raise NotFound(_("There is no ticket {number}; check the number.").format(number=number))


def ticket_id_of(connection: Unit, number: str) -> int:
    """The id of a ticket by its number or printed code; raises `NotFound`."""
    return int(known_ticket(connection, number).id)


def read_ticket(connection: Unit, ticket_id: int) -> Ticket:
    """The whole ticket, with history; raises `NotFound`."""
    row = _BY_ID.first(connection, id=ticket_id)
    if row is None:
        raise NotFound(_("That ticket is no longer in the shop file."))
    return whole_ticket(connection, row)


def whole_ticket(connection: Unit, row: Any) -> Ticket:
    """The ticket of a row that this unit has just read, with all that belongs to it."""
    currency, people = read_shop(connection).currency, people_names(connection)
    items = _items(connection, row.id, currency)
    steps = _steps(connection, row.id, {item.id: item.position for item in items}, people)
    texts = _texts(connection, row.id, people)
    return Ticket(
        id=row.id,
        number=row.number,
        code=row.code,
        status=row.status,
        meaning=Meaning(row.meaning),
        received_at=row.received_at,
        edit=_edit(row, currency),
        customer=read_customer(connection, row.customer_id) if row.customer_id else None,
        items=items,
        currency=currency,
        prices_include_tax=includes_tax(connection, row),
        received_by=people.get(row.received_by, ""),
        person=people.get(row.person_id, ""),
        group=row.group_name,
        external_id=row.external_id,
        closed_at=row.closed_at,
        notes=texts[0],
        messages=texts[1],
        steps=steps,
        history=history(connection, row, steps, texts, people),
        binned=row.binned_at is not None,
        row_version=row.row_version,
        own=own_facts(connection, FieldOf.TICKET, row.fields),
        comeback_of=read_comeback(connection, row.comeback_of),
        came_back=later_tickets(connection, row.id) if row.closed_at else (),
        kind=row.kind,
        enquiry=enquiry_of(connection, row.id),
    )


def read_items(connection: Unit, ticket_id: int) -> list[Any]:
    """The item rows of a ticket with their devices' columns, by position."""
    return _ITEMS.all(connection, id=ticket_id)


def read_steps(connection: Unit, ticket_id: int) -> list[Step]:
    """The status history of a ticket as turnaround reads it."""
    return [Step(*row) for row in _WAY.all(connection, id=ticket_id)]


def read_lines(connection: Unit, ticket_id: int) -> list[Line]:
    """The lines of a ticket in the order in which they were written."""
    rows = _LINES.all(connection, id=ticket_id)
    return [line_of(row, read_shop(connection).currency, 1) for row in rows]


def includes_tax(connection: Unit, row: Any) -> bool:
    """How the ticket's lines were priced, whatever the shop chose since; its way before there are any."""
    own = row.prices_include_tax
    return read_shop(connection).prices_include_tax if own is None else bool(own)


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
        deposit=None if row.deposit_minor is None else Money(row.deposit_minor, currency),
        terms=row.terms,
        fields=row.fields,
    )


def _items(connection: Unit, ticket_id: int, currency: Currency) -> tuple[Item, ...]:
    rows = read_items(connection, ticket_id)
    positions = {row.id: row.position for row in rows}
    lines: defaultdict[int, list[Line]] = defaultdict(list)
    for line in _LINES.all(connection, id=ticket_id):
        lines[line.item_id].append(line_of(line, currency, positions.get(line.item_id, 1)))
    return tuple(_item_of(connection, row, tuple(lines[row.id])) for row in rows)


def _item_of(connection: Unit, row: Any, lines: tuple[Line, ...]) -> Item:
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
        secret=SecretKind(row.secret) if row.secret else None,
        item_type=row.item_type,
        checklist=checks_of(row.checklist),
        fields=row.fields,
        own=own_facts(connection, FieldOf.ITEM, row.fields),
    )


def as_steps(rows: Sequence[Any]) -> list[Step]:
    """Rows of the status history as turnaround reads them."""
    return [Step(row.id, row.item_id, row.to_status, row.at, row.undoes_id) for row in rows]


def _steps(
    connection: Unit, ticket_id: int, positions: Mapping[int, int], people: Mapping[int, str]
) -> tuple[StatusStep, ...]:
    rows = _STEPS.all(connection, id=ticket_id)
    counting = {step.id for step in effective(as_steps(rows))}
    return tuple(
        StatusStep(
            row.id,
            positions[row.item_id],
            row.from_status,
            row.to_status,
            people.get(row.person_id, ""),
            row.at,
            row.reason,
            undone=row.id not in counting,
        )
        for row in rows
    )


def _texts(
    connection: Unit, ticket_id: int, people: Mapping[int, str]
) -> tuple[tuple[Note, ...], tuple[Message, ...]]:
    notes, messages = _NOTES.all(connection, id=ticket_id), _MESSAGES.all(connection, id=ticket_id)
    return (
        tuple(Note(row.id, row.text, people.get(row.person_id, ""), row.at) for row in notes),
        tuple(Message(row.id, row.text, people.get(row.person_id, ""), row.at) for row in messages),
    )

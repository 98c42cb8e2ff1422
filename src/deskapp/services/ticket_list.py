"""The queue: windows of ticket rows in any order, found by ids first and joined afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Select, UnaryExpression, func, literal, select

from deskapp.domain.query import parse
from deskapp.domain.status import Meaning
from deskapp.domain.ticket import TicketRow
from deskapp.errors import Invalid
from deskapp.i18n import _
from deskapp.services.status import all_statuses
from deskapp.services.ticket_search import matching, state
from deskapp.store import schema

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

_ticket, _customer, _phone = schema.ticket, schema.customer, schema.customer_phone
_item, _device, _person = schema.item, schema.device, schema.person

_ADVANCE = {meaning.value: rank for rank, meaning in enumerate(Meaning)}
_PRESSURE = {"urgent": 0, "high": 1, "normal": 2, "low": 3}
VIEWS = ("open", "waiting", "ready", "overdue")

_main_phone = (
    select(_phone.c.typed)
    .where(_phone.c.customer_id == _ticket.c.customer_id, _phone.c.binned_at.is_(None))
    .order_by(_phone.c.position)
    .limit(1)
    .scalar_subquery()
)
_items_of_ticket = (
    select(func.count())
    .where(_item.c.ticket_id == _ticket.c.id, _item.c.binned_at.is_(None))
    .correlate(_ticket)
    .scalar_subquery()
)
_ROW = (
    select(
        _ticket.c.id, _ticket.c.number, _ticket.c.status, _ticket.c.meaning, _ticket.c.priority,
        _ticket.c.received_at, _ticket.c.promised_at, _ticket.c.closed_at,
        _customer.c.name, _customer.c.company, _ticket.c.group_name,
        func.coalesce(_main_phone, literal("")).label("phone"),
        _device.c.brand, _device.c.model, _device.c.category, _device.c.serial,
        _item.c.fault, _person.c.name.label("person"), _ticket.c.place, _ticket.c.tags,
        _items_of_ticket.label("items"),
    )
    .outerjoin(_customer, _customer.c.id == _ticket.c.customer_id)
    .outerjoin(_item, (_item.c.ticket_id == _ticket.c.id) & (_item.c.position == 1))
    .outerjoin(_device, _device.c.id == _item.c.device_id)
    .outerjoin(_person, _person.c.id == _ticket.c.person_id)
)  # fmt: skip


def ticket_rows(
    connection: Connection, typed: str, now: datetime, *, sort: str, window: tuple[int, int | None]
) -> tuple[TicketRow, ...]:
    """The rows of one window (offset, limit) of what a query means."""
    ids = matching(parse(typed), all_statuses(connection), now)
    return rows_of(connection, ids, sort=sort, window=window)


def rows_of(
    connection: Connection, ids: Select[tuple[int]], *, sort: str, window: tuple[int, int | None]
) -> tuple[TicketRow, ...]:
    """The rows of tickets whose ids a statement gives."""
    order = _order(sort)
    offset, limit = window
    if "customer" in sort:
        ids = ids.outerjoin(_customer, _customer.c.id == _ticket.c.customer_id)
    page = ids.order_by(*order).offset(offset).limit(limit)
    rows = connection.execute(_ROW.where(_ticket.c.id.in_(page)).order_by(*order))
    return tuple(_row(row) for row in rows)


def count_tickets(connection: Connection, typed: str, now: datetime) -> int:
    """How many tickets a query means."""
    found = matching(parse(typed), all_statuses(connection), now)
    return int(connection.execute(select(func.count()).select_from(found.subquery())).scalar_one())


def view_counts(connection: Connection, now: datetime) -> dict[str, int]:
    """How many tickets lie in each of the open views; closed ones are never counted whole."""
    sums = [func.coalesce(func.sum(state(view, now).cast(_INTEGER)), 0).label(view) for view in VIEWS]
    open_ones = (_ticket.c.closed_at.is_(None), _ticket.c.binned_at.is_(None))
    row = connection.execute(select(*sums).where(*open_ones)).mappings().one()
    return {view: int(row[view]) for view in VIEWS}


_INTEGER = schema.ticket.c.id.type


def _order(sort: str) -> tuple[UnaryExpression[Any] | ColumnElement[Any], ...]:
    keys: dict[str, ColumnElement[Any]] = {
        "received": _ticket.c.received_at,
        "due": _ticket.c.promised_at,
        "closed": _ticket.c.closed_at,
        "number": _ticket.c.number,
        "status": _status_order(),
        "customer": func.coalesce(_customer.c.sort_name, _ticket.c.group_name),
        "priority": _pressure(),
    }
    name, descending = sort.removeprefix("-"), sort.startswith("-")
    if name not in keys:
        raise Invalid(_("The list cannot be sorted by “{name}”.").format(name=name), "sort")
    key = keys[name]
    if name in {"due", "closed"}:  # what has no date comes last, either way
        return (key.is_(None), key.desc() if descending else key, _ticket.c.id.desc())
    return (key.desc() if descending else key, _ticket.c.id.desc() if descending else _ticket.c.id)


def _status_order() -> ColumnElement[Any]:
    from sqlalchemy import case

    return case(_ADVANCE, value=_ticket.c.meaning, else_=len(_ADVANCE))


def _pressure() -> ColumnElement[Any]:
    from sqlalchemy import case

    return case(_PRESSURE, value=_ticket.c.priority, else_=len(_PRESSURE))


def _row(row: Any) -> TicketRow:
    device = " ".join(part for part in (row.brand, row.model) if part) or row.category or ""
    return TicketRow(
        row.id, row.number, row.status, row.meaning, row.priority, row.received_at, row.promised_at, row.closed_at,
        row.name or row.company or row.group_name, row.phone, device, row.serial or "", row.fault or "",
        row.person or "", row.place, ", ".join(row.tags), row.items,
    )  # fmt: skip

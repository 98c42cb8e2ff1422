"""The queue: windows of ticket rows in any order, found by ids first and joined afterwards."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    UnaryExpression,
    bindparam,
    case,
    func,
    literal,
    literal_column,
    select,
)

from deskapp.domain.query import Query, parse
from deskapp.domain.status import Meaning
from deskapp.domain.ticket import TicketRow
from deskapp.errors import Invalid
from deskapp.i18n import _
from deskapp.services.ticket_search import matching, resolved, state
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
_COLUMNS = (
    *(_ticket.c.id, _ticket.c.number, _ticket.c.status, _ticket.c.meaning, _ticket.c.priority),
    *(_ticket.c.received_at, _ticket.c.promised_at, _ticket.c.closed_at),
    *(_customer.c.name, _customer.c.company, _ticket.c.group_name, func.coalesce(_main_phone, literal(""))),
    *(_device.c.brand, _device.c.model, _device.c.category, _device.c.serial, _item.c.fault),
    *(_person.c.name, _ticket.c.place, _ticket.c.tags, _items_of_ticket),
)
_ROW = (
    select(*_COLUMNS)
    .outerjoin(_customer, _customer.c.id == _ticket.c.customer_id)
    .outerjoin(_item, (_item.c.ticket_id == _ticket.c.id) & (_item.c.position == 1))
    .outerjoin(_device, _device.c.id == _item.c.device_id)
    .outerjoin(_person, _person.c.id == _ticket.c.person_id)
)


def ticket_rows(
    connection: Connection, typed: str, now: datetime, *, sort: str, window: tuple[int, int | None]
) -> tuple[TicketRow, ...]:
    """The rows of one window (offset, limit) of what a query means."""
    query = resolved(parse(typed), connection)
    return _rows(connection, _page(query, sort), {"now": now, **_bounds(window)})


def customer_rows(connection: Connection, customer_id: int, limit: int) -> tuple[TicketRow, ...]:
    """The newest rows of one customer."""
    return _rows(connection, _OF_CUSTOMER, {"customer_id": customer_id, **_bounds((0, limit))})


def count_tickets(connection: Connection, typed: str, now: datetime) -> int:
    """How many tickets a query means."""
    found = _counted(resolved(parse(typed), connection))
    return connection.execute(found, {"now": now}).scalar_one()


def view_counts(connection: Connection, now: datetime) -> dict[str, int]:
    """How many tickets lie in each of the open views; closed ones are never counted whole."""
    row = connection.execute(_VIEW_COUNTS, {"now": now}).one()
    return dict(zip(VIEWS, map(int, row), strict=True))


_VIEW_COUNTS = select(
    *(func.coalesce(func.sum(state(view).cast(Integer)), 0).label(view) for view in VIEWS)
).where(_ticket.c.closed_at.is_(None), _ticket.c.binned_at.is_(None))


@lru_cache(maxsize=200)
def _page(query: Query, sort: str) -> Select[Any]:
    """The statement for a window of a query; built once, because building costs more than running it."""
    return _window_of(matching(query), sort)


@lru_cache(maxsize=200)
def _counted(query: Query) -> Select[int]:
    return select(func.count()).select_from(matching(query).subquery())


def _window_of(ids: Select[int], sort: str) -> Select[Any]:
    order = _order(sort)
    if "customer" in sort:
        ids = ids.outerjoin(_customer, _customer.c.id == _ticket.c.customer_id)
    page = ids.order_by(*order).limit(bindparam("limit")).offset(bindparam("offset"))
    return _ROW.where(_ticket.c.id.in_(page)).order_by(*order)


def _bounds(window: tuple[int, int | None]) -> dict[str, int]:
    offset, limit = window
    return {"offset": offset, "limit": -1 if limit is None else limit}


def _rows(
    connection: Connection, statement: Select[Any], parameters: dict[str, Any]
) -> tuple[TicketRow, ...]:
    return tuple([_row(row) for row in connection.execute(statement, parameters).all()])


def _order(sort: str) -> tuple[UnaryExpression[Any] | ColumnElement[Any], ...]:
    name, descending = sort.removeprefix("-"), sort.startswith("-")
    if name not in _KEYS:
        raise Invalid(_("The list cannot be sorted by “{name}”.").format(name=name), "sort")
    key = _KEYS[name]
    if descending:
        return (key.desc(), _ticket.c.id.desc())
    if name in {"due", "closed"}:
        key = func.coalesce(key, _AFTER_ALL_DATES)
    return (key, _ticket.c.id)


_AFTER_ALL_DATES: ColumnElement[str] = literal_column("'~'")
_KEYS: dict[str, ColumnElement[Any]] = {
    "received": _ticket.c.received_at,
    "due": _ticket.c.promised_at,
    "closed": _ticket.c.closed_at,
    "number": _ticket.c.number,
    "status": case(_ADVANCE, value=_ticket.c.meaning, else_=len(_ADVANCE)),
    "customer": func.coalesce(_customer.c.sort_name, _ticket.c.group_name),
    "priority": case(_PRESSURE, value=_ticket.c.priority, else_=len(_PRESSURE)),
}
_OF_CUSTOMER = _window_of(
    select(_ticket.c.id).where(
        _ticket.c.customer_id == bindparam("customer_id"), _ticket.c.binned_at.is_(None)
    ),
    "-received",
)


def _row(row: Any) -> TicketRow:
    ticket_id, number, status, meaning, priority, received_at, promised_at, closed_at, *more = row
    name, company, group, phone, brand, model, category, serial, fault, person, place, tags, items = more
    return TicketRow(
        id=ticket_id,
        number=number,
        status=status,
        meaning=meaning,
        priority=priority,
        received_at=received_at,
        promised_at=promised_at,
        closed_at=closed_at,
        customer=name or company or group,
        phone=phone,
        device=f"{brand} {model}".strip() if brand or model else category or "",
        serial=serial or "",
        fault=fault or "",
        person=person or "",
        place=place,
        tags=", ".join(tags),
        items=items,
    )

"""The queue: windows of ticket rows in any order, found by ids first and joined afterwards."""

from __future__ import annotations

from datetime import datetime
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    ColumnElement,
    Integer,
    Select,
    UnaryExpression,
    and_,
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
from deskapp.services.ticket_filter import state
from deskapp.services.ticket_search import holds_names, matching, resolved
from deskapp.store import schema
from deskapp.store.prepared import Prepared
from deskapp.store.types import moment_text

if TYPE_CHECKING:
    from deskapp.domain.actor import Actor
    from deskapp.store.engine import ShopFile

_ticket, _customer, _phone = schema.ticket, schema.customer, schema.customer_phone
_person = schema.person

_ADVANCE = {meaning.value: rank for rank, meaning in enumerate(Meaning)}
_PRESSURE = {"urgent": 0, "high": 1, "normal": 2, "low": 3}
VIEWS = ("open", "waiting", "ready", "overdue")


_is_main_phone = and_(
    _phone.c.customer_id == _ticket.c.customer_id, _phone.c.position == 0, _phone.c.binned_at.is_(None)
)


def _first_filled(*columns: ColumnElement[str]) -> ColumnElement[str]:
    return func.coalesce(*(func.nullif(column, "") for column in columns), literal(""))


_ROW = (
    select(  # in the order of TicketRow, its moments as text
        *(_ticket.c.id, _ticket.c.number, _ticket.c.status, _ticket.c.meaning, _ticket.c.priority),
        *(_ticket.c.received_at, _ticket.c.promised_at, _ticket.c.closed_at),
        _first_filled(_customer.c.name, _customer.c.company, _ticket.c.group_name),
        func.coalesce(_phone.c.typed, literal("")),
        *(_ticket.c.device_label, _ticket.c.fault_line),
        func.coalesce(_person.c.name, literal("")),
        *(_ticket.c.place, _ticket.c.tags, _ticket.c.item_count),
        *(_ticket.c.total_minor, _ticket.c.status_since, _ticket.c.updated_at),
    )
    .outerjoin(_customer, _customer.c.id == _ticket.c.customer_id)
    .outerjoin(_phone, _is_main_phone)
    .outerjoin(_person, _person.c.id == _ticket.c.person_id)
)


def ticket_rows(
    file: ShopFile, asker: Actor, typed: str, now: datetime, *, sort: str, window: tuple[int, int | None]
) -> tuple[TicketRow, ...]:
    """The rows of one window (offset, limit) of what a query means, in its own order if it has one."""
    query = looked_up(file, asker, typed, now)
    sort = query.sort or sort
    offset, limit = window
    page = _first_page(query, sort) if offset == 0 else _later_page(query, sort)
    bounds = {"offset": offset, "limit": -1 if limit is None else limit}
    return _rows(file, page, {"now": moment_text(now), **bounds})


def customer_rows(file: ShopFile, customer_id: int, limit: int) -> tuple[TicketRow, ...]:
    """The newest rows of one customer."""
    return _rows(file, _of_customer(), {"customer_id": customer_id, "offset": 0, "limit": limit})


def count_tickets(file: ShopFile, asker: Actor, typed: str, now: datetime) -> int:
    """How many tickets a query means."""
    counted = _counted(looked_up(file, asker, typed, now))
    return int(file.rows(counted, {"now": moment_text(now)})[0][0])


def view_counts(file: ShopFile, now: datetime) -> dict[str, int]:
    """How many tickets lie in each of the open views; closed ones are never counted whole."""
    [counts] = file.rows(_view_counts(), {"now": moment_text(now)})
    return dict(zip(VIEWS, counts, strict=True))


def looked_up(file: ShopFile, asker: Actor, typed: str, now: datetime) -> Query:
    """The query with what it names looked up in the file; `asker` is who is meant by `mine`."""
    query = parse(typed)
    if not holds_names(query):
        return query
    with file.read() as connection:
        return resolved(query, connection, asker, now)


# Statements are built and compiled once per query, because that costs more than running them.


@lru_cache(maxsize=200)
def _first_page(query: Query, sort: str) -> Prepared:
    return Prepared(_window(matching(query, _ROW), sort))


@lru_cache(maxsize=200)
def _later_page(query: Query, sort: str) -> Prepared:
    """A jump finds the ids on the indexes alone and joins only the rows of the window."""
    ids = matching(query, select(_ticket.c.id))
    if "customer" in sort:
        ids = ids.outerjoin(_customer, _customer.c.id == _ticket.c.customer_id)
    return Prepared(_ROW.where(_ticket.c.id.in_(_window(ids, sort))).order_by(*_order(sort)))


@lru_cache(maxsize=200)
def _counted(query: Query) -> Prepared:
    return Prepared(select(func.count()).select_from(matching(query, select(_ticket.c.id)).subquery()))


@cache
def _of_customer() -> Prepared:
    mine = (_ticket.c.customer_id == bindparam("customer_id"), _ticket.c.binned_at.is_(None))
    return Prepared(_window(_ROW.where(*mine), "-received"))


@cache
def _view_counts() -> Prepared:
    sums = (func.coalesce(func.sum(state(view).cast(Integer)), 0).label(view) for view in VIEWS)
    counted = select(*sums).where(_ticket.c.closed_at.is_(None), _ticket.c.binned_at.is_(None))
    return Prepared(counted)


def _window(found: Select[Any], sort: str) -> Select[Any]:
    return found.order_by(*_order(sort)).limit(bindparam("limit")).offset(bindparam("offset"))


def _rows(file: ShopFile, page: Prepared, parameters: dict[str, Any]) -> tuple[TicketRow, ...]:
    """The rows with their moments read; one comprehension, because every list waits for it."""
    return tuple(
        [
            _make(
                (
                    *row[:5],
                    _moment(row[5]),
                    row[6] and _moment(row[6]),
                    row[7] and _moment(row[7]),
                    *row[8:17],
                    _moment(row[17]),
                    _moment(row[18]),
                )
            )
            for row in file.rows(page, parameters)
        ]
    )


_make = TicketRow._make
_moment = datetime.fromisoformat


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

"""The orders of the list: which index serves each, and where one order is several walks along it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Column, ColumnElement, case, func, literal, literal_column, select

from deskapp.domain.status import Meaning
from deskapp.domain.ticket import Priority
from deskapp.errors import Invalid
from deskapp.i18n import _
from deskapp.store import schema
from deskapp.store.prepared import Prepared

if TYPE_CHECKING:
    from collections.abc import Iterable

    from deskapp.store.reader import Reader

_ticket, _status, _person = schema.ticket, schema.status, schema.person
_ADVANCE = {meaning.value: rank for rank, meaning in enumerate(Meaning)}
_AFTER_ALL_DATES: ColumnElement[str] = literal_column("'~'")
OPEN_DUE = func.coalesce(_ticket.c.promised_at, _AFTER_ALL_DATES)
"""By what the index of open tickets has what is due; no date comes last."""

_PRESSURE = (Priority.URGENT, Priority.HIGH, Priority.NORMAL, Priority.LOW)
_KEYS: dict[str, ColumnElement[Any]] = {
    "received": _ticket.c.received_at,
    "due": _ticket.c.promised_at,
    "number": _ticket.c.number,
    "customer": _ticket.c.customer_sort,
    "device": func.lower(_ticket.c.device_label),
    "place": func.lower(_ticket.c.place),
    "total": _ticket.c.total_minor,
    "since": _ticket.c.status_since,
    "updated": _ticket.c.updated_at,
}
_FEW: dict[str, ColumnElement[Any]] = {
    "status": _ticket.c.status,
    "person": _ticket.c.person_id,
    "priority": _ticket.c.priority,
}
NEWEST = "-received"
BEST = "best"
SORTS = (*_KEYS, *_FEW, "closed")


@dataclass(frozen=True, slots=True)
class Arm:
    """One walk along an index: which tickets it meets (all without a condition), and by what order."""

    condition: ColumnElement[bool] | None
    keys: tuple[ColumnElement[Any], ...]


def ranked_of(sort: str, reader: Reader) -> tuple[Any, ...]:
    """The values of a column in the order in which the list shows them, where the shop says so; else none."""
    name = sort.removeprefix("-")
    if name == "status":
        return reader.kept("statuses", _statuses)
    if name == "person":
        return reader.kept("people in order", _people)
    return tuple(one.value for one in _PRESSURE) if name == "priority" else ()


def arms(sort: str, ranked: tuple[Any, ...], *, is_open: bool = False) -> tuple[Arm, ...]:
    """The walks that one after the other are the whole order; raises `Invalid` for an unknown one."""
    name, falling = _taken_apart(sort)
    if name == "due" and falling == is_open:  # what has no date comes last either way
        due, order = (OPEN_DUE, _AFTER_ALL_DATES) if is_open else (_ticket.c.promised_at, None)
        dated, undated = (due < order, due == order) if is_open else (due.is_not(None), due.is_(None))
        by_id = _turned((_ticket.c.id,), falling=falling)
        return (Arm(dated, (*_turned((due,), falling=falling), *by_id)), Arm(undated, by_id))
    if name == "due" and is_open:
        return (Arm(None, (OPEN_DUE, _ticket.c.id)),)
    if name in _KEYS:
        return (Arm(None, keys(sort, ())),)
    if name == "closed":  # and what is not closed
        closed = _ticket.c.closed_at
        ended = _turned((closed, _ticket.c.id), falling=falling)
        going = _turned((_ticket.c.received_at, _ticket.c.id), falling=falling)
        return (Arm(closed.is_not(None), ended), Arm(closed.is_(None), going))
    column, by_id = _FEW[name], _turned((_ticket.c.id,), falling=falling)
    walks = [Arm(column.is_(None) if value is None else column == literal(value), by_id) for value in ranked]
    return tuple(reversed(walks) if falling else walks)


def keys(sort: str, ranked: tuple[Any, ...]) -> tuple[ColumnElement[Any], ...]:
    """The same order for tickets that are sorted after they were found."""
    name, falling = _taken_apart(sort)
    if name == "due" and not falling:
        return (OPEN_DUE, _ticket.c.id)
    if name in _KEYS:
        return _turned((_KEYS[name], _ticket.c.id), falling=falling)
    if name == "closed":
        closed, received = _ticket.c.closed_at, _ticket.c.received_at
        return (closed.is_(None), *_turned((func.coalesce(closed, received), _ticket.c.id), falling=falling))
    ranks = {value: rank for rank, value in enumerate(ranked) if value is not None}
    rank = case(ranks, value=_FEW[name], else_=len(ranked)) if ranks else literal(0)
    return _turned((rank, _ticket.c.id), falling=falling)


def column_of(sort: str) -> Column[Any] | None:
    """The column by which an order goes, where it is one."""
    key = _KEYS.get(sort.removeprefix("-"))
    return key if isinstance(key, Column) else None


def index_of_walks(sort: str, *, is_open: bool) -> str:
    """The index of an order of several walks; SQLite alone might look for rare values in all tickets."""
    name = sort.removeprefix("-")
    return f"ix_ticket_{'open_' if is_open else ''}by_{name}" if name in (*_FEW, "due") else ""


def open_index(sort: str) -> str:
    """The index over the open tickets that has this order."""
    name = sort.removeprefix("-")
    return f"ix_ticket_open_by_{name if name in _KEYS else 'received'}"


def _taken_apart(sort: str) -> tuple[str, bool]:
    name = sort.removeprefix("-")
    if name not in SORTS:
        raise Invalid(_("The list cannot be sorted by “{name}”.").format(name=name), "sort")
    return name, sort.startswith("-")


def _turned(order: Iterable[ColumnElement[Any]], *, falling: bool) -> tuple[ColumnElement[Any], ...]:
    return tuple(key.desc() for key in order) if falling else tuple(order)


def _statuses(reader: Reader) -> tuple[str, ...]:
    """By meaning as the work goes on, then in the shop's order."""
    found = reader.rows(_status_keys(), {})
    return tuple(key for key, meaning, _place in sorted(found, key=lambda row: (_ADVANCE[row[1]], row[2])))


def _people(reader: Reader) -> tuple[int | None, ...]:
    """By name, and last who is nobody."""
    names = sorted(reader.rows(_people_names(), {}), key=lambda row: (str(row[1]).casefold(), row[0]))
    return (*(person_id for person_id, _name in names), None)


def people_names(reader: Reader) -> dict[int | None, str]:
    """The names of all who ever worked here, and none for nobody."""
    return {None: "", **dict(reader.rows(_people_names(), {}))}


@cache
def _status_keys() -> Prepared:
    return Prepared(select(_status.c.key, _status.c.meaning, _status.c.position))


@cache
def _people_names() -> Prepared:
    return Prepared(select(_person.c.id, _person.c.name))

"""The orders of the list: which index serves each, and where one order is several walks along it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, case, func, literal, literal_column, select

from deskapp.domain.status import Meaning
from deskapp.domain.ticket_row import Priority
from deskapp.errors import Invalid
from deskapp.i18n import _
from deskapp.store import schema
from deskapp.store.prepared import Prepared

if TYPE_CHECKING:
    from collections.abc import Iterable

    from deskapp.store.reader import Reader

_ticket, _status, _person = schema.ticket, schema.status, schema.person
_ADVANCE = {meaning.value: rank for rank, meaning in enumerate(Meaning)}
UNDATED = "~"
_AFTER_ALL_DATES: ColumnElement[str] = literal_column(f"'{UNDATED}'")
DUE = func.coalesce(_ticket.c.promised_at, _AFTER_ALL_DATES)
"""By what the indexes have what is due; no date comes last."""

_PRESSURE = (Priority.URGENT, Priority.HIGH, Priority.NORMAL, Priority.LOW)
_KEYS: dict[str, ColumnElement[Any]] = {
    "received": _ticket.c.received_at,
    "due": DUE,
    "number": _ticket.c.number,
    "customer": _ticket.c.customer_sort,
    "device": func.lower(_ticket.c.device_label),
    "place": func.lower(_ticket.c.place),
    "total": _ticket.c.total_minor,
    "since": _ticket.c.status_since,
    "updated": _ticket.c.updated_at,
}
FEW: dict[str, ColumnElement[Any]] = {
    "status": _ticket.c.status,
    "person": _ticket.c.person_id,
    "priority": _ticket.c.priority,
}
"""Orders by columns that hold few values."""
NEWEST = "-received"
BEST = "best"
SORTS = (*_KEYS, *FEW, "closed")


_GROWING = frozenset({"received", "due", "number", "since", "updated"})


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """The open tickets or the closed ones, none of the bin: each have an index for every order."""

    indexes: str  # what their names begin with
    condition: ColumnElement[bool]


OPEN = Side("ix_ticket_open_by_", _ticket.c.closed_at.is_(None))
CLOSED = Side("ix_ticket_closed_by_", _ticket.c.closed_at.is_not(None))
BOTH = (OPEN, CLOSED)


@dataclass(frozen=True, slots=True, eq=False)
class Arm:
    """One walk along the indexes of an order: which tickets it meets, by what, and of which sides.

    It meets all without a condition. The walks along two indexes go side by side.
    """

    condition: ColumnElement[bool] | None
    by: tuple[ColumnElement[Any], ...]
    falling: bool
    sides: tuple[Side, ...] = BOTH

    @property
    def keys(self) -> tuple[ColumnElement[Any], ...]:
        """The order of the walk."""
        return _turned(self.by, falling=self.falling)


def ranked_of(sort: str, reader: Reader) -> tuple[Any, ...]:
    """The values of a column in the order in which the list shows them, where the shop says so; else none."""
    name = sort.removeprefix("-")
    if name == "status":
        return reader.kept("statuses", _statuses)
    if name == "person":
        return reader.kept("people in order", _people)
    return tuple(one.value for one in _PRESSURE) if name == "priority" else ()


def arms(sort: str, ranked: tuple[Any, ...]) -> tuple[Arm, ...]:
    """The walks that one after the other are the whole order; raises `Invalid` for an unknown one."""
    name, falling = _taken_apart(sort)
    only_id = (_ticket.c.id,)
    if name == "due" and falling:  # what has no date comes last either way
        dated, undated = DUE < _AFTER_ALL_DATES, DUE == _AFTER_ALL_DATES
        return (Arm(dated, (DUE, *only_id), falling), Arm(undated, only_id, falling))
    if name in _KEYS:
        return (Arm(None, (_KEYS[name], *only_id), falling),)
    if name == "closed":  # and what is not closed
        ended, going = (_ticket.c.closed_at, *only_id), (_ticket.c.received_at, *only_id)
        return (Arm(None, ended, falling, (CLOSED,)), Arm(None, going, falling, (OPEN,)))
    column = FEW[name]
    wanted = [column.is_(None) if value is None else column == literal(value) for value in ranked]
    walks = [Arm(one, only_id, falling) for one in wanted]
    return tuple(reversed(walks) if falling else walks)


def keys(sort: str, ranked: tuple[Any, ...]) -> tuple[ColumnElement[Any], ...]:
    """The same order for tickets that are sorted after they were found."""
    name, falling = _taken_apart(sort)
    if name == "due" and falling:
        return _turned((_ticket.c.promised_at, _ticket.c.id), falling=True)
    if name in _KEYS:
        return _turned((_KEYS[name], _ticket.c.id), falling=falling)
    if name == "closed":
        closed, received = _ticket.c.closed_at, _ticket.c.received_at
        return (closed.is_(None), *_turned((func.coalesce(closed, received), _ticket.c.id), falling=falling))
    ranks = {value: rank for rank, value in enumerate(ranked) if value is not None}
    rank = case(ranks, value=FEW[name], else_=len(ranked)) if ranks else literal(0)
    return _turned((rank, _ticket.c.id), falling=falling)


def index_of(side: Side, sort: str) -> str:
    """The index of a side that has an order; SQLite alone might look for rare values in all tickets."""
    name = sort.removeprefix("-")
    if name == "closed":
        return "ix_ticket_closed" if side is CLOSED else f"{OPEN.indexes}received"
    return f"{side.indexes}{name}"


def open_come_last(key: str, *, falling: bool) -> bool:
    """Whether an order has the open tickets behind most of the others: they were taken in last."""
    return key in _GROWING and not falling


def open_before(key: str, *, falling: bool, offset: int, is_open: int, everything: int) -> int:
    """How many of `is_open` tickets come before a place of the list of all, as a guess.

    What is open was taken in last, and has its share in any other order.
    """
    if open_come_last(key, falling=falling):
        return 0
    if key in _GROWING:
        return is_open
    return offset * is_open // max(everything, 1)


def open_index(sort: str) -> str:
    """The index over the open tickets that has this order."""
    name = sort.removeprefix("-")
    return f"{OPEN.indexes}{name if name in _KEYS else 'received'}"


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

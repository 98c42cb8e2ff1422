"""What the filters of a query ask of the ticket table: each operator as a condition."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    ColumnElement,
    Select,
    Text,
    and_,
    bindparam,
    column,
    exists,
    false,
    func,
    literal,
    literal_column,
    or_,
    select,
    table,
    true,
)

from deskapp.domain import text
from deskapp.domain.query import And, Between, Filter, Not, Or, Term, Words
from deskapp.domain.status import Meaning
from deskapp.services.lent_now import OUT
from deskapp.services.phone import looked_up
from deskapp.store import schema
from deskapp.store.search_index import phrase_query, prefix_query

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Table

    from deskapp.domain.query import Query

_ticket, _item, _device, _line = schema.ticket, schema.item, schema.device, schema.line
_LAST_SIGN = "\U0010ffff"
WHOLLY_INDEXED = frozenset({"customer", "device"})
PARTLY_INDEXED = frozenset({"line", "place", "tag"})  # parts of the ticket's own text, which holds more
_OF_HIT = {name: f"{name} of a hit" for name in PARTLY_INDEXED}
IN_BIN, KEPT = Filter("is", "deleted"), Filter("is", "kept")


def in_sight(query: Query) -> Term:
    """What a query means: nothing that lies in the bin, but where the bin is asked for."""
    return _in_sight(And(query.terms))


def condition(term: Term, words: Callable[[Words, int], ColumnElement[bool]]) -> ColumnElement[bool]:
    """The condition of a resolved term; `words` gives that of words, told apart by a running number.

    The statement takes the present moment as its parameter `now` (ISO 8601 text).
    """
    return _condition(term, words, count())


def question(asked: Filter) -> str:
    """What a filter asks of the index of words: all of it, or what narrows it down; "" for nothing."""
    if asked.value is None or asked.operator not in WHOLLY_INDEXED | PARTLY_INDEXED:
        return ""
    if isinstance(asked.value, tuple):
        field = asked.operator if asked.operator in WHOLLY_INDEXED else "text"
        return f"({prefix_query((str(word) for word in asked.value), column=field)})"
    words = text.words(str(asked.value))
    return phrase_query(words, column="text") + "*" * (asked.operator == "place") if words else ""


def of_hit(asked: Filter) -> Filter:
    """What is left to be asked where the index has answered the question of a filter."""
    return replace(asked, operator=_OF_HIT[asked.operator])


def state(name: str) -> ColumnElement[bool]:
    """The condition behind `is:NAME`."""
    is_open = _ticket.c.closed_at.is_(None)
    late = _ticket.c.promised_at < bindparam("now", type_=Text)
    conditions: dict[str, ColumnElement[bool]] = {
        "open": is_open,
        "closed": _ticket.c.closed_at.is_not(None),
        **{name: and_(is_open, _ticket.c.meaning == name) for name in ("new", "active", "waiting", "ready")},
        "overdue": and_(is_open, func.coalesce(late, false()), _ticket.c.meaning != Meaning.READY.value),
        "quick": _ticket.c.kind == literal_column("'quick'"),
        "repeat": _ticket.c.comeback_of.is_not(None),
        "deleted": _ticket.c.binned_at.is_not(None),
        "kept": _ticket.c.binned_at.is_(None),
    }
    return conditions[name]


def _in_sight(term: Term) -> Term:
    if not _asks_for_bin(term):
        return And((KEPT, *term.terms)) if isinstance(term, And) else And((KEPT, term))
    if isinstance(term, Or):
        return Or(tuple(_in_sight(part) for part in term.terms))
    if isinstance(term, And) and IN_BIN not in term.terms:
        return And(tuple(_in_sight(part) if _asks_for_bin(part) else part for part in term.terms))
    return term


def _asks_for_bin(term: Term) -> bool:
    if isinstance(term, And | Or):
        return any(_asks_for_bin(part) for part in term.terms)
    return term == IN_BIN


def _condition(
    term: Term, words: Callable[[Words, int], ColumnElement[bool]], numbers: Iterator[int]
) -> ColumnElement[bool]:
    if isinstance(term, Words):
        return words(term, next(numbers))
    if isinstance(term, Filter):
        holds = _CONDITIONS[term.operator](term.value)
        narrow = question(term) if term.operator in PARTLY_INDEXED else ""
        return and_(_asked(narrow), holds) if narrow else holds
    if isinstance(term, Not):  # what is unknown is not so
        return ~func.coalesce(_condition(term.term, words, numbers), false())
    parts = [_condition(part, words, numbers) for part in term.terms]
    return or_(false(), *parts) if isinstance(term, Or) else and_(true(), *parts)


# --- fields of the ticket ---------------------------------------------------------------------


def _within(field: ColumnElement[Any]) -> Callable[[Any], ColumnElement[bool]]:
    """The field from one value on and below another; None asks that there is none."""

    def within(asked: Between | None) -> ColumnElement[bool]:
        if asked is None:
            return field.is_(None)
        low = true() if asked.low is None else field >= _plain(asked.low)
        return and_(low, true() if asked.high is None else field < _plain(asked.high))

    return within


def _due(asked: Between | None) -> ColumnElement[bool]:
    """As the index has it, where what has no date stands behind all dates."""
    field = func.coalesce(_ticket.c.promised_at, literal_column("'~'"))
    span = Between("~", None) if asked is None else Between(asked.low, asked.high or "~")
    return _within(field)(span)


def _plain(value: str | int) -> Any:
    """The value as it lies in the file; moments come as text."""
    return bindparam(None, value, type_=Text, unique=True) if isinstance(value, str) else value


def _one_of(field: ColumnElement[Any]) -> Callable[[Any], ColumnElement[bool]]:
    def one_of(values: tuple[Any, ...] | None) -> ColumnElement[bool]:
        if values is None:
            return field.is_(None)
        if len(values) == 1:
            only: ColumnElement[bool] = field == values[0]  # an index goes on in the order behind it
            return only
        return field.in_([literal(value) for value in values])  # one by one, as a prepared statement wants

    return one_of


def _number(number: str) -> ColumnElement[bool]:
    """The beginning of a number, as a span because an index knows those, or a whole printed code."""
    spelled = {number, number.upper()}
    begins = [_ticket.c.number.between(start, start + _LAST_SIGN) for start in sorted(spelled)]
    return or_(*begins, _ticket.c.code == text.digits(number)) if text.digits(number) else or_(*begins)


def _place(place: str | None) -> ColumnElement[bool]:
    return _ticket.c.place == "" if place is None else _holds(_ticket.c.place, text.fold(place))


def _tag(tag: str | None) -> ColumnElement[bool]:
    return _ticket.c.tags == "" if tag is None else _holds(_ticket.c.tags, text.fold(tag), " ")


def _holds(field: ColumnElement[str], part: str, edge: str = "") -> ColumnElement[bool]:
    """Whether the folded field holds a part; SQLite itself sees to all that is plain English letters."""
    is_foreign = field.op("GLOB")("*[^ -~]*")
    plain, folded = (
        func.instr(edge + how + edge, edge + part + edge) > 0
        for how in (func.lower(field), func.folded(field))
    )
    return or_(plain, and_(is_foreign, folded))


# --- what belongs to the ticket ---------------------------------------------------------------


def _customer(words: tuple[str, ...] | None) -> ColumnElement[bool]:
    """Beginnings of words of the customer, or of the group that stands in a customer's place."""
    if words is None:
        return and_(_ticket.c.customer_id.is_(None), _ticket.c.group_name == "")
    return _asked(prefix_query(words, column="customer"))


def _phone(digits: str) -> ColumnElement[bool]:
    return _ticket.c.id.in_(_indexed("ticket_parts", phrase_query([looked_up(digits)], column="phone")))


def _devices(words: tuple[str, ...] | None) -> ColumnElement[bool]:
    if words is None:
        return ~exists().where(_item.c.ticket_id == _ticket.c.id, _item.c.device_id.is_not(None))
    return _asked(prefix_query(words, column="device"))


def _serial(part: str) -> ColumnElement[bool]:
    return _ticket.c.id.in_(_indexed("ticket_parts", phrase_query([part], column="serial")))


def _line_says(words: tuple[str, ...]) -> ColumnElement[bool]:
    own = (_line.c.ticket_id == _ticket.c.id, _line.c.binned_at.is_(None))
    return exists().where(*own, *(_holds(_line.c.description, word) for word in words))


def _has(part: str) -> ColumnElement[bool]:
    return _PARTS[part]


def _belongs(other: Table) -> ColumnElement[bool]:
    return exists().where(other.c.ticket_id == _ticket.c.id, other.c.binned_at.is_(None))


def _asked(match: str) -> ColumnElement[bool]:
    return _ticket.c.id.in_(_indexed("ticket_words", match))


def _indexed(name: str, match: str) -> Select[int]:
    """The ids under which an index finds something; those of the bin are negative there."""
    found = select(func.abs(column("rowid", _ticket.c.id.type))).select_from(table(name))
    return found.where(literal_column(name).op("MATCH")(match))


_PARTS: dict[str, ColumnElement[bool]] = {
    "note": _belongs(schema.note),
    "message": _belongs(schema.message),
    "line": _belongs(schema.line),
    "due": _ticket.c.promised_at.is_not(None),
    "planned": _ticket.c.planned_at.is_not(None),
    "customer": ~_customer(None),
    "phone": _ticket.c.phone_label != "",
    "device": ~_devices(None),
    "serial": exists().where(
        _item.c.ticket_id == _ticket.c.id, _device.c.id == _item.c.device_id, _device.c.serial != ""
    ),
    "person": _ticket.c.person_id.is_not(None),
    "place": _ticket.c.place != "",
    "tag": _ticket.c.tags != "",
    "limit": _ticket.c.cost_limit_minor.is_not(None),
    "photo": _belongs(schema.ticket_photo),
    "loaner": _ticket.c.id.in_(select(schema.loan.c.ticket_id).where(*OUT)),
}
_CONDITIONS: dict[str, Callable[[Any], ColumnElement[bool]]] = {
    "is": state,
    "has": _has,
    "status": _one_of(_ticket.c.status),
    "priority": _one_of(_ticket.c.priority),
    "person": _one_of(_ticket.c.person_id),
    "external": lambda number: _ticket.c.external_id == number,
    "no": _number,
    "place": _place,
    "tag": _tag,
    "customer": _customer,
    "phone": _phone,
    "device": _devices,
    "serial": _serial,
    "line": _line_says,
    "due": _due,
    "planned": _within(_ticket.c.planned_at),
    "received": _within(_ticket.c.received_at),
    "closed": _within(_ticket.c.closed_at),
    "updated": _within(_ticket.c.updated_at),
    "since": _within(_ticket.c.status_since),
    "total": _within(_ticket.c.total_minor),
}
_CONDITIONS |= {hit: _CONDITIONS[name] for name, hit in _OF_HIT.items()}

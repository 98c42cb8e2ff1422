"""What the filters of a query ask of the ticket table: each operator as a condition."""

from __future__ import annotations

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
from deskapp.services.phone import looked_up
from deskapp.store import schema
from deskapp.store.search_index import phrase_query, prefix_query

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlalchemy import Table

    from deskapp.domain.query import Query

_ticket, _item, _device, _line = schema.ticket, schema.item, schema.device, schema.line
_LAST_SIGN = "\U0010ffff"
IN_BIN, KEPT = Filter("is", "deleted"), Filter("is", "kept")


def in_sight(query: Query) -> Term:
    """What a query means: nothing that lies in the bin, but where the bin is asked for."""
    return _in_sight(And(query.terms))


def condition(term: Term, words: Callable[[Words, int], ColumnElement[bool]]) -> ColumnElement[bool]:
    """The condition of a resolved term; `words` gives that of words, told apart by a running number.

    The statement takes the present moment as its parameter `now` (ISO 8601 text).
    """
    return _condition(term, words, count())


def state(name: str) -> ColumnElement[bool]:
    """The condition behind `is:NAME`."""
    is_open = _ticket.c.closed_at.is_(None)
    late = _ticket.c.promised_at < bindparam("now", type_=Text)
    conditions: dict[str, ColumnElement[bool]] = {
        "open": is_open,
        "closed": _ticket.c.closed_at.is_not(None),
        **{name: and_(is_open, _ticket.c.meaning == name) for name in ("new", "active", "waiting", "ready")},
        "overdue": and_(is_open, func.coalesce(late, false()), _ticket.c.meaning != Meaning.READY.value),
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
        return _CONDITIONS[term.operator](term.value)
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
    if place is None:
        return _ticket.c.place == ""
    return and_(_said(text.words(place), "*"), _holds(_ticket.c.place, text.fold(place)))


def _tag(tag: str | None) -> ColumnElement[bool]:
    if tag is None:
        return _ticket.c.tags == ""
    return and_(_said(text.words(tag)), _holds(_ticket.c.tags, text.fold(tag), " "))


def _holds(field: ColumnElement[str], part: str, edge: str = "") -> ColumnElement[bool]:
    """Whether the folded field holds a part; SQLite itself sees to all that is plain English letters."""
    is_foreign = field.op("GLOB")("*[^ -~]*")
    plain, folded = (
        func.instr(edge + how + edge, edge + part + edge) > 0
        for how in (func.lower(field), func.folded(field))
    )
    return or_(plain, and_(is_foreign, folded))


def _said(words: list[str], star: str = "") -> ColumnElement[bool]:
    """Words side by side in the ticket's own text, which its fields are part of: narrows before those."""
    return (
        _ticket.c.id.in_(_indexed("ticket_words", phrase_query(words, column="text") + star))
        if words
        else true()
    )


# --- what belongs to the ticket ---------------------------------------------------------------


def _customer(words: tuple[str, ...] | None) -> ColumnElement[bool]:
    """Beginnings of words of the customer, or of the group that stands in a customer's place."""
    if words is None:
        return and_(_ticket.c.customer_id.is_(None), _ticket.c.group_name == "")
    named = _ticket.c.id.in_(_indexed("ticket_words", prefix_query(words, column="customer")))
    grouped = [_holds(_ticket.c.customer_sort, word) for word in words]
    said = _ticket.c.id.in_(_indexed("ticket_words", prefix_query(words, column="text")))
    return or_(named, and_(_ticket.c.customer_id.is_(None), said, *grouped))


def _phone(digits: str) -> ColumnElement[bool]:
    return _ticket.c.id.in_(_indexed("ticket_parts", phrase_query([looked_up(digits)], column="phone")))


def _devices(words: tuple[str, ...] | None) -> ColumnElement[bool]:
    if words is None:
        return ~exists().where(_item.c.ticket_id == _ticket.c.id, _item.c.device_id.is_not(None))
    return _ticket.c.id.in_(_indexed("ticket_words", prefix_query(words, column="device")))


def _serial(part: str) -> ColumnElement[bool]:
    return _ticket.c.id.in_(_indexed("ticket_parts", phrase_query([part], column="serial")))


def _services(ids: tuple[int, ...]) -> ColumnElement[bool]:
    """A line from one of these entries of the catalog."""
    mine = (_one_of(_line.c.service_id)(ids), _line.c.binned_at.is_(None))
    return _ticket.c.id.in_(select(_line.c.ticket_id).where(*mine))


def _lines(words: tuple[str, ...]) -> ColumnElement[bool]:
    """A line that says these words, each as a beginning."""
    says = [_holds(_line.c.description, word) for word in words]
    own = (_line.c.ticket_id == _ticket.c.id, _line.c.binned_at.is_(None))
    said = _ticket.c.id.in_(_indexed("ticket_words", prefix_query(words, column="text")))
    return and_(said, exists().where(*own, *says))


def _has(part: str) -> ColumnElement[bool]:
    return _PARTS[part]


def _belongs(other: Table) -> ColumnElement[bool]:
    return exists().where(other.c.ticket_id == _ticket.c.id, other.c.binned_at.is_(None))


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
}
_CONDITIONS: dict[str, Callable[[Any], ColumnElement[bool]]] = {
    "is": state,
    "has": _has,
    "status": _one_of(_ticket.c.status),
    "meaning": _one_of(_ticket.c.meaning),
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
    "service": _services,
    "line": _lines,
    "due": _due,
    "planned": _within(_ticket.c.planned_at),
    "received": _within(_ticket.c.received_at),
    "closed": _within(_ticket.c.closed_at),
    "updated": _within(_ticket.c.updated_at),
    "since": _within(_ticket.c.status_since),
    "total": _within(_ticket.c.total_minor),
}

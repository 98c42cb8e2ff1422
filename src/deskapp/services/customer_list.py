"""The directory as a list: which customers a query means, in which order, and a line for each."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, and_, bindparam, func, literal, literal_column, or_, select
from sqlalchemy import text as sql

from deskapp.domain import text
from deskapp.domain.customer import IN_BIN, CustomerMatch
from deskapp.domain.query import plain_words
from deskapp.errors import Invalid
from deskapp.i18n import _
from deskapp.services.phone import looked_up
from deskapp.store import schema, search_index
from deskapp.store.prepared import Prepared
from deskapp.store.search_index import SHORTEST_PART, phrase_query, prefix_query

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import ColumnElement, Connection

    from deskapp.store.engine import ShopFile

_customer, _phone, _ticket = schema.customer, schema.customer_phone, schema.ticket
_FEWEST_DIGITS = 3
_FEWEST_LETTERS = 2
_ENDING = 7  # digits that the index of endings holds
_TAG = re.compile(r"(?:^|(?<=\s))tag:(\S+)", re.IGNORECASE)
_IN_BIN = re.compile(rf"(?:^|(?<=\s)){IN_BIN}(?=\s|$)", re.IGNORECASE)
_LISTED = (_customer.c.binned_at.is_(None),)
_BINNED = (
    *(_customer.c.binned_at.is_not(None), _customer.c.merged_into.is_(None)),
    _customer.c.erased_at.is_(None),
)
_NAMED = (_customer.c.sort_name, _customer.c.id)
_MINE = (_ticket.c.customer_id == _customer.c.id, _ticket.c.binned_at.is_(None))
_VISIT = select(func.max(_ticket.c.received_at)).where(*_MINE).scalar_subquery()
_OPENED = select(func.count()).where(*_MINE, _ticket.c.closed_at.is_(None)).scalar_subquery()
_MAIN_PHONE = (
    select(_phone.c.typed)
    .where(_phone.c.customer_id == _customer.c.id, _phone.c.binned_at.is_(None))
    .order_by(_phone.c.position)
    .limit(1)
    .scalar_subquery()
)
_SHOWN = (
    *(_customer.c.id, _customer.c.name, _customer.c.company),
    *(func.coalesce(_MAIN_PHONE, literal("")), _customer.c.city, _OPENED, _VISIT),
    *(_customer.c.email, _customer.c.alert, _customer.c.tags),
)
ORDERS = ("name", "company", "city", "phone", "open", "visit", "tags")
"""By what the directory can be sorted; `-` in front turns it round."""


def listed(
    connection: Connection, query: str, sort: str, offset: int, limit: int | None
) -> tuple[CustomerMatch, ...]:
    """A window of the directory: first the ids in their order, then what is shown of these."""
    order = _order(sort)
    joined = _joined(filtered(query), sort.lstrip("-"))
    ids = list(connection.execute(joined.order_by(*order).offset(offset).limit(limit)).scalars())
    found: dict[int, CustomerMatch] = {}
    for first in range(0, len(ids), _AT_ONCE):
        some = ids[first : first + _AT_ONCE]
        shown = select(*_SHOWN).where(_customer.c.id.in_(some))
        found |= {row[0]: _match(row) for row in connection.execute(shown)}
    return tuple(found[one] for one in ids)


def counted(connection: Connection, query: str) -> int:
    """How many customers a query means."""
    return connection.execute(select(func.count()).select_from(filtered(query).subquery())).scalar_one()


def all_tags(connection: Connection) -> tuple[str, ...]:
    """The tags in use, in their order."""
    there = (_customer.c.binned_at.is_(None), _customer.c.tags != "")
    rows = connection.execute(select(_customer.c.tags).distinct().where(*there)).scalars()
    return tuple(sorted({tag for tags in rows for tag in tags.split()}))


def offered(file: ShopFile, typed: str, limit: int) -> tuple[CustomerMatch, ...]:
    """Customers to offer while somebody types: digits inside phones, letters at word starts."""
    if len(text.digits(typed)) < _FEWEST_DIGITS and len("".join(text.words(typed))) < _FEWEST_LETTERS:
        return ()
    if found := _with_number(file, typed, limit):
        return found
    if not text.digits(typed):
        return _newest_of(file, "customer_words", prefix_query(plain_words(typed)), limit)
    if _is_part(typed) and (found := _newest_of(file, "customer_parts", _part(typed), limit)):
        return found
    with file.read() as connection:
        ids = filtered(typed).order_by(_customer.c.id.desc()).limit(limit)
        shown = select(*_SHOWN).where(_customer.c.id.in_(ids)).order_by(_customer.c.id.desc())
        return tuple(_match(row) for row in connection.execute(shown))


def filtered(typed: str) -> Select[int]:
    """The ids of the customers that a query means: words, parts of numbers, `tag:` with a whole tag.

    `is:deleted` means those in the bin, without those who were merged or erased: they do not come back.
    """
    typed, binned = _IN_BIN.subn(" ", typed)
    ids = select(_customer.c.id).where(*(_BINNED if binned else _LISTED))
    for place, tag in enumerate(_TAG.findall(typed)):
        ids = ids.where(*_has_tag(place, tag))
    for condition in _conditions(_TAG.sub(" ", typed)):
        ids = ids.where(condition)
    return ids


_AT_ONCE = 20_000  # ids in one statement; SQLite takes 32,766


def _order(sort: str) -> tuple[ColumnElement[Any], ...]:
    """Empty cells last in both directions; names break ties."""
    name, falling = sort.lstrip("-"), sort.startswith("-")
    if name not in ORDERS:
        message = _("There is no column “{column}” to sort by.")
        raise Invalid(message.format(column=text.line(name[:40], "sort")), "sort")
    if name == "name":
        return tuple(column.desc() for column in _NAMED) if falling else _NAMED
    key = _KEYS[name]
    there = [func.coalesce(key, literal_column("''")) == literal_column("''")]
    return (*there, key.desc() if falling else key, *_NAMED)


def _joined(ids: Select[int], name: str) -> Select[int]:
    """With the sums that an order goes by."""
    sums = {"open": _OPEN_SUMS, "visit": _VISIT_SUMS}.get(name)
    return ids if sums is None else ids.outerjoin(sums, sums.c.customer_id == _customer.c.id)


_THERE = (_ticket.c.binned_at.is_(None), _ticket.c.customer_id.is_not(None))
_OPEN_SUMS = (
    select(_ticket.c.customer_id, func.count().label("many"))
    .where(*_THERE, _ticket.c.closed_at.is_(None))
    .group_by(_ticket.c.customer_id)
    .subquery("open_sums")
)
_VISIT_SUMS = (
    select(_ticket.c.customer_id, func.max(_ticket.c.received_at).label("last"))
    .where(*_THERE)
    .group_by(_ticket.c.customer_id)
    .subquery("visit_sums")
)
_KEYS: dict[str, Any] = {
    "company": func.lower(func.iif(_customer.c.name == "", "", _customer.c.company)),
    "city": func.lower(_customer.c.city),
    "phone": _MAIN_PHONE,
    "tags": _customer.c.tags,
    "open": _OPEN_SUMS.c.many,
    "visit": _VISIT_SUMS.c.last,
}


def _has_tag(place: int, tag: str) -> Iterator[ColumnElement[bool]]:
    words, folded = text.words(tag), tag.lower()
    if words:
        yield _found("customer_words", f"tag_{place}", phrase_query(words))
    spaced = literal(" ") + func.lower(_customer.c.tags) + literal(" ")
    yield func.instr(spaced, f" {folded} ") > 0


def _conditions(typed: str) -> list[ColumnElement[bool]]:
    """Every word must match; digits alone are also one number, whatever stands between them."""
    words = [_has_word(position, word) for position, word in enumerate(plain_words(typed))]
    number = text.digits(typed)
    if len(number) < SHORTEST_PART or any(char.isalpha() for char in typed):
        return words
    return [or_(_has_part("number", number), and_(*words))]


def _has_word(position: int, word: str) -> ColumnElement[bool]:
    found = _found("customer_words", f"word_{position}", prefix_query([word]))
    if word.isdigit() and len(word) >= SHORTEST_PART:
        return or_(found, _has_part(f"part_{position}", text.digits(word)))
    return found


def _has_part(name: str, number: str) -> ColumnElement[bool]:
    return _found("customer_parts", name, phrase_query([looked_up(number)]))


def _found(table: str, name: str, match: str) -> ColumnElement[bool]:
    found = sql(f"SELECT rowid FROM {table} WHERE {table} MATCH :{name}")  # noqa: S608  own names
    return _customer.c.id.in_(found.bindparams(**{name: match}))


def _with_number(file: ShopFile, typed: str, limit: int) -> tuple[CustomerMatch, ...]:
    """Whose number ends in the digits, where they are so many that no other number holds them."""
    digits = "" if any(char.isalpha() for char in typed) else _ending(text.digits(typed))
    if len(digits) < _ENDING:
        return ()
    values = {"last": digits[-_ENDING:], "digits": digits, "limit": limit}
    return tuple(_plain_match(row) for row in file.rows(_by_ending(), values))


def _ending(number: str) -> str:
    """As it is looked up, but for what is an end only with the zeros in front: 0123456."""
    bare = looked_up(number)
    return number if len(bare) < _ENDING else bare


def _is_part(typed: str) -> bool:
    """Whether it is one number, whatever stands between its digits."""
    return len(text.digits(typed)) >= SHORTEST_PART and not any(char.isalpha() for char in typed)


def _part(typed: str) -> str:
    return phrase_query([looked_up(text.digits(typed))])


def _newest_of(file: ShopFile, name: str, match: str, limit: int) -> tuple[CustomerMatch, ...]:
    """The newest by one look into an index, which ends at the last that is shown."""
    return tuple(_plain_match(row) for row in file.rows(_newest(name), {"match": match, "limit": limit}))


@cache
def _newest(name: str) -> Prepared:
    """The rows of an index from the newest on, each with its customer."""
    index = search_index.searched(name)
    there = (literal_column(name).op("MATCH")(bindparam("match")), _customer.c.binned_at.is_(None))
    found = select(*_SHOWN).select_from(index.join(_customer, _customer.c.id == index.c.rowid)).where(*there)
    newest = found.order_by(index.c.rowid.desc()).limit(bindparam("limit"))
    return Prepared(newest, {f"FROM {name} JOIN customer": f"FROM {name} CROSS JOIN customer"})


@cache
def _by_ending() -> Prepared:
    ends = func.substr(_phone.c.normal, literal_column(f"-{_ENDING}")) == bindparam("last")
    mine = select(_phone.c.customer_id).where(
        ends,
        _phone.c.normal != literal_column("''"),
        # Not by LIKE, for which SQLite plans the statement anew for each value.
        func.substr(_phone.c.normal, -func.length(bindparam("digits"))) == bindparam("digits"),
        _phone.c.binned_at.is_(None),
    )
    there = (_customer.c.id.in_(mine), _customer.c.binned_at.is_(None))
    order = _customer.c.id.desc()
    return Prepared(select(*_SHOWN).where(*there).order_by(order).limit(bindparam("limit")))


def _plain_match(row: tuple[Any, ...]) -> CustomerMatch:
    return _match((*row[:6], row[6] and datetime.fromisoformat(row[6]), *row[7:]))


def _match(row: Any) -> CustomerMatch:
    customer_id, name, company, *shown, tags = row
    known = CustomerMatch(customer_id, name or company, company if name else "", *shown)
    return replace(known, tags=tuple(tags.split())) if tags else known

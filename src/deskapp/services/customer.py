"""The customer directory: add, edit, find."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import Select, and_, bindparam, func, literal, literal_column, or_, select
from sqlalchemy import text as sql

from deskapp.domain import text
from deskapp.domain.customer import Customer, CustomerDraft, CustomerMatch, Phone, checked
from deskapp.domain.query import plain_words
from deskapp.domain.undo import Done, Undo, UndoStep
from deskapp.i18n import _
from deskapp.services import audit, rows
from deskapp.services.customer_names import renew_names, unknown
from deskapp.services.phone import looked_up, normalised, searchable
from deskapp.services.shop import read_shop
from deskapp.store import schema, search_index
from deskapp.store.prepared import Prepared
from deskapp.store.search_index import SHORTEST_PART, phrase_query, prefix_query
from deskapp.store.statement import Reading

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection

    from deskapp.clock import Clock
    from deskapp.domain.actor import Actor
    from deskapp.store.engine import ShopFile
    from deskapp.store.statement import Unit

_customer, _phone, _ticket = schema.customer, schema.customer_phone, schema.ticket
_FIELDS = (
    *("name", "company", "email", "street", "postcode", "city", "country"),
    *("language", "tax_id", "note", "alert"),
)
_ONE = Reading(select(_customer).where(_customer.c.id == bindparam("id")))
_PHONES = Reading(
    select(_phone)
    .where(_phone.c.customer_id == bindparam("id"), _phone.c.binned_at.is_(None))
    .order_by(_phone.c.position)
)
_FEWEST_DIGITS = 3
_FEWEST_LETTERS = 2
_ENDING = 7  # digits that the index of endings holds


class Customers:
    """The directory of one shop file."""

    def __init__(self, file: ShopFile, clock: Clock) -> None:
        self._file = file
        self._clock = clock

    def add(self, actor: Actor, draft: CustomerDraft) -> Done[Customer]:
        """Write down a new customer."""
        with self._file.write() as tx:
            customer, steps = add_customer(tx, actor, draft, self._clock)
            return Done(customer, Undo(_("Added {name}").format(name=customer.name), steps))

    def edit(self, actor: Actor, customer_id: int, draft: CustomerDraft, row_version: int) -> Done[Customer]:
        """Keep a changed customer; `row_version` is the version that was read."""
        now = self._clock.now()
        with self._file.write() as tx:
            new = _normalised(tx, checked(draft))
            old = read_customer(tx, customer_id).draft
            values = _values(new)
            phones_changed = old.phones != new.phones
            before, step = rows.change(tx, _customer, customer_id, values, row_version, touch=phones_changed)
            steps = (step, *_replace_phones(tx, customer_id, new.phones, now))
            changes = {name: (value, values[name]) for name, value in before.items()}
            if phones_changed:
                changes["phones"] = ([p.shown for p in old.phones], [p.shown for p in new.phones])
            audit.record(tx, actor, now, "edit", ("customer", customer_id), changes)
            customer = index_customer(tx, customer_id)
            return Done(customer, Undo(_("Changed {name}").format(name=customer.name), steps))

    def get(self, actor: Actor, customer_id: int) -> Customer:
        """One customer; raises `NotFound`."""
        with self._file.read() as connection:
            return read_customer(connection, customer_id)

    def rows(
        self, actor: Actor, query: str = "", *, offset: int = 0, limit: int | None = None
    ) -> tuple[CustomerMatch, ...]:
        """The directory by name, or the customers that match a query."""
        with self._file.read() as connection:
            ids = _filtered(query).order_by(_customer.c.sort_name, _customer.c.id).offset(offset).limit(limit)
            return _matches(connection, ids, (_customer.c.sort_name, _customer.c.id))

    def count(self, actor: Actor, query: str = "") -> int:
        """How many customers match."""
        with self._file.read() as connection:
            counted = select(func.count()).select_from(_filtered(query).subquery())
            return connection.execute(counted).scalar_one()

    def match(self, actor: Actor, typed: str, limit: int = 8) -> tuple[CustomerMatch, ...]:
        """Customers to offer while somebody types: digits inside phones, letters at word starts."""
        if len(text.digits(typed)) < _FEWEST_DIGITS and len("".join(text.words(typed))) < _FEWEST_LETTERS:
            return ()
        if found := self._with_number(typed, limit):
            return found
        with self._file.read() as connection:
            ids = _filtered(typed).order_by(_customer.c.id.desc()).limit(limit)
            return _matches(connection, ids, (_customer.c.id.desc(),))

    def _with_number(self, typed: str, limit: int) -> tuple[CustomerMatch, ...]:
        """Whose number ends in the digits, where they are so many that no other number holds them."""
        digits = "" if any(char.isalpha() for char in typed) else looked_up(text.digits(typed))
        if len(digits) < _ENDING:
            return ()
        values = {"last": digits[-_ENDING:], "ending": f"%{digits}", "limit": limit}
        found = self._file.rows(_by_ending(), values)
        return tuple(_match(*row[:6], row[6] and datetime.fromisoformat(row[6]), *row[7:]) for row in found)

    def bin(self, actor: Actor, customer_id: int) -> Done[Customer]:
        """Put a customer into the bin; their tickets stay."""
        now = self._clock.now()
        with self._file.write() as tx:
            _before, step = rows.change(tx, _customer, customer_id, {"binned_at": now})
            audit.record(tx, actor, now, "bin", ("customer", customer_id))
            customer = read_customer(tx, customer_id)
            return Done(customer, Undo(_("Deleted {name}").format(name=customer.name), (step,)))


def add_customer(
    tx: Connection, actor: Actor, draft: CustomerDraft, clock: Clock
) -> tuple[Customer, tuple[UndoStep, ...]]:
    """Write a new customer inside a unit that is already open."""
    new, now = _normalised(tx, checked(draft)), clock.now()
    customer_id, step = rows.add(tx, _customer, {**_values(new), "created_at": now}, now)
    steps = _add_phones(tx, customer_id, new.phones, now)
    audit.record(tx, actor, now, "add", ("customer", customer_id))
    return index_customer(tx, customer_id), (step, *steps)


def read_customer(connection: Unit, customer_id: int) -> Customer:
    """One customer, inside a unit that is already open."""
    row = _ONE.first(connection, id=customer_id)
    if row is None:
        raise unknown(customer_id)
    phones = tuple(
        Phone(phone.typed, phone.normal, phone.label) for phone in _PHONES.all(connection, id=customer_id)
    )
    draft = CustomerDraft(**{name: getattr(row, name) for name in _FIELDS}, phones=phones)
    return Customer(row.id, draft, row.created_at, row.row_version, row.binned_at is not None)


def index_customer(tx: Connection, customer_id: int) -> Customer:
    """Write the customer's search texts anew."""
    customer = read_customer(tx, customer_id)
    draft = customer.draft
    words, phones = search_texts(draft)
    if search_index.put(tx, "customer_words", customer_id, words):
        search_index.tell_tickets(tx, customer_id, "ticket_words", "customer", words)
    if search_index.put(tx, "customer_parts", customer_id, phones):
        search_index.tell_tickets(tx, customer_id, "ticket_parts", "phone", phones)
    renew_names(tx, customer_id)
    return customer


def search_texts(draft: CustomerDraft) -> tuple[str, str]:
    """By which words a customer and their tickets are found, and by which digits of their phones."""
    said = [draft.name, draft.company, draft.email, draft.city, draft.street, draft.postcode]
    return text.index_text(said), " ".join(searchable(phone) for phone in draft.phones)


def _filtered(typed: str) -> Select[int]:
    ids = select(_customer.c.id).where(_customer.c.binned_at.is_(None))
    for condition in _conditions(typed):
        ids = ids.where(condition)
    return ids


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


@cache
def _by_ending() -> Prepared:
    normal = _phone.c.normal
    known = (normal != literal_column("''"), _phone.c.binned_at.is_(None))
    ends = func.substr(normal, literal_column(f"-{_ENDING}")) == bindparam("last")
    mine = select(_phone.c.customer_id).where(ends, normal.like(bindparam("ending")), *known)
    order = _customer.c.id.desc()
    there = _shown(mine, (order,)).where(_customer.c.binned_at.is_(None))
    return Prepared(there.limit(bindparam("limit")))


def _matches(connection: Connection, ids: Select[int], order: tuple[Any, ...]) -> tuple[CustomerMatch, ...]:
    return tuple(_match(*row) for row in connection.execute(_shown(ids, order)))


def _shown(ids: Select[int], order: tuple[Any, ...]) -> Select[Any]:
    visits = (
        select(func.max(_ticket.c.received_at))
        .where(_ticket.c.customer_id == _customer.c.id, _ticket.c.binned_at.is_(None))
        .scalar_subquery()
    )
    opened = (
        select(func.count())
        .where(
            _ticket.c.customer_id == _customer.c.id,
            _ticket.c.closed_at.is_(None),
            _ticket.c.binned_at.is_(None),
        )
        .scalar_subquery()
    )
    phone = (
        select(_phone.c.typed)
        .where(_phone.c.customer_id == _customer.c.id, _phone.c.binned_at.is_(None))
        .order_by(_phone.c.position)
        .limit(1)
        .scalar_subquery()
    )
    known = (_customer.c.id, _customer.c.name, _customer.c.company)
    shown = (
        func.coalesce(phone, literal("")),
        _customer.c.city,
        opened,
        visits,
        _customer.c.email,
        _customer.c.alert,
    )
    return select(*known, *shown).where(_customer.c.id.in_(ids)).order_by(*order)


def _match(customer_id: int, name: str, company: str, *rest: Any) -> CustomerMatch:
    return CustomerMatch(customer_id, name or company, company if name else "", *rest)


def _normalised(tx: Connection, draft: CustomerDraft) -> CustomerDraft:
    if not draft.phones:
        return draft
    country = draft.country or read_shop(tx).country
    return replace(draft, phones=tuple(normalised(phone, country) for phone in draft.phones))


def _values(draft: CustomerDraft) -> dict[str, Any]:
    values: dict[str, Any] = {name: getattr(draft, name) for name in _FIELDS}
    return values | {"sort_name": text.fold(_surname_first(draft))}


def _surname_first(draft: CustomerDraft) -> str:
    given, space, surname = draft.name.rpartition(" ")
    return f"{surname} {given}" if space else draft.name or draft.company


def _add_phones(
    tx: Connection, customer_id: int, phones: tuple[Phone, ...], now: Any
) -> tuple[UndoStep, ...]:
    return tuple(
        rows.add(
            tx,
            _phone,
            {
                "customer_id": customer_id,
                "position": position,
                "typed": phone.typed,
                "normal": phone.normal,
                "label": phone.label,
            },
            now,
        )[1]
        for position, phone in enumerate(phones)
    )


def _replace_phones(
    tx: Connection, customer_id: int, phones: tuple[Phone, ...], now: Any
) -> tuple[UndoStep, ...]:
    old = _PHONES.all(tx, id=customer_id)
    if tuple(Phone(row.typed, row.normal, row.label) for row in old) == phones:
        return ()
    gone = tuple(rows.change(tx, _phone, row.id, {"binned_at": now})[1] for row in old)
    return gone + _add_phones(tx, customer_id, phones, now)

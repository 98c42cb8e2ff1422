"""Pairs of customers who may be one, found by what they share and never by comparing all with all."""

from __future__ import annotations

from itertools import chain, combinations, groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import func, select
from sqlalchemy import text as sql

from deskapp.domain.duplicate import (
    SIMILAR,
    Face,
    Found,
    Lookalike,
    NameKey,
    Pair,
    Reason,
    email_key,
    face,
    reasons,
    street_key,
    strength,
)
from deskapp.services.customer_names import NAME_COLUMNS
from deskapp.store import schema
from deskapp.store.search_index import prefix_query
from deskapp.store.statement import Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from sqlalchemy import Connection

    Progress = Callable[[int, int], None]
    IdPair = tuple[int, int]

SIGHT = 300  # so many customers are looked at for one hint
MOST = 2_000  # pairs that are listed; whoever has more begins with the surest
_TELLING = 12  # what more customers than this share says nothing by itself
_NEIGHBOURS = 5
_AT_ONCE = 400
_STAGES = 5
_customer, _phone = schema.customer, schema.customer_phone
_email, _address = schema.customer_email, schema.customer_address
_not = schema.not_duplicate
_THERE = _customer.c.binned_at.is_(None)
_NAMED = (_customer.c.id, _customer.c.name, _customer.c.company)
_PHONES = Reading(
    select(_phone.c.normal.label("key"), *_NAMED)
    .join(_customer, _customer.c.id == _phone.c.customer_id)
    .where(_phone.c.binned_at.is_(None), _phone.c.normal != "", _THERE)
    .order_by(_phone.c.normal)
)
_EMAILS = Reading(select(_customer.c.email.label("key"), *_NAMED).where(_customer.c.email != "", _THERE))
_FURTHER_EMAILS = Reading(
    select(_email.c.address.label("key"), *_NAMED)
    .join(_customer, _customer.c.id == _email.c.customer_id)
    .where(_email.c.binned_at.is_(None), _THERE)
)
_STREETS = Reading(select(_customer.c.street.label("key"), *_NAMED).where(_customer.c.street != "", _THERE))
_FURTHER_STREETS = Reading(
    select(_address.c.street.label("key"), *_NAMED)
    .join(_customer, _customer.c.id == _address.c.customer_id)
    .where(_address.c.binned_at.is_(None), _address.c.street != "", _THERE)
)
_NAMES = Reading(select(_customer.c.name.label("key"), *_NAMED).where(_customer.c.name.like("% %"), _THERE))
_APART = Reading(select(_not.c.customer_id, _not.c.other_id).where(_not.c.binned_at.is_(None)))
_LONGEST_WORDS = 3


class _One(NamedTuple):
    """A customer in a block of those who share something."""

    key: str
    id: int
    name: str
    company: str


def find_all(connection: Connection, progress: Progress) -> Found:
    """All pairs of the directory, the surest first."""
    steps = _Steps(connection, progress)
    pairs = {pair for block in steps.blocks() for pair in block}
    pairs -= told_apart(connection)
    rated = steps.rated(sorted(pairs))
    rated.sort(key=lambda entry: (-entry[0], entry[1]))
    best = rated[:MOST]
    looks = shown(connection, sorted({one for entry in best for one in entry[1]}))
    return Found(
        tuple(Pair(looks(pair[0], ()), looks(pair[1], ()), why, sure) for sure, pair, why in best), len(rated)
    )


class _Steps:
    """The search in its stages, each of which tells how far it is."""

    def __init__(self, connection: Connection, progress: Progress) -> None:
        self._connection, self._progress = connection, progress
        self._size = connection.execute(select(func.count()).select_from(_customer)).scalar_one() or 1

    def blocks(self) -> Iterator[Iterable[IdPair]]:
        """The pairs that each shared phone, e-mail, street and full name gives."""
        for block in _grouped(self._rows(0, (_PHONES,), _as_it_is)):
            yield _pairs_of(block, by_name=False)
        for block in _grouped(sorted(self._rows(1, (_EMAILS, _FURTHER_EMAILS), email_key))):
            yield _pairs_of(block, by_name=False)
        for block in _grouped(sorted(self._rows(2, (_STREETS, _FURTHER_STREETS), street_key))):
            yield _pairs_of(block, by_name=True)
        for block in _grouped(sorted(self._rows(3, (_NAMES,), _full_name))):
            yield _pairs_of(block, by_name=False)

    def rated(self, pairs: Sequence[IdPair]) -> list[tuple[int, IdPair, tuple[Reason, ...]]]:
        """How sure each pair is, and why; those that are not alike after all are left out."""
        found = []
        for first in range(0, len(pairs), _AT_ONCE):
            some = pairs[first : first + _AT_ONCE]
            faces = faces_of(self._connection, {one for pair in some for one in pair})
            for one, other in some:
                if why := reasons(faces[one], faces[other]):
                    found.append((strength(faces[one], faces[other], why), (one, other), why))
            self._tell(4, first * self._size // len(pairs))
        return found

    def _rows(self, stage: int, readings: Sequence[Reading], key: Callable[[str], str]) -> Iterator[_One]:
        for place, row in enumerate(chain.from_iterable(one.run(self._connection, {}) for one in readings)):
            if place % _AT_ONCE == 0:
                self._tell(stage, place)
            if shared := key(row[0]):
                yield _One(shared, *row[1:])

    def _tell(self, stage: int, done: int) -> None:
        self._progress(stage * self._size + min(done, self._size), _STAGES * self._size)


def told_apart(connection: Connection) -> set[IdPair]:
    """The pairs of whom somebody said that they are not the same."""
    return {_ordered(*row) for row in _APART.all(connection)}


def faces_of(connection: Connection, ids: Iterable[int]) -> dict[int, Face]:
    """What these customers are compared by; those in the bin are left out."""
    wanted = list(ids)
    mine = select(*(_customer.c[name] for name in ("id", "name", "company", "email", "street", "postcode")))
    rows = connection.execute(mine.where(_customer.c.id.in_(wanted), _THERE)).all()
    phones = _further(connection, _phone.c.normal, wanted)
    emails = _further(connection, _email.c.address, wanted)
    streets = _further(connection, _address.c.street, wanted)
    faces = {}
    for row in rows:
        addresses = (row.email, *emails.get(row.id, ()))
        one = face((row.name, row.company), phones.get(row.id, ()), addresses, row.street, row.postcode)
        more = {street_key(street) for street in streets.get(row.id, ())} - {""}
        faces[row.id] = Face(one.names, one.phones, one.emails, one.streets | more, one.postcode)
    return faces


def shown(connection: Connection, ids: Sequence[int]) -> Callable[[int, tuple[Reason, ...]], Lookalike]:
    """How these customers are shown: by name, phone, e-mail and address."""
    names = [NAME_COLUMNS[name].label(name) for name in ("customer_label", "phone_label")]
    rows: dict[int, Any] = {}
    for first in range(0, len(ids), _AT_ONCE):
        mine = select(_customer, *names).where(_customer.c.id.in_(ids[first : first + _AT_ONCE]))
        rows |= {row.id: row for row in connection.execute(mine)}

    def look(one: int, why: tuple[Reason, ...]) -> Lookalike:
        row = rows[one]
        place = " ".join(filter(None, (row.postcode, row.city)))
        address = ", ".join(filter(None, (row.street, place)))
        return Lookalike(one, row.customer_label, row.phone_label, row.email, address, why)

    return look


def like_streets(connection: Connection, street: str) -> set[int]:
    """Some of those whose texts hold the words of a street."""
    words = sorted(street_key(street).split(), key=len)[-_LONGEST_WORDS:]
    if not words:
        return set()
    found = sql("SELECT rowid FROM customer_words WHERE customer_words MATCH :words LIMIT :most")
    ids = connection.execute(found, {"words": _all_of(words), "most": SIGHT})
    return set(ids.scalars())


def _all_of(words: Sequence[str]) -> str:
    """A number of a street is whole; a word may go on, because endings such as “straße” are left out."""
    return " ".join(prefix_query([word], whole=word.isdigit()) for word in words)


def _further(connection: Connection, column: Any, ids: Sequence[int]) -> dict[int, list[str]]:
    table, found = column.table, dict[int, list[str]]()
    rows = select(table.c.customer_id, column).where(
        table.c.customer_id.in_(ids), table.c.binned_at.is_(None)
    )
    for customer_id, value in connection.execute(rows):
        found.setdefault(customer_id, []).append(value)
    return found


def _grouped(rows: Iterable[_One]) -> Iterator[list[_One]]:
    """Those who share a key; the rows come in its order."""
    for _key, block in groupby(rows, key=lambda one: one.key):
        members = {one.id: one for one in block}
        if len(members) > 1:
            yield list(members.values())


def _pairs_of(block: list[_One], *, by_name: bool) -> Iterator[IdPair]:
    """The pairs of a block; in a large one only neighbours by name."""
    if by_name or len(block) > _TELLING:
        yield from _alike_of(block)
        return
    for one, other in combinations(block, 2):
        yield _ordered(one.id, other.id)


def _alike_of(block: list[_One]) -> Iterator[IdPair]:
    named = sorted((NameKey(name), one.id) for one in block for name in one[2:] if name)
    reach = len(named) if len(block) <= _TELLING else _NEIGHBOURS
    for place, (name, one) in enumerate(named):
        for other_name, other in named[place + 1 : place + 1 + reach]:
            if one != other and name.likeness(other_name) >= SIMILAR:
                yield _ordered(one, other)


def _ordered(one: int, other: int) -> IdPair:
    return (one, other) if one < other else (other, one)


def _full_name(name: str) -> str:
    return NameKey(name).full


def _as_it_is(key: str) -> str:
    return key

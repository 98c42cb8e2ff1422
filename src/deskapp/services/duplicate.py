"""Customers who may be one: looked up while somebody types, and found in the whole directory."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, func, select

from deskapp.domain.customer import Phone
from deskapp.domain.duplicate import Found, Lookalike, Typed, face, reasons, strength
from deskapp.domain.undo import Done, Undo
from deskapp.errors import Invalid
from deskapp.i18n import _
from deskapp.services import audit, rows
from deskapp.services.customer import read_customer
from deskapp.services.duplicate_find import SIGHT, faces_of, find_all, like_streets, shown, told_apart
from deskapp.services.phone import normalised
from deskapp.services.shop import read_shop
from deskapp.store import schema
from deskapp.store.statement import Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from sqlalchemy import Connection

    from deskapp.clock import Clock
    from deskapp.domain.actor import Actor
    from deskapp.domain.duplicate import Face, Pair
    from deskapp.store.engine import ShopFile

_not, _phone = schema.not_duplicate, schema.customer_phone
_customer, _email = schema.customer, schema.customer_email
_KNOWN = Reading(
    select(_not).where(_not.c.customer_id == bindparam("one"), _not.c.other_id == bindparam("other"))
)


class Duplicates:
    """The lookalikes in one shop file."""

    def __init__(self, file: ShopFile, clock: Clock) -> None:
        self._file = file
        self._clock = clock

    def like(self, actor: Actor, typed: Typed, limit: int = 3) -> tuple[Lookalike, ...]:
        """Who may be the customer that is being typed, the surest first; nobody where too little is typed."""
        if not typed.is_telling():
            return ()
        with self._file.read() as connection:
            mine = _face(connection, typed)
            ids = (
                _candidates(connection, typed, mine)
                - {typed.but, *typed.also_not}
                - _told_apart(connection, typed.but)
            )
            found = [
                (strength(mine, theirs, why), one, why)
                for one, theirs in faces_of(connection, ids).items()
                if (why := reasons(mine, theirs))
            ]
            found.sort(key=lambda entry: (-entry[0], entry[1]))
            looks = shown(connection, [one for _sure, one, _why in found[:limit]])
            return tuple(looks(one, why) for _sure, one, why in found[:limit])

    def find(self, actor: Actor, *, progress: Callable[[int, int], None] | None = None) -> Found:
        """All pairs of the directory who may be one, the surest first."""
        with self._file.read() as connection:
            return find_all(connection, progress or _nobody_waits)

    def still(self, actor: Actor, pairs: Sequence[Pair]) -> tuple[Pair, ...]:
        """Those of the pairs that were neither merged nor told apart since they were found."""
        with self._file.read() as connection:
            apart = told_apart(connection)
            gone = set(
                connection.execute(select(_customer.c.id).where(_customer.c.binned_at.is_not(None))).scalars()
            )
        return tuple(pair for pair in pairs if pair.id not in apart and not gone & {*pair.id})

    def not_same(self, actor: Actor, one_id: int, other_id: int) -> Done[tuple[int, int]]:
        """Remember that two customers are not the same, so that nobody is asked again."""
        if one_id == other_id:
            raise Invalid(_("To tell them apart, name two different customers."), "customer")
        now, pair = self._clock.now(), (min(one_id, other_id), max(one_id, other_id))
        with self._file.write() as tx:
            names = [read_customer(tx, one).name for one in pair]
            known = _KNOWN.first(tx, one=pair[0], other=pair[1])
            if known is None:
                values = {
                    "customer_id": pair[0],
                    "other_id": pair[1],
                    "at": now,
                    "person_id": actor.person_id,
                }
                step = rows.add(tx, _not, values, now)[1]
            else:
                step = rows.change(tx, _not, known.id, {"binned_at": None}, touch=True)[1]
            audit.record(tx, actor, now, "not_same", ("customer", pair[0]), {"other_id": (None, pair[1])})
        label = _("{one} and {other} are not the same")
        return Done(pair, Undo(label.format(one=names[0], other=names[1]), (step,)))


def _face(connection: Connection, typed: Typed) -> Face:
    country = read_shop(connection).country
    numbers = (normalised(Phone(one), country).normal for one in typed.phones)
    return face((typed.name, typed.company), numbers, typed.emails, typed.street, typed.postcode)


def _candidates(connection: Connection, typed: Typed, mine: Face) -> set[int]:
    ids = select(_phone.c.customer_id).where(_phone.c.normal.in_(mine.phones), _phone.c.binned_at.is_(None))
    found = set(connection.execute(ids.limit(SIGHT)).scalars())
    if mine.emails:
        found |= _with_email(connection, mine.emails)
    if mine.streets and mine.names:
        found |= like_streets(connection, typed.street)
    return found


def _with_email(connection: Connection, addresses: frozenset[str]) -> set[int]:
    own = select(_customer.c.id).where(_customer.c.email != "", func.lower(_customer.c.email).in_(addresses))
    further = select(_email.c.customer_id).where(
        func.lower(_email.c.address).in_(addresses), _email.c.binned_at.is_(None)
    )
    return {one for ids in (own, further) for one in connection.execute(ids.limit(SIGHT)).scalars()}


def _told_apart(connection: Connection, customer_id: int) -> set[int]:
    pairs = select(_not.c.customer_id, _not.c.other_id).where(
        (_not.c.customer_id == customer_id) | (_not.c.other_id == customer_id), _not.c.binned_at.is_(None)
    )
    return {one for pair in connection.execute(pairs) for one in pair} if customer_id else set()


def _nobody_waits(_done: int, _whole: int) -> None:
    """What is told where nobody looks on."""

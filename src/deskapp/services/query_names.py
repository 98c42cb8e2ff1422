"""What a query names, looked up in the shop: statuses, people, services, days and amounts."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from deskapp.domain import text
from deskapp.domain.money import parse_money
from deskapp.domain.query import And, Between, Compared, Filter, Or, QueryError
from deskapp.domain.query.days import bounds
from deskapp.domain.query.operators import BY_NAME
from deskapp.domain.status import Meaning
from deskapp.errors import Invalid
from deskapp.i18n import _
from deskapp.services.person import read_people
from deskapp.services.shop import read_shop
from deskapp.services.status import all_statuses
from deskapp.services.ticket_ending import numbers_ending
from deskapp.store import schema
from deskapp.store.types import moment_text

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import Connection

    from deskapp.domain.actor import Actor
    from deskapp.domain.query import Query, Term
    from deskapp.domain.shop import Shop

_service = schema.service
_LONGEST_ENDING, _MOST_ENDINGS = 5, 8
_LOOKED_UP_STATES = frozenset({"mine", "unassigned", "stale", "uncollected"})


def needs_names(query: Query) -> bool:
    """Whether a query holds filters that have to be looked up before it can be asked."""
    return any(isinstance(leaf, Filter) and _needs_names(leaf) for leaf in query.leaves())


class Names:
    """The names of one shop, read when a query first needs them; `asker` is who is meant by `mine`."""

    def __init__(self, connection: Connection, asker: Actor, now: datetime) -> None:
        self._connection = connection
        self._asker = asker
        self._now = now

    def resolved(self, asked: Filter) -> Term:
        """The filter in the form in which the file can be asked; raises `QueryError`."""
        if not _needs_names(asked):
            return asked
        if asked.value is None:
            return Filter(asked.operator, None)
        return _RESOLVED[asked.operator](self, asked)

    # --- each operator --------------------------------------------------------------------------

    def state(self, asked: Filter) -> Term:
        """The states that depend on who asks, and on the shop's days."""
        if asked.value == "mine":
            return Filter("person", (self._asker.person_id,))
        if asked.value == "unassigned":
            return And((Filter("is", "open"), Filter("person", None)))
        if asked.value == "stale":
            return self._unmoved("open", "updated", self._shop.stale_days)
        return self._unmoved("ready", "since", self._shop.uncollected_days)

    def status(self, asked: Filter) -> Term:
        """A status by key, label or meaning, or every status that begins so.

        Only open tickets or only closed ones are asked for where all of them are such.
        """
        wanted = text.fold(str(asked.value))
        meaning = BY_NAME["is"].choice(wanted)
        if meaning and meaning.name in _MEANINGS:
            return Filter("is", meaning.name)
        statuses = all_statuses(self._connection)
        spelled = {key: (text.fold(key), text.fold(status.label)) for key, status in statuses.items()}
        exact = [key for key, names in spelled.items() if wanted in names]
        begun = [key for key, names in spelled.items() if any(name.startswith(wanted) for name in names)]
        if not (found := exact or begun):
            message = _("There is no status “{name}”; the shop has {known}.")
            known = ", ".join(status.label for status in statuses.values())
            raise _refused(asked, message.format(name=asked.value, known=known))
        named = Filter("status", tuple(found))
        sides = {"closed" if statuses[key].meaning is Meaning.CLOSED else "open" for key in found}
        return And((Filter("is", sides.pop()), named)) if len(sides) == 1 else named

    def person(self, asked: Filter) -> Term:
        """Everybody whose name has a word that begins so."""
        wanted = text.fold(str(asked.value))
        if wanted in {"me", text.fold(_("me"))}:
            return Filter("person", (self._asker.person_id,))
        people = read_people(self._connection)
        exact = [person.id for person in people if text.fold(person.name) == wanted]
        begun = [person.id for person in people if f" {wanted}" in f" {text.fold(person.name)}"]
        if not (found := exact or begun):
            message = _("Nobody here is called “{name}”; the shop has {known}.")
            known = ", ".join(person.name for person in people)
            raise _refused(asked, message.format(name=asked.value, known=known))
        return Filter("person", tuple(found))

    def number(self, asked: Filter) -> Term:
        """The beginning of a number, or its last digits as people read them from a paper."""
        typed = str(asked.value)
        if not (typed.isdecimal() and len(typed) <= _LONGEST_ENDING):
            return asked
        found = numbers_ending(self._connection, typed, self._now, _MOST_ENDINGS)
        return Or((asked, *(replace(asked, value=number) for number in found))) if found else asked

    def words(self, asked: Filter) -> Term:
        """Words of a customer or a device, each a beginning."""
        return Filter(asked.operator, _words(asked))

    def service(self, asked: Filter) -> Term:
        """A line that says these words, or the name of the entry of the catalog with this code."""
        says = Filter("line", _words(asked))
        named = select(_service.c.name).where(func.upper(_service.c.code) == str(asked.value).upper())
        names = [tuple(text.words(name)) for name in self._connection.execute(named).scalars()]
        return Or((says, *(Filter("line", words) for words in names))) if names else says

    def days(self, asked: Filter) -> Term:
        """A date by its days in the shop's zone, from the first moment of one to that of another."""
        assert isinstance(asked.value, Compared)
        first, after = bounds(asked.value, self._today)
        return Filter(asked.operator, Between(self._moment(first), self._moment(after)))

    def amount(self, asked: Filter) -> Term:
        """An amount in the smallest unit of the shop's currency."""
        assert isinstance(asked.value, Compared)
        sign, low, high = asked.value.sign, self._minor(asked, asked.value.low), asked.value.high
        if sign == "..":
            last = self._minor(asked, high)
            return Filter("total", Between(low, None if last is None else last + 1))
        assert low is not None
        spans = {"<": (None, low), "<=": (None, low + 1), ">": (low + 1, None), ">=": (low, None)}
        return Filter("total", Between(*spans.get(sign, (low, low + 1))))

    # --- what they need -------------------------------------------------------------------------

    def _unmoved(self, state: str, field: str, days: int) -> Term:
        """A state in which nothing happened for more than so many days."""
        before = self._moment(self._today - timedelta(days))
        return And((Filter("is", state), Filter(field, Between(None, before))))

    def _moment(self, day: date | None) -> str | None:
        if day is None:
            return None
        return moment_text(datetime.combine(day, time(), self._shop.zone).astimezone(UTC))

    def _minor(self, asked: Filter, typed: str) -> int | None:
        try:
            return parse_money(typed, self._shop.currency).minor if typed else None
        except Invalid as wrong:
            raise _refused(asked, str(wrong)) from None

    @cached_property
    def _today(self) -> date:
        return self._now.astimezone(self._shop.zone).date()

    @cached_property
    def _shop(self) -> Shop:
        return read_shop(self._connection)


_MEANINGS = {meaning.value for meaning in Meaning}
_RESOLVED: dict[str, Callable[[Names, Filter], Term]] = {
    "is": Names.state,
    "status": Names.status,
    "person": Names.person,
    "no": Names.number,
    "customer": Names.words,
    "device": Names.words,
    "service": Names.service,
    "total": Names.amount,
    **dict.fromkeys(("due", "planned", "received", "closed", "updated", "since"), Names.days),
}


def _needs_names(asked: Filter) -> bool:
    if asked.operator == "is":
        return asked.value in _LOOKED_UP_STATES
    return asked.operator in _RESOLVED


def _words(asked: Filter) -> tuple[str, ...]:
    if words := tuple(text.words(str(asked.value))):
        return words
    message = _("“{word}” holds nothing that can be looked for.")
    raise _refused(asked, message.format(word=asked.typed))


def _refused(asked: Filter, sentence: str) -> QueryError:
    return QueryError(sentence, asked.typed, asked.start, field=asked.operator)

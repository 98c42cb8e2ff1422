"""When two customers may be one: the same phone or e-mail, or a similar name in the same street."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING

from deskapp.domain import text
from deskapp.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

SIMILAR, ALIKE = 84, 95  # of 100: a slip of the pen, the same name
CERTAIN, LIKELY = 85, 65  # of 100, see `strength`
_WEIGHT = {"phone": 60, "email": 60, "street": 45, "name": 25}
_SECOND = 15  # for a second reason
_STREET_WORDS = frozenset(
    ["street", "st", "road", "rd", "avenue", "ave", "lane", "ln", "drive", "dr", "close", "str", "strasse"]
)
_GERMAN_ENDING = re.compile(r"str(asse)?$")
_FEWEST_DIGITS = 6


class Reason(StrEnum):
    """Why two customers look like one."""

    PHONE = "phone"
    EMAIL = "email"
    STREET = "street"
    NAME = "name"

    @property
    def label(self) -> str:
        """As people read it."""
        return _(_LABELS[self])


_LABELS = {
    Reason.PHONE: N_("same phone"),
    Reason.EMAIL: N_("same e-mail"),
    Reason.STREET: N_("similar name, same street"),
    Reason.NAME: N_("same full name, nothing speaks against it"),
}


class NameKey:
    """A name as it is compared, whatever the order of its words; sorts beside names that are like it."""

    __slots__ = ("_sorted", "words")

    def __init__(self, name: str) -> None:
        self.words = text.words(name)
        self._sorted = " ".join(sorted(self.words))

    def __lt__(self, other: NameKey) -> bool:
        return self._sorted < other._sorted

    @property
    def full(self) -> str:
        """The name whatever the order of its words; empty where it is a single word, as many share that."""
        return self._sorted if len(self.words) > 1 else ""

    def likeness(self, other: NameKey) -> int:
        """How alike two names are, from 0 to 100."""
        if self._sorted == other._sorted:
            return 100
        alike = int(_ratio()(self._sorted, other._sorted))
        return max(alike, ALIKE - 1) if alike < ALIKE and self._is_initial_of(other) else alike

    def _is_initial_of(self, other: NameKey) -> bool:
        """Whether one gives by its initial a first name that the other says: A. Meyer, Anna Meyer."""
        mine, theirs = self.words, other.words
        if len(mine) < 2 or len(mine) != len(theirs) or mine[-1] != theirs[-1]:
            return False
        pairs = list(zip(mine[:-1], theirs[:-1], strict=True))
        return all(a == b or (1 in {len(a), len(b)} and a[0] == b[0]) for a, b in pairs)


@cache
def _ratio() -> Callable[[str, str], float]:
    from rapidfuzz.fuzz import ratio  # 15 ms that no start pays

    return ratio


@dataclass(frozen=True, slots=True)
class Face:
    """What a customer is compared by."""

    names: tuple[NameKey, ...]
    phones: frozenset[str] = frozenset()
    emails: frozenset[str] = frozenset()
    streets: frozenset[str] = frozenset()
    postcode: str = ""


@dataclass(frozen=True, slots=True)
class Lookalike:
    """A customer who may be the one that is meant, as the desk tells them apart."""

    id: int
    name: str
    phone: str = ""
    email: str = ""
    address: str = ""
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Pair:
    """Two customers who may be one; `strength` is from 0 to 100."""

    one: Lookalike
    other: Lookalike
    reasons: tuple[Reason, ...]
    strength: int

    @property
    def id(self) -> tuple[int, int]:
        """The ids of both."""
        return self.one.id, self.other.id


@dataclass(frozen=True, slots=True)
class Found:
    """The strongest pairs, and how many there are in all."""

    pairs: tuple[Pair, ...] = ()
    count: int = 0


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody has typed of a customer so far; `but` is the customer who is being edited."""

    name: str = ""
    company: str = ""
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    street: str = ""
    postcode: str = ""
    but: int = 0
    also_not: tuple[int, ...] = field(default=())

    def is_telling(self) -> bool:
        """Whether it is enough to look for anybody."""
        named = bool(self.name or self.company)
        return any(map(phone_digits, self.phones)) or any(self.emails) or (named and bool(self.street))


def face(
    names: Iterable[str], phones: Iterable[str], emails: Iterable[str], street: str, postcode: str
) -> Face:
    """A customer as they are compared; phones in normal form."""
    key = street_key(street)
    return Face(
        tuple(NameKey(name) for name in names if name),
        frozenset(filter(None, phones)),
        frozenset(email_key(one) for one in emails if one),
        frozenset([key] if key else []),
        "".join(text.words(postcode)),
    )


def reasons(one: Face, other: Face) -> tuple[Reason, ...]:
    """Why two customers may be one; none where they are not alike."""
    found = []
    if one.phones & other.phones:
        found.append(Reason.PHONE)
    if one.emails & other.emails:
        found.append(Reason.EMAIL)
    if _same_street(one, other) and likeness(one, other) >= SIMILAR:
        found.append(Reason.STREET)
    if not found and _same_name(one, other) and not _differ(one, other):
        found.append(Reason.NAME)
    return tuple(found)


def strength(one: Face, other: Face, why: tuple[Reason, ...]) -> int:
    """How sure it is that two customers are one, from 0 to 100; a family shares a phone, not a name."""
    alike = likeness(one, other)
    by_name = 30 if alike >= ALIKE else 20 if alike >= SIMILAR else 0
    whole = max(_WEIGHT[reason] for reason in why) + _SECOND * (len(why) - 1) + by_name
    return min(100, whole)


def likeness(one: Face, other: Face) -> int:
    """How alike the names are, from 0 to 100, whatever the order of their words."""
    return max((mine.likeness(theirs) for mine in one.names for theirs in other.names), default=0)


def _same_name(one: Face, other: Face) -> bool:
    """Whether both have the same full names; one may say no company."""
    mine, theirs = ({name.full for name in each.names} - {""} for each in (one, other))
    return bool(mine and theirs) and (mine <= theirs or theirs <= mine)


def _differ(one: Face, other: Face) -> bool:
    """Whether anything that both have is another one."""
    both = ((one.phones, other.phones), (one.emails, other.emails), (one.streets, other.streets))
    return any(mine and theirs and not mine & theirs for mine, theirs in both)


def street_key(street: str) -> str:
    """A street and its number, however it is spelled; empty where there is none."""
    words = (_GERMAN_ENDING.sub("", word) or word for word in text.words(street))
    return " ".join(sorted(word for word in words if word not in _STREET_WORDS))


def email_key(address: str) -> str:
    """An e-mail address as it is compared."""
    return address.strip().lower()


def phone_digits(typed: str) -> str:
    """The digits of a number, if there are enough for a whole one."""
    digits = text.digits(typed)
    return digits if len(digits) >= _FEWEST_DIGITS else ""


def _same_street(one: Face, other: Face) -> bool:
    if one.postcode and other.postcode and one.postcode != other.postcode:
        return False
    return bool(one.streets & other.streets)

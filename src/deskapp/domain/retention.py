"""How long a shop keeps each kind of data, and how long the law makes it keep its books."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from deskapp.errors import Invalid
from deskapp.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_MONTHS = 1200
KINDS = {
    "photos": N_("Photos of closed tickets"),
    "texts": N_("Notes, messages and reasons of closed tickets"),
    "enquiries": N_("Closed enquiries"),
    "drafts": N_("Unfinished tickets"),
    "loans": N_("Loans that ended"),
    "history": N_("Old and new values in the history"),
    "customers": N_("Customers without a ticket"),
}
"""What may go, in the order in which it goes; people last, because theirs has to go with them anyway."""

_YEARS_OF_BOOKS = {
    "AT": 7, "AU": 5, "BE": 7, "CA": 6, "CH": 10, "CZ": 10, "DE": 10, "DK": 5, "ES": 6, "FI": 6, "FR": 10,
    "GB": 6, "IE": 6, "IT": 10, "LU": 10, "NL": 7, "NO": 5, "NZ": 7, "PL": 5, "PT": 10, "SE": 7, "US": 7,
}  # fmt: skip
_LONGEST_YEARS = 10


@dataclass(frozen=True, slots=True)
class Rules:
    """`months` by kind; what is not there, and 0, is kept for good."""

    months: tuple[tuple[str, int], ...] = ()

    def of(self, kind: str) -> int:
        """How many months a kind is kept; 0: for good."""
        return dict(self.months).get(kind, 0)


@dataclass(frozen=True, slots=True)
class Due:
    """What may go of one kind: how much, some examples, and how old it is at least."""

    kind: str
    number: int
    examples: tuple[str, ...]
    before: datetime

    @property
    def label(self) -> str:
        """What people call the kind."""
        return _(KINDS[self.kind])


def checked(rules: Rules) -> Rules:
    """The rules as they can be kept, in the order of the kinds; raises `Invalid` naming the kind."""
    for kind, months in rules.months:
        if kind not in KINDS or not 0 <= months <= MOST_MONTHS:
            message = _("Write a number of months from 0 to {most}; 0 keeps it for good.")
            raise Invalid(message.format(most=MOST_MONTHS), kind)
    return Rules(tuple((kind, rules.of(kind)) for kind in KINDS if rules.of(kind)))


def from_plain(kept: Mapping[str, int]) -> Rules:
    """The rules as the file holds them."""
    return Rules(tuple((kind, int(kept[kind])) for kind in KINDS if kept.get(kind)))


def before(now: datetime, months: int) -> datetime:
    """The moment so many months ago; the 31st of a short month is its last day."""
    whole = now.year * 12 + now.month - 1 - months
    year, month = divmod(whole, 12)
    if year < 1:
        return datetime.min.replace(tzinfo=UTC)
    day = next(day for day in (now.day, 30, 29, 28) if _is_day(year, month + 1, day) and day <= now.day)
    return now.replace(year=year, month=month + 1, day=day)


def years_of_books(country: str) -> int:
    """How many years lines, prices and tax have to be kept; the longest where the country is not known."""
    return _YEARS_OF_BOOKS.get(country.upper(), _LONGEST_YEARS)


def _is_day(year: int, month: int, day: int) -> bool:
    try:
        datetime(year, month, day, tzinfo=UTC)
    except ValueError:
        return False
    return True

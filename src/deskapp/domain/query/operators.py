"""The operators of the query language: their names, how their values are read, and the fixed ones."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from enum import Enum, auto
from functools import lru_cache
from typing import TYPE_CHECKING

from deskapp.domain import text
from deskapp.i18n import N_, _, language

if TYPE_CHECKING:
    from collections.abc import Iterable


_NEAR = 0.7  # one letter wrong or two changed round in a word of six, but no other word


class Kind(Enum):
    """How the value of an operator is read."""

    TEXT = auto()
    PART = auto()  # at least three signs of a number
    CHOICE = auto()
    RANK = auto()  # a choice with an order
    DATE = auto()
    AGE = auto()  # days since a date
    LAST = auto()  # the last so many days
    AMOUNT = auto()
    SORT = auto()


@dataclass(frozen=True, slots=True)
class Choice:
    """A fixed value: `local` holds its name in the window's language after a colon, `label` its meaning."""

    name: str
    local: str
    label: str
    also: tuple[str, ...] = ()

    @property
    def local_name(self) -> str:
        """What the value is called in the language of the window."""
        return _(self.local).partition(":")[2] or self.name


@dataclass(frozen=True, slots=True)
class Operator:
    """An operator; `local` is its name with a colon, `label` the field it asks, `also` other English names.

    `field` is the field behind it where that has another name; `may_lack` tells that a ticket may have none.
    """

    name: str
    local: str
    label: str
    kind: Kind
    also: tuple[str, ...] = ()
    choices: tuple[Choice, ...] = ()
    field: str = ""
    may_lack: bool = False

    @property
    def local_name(self) -> str:
        """What the operator is called in the language of the window."""
        return _(self.local).partition(":")[0] or self.name

    def choice(self, typed: str) -> Choice | None:
        """The fixed value that goes by this name, in English or in the language of the window."""
        return _choice_names(self, language()).get(text.fold(typed))


# Translators: what stands before the colon is typed in the search field: one word without spaces.
NONE = Choice("none", N_("due:none"), N_("none"))
_DAYS = (
    Choice("today", N_("due:today"), N_("today")),
    Choice("tomorrow", N_("due:tomorrow"), N_("tomorrow")),
    Choice("yesterday", N_("due:yesterday"), N_("yesterday")),
    Choice("week", N_("due:week"), N_("this week")),
    Choice("month", N_("due:month"), N_("this month")),
    Choice("year", N_("due:year"), N_("this year")),
)
# Translators: the letter after the colon stands behind a number of days, weeks, months or years: +3d.
UNITS = Operator(
    "days",
    N_("days:"),
    "",
    Kind.CHOICE,
    choices=(
        Choice("d", N_("days:d"), ""),
        Choice("w", N_("days:w"), ""),
        Choice("m", N_("days:m"), ""),
        Choice("y", N_("days:y"), ""),
    ),
)
_STATES = (
    Choice("open", N_("is:open"), N_("Open")),
    Choice("waiting", N_("is:waiting"), N_("Waiting")),
    Choice("ready", N_("is:ready"), N_("Ready")),
    Choice("overdue", N_("is:overdue"), N_("Overdue"), ("late",)),
    Choice("uncollected", N_("is:uncollected"), N_("Uncollected")),
    Choice("unassigned", N_("is:unassigned"), N_("Unassigned")),
    Choice("mine", N_("is:mine"), N_("Mine")),
    Choice("closed", N_("is:closed"), N_("Closed")),
    Choice("new", N_("is:new"), N_("New")),
    Choice("active", N_("is:active"), N_("In work")),
    Choice("stale", N_("is:stale"), N_("Not updated lately")),
    Choice("repeat", N_("is:repeat"), N_("Came back"), ("comeback",)),
    Choice("quick", N_("is:quick"), N_("Quick jobs")),
    Choice("deleted", N_("is:deleted"), N_("In the bin"), ("binned",)),
)
_PARTS = (
    Choice("note", N_("has:note"), N_("note")),
    Choice("message", N_("has:message"), N_("message")),
    Choice("line", N_("has:line"), N_("line")),
    Choice("due", N_("has:due"), N_("due date")),
    Choice("planned", N_("has:planned"), N_("planned date")),
    Choice("customer", N_("has:customer"), N_("customer")),
    Choice("phone", N_("has:phone"), N_("phone")),
    Choice("device", N_("has:device"), N_("device")),
    Choice("serial", N_("has:serial"), N_("serial number")),
    Choice("person", N_("has:person"), N_("person"), ("tech",)),
    Choice("place", N_("has:place"), N_("place")),
    Choice("tag", N_("has:tag"), N_("tag")),
    Choice("limit", N_("has:limit"), N_("cost limit")),
    Choice("loaner", N_("has:loaner"), N_("loaner out")),
    Choice("photo", N_("has:photo"), N_("photo")),
)
PRIORITIES = (
    Choice("low", N_("priority:low"), N_("Low")),
    Choice("normal", N_("priority:normal"), N_("Normal")),
    Choice("high", N_("priority:high"), N_("High")),
    Choice("urgent", N_("priority:urgent"), N_("Urgent")),
)
_SORTS = (
    Choice("due", N_("sort:due"), N_("Due")),
    Choice("received", N_("sort:received"), N_("Received")),
    Choice("closed", N_("sort:closed"), N_("Closed")),
    Choice("number", N_("sort:number"), N_("Number"), ("no",)),
    Choice("status", N_("sort:status"), N_("Status")),
    Choice("customer", N_("sort:customer"), N_("Customer")),
    Choice("device", N_("sort:device"), N_("Device")),
    Choice("person", N_("sort:person"), N_("Person"), ("tech",)),
    Choice("priority", N_("sort:priority"), N_("Priority")),
    Choice("age", N_("sort:age"), N_("Age")),
    Choice("since", N_("sort:since"), N_("In this status")),
    Choice("total", N_("sort:total"), N_("Total")),
    Choice("updated", N_("sort:updated"), N_("Updated")),
    Choice("place", N_("sort:place"), N_("Place")),
    Choice("best", N_("sort:best"), N_("Best match")),
)
OPERATORS = (
    Operator("status", N_("status:"), N_("Status"), Kind.TEXT),
    Operator("is", N_("is:"), N_("State"), Kind.CHOICE, choices=_STATES),
    Operator("due", N_("due:"), N_("Due"), Kind.DATE, ("promised",), _DAYS, may_lack=True),
    Operator("person", N_("person:"), N_("Person"), Kind.TEXT, ("tech",), may_lack=True),
    Operator("customer", N_("customer:"), N_("Customer"), Kind.TEXT, may_lack=True),
    Operator("phone", N_("phone:"), N_("Phone"), Kind.PART),
    Operator("device", N_("device:"), N_("Device"), Kind.TEXT, may_lack=True),
    Operator("serial", N_("serial:"), N_("Serial number"), Kind.PART),
    Operator("service", N_("service:"), N_("Service"), Kind.TEXT),
    Operator("tag", N_("tag:"), N_("Tag"), Kind.TEXT, may_lack=True),
    Operator("no", N_("no:"), N_("Number"), Kind.TEXT, ("number",)),
    Operator("place", N_("place:"), N_("Place"), Kind.TEXT, may_lack=True),
    Operator("priority", N_("priority:"), N_("Priority"), Kind.RANK, choices=PRIORITIES),
    Operator("in", N_("in:"), N_("Received"), Kind.LAST, (), _DAYS, "received"),
    Operator("received", N_("received:"), N_("Received"), Kind.DATE, choices=_DAYS),
    Operator("planned", N_("planned:"), N_("Planned"), Kind.DATE, (), _DAYS, may_lack=True),
    Operator("closed", N_("closed:"), N_("Closed"), Kind.DATE, (), _DAYS, may_lack=True),
    Operator("age", N_("age:"), N_("Age"), Kind.AGE, (), _DAYS, "received"),
    Operator("updated", N_("updated:"), N_("Last change"), Kind.AGE, (), _DAYS),
    Operator("since", N_("since:"), N_("In this status"), Kind.AGE, (), _DAYS),
    Operator("total", N_("total:"), N_("Total"), Kind.AMOUNT),
    Operator("has", N_("has:"), N_("With"), Kind.CHOICE, choices=_PARTS),
    Operator("sort", N_("sort:"), N_("Sorted by"), Kind.SORT, choices=_SORTS),
)
BY_NAME = {operator.name: operator for operator in OPERATORS}


def named(typed: str) -> Operator | None:
    """The operator that goes by this name, in English or in the language of the window."""
    return _names(language()).get(text.fold(typed))


def is_or(typed: str) -> bool:
    """Whether a word joins alternatives."""
    return len(typed) <= 6 and text.fold(typed) in _or_names(language())


def known() -> str:
    """Every operator by the name it has in the language of the window, for a sentence."""
    return ", ".join(f"{operator.local_name}:" for operator in OPERATORS)


def nearest(typed: str) -> str:
    """The operator that may have been meant, as it is called here; empty where none is near."""
    found = get_close_matches(text.fold(typed), _names(language()), n=1, cutoff=_NEAR)
    return found[0] if found else ""


@lru_cache(maxsize=4)
def _names(spoken: str) -> dict[str, Operator]:
    del spoken  # only tells the tables of the languages apart
    local = {text.fold(operator.local_name): operator for operator in OPERATORS}
    return local | {name: operator for operator in OPERATORS for name in (operator.name, *operator.also)}


@lru_cache(maxsize=100)
def _choice_names(operator: Operator, spoken: str) -> dict[str, Choice]:
    del spoken
    return _named_choices((*operator.choices, NONE) if operator.may_lack else operator.choices)


def _named_choices(choices: Iterable[Choice]) -> dict[str, Choice]:
    known = tuple(choices)
    local = {text.fold(choice.local_name): choice for choice in known}
    return local | {name: choice for choice in known for name in (choice.name, *choice.also)}


@lru_cache(maxsize=4)
def _or_names(spoken: str) -> frozenset[str]:
    del spoken
    # Translators: the word that joins alternatives in the search field: meyer or miller.
    return frozenset({"or", text.fold(_("or"))})

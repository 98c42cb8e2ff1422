"""What a query means, as a tree of terms that can be compared and kept."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from deskapp.domain import text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


@dataclass(frozen=True, slots=True)
class Words:
    """Folded words that a record must hold: side by side, or each as a beginning."""

    words: tuple[str, ...]
    phrase: bool = False
    typed: str = field(default="", compare=False)

    @property
    def is_compound(self) -> bool:
        """Whether one word was typed that an index cuts, for example `e-bike` or the number `cafe_3`."""
        return len(self.words) > 1 and not self.phrase and not self.number

    @property
    def number(self) -> str:
        """The digits of a number that was typed in groups, for example `+44 7700 900142`."""
        grouped = len(self.words) > 1 and not self.phrase and all(word.isdigit() for word in self.words)
        return text.digits("".join(self.words)) if grouped else ""


@dataclass(frozen=True, slots=True)
class Compared:
    """A day or an amount as it was typed, and how a field compares with it: `sign` is "" or `<`, `..` etc.

    Days are English words (`today`, `+3d`, `2026-02`); `high` is the end of a span.
    """

    sign: str
    low: str
    high: str = ""


@dataclass(frozen=True, slots=True)
class Between:
    """A field from `low` on and below `high`, in the form in which the file holds it; None is no bound."""

    low: str | int | None
    high: str | int | None


Value: TypeAlias = str | int | tuple[str, ...] | tuple[int, ...] | Compared | Between | None
"""What a filter asks of its field: nothing in it (None), one of several, or a span."""


@dataclass(frozen=True, slots=True)
class Filter:
    """A field that must have a value; `typed` at `start` is how it was asked for."""

    operator: str
    value: Value
    typed: str = field(default="", compare=False)
    start: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Not:
    """A term that must not hold."""

    term: Term


@dataclass(frozen=True, slots=True)
class And:
    """Terms that must all hold; without any it always does."""

    terms: tuple[Term, ...] = ()


@dataclass(frozen=True, slots=True)
class Or:
    """Terms of which one must hold."""

    terms: tuple[Term, ...]


Term: TypeAlias = Words | Filter | Not | And | Or


@dataclass(frozen=True, slots=True)
class Query:
    """What was asked for: every term must hold; `sort` is the order asked for, or empty."""

    terms: tuple[Term, ...] = ()
    sort: str = ""

    def leaves(self) -> Iterator[Words | Filter]:
        """Its words and filters, whatever they are joined by."""
        return leaves(And(self.terms))

    def states(self) -> frozenset[str]:
        """The values of `is:` that must hold."""
        found = (term.value for term in self.terms if isinstance(term, Filter) and term.operator == "is")
        return frozenset(value for value in found if isinstance(value, str))


def leaves(term: Term) -> Iterator[Words | Filter]:
    """The words and filters of a term, whatever they are joined by."""
    if isinstance(term, Words | Filter):
        yield term
    elif isinstance(term, Not):
        yield from leaves(term.term)
    else:
        for part in term.terms:
            yield from leaves(part)


def with_leaves(term: Term, change: Callable[[Words | Filter], Term]) -> Term:
    """The term with every word and filter in it changed."""
    if isinstance(term, Words | Filter):
        return change(term)
    if isinstance(term, Not):
        return Not(with_leaves(term.term, change))
    return type(term)(tuple(with_leaves(part, change) for part in term.terms))

"""The query language of the queue, the same in the window and on the command line.

    query  = term { " " term }            all terms must hold
    term   = [ "-" ] ( word | phrase | filter )
    word   = characters without space     found at the beginning of a word, accents ignored
    phrase = '"' characters '"'           found as they stand, side by side
    filter = operator ":" value           value may be a phrase

Known operators: `status`, `no`, `is`. A word with a colon whose left side is not a plain word
(`12:30`, `http://…`) is a word.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import groupby
from typing import TYPE_CHECKING, TypeGuard

from deskapp.domain import text
from deskapp.errors import Invalid
from deskapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator

OPERATORS = ("status", "no", "is")
STATES = ("open", "waiting", "ready", "closed", "overdue", "deleted")
LONGEST_QUERY = 400
MOST_TERMS = 20

_TERM = re.compile(
    r"""(?P<minus>-)?(?:(?P<operator>[^\W\d_]+):(?!//)(?:"(?P<quoted>[^"]*)"|(?P<value>[^\s"]*))"""
    r"""|"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))"""
)


@dataclass(frozen=True, slots=True)
class Words:
    """Folded words that a record must hold (or must not): side by side, or each as a beginning."""

    words: tuple[str, ...]
    phrase: bool = False
    negated: bool = False
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
class Filter:
    """A field that must have a value (or must not)."""

    operator: str
    value: str
    negated: bool = False


Term = Words | Filter


@dataclass(frozen=True, slots=True)
class Query:
    """What was asked for: every term must hold."""

    terms: tuple[Term, ...] = ()

    def states(self) -> frozenset[str]:
        """The values of `is:` that must hold."""
        return frozenset(
            term.value
            for term in self.terms
            if isinstance(term, Filter) and term.operator == "is" and not term.negated
        )


def parse(typed: str) -> Query:
    """The typed query; raises `Invalid` that names the word it does not understand."""
    if len(typed) > LONGEST_QUERY:
        raise Invalid(_("A search has up to {count} characters.").format(count=LONGEST_QUERY), "query")
    clean = text.line(typed, "query", LONGEST_QUERY)
    terms = [term for match in _TERM.finditer(clean) if (term := _term(match))]
    _check_count(sum(len(term.words) if _is_plain(term) else 1 for term in terms))
    return Query(tuple(_with_groups(terms)))


def plain_words(typed: str) -> tuple[str, ...]:
    """The folded words of a text in which nothing but words can be asked for."""
    words = tuple(text.words(typed))
    _check_count(len(words))
    return words


def _check_count(words: int) -> None:
    if words > MOST_TERMS:
        raise Invalid(_("A search has up to {count} words.").format(count=MOST_TERMS), "query")


def _is_plain(term: Term) -> TypeGuard[Words]:
    return isinstance(term, Words) and not term.phrase and not term.negated


def _with_groups(terms: list[Term]) -> Iterator[Term]:
    """The terms, with digits that stand side by side as one term, because a number is typed in groups."""
    for are_digits, group in groupby(terms, _is_digits):
        if are_digits:
            yield Words(tuple(word for term in group if _is_plain(term) for word in term.words))
        else:
            yield from group


def _is_digits(term: Term) -> bool:
    return _is_plain(term) and all(word.isdigit() for word in term.words)


def _term(match: re.Match[str]) -> Term | None:
    negated = bool(match["minus"])
    if match["operator"]:
        return _filter(match["operator"].lower(), match["quoted"] or match["value"] or "", negated=negated)
    phrase = match["phrase"]
    typed = match["word"] if phrase is None else phrase
    words = tuple(text.words(typed))
    return Words(words, phrase is not None, negated, typed) if words else None


def _filter(operator: str, value: str, *, negated: bool) -> Filter:
    if operator not in OPERATORS:
        known = ", ".join(f"{name}:" for name in OPERATORS)
        raise Invalid(
            _("The search does not know “{operator}:”; it knows {known}.").format(
                operator=operator, known=known
            ),
            operator,
        )
    if not value:
        raise Invalid(_("Write something after “{operator}:”.").format(operator=operator), operator)
    if operator == "is" and value.lower() not in STATES:
        message = _("The search does not know “is:{value}”; it knows {known}.")
        raise Invalid(
            message.format(value=value, known=", ".join(f"is:{state}" for state in STATES)), operator
        )
    return Filter(operator, value.lower() if operator == "is" else value, negated)

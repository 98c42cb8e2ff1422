"""What a query means, piece by piece in the words of the window: a chip for every term of the text."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from deskapp.domain.query.errors import QueryError
from deskapp.domain.query.labels import label_of
from deskapp.domain.query.operators import Kind, named
from deskapp.domain.query.parser import parse
from deskapp.domain.query.tokens import Piece, Token, tokens
from deskapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@dataclass(frozen=True, slots=True)
class Chip:
    """A term at `start` to `end` of the text: a word, phrase, filter, or a group in brackets.

    `alternative` tells that an `or` stands before it, `opens` and `closes` that it is the first or the last
    of several terms which `or` takes together. `problem` is what is wrong with it, or empty.
    """

    start: int
    end: int
    label: str
    negated: bool = False
    alternative: bool = False
    problem: str = ""
    opens: bool = False
    closes: bool = False


def chips(typed: str) -> tuple[Chip, ...]:
    """A chip for every term of the text, from left to right; never raises."""
    found: list[Chip] = []
    terms: list[int] = []  # places of those that ask for something; an order does not
    for run in spans(typed):
        if run[0].piece is not Piece.OR:
            if not _is_order(run):
                terms.append(len(found))
            found.append(_chip(typed, run, alternative=_follows_or(typed, run[0], found)))
    return tuple(_grouped(found, terms))


def _grouped(found: list[Chip], terms: Sequence[int]) -> list[Chip]:
    """The chips, with a bracket around several that stand together on one side of an `or`."""
    starts = [at for at, place in enumerate(terms) if found[place].alternative]
    if not starts:
        return found
    for first, after in pairwise([0, *starts, len(terms)]):
        if after - first > 1:
            opening, closing = terms[first], terms[after - 1]
            found[opening] = replace(found[opening], opens=True)
            found[closing] = replace(found[closing], closes=True)
    return found


def _is_order(run: Sequence[Token]) -> bool:
    operator = named(run[0].operator) if run[0].piece is Piece.FILTER else None
    return operator is not None and operator.kind is Kind.SORT


def spans(typed: str) -> Iterator[list[Token]]:
    """The pieces of the text, those of a group in brackets and of a number in groups together.

    An `or` stands alone; what says nothing (`***`) is left out.
    """
    run: list[Token] = []
    depth = 0
    for token in tokens(typed):
        if depth == 0 and not (_is_digits(token) and run and _is_digits(run[-1])):
            if run:
                yield run
            run = []
        depth = max(0, depth + (token.piece is Piece.OPEN) - (token.piece is Piece.CLOSE))
        if depth or token.piece not in {Piece.WORD, Piece.PHRASE} or label_of(token):
            run.append(token)
    if run:
        yield run


def _chip(typed: str, run: Sequence[Token], *, alternative: bool) -> Chip:
    start, end = run[0].start, run[-1].end
    negated = run[0].negated
    try:
        parse(typed[start:end])
    except QueryError as error:
        return Chip(start, end, typed[start:end], negated, alternative, str(error))
    return Chip(start, end, _label(run) or typed[start:end], negated, alternative)


def _label(run: Sequence[Token]) -> str:
    """What a term means; that of a group is written as it is read."""
    if run[0].piece is not Piece.OPEN:
        return " ".join(label_of(token) for token in run)
    inner = run[1:-1] if run[-1].piece is Piece.CLOSE else run[1:]
    return "".join(
        _spoken(before, token) for before, token in zip([None, *inner], inner, strict=False)
    ).strip()


def _spoken(before: Token | None, token: Token) -> str:
    if token.piece is Piece.OR:
        return f" {_('or')} "
    space = " " if before and before.piece not in {Piece.OPEN, Piece.OR} else ""
    if token.piece is Piece.CLOSE:
        return ")"
    minus = "−" if token.negated else ""
    return f"{space}{minus}{'(' if token.piece is Piece.OPEN else label_of(token)}"


def _follows_or(typed: str, first: Token, found: list[Chip]) -> bool:
    before = [token for token in tokens(typed) if token.end <= first.start]
    return bool(found) and bool(before) and before[-1].piece is Piece.OR


def _is_digits(token: Token) -> bool:
    bare = token.text.lstrip("+")
    return token.piece is Piece.WORD and not token.negated and bool(bare) and bare.isdigit()

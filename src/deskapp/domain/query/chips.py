"""What a query means, piece by piece in the words of the window: a chip for every term of the text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from deskapp.domain.query.errors import QueryError
from deskapp.domain.query.labels import label_of
from deskapp.domain.query.parser import parse
from deskapp.domain.query.tokens import Piece, Token, tokens
from deskapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence


@dataclass(frozen=True, slots=True)
class Chip:
    """A term at `start` to `end` of the text: a word, phrase, filter, or a group in brackets.

    `alternative` tells that an `or` stands before it. `problem` is what is wrong with it, or empty.
    """

    start: int
    end: int
    label: str
    negated: bool = False
    alternative: bool = False
    problem: str = ""


def chips(typed: str) -> tuple[Chip, ...]:
    """A chip for every term of the text, from left to right; never raises."""
    found: list[Chip] = []
    for run in spans(typed):
        if run[0].piece is not Piece.OR:
            found.append(_chip(typed, run, alternative=_follows_or(typed, run[0], found)))
    return tuple(found)


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

"""Changing the text of a query by its terms: one taken out, one added, one turned round."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskapp.domain.query.chips import Chip, spans
from deskapp.domain.query.errors import QueryError
from deskapp.domain.query.parser import parse
from deskapp.domain.query.tokens import Piece, Token, plain, tokens

if TYPE_CHECKING:
    from collections.abc import Sequence

    from deskapp.domain.query.tree import Query


def without(typed: str, chip: Chip) -> str:
    """The text without the term of a chip, and without an `or` that then joins nothing."""
    left = [token for token in tokens(typed) if token.end <= chip.start]
    right = [token for token in tokens(typed) if token.start >= chip.end]
    start, end = chip.start, chip.end
    was_alone = _ends(left[-1:]) and _ends(right[:1])
    if was_alone and left:
        start = left[-1].start
    elif was_alone and right:
        end = right[0].end
    return f"{typed[:start].rstrip()} {typed[end:].lstrip()}".strip()


def _ends(beside: list[Token]) -> bool:
    """Whether the terms that must all hold end here."""
    return all(token.piece is Piece.OR for token in beside)


def with_term(typed: str, term: str) -> str:
    """The text with another term that must hold; an order takes the place of the one before."""
    return _joined(typed, term, "")


def negated_term(typed: str, term: str) -> str:
    """The text with a term that must not hold, in place of the same term where it had to hold."""
    return _joined(typed, term, "-")


def _joined(typed: str, term: str, minus: str) -> str:
    added = term.strip()
    if minus:
        added = _without_sort(added)
    elif _sorts(added):
        typed = _without_sort(typed)
    parts = [added] if minus else [added[run[0].start : run[-1].end] for run in spans(added)]
    if not minus and _has_alternatives(added):
        parts = [f"({_closed(added)})"]
    for part in filter(None, parts):
        typed = _with_part(typed, part, minus)
    return typed


def _with_part(typed: str, part: str, minus: str) -> str:
    wanted, unwanted = (_negative(part), part) if minus else (part, _negative(part))
    if not _has_alternatives(typed):
        for run in reversed(list(spans(typed))):
            if _same(_text(typed, run), unwanted):
                typed = without(typed, Chip(run[0].start, run[-1].end, ""))
        if any(_same(_text(typed, run), wanted) for run in spans(typed)):
            return typed
    base = _closed(typed).strip()
    if _has_alternatives(base):
        base = f"({base})"
    return f"{base} {_closed(wanted)}".strip()


def _negative(part: str) -> str:
    """A term turned round: the minus taken away or put before, around brackets where there are several."""
    runs = list(spans(part))
    if len(runs) != 1:
        return f"-({_closed(part)})"
    return part[1:] if runs[0][0].negated else f"-{part}"


def _closed(typed: str) -> str:
    """The text with every quote and bracket closed, so that more can follow."""
    if plain(typed).count('"') % 2:
        typed += '"'
    pieces = [token.piece for token in tokens(typed)]
    return typed + ")" * (pieces.count(Piece.OPEN) - pieces.count(Piece.CLOSE))


def _has_alternatives(typed: str) -> bool:
    return any(run[0].piece is Piece.OR for run in spans(typed))


def _sorts(typed: str) -> bool:
    query = _read(typed)
    return query is not None and bool(query.sort)


def _without_sort(typed: str) -> str:
    for run in reversed(list(spans(typed))):
        if len(run) == 1 and run[0].piece is Piece.FILTER and _sorts(_text(typed, run)):
            typed = without(typed, Chip(run[0].start, run[0].end, ""))
    return typed


def _text(typed: str, run: Sequence[Token]) -> str:
    return typed[run[0].start : run[-1].end]


def _same(one: str, other: str) -> bool:
    first = _read(one)
    return first is not None and first == _read(other)


def _read(typed: str) -> Query | None:
    try:
        return parse(typed)
    except QueryError:
        return None

"""A query in the names that every window reads, whatever language it was typed in."""

from __future__ import annotations

import re

from deskapp.domain.query.operators import BY_NAME, UNITS, Operator, named
from deskapp.domain.query.tokens import Piece, Token, tokens
from deskapp.domain.status import Meaning

_PART = re.compile(r"(?P<sign>[+-]?)(?P<count>[0-9]*)(?P<word>[^\W\d_][^<>=≤≥.…]*)")
_MEANINGS = frozenset(meaning.value for meaning in Meaning)


def in_english(typed: str) -> str:
    """The same query with the English names of operators and fixed values; words and names stay."""
    written, end = [], 0
    for token in tokens(typed):
        written += [typed[end : token.start], _in_english(typed[token.start : token.end], token)]
        end = token.end
    return "".join(written) + typed[end:]


def _in_english(typed: str, token: Token) -> str:
    if token.piece is Piece.OR:
        return "or"
    operator = named(token.operator) if token.piece is Piece.FILTER else None
    if operator is None:
        return typed
    value = typed[token.negated + len(token.operator) + 1 :]
    said = value if token.quoted else _PART.sub(lambda part: _value(operator, part), value)
    return f"{'-' * token.negated}{operator.name}:{said}"


def _value(operator: Operator, part: re.Match[str]) -> str:
    sign, count, word = part.group("sign", "count", "word")
    choice = UNITS.choice(word) if count and operator.choices else operator.choice(word)
    if operator.name == "status":
        state = BY_NAME["is"].choice(word)
        choice = state if state and state.name in _MEANINGS else None
    return f"{sign}{count}{choice.name}" if choice else part[0]

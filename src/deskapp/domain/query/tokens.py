"""A typed query cut into its pieces, each with its place in the text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from functools import lru_cache

from deskapp.domain.query.operators import is_or

_TYPED_SIGNS = str.maketrans("“”„‟«»＂（）：－−＜＞≤≥", '"""""""():--<>≤≥')
_TOKEN = re.compile(
    r"""(?P<open>-?\()|(?P<close>\))"""
    r"""|(?P<minus>-)?(?:(?P<operator>[^\W\d_]+):(?!//)(?:"(?P<quoted>[^"]*)"?|(?P<value>[^\s"()]*))"""
    r"""|"(?P<phrase>[^"]*)"?|(?P<word>[^\s"()]+))"""
)


class Piece(Enum):
    """What a piece is."""

    OPEN = auto()
    CLOSE = auto()
    OR = auto()
    WORD = auto()
    PHRASE = auto()
    FILTER = auto()


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of a query: `text` is the word, the phrase or the value, without signs around it."""

    piece: Piece
    start: int
    end: int
    text: str = ""
    operator: str = ""
    negated: bool = False
    quoted: bool = False

    @property
    def bare_start(self) -> int:
        """Where it begins without the minus in front."""
        return self.start + self.negated


def plain(typed: str) -> str:
    """The text as it is read, sign by sign as long as it was typed: nothing unprintable, plain quotes."""
    clean = typed if typed.isprintable() else "".join(char if char.isprintable() else " " for char in typed)
    return clean if clean.isascii() else clean.translate(_TYPED_SIGNS)


@lru_cache(maxsize=256)
def tokens(typed: str) -> tuple[Token, ...]:
    """The pieces of a query, from left to right."""
    return tuple(_token(match) for match in _TOKEN.finditer(plain(typed)))


def _token(match: re.Match[str]) -> Token:
    start, end = match.span()
    negated = match["minus"] is not None
    if match["word"] is not None:
        piece = Piece.OR if not negated and is_or(match["word"]) else Piece.WORD
        return Token(piece, start, end, match["word"], negated=negated)
    if match["phrase"] is not None:
        return Token(Piece.PHRASE, start, end, match["phrase"], negated=negated, quoted=True)
    if match["operator"]:
        quoted = match["quoted"] is not None
        value = match["quoted"] if quoted else match["value"]
        return Token(Piece.FILTER, start, end, value, match["operator"], negated, quoted)
    if match["open"]:
        return Token(Piece.OPEN, start, end, negated=match["open"] == "-(")
    return Token(Piece.CLOSE, start, end)

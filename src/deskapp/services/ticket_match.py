"""What words ask of the search index: its query language, and which words need more than one look-up."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Select, and_, func, intersect, literal_column, or_, select, union

from deskapp.domain import text
from deskapp.domain.query import And, Filter, Not, Or, Query, Term, Words
from deskapp.services.phone import looked_up
from deskapp.services.ticket_filter import KEPT, WHOLLY_INDEXED, in_sight, of_hit, question
from deskapp.store import schema, search_index
from deskapp.store.search_index import SHORTEST_PART, phrase_query, prefix_query

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import ColumnElement

_ticket = schema.ticket
_words, _parts = (search_index.searched(name) for name in search_index.OF_TICKETS)
_OPEN = frozenset({"open", "new", "active", "waiting", "ready", "overdue"})
ROWID = _words.c.rowid


@dataclass(frozen=True, slots=True)
class Asked:
    """A query outside the bin, taken apart by how it is answered.

    `words` is one question to the index of words, and `mixed` are words with digits, which may also be
    part of a number; `rest` holds for the ticket itself.
    """

    words: str
    mixed: tuple[Words, ...]
    rest: tuple[Term, ...]
    is_open: bool

    @property
    def is_searched(self) -> bool:
        """Whether any words were asked for."""
        return bool(self.words or self.mixed)


def asked(query: Query) -> Asked | None:
    """A resolved query taken apart; None where it asks for the bin."""
    term = in_sight(query)
    if not isinstance(term, And) or KEPT not in term.terms:
        return None
    terms = [one for one in _flat(term) if one != KEPT]
    found = [one for one in terms if not isinstance(one, Not) and _expression(one)]
    narrowed = [one for one in terms if isinstance(one, Filter) and one not in found and question(one)]
    searched = [*map(_expression, found), *map(question, narrowed)]
    without = [one for one in terms if searched and isinstance(one, Not) and _expression(one.term)]
    mixed = tuple(one for one in terms if isinstance(one, Words) and one not in found)
    other = [one for one in terms if one not in (*found, *narrowed, *without, *mixed)]
    rest = (*other, *map(of_hit, narrowed))
    is_open = any(isinstance(one, Filter) and one.operator == "is" and one.value in _OPEN for one in rest)
    return Asked(_joined(searched, without), mixed, rest, is_open)


def hits(match: str, low: ColumnElement[int] | int = 1) -> Select[int]:
    """The ids under which the index of words finds something, from `low` on and outside the bin."""
    return select(ROWID).where(matches(match), low <= ROWID)


def matches(match: str) -> ColumnElement[bool]:
    """Whether the index of words finds something by a question put together here."""
    return literal_column("ticket_words").op("MATCH")(search_index.asked(match))


def mixed_hits(term: Words) -> Select[int]:
    """The ids for words with digits: each a word or a part of a number, or all together one."""
    return _any(alternatives(term))


def alternatives(term: Words) -> list[Select[int]]:
    """The look-ups of which one must find a ticket."""
    number = term.number or (term.words[0] if len(term.words) == 1 else "")
    parts = [_part_hits(number)] if len(number) >= SHORTEST_PART else []
    if len(term.words) == 1:
        return [hits(plain(term)), *parts]
    each = (_any(alternatives(Words((word,)))) for word in term.words)
    return [select(intersect(*each).subquery()), *parts]


def condition(term: Words, _position: int = 0) -> ColumnElement[bool]:
    """Words as `ticket_filter.condition` asks for them; they find tickets in the bin too."""
    if not is_mixed(term):
        return _ticket.c.id.in_(_anywhere("ticket_words", plain(term)))
    if len(term.words) > 1:
        each = and_(*(condition(Words((word,))) for word in term.words))
        return (
            or_(each, _ticket.c.id.in_(_anywhere("ticket_parts", _part(term.number))))
            if term.number
            else each
        )
    word = _anywhere("ticket_words", plain(term))
    return or_(_ticket.c.id.in_(word), _ticket.c.id.in_(_anywhere("ticket_parts", _part(term.words[0]))))


def _any(found: list[Select[int]]) -> Select[int]:
    return found[0] if len(found) == 1 else select(union(*found).subquery())


def _part_hits(part: str) -> Select[int]:
    """The ids of tickets with a phone, a serial or a ticket number that holds a part."""
    rowid = _parts.c.rowid
    return select(rowid).where(literal_column("ticket_parts").op("MATCH")(_part(part)), rowid >= 1)


def _has_part(part: str) -> ColumnElement[bool]:
    return _ticket.c.id.in_(_anywhere("ticket_parts", _part(part)))


def _part(part: str) -> str:
    """The question to the index of parts; a long number is looked for without the zeros that dial it."""
    spelled = {part, looked_up(text.digits(part)) if part.isdigit() else part}
    return " OR ".join(phrase_query([one]) for one in sorted(spelled))


def _anywhere(name: str, match: str) -> Select[int]:
    index = search_index.searched(name)
    found = matches(match) if index is _words else literal_column(name).op("MATCH")(match)
    return select(func.abs(index.c.rowid)).where(found)


def _flat(term: Term) -> Iterable[Term]:
    """The terms that must all hold; words of one group each by themselves."""
    if isinstance(term, And):
        return [one for part in term.terms for one in _flat(part)]
    if isinstance(term, Words) and not term.phrase and not term.is_compound and not term.number:
        return [Words((word,)) for word in term.words]
    return [term]


def _expression(term: Term) -> str:
    """The question to the index of words, or nothing where one is not enough."""
    if isinstance(term, Words):
        return "" if is_mixed(term) else plain(term)
    if isinstance(term, Filter):
        return question(term) if term.operator in WHOLLY_INDEXED else ""
    if isinstance(term, Not):
        return ""
    parts = [_expression(one) for one in term.terms]
    if not parts or not all(parts):
        return ""
    return "(" + (" OR " if isinstance(term, Or) else " AND ").join(parts) + ")"


def is_mixed(term: Words) -> bool:
    """Whether the words may also be part of a number."""
    if term.phrase or term.is_compound:
        return False
    return any(len(word) >= SHORTEST_PART and _has_digit(word) for word in (*term.words, term.number))


def plain(term: Words) -> str:
    if term.phrase:
        return phrase_query(term.words)
    if term.is_compound:
        return phrase_query(term.words) + "*"
    return "(" + " AND ".join(_beginning(word) for word in term.words) + ")"


def _beginning(word: str) -> str:
    """A word as a beginning; a single letter begins too many, so it stands for itself."""
    if len(word) == 1 and word.isascii():
        return prefix_query([word], whole=True)
    return search_index.beginning(word)


def _joined(searched: list[str], without: list[Not]) -> str:
    asked_for = " AND ".join(searched)
    refused = "".join(f" NOT {_expression(one.term)}" for one in without)
    return f"({asked_for}){refused}" if refused else asked_for


def _has_digit(word: str) -> bool:
    return any(char.isdigit() for char in word)

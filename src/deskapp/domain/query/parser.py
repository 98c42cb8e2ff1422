"""Reads a typed query as a tree, by descent through the grammar of this package."""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, TypeGuard

from deskapp.domain import text
from deskapp.domain.query.errors import QueryError
from deskapp.domain.query.operators import Kind, known, named, nearest
from deskapp.domain.query.tokens import Piece, Token, plain, tokens
from deskapp.domain.query.tree import And, Filter, Not, Or, Query, Term, Words
from deskapp.domain.query.values import UnclearValue, read_sort, read_value
from deskapp.i18n import _, language

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deskapp.domain.query.operators import Operator

LONGEST_QUERY = 400
MOST_TERMS = 20
DEEPEST = 8


def parse(typed: str) -> Query:
    """The typed query; raises `QueryError` that names the word it does not understand."""
    return _parsed(typed, language())


def plain_words(typed: str) -> tuple[str, ...]:
    """The folded words of a text in which nothing but words can be asked for."""
    words = tuple(text.words(typed))
    if len(words) > MOST_TERMS:
        raise _too_many("", 0)
    return words


@lru_cache(maxsize=256)  # a list, its count and its later pages ask the same
def _parsed(typed: str, spoken: str) -> Query:
    del spoken  # the same text may mean something else in another language
    if len(typed) > LONGEST_QUERY:
        raise QueryError(_("A search has up to {count} characters.").format(count=LONGEST_QUERY))
    return _Parser(typed).query()


class _Parser:
    """One reading of a query, from its first piece to its last."""

    def __init__(self, typed: str) -> None:
        self._typed = typed
        self._tokens = tokens(typed)
        self._next = 0
        self._words = 0
        self._sort = ""

    def query(self) -> Query:
        """The whole text."""
        term = self._alternatives(0)
        if token := self._peek():
            raise self._error(_("Nothing is open that this “)” closes."), token)
        return Query(_parts(term), self._sort)

    def _alternatives(self, depth: int) -> Term:
        """Terms around `or`; where there is nothing beside one, it is left out."""
        found = [self._both(depth)]
        while (token := self._peek()) and token.piece is Piece.OR:
            self._next += 1
            found.append(self._both(depth))
        terms = [term for term in found if term != _ALWAYS]
        return Or(tuple(terms)) if len(terms) > 1 else terms[0] if terms else _ALWAYS

    def _both(self, depth: int) -> Term:
        terms: list[Term] = []
        while (token := self._peek()) and token.piece not in {Piece.OR, Piece.CLOSE}:
            self._next += 1
            term = self._group(token, depth + 1) if token.piece is Piece.OPEN else self._leaf(token)
            if term is not None:
                terms.append(term)
        joined = tuple(part for term in _with_groups(terms) for part in _parts(term))
        return joined[0] if len(joined) == 1 else And(joined)

    def _group(self, opening: Token, depth: int) -> Term | None:
        if depth > DEEPEST:
            message = _("A search has up to {count} brackets in one another.")
            raise self._error(message.format(count=DEEPEST), opening)
        term = self._alternatives(depth)
        self._next += 1  # the closing bracket, or the end
        if term == _ALWAYS:
            return None
        return Not(term) if opening.negated else term

    def _leaf(self, token: Token) -> Term | None:
        term = self._filter(token) if token.piece is Piece.FILTER else _words(token)
        if term is None:
            return None
        self._words += len(term.words) if _is_plain(term) and not token.negated else 1
        if self._words > MOST_TERMS:
            raise _too_many(self._typed[token.start : token.end], token.start)
        return Not(term) if token.negated else term

    def _filter(self, token: Token) -> Filter | None:
        operator = named(token.operator)
        if operator is None:
            raise self._error(_unknown(token.operator), token)
        if not token.text:
            message = _("Write something after “{operator}:”.").format(operator=token.operator)
            raise self._error(message, token)
        try:
            return self._read(operator, token)
        except UnclearValue as unclear:
            raise self._error(str(unclear), token) from None

    def _read(self, operator: Operator, token: Token) -> Filter | None:
        if operator.kind is not Kind.SORT:
            value = read_value(operator, token.text, quoted=token.quoted)
            typed = plain(self._typed)[token.bare_start : token.end]
            return Filter(operator.field or operator.name, value, typed, token.bare_start)
        if token.negated:
            message = _("Write “{operator}:-{value}” to turn the order round.")
            raise UnclearValue(message.format(operator=operator.local_name, value=token.text))
        self._sort = read_sort(operator, token.text)
        return None

    def _peek(self) -> Token | None:
        return self._tokens[self._next] if self._next < len(self._tokens) else None

    def _error(self, sentence: str, token: Token) -> QueryError:
        word = self._typed[token.bare_start : token.end]
        return QueryError(sentence, word, token.bare_start, field=token.operator.lower() or "query")


_ALWAYS = And()


def _parts(term: Term) -> tuple[Term, ...]:
    """Brackets around terms that must all hold mean nothing."""
    return term.terms if isinstance(term, And) else (term,)


def _words(token: Token) -> Words | None:
    words = tuple(text.words(token.text))
    return Words(words, token.quoted, text.line(token.text, "query", text.LONGEST_TEXT)) if words else None


def _unknown(operator: str) -> str:
    if near := nearest(operator):
        message = _("The search does not know “{operator}:”. Did you mean “{near}:”?")
        return message.format(operator=operator.lower(), near=near)
    message = _("The search does not know “{operator}:”; it knows {known}.")
    return message.format(operator=operator.lower(), known=known())


def _too_many(word: str, start: int) -> QueryError:
    return QueryError(_("A search has up to {count} words.").format(count=MOST_TERMS), word, start)


def _is_plain(term: Term) -> TypeGuard[Words]:
    return isinstance(term, Words) and not term.phrase


def _with_groups(terms: list[Term]) -> Iterator[Term]:
    """The terms, with digits that stand side by side as one term, because a number is typed in groups."""
    for are_digits, group in groupby(terms, _is_digits):
        if are_digits:
            yield Words(tuple(word for term in group if _is_plain(term) for word in term.words))
        else:
            yield from group


def _is_digits(term: Term) -> bool:
    return _is_plain(term) and all(word.isdigit() for word in term.words)

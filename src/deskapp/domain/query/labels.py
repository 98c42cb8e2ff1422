"""A single term of a query in the words of the window, for example “Due before in 3 days”."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskapp.domain.query.days import WEEKDAYS, age_word, day_word, weekday
from deskapp.domain.query.operators import BY_NAME, Kind, Operator, named
from deskapp.domain.query.tokens import Piece, Token
from deskapp.domain.query.values import UnclearValue, compared, is_none, read_sort
from deskapp.domain.status import Meaning
from deskapp.domain.text import words
from deskapp.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Callable

MEANINGS = frozenset(meaning.value for meaning in Meaning)
# Translators: how a filter compares, behind the name of a field: Due before tomorrow.
_COMPARED = {
    "<": N_("before {value}"),
    "<=": N_("up to {value}"),
    ">": N_("after {value}"),
    ">=": N_("from {value}"),
}
_MEASURED = {
    "<": N_("below {value}"),
    "<=": N_("up to {value}"),
    ">": N_("over {value}"),
    ">=": N_("from {value}"),
}


def label_of(token: Token) -> str:
    """What a word, a phrase or a filter means; empty for what says nothing."""
    if token.piece is Piece.PHRASE:
        return f"“{token.text}”" if words(token.text) else ""
    if token.piece is not Piece.FILTER:
        return token.text if words(token.text) else ""
    operator = named(token.operator)
    return _filter(operator, token) if operator else f"{token.operator}:{token.text}"


def _filter(operator: Operator, token: Token) -> str:
    if operator.may_lack and not token.quoted and is_none(operator, token.text):
        return f"{_(operator.label)}: {_('none')}"
    value = _value(operator, token.text)
    if operator.name == "is":
        return value
    return f"{_(operator.label)} {value}" if operator.kind in _READ_ON else f"{_(operator.label)}: {value}"


_READ_ON = frozenset({Kind.DATE, Kind.AMOUNT, Kind.SORT, Kind.AGE, Kind.LAST})


def _value(operator: Operator, typed: str) -> str:
    try:
        return _READERS.get(operator.kind, _plain)(operator, typed)
    except UnclearValue:
        return typed


def _plain(operator: Operator, typed: str) -> str:
    """Words as they are; the meaning of a status in the words of the window."""
    meaning = BY_NAME["is"].choice(typed) if operator.name == "status" else None
    return _(meaning.label) if meaning and meaning.name in MEANINGS else typed


def _choice(operator: Operator, typed: str) -> str:
    choice = operator.choice(typed)
    return _(choice.label) if choice else typed


def _rank(operator: Operator, typed: str) -> str:
    return _span(typed, lambda word: _choice(operator, word), _MEASURED)


def _date(_operator: Operator, typed: str) -> str:
    return _span(typed, _day, _COMPARED)


def _age(operator: Operator, typed: str) -> str:
    if compared(typed, age_word):
        return _span(typed, _age_length, _MEASURED)
    return _date(operator, typed)


def _last(operator: Operator, typed: str) -> str:
    if age_word(typed):
        return _("in the last {span}").format(span=_age_length(typed))
    return _date(operator, typed)


def _amount(_operator: Operator, typed: str) -> str:
    return _span(typed, str, _MEASURED)


def _sort(operator: Operator, typed: str) -> str:
    key = read_sort(operator, typed)
    choice = operator.choice(typed.lstrip("+-"))
    label = _(choice.label) if choice else key
    return _("{field}, reversed").format(field=label) if typed.startswith("-") else label


def _span(typed: str, say: Callable[[str], str], how: dict[str, str]) -> str:
    asked = compared(typed, lambda word: word)
    if asked is None:
        return typed
    if asked.sign == ".." and asked.low and asked.high:
        return _("{first} to {last}").format(first=say(asked.low), last=say(asked.high))
    if asked.sign == "..":
        sentence = how[">="] if asked.low else how["<="]
        return _(sentence).format(value=say(asked.low or asked.high))
    return _(how[asked.sign]).format(value=say(asked.low)) if asked.sign else say(asked.low)


def _day(typed: str) -> str:
    word = day_word(typed)
    if word is None:
        return typed
    if choice := BY_NAME["due"].choice(word):
        return _(choice.label)
    if name := weekday(typed):
        return next(_(day) for day in WEEKDAYS if day.lower().startswith(name))
    return _from_today(int(word[:-1]), word[-1]) if word[0] in "+-" else word


def _age_length(typed: str) -> str:
    word = age_word(typed)
    return _length(-int(word[:-1]), word[-1]) if word else typed


def _from_today(count: int, unit: str) -> str:
    # Translators: {span} is a number of days, weeks, months or years.
    sentence = _("today + {span}") if count >= 0 else _("today − {span}")
    return sentence.format(span=_length(abs(count), unit))


def _length(count: int, unit: str) -> str:
    if unit == "d":
        span = ngettext("{count} day", "{count} days", count)
    elif unit == "w":
        span = ngettext("{count} week", "{count} weeks", count)
    elif unit == "m":
        span = ngettext("{count} month", "{count} months", count)
    else:
        span = ngettext("{count} year", "{count} years", count)
    return span.format(count=count)


_READERS: dict[Kind, Callable[[Operator, str], str]] = {
    Kind.CHOICE: _choice,
    Kind.RANK: _rank,
    Kind.DATE: _date,
    Kind.AGE: _age,
    Kind.LAST: _last,
    Kind.AMOUNT: _amount,
    Kind.SORT: _sort,
}

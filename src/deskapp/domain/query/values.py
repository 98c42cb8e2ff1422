"""What stands after the colon, read by the kind of its operator."""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from deskapp.domain import text
from deskapp.domain.query.days import age_word, day_word
from deskapp.domain.query.operators import Choice, Kind, Operator
from deskapp.domain.query.tree import Compared, Value
from deskapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable

SHORTEST_PART = 3
_AHEAD = frozenset({"due", "planned"})  # Friday is the next one there, else the last
_SIGNS = frozenset({"", "=", "<", "<=", ">", ">="})
_SPELLED = (("≤", "<="), ("≥", ">="), ("=<", "<="), ("=>", ">="), ("…", ".."))
_AMOUNT = re.compile(r"[-+]?[0-9][0-9.,'’\u00a0\u202f]*")
_TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<="}


class UnclearValue(ValueError):
    """A value that its operator cannot read; the sentence says what it reads."""


def read_value(operator: Operator, typed: str, *, quoted: bool = False) -> Value:
    """The value of an operator; raises `UnclearValue`."""
    if operator.may_lack and not quoted and is_none(operator, typed):
        return None
    return _READERS[operator.kind](operator, typed)


def read_sort(operator: Operator, typed: str) -> str:
    """The order that is asked for, by its English name, with `-` in front when turned round."""
    turned = typed.startswith("-")
    key = _choice(operator, typed.removeprefix("-").removeprefix("+")).name
    if key == "age":  # who came last is youngest
        key, turned = "received", not turned
    return f"-{key}" if turned else key


def is_none(operator: Operator, typed: str) -> bool:
    """Whether a value asks that there is none."""
    choice = operator.choice(typed)
    return choice is not None and choice.name == "none"


def _text(operator: Operator, typed: str) -> Value:
    return text.line(typed, operator.name, text.LONGEST_TEXT)


def _part(operator: Operator, typed: str) -> Value:
    part = text.digits(typed) if operator.name == "phone" else "".join(text.words(typed))
    if len(part) < SHORTEST_PART:
        message = _("“{operator}:” needs at least {count} signs of the number.")
        raise UnclearValue(message.format(operator=operator.local_name, count=SHORTEST_PART))
    return part


def _fixed(operator: Operator, typed: str) -> Value:
    return _choice(operator, typed).name


def _rank(operator: Operator, typed: str) -> Value:
    """Every choice that stands so to the one named, in their order."""
    asked = compared(typed, lambda word: _choice(operator, word).name) or Compared("..", "")
    names = [choice.name for choice in operator.choices]
    low = names.index(asked.low) if asked.low else 0
    spans = {
        "<": names[:low],
        "<=": names[: low + 1],
        ">": names[low + 1 :],
        ">=": names[low:],
        "..": names[low : names.index(asked.high) + 1 if asked.high else None],
    }
    return tuple(spans.get(asked.sign, [asked.low]))


def _choice(operator: Operator, typed: str) -> Choice:
    if choice := operator.choice(typed):
        return choice
    known = ", ".join(f"{operator.local_name}:{choice.local_name}" for choice in operator.choices)
    message = _("The search does not know “{operator}:{value}”; it knows {known}.")
    raise UnclearValue(message.format(operator=operator.local_name, value=typed, known=known))


def _date(operator: Operator, typed: str) -> Value:
    ahead = operator.name in _AHEAD
    return compared(typed, lambda word: day_word(word, ahead=ahead)) or _refuse_date(operator, typed)


def _age(operator: Operator, typed: str) -> Value:
    """An age compares the other way round than the date that lies so far back."""
    if asked := compared(typed, age_word):
        low, high = (asked.high, asked.low) if asked.sign == ".." else (asked.low, asked.high)
        return Compared(_TURNED.get(asked.sign, asked.sign), low, high)
    return compared(typed, day_word) or _refuse_age(operator, typed)


def _last(operator: Operator, typed: str) -> Value:
    if back := age_word(_western(typed)):
        return Compared(">", back)
    return compared(typed, day_word) or _refuse_age(operator, typed)


def _amount(operator: Operator, typed: str) -> Value:
    bare = "".join(char for char in typed if unicodedata.category(char) != "Sc" and not char.isspace())
    if asked := compared(bare, lambda word: word if _AMOUNT.fullmatch(word) else None):
        return asked
    message = _("“{operator}:{value}” is no amount; write it like {operator}:>200 or {operator}:50..99.50.")
    raise UnclearValue(message.format(operator=operator.local_name, value=typed))


def compared(typed: str, read: Callable[[str], str | None]) -> Compared | None:
    """A value with a sign of comparison, or a span; None for what `read` cannot make out."""
    western = _western(typed)
    if ".." in western:
        low, _dots, high = (part.strip() for part in western.partition(".."))
        return _span(read(low) if low else "", read(high) if high else "")
    bare = western.lstrip("<>=")
    sign, word = western[: len(western) - len(bare)], read(bare.strip())
    return Compared("" if sign == "=" else sign, word) if word and sign in _SIGNS else None


def _span(low: str | None, high: str | None) -> Compared | None:
    unclear = low is None or high is None
    return None if unclear or not (low or high) else Compared("..", low or "", high or "")


def _western(typed: str) -> str:
    """Digits of every script and signs of every keyboard as this language spells them."""
    for spelled, sign in _SPELLED:
        typed = typed.replace(spelled, sign)
    if typed.isascii():
        return typed
    return "".join(str(unicodedata.digit(char)) if char.isdigit() else char for char in typed)


def _refuse_date(operator: Operator, typed: str) -> Value:
    message = _("“{operator}:{value}” is no date; write it like {example}.")
    raise UnclearValue(_of_example(message, operator, typed, ("{today}", "<+3d", "2026-02-14", "2026-02")))


def _refuse_age(operator: Operator, typed: str) -> Value:
    message = _("“{operator}:{value}” is no number of days; write it like {example}.")
    examples = ("7", "30") if operator.kind is Kind.LAST else (">7", "<3", "7..14")
    raise UnclearValue(_of_example(message, operator, typed, examples))


def _of_example(message: str, operator: Operator, typed: str, values: tuple[str, ...]) -> str:
    name, today = operator.local_name, operator.choices[0].local_name
    examples = ", ".join(f"{name}:{value.format(today=today)}" for value in values)
    return message.format(operator=name, value=typed, example=examples)


_READERS: dict[Kind, Callable[[Operator, str], Value]] = {
    Kind.TEXT: _text,
    Kind.PART: _part,
    Kind.CHOICE: _fixed,
    Kind.RANK: _rank,
    Kind.DATE: _date,
    Kind.AGE: _age,
    Kind.LAST: _last,
    Kind.AMOUNT: _amount,
}

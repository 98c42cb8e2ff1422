"""The days that a query names: read from what was typed, and counted from today."""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, timedelta
from typing import TYPE_CHECKING

from deskapp.domain.query.operators import BY_NAME, UNITS
from deskapp.domain.query.tree import Compared
from deskapp.domain.text import fold
from deskapp.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable

WEEKDAYS = (
    *(N_("Monday"), N_("Tuesday"), N_("Wednesday"), N_("Thursday")),
    *(N_("Friday"), N_("Saturday"), N_("Sunday")),
)
_KEYS = tuple(name.lower()[:3] for name in WEEKDAYS)
_LEAST_OF_A_NAME = 2
_AGE = re.compile(r"(?P<count>[0-9]{1,4})(?P<unit>[^\W\d_]?)")
_FROM_TODAY = re.compile(rf"(?P<way>[+-]){_AGE.pattern}")
_ISO = re.compile(r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{1,2})(?:-(?P<day>[0-9]{1,2}))?)?")
_POINTS = re.compile(r"(?P<day>[0-9]{1,2})\.(?P<month>[0-9]{1,2})\.(?P<year>[0-9]{4})")
OLDEST, NEWEST = date(1900, 1, 1), date(2299, 12, 31)


def day_word(typed: str, *, ahead: bool = False) -> str | None:
    """The day in its plain English form (`today`, `+3d`, `2026-02`); None for what names no day.

    The name of a weekday is the next one with `ahead`, else the last one, today included (`+fri`, `-fri`).
    """
    if choice := BY_NAME["received"].choice(typed.removeprefix("this ")):
        return choice.name
    if name := weekday(typed):
        return f"{'+' if ahead else '-'}{name}"
    if match := _FROM_TODAY.fullmatch(typed):
        unit = _unit(match["unit"])
        return unit and f"{match['way']}{int(match['count'])}{unit}"
    match = _ISO.fullmatch(typed) or _POINTS.fullmatch(typed)
    return _date_word(match) if match else None


def weekday(typed: str) -> str:
    """`mon` to `sun` for the name of a weekday or its beginning, in English or as the window says it."""
    wanted = fold(typed)
    if len(wanted) < _LEAST_OF_A_NAME or not wanted.isalpha():
        return ""
    named = ((english.lower()[:3], fold(english), fold(_(english))) for english in WEEKDAYS)
    return next((key for key, *names in named if any(name.startswith(wanted) for name in names)), "")


def age_word(typed: str) -> str | None:
    """An age as the day that lies so far back: `-14d` for `14`; None for what is no age."""
    match = _AGE.fullmatch(typed)
    unit = match and _unit(match["unit"])
    return f"-{int(match['count'])}{unit}" if match and unit else None


def first_and_after(word: str, today: date) -> tuple[date, date]:
    """The first day that a word names, and the first one after it."""
    if word in _SPANS:
        first, after = _SPANS[word](today)
    elif word[1:] in _KEYS:
        days = (_KEYS.index(word[1:]) - today.weekday()) % 7
        first = today + timedelta(days if word[0] == "+" or not days else days - 7)
        after = first + timedelta(1)
    elif word[0] in "+-":
        first = _moved(today, int(word[:-1]), word[-1])
        after = first + timedelta(1)
    else:
        first, after = _of_date(word)
    return first, after


def bounds(asked: Compared, today: date) -> tuple[date | None, date | None]:
    """The first day that is meant and the first that no longer is; None where there is no bound."""
    if asked.sign == "..":
        first = first_and_after(asked.low, today)[0] if asked.low else None
        return first, first_and_after(asked.high, today)[1] if asked.high else None
    first, after = first_and_after(asked.low, today)
    spans = {
        "<": (None, first),
        "<=": (None, after),
        ">": (after, None),
        ">=": (first, None),
    }
    return spans.get(asked.sign, (first, after))


def _unit(typed: str) -> str | None:
    if not typed:
        return "d"
    choice = UNITS.choice(typed)
    return choice.name if choice else None


def _date_word(match: re.Match[str]) -> str | None:
    year, month, day = (match[part] for part in ("year", "month", "day"))
    with suppress(ValueError):
        if OLDEST <= date(int(year), int(month or 1), int(day or 1)) <= NEWEST:
            return "-".join([year, *(part.zfill(2) for part in (month, day) if part)])
    return None


def _week(today: date) -> tuple[date, date]:
    monday = today - timedelta(today.weekday())
    return monday, monday + timedelta(7)


def _of_date(word: str) -> tuple[date, date]:
    parts = [int(part) for part in word.split("-")]
    if len(parts) == 3:
        first = date(*parts)
        return first, first + timedelta(1)
    first = date(parts[0], parts[1] if len(parts) == 2 else 1, 1)
    return first, _moved(first, 1, "m" if len(parts) == 2 else "y")


def _moved(day: date, count: int, unit: str) -> date:
    """A day so many units away, on the last of a month that is too short, and never outside what is kept."""
    if unit in "dw":
        days = day.toordinal() + count * (7 if unit == "w" else 1)
        return date.fromordinal(min(max(days, OLDEST.toordinal()), NEWEST.toordinal()))
    months = day.year * 12 + day.month - 1 + count * (12 if unit == "y" else 1)
    year, month = divmod(months, 12)
    if not OLDEST.year <= year <= NEWEST.year:
        return OLDEST if year < OLDEST.year else NEWEST
    next_month = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(day.day - 1), next_month - timedelta(1))


_SPANS: dict[str, Callable[[date], tuple[date, date]]] = {
    "today": lambda today: (today, today + timedelta(1)),
    "tomorrow": lambda today: (today + timedelta(1), today + timedelta(2)),
    "yesterday": lambda today: (today - timedelta(1), today),
    "week": _week,
    "month": lambda today: _of_date(f"{today:%Y-%m}"),
    "year": lambda today: _of_date(f"{today.year:04}"),
}

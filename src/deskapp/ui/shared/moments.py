"""Reads the moments that people type: `today 17:00`, `tomorrow`, `fri 15:30`, `+3d`, `2026-03-10 9:30`."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime, time, timedelta

from deskapp.errors import Invalid
from deskapp.i18n import _

CLOSING = time(17)
"""The time of day that is meant when none is typed."""

_CLOCK = re.compile(r"(\d{1,2})(?::(\d{2}))?\s*(am|pm)|(\d{1,2}):(\d{2})", re.IGNORECASE)
_AFTER = re.compile(r"\+?\s*(\d{1,3})\s*([a-z]+)")
_ISO = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_SHORT = re.compile(r"(\d{1,2})[./](\d{1,2})(?:[./](\d{2,4})?)?")
_UNITS = {"m": "minutes", "min": "minutes", "h": "hours", "d": "days", "w": "weeks"}


def parse_moment(
    text: str, now: datetime, *, closing: time = CLOSING, weekdays: Sequence[str] = (), day_first: bool = True
) -> datetime | None:
    """The moment that a text means on the clock of `now`, which carries the shop's zone; None for no text.

    `weekdays` are seven names, Monday first, in the shop's language; English ones are always known.
    Raises `Invalid` (field `moment`) for what is not a moment.
    """
    words = " ".join(text.casefold().split())
    if not words:
        return None
    try:
        return _read(
            words, now, closing, [*_ENGLISH, *(name.casefold() for name in weekdays)], day_first=day_first
        )
    except (ValueError, OverflowError):
        message = _("“{text}” is not a day and time; write it like today 17:00, fri 15:30 or 2026-03-10.")
        raise Invalid(message.format(text=text), "moment") from None


_ENGLISH = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def _read(words: str, now: datetime, closing: time, weekdays: list[str], *, day_first: bool) -> datetime:
    if moment := _after(words, now, closing):
        return moment
    clock, rest = _take_clock(words)
    if not rest:
        return _next(clock or closing, now)
    day = _named_day(rest, now.date(), weekdays) or _written_day(rest, now.date(), day_first=day_first)
    return datetime.combine(day, clock or closing, now.tzinfo)


def _after(words: str, now: datetime, closing: time) -> datetime | None:
    found = _AFTER.fullmatch(words)
    unit = (
        _UNITS.get(found[2]) or _UNITS.get(found[2].rstrip("s")[:1] if found[2] in _long_units() else "")
        if found
        else None
    )
    if not found or not unit:
        return None
    step = timedelta(**{unit: int(found[1])})
    moment = now + step
    if unit in {"days", "weeks"}:
        return datetime.combine(moment.date(), closing, now.tzinfo)
    return moment.replace(second=0, microsecond=0)


def _long_units() -> set[str]:
    return {"minutes", "minute", "hours", "hour", "days", "day", "weeks", "week"}


def _take_clock(words: str) -> tuple[time | None, str]:
    """The time of day in the text, and the text without it."""
    found = _CLOCK.search(words)
    if not found:
        return None, words
    rest = (words[: found.start()] + words[found.end() :]).strip(" ,")
    if not found[3]:
        return time(int(found[4]), int(found[5])), rest
    hour = int(found[1])
    if not 1 <= hour <= 12:
        raise ValueError(words)
    return time(hour % 12 + (12 if found[3].casefold() == "pm" else 0), int(found[2] or 0)), rest


def _next(clock: time, now: datetime) -> datetime:
    """That time today, or tomorrow where it has passed."""
    today = datetime.combine(now.date(), clock, now.tzinfo)
    return today if today > now else datetime.combine(now.date() + timedelta(days=1), clock, now.tzinfo)


def _named_day(word: str, today: date, weekdays: list[str]) -> date | None:
    known = {_("today").casefold(): 0, "today": 0, _("tomorrow").casefold(): 1, "tomorrow": 1}
    if word in known:
        return today + timedelta(days=known[word])
    for place, name in enumerate(weekdays):
        if len(word) > 1 and name.startswith(word.rstrip(".")):
            return today + timedelta(days=(place % 7 - today.weekday() - 1) % 7 + 1)
    return None


def _written_day(text: str, today: date, *, day_first: bool) -> date:
    if found := _ISO.fullmatch(text):
        return date(int(found[1]), int(found[2]), int(found[3]))
    found = _SHORT.fullmatch(text)
    if not found:
        raise ValueError(text)
    first, second = int(found[1]), int(found[2])
    day, month = (first, second) if day_first else (second, first)
    if found[3]:
        return date(int(found[3]) + (2000 if len(found[3]) == 2 else 0), month, day)
    this_year = date(today.year, month, day)
    return this_year if this_year >= today else date(today.year + 1, month, day)

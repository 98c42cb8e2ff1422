"""The days that a query names, counted from a Tuesday."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.domain.query import Compared
from deskapp.domain.query.days import NEWEST, OLDEST, bounds, day_word, first_and_after

TODAY = date(2026, 3, 10)


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("typed", "first", "after"),
    [
        ("today", "2026-03-10", "2026-03-11"),
        ("tomorrow", "2026-03-11", "2026-03-12"),
        ("yesterday", "2026-03-09", "2026-03-10"),
        ("week", "2026-03-09", "2026-03-16"),
        ("month", "2026-03-01", "2026-04-01"),
        ("year", "2026-01-01", "2027-01-01"),
        ("+3d", "2026-03-13", "2026-03-14"),
        ("-3", "2026-03-07", "2026-03-08"),
        ("+2w", "2026-03-24", "2026-03-25"),
        ("-1m", "2026-02-10", "2026-02-11"),
        ("+1y", "2027-03-10", "2027-03-11"),
        ("2026-02", "2026-02-01", "2026-03-01"),
        ("2025-12", "2025-12-01", "2026-01-01"),
        ("2026-02-14", "2026-02-14", "2026-02-15"),
        ("2026-12-31", "2026-12-31", "2027-01-01"),
        ("14.2.2026", "2026-02-14", "2026-02-15"),
        ("2026", "2026-01-01", "2027-01-01"),
    ],
)
def test_what_a_day_means(typed: str, first: str, after: str) -> None:
    word = day_word(typed)
    assert word is not None
    assert first_and_after(word, TODAY) == (day(first), day(after))


@pytest.mark.parametrize(
    ("today", "word", "first"),
    [
        ("2026-03-31", "-1m", "2026-02-28"),
        ("2024-02-29", "+1y", "2025-02-28"),
        ("2026-03-15", "week", "2026-03-09"),
        ("2026-03-16", "week", "2026-03-16"),
        ("2026-01-01", "-9999y", str(OLDEST)),
        ("2026-01-01", "+9999m", str(NEWEST)),
        ("2026-01-01", "-9999w", "1834-05-15"),
    ],
)
def test_the_ends_of_months_and_of_time(today: str, word: str, first: str) -> None:
    assert first_and_after(word, day(today))[0] == max(day(first), OLDEST)


@pytest.mark.parametrize(
    ("asked", "first", "after"),
    [
        (Compared("", "+3d"), "2026-03-13", "2026-03-14"),
        (Compared("<", "week"), None, "2026-03-09"),
        (Compared("<=", "week"), None, "2026-03-16"),
        (Compared(">", "week"), "2026-03-16", None),
        (Compared(">=", "week"), "2026-03-09", None),
        (Compared("..", "-1d", "2026-03"), "2026-03-09", "2026-04-01"),
        (Compared("..", "", "today"), None, "2026-03-11"),
        (Compared("..", "today"), "2026-03-10", None),
    ],
)
def test_where_a_span_of_days_begins_and_ends(asked: Compared, first: str | None, after: str | None) -> None:
    assert bounds(asked, TODAY) == (first and day(first), after and day(after))


@given(st.dates(date(1950, 1, 1), date(2250, 1, 1)), st.from_regex(r"[+-][0-9]{1,4}[dwmy]", fullmatch=True))
def test_no_number_of_days_leads_out_of_the_calendar(today: date, word: str) -> None:
    assert day_word(word) is not None
    first, after = first_and_after(word, today)
    assert OLDEST <= first <= NEWEST
    assert (after - first).days == 1


@given(st.dates(OLDEST, NEWEST))
def test_every_date_is_read_as_it_is_written(written: date) -> None:
    for typed in (written.isoformat(), f"{written.day}.{written.month}.{written.year}"):
        assert day_word(typed) == written.isoformat()

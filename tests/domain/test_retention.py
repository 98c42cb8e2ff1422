"""How far back a number of months reaches."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.domain.retention import Rules, before, checked, from_plain, years_of_books


@pytest.mark.parametrize(
    ("now", "months", "then"),
    [
        ("2026-03-10", 24, "2024-03-10"),
        ("2026-03-31", 1, "2026-02-28"),
        ("2024-03-31", 1, "2024-02-29"),
        ("2026-01-15", 1, "2025-12-15"),
        ("2026-07-31", 1, "2026-06-30"),
        ("2026-05-10", 0, "2026-05-10"),
    ],
)
def test_months_ago(now: str, months: int, then: str) -> None:
    moment = datetime.fromisoformat(f"{now}T12:00:00+00:00")
    assert before(moment, months) == datetime.fromisoformat(f"{then}T12:00:00+00:00")


@given(st.integers(700_000_000, 4_000_000_000), st.integers(0, 1200))
def test_the_more_months_the_longer_ago(second: int, months: int) -> None:
    now = datetime.fromtimestamp(second, UTC)
    assert before(now, months + 1) < before(now, months) <= now


def test_books_are_kept_as_the_country_says() -> None:
    assert (years_of_books("GB"), years_of_books("de"), years_of_books("FR")) == (6, 10, 10)
    assert years_of_books("XX") == 10


def test_zero_is_no_rule() -> None:
    assert checked(Rules((("texts", 0), ("photos", 12)))) == from_plain({"photos": 12, "other": 3})

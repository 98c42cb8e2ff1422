"""What people type for a promise is understood."""

from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.errors import Invalid
from deskapp.ui.shared.moments import parse_moment

LONDON = ZoneInfo("Europe/London")
NOW = datetime(2026, 3, 10, 12, 0, tzinfo=LONDON)  # a Tuesday
GERMAN = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("today", "2026-03-10 17:00"),
        ("Today 15:30", "2026-03-10 15:30"),
        ("15:30 today", "2026-03-10 15:30"),
        ("tomorrow", "2026-03-11 17:00"),
        ("tomorrow 9am", "2026-03-11 09:00"),
        ("15:30", "2026-03-10 15:30"),
        ("9:30", "2026-03-11 09:30"),
        ("5pm", "2026-03-10 17:00"),
        ("12am", "2026-03-11 00:00"),
        ("fri 15:30", "2026-03-13 15:30"),
        ("Fr. 15:30", "2026-03-13 15:30"),
        ("tue", "2026-03-17 17:00"),
        ("monday", "2026-03-16 17:00"),
        ("Mittwoch 10:00", "2026-03-11 10:00"),
        ("+3d", "2026-03-13 17:00"),
        ("3 days", "2026-03-13 17:00"),
        ("+2w", "2026-03-24 17:00"),
        ("2 hours", "2026-03-10 14:00"),
        ("45 min", "2026-03-10 12:45"),
        ("2026-03-20", "2026-03-20 17:00"),
        ("2026-03-20 9:15", "2026-03-20 09:15"),
        ("20.3. 9:15", "2026-03-20 09:15"),
        ("20/3/26", "2026-03-20 17:00"),
        ("9.3.", "2027-03-09 17:00"),
        ("  ", None),
    ],
)
def test_a_moment_is_understood(typed: str, meant: str | None) -> None:
    moment = parse_moment(typed, NOW, weekdays=GERMAN)
    assert (f"{moment:%Y-%m-%d %H:%M}" if moment else None) == meant


def test_months_come_first_where_people_write_them_first() -> None:
    moment = parse_moment("3/20", NOW, day_first=False)
    assert moment is not None
    assert (moment.month, moment.day) == (3, 20)


def test_a_shop_closes_when_it_says() -> None:
    moment = parse_moment("tomorrow", NOW, closing=time(18, 30))
    assert moment is not None
    assert moment.time() == time(18, 30)


@pytest.mark.parametrize(
    "typed", ["soon", "31.2.", "25:00", "2026-13-01", "99pm", "fri fri", "+3x", "1", "<b>"]
)
def test_what_is_no_moment_is_refused_in_a_sentence(typed: str) -> None:
    with pytest.raises(Invalid, match="not a day and time") as refused:
        parse_moment(typed, NOW)
    assert refused.value.field == "moment"


@given(st.text(max_size=30))
def test_nothing_that_is_typed_breaks_it(typed: str) -> None:
    try:
        moment = parse_moment(typed, NOW)
    except Invalid:
        return
    assert moment is None or moment.tzinfo is LONDON

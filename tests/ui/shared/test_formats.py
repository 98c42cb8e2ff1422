"""Dates, spans and money as the shop reads them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from deskapp import i18n
from deskapp.clock import FixedClock
from deskapp.domain.money import Currency, Money
from deskapp.ui.shared.formats import Formats

NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)  # a Tuesday


@pytest.mark.parametrize(
    ("after", "said"),
    [
        (timedelta(hours=5), "today 17:00"),
        (timedelta(days=1), "tomorrow 12:00"),
        (timedelta(days=3, hours=3.5), "Fri 15:30"),
        (timedelta(days=10), "Fri 20 Mar 12:00"),
        (timedelta(days=300), "Mon 4 Jan 2027 12:00"),
        (timedelta(minutes=-20), "20 minutes late"),
        (timedelta(hours=-3), "3 hours late"),
        (timedelta(days=-1), "1 day late"),
        (timedelta(days=-2, hours=-5), "2 days late"),
    ],
)
def test_a_promise_is_said_as_people_say_it(formats: Formats, after: timedelta, said: str) -> None:
    assert formats.due(NOW + after) == said
    assert formats.is_late(NOW + after) == said.endswith("late")


def test_no_promise_says_nothing(formats: Formats) -> None:
    assert formats.due(None) == ""
    assert not formats.is_late(None)


@pytest.mark.parametrize(
    ("before", "said"),
    [
        (timedelta(minutes=5), "5 min"),
        (timedelta(hours=7), "7 h"),
        (timedelta(days=12), "12 d"),
        (timedelta(hours=-1), "0 min"),
    ],
)
def test_age_is_short(formats: Formats, before: timedelta, said: str) -> None:
    assert formats.age(NOW - before) == said


def test_the_shop_s_clock_counts_not_utc(clock: FixedClock) -> None:
    auckland = Formats("en_NZ", ZoneInfo("Pacific/Auckland"), clock.now)
    assert auckland.day(NOW) == "Wed 11 Mar"
    assert auckland.due(NOW + timedelta(hours=3)) == "today 4:00\u202fam"


@pytest.mark.parametrize(
    ("language", "money", "said"),
    [
        ("en_GB", Money(123450, Currency("GBP")), "£1,234.50"),
        ("de_DE", Money(123450, Currency("EUR")), "1.234,50\xa0€"),
        ("en_GB", Money(-7900, Currency("EUR")), "-EUR\xa079.00"),
        ("ja_JP", Money(1500, Currency("JPY", 0)), "￥1,500"),
        ("en_IN", Money(12345678, Currency("INR")), "₹1,23,456.78"),
    ],
)
def test_money_is_written_as_in_the_shop_s_country(
    language: str, money: Money, said: str, clock: FixedClock
) -> None:
    assert Formats(language, UTC, clock.now).money(money) == said


def test_a_field_holds_an_amount_that_can_be_typed_again(clock: FixedClock) -> None:
    from deskapp.domain.money import parse_money

    german = Formats("de_DE", UTC, clock.now)
    euro = Currency("EUR")
    assert german.amount(Money(123450, euro)) == "1234,50"
    assert parse_money(german.amount(Money(123450, euro)), euro) == Money(123450, euro)


def test_numbers_have_no_needless_zeros(formats: Formats) -> None:
    assert formats.number(21223) == "21,223"
    assert formats.number(Decimal("1.50")) == "1.5"
    assert formats.number(Decimal("2.000")) == "2"


def test_days_are_said_in_the_language_of_the_window() -> None:
    with i18n.speaking("de"):
        said = Formats("en_GB", UTC, lambda: datetime(2026, 3, 10, 12, tzinfo=UTC))
        assert said.day(date(2026, 11, 22)) == "So. 22. Nov."
        assert said.near(datetime(2026, 3, 12, 9, 30, tzinfo=UTC)) == "Do. 09:30"


def test_an_english_window_says_english_days_in_a_german_shop() -> None:
    with i18n.speaking("en"):
        said = Formats("de_AT", UTC, lambda: datetime(2026, 3, 10, 12, tzinfo=UTC))
        assert said.day(date(2026, 11, 22)) == "Sun 22 Nov"
        assert said.near(datetime(2026, 3, 12, 9, 30, tzinfo=UTC)) == "Thu 09:30"

"""The sentences of the papers, and how values are written."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from deskapp.documents import words
from deskapp.documents.formats import Formats, formats_for
from deskapp.domain.device import DeviceDraft
from deskapp.domain.money import Currency, Money
from deskapp.domain.paper import TicketPaper
from deskapp.domain.shop import OpeningDay
from deskapp.domain.status import Meaning
from deskapp.domain.ticket import Outcome
from deskapp.domain.warranty import Warranty, WarrantyUnit
from tests.documents import builders

LONDON = ZoneInfo("Europe/London")
SUMMER = datetime(2026, 7, 3, 9, 5, tzinfo=UTC)


def formats(language: str) -> Formats:
    return formats_for([language], LONDON)


@pytest.mark.parametrize(
    ("language", "day", "appointment"),
    [
        ("en_GB", "3 Jul 2026", "Fri, 3 Jul 2026, 10:05"),
        ("en_US", "Jul 3, 2026", "Fri, Jul 3, 2026, 10:05\u202fAM"),
        ("de", "3. Juli 2026", "Fr., 3. Juli 2026, 10:05"),
        ("fr-FR", "3 juil. 2026", "ven. 3 juil. 2026, 10:05"),
        ("cs", "3. července 2026", "pá 3. 7. 2026, 10:05"),
    ],
)
def test_dates_carry_their_month_in_letters_and_the_shops_clock(
    language: str, day: str, appointment: str
) -> None:
    assert formats(language).day(SUMMER) == day
    assert formats(language).appointment(SUMMER) == appointment


@pytest.mark.parametrize(
    ("language", "minor", "currency", "written"),
    [
        ("en_GB", 7900, Currency("GBP"), "£79.00"),
        ("en_GB", -1200, Currency("GBP"), "−£12.00"),
        ("en_GB", 1234, Currency("KWD", 3), "KWD\u00a01.234"),
        ("de", 123456, Currency("EUR"), "1.234,56\u00a0€"),
        ("fr", 123456, Currency("EUR"), "1\u202f234,56\u00a0€"),
        ("pl", 123456, Currency("PLN"), "1\u00a0234,56\u00a0zł"),
        ("en_US", 1500, Currency("JPY", 0), "¥1,500"),
    ],
)
def test_amounts_are_written_as_the_reader_does(
    language: str, minor: int, currency: Currency, written: str
) -> None:
    assert formats(language).money(Money(minor, currency)) == written


def test_numbers_keep_the_decimals_they_have() -> None:
    english, german = formats("en_GB"), formats("de")
    assert [english.number(Decimal(n)) for n in ("1", "1.50", "100", "1000.25")] == [
        "1",
        "1.5",
        "100",
        "1,000.25",
    ]
    assert german.percent(Decimal("8.875")) == "8,875\u00a0%"
    assert english.percent(Decimal(20)) == "20%"
    assert english.clock(time(9)) == "09:00"


def headline(**changes: object) -> str:
    return words.headline(builders.paper(**changes), formats("en_GB"))


def one(**changes: object) -> tuple[object, ...]:
    return (builders.item(**changes),)


@pytest.mark.parametrize(
    ("ticket", "sentence"),
    [
        (builders.paper(), "Your Apple iPhone 14 was handed over on 10 Mar 2026."),
        (
            builders.paper(items=one(status="Ready", meaning=Meaning.READY), handed_over_at=None),
            "Your Apple iPhone 14 is ready to collect.",
        ),
        (
            builders.paper(
                items=one(status="Ready", meaning=Meaning.READY, outcome=Outcome.FIXED), handed_over_at=None
            ),
            "Your Apple iPhone 14 is repaired and ready to collect.",
        ),
        (
            builders.paper(
                items=one(status="Ready", meaning=Meaning.READY, device=DeviceDraft()), handed_over_at=None
            ),
            "Your device is ready to collect.",
        ),
        (builders.typical_intake(), "Apple iPhone 14: Received."),
        (builders.empty(), ""),
        (builders.imported(), "Dualit Classic 4 Slot: Repairable."),
        (builders.several_items(), "2 of 3 items are ready."),
        (builders.twelve_items(), "All 12 items are ready to collect."),
        (
            builders.paper(items=(builders.item(), builders.item(position=2))),
            "All 2 items were handed over on 10 Mar 2026.",
        ),
        (builders.paper(items=()), ""),
    ],
)
def test_the_headline_says_how_things_stand(ticket: TicketPaper, sentence: str) -> None:
    assert words.headline(ticket, formats("en_GB")) == sentence


def test_days_with_the_same_hours_are_drawn_together() -> None:
    assert words.opening_hours(builders.shop(), formats("en_GB")) == [
        "Mon–Fri 09:00–17:30",
        "Sat 10:00–14:00",
    ]


def test_lunch_and_closed_days_are_told() -> None:
    hours = (
        OpeningDay(0, "09:00", "12:30"),
        OpeningDay(0, "13:30", "18:00"),
        OpeningDay(2, "10:00", "late"),
    )
    shop = builders.shop(opening_hours=hours)
    assert words.opening_hours(shop, formats("en_GB")) == ["Mon 09:00–12:30, 13:30–18:00", "Wed 10:00–late"]


@pytest.mark.parametrize(
    ("warranty", "text"),
    [
        (Warranty(1), "1 day"),
        (Warranty(90), "90 days"),
        (Warranty(12, WarrantyUnit.MONTHS), "12 months"),
        (Warranty(1, WarrantyUnit.YEARS), "1 year"),
    ],
)
def test_how_long_a_warranty_lasts(warranty: Warranty, text: str) -> None:
    assert words.duration(warranty) == text


@pytest.mark.parametrize(
    ("country", "line"), [("GB", "Leeds LS1 4AB"), ("DE", "LS1 4AB Leeds"), ("US", "Leeds LS1 4AB")]
)
def test_a_town_is_written_as_its_country_does(country: str, line: str) -> None:
    assert words.town("LS1 4AB", "Leeds", country) == line


def test_the_day_is_that_of_the_shop() -> None:
    assert formats("en_GB").moment(datetime(2026, 7, 3, 23, 30, tzinfo=UTC)) == "4 Jul 2026, 00:30"


def test_a_date_stays_a_date() -> None:
    assert formats("en_GB").day(date(2026, 12, 31)) == "31 Dec 2026"

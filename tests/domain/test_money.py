"""Amounts as people type them."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.domain.money import LARGEST_MINOR, Currency, Money, parse_money, round_minor
from deskapp.errors import Invalid

GBP, JPY, KWD = Currency("GBP"), Currency("JPY", 0), Currency("KWD", 3)
CURRENCIES = st.sampled_from([GBP, JPY, KWD])


@pytest.mark.parametrize(
    ("typed", "minor"),
    [
        ("12", 1200),
        ("12,5", 1250),
        ("12.50", 1250),
        ("-3", -300),
        ("−3", -300),
        ("+5", 500),
        (".5", 50),
        ("-.5", -50),
        ("5.", 500),
        ("0", 0),
        ("000", 0),
        (" 79.00 ", 7900),
        ("1,234", 123400),
        ("1.234", 123400),
        ("1,234.50", 123450),
        ("1.234,50", 123450),
        ("1 234,50", 123450),
        ("1\u00a0234,50", 123450),
        ("1'000.00", 100000),
        ("1’000.00", 100000),
        ("1.234.567", 123456700),
        ("1,23,456.00", 12345600),
        ("٣٫٥", 350),
        ("10000000000.00", LARGEST_MINOR),
    ],
)
def test_pounds_as_they_are_typed(typed: str, minor: int) -> None:
    assert parse_money(typed, GBP) == Money(minor, GBP)


@pytest.mark.parametrize(
    ("typed", "minor"), [("1,234", 1234), ("1.234.567", 1234567), ("12", 12), ("1234.0", 1234)]
)
def test_yen_have_no_decimals(typed: str, minor: int) -> None:
    assert parse_money(typed, JPY) == Money(minor, JPY)


@pytest.mark.parametrize(
    ("typed", "minor"), [("1,234", 1234), ("1,234,567", 1234567000), ("1.234,567", 1234567), ("5", 5000)]
)
def test_dinars_have_three_decimals(typed: str, minor: int) -> None:
    assert parse_money(typed, KWD) == Money(minor, KWD)


@pytest.mark.parametrize(
    "typed",
    [
        "", " ", ".", ",", "-", "--3", "abc", "£5", "1e5", "1_000", "nan", "Infinity", "1e999999999999",
        "0.125", ".125", "12.345.6", "1,2,3", "1.2.3", "1,2.50", "1.234.50", "1,234,50", "1234,567",
        "1,234.567", "10000000000.01", "9" * 400, "1.5.",
    ],
)  # fmt: skip
def test_what_is_no_amount_is_refused_and_never_guessed(typed: str) -> None:
    with pytest.raises(Invalid) as refusal:
        parse_money(typed, GBP)
    assert refusal.value.field == "price"


def test_yen_with_a_fraction_are_refused() -> None:
    with pytest.raises(Invalid, match="like 1250"):
        parse_money("1.5", JPY)


@given(st.integers(-LARGEST_MINOR, LARGEST_MINOR), CURRENCIES)
def test_an_amount_is_read_back_as_it_is_written(minor: int, currency: Currency) -> None:
    money = Money(minor, currency)
    assert parse_money(f"{money.amount:f}", currency) == money


@given(st.integers(0, LARGEST_MINOR), CURRENCIES, st.sampled_from([(",", "."), (".", ","), (" ", ",")]))
def test_an_amount_is_read_back_with_its_thousands_grouped(
    minor: int, currency: Currency, signs: tuple[str, str]
) -> None:
    thousands, point = signs
    plain = f"{Money(minor, currency).amount:,f}"
    typed = plain.replace(",", "T").replace(".", point).replace("T", thousands)
    assert parse_money(typed, currency).minor == minor


@given(st.text(), CURRENCIES)
def test_reading_an_amount_refuses_in_a_sentence_or_answers(typed: str, currency: Currency) -> None:
    with suppress(Invalid):
        assert abs(parse_money(typed, currency).minor) <= LARGEST_MINOR


@pytest.mark.parametrize(
    ("exact", "rounded"), [("0.5", 1), ("-0.5", -1), ("1.5", 2), ("2.5", 3), ("2.4999", 2), ("-2.5", -3)]
)
def test_half_a_penny_is_rounded_away_from_zero(exact: str, rounded: int) -> None:
    assert round_minor(Decimal(exact)) == rounded


def test_amounts_add_up() -> None:
    assert Money(18900, GBP) + Money(5900, GBP) - Money(5000, GBP) == Money(19800, GBP)
    assert (-Money(50, GBP)).amount == Decimal("-0.50")


def test_two_currencies_are_never_mixed() -> None:
    with pytest.raises(ValueError, match="cannot mix GBP and JPY"):
        Money(1, GBP) + Money(1, JPY)

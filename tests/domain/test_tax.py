"""Tax on a document: every sum a customer may check with a pencil."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from deskapp.domain.money import Currency
from deskapp.domain.tax import TaxedAmount, TaxRate, Totals, totals

EUR = Currency("EUR")
VAT20, VAT21, VAT9 = (TaxRate("VAT", Decimal(percent)) for percent in (20, 21, 9))
LEVY = TaxRate("Eco levy", Decimal("1.5"))


def lines(*priced: tuple[int | str, tuple[TaxRate, ...]]) -> list[TaxedAmount]:
    """Amounts in cents with their rates."""
    return [TaxedAmount(Decimal(amount), rates) for amount, rates in priced]


def sums(total: Totals) -> tuple[int, int, int]:
    return total.net.minor, total.tax.minor, total.gross.minor


@pytest.mark.parametrize(
    ("priced", "expected"),
    [
        ([(24800, (VAT20,))], (20667, 4133, 24800)),  # a screen and a battery
        ([(18900, (VAT20,)), (5900, (VAT20,))], (20667, 4133, 24800)),
        ([(17800, (VAT20,))], (14833, 2967, 17800)),
        ([(10150, (VAT9,)), (3390, (VAT21,))], (12114, 1426, 13540)),  # a tune-up with a chain
        ([(4900, (VAT9,)), (4900, (VAT9,))], (8991, 809, 9800)),  # by line it would be 8.10
        ([(1750, (VAT9,))], (1606, 144, 1750)),
        ([(1200, (VAT20,))], (1000, 200, 1200)),
        ([(-1200, (VAT20,))], (-1000, -200, -1200)),
        ([(2500, ())], (2500, 0, 2500)),
        ([], (0, 0, 0)),
    ],
)
def test_tax_is_taken_out_of_inclusive_prices(
    priced: list[tuple[int | str, tuple[TaxRate, ...]]], expected: tuple[int, int, int]
) -> None:
    assert sums(totals(lines(*priced), EUR, inclusive=True)) == expected


@pytest.mark.parametrize(
    ("priced", "expected"),
    [
        ([(10000, (VAT20,))], (10000, 2000, 12000)),
        ([(4495, (VAT9,)), (4495, (VAT9,))], (8990, 809, 9799)),
        ([(333, (VAT21,)), (333, (VAT21,)), (333, (VAT21,))], (999, 210, 1209)),
        ([(10000, (VAT21, LEVY))], (10000, 2250, 12250)),
        ([(3, (VAT20,))], (3, 1, 4)),
    ],
)
def test_tax_comes_on_top_of_exclusive_prices(
    priced: list[tuple[int | str, tuple[TaxRate, ...]]], expected: tuple[int, int, int]
) -> None:
    assert sums(totals(lines(*priced), EUR, inclusive=False)) == expected


def test_each_rate_is_shown_with_its_own_net_and_tax() -> None:
    total = totals(lines((10150, (VAT9,)), (3390, (VAT21,))), EUR, inclusive=True)
    assert [(t.rate, t.net.minor, t.tax.minor) for t in total.taxes] == [
        (VAT9, 9312, 838),
        (VAT21, 2802, 588),
    ]


def test_several_taxes_of_a_line_are_counted_on_the_same_net() -> None:
    total = totals(lines((12250, (VAT21, LEVY))), EUR, inclusive=True)
    assert [(t.rate.name, t.net.minor, t.tax.minor) for t in total.taxes] == [
        ("Eco levy", 10000, 150),
        ("VAT", 10000, 2100),
    ]


def test_half_a_penny_goes_to_the_tax_and_is_not_counted_twice() -> None:
    total = totals(lines((3, (VAT20,))), EUR, inclusive=True)
    assert sums(total) == (2, 1, 3)
    assert total.taxes[0].net.minor == 2


RATES = st.sampled_from([(), (VAT20,), (VAT21,), (VAT9,), (VAT21, LEVY), (LEVY,)])
SINGLE = st.sampled_from([(VAT20,), (VAT21,), (VAT9,), (LEVY,)])
AMOUNTS = st.integers(-(10**9), 10**9)


@given(st.lists(st.tuples(AMOUNTS, RATES), max_size=30), st.booleans())
def test_net_and_taxes_make_the_gross_to_the_last_penny(
    priced: list[tuple[int, tuple[TaxRate, ...]]], inclusive: bool
) -> None:
    total = totals(lines(*priced), EUR, inclusive=inclusive)
    assert total.net.minor + sum(tax.tax.minor for tax in total.taxes) == total.gross.minor
    shown = total.gross if inclusive else total.net
    assert shown.minor == sum(amount for amount, _rates in priced)


@given(st.lists(st.tuples(AMOUNTS, SINGLE), min_size=1, max_size=30), st.booleans())
def test_the_nets_of_the_rates_make_the_net(
    priced: list[tuple[int, tuple[TaxRate, ...]]], inclusive: bool
) -> None:
    total = totals(lines(*priced), EUR, inclusive=inclusive)
    assert sum(tax.net.minor for tax in total.taxes) == total.net.minor


@given(st.lists(st.tuples(AMOUNTS, RATES), max_size=12), st.booleans(), st.randoms(use_true_random=False))
def test_the_order_of_the_lines_changes_no_sum(
    priced: list[tuple[int, tuple[TaxRate, ...]]], inclusive: bool, chance: object
) -> None:
    shuffle: Callable[[list[tuple[int, tuple[TaxRate, ...]]]], None] = chance.shuffle  # type: ignore[attr-defined]  # Hypothesis hands over a random.Random
    other = list(priced)
    shuffle(other)
    assert totals(lines(*priced), EUR, inclusive=inclusive) == totals(lines(*other), EUR, inclusive=inclusive)

"""Tax on a document: exact rates, inclusive or exclusive prices, rounded once per rate."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import ROUND_HALF_DOWN, ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from deskapp.domain.money import Currency, Money, round_minor

if TYPE_CHECKING:
    from collections.abc import Iterable

_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True, order=True)
class TaxRate:
    """One tax of a line, for example VAT at 20 percent."""

    name: str
    percent: Decimal


@dataclass(frozen=True, slots=True)
class TaxClass:
    """What a line is taxed with; several rates add up on the same net amount."""

    key: str
    label: str
    rates: tuple[TaxRate, ...] = ()


@dataclass(frozen=True, slots=True)
class TaxedAmount:
    """One line's exact amount in smallest units, as priced, with its taxes."""

    amount: Decimal
    rates: tuple[TaxRate, ...]


@dataclass(frozen=True, slots=True)
class TaxTotal:
    """What one rate makes on the whole document."""

    rate: TaxRate
    net: Money
    tax: Money


@dataclass(frozen=True, slots=True)
class Totals:
    """The sums of a document; `net + taxes = gross` holds to the last unit."""

    net: Money
    taxes: tuple[TaxTotal, ...]
    gross: Money

    @property
    def tax(self) -> Money:
        """All taxes together."""
        return self.gross - self.net


def totals(lines: Iterable[TaxedAmount], currency: Currency, *, inclusive: bool) -> Totals:
    """The sums of the lines; each rate of each tax group is rounded once.

    With inclusive prices the gross sum of a group is what was priced and the tax is taken out of
    it; with exclusive prices the net sum stands and the tax comes on top.
    """
    groups: dict[tuple[TaxRate, ...], Decimal] = defaultdict(Decimal)
    for line in lines:
        groups[line.rates] += line.amount
    nets: dict[TaxRate, Decimal] = defaultdict(Decimal)
    for rates, amount in groups.items():
        for rate in rates:
            nets[rate] += amount / _factor(rates) if inclusive else amount
    taxes = tuple(_tax_total(rate, net, currency, inclusive=inclusive) for rate, net in sorted(nets.items()))
    priced = Money(sum(round_minor(amount) for amount in groups.values()), currency)
    taxed = sum((total.tax for total in taxes), Money(0, currency))
    net, gross = (priced - taxed, priced) if inclusive else (priced, priced + taxed)
    return Totals(net, taxes, gross)


def _tax_total(rate: TaxRate, net: Decimal, currency: Currency, *, inclusive: bool) -> TaxTotal:
    """Of a gross sum that leaves half a unit to both, the tax takes the unit and the net does not."""
    tax = round_minor(net * rate.percent / _HUNDRED)
    rounded = round_minor(net, ROUND_HALF_DOWN if inclusive else ROUND_HALF_UP)
    return TaxTotal(rate, Money(rounded, currency), Money(tax, currency))


def _factor(rates: tuple[TaxRate, ...]) -> Decimal:
    return 1 + sum((rate.percent for rate in rates), Decimal(0)) / _HUNDRED

"""Tax on a document: exact rates, inclusive or exclusive prices, rounded once per rate."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal
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
    net_sum, gross_sum = 0, 0
    nets: dict[TaxRate, int] = defaultdict(int)
    taxes: dict[TaxRate, Decimal] = defaultdict(Decimal)
    for rates, amount in groups.items():
        net = amount / _factor(rates) if inclusive else amount
        if inclusive:
            gross_sum += round_minor(amount)
        else:
            net_sum += round_minor(net)
        for rate in rates:
            nets[rate] += round_minor(net)
            taxes[rate] += net * rate.percent / _HUNDRED
    rounded = {rate: round_minor(tax) for rate, tax in taxes.items()}
    if inclusive:
        net_sum = gross_sum - sum(rounded.values())
    else:
        gross_sum = net_sum + sum(rounded.values())
    return Totals(
        Money(net_sum, currency),
        tuple(
            TaxTotal(rate, Money(nets[rate], currency), Money(rounded[rate], currency))
            for rate in sorted(rounded)
        ),
        Money(gross_sum, currency),
    )


def _factor(rates: tuple[TaxRate, ...]) -> Decimal:
    return 1 + sum((rate.percent for rate in rates), Decimal(0)) / _HUNDRED

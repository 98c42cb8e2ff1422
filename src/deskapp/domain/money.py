"""Amounts of money: integers of the currency's smallest unit, rounded in one place."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from deskapp.errors import Invalid
from deskapp.i18n import _


@dataclass(frozen=True, slots=True)
class Currency:
    """An ISO 4217 code and how many digits its smallest unit has (GBP 2, JPY 0, KWD 3)."""

    code: str
    digits: int = 2


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in the smallest unit (pence, cents); signed."""

    minor: int
    currency: Currency

    def __add__(self, other: Money) -> Money:
        self._same_currency(other)
        return Money(self.minor + other.minor, self.currency)

    def __sub__(self, other: Money) -> Money:
        self._same_currency(other)
        return Money(self.minor - other.minor, self.currency)

    def __neg__(self) -> Money:
        return Money(-self.minor, self.currency)

    @property
    def amount(self) -> Decimal:
        """The exact amount in whole units, for example Decimal('79.00')."""
        return Decimal(self.minor).scaleb(-self.currency.digits)

    def _same_currency(self, other: Money) -> None:
        if self.currency != other.currency:
            msg = f"cannot mix {self.currency.code} and {other.currency.code}"
            raise ValueError(msg)


def round_minor(amount: Decimal) -> int:
    """An exact amount of smallest units, rounded half away from zero."""
    return int(amount.quantize(Decimal(1), rounding=ROUND_HALF_UP))


_LARGEST_MINOR = 10**12


def parse_money(text: str, currency: Currency) -> Money:
    """What a person typed as an amount, with a point or a comma before the cents.

    Raises `Invalid` for anything that is not an amount of that currency.
    """
    plain = _decimal_text(text, currency.digits)
    try:
        minor = Decimal(plain).scaleb(currency.digits)
    except InvalidOperation:
        raise Invalid(
            _("“{text}” is not an amount; write it like 12.50.").format(text=text), "price"
        ) from None
    if not minor.is_finite() or minor != minor.to_integral_value() or abs(minor) > _LARGEST_MINOR:
        raise Invalid(
            _("“{text}” is not an amount in {currency}.").format(text=text, currency=currency.code), "price"
        )
    return Money(int(minor), currency)


def _decimal_text(text: str, digits: int) -> str:
    """The typed text with a point before the decimals and no grouping.

    The last separator is the decimal one when both kinds occur, or when no more than `digits`
    digits follow the only one; otherwise it groups thousands.
    """
    plain = "".join(text.split()).replace("\u2212", "-").replace("'", "")
    last = max(plain.rfind("."), plain.rfind(","))
    if last < 0:
        return plain
    whole, fraction = plain[:last], plain[last + 1 :]
    if len(fraction) > digits and _is_grouped(whole, fraction):
        return (whole + fraction).replace(".", "").replace(",", "")
    return whole.replace(".", "").replace(",", "") + "." + fraction


def _is_grouped(whole: str, fraction: str) -> bool:
    groups = [*whole.replace(",", ".").split("."), fraction]
    return len(groups[0].lstrip("-")) <= 3 and all(len(group) == 3 for group in groups[1:])

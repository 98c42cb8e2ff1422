"""Amounts of money: integers of the currency's smallest unit, rounded in one place."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

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


def round_minor(amount: Decimal, rounding: str = ROUND_HALF_UP) -> int:
    """An exact amount of smallest units, rounded half away from zero."""
    return int(amount.quantize(Decimal(1), rounding=rounding))


LARGEST_MINOR = 10**12
_GROUPS = r"[1-9]\d{{0,2}}(?:{mark}\d{{2,3}})*{mark}\d{{3}}"  # 1,234,567 and 12,34,567
_COMMAS, _POINTS = _GROUPS.format(mark=","), _GROUPS.format(mark=r"\.")
_WHOLE = re.compile(rf"[+-]?(?:{_COMMAS}|{_POINTS})")
_TYPED_SIGNS = str.maketrans({"\u2212": "-", "\u066b": ".", "'": None, "\u2019": None, "\u066c": None})


def parse_money(text: str, currency: Currency) -> Money:
    """What a person typed as an amount, with a point or a comma before the cents.

    A single sign with no more digits behind it than the currency has stands before the cents;
    otherwise signs group thousands. Raises `Invalid` for what is not an amount of that currency.
    """
    typed = "".join(text.split()).translate(_TYPED_SIGNS)
    plain = _with_cents(typed, currency.digits) or (_WHOLE.fullmatch(typed) and _bare(typed))
    if not plain:
        raise Invalid(
            _("“{text}” is not an amount in {currency}; write it like {example}.").format(
                text=text, currency=currency.code, example=f"{Decimal(1250).scaleb(-currency.digits):f}"
            ),
            "price",
        )
    minor = Decimal(plain).scaleb(currency.digits)
    if abs(minor) > LARGEST_MINOR:
        raise Invalid(_("“{text}” is more than can be kept as one amount.").format(text=text), "price")
    return Money(int(minor), currency)


def _with_cents(typed: str, digits: int) -> str | None:
    """The number with a point before its decimals, or None where it is not written with any."""
    cents = rf"\d{{0,{digits}}}" if digits else "0{0,2}"
    read = re.fullmatch(
        rf"(?P<whole>[+-]?(?:\d+|{_COMMAS}(?!,)|{_POINTS}(?!\.))?)(?:[.,](?P<cents>{cents}))?", typed
    )
    if not read or not re.search(r"\d", typed):
        return None
    return f"{_bare(read['whole'])}.{read['cents'] or '0'}"


def _bare(grouped: str) -> str:
    return grouped.replace(",", "").replace(".", "")

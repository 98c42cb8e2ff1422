"""Dates, amounts and numbers as the reader of a paper writes them."""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from babel import Locale, UnknownLocaleError
from babel.dates import format_date, format_skeleton, format_time

from deskapp.documents.fonts import lacking

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, time
    from zoneinfo import ZoneInfo

    from babel.numbers import NumberPattern

    from deskapp.domain.money import Currency, Money

_LETTER_BEFORE_DIGIT = re.compile(r"(?<=[^\W\d_])(?=\d)")


@dataclass(frozen=True, slots=True)
class Formats:
    """How one language writes values; moments are shown in `zone`."""

    locale: Locale
    zone: ZoneInfo

    def day(self, moment: date | datetime) -> str:
        """A date with its month in letters, so that 3 April is never read as 4 March."""
        return self._date("yMMMd", self.local(moment))

    def weekday(self, moment: date | datetime) -> str:
        """A date with its weekday."""
        return self._date("yMMMEd", self.local(moment))

    def moment(self, moment: datetime) -> str:
        """A date with the time of day."""
        return self._joined(self.day(moment), moment)

    def appointment(self, moment: datetime) -> str:
        """A date with weekday and time of day."""
        return self._joined(self.weekday(moment), moment)

    def clock(self, hour: time) -> str:
        """A time of day."""
        return format_time(hour, "short", locale=self.locale)

    def money(self, money: Money) -> str:
        """An amount with its currency sign."""
        pattern = _money_pattern(self.locale, money.currency)
        written = pattern.apply(
            money.amount, self.locale, currency=money.currency.code, currency_digits=False
        )
        return _typographic(written)

    def number(self, value: Decimal) -> str:
        """A number with as many decimals as it has."""
        pattern = self.locale.decimal_formats[None]
        return _typographic(pattern.apply(value.normalize(), self.locale, decimal_quantization=False))

    def percent(self, value: Decimal) -> str:
        """A percentage given as 20 or 8.875."""
        pattern = self.locale.percent_formats[None]
        return _typographic(pattern.apply(value / 100, self.locale, decimal_quantization=False))

    def local(self, moment: date | datetime) -> date | datetime:
        """The moment on the shop's clock; a plain date stays."""
        return moment.astimezone(self.zone) if hasattr(moment, "astimezone") else moment

    def _date(self, skeleton: str, day: date | datetime) -> str:
        written = format_skeleton(skeleton, day, locale=self.locale)
        if any(char.isalpha() for char in written):
            return written
        return format_date(day, "long", locale=self.locale)

    def _joined(self, day: str, moment: datetime) -> str:
        local = moment.astimezone(self.zone)
        return f"{day}, {format_time(local.time(), 'short', locale=self.locale)}"


def formats_for(languages: Iterable[str], zone: ZoneInfo) -> Formats:
    """The formats of the first language that is known and that the fonts can write, else English."""
    for language in languages:
        formats = _formats(language, zone)
        if formats and not lacking(_sample(formats)):
            return formats
    return Formats(Locale("en"), zone)


def _sample(formats: Formats) -> str:
    """The letters and signs that this language's dates and amounts need."""
    locale = formats.locale
    names = [*locale.months["format"]["abbreviated"].values(), *locale.days["format"]["abbreviated"].values()]
    moment = datetime(2026, 11, 28, 10, 59, tzinfo=UTC)
    return " ".join([*names, formats.appointment(moment), formats.number(Decimal("-1234.5"))])


def _formats(language: str, zone: ZoneInfo) -> Formats | None:
    try:
        return Formats(Locale.parse(language.strip().replace("-", "_")), zone)
    except (UnknownLocaleError, ValueError, TypeError):
        return None


@lru_cache(maxsize=8)
def _money_pattern(locale: Locale, currency: Currency) -> NumberPattern:
    """The language's pattern with as many decimals as the currency has."""
    pattern: NumberPattern = copy.copy(locale.currency_formats["standard"])
    pattern.frac_prec = (currency.digits, currency.digits)
    return pattern


def _typographic(number: str) -> str:
    """With a true minus sign, and a space that never breaks between a currency's letters and digits."""
    return _LETTER_BEFORE_DIGIT.sub("\N{NO-BREAK SPACE}", number.replace("-", "\N{MINUS SIGN}"))

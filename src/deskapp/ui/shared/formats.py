"""Dates, spans, numbers and money as the shop reads them: its language, its clock, its currency."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, tzinfo
from decimal import Decimal
from functools import cached_property

from PySide6.QtCore import QDate, QLocale, QTime

from deskapp.domain.money import Money
from deskapp.i18n import _, language, ngettext

_MINUTE, _HOUR, _DAY = 60, 3600, 86400


class Formats:
    """How this shop writes things; `now` answers the present moment in UTC."""

    def __init__(self, tag: str, zone: tzinfo, now: Callable[[], datetime], *, sums: bool = True) -> None:
        """Without `sums` a dash stands for them: who may not see money is not told that it is none."""
        self.sums = sums
        self.locale = QLocale(tag)
        self.zone = zone
        self.now = now

    def local(self, moment: datetime) -> datetime:
        """A moment on the shop's clock."""
        return moment.astimezone(self.zone)

    def today(self) -> date:
        """The shop's day."""
        return self.local(self.now()).date()

    def day(self, when: datetime | date) -> str:
        """For example `Tue 10 Mar`, with the year where it is not this one."""
        day = self.local(when).date() if isinstance(when, datetime) else when
        pattern = f"ddd {self._day_number} MMM" + ("" if day.year == self.today().year else " yyyy")
        return self.spoken.toString(QDate(day.year, day.month, day.day), pattern)

    def time(self, moment: datetime) -> str:
        """For example `17:00`."""
        local = self.local(moment)
        return self.locale.toString(QTime(local.hour, local.minute), QLocale.FormatType.ShortFormat)

    def moment(self, moment: datetime) -> str:
        """For example `Tue 10 Mar 17:00`."""
        return f"{self.day(moment)} {self.time(moment)}"

    def near(self, moment: datetime) -> str:
        """A moment as people say it: `today 17:00`, `tomorrow 09:00`, `Fri 15:30`, else with the date."""
        days = (self.local(moment).date() - self.today()).days
        if name := {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}.get(days):
            return f"{name} {self.time(moment)}"
        if 1 < days < 7:
            return f"{self._weekday(moment)} {self.time(moment)}"
        return self.moment(moment)

    def soon(self, moment: datetime) -> str:
        """As `near`, but of a day further away than a week the time of day does not matter yet."""
        days = (self.local(moment).date() - self.today()).days
        return self.near(moment) if -1 <= days < 7 else self.day(moment)

    def near_day(self, day: date) -> str:
        """A day as people say it: `Today`, `Tomorrow`, `Yesterday`, else with the date."""
        names = {-1: _("Yesterday"), 0: _("Today"), 1: _("Tomorrow")}
        name = names.get((day - self.today()).days, "")
        return f"{name}, {self.day(day)}" if name else self.day(day)

    def due(self, promised: datetime | None) -> str:
        """What a queue says about a promise: `today 17:00`, `2 days late`; nothing without one."""
        if promised is None:
            return ""
        late = (self.now() - promised).total_seconds()
        return _("{span} late").format(span=self.span(late)) if late > 0 else self.near(promised)

    def is_late(self, promised: datetime | None) -> bool:
        """Whether a promise has passed."""
        return promised is not None and promised < self.now()

    def age(self, since: datetime, until: datetime | None = None) -> str:
        """How long ago, or how long until a moment, short: `5 min`, `3 h`, `12 d`."""
        seconds = max(0.0, ((until or self.now()) - since).total_seconds())
        if seconds < _HOUR:
            return _("{count} min").format(count=int(seconds // _MINUTE))
        if seconds < 2 * _DAY:
            return _("{count} h").format(count=int(seconds // _HOUR))
        return _("{count} d").format(count=int(seconds // _DAY))

    def span(self, seconds: float) -> str:
        """A length of time in its largest whole unit, for example `2 days`."""
        if seconds < _HOUR:
            count = max(1, int(seconds // _MINUTE))
            return ngettext("{count} minute", "{count} minutes", count).format(count=count)
        if seconds < _DAY:
            count = int(seconds // _HOUR)
            return ngettext("{count} hour", "{count} hours", count).format(count=count)
        count = int(seconds // _DAY)
        return ngettext("{count} day", "{count} days", count).format(count=count)

    def money(self, money: Money) -> str:
        """An amount with its currency's sign, for example `£79.00`."""
        if not self.sums:
            return "–"
        own = self.locale.currencySymbol(QLocale.CurrencySymbolFormat.CurrencyIsoCode) == money.currency.code
        sign = self.locale.currencySymbol() if own else money.currency.code
        digits = money.currency.digits
        text = self.locale.toCurrencyString(float(abs(money.amount)), sign if own else f"{sign}\xa0", digits)
        return self.locale.negativeSign() + text if money.minor < 0 else text

    def amount(self, money: Money) -> str:
        """An amount without its sign and grouping, as a field holds it."""
        plain = f"{money.amount:.{money.currency.digits}f}"
        return plain.replace(".", self.locale.decimalPoint())

    def number(self, value: int | Decimal) -> str:
        """A count or quantity, without needless zeros."""
        if isinstance(value, int):
            return self._grouped.toString(value)
        whole = value == value.to_integral_value()
        return (
            self._grouped.toString(int(value))
            if whole
            else f"{value.normalize():f}".replace(".", self.locale.decimalPoint())
        )

    @cached_property
    def _grouped(self) -> QLocale:
        return QLocale(self.locale)

    @cached_property
    def spoken(self) -> QLocale:
        """A window says days and months in its own language, as the words around them."""
        own = QLocale(language())
        return self.locale if own.language() is self.locale.language() else own

    @cached_property
    def _day_number(self) -> str:
        """With a full stop in languages that write ordinal numbers so, for example `10. März`."""
        return "d." if "d." in self.spoken.dateFormat(QLocale.FormatType.LongFormat) else "d"

    def _weekday(self, moment: datetime) -> str:
        return self.spoken.dayName(self.local(moment).isoweekday(), QLocale.FormatType.ShortFormat)


def plain_formats() -> Formats:
    """The formats before a shop is open: the computer's language, UTC."""
    return Formats(QLocale.system().name(), UTC, lambda: datetime.now(UTC))

"""A warranty: a number of days, months or years, counted from the hand-over."""

from __future__ import annotations

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from deskapp.errors import Invalid
from deskapp.i18n import _


class WarrantyUnit(StrEnum):
    """What a warranty is counted in."""

    DAYS = "days"
    MONTHS = "months"
    YEARS = "years"


_MONTHS = {WarrantyUnit.MONTHS: 1, WarrantyUnit.YEARS: 12}
_MOST = {WarrantyUnit.DAYS: 36_500, WarrantyUnit.MONTHS: 1_200, WarrantyUnit.YEARS: 100}


@dataclass(frozen=True, slots=True)
class Warranty:
    """How long the shop answers for its work, for example 90 days or 12 months."""

    number: int
    unit: WarrantyUnit = WarrantyUnit.DAYS

    def until(self, handed_over: date) -> date:
        """The last day of the warranty; the 31st becomes the month's last day where there is none."""
        if self.unit is WarrantyUnit.DAYS:
            return handed_over + timedelta(days=self.number)
        month = handed_over.month - 1 + self.number * _MONTHS[self.unit]
        year, month = handed_over.year + month // 12, month % 12 + 1
        return date(year, month, min(handed_over.day, calendar.monthrange(year, month)[1]))


def checked(warranty: Warranty | None) -> Warranty | None:
    """The warranty as it can be kept; raises `Invalid` for less than one day or more than a century."""
    if warranty and not 1 <= warranty.number <= _MOST[warranty.unit]:
        raise Invalid(_("A warranty lasts from one day to a hundred years."), "warranty")
    return warranty

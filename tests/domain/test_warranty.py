"""Until when the shop answers for its work."""

from __future__ import annotations

from datetime import date

import pytest

from deskapp.domain.warranty import Warranty, WarrantyUnit, checked
from deskapp.errors import Invalid

DAYS, MONTHS, YEARS = WarrantyUnit


@pytest.mark.parametrize(
    ("handed_over", "warranty", "until"),
    [
        (date(2026, 3, 10), Warranty(12, MONTHS), date(2027, 3, 10)),
        (date(2026, 3, 10), Warranty(180, DAYS), date(2026, 9, 6)),
        (date(2026, 1, 20), Warranty(90, DAYS), date(2026, 4, 20)),
        (date(2026, 1, 31), Warranty(1, MONTHS), date(2026, 2, 28)),
        (date(2028, 1, 31), Warranty(1, MONTHS), date(2028, 2, 29)),
        (date(2026, 8, 31), Warranty(6, MONTHS), date(2027, 2, 28)),
        (date(2026, 12, 15), Warranty(1, MONTHS), date(2027, 1, 15)),
        (date(2028, 2, 29), Warranty(1, YEARS), date(2029, 2, 28)),
        (date(2026, 3, 10), Warranty(2, YEARS), date(2028, 3, 10)),
    ],
)
def test_the_last_day(handed_over: date, warranty: Warranty, until: date) -> None:
    assert warranty.until(handed_over) == until


@pytest.mark.parametrize(
    "warranty", [Warranty(0), Warranty(-1), Warranty(40_000), Warranty(1201, MONTHS), Warranty(101, YEARS)]
)
def test_a_warranty_lasts_from_a_day_to_a_hundred_years(warranty: Warranty) -> None:
    with pytest.raises(Invalid) as refusal:
        checked(warranty)
    assert refusal.value.field == "warranty"


@pytest.mark.parametrize("warranty", [None, Warranty(1), Warranty(36_500), Warranty(1200, MONTHS)])
def test_what_can_be_promised_is_kept(warranty: Warranty | None) -> None:
    assert checked(warranty) is warranty

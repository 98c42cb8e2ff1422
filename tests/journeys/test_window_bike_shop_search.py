"""A Saturday at the counter of a bike shop: names from everywhere, typed on an English keyboard."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from deskapp.clock import FixedClock
from deskapp.domain.customer import CustomerDraft, Phone
from deskapp.domain.device import DeviceDraft
from deskapp.domain.ticket import Intake, ItemDraft
from deskapp.services.country import shop_in
from deskapp.services.desk import Desk
from deskapp.tour.hands import press, write

if TYPE_CHECKING:
    from deskapp.tour.guide import Guide

CUSTOMERS = ("Mehmet Yıldız", "Søren Østergård", "Ana Popescu", "Anke Großmann")


@pytest.fixture
def shop_path(tmp_path: Path) -> Path:
    path, clock = tmp_path / "spaak.desk", FixedClock(datetime(2026, 3, 9, 9, tzinfo=UTC))
    with closing(Desk.create(path, shop_in("NL", "Spaak & Ketting"), "Joris de Vries", clock)) as desk:
        for place, name in enumerate(CUSTOMERS):
            customer = CustomerDraft(name, (Phone(f"030 123 45 6{place}"),))
            bike = ItemDraft("Chain worn", DeviceDraft("Bicycle", "Gazelle", f"Orange C{place}"))
            desk.tickets.take_in(desk.actor(), Intake((bike,), customer=customer))
    return path


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("yildiz", "Mehmet Yıldız"),
        ("soren", "Søren Østergård"),
        ("ostergard", "Søren Østergård"),
        ("grossmann", "Anke Großmann"),
    ],
)
def test_a_name_is_found_as_it_is_typed(guide: Guide, typed: str, name: str) -> None:
    guide.clock_at(9, 55)
    number = guide.ticket_of(typed).number
    press("Ctrl+K")
    write(typed)
    guide.expect_in("both are offered", guide.window.omnibox.hits().titles, number, name)
    press("Escape", "Ctrl+F")
    write(typed)
    press("Return")  # at once, before anything is listed
    guide.expect("Enter shows the first that was found", guide.shown_number, number)
    records = guide.list.records
    guide.expect(
        "the queue lists that one",
        lambda: [records.row(place).customer for place in range(records.rowCount())],
        [name],
    )

"""A Saturday in a bike shop in Utrecht: two tax rates, several bikes on one ticket, names from everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from deskapp.clock import FixedClock
from deskapp.domain.actor import Actor
from deskapp.domain.catalog import Kind
from deskapp.domain.customer import CustomerDraft, Phone
from deskapp.domain.device import DeviceDraft
from deskapp.domain.money import Currency, Money
from deskapp.domain.ticket import Intake, ItemDraft, LineDraft, line_totals
from deskapp.services.country import shop_in
from deskapp.services.desk import Desk

EUR = Currency("EUR")
SATURDAY = datetime(2026, 4, 4, 7, 10, tzinfo=UTC)  # ten past nine in Utrecht


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(SATURDAY)


@pytest.fixture
def desk(tmp_path: Path, clock: FixedClock) -> Iterator[Desk]:
    """A Dutch shop with its example rates: 9 % on labour, 21 % on parts."""
    desk = Desk.create(tmp_path / "spaak.desk", shop_in("NL", "Spaak & Ketting"), "Joris de Vries", clock)
    yield desk
    desk.close()


def labour(words: str, amount: str, item: int = 1) -> LineDraft:
    return LineDraft(words, Money(int(Decimal(amount) * 100), EUR), tax_class="reduced", item=item)


def part(words: str, amount: str) -> LineDraft:
    return LineDraft(words, Money(int(Decimal(amount) * 100), EUR), kind=Kind.PART)


def bike(fault: str, brand: str = "", model: str = "", serial: str = "") -> ItemDraft:
    return ItemDraft(fault, DeviceDraft("Bicycle", brand, model, serial))


def test_a_tune_up_with_parts_is_taxed_at_two_rates(desk: Desk, owner: Actor) -> None:
    orange = bike("Gears skip", brand="Gazelle", model="Orange C8", serial="GZ8K41907")
    limit = Money(12000, EUR)
    intake = Intake((orange,), customer=CustomerDraft("Famke Visser"), place="R7", cost_limit=limit)
    number = desk.tickets.take_in(owner, intake).value.number
    tune_up = (labour("Big tune-up", "89.00"), labour("Fit pads", "12.50"))
    parts = (part("Chain", "18.95"), part("Cassette", "22.50"), part("Pads", "14.95"))
    for line in (*tune_up, *parts):
        desk.tickets.add_line(owner, number, line)
    ticket = desk.tickets.get(owner, number)
    assert ticket.totals.gross == Money(15790, EUR)
    assert (ticket.edit.place, ticket.edit.cost_limit) == ("R7", limit)
    [cassette] = [line for line in ticket.lines if line.draft.description == "Cassette"]
    sums = desk.tickets.remove_line(owner, number, cassette.id).value.totals
    assert [(tax.rate.percent, tax.tax.minor) for tax in sums.taxes] == [
        (Decimal(9), 838),
        (Decimal(21), 588),
    ]
    assert (sums.gross.minor, sums.tax.minor, sums.net.minor) == (13540, 1426, 12114)


def test_a_puncture_while_the_customer_waits(desk: Desk, owner: Actor) -> None:
    number = desk.tickets.take_in(
        owner, Intake((bike("Puncture"),), lines=(labour("Puncture", "17.50"),))
    ).value.number
    for status in ("in_work", "ready"):
        desk.tickets.move(owner, number, status)
    ticket = desk.tickets.hand_over(owner, number).value
    assert (ticket.totals.gross.minor, ticket.totals.tax.minor) == (1750, 144)


def test_a_family_takes_two_of_three_bikes(desk: Desk, owner: Actor, clock: FixedClock) -> None:
    bikes = tuple(bike("Small service", model=f"Bike {n}") for n in (1, 2, 3))
    lines = tuple(labour("Small service", "49.00", item=n) for n in (1, 2, 3))
    family = Intake(bikes, customer=CustomerDraft("Koster family"), lines=lines)
    number = desk.tickets.take_in(owner, family).value.number
    desk.tickets.move(owner, number, "in_work")
    for item in (1, 2):
        desk.tickets.move(owner, number, "ready", item=item)
    clock.moment += timedelta(hours=7)
    ticket = desk.tickets.hand_over(owner, number).value
    assert [item.status for item in ticket.items] == ["collected", "collected", "in_work"]
    assert ticket.closed_at is None
    gone = [line for item in ticket.items if item.status == "collected" for line in item.lines]
    sums = line_totals(gone, EUR, inclusive=ticket.prices_include_tax)
    assert (sums.gross.minor, sums.tax.minor) == (9800, 809)  # rounded by line it would be 8.10
    assert [row.number for row in desk.tickets.rows(owner, "is:open koster")] == [number]


@pytest.mark.parametrize(("typed", "name"), [("yildiz", "Mehmet Yıldız"), ("soren", "Søren Østergård")])
def test_names_are_found_as_the_counter_types_them(desk: Desk, owner: Actor, typed: str, name: str) -> None:
    for customer in ("Mehmet Yıldız", "Søren Østergård", "Ana Popescu"):
        draft = CustomerDraft(customer, (Phone("030 123 45 67"),))
        desk.tickets.take_in(owner, Intake((bike("Chain worn"),), customer=draft))
    assert [row.customer for row in desk.tickets.rows(owner, typed)] == [name]
    assert [match.name for match in desk.customers.match(owner, typed)] == [name]

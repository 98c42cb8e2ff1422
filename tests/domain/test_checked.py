"""What can be written down: customers, catalog entries, tickets, lines and the shop."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from deskapp.domain import catalog, customer, shop, ticket
from deskapp.domain.customer import CustomerDraft, Phone
from deskapp.domain.device import DeviceDraft
from deskapp.domain.money import Money
from deskapp.domain.shop import OpeningDay, Shop
from deskapp.domain.tag import checked_tags
from deskapp.domain.tax import TaxClass, TaxRate
from deskapp.domain.ticket import Intake, ItemDraft
from deskapp.domain.warranty import Warranty
from deskapp.errors import Invalid
from tests.builders import GBP, a_customer, a_line, a_service, an_intake, an_item

VAT = TaxRate("VAT", Decimal(20))


def refused_field(check: Callable[[Any], object], value: object) -> str:
    with pytest.raises(Invalid) as refusal:
        check(value)
    assert str(refusal.value).endswith((".", "please."))
    return refusal.value.field


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (CustomerDraft(""), "name"),
        (CustomerDraft(" \x00\u202e "), "name"),
        (CustomerDraft("x" * 121), "name"),
        (a_customer(email="nobody"), "email"),
        (a_customer(email="a@b"), "email"),
        (a_customer(email="a b@c.de"), "email"),
        (a_customer(email="a@b@c.de"), "email"),
        (a_customer(phone="1" * 41), "phones"),
        (CustomerDraft("A", phones=(Phone("1"),) * 9), "phones"),
        (a_customer(postcode="x" * 21), "postcode"),
    ],
)
def test_a_customer_that_cannot_be_kept(draft: CustomerDraft, field: str) -> None:
    assert refused_field(customer.checked, draft) == field


def test_a_company_needs_no_person_and_empty_phones_are_dropped() -> None:
    kept = customer.checked(
        CustomerDraft("", company=" Greenleaf  Café Ltd ", phones=(Phone(" "), Phone("0113")))
    )
    assert (kept.company, kept.phones) == ("Greenleaf Café Ltd", (Phone("0113"),))


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (a_service(code=" "), "code"),
        (a_service(name=""), "name"),
        (a_service(price="-1.00"), "price"),
        (a_service(cost=Money(-1, GBP)), "cost"),
        (a_service(minutes=-1), "minutes"),
        (a_service(minutes=10**9), "minutes"),
        (a_service(warranty=Warranty(-5)), "warranty"),
        (a_service(code="x" * 31), "code"),
    ],
)
def test_a_catalog_entry_that_cannot_be_kept(draft: catalog.ServiceDraft, field: str) -> None:
    assert refused_field(catalog.checked, draft) == field


def test_a_code_is_written_in_capitals() -> None:
    assert catalog.checked(a_service(code=" scr-ip13 ")).code == "SCR-IP13"


@pytest.mark.parametrize(
    ("intake", "field"),
    [
        (Intake(items=()), "items"),
        (Intake(items=(an_item(),) * 51), "items"),
        (Intake(items=(ItemDraft(),)), "fault"),
        (Intake(items=(ItemDraft(fault="\x00 \u202e"),)), "fault"),
        (an_intake(fault="x" * 20_001), "fault"),
        (an_intake(items=(an_item(device=DeviceDraft(model="x" * 121)),)), "model"),
        (an_intake(items=(an_item(device=DeviceDraft(model="A", year=21)),)), "year"),
        (an_intake(place="x" * 61), "place"),
        (an_intake(tags=("x" * 31,)), "tags"),
        (an_intake(lines=(a_line(description=" "),)), "description"),
    ],
)
def test_an_intake_that_cannot_be_kept(intake: Intake, field: str) -> None:
    assert refused_field(ticket.checked, intake) == field


def test_a_device_alone_is_enough_to_take_in() -> None:
    [item] = ticket.checked(Intake(items=(ItemDraft(device=DeviceDraft(category="Bicycle")),))).items
    assert item.device.label == "Bicycle"


@pytest.mark.parametrize("quantity", ["0", "100001", "-100001", "NaN", "sNaN", "Infinity", "0.00001"])
def test_a_quantity_that_cannot_be_charged(quantity: str) -> None:
    assert refused_field(ticket.checked_line, a_line(quantity=Decimal(quantity))) == "quantity"


@pytest.mark.parametrize("quantity", ["1", "0.25", "1.3333", "-2", "100000", "1E+2"])
def test_a_quantity_that_can(quantity: str) -> None:
    assert ticket.checked_line(a_line(quantity=Decimal(quantity))).quantity == Decimal(quantity)


def test_a_line_with_an_endless_warranty_is_refused() -> None:
    assert refused_field(ticket.checked_line, a_line(warranty=Warranty(10**6))) == "warranty"


def test_tags_are_single_words_without_doubles() -> None:
    assert checked_tags((" Rush  Job ", "rush\u00a0job", "VIP", "", "vip")) == ("rush-job", "vip")


def test_lines_as_shown_add_up_to_the_sum() -> None:
    halves = [ticket.Line(n, a_line(price="0.99", quantity=Decimal("0.5")), (VAT,)) for n in (1, 2)]
    assert [line.amount.minor for line in halves] == [50, 50]
    assert ticket.line_totals(halves, GBP, inclusive=True).gross.minor == 100


GOOD = Shop("Northgate Repairs", tax_classes=(TaxClass("standard", "Standard", (VAT,)),))


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": " "}, "name"),
        ({"time_zone": "Mars/Olympus"}, "time_zone"),
        ({"time_zone": "../etc"}, "time_zone"),
        ({"ticket_template": "N"}, "ticket_template"),
        ({"terms": "x" * 2001}, "terms"),
        ({"tax_classes": (TaxClass("", "A"),)}, "tax_classes"),
        ({"tax_classes": (TaxClass("a", " "),)}, "tax_classes"),
        ({"tax_classes": (TaxClass("a", "A"), TaxClass("a", "B"))}, "tax_classes"),
        ({"tax_classes": (TaxClass("a", "A", (TaxRate("", Decimal(20)),)),)}, "tax_classes"),
        ({"tax_classes": (TaxClass("a", "A", (TaxRate("VAT", Decimal(-1)),)),)}, "tax_classes"),
        ({"tax_classes": (TaxClass("a", "A", (TaxRate("VAT", Decimal("NaN")),)),)}, "tax_classes"),
        ({"tax_classes": (TaxClass("a", "A", (VAT, VAT)),)}, "tax_classes"),
        ({"opening_hours": (OpeningDay(7, "09:00", "17:00"),)}, "opening_hours"),
        ({"opening_hours": (OpeningDay(0, "9", "17:00"),)}, "opening_hours"),
        ({"opening_hours": (OpeningDay(0, "17:00", "09:00"),)}, "opening_hours"),
    ],
)
def test_a_shop_that_cannot_be_kept(change: dict[str, Any], field: str) -> None:
    assert refused_field(shop.checked, replace(GOOD, **change)) == field


def test_a_shop_is_kept_as_it_is() -> None:
    hours = (OpeningDay(0, "09:00", "12:30"), OpeningDay(0, "13:30", "24:00"))
    good = replace(GOOD, opening_hours=hours)
    assert shop.checked(good) == good


def test_a_tax_class_that_the_shop_lacks_is_named() -> None:
    with pytest.raises(Invalid, match="no tax class “luxury”"):
        GOOD.tax_class("luxury")

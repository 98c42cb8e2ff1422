"""What few customers have: further e-mails and addresses, contacts, a payer, tags; and the sorted list."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from deskapp.clock import FixedClock
from deskapp.domain.actor import Actor
from deskapp.domain.customer import Address, Contact, Customer, CustomerDraft, Email
from deskapp.errors import Invalid, StaleWrite
from deskapp.services.desk import Desk
from tests.builders import a_customer, an_intake

FIRM = CustomerDraft(
    "",
    company="Greenleaf Café Ltd",
    kind="firm",
    emails=(Email("orders@greenleaf.example", "orders"), Email("boss@greenleaf.example")),
    addresses=(Address("4 Mill Lane", "LS2 7EE", "Bradford", "GB", "delivery"),),
    contacts=(Contact("Noor Haddad", "workshop", "0113 496 0555", "", "noor@greenleaf.example"),),
    channel="email",
    do_not_contact=True,
    price_group="trade",
    tags=("Fleet", "cash only", "fleet"),
    iban="gb82west12345698765432",
    tax_id="GB980780684",
)


@pytest.fixture
def firm(desk: Desk, owner: Actor) -> Customer:
    return desk.customers.add(owner, FIRM).value


def found(desk: Desk, owner: Actor, query: str, **how: Any) -> list[str]:
    return [match.name for match in desk.customers.rows(owner, query, **how)]


def test_everything_about_a_firm_is_kept(desk: Desk, owner: Actor, firm: Customer) -> None:
    kept = desk.customers.get(owner, firm.id)
    assert kept == firm
    contact = replace(FIRM.contacts[0], normal="+441134960555")
    iban = "GB82 WEST 1234 5698 7654 32"
    assert kept.draft == replace(FIRM, tags=("fleet", "cash-only"), iban=iban, contacts=(contact,))
    assert desk.check(owner) == ()


@pytest.mark.parametrize(
    "typed",
    [
        "orders@greenleaf",
        "bradford",
        "noor workshop",
        "0555",
        "496 0555",
        "fleet",
        "GB980780684",
        "tag:Fleet",
    ],
)
def test_a_firm_is_found_by_all_that_was_written_down(
    desk: Desk, owner: Actor, firm: Customer, typed: str
) -> None:
    desk.customers.add(owner, a_customer("Bo"))
    assert found(desk, owner, typed) == [firm.name]
    assert desk.customers.count(owner, typed) == 1


def test_a_ticket_is_found_by_the_contact_of_its_customer(desk: Desk, owner: Actor, firm: Customer) -> None:
    desk.tickets.take_in(owner, an_intake(customer=None, customer_id=firm.id))
    assert desk.tickets.count(owner, "noor") == 1
    changed = replace(firm.draft, contacts=())
    desk.customers.edit(owner, firm.id, changed, firm.row_version)
    assert desk.tickets.count(owner, "noor") == 0


def test_a_tag_means_the_whole_tag(desk: Desk, owner: Actor, firm: Customer) -> None:
    desk.customers.add(owner, a_customer("Bo", tags=("fleets",)))
    assert found(desk, owner, "tag:fleet") == [firm.name]
    assert found(desk, owner, "tag:fleet tag:cash-only green") == [firm.name]
    assert found(desk, owner, "tag:cash") == []
    assert found(desk, owner, "tag:*") == []
    assert desk.customers.tags(owner) == ("cash-only", "fleet", "fleets")


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("emails", {"emails": (Email("other@greenleaf.example"),)}),
        ("addresses", {"addresses": ()}),
        ("contacts", {"contacts": (Contact("Noor Haddad"), Contact("Jo"))}),
        ("tags", {"tags": ("new",)}),
        ("do_not_contact", {"do_not_contact": False}),
    ],
)
def test_each_piece_is_changed_taken_back_and_refused_when_stale(
    desk: Desk, owner: Actor, firm: Customer, field: str, change: dict[str, Any]
) -> None:
    done = desk.customers.edit(owner, firm.id, replace(firm.draft, **change), firm.row_version)
    assert getattr(done.value.draft, field) == change[field]
    with pytest.raises(StaleWrite):
        desk.customers.edit(owner, firm.id, firm.draft, firm.row_version)
    desk.undo(owner, done.undo)
    assert desk.customers.get(owner, firm.id).draft == firm.draft
    assert desk.check(owner) == ()


def test_somebody_else_pays(desk: Desk, owner: Actor, firm: Customer) -> None:
    driver = desk.customers.add(owner, a_customer("Bo", payer_id=firm.id)).value
    assert driver.payer == "Greenleaf Café Ltd"
    assert desk.customers.get(owner, driver.id) == driver
    for payer_id in (driver.id, 99):
        with pytest.raises(Invalid) as refusal:
            desk.customers.edit(owner, firm.id, replace(firm.draft, payer_id=payer_id), firm.row_version)
        assert refusal.value.field == "payer_id"
    with pytest.raises(Invalid):
        desk.customers.edit(owner, driver.id, replace(driver.draft, payer_id=driver.id), driver.row_version)


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (replace(FIRM, kind="robot"), "kind"),
        (replace(FIRM, channel="owl"), "channel"),
        (replace(FIRM, emails=(Email("nobody"),)), "emails"),
        (replace(FIRM, contacts=(Contact("", "boss"),)), "contacts"),
        (replace(FIRM, addresses=(Address("1"),) * 21), "addresses"),
        (replace(FIRM, tags=("t" * 31,)), "tags"),
        (replace(FIRM, iban="GB82 WEST 1234 5698 7654 33"), "iban"),
        (replace(FIRM, price_group="x" * 41), "price_group"),
    ],
)
def test_what_cannot_be_kept_is_refused_by_field(
    desk: Desk, owner: Actor, draft: CustomerDraft, field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        desk.customers.add(owner, draft)
    assert refusal.value.field == field
    assert desk.customers.count(owner) == 0


def test_the_list_is_sorted_by_each_column(desk: Desk, owner: Actor, clock: FixedClock) -> None:
    add = desk.customers.add
    zoe = add(owner, a_customer("Zoë Abel", "0300", city="York", tags=("b",))).value.id
    bo = add(owner, a_customer("Bo Berg", "0200", company="Firm", tags=("a",))).value.id
    cy = add(owner, CustomerDraft("Cy Cole", city="leeds")).value.id
    for customer_id in (zoe, bo, bo):
        clock.moment += timedelta(days=1)
        desk.tickets.take_in(owner, an_intake(customer=None, customer_id=customer_id))
    orders = {
        "name": [zoe, bo, cy],
        "-name": [cy, bo, zoe],
        "company": [bo, zoe, cy],
        "city": [cy, zoe, bo],
        "-city": [zoe, cy, bo],
        "phone": [bo, zoe, cy],
        "-open": [bo, zoe, cy],
        "open": [zoe, bo, cy],
        "visit": [zoe, bo, cy],
        "-visit": [bo, zoe, cy],
        "tags": [bo, zoe, cy],
    }
    for sort, ids in orders.items():
        assert [match.id for match in desk.customers.rows(owner, sort=sort)] == ids, sort
        second = desk.customers.rows(owner, sort=sort, offset=1, limit=1)
        assert [match.id for match in second] == ids[1:2], sort
    with pytest.raises(Invalid):
        desk.customers.rows(owner, sort="iban")

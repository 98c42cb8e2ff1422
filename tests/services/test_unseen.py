"""What a technician may not see is in no value that they are given, and stays when they save."""

from __future__ import annotations

import inspect
from dataclasses import replace
from typing import Any

import pytest

from deskapp.domain.actor import Actor, Role
from deskapp.domain.customer import Address, Contact, Email
from deskapp.domain.device import DeviceDraft
from deskapp.domain.enquiry import EnquiryDraft
from deskapp.domain.permission import CALLS, WITHOUT_ACTOR, Action
from deskapp.domain.undo import Done
from deskapp.errors import DeskError, NotAllowed, StaleWrite
from deskapp.services.desk import Desk
from tests.builders import a_customer, a_line, a_service, an_intake, pounds
from tests.services.test_permission import calls

EMAIL, STREET, PRICE = "canary@example.org", "7 Canary Row", 987_654_3
MARKS = (EMAIL, STREET, "CANARYVILLE", "CN4 4RY", str(PRICE), "second@canary.example", "12 Canary Quay")
DIRECTORY = {"email": EMAIL, "street": STREET, "city": "CANARYVILLE", "postcode": "CN4 4RY"}
READS = (Action.SEE_TICKETS, Action.SEE_NAMES, Action.TAKE_IN)


@pytest.fixture
def tom(desk: Desk, owner: Actor) -> Actor:
    """A technician."""
    desk.people.add(owner, "Tom", Role.TECHNICIAN)
    return desk.actor("Tom")


@pytest.fixture
def number(desk: Desk, owner: Actor, tom: Actor) -> str:
    """A ticket of the technician, with all that they may not see."""
    further: dict[str, Any] = {
        "emails": (Email("second@canary.example"),),
        "addresses": (Address("12 Canary Quay"),),
        "contacts": (Contact("Ann", email="second@canary.example"),),
    }
    customer = a_customer(**DIRECTORY, **further)
    price = replace(pounds("0.00"), minor=PRICE)
    desk.catalog.add(owner, replace(a_service(), price=price, cost=price))
    line = replace(a_line(), unit_price=price, service_id=1)
    intake = an_intake(
        customer=customer, lines=(line,), deposit=price, cost_limit=price, person_id=tom.person_id
    )
    number = desk.tickets.take_in(owner, intake).value.number
    desk.customers.add(owner, a_customer("Łukasz Wójcik", "07700 900142", **DIRECTORY))
    desk.enquiries.add(owner, EnquiryDraft("How long?", "Bo", email=EMAIL))
    desk.devices.add(owner, DeviceDraft("Phone", "Nokia", "105", is_loaner=True))
    return number


def plain(value: Any) -> str:
    """All that a value holds, what it takes back and what is read later too."""
    return repr((value.value, value.undo)) if isinstance(value, Done) else repr(value)


def read(desk: Desk, call: str, actor: Actor, number: str) -> str:
    """What a reading call answers; nothing where it has nothing about this ticket."""
    values: dict[str, Any] = {
        "number": number,
        "ticket_id": 1,
        "customer_id": 1,
        "device_id": 1,
        "enquiry_id": 1,
        "by": "status",
        "customer_ids": [1],
        "ticket_ids": [1],
        "typed": "142",
        "query": "",
        "code": "CHG-S21",
        "ticket": desk.tickets.get(actor, number),
        "record": 1,
    }
    method: Any = desk
    for name in call.removeprefix("desk.").split("."):
        method = getattr(method, name)
    wanted = inspect.signature(calls(desk).get(call, method)).parameters
    try:
        return plain(method(actor, **{name: values[name] for name in wanted if name in values}))
    except (DeskError, TypeError, AttributeError):
        return ""


def test_no_reading_call_gives_a_technician_money_or_an_address(
    desk: Desk, owner: Actor, tom: Actor, number: str
) -> None:
    leaking, carrying = [], []
    for call, action in CALLS.items():
        if action not in READS or call in WITHOUT_ACTOR:
            continue
        carrying += [call] * any(mark in read(desk, call, owner, number) for mark in MARKS)
        leaking += [call] * any(mark in read(desk, call, tom, number) for mark in MARKS)
    assert leaking == []
    assert len(carrying) > 12, "the control: an owner is given them"
    assert {"tickets.get", "queue.rows", "customers.get", "papers.ticket", "catalog.rows"} <= set(carrying)


def test_they_have_names_phones_and_devices_all_the_same(desk: Desk, tom: Actor, number: str) -> None:
    ticket = desk.tickets.get(tom, number)
    assert ticket.customer is not None
    assert (ticket.customer.name, ticket.customer.phones[0].typed) == ("Łukasz Wójcik", "07700 900142")
    assert [line.draft.description for line in ticket.lines] == ["Charging port"]
    assert desk.customers.rows(tom)[0].phone
    assert desk.devices.visits(tom, 1)[0].number == number


def test_no_act_gives_them_back_either(desk: Desk, tom: Actor, number: str) -> None:
    acts = (
        desk.tickets.note(tom, number, "Opened"),
        desk.tickets.move(tom, number, "in_work"),
        desk.tickets.add_line(tom, number, replace(a_line("Case"), service_id=1)),
        desk.tickets.take_in(tom, an_intake(customer=None, customer_id=1)),
    )
    assert not any(mark in plain(done) for done in acts for mark in MARKS)
    for done in reversed(acts[:3]):
        desk.undo(tom, done.undo)


def test_what_they_do_not_see_they_do_not_change(desk: Desk, owner: Actor, tom: Actor, number: str) -> None:
    seen = desk.tickets.get(tom, number)
    desk.tickets.edit(tom, number, replace(seen.edit, place="R7"), seen.row_version)
    line = seen.lines[0]
    desk.tickets.edit_line(tom, number, line.id, replace(line.draft, result="Done"), line.row_version)
    stands = desk.tickets.get(owner, number)
    assert (stands.edit.place, stands.lines[0].draft.result) == ("R7", "Done")
    assert stands.edit.deposit == stands.edit.cost_limit == stands.lines[0].draft.unit_price
    assert stands.lines[0].draft.unit_price.minor == PRICE


def test_what_they_put_on_a_ticket_costs_what_the_catalog_says(
    desk: Desk, owner: Actor, tom: Actor, number: str
) -> None:
    desk.tickets.add_line(tom, number, replace(a_line("Port", "1.00"), service_id=1))
    desk.tickets.add_line(tom, number, a_line("Something", "1.00"))
    taken = desk.tickets.take_in(tom, an_intake(lines=(a_line("By hand", "1.00"),), deposit=pounds("5.00")))
    assert [one.draft.unit_price.minor for one in desk.tickets.get(owner, number).lines] == [PRICE, PRICE, 0]
    theirs = desk.tickets.get(owner, taken.value.number)
    assert (theirs.lines[0].draft.unit_price.minor, theirs.edit.deposit) == (0, None)


def test_lists_do_not_answer_what_something_costs(desk: Desk, owner: Actor, tom: Actor, number: str) -> None:
    for query, sort in (
        ("total:>100", "-received"),
        ("not (total:<5)", "due"),
        ("", "-total"),
        ("sort:total", "due"),
    ):
        with pytest.raises(NotAllowed, match="Sums"):
            desk.queue.rows(tom, query, sort=sort)
        desk.queue.rows(owner, query, sort=sort)
    with pytest.raises(NotAllowed, match="Sums"):
        desk.tickets.count(tom, "total:>100")


def test_a_conflict_tells_no_sum(desk: Desk, tom: Actor, number: str) -> None:
    line = desk.tickets.get(tom, number).lines[0]
    with pytest.raises(StaleWrite) as stale:
        desk.tickets.edit_line(tom, number, line.id, line.draft, line.row_version + 1)
    assert "description" in stale.value.theirs
    assert not any(mark in repr(stale.value.theirs) for mark in MARKS)

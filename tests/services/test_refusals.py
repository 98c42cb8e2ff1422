"""What the desk refuses: it is said in a sentence, and the file holds what it held before."""

# ruff: noqa: ARG005  every act is called with desk, owner and number, whether it needs them or not

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from deskapp.clock import FixedClock
from deskapp.domain.catalog import ServiceDraft
from deskapp.domain.customer import CustomerDraft
from deskapp.domain.paper import Document
from deskapp.domain.ticket import ItemReport, TicketEdit
from deskapp.domain.undo import Undo
from deskapp.errors import DeskError
from deskapp.services.desk import Desk
from tests.builders import a_customer, a_line, a_service, an_intake, an_item
from tests.conftest import NOON
from tests.contents import everything

Act = Callable[[Any, Any, str], object]


@pytest.fixture(scope="module")
def busy(blank_shop: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Desk, str]]:
    """A desk with one ticket that all refusals share, because none of them changes it."""
    desk = Desk.open(Path(shutil.copy(blank_shop, tmp_path_factory.mktemp("busy"))), FixedClock(NOON))
    owner = desk.actor()
    desk.catalog.add(owner, a_service())
    yield desk, desk.tickets.take_in(owner, an_intake(lines=(a_line(),))).value.number
    desk.close()


def check_refusal(busy: tuple[Desk, str], act: Act, sentence: str) -> None:
    desk, number = busy
    before = everything(desk.path)
    with pytest.raises(DeskError, match=sentence) as refusal:
        act(desk, desk.actor(), number)
    assert "\n" not in str(refusal.value)
    assert everything(desk.path) == before
    assert desk.check(desk.actor()) == ()


TICKETS: list[tuple[Act, str]] = [
    (lambda d, o, n: d.tickets.get(o, "26999999"), "There is no ticket 26999999"),
    (lambda d, o, n: d.tickets.get(o, "\ud800"), "There is no ticket"),
    (lambda d, o, n: d.tickets.by_id(o, 99), "no longer in the shop file"),
    (lambda d, o, n: d.tickets.move(o, n, "vanished"), "no status “vanished”; the shop has received"),
    (lambda d, o, n: d.tickets.move(o, n, "in_work", item=9), "has no item 9"),
    (lambda d, o, n: d.tickets.move(o, n, "received"), "It is already “Received”"),
    (lambda d, o, n: d.tickets.note(o, n, " \n "), "Write something first"),
    (lambda d, o, n: d.tickets.message(o, n, "x" * 20_001), "20001 characters; 20000 fit"),
    (lambda d, o, n: d.tickets.add_line(o, n, a_line(item=2)), "has no item 2"),
    (lambda d, o, n: d.tickets.add_line(o, n, a_line(tax_class="luxury")), "no tax class “luxury”"),
    (lambda d, o, n: d.tickets.add_line(o, n, a_line(service_id=99)), "no longer in the catalog"),
    (lambda d, o, n: d.tickets.edit_line(o, n, 99, a_line(), 1), "no longer on the ticket"),
    (lambda d, o, n: d.tickets.remove_line(o, n, 99), "no longer on the ticket"),
    (lambda d, o, n: d.tickets.edit_item(o, n, 2, an_item(), 1), "has no item 2"),
    (lambda d, o, n: d.tickets.edit_item(o, n, 1, an_item(device_id=99), 1), "not in the register"),
    (lambda d, o, n: d.tickets.report(o, n, 2, ItemReport(), 1), "has no item 2"),
    (lambda d, o, n: d.tickets.edit(o, n, TicketEdit(person_id=99), 1), "does not work here"),
    (lambda d, o, n: d.tickets.edit(o, n, TicketEdit(customer_id=99), 1), "no customer 99"),
    (lambda d, o, n: d.tickets.take_in(o, an_intake(customer=None, customer_id=99)), "no customer 99"),
    (lambda d, o, n: d.tickets.take_in(o, an_intake(person_id=99)), "does not work here"),
    (lambda d, o, n: d.tickets.take_in(o, an_intake(items=(an_item(device_id=99),))), "not in the register"),
    (lambda d, o, n: d.tickets.take_in(o, an_intake(lines=(a_line(item=5),))), "has no item 5"),
    (lambda d, o, n: d.tickets.take_in(o, an_intake(customer=a_customer(" "))), "A customer needs a name"),
    (lambda d, o, n: d.tickets.rows(o, sort="weather"), "cannot be sorted by “weather”"),
    (lambda d, o, n: d.tickets.rows(o, "status:vanished"), "no status “vanished”"),
    (lambda d, o, n: d.tickets.count(o, "colour:red"), "does not know “colour:”"),
]
OTHERS: list[tuple[Act, str]] = [
    (lambda d, o, n: d.customers.add(o, CustomerDraft("")), "A customer needs a name"),
    (lambda d, o, n: d.customers.add(o, a_customer(email="no")), "not an e-mail address"),
    (lambda d, o, n: d.customers.edit(o, 99, a_customer(), 1), "no customer 99"),
    (lambda d, o, n: d.customers.edit(o, 1, CustomerDraft(" "), 1), "A customer needs a name"),
    (lambda d, o, n: d.customers.get(o, 99), "no customer 99"),
    (lambda d, o, n: d.customers.bin(o, 99), "no longer in the shop file"),
    (lambda d, o, n: d.customers.rows(o, "word " * 30), "up to 20 words"),
    (lambda d, o, n: d.catalog.add(o, a_service()), "already has an entry “CHG-S21”"),
    (lambda d, o, n: d.catalog.add(o, a_service("X", tax_class="luxury")), "no tax class “luxury”"),
    (lambda d, o, n: d.catalog.add(o, a_service("X", price="-1.00")), "cannot be below zero"),
    (lambda d, o, n: d.catalog.edit(o, 99, a_service("X"), 1), "no longer in the shop file"),
    (lambda d, o, n: d.catalog.retire(o, 99), "no longer in the shop file"),
    (lambda d, o, n: d.catalog.by_code(o, "NOPE"), "no entry “NOPE”"),
    (lambda d, o, n: d.catalog.by_code(o, "\ud800"), "no entry"),
    (lambda d, o, n: d.people.add(o, " "), "A person needs a name"),
    (lambda d, o, n: d.people.add(o, "PRIYA  nair"), "already in the list"),
    (lambda d, o, n: d.actor("Nobody"), "Nobody here is called “Nobody”; the shop has Priya Nair"),
    (lambda d, o, n: d.papers.ticket(o, "26999999"), "There is no ticket"),
    (lambda d, o, n: d.papers.printed(o, "26999999", Document.CLAIM_TICKET, b""), "There is no ticket"),
    (lambda d, o, n: d.undo(o, Undo("nothing", ())), "nothing to take back"),
]


@pytest.mark.parametrize(("act", "sentence"), TICKETS)
def test_what_cannot_be_done_to_a_ticket(busy: tuple[Desk, str], act: Act, sentence: str) -> None:
    check_refusal(busy, act, sentence)


@pytest.mark.parametrize(("act", "sentence"), OTHERS)
def test_what_cannot_be_done_elsewhere(busy: tuple[Desk, str], act: Act, sentence: str) -> None:
    check_refusal(busy, act, sentence)


def test_a_service_draft_is_refused_before_anything_is_written(busy: tuple[Desk, str]) -> None:
    without_name = ServiceDraft("X", "", a_service().price)
    check_refusal(busy, lambda d, o, n: d.catalog.add(o, without_name), "needs a name")

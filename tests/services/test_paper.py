"""What papers are made from: the customer's words and the shop's sums, and nothing internal."""

from __future__ import annotations

from dataclasses import asdict
from datetime import date, timedelta

from deskapp.clock import FixedClock
from deskapp.domain.actor import Actor
from deskapp.domain.paper import Document
from deskapp.domain.ticket import ItemReport
from deskapp.domain.warranty import Warranty, WarrantyUnit
from deskapp.services.desk import Desk
from tests.builders import a_customer, a_line, an_item
from tests.contents import rows
from tests.services.conftest import Move, TakeIn

SECRET = "slow payer"


def test_internal_text_is_in_no_paper(desk: Desk, owner: Actor, take_in: TakeIn, move: Move) -> None:
    customer = a_customer(note=SECRET, alert=SECRET)
    number = take_in(customer=customer, tags=(SECRET,)).number  # its place is on the label of the shelf
    desk.tickets.note(owner, number, SECRET)
    move(number, "waiting_part", reason=SECRET)
    paper = desk.papers.ticket(owner, number)
    assert paper.customer is not None
    assert paper.customer.name == "Łukasz Wójcik"
    assert SECRET not in repr(paper)
    assert SECRET not in str(asdict(paper))
    assert "slow-payer" not in repr(paper)


def test_a_paper_says_what_was_found_done_and_charged(desk: Desk, owner: Actor, take_in: TakeIn) -> None:
    line = a_line(price="189.00", result="Fitted", warranty=Warranty(12, WarrantyUnit.MONTHS))
    ticket = take_in(
        items=(an_item("Display cracked", condition="Scratched", accessories="Case"),), lines=(line,)
    )
    report = ItemReport("Broken", "Replaced", "Glass")
    desk.tickets.report(owner, ticket.number, 1, report, 1)
    paper = desk.papers.ticket(owner, ticket.number)
    [item] = paper.items
    assert (item.fault, item.condition, item.accessories, item.report) == (
        "Display cracked",
        "Scratched",
        "Case",
        report,
    )
    assert (item.status, item.lines[0].amount, item.lines[0].result) == (
        "Received",
        line.unit_price,
        "Fitted",
    )
    assert (item.lines[0].warranty, item.lines[0].warranty_until) == (line.warranty, None)
    assert (paper.number, paper.code, paper.received_by) == (ticket.number, ticket.code, "Priya Nair")
    assert (paper.totals, paper.prices_include_tax) == (ticket.totals, True)


def test_a_warranty_is_counted_from_the_hand_over_of_its_item(
    desk: Desk, owner: Actor, take_in: TakeIn, move: Move, clock: FixedClock
) -> None:
    items = (an_item("Screen"), an_item("Battery"))
    lines = (
        a_line(warranty=Warranty(12, WarrantyUnit.MONTHS)),
        a_line(warranty=Warranty(180), item=2),
        a_line(item=2),
    )
    number = take_in(items=items, lines=lines).number
    move(number, "in_work")
    move(number, "ready")
    move(number, "collected", item=1)
    clock.moment += timedelta(days=3)
    paper = desk.papers.ticket(owner, number)
    assert [line.warranty_until for item in paper.items for line in item.lines] == [
        date(2027, 3, 10),
        None,
        None,
    ]
    assert paper.handed_over_at == clock.now() - timedelta(days=3)
    move(number, "collected")
    paper = desk.papers.ticket(owner, number)
    assert paper.items[1].lines[0].warranty_until == date(2026, 9, 9)
    assert paper.handed_over_at == clock.now()


def test_a_warranty_begins_on_the_day_of_the_shop(
    desk: Desk, owner: Actor, take_in: TakeIn, move: Move, clock: FixedClock
) -> None:
    number = take_in(lines=(a_line(warranty=Warranty(1)),)).number
    move(number, "in_work")
    move(number, "ready")
    clock.moment = clock.moment.replace(month=7, hour=23, minute=0)  # already the 11th in London
    move(number, "collected")
    assert desk.papers.ticket(owner, number).items[0].lines[0].warranty_until == date(2026, 7, 12)


def test_what_was_declined_has_no_warranty(desk: Desk, owner: Actor, take_in: TakeIn, move: Move) -> None:
    number = take_in(lines=(a_line(warranty=Warranty(90)),)).number
    move(number, "declined")
    paper = desk.papers.ticket(owner, number)
    assert (paper.handed_over_at, paper.items[0].lines[0].warranty_until) == (None, None)


def test_that_a_paper_was_handed_out_is_written_down(desk: Desk, owner: Actor, take_in: TakeIn) -> None:
    number = take_in().number
    heard: list[int] = []
    desk.on_change(lambda: heard.append(1))
    desk.papers.printed(owner, number, Document.SERVICE_SUMMARY, b"%PDF")
    assert [(entry.kind, entry.text) for entry in desk.tickets.get(owner, number).history[1:]] == [
        ("print", "Printed: Service summary")
    ]
    assert heard == [1]
    assert rows(desk.path, "SELECT action FROM audit ORDER BY id DESC LIMIT 1") == [("print",)]


def test_equal_tickets_make_equal_values(desk: Desk, owner: Actor, take_in: TakeIn) -> None:
    number = take_in().number
    assert desk.papers.ticket(owner, number) == desk.papers.ticket(owner, number)

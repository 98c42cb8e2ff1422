"""Quick jobs: one act makes a ticket that is over, to the cent, and taking it back is one act too."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from deskapp.clock import FixedClock
from deskapp.domain.actor import Actor
from deskapp.domain.quick_job import QuickJob
from deskapp.domain.warranty import Warranty
from deskapp.errors import DeskError, Invalid, StaleWrite
from deskapp.services.desk import Desk
from deskapp.services.line import line_from_service
from tests.builders import a_customer, a_line, a_service, an_intake, pounds
from tests.contents import rows, standing

PUNCTURE = QuickJob((a_line("Puncture repair", "17.50"),))


def test_it_is_a_ticket_that_is_over_by_allowed_steps(desk: Desk, owner: Actor, clock: FixedClock) -> None:
    ticket = desk.quick_jobs.add(owner, PUNCTURE).value
    assert (ticket.number, ticket.status, ticket.meaning, ticket.kind) == (
        "26000018",
        "collected",
        "closed",
        "quick",
    )
    assert [(step.before, step.after) for step in ticket.steps] == [
        (None, "received"),
        ("received", "in_work"),
        ("in_work", "ready"),
        ("ready", "collected"),
    ]
    assert {step.at for step in ticket.steps} == {clock.moment} == {ticket.closed_at}
    assert (ticket.person, ticket.received_by, ticket.customer) == ("Priya Nair", "Priya Nair", None)
    assert (ticket.items[0].fault, ticket.totals.gross) == ("Puncture repair", pounds("17.50"))
    assert rows(desk.path, "SELECT turnaround_min, closed_month FROM ticket") == [(0, "2026-03")]
    assert desk.check(owner) == ()


def test_the_number_is_the_next_of_the_series(desk: Desk, owner: Actor) -> None:
    numbers = [
        desk.tickets.take_in(owner, an_intake()).value.number,
        desk.quick_jobs.add(owner, PUNCTURE).value.number,
        desk.tickets.take_in(owner, an_intake()).value.number,
    ]
    assert numbers == ["26000018", "26000026", "26000034"]


def test_it_stands_in_no_open_view_and_is_found(desk: Desk, owner: Actor) -> None:
    before = desk.tickets.counts(owner)
    number = desk.quick_jobs.add(owner, PUNCTURE).value.number
    other = desk.tickets.take_in(owner, an_intake()).value.number
    now = desk.tickets.counts(owner)
    assert {name for name in now if now[name] != before[name]} == {
        "open", "unassigned", "closed_week", "today"
    } - ({"today"} if now["today"] == before["today"] else set())  # fmt: skip
    assert (now["open"], now["closed_week"]) == (1, 1)
    for query in ("is:quick", "puncture", "is:closed is:quick"):
        assert [row.number for row in desk.tickets.rows(owner, query)] == [number]
        assert desk.tickets.count(owner, query) == 1
    assert [row.number for row in desk.tickets.rows(owner, "-is:quick")] == [other]


def test_several_lines_of_the_catalog_for_a_customer(desk: Desk, owner: Actor) -> None:
    known = desk.customers.add(owner, a_customer()).value
    service = desk.catalog.add(owner, a_service("TUBE", "Tube", "8.00", warranty=Warranty(90))).value
    lines = (replace(line_from_service(service), quantity=Decimal(2)), a_line("Fitting", "9.50"))
    ticket = desk.quick_jobs.add(owner, QuickJob(lines, customer_id=known.id)).value
    assert ticket.customer is not None
    assert (ticket.customer.id, ticket.totals.gross) == (known.id, pounds("25.50"))
    assert ticket.lines[0].draft.warranty == Warranty(90)
    new = desk.quick_jobs.add(owner, replace(PUNCTURE, customer=a_customer("Ewa", "0161 496"))).value
    assert new.customer is not None
    assert new.customer.name == "Ewa"


def test_one_act_takes_it_back_and_one_does_it_again(desk: Desk, owner: Actor, clock: FixedClock) -> None:
    done = desk.quick_jobs.add(owner, replace(PUNCTURE, customer=a_customer("Ewa", "0161 496")))
    stands = standing(desk.path)
    clock.moment += timedelta(minutes=7)
    redo = desk.undo(owner, done.undo)
    assert (desk.tickets.count(owner), desk.customers.count(owner)) == (0, 0)
    assert desk.tickets.count(owner, "is:deleted is:quick") == 1
    assert desk.check(owner) == ()
    desk.undo(owner, redo)
    assert standing(desk.path) == stands
    assert desk.quick_jobs.add(owner, PUNCTURE).value.number == "26000026"


def test_what_was_changed_since_is_not_taken_back(desk: Desk, owner: Actor) -> None:
    done = desk.quick_jobs.add(owner, PUNCTURE)
    desk.tickets.edit(owner, done.value.number, replace(done.value.edit, place="R7"), done.value.row_version)
    with pytest.raises(StaleWrite):
        desk.undo(owner, done.undo)


@pytest.mark.parametrize(
    "job",
    [
        QuickJob(()),
        QuickJob((a_line(price="-1.00"),)),
        QuickJob((a_line(price="0.00"),)),
        QuickJob((a_line(service_id=99),)),
        QuickJob((a_line(service_id=1),)),
        QuickJob((a_line(tax_class="none such"),)),
        QuickJob((a_line(),), customer_id=99),
        QuickJob((a_line(),), customer=a_customer("", "")),
    ],
)
def test_what_is_refused_leaves_nothing_and_burns_no_number(desk: Desk, owner: Actor, job: QuickJob) -> None:
    desk.catalog.retire(owner, desk.catalog.add(owner, a_service("OLD")).value.id)
    before = standing(desk.path)
    with pytest.raises(DeskError) as refusal:
        desk.quick_jobs.add(owner, job)
    assert str(refusal.value)
    assert standing(desk.path) == before


def test_a_retired_service_is_named(desk: Desk, owner: Actor) -> None:
    service = desk.catalog.add(owner, a_service("OLD")).value
    desk.catalog.retire(owner, service.id)
    with pytest.raises(Invalid, match="“OLD” is retired"):
        desk.quick_jobs.add(owner, QuickJob((line_from_service(service),)))

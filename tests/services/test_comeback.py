"""What comes back: linked to the first repair, whose warranties go on from its own hand-over."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from deskapp.clock import FixedClock
from deskapp.domain.actor import Actor
from deskapp.domain.comeback import Cover
from deskapp.domain.warranty import Warranty, WarrantyUnit
from deskapp.errors import Invalid
from deskapp.services.desk import Desk
from tests.builders import a_line, an_intake


def repaired(desk: Desk, owner: Actor, work: str, months: int, comeback_of: int | None = None) -> int:
    line = replace(a_line(work), warranty=Warranty(months, WarrantyUnit.MONTHS))
    ticket = desk.tickets.take_in(owner, an_intake(lines=(line,), comeback_of=comeback_of)).value
    for status in ("in_work", "ready"):
        desk.tickets.move(owner, ticket.number, status)
    return desk.tickets.hand_over(owner, ticket.number).value.id


def test_the_first_warranty_stays_with_whatever_is_done_since(
    desk: Desk, owner: Actor, clock: FixedClock
) -> None:
    first = repaired(desk, owner, "Screen", 12)
    clock.moment += timedelta(days=30)
    second = repaired(desk, owner, "Glue", 1, first)
    clock.moment += timedelta(days=5)
    third = desk.tickets.take_in(owner, an_intake(comeback_of=second)).value
    assert third.comeback_of is not None
    assert third.comeback_of.covers == (
        Cover("26000018", "Screen", date(2027, 3, 10)),
        Cover("26000026", "Glue", date(2026, 5, 9)),
    )
    assert third.comeback_of.number == "26000026"
    assert desk.tickets.by_id(owner, first).came_back == ("26000026",)
    assert desk.tickets.by_id(owner, second).came_back == (third.number,)
    assert third.came_back == ()
    assert desk.check(owner) == ()


def test_comebacks_are_found(desk: Desk, owner: Actor) -> None:
    first = repaired(desk, owner, "Screen", 12)
    again = desk.tickets.take_in(owner, an_intake(comeback_of=first))
    for query in ("is:repeat", "is:comeback is:open", "-is:closed is:repeat"):
        assert [row.number for row in desk.tickets.rows(owner, query)] == [again.value.number]
        assert desk.tickets.count(owner, query) == 1
    assert desk.tickets.count(owner, "-is:repeat") == 1
    desk.undo(owner, again.undo)
    assert desk.tickets.count(owner, "is:repeat") == 0
    assert desk.tickets.by_id(owner, first).came_back == ()


def test_only_what_is_closed_comes_back(desk: Desk, owner: Actor) -> None:
    still_open = desk.tickets.take_in(owner, an_intake()).value
    for ticket_id in (still_open.id, 99):
        with pytest.raises(Invalid) as refusal:
            desk.tickets.take_in(owner, an_intake(comeback_of=ticket_id))
        assert refusal.value.field == "comeback_of"
    desk.tickets.bin(owner, still_open.number)
    assert desk.tickets.count(owner) == 0

"""Headings of the queue: how many tickets of a query stand under each status, person and due day."""

from __future__ import annotations

from datetime import timedelta

import pytest

from deskapp.clock import FixedClock
from deskapp.domain.actor import Actor
from deskapp.services.desk import Desk
from tests.builders import an_intake


@pytest.fixture
def filled(desk: Desk, owner: Actor, clock: FixedClock) -> Desk:
    """Three tickets: late tonight in London summer time, the next morning, and without a date."""
    mia = desk.people.add(owner, "Mia").value
    evening = clock.now().replace(month=7, day=1, hour=22, minute=30)  # 23:30 in London
    for promised, person in ((evening, mia.id), (evening + timedelta(hours=1), None), (None, mia.id)):
        desk.tickets.take_in(owner, an_intake(promised_at=promised, person_id=person))
    newest = desk.tickets.rows(owner)[0].number
    desk.tickets.move(owner, newest, "in_work")
    return desk


def test_by_status(filled: Desk, owner: Actor) -> None:
    assert filled.tickets.group_counts(owner, "is:open", "status") == {"received": 2, "in_work": 1}


def test_by_person(filled: Desk, owner: Actor) -> None:
    assert filled.tickets.group_counts(owner, "", "person") == {"Mia": 2, "": 1}


def test_by_day_of_the_shop_and_not_of_the_file(filled: Desk, owner: Actor) -> None:
    days = filled.tickets.group_counts(owner, "is:open", "day")
    assert days == {"2026-07-01": 1, "2026-07-02": 1, "": 1}


def test_only_what_the_query_means(filled: Desk, owner: Actor) -> None:
    assert filled.tickets.group_counts(owner, "status:in_work", "person") == {"Mia": 1}
    assert filled.tickets.group_counts(owner, "status:ready", "day") == {}


def test_days_of_all_tickets_open_and_closed(filled: Desk, owner: Actor, clock: FixedClock) -> None:
    """Summer time ends on 25 October: the day before has 24 hours, that one 25."""
    late = clock.now().replace(month=10, day=25, hour=23, minute=59)
    for promised in (late - timedelta(hours=25), late, late.replace(hour=0, minute=0)):
        filled.tickets.take_in(owner, an_intake(promised_at=promised))
    newest = filled.tickets.take_in(owner, an_intake(promised_at=late)).value
    filled.tickets.move(owner, newest.number, "cancelled", reason="No part")
    days = {"2026-07-01": 1, "2026-07-02": 1, "2026-10-24": 1, "2026-10-25": 3, "": 1}
    assert filled.tickets.group_counts(owner, "", "day") == days
    assert filled.tickets.group_counts(owner, "is:closed", "day") == {"2026-10-25": 1}
    assert filled.tickets.group_counts(owner, "is:open or is:closed", "day") == days  # counted one by one


def test_a_date_that_nobody_meant_is_a_day_too(filled: Desk, owner: Actor, clock: FixedClock) -> None:
    filled.tickets.take_in(owner, an_intake(promised_at=clock.now().replace(year=2926)))
    assert filled.tickets.group_counts(owner, "", "day")["2926-03-10"] == 1


def test_no_days_without_tickets(desk: Desk, owner: Actor) -> None:
    assert desk.tickets.group_counts(owner, "", "day") == {}
    desk.tickets.take_in(owner, an_intake(promised_at=None))
    assert desk.tickets.group_counts(owner, "", "day") == {"": 1}


@pytest.mark.parametrize("by", ["status", "person", "day"])
def test_the_counts_add_up(filled: Desk, owner: Actor, by: str) -> None:
    for query in ("", "is:open", "is:closed", "status:new", "is:open or is:closed"):
        counts = filled.tickets.group_counts(owner, query, by)
        assert sum(counts.values()) == filled.tickets.count(owner, query)

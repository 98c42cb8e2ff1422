"""Sorted by the best match, a search still shows every ticket that it finds, and each of them once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from deskapp.clock import FixedClock
from deskapp.domain.actor import Actor
from deskapp.domain.ticket_row import Priority
from deskapp.services import ticket_list
from deskapp.services.desk import Desk
from tests.builders import a_customer, an_item
from tests.services.conftest import TakeIn

RANKED = 4  # tickets that are put in the order of their match, where the program takes a thousand


@pytest.fixture(autouse=True)
def _few_are_ranked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ticket_list, "BEST_OF", RANKED)


@pytest.fixture
def hinges(take_in: TakeIn, clock: FixedClock) -> list[int]:
    """Ten tickets of which each says the word more seldom than the one before it."""
    found = []
    for more in range(10):
        clock.moment += timedelta(minutes=1)
        found.append(take_in(fault=f"Hinge{' and a word more' * more}").id)
    return found


def ids(desk: Desk, owner: Actor, typed: str, offset: int = 0, limit: int | None = None) -> list[int]:
    return [row.id for row in desk.tickets.rows(owner, typed, sort="best", offset=offset, limit=limit)]


def check_windows(desk: Desk, owner: Actor, typed: str) -> list[int]:
    """The whole list, of which every window is a part and whose tickets are those that are counted."""
    whole = ids(desk, owner, typed)
    assert len(set(whole)) == len(whole) == desk.tickets.count(owner, typed)
    for offset in range(len(whole) + 2):
        for limit in (1, 3, 6, 50):
            assert ids(desk, owner, typed, offset, limit) == whole[offset : offset + limit], (offset, limit)
    return whole


def test_after_the_newest_by_match_come_the_others_as_they_came_in(
    desk: Desk, owner: Actor, hinges: list[int]
) -> None:
    assert check_windows(desk, owner, "hinge") == hinges[-RANKED:] + hinges[:-RANKED][::-1]


@pytest.mark.usefixtures("hinges")
@pytest.mark.parametrize("also", ["priority:urgent", "is:open priority:urgent", "0143", "is:open 0143"])
def test_what_else_is_asked_for_finds_tickets_behind_many_newer_hits(
    desk: Desk, owner: Actor, take_in: TakeIn, clock: FixedClock, also: str
) -> None:
    clock.moment -= timedelta(days=1)
    other = a_customer("Anna Meyer", "07700 900143")
    meant = [take_in(fault="Hinge", priority=Priority.URGENT, customer=other).id for _ in range(6)]
    clock.moment += timedelta(days=2)
    for _ in range(RANKED + 1):
        take_in(fault="Hinge")
    assert sorted(check_windows(desk, owner, f"hinge {also}")) == meant


def test_closed_tickets_and_those_in_the_bin_leave_their_place_to_others(
    desk: Desk, owner: Actor, hinges: list[int]
) -> None:
    number = {row.id: row.number for row in desk.tickets.rows(owner)}
    for one in hinges[-3:]:
        desk.tickets.bin(owner, number[one])
    for one in hinges[-5:-3]:
        desk.tickets.move(owner, number[one], "cancelled", reason="because")
    assert check_windows(desk, owner, "hinge") == hinges[3:7] + hinges[:3][::-1]
    assert check_windows(desk, owner, "hinge is:open") == hinges[1:5] + hinges[:1]


def test_old_records_that_were_logged_late_are_old_here_too(
    desk: Desk, owner: Actor, hinges: list[int], take_in: TakeIn, clock: FixedClock
) -> None:
    clock.moment -= timedelta(days=400)
    late = []
    for _ in range(RANKED - 1):
        clock.moment += timedelta(minutes=1)
        late.append(take_in(items=(an_item("Hinge hinge hinge"),)).id)
    rest = [*hinges[:-RANKED][::-1], *late[::-1]]
    assert check_windows(desk, owner, "hinge") == hinges[-RANKED:] + rest
    assert check_windows(desk, owner, "hinge is:open") == hinges[-RANKED:] + rest

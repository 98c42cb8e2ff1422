"""A window anywhere in the list of all tickets is that part of the whole list, whatever is in the bin."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

import pytest

from deskapp.clock import FixedClock
from deskapp.domain.actor import Actor
from deskapp.services import ticket_list
from deskapp.services.desk import Desk
from deskapp.services.ticket_order import SORTS
from tests.services.conftest import TakeIn

DATED, UNDATED = 6, 6
EITHER_WAY = [f"{sign}{sort}" for sort in SORTS for sign in ("", "-")]


@pytest.fixture
def numbers(take_in: TakeIn, clock: FixedClock) -> list[str]:
    """Tickets with a date, the one due last at the end, and then those without."""
    due = [clock.moment + timedelta(days=day) for day in range(DATED)]
    return [take_in(promised_at=at).number for at in (*due, *[None] * UNDATED)]


@pytest.mark.timeout(30)
@pytest.mark.parametrize("sort", EITHER_WAY)
@pytest.mark.parametrize(
    "binned",
    [(4, 5), (0, 1), (4, 5, 6, 7), (0, 2, 3, 4, 5, 6, 7, 8, 9, 10)],
    ids=["due last", "due first", "with and without a date", "nearly all in a row"],
)
def test_any_window_is_a_part_of_the_whole_list(
    desk: Desk, owner: Actor, numbers: list[str], binned: tuple[int, ...], sort: str
) -> None:
    for place in binned:
        desk.tickets.bin(owner, numbers[place])
    check_windows(desk, owner, sort)


@pytest.mark.timeout(60)
@pytest.mark.parametrize("near", [0, 2, 300], ids=["looked for", "some walked", "walked"])
@pytest.mark.parametrize("sort", EITHER_WAY)
@pytest.mark.parametrize(
    "closed",
    [range(12), range(6), range(6, 12), range(0, 12, 2), (5,), (0, 1, 2, 3, 4, 6, 7, 8, 9, 10, 11)],
    ids=["all", "the first", "the last", "each second", "one", "all but one"],
)
def test_so_it_is_wherever_the_closed_tickets_lie(
    desk: Desk,
    owner: Actor,
    numbers: list[str],
    closed: Sequence[int],
    sort: str,
    near: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ticket_list, "_NEAR", near)
    for place in closed:
        desk.tickets.move(owner, numbers[place], "cancelled", reason="because")
    desk.tickets.bin(owner, numbers[3])
    desk.tickets.bin(owner, numbers[8])
    check_windows(desk, owner, sort)


def check_windows(desk: Desk, owner: Actor, sort: str) -> None:
    whole = [row.id for row in desk.tickets.rows(owner, "", sort=sort)]
    assert len(set(whole)) == len(whole) == desk.tickets.count(owner, "")
    for offset in range(len(whole) + 2):
        assert [row.id for row in desk.tickets.rows(owner, "", sort=sort, offset=offset)] == whole[offset:]
        for limit in (1, 3):
            rows = desk.tickets.rows(owner, "", sort=sort, offset=offset, limit=limit)
            assert [row.id for row in rows] == whole[offset : offset + limit], (offset, limit)

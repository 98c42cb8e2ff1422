"""A window anywhere in the list of all tickets is that part of the whole list, whatever is in the bin."""

from __future__ import annotations

from datetime import timedelta

import pytest

from deskapp.clock import FixedClock
from deskapp.domain.actor import Actor
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
    whole = [row.id for row in desk.tickets.rows(owner, "", sort=sort)]
    assert len(whole) == len(numbers) - len(binned)
    for offset in range(len(numbers) + 1):
        for limit in (1, 3):
            rows = desk.tickets.rows(owner, "", sort=sort, offset=offset, limit=limit)
            assert [row.id for row in rows] == whole[offset : offset + limit], (offset, limit)

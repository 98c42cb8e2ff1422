"""A window anywhere in the list of all tickets is that part of the whole list, whatever is in the bin."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from deskapp.clock import FixedClock
from deskapp.domain.actor import Actor
from deskapp.services import ticket_list
from deskapp.services.desk import Desk
from deskapp.services.ticket_order import SORTS
from tests.builders import an_intake
from tests.conftest import NOON, Fill

Filled = Callable[[Fill], Path]
DATED, UNDATED = 6, 6
EITHER_WAY = [f"{sign}{sort}" for sort in SORTS for sign in ("", "-")]


def filled_with(binned: Sequence[int], closed: Sequence[int] = ()) -> Fill:
    """Tickets with a date, the one due last at the end, then those without; some closed, some in the bin."""

    def fill(desk: Desk, owner: Actor, clock: FixedClock) -> None:
        due = [clock.moment + timedelta(days=day) for day in range(DATED)]
        numbers = [
            desk.tickets.take_in(owner, an_intake(promised_at=at)).value.number
            for at in (*due, *[None] * UNDATED)
        ]
        for place in closed:
            desk.tickets.move(owner, numbers[place], "cancelled", reason="because")
        for place in binned:
            desk.tickets.bin(owner, numbers[place])

    return fill


@pytest.fixture(
    scope="module",
    params=[(4, 5), (0, 1), (4, 5, 6, 7), (0, 2, 3, 4, 5, 6, 7, 8, 9, 10)],
    ids=["due last", "due first", "with and without a date", "nearly all in a row"],
)
def some_binned(request: pytest.FixtureRequest, filled: Filled) -> Iterator[Desk]:
    with closing(Desk.open(filled(filled_with(request.param)), FixedClock(NOON))) as desk:
        yield desk


@pytest.fixture(
    scope="module",
    params=[range(12), range(6), range(6, 12), range(0, 12, 2), (5,), (0, 1, 2, 3, 4, 6, 7, 8, 9, 10, 11)],
    ids=["all", "the first", "the last", "each second", "one", "all but one"],
)
def some_closed(request: pytest.FixtureRequest, filled: Filled) -> Iterator[Desk]:
    with closing(Desk.open(filled(filled_with((3, 8), request.param)), FixedClock(NOON))) as desk:
        yield desk


@pytest.mark.parametrize("sort", EITHER_WAY)
def test_any_window_is_a_part_of_the_whole_list(some_binned: Desk, sort: str) -> None:
    check_windows(some_binned, some_binned.actor(), sort)


@pytest.mark.parametrize("near", [0, 2, 300], ids=["looked for", "some walked", "walked"])
@pytest.mark.parametrize("sort", EITHER_WAY)
def test_so_it_is_wherever_the_closed_tickets_lie(
    some_closed: Desk, sort: str, near: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ticket_list, "_NEAR", near)
    check_windows(some_closed, some_closed.actor(), sort)


def check_windows(desk: Desk, owner: Actor, sort: str) -> None:
    whole = [row.id for row in desk.tickets.rows(owner, "", sort=sort)]
    assert len(set(whole)) == len(whole) == desk.tickets.count(owner, "")
    for offset in range(len(whole) + 2):
        assert [row.id for row in desk.tickets.rows(owner, "", sort=sort, offset=offset)] == whole[offset:]
        for limit in (1, 3):
            rows = desk.tickets.rows(owner, "", sort=sort, offset=offset, limit=limit)
            assert [row.id for row in rows] == whole[offset : offset + limit], (offset, limit)

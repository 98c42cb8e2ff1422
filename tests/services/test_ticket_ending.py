"""The last digits of a paper's number are enough to find its ticket."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from deskapp.clock import FixedClock
from deskapp.domain.actor import Actor
from deskapp.domain.number import DEFAULT_TICKET_TEMPLATE, endings, format_number, may_be_code
from deskapp.services.desk import Desk
from tests.builders import an_intake

DAY = date(2026, 3, 10)


def _found(desk: Desk, owner: Actor, typed: str) -> list[str]:
    return [row.number for row in desk.tickets.ending(owner, typed)]


def test_a_short_number_means_the_first_tickets_of_this_year(desk: Desk, owner: Actor) -> None:
    numbers = [desk.tickets.take_in(owner, an_intake()).value.number for _ticket in range(12)]
    assert numbers[0] == "26000018"
    for typed in ("18", "0018", "000018", "26000018", "#18"):
        assert _found(desk, owner, typed)[0] == "26000018", typed
    assert set(_found(desk, owner, numbers[11][-2:])) >= {numbers[11]}
    assert _found(desk, owner, "9999") == []
    assert _found(desk, owner, "") == []


def test_last_year_s_come_after_this_year_s_and_the_bin_is_left_out(
    desk: Desk, owner: Actor, clock: FixedClock
) -> None:
    clock.moment = datetime(2025, 12, 30, 12, tzinfo=UTC)
    old = desk.tickets.take_in(owner, an_intake()).value.number
    assert old == "25000019"
    assert _found(desk, owner, "19") == [old]
    clock.moment = datetime(2026, 3, 10, 12, tzinfo=UTC)
    new = desk.tickets.take_in(owner, an_intake()).value.number
    assert _found(desk, owner, "0019") == [old]
    assert _found(desk, owner, "0018") == [new]
    desk.tickets.bin(owner, new)
    assert _found(desk, owner, "0018") == []


@pytest.mark.parametrize("template", [DEFAULT_TICKET_TEMPLATE, "{SEQ}", "N-{SEQ:4}", "{YYYY}/{SEQ:3}{CHECK}"])
def test_endings_are_those_of_the_series(template: str) -> None:
    every = ["".join(filter(str.isdigit, format_number(template, one, DAY))) for one in range(1, 2001)]
    for typed in ("7", "17", "123", "0999"):
        mine = endings(template, typed, 2000, DAY)
        assert set(mine) == {code for code in every if code.endswith(typed)}
        rest = mine[1:]
        assert rest == sorted(rest, key=every.index, reverse=True)


def test_the_newest_comes_first_among_equals() -> None:
    assert endings(DEFAULT_TICKET_TEMPLATE, "18", 200, DAY)[:2] == ["26000018", *_with_18(200)]


def _with_18(newest: int) -> list[str]:
    codes = [format_number(DEFAULT_TICKET_TEMPLATE, one, DAY) for one in range(newest, 1, -1)]
    return [code for code in codes if code.endswith("18")][:1]


@pytest.mark.parametrize(
    ("template", "code", "fits"),
    [
        (DEFAULT_TICKET_TEMPLATE, "26000018", True),
        (DEFAULT_TICKET_TEMPLATE, "26000019", False),
        (DEFAULT_TICKET_TEMPLATE, "2600001", False),
        (DEFAULT_TICKET_TEMPLATE, "2600001x", False),
        (DEFAULT_TICKET_TEMPLATE, "٢٦٠٠٠٠١٨", False),
        ("N-{SEQ}", "1234", True),
        ("{YYYY}{MM}{SEQ:3}", "202613001", False),
        ("{YYYY}{MM}{SEQ:3}", "202612001", True),
        ("7-{SEQ:3}{CHECK}", "70011", True),
        ("7-{SEQ:3}{CHECK}", "70018", False),
    ],
)
def test_a_code_is_told_from_other_digits(template: str, code: str, fits: bool) -> None:
    assert may_be_code(template, code) is fits

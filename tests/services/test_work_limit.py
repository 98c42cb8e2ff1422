"""Limits of work in hand: kept, counted over the whole shop, taken back."""

from __future__ import annotations

import pytest

from deskapp.domain.actor import Actor
from deskapp.domain.work_limit import WorkLimit
from deskapp.errors import Invalid, NotFound
from deskapp.services.desk import Desk
from tests.builders import an_intake


def over(desk: Desk, owner: Actor) -> list[tuple[str, str, int, int]]:
    return [
        (load.limit.meaning, load.person, load.count, load.limit.most)
        for load in desk.work_limits.loads(owner)
        if load.is_over
    ]


def test_a_column_is_over_its_limit_when_it_holds_more(desk: Desk, owner: Actor) -> None:
    numbers = [desk.tickets.take_in(owner, an_intake(customer=None)).value.number for _ in range(3)]
    desk.work_limits.set(owner, [WorkLimit(2, "active")])
    for number in numbers[:2]:
        desk.tickets.move(owner, number, "diagnosing")
    assert over(desk, owner) == []
    desk.tickets.move(owner, numbers[2], "in_work")
    assert over(desk, owner) == [("active", "", 3, 2)]
    desk.tickets.bin(owner, numbers[0])
    assert over(desk, owner) == []


def test_a_persons_work_does_not_count_what_is_ready(desk: Desk, owner: Actor) -> None:
    mia = desk.people.add(owner, "Mia").value
    intake = an_intake(customer=None, person_id=mia.id)
    numbers = [desk.tickets.take_in(owner, intake).value.number for _ in range(3)]
    desk.work_limits.set(owner, [WorkLimit(2, person_id=mia.id)])
    assert over(desk, owner) == [("", "Mia", 3, 2)]
    desk.tickets.move(owner, numbers[0], "diagnosing")
    desk.tickets.move(owner, numbers[0], "ready")
    assert over(desk, owner) == []


def test_limits_change_go_and_come_back(desk: Desk, owner: Actor) -> None:
    first = desk.work_limits.set(owner, [WorkLimit(5, "active"), WorkLimit(9, "waiting")])
    second = desk.work_limits.set(
        owner, [WorkLimit(7, "active"), WorkLimit(0, "waiting"), WorkLimit(0, "new")]
    )
    assert second.value == desk.work_limits.list(owner) == (WorkLimit(7, "active"),)
    desk.undo(owner, second.undo)
    assert desk.work_limits.list(owner) == first.value == (WorkLimit(5, "active"), WorkLimit(9, "waiting"))
    desk.undo(owner, first.undo)
    assert desk.work_limits.list(owner) == ()


def test_what_changes_nothing_is_no_act(desk: Desk, owner: Actor) -> None:
    desk.work_limits.set(owner, [WorkLimit(5, "active")])
    assert not desk.work_limits.set(owner, [WorkLimit(5, "active")]).undo.steps


def test_wrong_limits_are_refused(desk: Desk, owner: Actor) -> None:
    with pytest.raises(Invalid, match="between"):
        desk.work_limits.set(owner, [WorkLimit(100_000, "active")])
    with pytest.raises(NotFound):
        desk.work_limits.set(owner, [WorkLimit(3, person_id=99)])
    assert desk.work_limits.list(owner) == ()

"""How long a ticket took, read from its history."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from deskapp.domain.status import SEEDED
from deskapp.domain.turnaround import Step, effective, turnaround_minutes

STATUSES = {status.key: status for status in SEEDED}
START = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)


def steps(*said: tuple[int, str] | tuple[int, str, int]) -> list[Step]:
    """Steps of item 1 at minutes after the start; a third figure names the step that one takes back."""
    return [
        Step(number, 1, after, START + timedelta(minutes=minutes), *rest)
        for number, (minutes, after, *rest) in enumerate(said, start=1)
    ]


@pytest.mark.parametrize(
    ("history", "minutes"),
    [
        (steps((0, "received"), (30, "in_work"), (90, "ready"), (120, "collected")), 120),
        (
            steps((0, "received"), (30, "waiting_part"), (90, "in_work"), (100, "ready"), (120, "collected")),
            60,
        ),
        (steps((0, "received"), (45, "cancelled")), 45),
        (steps((0, "received"), (30, "in_work")), None),
        (steps((0, "collected")), None),  # came in closed: nobody knows how long it took
        ([], None),
    ],
)
def test_from_intake_to_close_without_waiting(history: list[Step], minutes: int | None) -> None:
    assert turnaround_minutes(history, STATUSES) == minutes


def test_the_time_while_it_was_closed_does_not_count() -> None:
    history = steps((0, "received"), (10, "declined"), (500, "in_work"), (530, "ready"), (540, "collected"))
    assert turnaround_minutes(history, STATUSES) == 50


def test_what_was_undone_never_happened() -> None:
    history = steps(
        (0, "received"), (10, "waiting_part"), (60, "received", 2),
        (70, "in_work"), (80, "ready"), (90, "collected"),
    )  # fmt: skip
    assert [step.after for step in effective(history)] == ["received", "in_work", "ready", "collected"]
    assert turnaround_minutes(history, STATUSES) == 90


def test_what_was_undone_and_done_again_counts_from_its_own_moment() -> None:
    history = steps(
        (0, "received"), (10, "in_work"), (20, "received", 2), (30, "in_work", 3), (40, "cancelled")
    )
    assert [(step.after, step.at - START) for step in effective(history)][1] == (
        "in_work",
        timedelta(minutes=10),
    )
    assert turnaround_minutes(history, STATUSES) == 40


def test_acts_undone_one_after_another_are_all_gone() -> None:
    history = steps((0, "received"), (10, "diagnosing"), (20, "in_work"), (30, "diagnosing", 3),
                    (40, "received", 2))  # fmt: skip
    assert [step.after for step in effective(history)] == ["received"]
    again = [*history, Step(6, 1, "diagnosing", START, 5), Step(7, 1, "in_work", START, 4)]
    assert [step.after for step in effective(again)] == ["received", "diagnosing", "in_work"]


def test_a_ticket_waits_when_its_least_advanced_item_waits() -> None:
    def at(number: int, item: int, minutes: int, after: str) -> Step:
        return Step(number, item, after, START + timedelta(minutes=minutes))

    history = [
        at(1, 1, 0, "received"),
        at(2, 2, 0, "received"),
        at(3, 1, 10, "waiting_part"),  # the other one is still to be looked at
        at(4, 2, 20, "in_work"),
        at(5, 2, 30, "ready"),  # now only the waiting one is left
        at(6, 1, 130, "in_work"),
        at(7, 1, 140, "ready"),
        at(8, 1, 150, "collected"),
        at(9, 2, 160, "collected"),
    ]
    assert turnaround_minutes(history, STATUSES) == 60


def test_a_clock_that_was_set_back_makes_no_negative_time() -> None:
    history = steps((0, "received"), (-60, "in_work"), (-50, "ready"), (-40, "collected"))
    assert turnaround_minutes(history, STATUSES) == 20

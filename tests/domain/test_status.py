"""Which status may follow which: the table of the design, every pair of it."""

from __future__ import annotations

from itertools import product

import pytest

from deskapp.domain.status import SEEDED, Meaning, Status, least_advanced, may_follow, needs_reason

BY_KEY = {status.key: status for status in SEEDED}
ACTIVE = {"diagnosing", "in_work", "testing"}
WAITING = {"waiting_customer", "waiting_part", "waiting_other"}
ENDINGS = {"declined", "cancelled"}
MAY_GO_TO = {
    "received": ACTIVE | WAITING | ENDINGS,
    **{key: ACTIVE | WAITING | {"ready"} | ENDINGS for key in ACTIVE},
    **{key: ACTIVE | {"ready"} | ENDINGS for key in WAITING},
    "ready": {"collected"} | ACTIVE | WAITING,
    "collected": set(),
    **dict.fromkeys(ENDINGS, ACTIVE),
}


def test_the_table_speaks_of_every_status() -> None:
    assert MAY_GO_TO.keys() == BY_KEY.keys()


@pytest.mark.parametrize(("now", "then"), list(product(BY_KEY, BY_KEY)))
def test_every_pair_of_the_table(now: str, then: str) -> None:
    assert may_follow(BY_KEY[now], BY_KEY[then]) == (then in MAY_GO_TO[now] - {now})


@pytest.mark.parametrize("then", BY_KEY)
def test_what_came_here_closed_can_be_opened_with_a_reason(then: str) -> None:
    opens = then in ACTIVE
    assert may_follow(BY_KEY["collected"], BY_KEY[then], worked_on=False) == opens
    assert needs_reason(BY_KEY["collected"], BY_KEY[then])


@pytest.mark.parametrize("then", BY_KEY)
def test_waiting_and_ending_without_work_ask_for_a_reason(then: str) -> None:
    assert needs_reason(BY_KEY["in_work"], BY_KEY[then]) == (then in WAITING | ENDINGS)


@pytest.mark.parametrize("now", sorted(ENDINGS))
def test_opening_again_asks_for_a_reason(now: str) -> None:
    assert needs_reason(BY_KEY[now], BY_KEY["in_work"])


def test_a_status_of_the_shop_goes_by_its_meaning() -> None:
    own = Status("drying", "Drying", Meaning.ACTIVE, order=25)
    assert may_follow(BY_KEY["received"], own)
    assert may_follow(own, BY_KEY["ready"])
    assert not may_follow(own, BY_KEY["collected"])


@pytest.mark.parametrize(
    ("items", "ticket"),
    [
        (["ready", "received"], "received"),
        (["testing", "diagnosing"], "diagnosing"),
        (["waiting_part", "in_work"], "in_work"),
        (["ready", "waiting_part"], "waiting_part"),
        (["collected", "ready"], "ready"),
        (["collected", "declined"], "collected"),
        (["cancelled"], "cancelled"),
    ],
)
def test_a_ticket_stands_where_its_least_advanced_item_stands(items: list[str], ticket: str) -> None:
    assert least_advanced(BY_KEY[key] for key in items).key == ticket

"""The query language at the command line: the tickets, the order and the refusals of the window."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from deskapp.clock import FixedClock
from deskapp.domain.query import QueryError
from deskapp.services.desk import Desk
from tests.builders import a_customer, a_line, an_intake
from tests.cli.conftest import Answers, Run, check_refused

NOW = datetime(2026, 3, 10, 9, 6, tzinfo=UTC)
QUERIES = [
    "",
    "is:open sort:-due",
    "is:open sort:due",
    "fault2 or fault4 sort:number",
    "due:<+3d",
    "(tag:odd or is:overdue) -is:mine",
    "in:2 sort:age",
    "total:>=50 sort:-total",
    "person:none updated:<9",
    'customer:"lukasz wojcik" device:galaxy phone:0142',
    "-is:mine",
    "-fault2",
    "-(tag:odd or fault2)",
    '-"fault2"',
]


@pytest.fixture
def shop(shop_path: Path) -> Path:
    """A shop with a ticket for each of the last six days."""
    clock = FixedClock(NOW)
    with closing(Desk.open(shop_path, clock)) as desk:
        owner = desk.actor()
        mia = desk.people.add(owner, "Mia").value
        for days in range(6):
            clock.moment = NOW - timedelta(days=days)
            desk.tickets.take_in(
                owner,
                an_intake(
                    f"fault{days}",
                    customer=a_customer() if days % 2 else a_customer("Zoë Müller", ""),
                    promised_at=NOW + timedelta(days=2 * days - 3),
                    person_id=(mia.id, owner.person_id, None)[days % 3],
                    tags=("odd",) if days % 2 else (),
                    lines=(a_line(price=f"{days}0.00"),),
                ),
            )
    return shop_path


@pytest.mark.parametrize("query", QUERIES)
def test_the_command_line_lists_what_the_window_lists(answers: Answers, shop: Path, query: str) -> None:
    with closing(Desk.open(shop, FixedClock(NOW))) as desk:
        shown = [row.number for row in desk.tickets.rows(desk.actor(), query, sort="-received")]
    listed = answers("ticket", "list", shop, query, "--sort=-received")
    assert [ticket["number"] for ticket in listed] == shown
    assert shown


def test_mine_is_whoever_it_is_asked_as(answers: Answers, shop: Path) -> None:
    def faults(name: str) -> list[str]:
        listed = answers("ticket", "list", shop, "is:mine sort:received", "--as", name)
        return [ticket["fault"] for ticket in listed]

    assert faults("Mia") == ["fault3", "fault0"]
    assert faults("Priya") == ["fault4", "fault1"]


@pytest.mark.parametrize(
    "query",
    ["draft:x", "is:unpaid", "has:estimate", "due:soon", "person:nobody", "a)", "sort:mood", "phone:1"],
)
def test_a_refusal_is_the_same_sentence_as_in_the_window(run: Run, shop: Path, query: str) -> None:
    with closing(Desk.open(shop, FixedClock(NOW))) as desk, pytest.raises(QueryError) as refusal:
        desk.tickets.rows(desk.actor(), query)
    check_refused(run, shop, "", "ticket", "list", shop, query)
    assert run("ticket", "list", shop, query, "--json").err.strip() == str(refusal.value)

"""No page of a list makes SQLite look at more tickets than it shows."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from typing import Any

import pytest

from deskapp.domain.actor import Actor
from deskapp.domain.query import Query, parse
from deskapp.services.desk import Desk
from deskapp.services.ticket_groups import _spanned
from deskapp.services.ticket_list import looked_up
from deskapp.services.ticket_order import BOTH, SORTS
from deskapp.services.ticket_plan import best_of, count_of, plan_of
from deskapp.store.driver import sqlite
from deskapp.store.engine import ShopFile
from deskapp.store.prepared import Prepared
from deskapp.store.search_index import list_words
from tests.services.conftest import TakeIn

RANKED = {
    "status": ("received", "in_work", "ready", "collected"),
    "person": (1, 2, None),
    "priority": ("urgent", "high", "normal", "low"),
}
EITHER_WAY = [f"{sign}{sort}" for sort in SORTS for sign in ("", "-")]


@pytest.fixture(params=["measured", "not measured"])
def some(request: pytest.FixtureRequest, desk: Desk, take_in: TakeIn) -> Desk:
    """A few tickets, with and without what SQLite knows of the tables' sizes."""
    for number in range(6):
        take_in(fault=f"Keyboard {number}")
    if request.param == "measured":
        with closing(sqlite.connect(desk.path)) as connection:
            connection.execute("ANALYZE")
    return desk


def resolved_in(desk: Desk, owner: Actor, query: str) -> Query:
    """The query with its names looked up in the shop."""
    with closing(ShopFile(desk.path)) as file:
        return looked_up(file, owner, query, datetime(2026, 3, 10, 12, tzinfo=UTC))


def steps(desk: Desk, prepared: Prepared, **more: str) -> str:
    """How SQLite would go about it."""
    values: dict[str, Any] = {
        "now": "2026-03-10T12:00:00+00:00", "limit": 50, "offset": 0, "low": 1, "high": 99, "oldest": 1,
        "at": "", "id": 1, "best_of": 1000, **more,
    }  # fmt: skip
    with closing(sqlite.connect(desk.path)) as connection:
        list_words(connection)
        rows = connection.execute(f"EXPLAIN QUERY PLAN {prepared.sql}", prepared.arguments(values))
        return "\n".join(row[3] for row in rows)


@pytest.mark.parametrize("query", ["", "is:open"])
@pytest.mark.parametrize("sort", EITHER_WAY)
def test_the_first_page_is_a_walk_along_an_index(some: Desk, query: str, sort: str) -> None:
    plan = plan_of(parse(query), sort, RANKED.get(sort.removeprefix("-"), ()))
    said = steps(some, plan.first)
    assert "TEMP B-TREE" not in said
    assert "SCAN ticket\n" not in f"{said}\n"
    assert "ix_ticket_open_by_" in said
    assert query or sort.endswith("closed") or "ix_ticket_closed_by_" in said


@pytest.mark.parametrize("sort", EITHER_WAY)
def test_a_jump_looks_at_the_index_alone_and_sorts_only_its_page(some: Desk, sort: str) -> None:
    plan = plan_of(parse(""), sort, RANKED.get(sort.removeprefix("-"), ()))
    if plan.jump:
        assert "ticket USING INDEX ix_ticket_closed_by_" in steps(some, plan.jump.place)
        assert "SEARCH ticket USING INDEX ix_ticket_open_by_" in steps(some, plan.jump.before)
        assert "TEMP B-TREE" not in steps(some, plan.jump.place)
        [_outer, inner] = steps(some, plan.jump.rows).split("SUBQUERY", 1)
        assert inner.count("SEARCH ticket USING INDEX ix_ticket_") == 2
        assert inner.count("TEMP B-TREE") <= 1
    [_outer, inner] = steps(some, plan.page).split("SUBQUERY", 1)
    assert inner.count("TEMP B-TREE") <= 1  # of the rows of the page
    assert "SCAN ticket\n" not in f"{inner}\n"


@pytest.mark.parametrize("query", ["-keyboard", "is:closed", "has:due"])
@pytest.mark.parametrize("sort", ["due", "-received", "customer", "-updated"])
def test_tickets_open_and_closed_are_walked_side_by_side_whatever_is_asked(
    some: Desk, query: str, sort: str
) -> None:
    said = steps(some, plan_of(parse(query), sort, ()).first)
    assert "TEMP B-TREE" not in said
    assert "USING INDEX ix_ticket_closed_by_" in said
    assert ("MERGE (UNION ALL)" in said) == (query != "is:closed")


@pytest.mark.parametrize("query", ["priority:urgent", "due:today", "total:>100"])
def test_a_count_looks_into_an_index_of_open_and_one_of_closed_tickets(some: Desk, query: str) -> None:
    said = steps(some, count_of(parse(query))[0])
    assert "SCAN ticket\n" not in f"{said}\n"


@pytest.mark.parametrize(
    ("query", "index"),
    [("status:new", "open_by_"), ("status:in_work", "open_by_"), ("status:closed", "closed_by_")],
)
def test_a_column_of_the_board_walks_its_own_side_only(
    some: Desk, owner: Actor, query: str, index: str
) -> None:
    meant = resolved_in(some, owner, query)
    other = {"open_by_": "closed_by_", "closed_by_": "open_by_"}[index]
    for statement in (plan_of(meant, "due", ()).first, plan_of(meant, "due", ()).page):
        said = steps(some, statement)
        assert f"ix_ticket_{other}" not in said
        assert f"ix_ticket_{index}" in said or index == "open_by_"  # or the one of open meanings
    assert "ix_ticket_closed" not in steps(some, count_of(meant)[0])  # what is open is told from all


@pytest.mark.parametrize("query", ["status:active", "is:waiting", "is:open status:ready"])
@pytest.mark.parametrize("sort", ["due", "-received", "customer", "-updated"])
def test_the_first_cards_of_a_column_are_met_along_the_order(
    some: Desk, owner: Actor, query: str, sort: str
) -> None:
    said = steps(some, plan_of(resolved_in(some, owner, query), sort, ()).first)
    assert f"USING INDEX ix_ticket_open_by_{sort.removeprefix('-')}" in said
    assert "TEMP B-TREE" not in said


def test_a_status_is_counted_on_its_own_index(some: Desk, owner: Actor) -> None:
    said = steps(some, count_of(resolved_in(some, owner, "status:collected"))[0])
    assert said.startswith("SEARCH ticket USING")
    assert "INDEX ix_ticket_closed_by_status (status=?)" in said


def test_each_day_is_counted_as_a_span_of_the_index(some: Desk) -> None:
    said = steps(some, _spanned(BOTH), spans='[["", "", "~~"]]')
    for side in ("open", "closed"):
        [line] = [line for line in said.splitlines() if f"ix_ticket_{side}_by_due" in line]
        assert line.startswith("SEARCH ticket USING")


@pytest.mark.parametrize("query", ["keyboard", "key", "meyer iphone", "key -hinge", "key or hinge"])
def test_the_newest_hits_come_from_the_index_in_their_order(some: Desk, query: str) -> None:
    plan = plan_of(parse(query), "-received", ())
    assert plan.newest
    for statement in (plan.newest,):
        said = steps(some, statement)
        assert "TEMP B-TREE" not in said
        assert "SCAN ticket_words VIRTUAL TABLE" in said
        assert "SEARCH ticket USING INTEGER PRIMARY KEY" in said


@pytest.mark.parametrize(
    "query", ["keyboard", "key or hinge", "keyboard is:open", "keyboard priority:urgent"]
)
def test_the_best_hits_are_the_newest_of_the_index_and_only_they_are_sorted(some: Desk, query: str) -> None:
    best = best_of(parse(query), in_order=True)
    assert best
    said = steps(some, best)
    assert said.count("TEMP B-TREE") == 1  # by how well they match
    assert said.index("TEMP B-TREE") > said.index("SCAN ticket_hits")
    assert said.count("SEARCH ticket USING INTEGER PRIMARY KEY") == 2


def test_words_among_open_tickets_walk_the_open_ones(some: Desk, owner: Actor) -> None:
    said = steps(some, plan_of(parse("is:open keyboard"), "due", ()).page)
    assert "SCAN ticket USING INDEX ix_ticket_open_by_due" in said
    assert "TEMP B-TREE" not in said
    assert len(some.tickets.rows(owner, "is:open keyboard", sort="due", limit=4)) == 4

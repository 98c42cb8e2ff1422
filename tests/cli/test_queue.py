"""The queue at a terminal: the same words, the same tickets and the same order as in the window."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from deskapp.store.driver import sqlite
from tests.cli.conftest import Run

if TYPE_CHECKING:
    from collections.abc import Callable

    Ok = Callable[..., str]
    Answers = Callable[..., object]

FIRST, SECOND, THIRD = "26000018", "26000026", "26000034"


@pytest.fixture
def shop(ok: Ok, shop_path: Path) -> Path:
    """Three tickets: the first due late, the second early, the third not at all and ready."""
    for name, promised in (("Anna", "2026-03-12T17:00"), ("Ben", "2026-03-11T09:00"), ("Clara", "")):
        more = ("--promised", promised) if promised else ()
        ok("ticket", "add", shop_path, "--customer", name, "--fault", f"Fault of {name}", *more)
    for status in ("in_work", "ready"):
        ok("ticket", "move", shop_path, THIRD, status)
    return shop_path


def listed(ok: Ok, shop: Path, *words: str) -> list[str]:
    return [row["number"] for row in json.loads(ok("ticket", "list", shop, *words, "--json"))]


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("", [THIRD, SECOND, FIRST]),
        ("fault", [THIRD, SECOND, FIRST]),
        ("is:open", [SECOND, FIRST, THIRD]),
        ("is:open fault", [SECOND, FIRST, THIRD]),
        ("is:open sort:-due", [FIRST, SECOND, THIRD]),
        ("sort:received", [FIRST, SECOND, THIRD]),
        ("sort:customer", [FIRST, SECOND, THIRD]),
        ("status:ready or ben", [THIRD, SECOND]),
        ("-is:ready -(ben)", [FIRST]),
        ("due:2026-03-11", [SECOND]),
        ("due:<+2d", [SECOND]),
        ("due:none", [THIRD]),
    ],
)
def test_a_query_lists_in_the_order_of_the_window(ok: Ok, shop: Path, query: str, numbers: list[str]) -> None:
    assert listed(ok, shop, query) == numbers


def test_the_order_that_is_asked_for_wins(ok: Ok, shop: Path) -> None:
    assert listed(ok, shop, "is:open", "--sort", "customer") == [FIRST, SECOND, THIRD]
    assert listed(ok, shop, "is:open sort:-customer", "--sort", "customer") == [THIRD, SECOND, FIRST]


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("colour:red", "colour"),
        ("has:estimate", "estimate"),
        ("is:warranty", "warranty"),
        ("sort:shoe", "shoe"),
    ],
)
def test_what_is_not_known_is_refused_by_name(run: Run, shop: Path, query: str, word: str) -> None:
    said = run("ticket", "list", shop, query)
    assert (said.code, said.out) == (1, "")
    assert word in said.err
    assert said.err.count("\n") == 1
    assert "Traceback" not in said.err


def test_a_row_tells_what_the_window_shows(ok: Ok, answers: Answers, shop: Path) -> None:
    ok("ticket", "line", shop, FIRST, "--description", "Port", "--price", "79.00")
    [row] = json.loads(ok("ticket", "list", shop, "anna", "--json"))
    assert row["total"] == {"amount": "79.00", "currency": "GBP"}
    assert row["status_since"] == row["updated_at"] == "2026-03-10T09:06:00+00:00"
    assert "total_minor" not in row


def test_a_ticket_goes_to_the_bin_and_back(ok: Ok, run: Run, shop: Path) -> None:
    assert ok("ticket", "bin", shop, FIRST) == FIRST
    assert listed(ok, shop) == [THIRD, SECOND]
    assert listed(ok, shop, "is:deleted") == [FIRST]
    assert run("ticket", "move", shop, FIRST, "in_work").code == 1
    assert ok("ticket", "restore", shop, FIRST) == FIRST
    assert listed(ok, shop) == [THIRD, SECOND, FIRST]
    assert run("ticket", "bin", shop, "999").err.startswith("There is no ticket 999")


@pytest.mark.parametrize(
    "harm",
    [
        "DELETE FROM ticket_words WHERE rowid = 1",
        "UPDATE ticket SET customer_label = 'x', customer_sort = 'x'",
    ],
)
def test_a_list_that_fell_out_of_step_is_told_and_made_anew(ok: Ok, run: Run, shop: Path, harm: str) -> None:
    with closing(sqlite.connect(shop, isolation_level=None)) as connection:
        connection.execute(harm)
    said = run("check", shop)
    assert said.code == 1
    assert "check --rebuild-index" in said.out
    assert ok("check", shop, "--rebuild-index") == "All is well."
    assert ok("check", shop) == "All is well."
    assert listed(ok, shop, "anna") == [FIRST]

"""A list that brings a person back who was erased: that is said, and only done when it is wanted."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from deskapp.domain.actor import Actor
from deskapp.domain.customer import CustomerDraft, Phone
from deskapp.exchange.importing import apply_plan, read_plan
from deskapp.services.desk import Desk

LISTS = {
    "ids": "Customer number,Name,Phone\nK-1,Eva Kern,07700 900125\nK-2,Otto Weber,07700 900126\n",
    "no ids": "Name,Phone\nEva Kern,07700 900125\nOtto Weber,07700 900126\n",
}


def erase_eva(desk: Desk, owner: Actor) -> None:
    [eva] = [row for row in desk.customers.rows(owner) if row.name == "Eva Kern"]
    desk.privacy.erase(owner, eva.id)


@pytest.mark.parametrize("kind", list(LISTS))
def test_who_was_erased_stays_out_unless_it_is_wanted(
    desk: Desk, owner: Actor, tmp_path: Path, kind: str
) -> None:
    file = tmp_path / "list.csv"
    file.write_text(LISTS[kind], encoding="utf-8")
    apply_plan(desk, owner, read_plan(desk, owner, file))
    erase_eva(desk, owner)
    report = apply_plan(desk, owner, read_plan(desk, owner, file))
    assert (report.new, report.unchanged, report.skipped, report.erased) == (0, 1, 1, 1)
    assert report.errors[0].problem == "This person was erased here, so the line is left out."
    report = apply_plan(desk, owner, read_plan(desk, owner, file, with_erased=True))
    assert (report.new, report.unchanged, report.erased) == (1, 1, 1)
    assert desk.customers.count(owner, "eva") == 1
    assert read_plan(desk, owner, file).report.unchanged == 2
    assert desk.check(owner) == ()


def test_who_was_typed_in_by_hand_and_erased_is_known_too_and_nothing_of_them_is_kept(
    desk: Desk, owner: Actor, tmp_path: Path
) -> None:
    desk.customers.add(owner, CustomerDraft("Eva Kern", phones=(Phone("07700 900125"),)))
    erase_eva(desk, owner)
    file = tmp_path / "list.csv"
    file.write_text(LISTS["no ids"], encoding="utf-8")
    assert read_plan(desk, owner, file).report.erased == 1
    with sqlite3.connect(desk.path) as connection:
        [kept] = connection.execute("SELECT * FROM external_ref").fetchall()
    assert kept[1:3] == ("", "erased")
    assert not any(word in str(kept).lower() for word in ("eva", "kern", "900125"))

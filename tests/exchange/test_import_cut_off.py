"""A long list is written in short units: the counter writes between them, and what is cut off is told."""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from deskapp.domain.actor import Actor
from deskapp.domain.customer import CustomerDraft
from deskapp.domain.customer_import import CustomerPlan, Record
from deskapp.domain.import_plan import ImportCancelled
from deskapp.domain.import_unfinished import UnfinishedImport
from deskapp.errors import DeskError
from deskapp.exchange.importing import apply_plan, go_on, read_plan
from deskapp.services import import_unfinished
from deskapp.services.desk import Desk
from deskapp.services.import_units import ImportUnits
from tests.builders import an_intake

HEADER = "Customer number,Name,Phone,E-mail,City\n"


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A list of five units; line 60 says what line 2 says, and line 70 is no customer."""
    monkeypatch.setattr("deskapp.services.import_units.UNIT", 20)
    monkeypatch.setattr("deskapp.services.customer_import_run.EVERY", 10)
    lines = [f"{number},Name {number},,n{number}@example.org,York\n" for number in range(1, 101)]
    lines[58] = "1,Name 1,,n1@example.org,York\n"
    lines[68] = "69,,,,\n"
    path = tmp_path / "customers.csv"
    path.write_text(HEADER + "".join(lines), encoding="utf-8")
    return path


def cut_off(desk: Desk, owner: Actor, file: Path, monkeypatch: pytest.MonkeyPatch) -> UnfinishedImport:
    """Import until the power fails after two units."""
    with monkeypatch.context() as dead:
        dead.setattr(ImportUnits, "_taken_back", lambda _self, _actor, _run, error: error)
        seen: list[int] = []
        with pytest.raises(ImportCancelled):
            apply_plan(
                desk,
                owner,
                read_plan(desk, owner, file),
                on_progress=lambda done, _whole: seen.append(done),
                cancelled=lambda: len(seen) > 4,
            )
    told = desk.imports.unfinished(owner)
    assert told is not None
    return told


def test_what_was_cut_off_is_told_and_goes_on_to_the_same_end(
    desk: Desk, owner: Actor, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = read_plan(desk, owner, file).report.as_json()
    told = cut_off(desk, owner, file, monkeypatch)
    assert desk.customers.count(owner) == 40
    assert told.sentence() == "An import of 102 lines from “customers.csv” stopped after line 41."
    report = go_on(desk, owner, told)
    assert report.as_json() == whole | {"batch": told.batch, "dry_run": False}
    assert desk.imports.unfinished(owner) is None
    assert desk.customers.count(owner) == 98
    assert read_plan(desk, owner, file).report.unchanged == 98
    assert desk.imports.undo(owner, told.batch).binned == 98
    assert desk.check(owner) == ()


def test_a_list_that_is_too_long_for_the_memory_is_told_apart_alike(
    desk: Desk, owner: Actor, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = read_plan(desk, owner, file).report
    monkeypatch.setattr("deskapp.services.customer_import_seen.IN_MEMORY", 1)
    assert read_plan(desk, owner, file).report == whole
    assert (whole.new, whole.skipped) == (98, 2)


def test_what_was_cut_off_can_be_taken_back(
    desk: Desk, owner: Actor, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = cut_off(desk, owner, file, monkeypatch)
    assert desk.imports.undo(owner, told.batch).binned == 40
    assert desk.imports.unfinished(owner) is None
    assert desk.customers.count(owner) == 0
    assert apply_plan(desk, owner, read_plan(desk, owner, file)).new == 98


def test_a_file_that_is_another_by_now_does_not_go_on(
    desk: Desk, owner: Actor, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = cut_off(desk, owner, file, monkeypatch)
    file.write_text(HEADER + "1,Name 1,,n1@example.org,York\n", encoding="utf-8")
    with pytest.raises(DeskError, match="was changed since; take the import back"):
        go_on(desk, owner, told)
    file.unlink()
    with pytest.raises(DeskError, match="There is no file"):
        go_on(desk, owner, told)
    assert desk.customers.count(owner) == 40


def test_another_import_in_between_stays_its_own(
    desk: Desk, owner: Actor, file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in (10, 90):
        desk.customers.add(owner, CustomerDraft(f"Name {number}", email=f"n{number}@example.org"))
    told = cut_off(desk, owner, file, monkeypatch)
    other = tmp_path / "other.csv"
    other.write_text("Name,E-mail,Street\nName 10,n10@example.org,Main Road 1\n", encoding="utf-8")
    between = apply_plan(desk, owner, read_plan(desk, owner, other))
    assert go_on(desk, owner, told).changed == 2
    assert between.batch is not None
    assert desk.imports.undo(owner, told.batch).restored == 2
    streets = [desk.customers.get(owner, row.id).draft.street for row in desk.customers.rows(owner, "name")]
    assert sorted(streets) == ["", "Main Road 1"]
    assert desk.imports.undo(owner, between.batch).restored == 1


def test_between_the_units_others_write(desk: Desk, owner: Actor, file: Path) -> None:
    plan = read_plan(desk, owner, file)
    assert isinstance(plan, CustomerPlan)
    taken: list[str] = []

    def records() -> Iterator[Record]:
        for number, record in enumerate(plan.reading.records()):
            if number in {45, 85}:  # while a unit is read
                taken.append(desk.tickets.take_in(owner, an_intake()).value.number)
            yield record

    report = desk.imports.customers.apply(owner, replace(plan.reading, records=records))
    assert report.new == 98
    assert desk.tickets.count(owner) == len(taken) == 2
    assert desk.check(owner) == ()


def test_a_cancel_says_where_the_first_customers_are(desk: Desk, owner: Actor, file: Path) -> None:
    seen: list[int] = []
    with pytest.raises(ImportCancelled, match="the 40 customers who were in already lie in the bin"):
        apply_plan(
            desk,
            owner,
            read_plan(desk, owner, file),
            on_progress=lambda done, _whole: seen.append(done),
            cancelled=lambda: len(seen) > 4,
        )
    assert desk.customers.count(owner) == 0
    assert desk.imports.unfinished(owner) is None


def test_a_short_list_is_one_unit_and_leaves_no_mark(desk: Desk, owner: Actor, tmp_path: Path) -> None:
    path = tmp_path / "short.csv"
    path.write_text(HEADER + "1,Anna,,a@example.org,\n", encoding="utf-8")
    apply_plan(desk, owner, read_plan(desk, owner, path))
    assert desk.imports.unfinished(owner) is None


@pytest.mark.parametrize(
    ("mark", "is_told"),
    [
        ({"by": os.getpid(), "at": 9e9}, True),
        ({"by": os.getppid(), "at": 9e9}, True),  # a clock that was set back
        ({"by": os.getppid(), "at": 1000.0}, False),
        ({"by": os.getppid(), "at": 900.0}, True),
        ({}, True),
    ],
)
def test_what_another_program_writes_just_now_is_not_cut_off(
    desk: Desk,
    owner: Actor,
    file: Path,
    monkeypatch: pytest.MonkeyPatch,
    mark: dict[str, float],
    is_told: bool,
) -> None:
    monkeypatch.setattr("deskapp.services.import_unfinished._sign", lambda: mark)
    monkeypatch.setattr("deskapp.services.import_unfinished._goes_on", lambda _mark: False)
    cut_off(desk, owner, file, monkeypatch)
    monkeypatch.undo()
    monkeypatch.setattr("deskapp.services.import_unfinished.time.time", lambda: 1010.0)
    assert (desk.imports.unfinished(owner) is not None) == is_told
    assert import_unfinished.SILENT_SECONDS == 20

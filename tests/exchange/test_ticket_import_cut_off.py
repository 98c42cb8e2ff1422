"""A long file of tickets is written in short units: the counter writes between, what is cut off goes on."""

from __future__ import annotations

from pathlib import Path

import pytest

from deskapp.domain.actor import Actor
from deskapp.domain.import_plan import ImportCancelled
from deskapp.domain.import_unfinished import UnfinishedImport
from deskapp.errors import DeskError
from deskapp.exchange.importing import apply_plan, go_on, read_plan
from deskapp.services.desk import Desk
from deskapp.services.import_units import ImportUnits
from tests.builders import an_intake
from tests.exchange.ords_file import a_record, records, write_ords


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file of five units, one of whose records says no date."""
    monkeypatch.setattr("deskapp.services.import_units.UNIT", 20)
    monkeypatch.setattr("deskapp.services.ticket_import_run.EVERY", 10)
    return write_ords(tmp_path / "repairs.csv", *records(90), a_record(99, event_date="?"))


def cut_off(desk: Desk, owner: Actor, file: Path, monkeypatch: pytest.MonkeyPatch) -> UnfinishedImport:
    """Import until the power fails after two units."""
    with monkeypatch.context() as dead:
        dead.setattr(ImportUnits, "_taken_back", lambda _self, _actor, _run, error: error)
        with pytest.raises(ImportCancelled):
            stopped_import(desk, owner, file)
    told = desk.imports.unfinished(owner)
    assert told is not None
    return told


def stopped_import(desk: Desk, owner: Actor, file: Path) -> None:
    """An import that is cancelled in its third unit."""
    seen: list[int] = []
    plan = read_plan(desk, owner, file)
    apply_plan(
        desk,
        owner,
        plan,
        on_progress=lambda done, _whole: seen.append(done),
        cancelled=lambda: seen[-1:] >= [40],
    )


def test_what_was_cut_off_is_told_and_goes_on_to_the_same_end(
    desk: Desk, owner: Actor, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = read_plan(desk, owner, file).report.as_json()
    told = cut_off(desk, owner, file, monkeypatch)
    assert desk.tickets.count(owner) == 40
    assert told.sentence() == "An import of 90 records from “repairs.csv” stopped after 40 of them."
    own = desk.tickets.take_in(owner, an_intake()).value.number
    seen: list[int] = []
    report = go_on(desk, owner, told, lambda done, _whole: seen.append(done))
    assert (seen[0], seen[-1]) == (40, 90)
    assert report.as_json() == whole | {"batch": told.batch, "dry_run": False}
    assert desk.imports.unfinished(owner) is None
    assert read_plan(desk, owner, file).report.unchanged == 90
    assert desk.check(owner) == ()
    assert desk.imports.undo(owner, told.batch).binned == 90
    assert [row.number for row in desk.tickets.rows(owner)] == [own]


def test_what_was_cut_off_can_be_taken_back(
    desk: Desk, owner: Actor, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = cut_off(desk, owner, file, monkeypatch)
    assert desk.imports.undo(owner, told.batch).binned == 40
    assert desk.imports.unfinished(owner) is None
    assert apply_plan(desk, owner, read_plan(desk, owner, file)).new == 90
    assert desk.check(owner) == ()


def test_a_file_that_is_another_by_now_does_not_go_on(
    desk: Desk, owner: Actor, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = cut_off(desk, owner, file, monkeypatch)
    write_ords(file, *records(91))
    with pytest.raises(DeskError, match="was changed since; take the import back"):
        go_on(desk, owner, told)
    assert desk.tickets.count(owner) == 40


def test_a_cancel_says_where_the_first_tickets_are(desk: Desk, owner: Actor, file: Path) -> None:
    with pytest.raises(ImportCancelled, match="the 40 tickets that were in already lie in the bin"):
        stopped_import(desk, owner, file)
    assert desk.tickets.count(owner) == 0
    assert desk.imports.unfinished(owner) is None


def test_between_the_units_others_write(
    desk: Desk, owner: Actor, file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "deskapp.store.engine.ShopFile.give_way", lambda _file: desk.tickets.take_in(owner, an_intake())
    )
    assert apply_plan(desk, owner, read_plan(desk, owner, file)).new == 90
    assert desk.tickets.count(owner) == 94
    received = [row.received_at for row in desk.tickets.rows(owner, sort="received")]
    assert received == sorted(received)
    assert desk.check(owner) == ()

"""Where the history stood is remembered outside the file: what was cut off or put back is told."""

from __future__ import annotations

import shutil
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from deskapp.clock import FixedClock
from deskapp.domain.actor import Actor
from deskapp.services import restore
from deskapp.services.desk import Desk
from deskapp.store import anchor_file
from deskapp.store.driver import sqlite
from tests.builders import an_intake
from tests.services.conftest import TakeIn

GUARDS = "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'audit'"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (made := tmp_path / "backups").mkdir()
    return made


@pytest.fixture
def busy(desk: Desk, owner: Actor, clock: FixedClock, take_in: TakeIn) -> Desk:
    """A desk that was seen with three tickets."""
    for _ticket in range(3):
        clock.moment += timedelta(minutes=5)
        take_in()
    desk.anchors.keep(owner)
    return desk


def cut_off(path: Path, entries: int) -> None:
    """As somebody does it who knows SQLite: the guards are back afterwards, and the chain fits."""
    with closing(sqlite.connect(path)) as connection, connection:
        guards = connection.execute(GUARDS).fetchall()
        for name, _sql in guards:
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute(
            "DELETE FROM audit_value WHERE audit_id > (SELECT max(id) FROM audit) - ?", (entries,)
        )
        connection.execute("DELETE FROM audit WHERE id > (SELECT max(id) FROM audit) - ?", (entries,))
        for _name, sql in guards:
            connection.execute(sql)


def look(path: Path, clock: FixedClock, *folders: Path) -> tuple[str, ...]:
    with closing(Desk.open(path, clock)) as desk:
        return desk.anchors.look(desk.actor(), folders)


def test_a_history_that_goes_on_is_the_one_that_was_seen(busy: Desk, owner: Actor, take_in: TakeIn) -> None:
    assert busy.anchors.look(owner) == ()
    take_in()
    assert busy.anchors.look(owner) == ()


def test_an_end_that_is_cut_off_is_told_though_the_chain_fits(busy: Desk, clock: FixedClock) -> None:
    busy.close()
    cut_off(busy.path, 2)
    with closing(Desk.open(busy.path, clock)) as desk:
        assert not [problem for problem in desk.check(desk.actor()) if "altered" in problem]
    [said] = look(busy.path, clock)
    assert said.startswith("The history ends 2 entries before where it was seen on 2026-03-10 12:15")


def test_yesterdays_file_put_back_by_hand_is_told_until_somebody_says_why(
    busy: Desk, owner: Actor, clock: FixedClock, tmp_path: Path
) -> None:
    busy.close()
    yesterday = shutil.copy(busy.path, tmp_path / "yesterday.desk")
    with closing(Desk.open(busy.path, clock)) as desk:
        desk.tickets.take_in(owner, an_intake())
        desk.anchors.keep(owner)
    shutil.copy(yesterday, busy.path)
    [said] = look(busy.path, clock)
    assert "an older copy of the file was put in its place by hand" in said
    with closing(Desk.open(busy.path, clock)) as desk:
        desk.anchors.keep(owner)  # what was seen is not forgotten by that
        clock.moment += timedelta(minutes=5)
        desk.tickets.take_in(owner, an_intake())
        desk.tickets.take_in(owner, an_intake())
        [said] = desk.anchors.look(owner)
        assert said.startswith("The history is another one than was seen")
        desk.anchors.accept(owner)
        assert desk.anchors.look(owner) == ()


@pytest.mark.parametrize("hours", [0, 1])
def test_a_restore_by_the_program_is_no_alarm(
    busy: Desk, owner: Actor, folder: Path, clock: FixedClock, take_in: TakeIn, hours: int
) -> None:
    backup = busy.backups.make(owner, [folder]).backup
    take_in()
    busy.anchors.keep(owner, [folder])
    busy.close()
    clock.moment += timedelta(hours=hours)
    restore.swap(backup.path, busy.path, clock)
    assert look(busy.path, clock, folder) == ()


def test_nor_one_on_another_computer(
    busy: Desk, owner: Actor, folder: Path, clock: FixedClock, take_in: TakeIn,
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    backup = busy.backups.make(owner, [folder]).backup
    take_in()
    busy.anchors.keep(owner, [folder])
    busy.close()
    clock.moment += timedelta(hours=1)
    with monkeypatch.context() as there:
        there.setenv("DESKAPP_DATA", str(tmp_path / "other"))
        restore.swap(backup.path, busy.path, clock)
    assert look(busy.path, clock, folder) == ()


def test_the_anchor_beside_the_backups_tells_where_this_computer_knows_nothing(
    busy: Desk, owner: Actor, folder: Path, clock: FixedClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    busy.backups.make(owner, [folder])
    busy.close()
    cut_off(busy.path, 1)
    monkeypatch.setenv("DESKAPP_DATA", str(tmp_path / "other"))
    assert look(busy.path, clock) == ()
    [said] = look(busy.path, clock, folder)
    assert said.startswith("The history ends 1 entry before")


def test_a_file_that_was_renamed_is_still_known(busy: Desk, clock: FixedClock) -> None:
    busy.close()
    renamed = busy.path.rename(busy.path.with_name("new name.desk"))
    assert look(renamed, clock) == ()
    cut_off(renamed, 1)
    assert look(renamed, clock)


def test_a_copy_that_is_restored_beside_it_has_its_own(
    busy: Desk, owner: Actor, folder: Path, clock: FixedClock, tmp_path: Path, take_in: TakeIn
) -> None:
    backup = busy.backups.make(owner, [folder]).backup
    take_in()
    busy.anchors.keep(owner)
    copy = restore.restore(backup.path, tmp_path / "copy.desk", clock).path
    assert look(copy, clock) == ()
    assert busy.anchors.look(owner) == ()


@pytest.mark.parametrize("content", [b"", b"{", b'{"format": 1, "seen": {"a": 3}}', b"\xff" * 9])
def test_an_anchor_that_cannot_be_read_is_made_anew(
    busy: Desk, owner: Actor, content: bytes, tmp_path: Path
) -> None:
    [path] = (tmp_path / "data" / "anchors").glob("*.anchor")
    path.write_bytes(content)
    assert busy.anchors.look(owner) == ()
    busy.anchors.keep(owner)
    assert anchor_file.read(path)

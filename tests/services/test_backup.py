"""Backups: whole, proven and thinned; whatever happens to the drive, nothing half-made is left."""

from __future__ import annotations

import json
import os
import subprocess
import threading
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from deskapp.clock import FixedClock
from deskapp.domain.actor import Actor
from deskapp.domain.backup import Reason
from deskapp.errors import DeskError
from deskapp.services.desk import Desk
from deskapp.store import backup_copy, backup_file, backup_folder
from deskapp.store.driver import sqlite
from tests.builders import a_line, an_intake
from tests.contents import everything, rows
from tests.processes import run_without_rights
from tests.services.conftest import TakeIn


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where backups go; nobody made it yet."""
    return tmp_path / "backups"


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_backup_is_the_shop_of_that_moment(desk: Desk, owner: Actor, folder: Path, take_in: TakeIn) -> None:
    ticket = take_in()
    desk.tickets.add_line(owner, ticket.number, a_line(price="79.00"))
    made = desk.backups.make(owner, [folder])
    take_in(fault="Came later")
    assert names(folder) == [
        "shop-2026-03-10-120000.desk",
        "shop-2026-03-10-120000.desk.json",
        "shop.desk.anchor",
    ]
    assert (made.missed, made.removed) == ((), ())
    facts = made.backup.facts
    assert (facts.shop, facts.newest, facts.count("ticket")) == ("Northgate Repairs", ticket.number, 1)
    assert facts.sums == {"lines": 7900, "tickets": 7900}
    assert rows(made.backup.path, "SELECT number FROM ticket") == [(ticket.number,)]
    assert rows(made.backup.path, "PRAGMA journal_mode") == [("delete",)]
    assert desk.backups.list(owner, folder) == (made.backup,)


def test_the_small_file_beside_it_says_what_it_is(desk: Desk, owner: Actor, folder: Path) -> None:
    backup = desk.backups.make(owner, [folder], Reason.CLOSE).backup
    said = json.loads(backup_folder.manifest_of(backup.path).read_text(encoding="utf-8"))
    assert said["sha256"] == backup_file.fingerprint(backup.path)
    assert (said["size"], said["checked"]) == (backup.path.stat().st_size, True)
    assert (said["reason"], said["by"]) == ("close", "Priya Nair")
    assert said["holds"]["shop"] == "Northgate Repairs"


def test_a_backup_opens_as_the_shop(
    desk: Desk, owner: Actor, folder: Path, clock: FixedClock, take_in: TakeIn
) -> None:
    take_in()
    made = desk.backups.make(owner, [folder])
    before = everything(desk.path)
    with closing(Desk.open(made.backup.path, clock)) as copy:
        assert copy.check(copy.actor()) == ()
    assert everything(made.backup.path) == before


def test_what_is_written_meanwhile_is_not_waited_for_and_not_in_it(
    desk: Desk, owner: Actor, folder: Path, take_in: TakeIn
) -> None:
    take_in()
    made = desk.backups.make(owner, [folder], begun=lambda: desk.tickets.take_in(owner, an_intake("Later")))
    assert made.backup.facts.count("ticket") == 1
    assert len(desk.tickets.rows(owner, "")) == 2


def test_thirty_backups_under_load_are_all_whole(
    desk: Desk, owner: Actor, folder: Path, clock: FixedClock, take_in: TakeIn
) -> None:
    numbers = [take_in(fault="x" * 2000).number for _ in range(3)]
    stop = threading.Event()

    def write() -> None:
        while not stop.is_set():
            desk.tickets.note(owner, numbers[0], "busy")
            stop.wait(0.01)  # as busy as no counter is; more would only fill the file

    thread = threading.Thread(target=write)
    thread.start()
    try:
        for _ in range(30):
            clock.moment += timedelta(seconds=1)
            desk.backups.make(owner, [folder])
    finally:
        stop.set()
        thread.join()
    made = desk.backups.list(owner, folder)
    assert len(made) == 30
    assert len({one.facts.count("note") for one in made}) > 5
    for one in made:
        assert rows(one.path, "SELECT count(*) FROM note") == [(one.facts.count("note"),)]


def test_two_backups_in_one_second_stand_beside_each_other(desk: Desk, owner: Actor, folder: Path) -> None:
    paths = [desk.backups.make(owner, [folder]).backup.path.name for _ in range(3)]
    assert paths == [f"shop-2026-03-10-120000{end}.desk" for end in ("", "-2", "-3")]


def test_a_backup_is_made_only_where_something_changed(
    desk: Desk, owner: Actor, folder: Path, clock: FixedClock, take_in: TakeIn
) -> None:
    assert desk.backups.state(owner, [folder]).changed
    assert desk.backups.make_if_changed(owner, [folder], Reason.TIMER)
    clock.moment += timedelta(hours=5)
    assert desk.backups.make_if_changed(owner, [folder], Reason.TIMER) is None
    number = take_in().number
    assert desk.backups.make_if_changed(owner, [folder], Reason.TIMER)
    desk.tickets.note(owner, number, "only a note")
    assert desk.backups.make_if_changed(owner, [folder], Reason.TIMER)


def test_the_second_folder_gets_the_same(desk: Desk, owner: Actor, folder: Path, tmp_path: Path) -> None:
    second = tmp_path / "stick"
    made = desk.backups.make(owner, [folder, second])
    [copy] = desk.backups.list(owner, second)
    assert copy.path.read_bytes() == made.backup.path.read_bytes()
    assert (copy.sha256, copy.facts) == (made.backup.sha256, made.backup.facts)


def test_a_stick_that_is_not_plugged_in_keeps_no_backup_from_the_first_folder(
    desk: Desk, owner: Actor, folder: Path, tmp_path: Path
) -> None:
    stick = tmp_path / "media" / "stick"
    made = desk.backups.make(owner, [folder, stick])
    assert made.backup.path.parent == folder
    [missed] = made.missed
    assert missed.startswith(f"The folder “{stick}” for backups is not there; plug in its drive")
    assert not stick.parent.exists()


def test_where_the_first_folder_is_gone_the_second_takes_the_backup(
    desk: Desk, owner: Actor, tmp_path: Path
) -> None:
    gone, second = tmp_path / "media" / "stick", tmp_path / "second"
    made = desk.backups.make(owner, [gone, second])
    assert made.backup.path.parent == second
    assert len(made.missed) == 1


def a_file(folder: Path) -> None:
    folder.write_text("")


def _pull(monkeypatch: pytest.MonkeyPatch, name: str, error: Exception) -> None:
    def fail(*_values: object, **_named: object) -> None:
        raise error

    monkeypatch.setattr(backup_copy if hasattr(backup_copy, name) else backup_file, name, fail)


TROUBLE: dict[str, tuple[str, Exception, str]] = {
    "full while copying": (
        "copy_tables",
        sqlite.OperationalError("database or disk is full"),
        "There is no room",
    ),
    "pulled while copying": (
        "copy_tables",
        sqlite.OperationalError("disk I/O error"),
        r"failed \(disk I/O error\)",
    ),
    "read-only": (
        "copy_tables",
        sqlite.OperationalError("attempt to write a readonly database"),
        "may not write",
    ),
    "full while syncing": ("sync", OSError(28, "No space left on device"), "There is no room"),
    "pulled while syncing": ("sync", OSError(5, "Input/output error"), "failed .Input/output error."),
    "unplugged": ("fingerprint", OSError(19, "No such device"), "is not there; plug in its drive"),
    "not sound": ("prove", backup_file.BrokenCopy("did not pass"), "did not pass"),
    "a page that cannot be read": ("prove", sqlite.DatabaseError("malformed"), "cannot be read again"),
    "no folder to sync": ("sync_folder", OSError(5, "Input/output error"), "failed"),
}


@pytest.mark.parametrize("what", TROUBLE)
def test_when_the_drive_fails_one_sentence_says_so_and_the_old_backups_stay(
    desk: Desk, owner: Actor, folder: Path, take_in: TakeIn, monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    desk.backups.make(owner, [folder])
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    take_in()
    name, error, sentence = TROUBLE[what]
    _pull(monkeypatch, name, error)
    with pytest.raises(DeskError, match=sentence):
        desk.backups.make(owner, [folder])
    after = {path.name: path.read_bytes() for path in folder.iterdir()}
    if what != "no folder to sync":  # there it has its name already, and is whole
        assert after == before
    assert not [path for path in after if "part" in path]
    assert before.items() <= after.items()


def test_a_folder_that_is_a_file_is_refused(desk: Desk, owner: Actor, folder: Path) -> None:
    folder.write_text("in the way")
    with pytest.raises(DeskError, match="is not there"):
        desk.backups.make(owner, [folder])
    assert folder.read_text() == "in the way"


def test_without_a_folder_there_is_a_sentence(desk: Desk, owner: Actor) -> None:
    with pytest.raises(DeskError, match="No folder for backups is chosen"):
        desk.backups.make(owner, [])


@pytest.fixture
def tiny_drive(tmp_path: Path) -> Iterator[Path]:
    """A drive of one megabyte."""
    drive = tmp_path / "tiny"
    drive.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", str(drive)]
    if (
        os.name != "posix"
        or os.geteuid()
        or subprocess.run(mount, capture_output=True, check=False).returncode
    ):
        pytest.skip("a small drive can only be made by root on Linux")
    yield drive
    subprocess.run(["umount", str(drive)], check=True)


@pytest.mark.parametrize("told", [True, False])
def test_a_full_drive_keeps_nothing_half_made(
    desk: Desk, owner: Actor, tiny_drive: Path, monkeypatch: pytest.MonkeyPatch, told: bool
) -> None:
    """Once where the room is measured before, once where it fills up on the way."""
    (tiny_drive / "other").write_bytes(b"x" * 700_000)
    if not told:
        monkeypatch.setattr("deskapp.services.backup_making.check_room", lambda *_values: None)
    with pytest.raises(DeskError, match="There is no room in"):
        desk.backups.make(owner, [tiny_drive])
    assert names(tiny_drive) == ["other"]


def test_a_folder_without_rights_is_refused(shop_path: Path, tmp_path: Path) -> None:
    said = run_without_rights(
        """
        import sys
        from pathlib import Path
        from datetime import datetime, UTC
        from deskapp.clock import FixedClock
        from deskapp.errors import DeskError
        from deskapp.services.desk import Desk
        desk = Desk.open(Path(sys.argv[1]), FixedClock(datetime(2026, 3, 10, tzinfo=UTC)))
        actor = desk.actor()
        closed = Path(sys.argv[2])
        closed.mkdir(mode=0o755)
        with desk._file.read():
            pass
        give_up_rights()
        try:
            desk.backups.make(actor, [closed])
        except DeskError as error:
            print(error)
        """,
        shop_path,
        tmp_path / "closed",
    )
    assert said == f"You may not write into “{tmp_path / 'closed'}”; choose another folder for backups."


def test_stopping_leaves_nothing(desk: Desk, owner: Actor, folder: Path, take_in: TakeIn) -> None:
    for _ in range(5):
        take_in()

    class Stop(Exception):
        pass

    for last in (10, 50, 85, 95, 100):

        def stop(done: int, _whole: int, last: int = last) -> None:
            if done >= last:
                raise Stop

        with pytest.raises(Stop):
            desk.backups.make(owner, [folder], progress=stop)
        assert names(folder) == []


def test_the_ladder_takes_only_the_program_s_own_backups_of_this_file(
    desk: Desk, owner: Actor, folder: Path, clock: FixedClock, shop_path: Path, tmp_path: Path
) -> None:
    folder.mkdir()
    for strange in ("shop-2001-01-01-120000.desk", "notes.txt", "shop.desk.json", "shop-2026.desk.json"):
        (folder / strange).write_text("not ours")
    other = Desk.create(tmp_path / "other" / "shop.desk", desk.shop.get(owner), "Priya Nair", clock)
    with closing(other):
        theirs = [_daily(other, folder, clock).name for _ in range(2)]
    ours = [_daily(desk, folder, clock).name for _ in range(16)]
    for _ in range(3):
        clock.moment += timedelta(days=40)
        desk.backups.make(owner, [folder])
    left = names(folder)
    assert {"shop-2001-01-01-120000.desk", "notes.txt", "shop.desk.json", *theirs} <= set(left)
    assert len(set(ours) & set(left)) < len(ours)
    assert ours[-1] in left
    for name in left:
        assert (
            name.endswith(".json")
            or f"{name}.json" in left
            or name in {"shop-2001-01-01-120000.desk", "notes.txt", "shop.desk.anchor"}
        )


def _daily(desk: Desk, folder: Path, clock: FixedClock) -> Path:
    clock.moment += timedelta(days=1)
    return desk.backups.make(desk.actor(), [folder]).backup.path


def test_a_failed_backup_thins_nothing(
    desk: Desk, owner: Actor, folder: Path, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    for _ in range(14):
        _daily(desk, folder, clock)
    clock.moment += timedelta(days=700)
    before = names(folder)
    _pull(monkeypatch, "prove", backup_file.BrokenCopy("did not pass"))
    with pytest.raises(DeskError):
        desk.backups.make(owner, [folder])
    assert names(folder) == before


def test_a_copy_that_differs_by_one_row_does_not_pass(
    desk: Desk, owner: Actor, folder: Path, take_in: TakeIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_in()
    copied = backup_copy.copy_tables

    def lose_a_row(driver: Any, progress: Any) -> None:
        copied(driver, progress)
        driver.execute("UPDATE part.ticket SET total_minor = total_minor + 1")

    monkeypatch.setattr(backup_copy, "copy_tables", lose_a_row)
    with pytest.raises(DeskError, match="did not pass its check and was thrown away"):
        desk.backups.make(owner, [folder])
    assert names(folder) == []


def test_a_date_of_a_proven_restore_goes_from_backup_to_backup(
    desk: Desk, owner: Actor, folder: Path, clock: FixedClock, take_in: TakeIn
) -> None:
    first = desk.backups.make(owner, [folder]).backup
    assert desk.backups.state(owner, [folder]).drilled_at is None
    desk.backups.note_drill(owner, first)
    proven = clock.now()
    clock.moment += timedelta(days=3)
    take_in()
    second = desk.backups.make(owner, [folder]).backup
    assert second.drilled_at == proven
    assert desk.backups.state(owner, [folder]).drilled_at == proven


def test_a_day_with_a_wrong_clock_puts_off_neither_backups_nor_trials(
    desk: Desk, owner: Actor, folder: Path, clock: FixedClock, take_in: TakeIn
) -> None:
    """A battery that is empty: for one start it is the year 2036."""
    today, clock.moment = clock.moment, clock.moment + timedelta(days=3650)
    astray = desk.backups.make(owner, [folder]).backup
    desk.backups.note_drill(owner, astray)
    clock.moment = today
    take_in()
    state = desk.backups.state(owner, [folder])
    assert (state.is_due(today, timedelta(hours=4)), state.is_very_late(today)) == (True, True)
    made = desk.backups.make(owner, [folder]).backup
    state = desk.backups.state(owner, [folder])
    assert (state.newest, state.is_due(today, timedelta(hours=4))) == (made, False)
    assert state.wants_drill(today)
    desk.backups.note_drill(owner, made)
    assert not desk.backups.state(owner, [folder]).wants_drill(today)
    clock.moment += timedelta(hours=5)
    take_in()
    assert desk.backups.state(owner, [folder]).is_due(clock.moment, timedelta(hours=4))
    assert astray.path.exists()


def test_a_spoiled_manifest_is_passed_over(desk: Desk, owner: Actor, folder: Path) -> None:
    backup = desk.backups.make(owner, [folder]).backup
    manifest = backup_folder.manifest_of(backup.path)
    good = manifest.read_text(encoding="utf-8")
    for bad in (
        "",
        "[]",
        "{}",
        "nonsense",
        good.replace('"hand"', '"whim"'),
        good.replace("true", "false", 1),
    ):
        manifest.write_text(bad, encoding="utf-8")
        assert desk.backups.list(owner, folder) == (), bad
    manifest.write_text(good, encoding="utf-8")
    assert desk.backups.list(owner, folder) == (backup,)

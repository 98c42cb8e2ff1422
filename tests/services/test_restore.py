"""Restoring: a new file or a swap, nothing of the present is lost, and what is no backup is refused."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from deskapp.clock import FixedClock
from deskapp.domain.actor import Actor
from deskapp.domain.backup import Backup
from deskapp.errors import Busy, DeskError
from deskapp.services import backup_drill, restore
from deskapp.services.desk import Desk
from deskapp.store import backup_file, backup_folder, engine, upgrade
from deskapp.store.driver import sqlite
from tests.builders import a_customer, an_intake
from tests.contents import rows
from tests.processes import finish, start
from tests.services.conftest import TakeIn

FILES = Path(__file__).parents[1] / "store" / "files"
HOLDS_THE_FILE = """
    import sys
    from deskapp.store.engine import ShopFile
    from pathlib import Path
    file = ShopFile(Path(sys.argv[1]))
    with file.read() as connection:
        connection.exec_driver_sql("SELECT count(*) FROM ticket").scalar_one()
        print("open", flush=True)
        sys.stdin.readline()
    file.close()
"""


@pytest.fixture
def backup(desk: Desk, owner: Actor, tmp_path: Path, take_in: TakeIn) -> Backup:
    """A backup of a shop with one ticket; a second ticket came later."""
    take_in()
    made = desk.backups.make(owner, [tmp_path / "backups"]).backup
    take_in(fault="Came later")
    return made


def tickets(path: Path, clock: FixedClock) -> int:
    with closing(Desk.open(path, clock)) as desk:
        assert desk.check(desk.actor()) == ()
        return len(desk.tickets.rows(desk.actor(), ""))


def test_a_restore_is_a_new_file_and_the_shop_stays(
    desk: Desk, backup: Backup, clock: FixedClock, tmp_path: Path
) -> None:
    target = tmp_path / "restored.desk"
    clock.moment += timedelta(hours=1)
    done = restore.restore(backup.path, target, clock)
    assert (done.path, done.before, done.erased) == (target, None, ())
    assert tickets(target, clock) == 1
    assert len(desk.tickets.rows(desk.actor(), "")) == 2
    assert rows(target, "SELECT action, at FROM audit ORDER BY id DESC LIMIT 1") == [
        ("restore", "2026-03-10T13:00:00+00:00")
    ]
    assert not list(tmp_path.glob("*.part"))
    assert backup_file.fingerprint(backup.path) == backup.sha256


def test_what_a_trial_that_was_stopped_left_goes_with_the_next(
    backup: Backup, clock: FixedClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(backup_drill, "_roomy", lambda _backup: str(tmp_path))
    left, fresh = tmp_path / "deskapp-trial-left", tmp_path / "deskapp-trial-fresh"
    for folder in (left, fresh):
        folder.mkdir()
        shutil.copy(backup.path, folder)
    os.utime(left, (0, 0))
    backup_drill.drill(backup, clock)
    assert [path.name for path in tmp_path.glob("deskapp-trial-*")] == [fresh.name]


def test_a_restore_writes_over_nothing(
    desk: Desk, backup: Backup, clock: FixedClock, shop_path: Path
) -> None:
    with pytest.raises(DeskError, match="There is already a file"):
        restore.restore(backup.path, shop_path, clock)
    assert len(desk.tickets.rows(desk.actor(), "")) == 2


def test_a_swap_keeps_the_present_file_beside(
    desk: Desk, backup: Backup, clock: FixedClock, shop_path: Path
) -> None:
    desk.close()
    done = restore.swap(backup.path, shop_path, clock)
    assert done.before == shop_path.with_name("shop before restore-2026-03-10-120000.desk")
    assert tickets(shop_path, clock) == 1
    assert tickets(done.before, clock) == 2
    assert not list(shop_path.parent.glob("shop.desk-*"))
    assert not list(shop_path.parent.glob("*.part"))


def test_a_swap_waits_for_nobody_who_has_the_shop_open(
    desk: Desk, backup: Backup, clock: FixedClock, shop_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.close()
    monkeypatch.setattr(engine, "_BUSY_MS", 200)  # else it is tried for five seconds
    other = start(HOLDS_THE_FILE, shop_path)
    assert other.stdout is not None
    assert other.stdout.readline().strip() == "open"
    try:
        with pytest.raises(Busy, match="open in another program; close it there"):
            restore.swap(backup.path, shop_path, clock)
    finally:
        finish(other)
    assert tickets(shop_path, clock) == 2
    assert not list(shop_path.parent.glob("shop before*"))


def test_what_a_stopped_program_left_beside_the_shop_stays_with_the_old_file(
    desk: Desk, owner: Actor, backup: Backup, clock: FixedClock, tmp_path: Path
) -> None:
    """The shop crashed with work in its -wal: the swap must neither lose that nor mix it into the backup."""
    crashed = tmp_path / "crash" / "shop.desk"
    crashed.parent.mkdir()
    for ending in ("", "-wal"):
        source = desk.path.with_name(desk.path.name + ending)
        if source.exists():
            shutil.copy(source, crashed.with_name(crashed.name + ending))
    done = restore.swap(backup.path, crashed, clock)
    assert tickets(crashed, clock) == 1
    assert done.before
    assert tickets(done.before, clock) == 2


def test_a_damaged_shop_is_kept_with_all_that_lies_beside_it(
    desk: Desk, backup: Backup, clock: FixedClock, shop_path: Path
) -> None:
    desk.close()
    shop_path.write_bytes(b"SQLite format 3\x00" + b"rubbish" * 100)
    shop_path.with_name("shop.desk-wal").write_bytes(b"what came last")
    done = restore.swap(backup.path, shop_path, clock)
    assert tickets(shop_path, clock) == 1
    assert done.before
    assert done.before.read_bytes().endswith(b"rubbish")
    assert done.before.with_name(f"{done.before.name}-wal").read_bytes() == b"what came last"


def test_a_shop_that_is_gone_comes_back(
    desk: Desk, backup: Backup, clock: FixedClock, shop_path: Path
) -> None:
    desk.close()
    shop_path.unlink()
    assert restore.swap(backup.path, shop_path, clock).before is None
    assert tickets(shop_path, clock) == 1


def test_when_the_last_step_fails_the_present_file_is_where_it_was(
    desk: Desk, backup: Backup, clock: FixedClock, shop_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.close()

    def fail(_part: Path, _path: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(upgrade, "put_in_place", fail)
    with pytest.raises(DeskError, match=r"could not be restored into .* \(No space left on device\)"):
        restore.swap(backup.path, shop_path, clock)
    assert tickets(shop_path, clock) == 2
    assert [path.name for path in shop_path.parent.glob("shop*")] == ["shop.desk"]


@pytest.mark.parametrize("name", ["0001.desk", "0002.desk", "0003.desk"])
def test_a_backup_of_an_older_program_becomes_a_shop_of_today(
    name: str, clock: FixedClock, tmp_path: Path
) -> None:
    old = Path(shutil.copy(FILES / name, tmp_path / "old.desk"))
    looked = restore.preview(old)
    done = restore.restore(old, tmp_path / "new.desk", clock)
    assert tickets(done.path, clock) > 0
    assert rows(done.path, "SELECT count(*) FROM ticket") == [(looked.facts.count("ticket"),)]
    assert sorted(path.name for path in tmp_path.glob("*.desk")) == ["new.desk", "old.desk"]


def test_a_preview_says_what_a_backup_holds(desk: Desk, owner: Actor, backup: Backup) -> None:
    seen = restore.preview(backup.path, desk.backups.facts(owner))
    assert (seen.facts, seen.made_at, seen.backup) == (backup.facts, backup.made_at, backup)
    assert (seen.difference("ticket"), seen.difference("customer")) == (-1, -1)


def test_a_file_on_a_medium_that_cannot_be_written_is_restored(
    backup: Backup, clock: FixedClock, tmp_path: Path
) -> None:
    backup.path.chmod(0o400)
    backup.path.parent.chmod(0o500)
    try:
        restore.restore(backup.path, tmp_path / "new.desk", clock)
    finally:
        backup.path.parent.chmod(0o700)
    assert tickets(tmp_path / "new.desk", clock) == 1


def _flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    place = content.index(b"Does not charge")
    content[place] ^= 1
    path.write_bytes(content)


def test_a_single_flipped_bit_is_told_and_taken_only_when_asked_for(
    backup: Backup, clock: FixedClock, tmp_path: Path
) -> None:
    _flip(backup.path)
    with pytest.raises(restore.Spoiled, match="has changed since it was written"):
        restore.restore(backup.path, tmp_path / "new.desk", clock)
    assert not (tmp_path / "new.desk").exists()
    restore.restore(backup.path, tmp_path / "new.desk", clock, anyway=True)
    assert rows(tmp_path / "new.desk", "SELECT count(*) FROM ticket") == [(1,)]


def _a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def _of_another_program(path: Path) -> None:
    path.unlink()
    with closing(sqlite.connect(path)) as other:
        other.execute("CREATE TABLE t (id)")
        other.commit()


def _with(sql: str) -> Callable[[Path], None]:
    def change(path: Path) -> None:
        with closing(sqlite.connect(path)) as other:
            other.execute(sql)
            other.commit()

    return change


NO_BACKUPS: dict[str, tuple[Callable[[Path], object], str]] = {
    "empty": (lambda path: path.write_bytes(b""), "is empty"),
    "a text": (lambda path: path.write_text("hello"), "is not a Deskapp shop file"),
    "of another program": (_of_another_program, "another program"),
    "cut": (lambda path: path.write_bytes(path.read_bytes()[:-100]), "damaged"),
    "gone": (lambda path: path.unlink(), "There is no shop file"),
    "a folder": (_a_folder, "is a folder"),
    "newer": (_with("UPDATE alembic_version SET version_num = '9999'"), "newer version"),
    "a trigger": (
        _with("CREATE TRIGGER evil AFTER INSERT ON ticket BEGIN UPDATE person SET role = 'owner'; END"),
        "holds what Deskapp never writes",
    ),
    "a view": (_with("CREATE VIEW evil AS SELECT * FROM person"), "holds what Deskapp never writes"),
    "a guard that does more": (
        _with(
            "CREATE TRIGGER evil BEFORE UPDATE ON ticket BEGIN SELECT RAISE(ABORT, 'no');"
            " UPDATE person SET role = 'owner'; SELECT RAISE(ABORT, 'no'); END"
        ),
        "holds what Deskapp never writes",
    ),
    "references to nothing": (_with("UPDATE ticket SET customer_id = 99"), "did not pass its check"),
    "a zeroed page": (
        lambda path: path.write_bytes(
            path.read_bytes()[: 4096 * 3] + bytes(4096) + path.read_bytes()[4096 * 4 :]
        ),
        "damaged|did not pass",
    ),
}


@pytest.mark.parametrize("what", NO_BACKUPS)
def test_what_is_no_sound_backup_is_refused_in_a_sentence(
    backup: Backup, clock: FixedClock, tmp_path: Path, what: str
) -> None:
    strange = Path(shutil.copy(backup.path, tmp_path / "strange.desk"))
    spoil, sentence = NO_BACKUPS[what]
    spoil(strange)
    with pytest.raises(DeskError, match=sentence):
        restore.restore(strange, tmp_path / "new.desk", clock)
    assert not list(tmp_path.glob("new*"))


def test_who_was_erased_stays_erased(desk: Desk, owner: Actor, clock: FixedClock, tmp_path: Path) -> None:
    customer = desk.customers.add(owner, a_customer("Zofia Unverwechselbar")).value
    desk.tickets.take_in(owner, an_intake(customer=None, customer_id=customer.id))
    old = desk.backups.make(owner, [tmp_path / "backups"]).backup
    [row] = desk.tickets.rows(owner, "")
    desk.tickets.move(owner, row.number, "declined", reason="no")
    desk.privacy.erase(owner, customer.id)
    clock.moment += timedelta(hours=1)
    desk.backups.make(owner, [tmp_path / "backups"])
    done = restore.restore(old.path, tmp_path / "other" / "new.desk", clock)
    assert done.erased == (customer.id,)
    assert b"Unverwechselbar" not in done.path.read_bytes()
    desk.close()
    swapped = restore.swap(old.path, desk.path, clock)
    assert swapped.erased == (customer.id,)
    assert b"Unverwechselbar" not in desk.path.read_bytes()


def test_a_drill_proves_that_a_backup_is_a_shop(backup: Backup, clock: FixedClock) -> None:
    before = backup_file.fingerprint(backup.path)
    backup_drill.drill(backup, clock)
    assert backup_file.fingerprint(backup.path) == before
    assert sorted(path.suffix for path in backup.path.parent.iterdir()) == [".anchor", ".desk", ".json"]


def test_a_planted_bad_backup_is_reported(backup: Backup, clock: FixedClock) -> None:
    _flip(backup.path)
    with pytest.raises(backup_drill.NotProven, match=r"could not be restored: .*changed since"):
        backup_drill.drill(backup, clock)


def test_a_backup_that_holds_less_than_it_says_is_reported(
    backup: Backup, desk: Desk, clock: FixedClock
) -> None:
    with closing(sqlite.connect(backup.path)) as other:
        other.execute("DELETE FROM ticket_run")
        other.commit()
    from dataclasses import replace

    lying = replace(backup, sha256=backup_file.fingerprint(backup.path))
    backup_folder.describe(lying)
    with pytest.raises(backup_drill.NotProven, match="could not be restored"):
        backup_drill.drill(lying, clock)

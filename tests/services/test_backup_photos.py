"""Photographs and backups: each content is kept once beside them, proven by its hash, and put back."""

from __future__ import annotations

import os
import shutil
import time
import zipfile
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from deskapp.clock import FixedClock
from deskapp.domain.actor import Actor
from deskapp.domain.backup import Backup, Reason
from deskapp.domain.photo import Picture
from deskapp.errors import DeskError, NotFound
from deskapp.exchange.readable_copy import keep_readable
from deskapp.services import photo, restore
from deskapp.services.backup_drill import NotProven, drill
from deskapp.services.country import shop_in
from deskapp.services.desk import Desk
from deskapp.store import backup_file, backup_folder, backup_photos
from deskapp.store.driver import sqlite
from tests.builders import an_intake
from tests.contents import rows
from tests.services.conftest import Move, TakeIn

MEGABYTE = 1 << 20


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where backups go; nobody made it yet."""
    return tmp_path / "backups"


def a_picture(said: str = "one", size: int = 100) -> Picture:
    return Picture(said.encode().ljust(size, b"."), f"small {said}".encode(), 2000, 1500)


def files(folder: Path) -> dict[str, bytes]:
    return {path.stem: path.read_bytes() for path in (folder / "photos").rglob("*.jpg")}


def contents(path: Path) -> set[bytes]:
    return {bytes(content) for (content,) in rows(path, "SELECT content FROM photo")}


@pytest.fixture
def number(take_in: TakeIn) -> str:
    return take_in().number


@pytest.fixture
def add(desk: Desk, owner: Actor, number: str) -> Callable[..., Picture]:
    def put(said: str = "one", size: int = 100) -> Picture:
        desk.photos.add(owner, number, [picture := a_picture(said, size)])
        return picture

    return put


@pytest.fixture
def keep(desk: Desk, owner: Actor, folder: Path, clock: FixedClock) -> Callable[[], Backup]:
    def make() -> Backup:
        clock.moment += timedelta(seconds=1)
        made = desk.backups.make(owner, [folder])
        assert made.missed == ()
        return made.backup

    return make


def test_a_photo_is_written_once_for_all_backups(
    folder: Path, add: Callable[..., Picture], keep: Callable[[], Backup]
) -> None:
    one = add("one", MEGABYTE)
    first = keep()
    [path] = (folder / "photos").rglob("*.jpg")
    written = path.stat().st_mtime_ns
    two = add("two", MEGABYTE)
    second = keep()
    assert files(folder) == {one.sha256: one.content, two.sha256: two.content}
    assert path.stat().st_mtime_ns == written
    assert (first.photos, second.photos) == (1, 2)
    assert max(first.size, second.size) < MEGABYTE  # neither holds any of them


def test_a_backup_is_restored_with_them_in_one_go(
    desk: Desk, clock: FixedClock, tmp_path: Path, add: Callable[..., Picture], keep: Callable[[], Backup]
) -> None:
    pictures = {add("one").content, add("two").content}
    backup = keep()
    done = restore.restore(backup.path, tmp_path / "back.desk", clock)
    assert (contents(done.path), done.photos_missing) == (pictures, 0)
    with closing(Desk.open(done.path, clock)) as back:
        assert back.check(back.actor()) == ()
    assert contents(desk.path) == pictures


def test_the_second_folder_has_them_too(
    desk: Desk, owner: Actor, folder: Path, clock: FixedClock, tmp_path: Path, add: Callable[..., Picture]
) -> None:
    add("one")
    stick = tmp_path / "stick"
    desk.backups.make(owner, [folder, stick])
    assert files(stick) == files(folder)
    shutil.rmtree(folder)
    [copy] = desk.backups.list(owner, stick)
    assert contents(restore.restore(copy.path, tmp_path / "back.desk", clock).path) == contents(desk.path)


def test_a_photo_that_is_damaged_in_the_first_folder_is_sound_in_the_second(
    desk: Desk, owner: Actor, folder: Path, tmp_path: Path, clock: FixedClock, add: Callable[..., Picture],
    keep: Callable[[], Backup],
) -> None:  # fmt: skip
    picture = add("one")
    keep()
    backup_photos.place_of(folder, picture.sha256).write_bytes(b"rot")
    clock.moment += timedelta(minutes=1)
    desk.backups.make(owner, [folder, stick := tmp_path / "stick"])
    assert files(stick) == {picture.sha256: picture.content}


def test_a_backup_that_is_copied_elsewhere_without_them_says_so(
    desk: Desk, folder: Path, clock: FixedClock, tmp_path: Path, add: Callable[..., Picture],
    keep: Callable[[], Backup],
) -> None:  # fmt: skip
    picture = add("one")
    alone = tmp_path / "elsewhere"
    alone.mkdir()
    copied = Path(shutil.copy(keep().path, alone))
    assert restore.preview(copied).photos_missing == 1
    done = restore.restore(copied, tmp_path / "back.desk", clock)
    assert done.photos_missing == 1
    with closing(Desk.open(done.path, clock)) as back:
        [problem] = back.check(back.actor())
        assert problem.startswith("1 photo is not in the file, only its thumbnail")
        with pytest.raises(NotFound):
            back.photos.content(back.actor(), picture.sha256)
    assert restore.preview(copied, photos_in=(folder,)).photos_missing == 0
    found = restore.restore(copied, tmp_path / "again.desk", clock, photos_in=(folder,))
    assert (found.photos_missing, contents(found.path)) == (0, {picture.content})


def test_a_photo_that_is_damaged_there_is_reported_and_written_anew(
    folder: Path, clock: FixedClock, add: Callable[..., Picture], keep: Callable[[], Backup]
) -> None:
    picture = add("one")
    add("two")
    backup = keep()
    drill(backup, clock)
    backup_photos.place_of(folder, picture.sha256).write_bytes(b"rot")
    with pytest.raises(NotProven, match="1 photo beside it is missing or damaged"):
        drill(backup, clock)
    drill(keep(), clock)
    assert files(folder)[picture.sha256] == picture.content


def test_one_that_is_missing_for_good_does_not_fail_every_trial(
    desk: Desk, folder: Path, clock: FixedClock, add: Callable[..., Picture], keep: Callable[[], Backup]
) -> None:
    picture = add("one")
    with closing(sqlite.connect(desk.path)) as connection, connection:
        connection.execute("UPDATE photo SET content = x''")
    backup = keep()
    assert (backup.photos, files(folder)) == (0, {})
    drill(backup, clock)
    assert picture.sha256 not in files(folder)


def test_a_photo_goes_with_the_last_backup_that_names_it(
    desk: Desk, owner: Actor, folder: Path, clock: FixedClock, add: Callable[..., Picture],
    keep: Callable[[], Backup], monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    first, second = add("one"), add("two")
    keep()
    monkeypatch.setattr(photo, "KEPT_IN_BIN", -timedelta(seconds=1))
    [number] = [row.number for row in desk.tickets.rows(owner, "")]
    desk.photos.bin(owner, desk.photos.of_ticket(owner, number)[0].id)
    assert desk.photos.tidy(owner) == 1
    keep()
    _age(folder)
    assert set(files(folder)) == {first.sha256, second.sha256}
    clock.moment += timedelta(days=3)  # of that day the newer backup stays
    keep()
    assert set(files(folder)) == {second.sha256}


def _age(folder: Path) -> None:
    old = time.time() - 86_400
    for path in (folder / "photos").rglob("*.jpg"):
        os.utime(path, (old, old))


def test_a_backup_of_another_shop_that_lies_there_keeps_its_photos(
    desk: Desk, owner: Actor, folder: Path, add: Callable[..., Picture], keep: Callable[[], Backup]
) -> None:
    picture = add("one")
    backup = keep()
    stranger = Path(shutil.copy(backup.path, folder / "copied by hand.desk"))
    backup.path.unlink()
    _age(folder)
    assert backup_photos.thin(folder) == 0
    stranger.unlink()
    assert backup_photos.thin(folder) == 1
    assert picture.sha256 not in files(folder)


@pytest.fixture
def erased(desk: Desk, owner: Actor, take_in: TakeIn, move: Move, folder: Path) -> tuple[Picture, Picture]:
    """A photo of somebody who was erased after a backup, and one of somebody else."""
    gone, stays = take_in(an_intake(customer=None)), take_in()
    theirs, others = a_picture("theirs"), a_picture("others")
    desk.photos.add(owner, stays.number, [theirs])
    desk.photos.add(owner, gone.number, [others])
    made = desk.backups.make(owner, [folder])
    keep_readable(desk, owner, made.backup, [folder])
    move(stays.number, "cancelled")
    customer = desk.tickets.get(owner, stays.number).customer
    assert customer is not None
    desk.privacy.erase(owner, customer.id)
    return theirs, others


def test_who_is_erased_is_erased_beside_the_backups_too(
    desk: Desk, owner: Actor, folder: Path, clock: FixedClock, tmp_path: Path, erased: tuple[Picture, Picture]
) -> None:
    theirs, others = erased
    [backup] = desk.backups.list(owner, folder)
    assert set(files(folder)) == {theirs.sha256, others.sha256}
    assert list(folder.glob("*-readable.zip"))
    assert desk.backups.forget_erased(owner, [folder]) == (1, 1)
    assert set(files(folder)) == {others.sha256}
    assert not list(folder.glob("*-readable.zip"))
    assert desk.backups.forget_erased(owner, [folder]) == (0, 0)
    drill(backup, clock)  # what was erased is not missing
    done = restore.restore(backup.path, tmp_path / "back.desk", clock)
    assert (contents(done.path), done.photos_missing) == ({others.content}, 0)


def test_another_shop_in_the_folder_keeps_its_photos_when_somebody_is_erased(
    desk: Desk, owner: Actor, folder: Path, clock: FixedClock, tmp_path: Path, take_in: TakeIn, move: Move
) -> None:
    """Both shops have a customer with the same number, and one photo in common."""
    other = Desk.create(tmp_path / "other.desk", shop_in("GB", "Southgate"), "Ann", clock)
    alike, ours, theirs = a_picture("alike"), a_picture("ours"), a_picture("theirs")
    with closing(other):
        there = other.tickets.take_in(other.actor(), an_intake()).value
        other.photos.add(other.actor(), there.number, [alike, theirs])
        other.backups.make(other.actor(), [folder])
    here = take_in()
    assert here.customer is not None
    assert there.customer is not None
    assert here.customer.id == there.customer.id
    desk.photos.add(owner, here.number, [alike, ours])
    desk.backups.make(owner, [folder])
    move(here.number, "cancelled")
    desk.privacy.erase(owner, here.customer.id)
    assert desk.backups.forget_erased(owner, [folder]).photos == 1
    assert set(files(folder)) == {alike.sha256, theirs.sha256}


def test_a_photo_that_cannot_be_read_just_now_keeps_its_name(
    folder: Path, add: Callable[..., Picture], keep: Callable[[], Backup], monkeypatch: pytest.MonkeyPatch
) -> None:
    picture = add("one")
    keep()

    def fails(_path: Path) -> bytes:
        raise OSError

    with monkeypatch.context() as drive:
        drive.setattr(Path, "read_bytes", fails)
        assert backup_photos.spoiled(folder, {picture.sha256}) == {picture.sha256}
    assert set(files(folder)) == {picture.sha256}


def test_nothing_goes_while_a_file_beside_them_cannot_be_read(
    folder: Path, add: Callable[..., Picture], keep: Callable[[], Backup], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A stick that stumbles: what it holds without a manifest may be a backup all the same."""
    picture = add("one")
    backup = keep()
    backup_folder.manifest_of(backup.path).unlink()
    _age(folder)

    def fails(*_values: object) -> object:
        raise sqlite.OperationalError("disk I/O error")

    with monkeypatch.context() as drive:
        drive.setattr(backup_file, "opened", fails)
        assert backup_photos.thin(folder) == 0
    assert set(files(folder)) == {picture.sha256}


def test_the_next_backup_follows_up_where_nobody_did(
    desk: Desk, owner: Actor, folder: Path, clock: FixedClock, erased: tuple[Picture, Picture]
) -> None:
    clock.moment += timedelta(days=1)
    made = desk.backups.make(owner, [folder], Reason.TIMER)
    keep_readable(desk, owner, made.backup, [folder])
    assert set(files(folder)) == {erased[1].sha256}
    [readable] = folder.glob("*-readable.zip")
    assert "2026-03-11" in readable.name
    assert zipfile.is_zipfile(readable)


def test_a_name_out_of_a_backup_leads_nowhere_else(
    folder: Path, tmp_path: Path, clock: FixedClock, add: Callable[..., Picture], keep: Callable[[], Backup]
) -> None:
    add("one")
    backup = keep()
    outside = tmp_path / "mine.jpg"
    outside.write_bytes(b"mine")
    with closing(sqlite.connect(backup.path)) as connection, connection:
        connection.execute("UPDATE photo SET sha256 = ?", ("../../mine",))
    assert backup_photos.names_of(backup.path) == set()
    assert backup_photos.spoiled(folder, backup_photos.names_of(backup.path)) == set()
    assert backup_photos.thin(folder) in {0, 1}
    assert outside.read_bytes() == b"mine"


def test_a_full_drive_leaves_no_half_photo(
    desk: Desk, owner: Actor, folder: Path, add: Callable[..., Picture], monkeypatch: pytest.MonkeyPatch
) -> None:
    add("one")

    def full(_path: Path, _content: bytes) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(backup_photos, "write_whole", full)
    with pytest.raises(DeskError, match="There is no room"):
        desk.backups.make(owner, [folder])
    assert not list(folder.glob("*.desk"))
    monkeypatch.undo()
    desk.backups.make(owner, [folder])
    assert len(files(folder)) == 1

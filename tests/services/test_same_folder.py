"""Backups in the folder of the shop file: the open file is met there, and never looked into past SQLite."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

import pytest

from deskapp.clock import FixedClock
from deskapp.domain.actor import Actor
from deskapp.errors import DeskError
from deskapp.services import restore
from deskapp.services.desk import Desk
from deskapp.services.encryption import carry_out
from deskapp.services.first_look import first_look
from deskapp.store import backup_photos

Meet = Callable[[Desk, Actor, FixedClock], object]
_LOCKS = """
import fcntl, sys
with open(sys.argv[1], "rb+") as file:
    fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB, 510, 0x40000002)
"""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="locks there belong to handles")


def is_locked(path: Path) -> bool:
    """Whether another program sees that the file is open; else it would take away the log beside it."""
    tried = subprocess.run([sys.executable, "-c", _LOCKS, str(path)], capture_output=True, check=False)
    return b"BlockingIOError" in tried.stderr


def _thin(desk: Desk, actor: Actor, _clock: FixedClock) -> None:
    (desk.path.parent / "photos").mkdir()
    backup_photos.thin(desk.path.parent)


def _erase(desk: Desk, actor: Actor, _clock: FixedClock) -> None:
    backup_photos.forget(desk.path.parent, desk.backups.uid(actor), [], set())


def _look_for_plain(desk: Desk, actor: Actor, _clock: FixedClock) -> None:
    assert desk.encryption.plain_copies(actor, [desk.path.parent]) == ()


def _take_for_backup(desk: Desk, actor: Actor, clock: FixedClock) -> None:
    restore.preview(desk.path)
    with suppress(DeskError):
        restore.swap(desk.path, desk.path.with_name("other.desk"), clock)


def _open_again(desk: Desk, _actor: Actor, clock: FixedClock) -> None:
    link = desk.path.with_name("link.desk")
    link.symlink_to(desk.path)
    for path in (desk.path, link):
        Desk.open(path, clock).close()
        first_look(path)


MEETS: dict[str, Meet] = {
    "thinned": _thin,
    "erased": _erase,
    "plain": _look_for_plain,
    "chosen": _take_for_backup,
    "again": _open_again,
}


@pytest.mark.parametrize("encrypted", [False, True])
@pytest.mark.parametrize("how", MEETS)
def test_the_open_shop_stays_locked(shop_path: Path, clock: FixedClock, how: str, encrypted: bool) -> None:
    with closing(Desk.open(shop_path, clock)) as desk:
        change = desk.encryption.encrypt(desk.actor(), "kettle lamp river stone") if encrypted else None
    if change:
        carry_out(change, clock)
    with closing(Desk.open(shop_path, clock)) as desk:
        desk.shop.get(desk.actor())
        assert is_locked(shop_path)
        MEETS[how](desk, desk.actor(), clock)
        assert is_locked(shop_path)
    assert not is_locked(shop_path)


def test_a_backup_that_is_open_as_a_shop_is_no_backup_any_more(
    desk: Desk, owner: Actor, clock: FixedClock, tmp_path: Path
) -> None:
    backup = desk.backups.make(owner, [tmp_path]).backup
    with closing(Desk.open(backup.path, clock)) as other:
        other.shop.get(other.actor())
        assert restore.preview(backup.path).spoiled
        assert is_locked(backup.path)

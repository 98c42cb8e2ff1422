"""A shop file that is moved, renamed, replaced or deleted while it is open: nothing is saved into nowhere."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from deskapp.errors import Moved, Overwritten
from deskapp.store import schema
from deskapp.store.driver import JOURNAL, sqlite
from deskapp.store.engine import ShopFile
from tests.store.people import add, names

person = schema.person
in_wal = pytest.mark.skipif(JOURNAL != "wal", reason="SQLite itself refuses where it keeps no log")


def _replace(path: Path) -> None:
    other = shutil.copy(path, path.with_name("other.desk"))
    Path(other).replace(path)


LOST: dict[str, Callable[[Path], object]] = {
    "renamed": lambda path: path.rename(path.with_name("elsewhere.desk")),
    "moved": lambda path: shutil.move(path, _sub(path)),
    "deleted": Path.unlink,
    "replaced": _replace,
}


def _sub(path: Path) -> Path:
    folder = path.parent / "folder"
    folder.mkdir()
    return folder / path.name


@pytest.mark.parametrize("how", LOST)
def test_the_first_act_after_it_is_refused(file: ShopFile, how: str) -> None:
    add(file, "Mia")
    LOST[how](file.path)
    with pytest.raises(Moved, match="Another file lies" if how == "replaced" else "was moved, renamed or"):
        add(file, "Tom")
    assert file.path.exists() == (how == "replaced")  # no empty file is left where it was


def test_put_back_it_goes_on(file: ShopFile) -> None:
    away = file.path.with_name("away.desk")
    file.path.rename(away)
    with pytest.raises(Moved):
        add(file, "Mia")
    away.rename(file.path)
    add(file, "Tom")
    assert names(file)[-1] == "Tom"


def _put_over(path: Path, content: bytes) -> None:
    with path.open("rb+") as file:
        file.truncate(0)
        file.write(content)


def _backup(path: Path) -> bytes:
    """As backups are: without a log, and counted from anew."""
    copy = path.with_name("copy.desk")
    with closing(sqlite.connect(path)) as one, closing(sqlite.connect(copy)) as other:
        one.backup(other)
        other.execute("PRAGMA journal_mode = DELETE")
        for number in range(30):  # so that it counts further
            other.execute(f"PRAGMA user_version = {number}")
    return copy.read_bytes()


OVER: dict[str, Callable[[Path], bytes]] = {
    "older": Path.read_bytes,
    "backup": _backup,
    "paper": lambda _path: b"%PDF-1.7".ljust(9000),
    "nothing": lambda _path: b"",
}


@in_wal
@pytest.mark.parametrize("what", OVER)
def test_a_file_that_is_copied_over_it_is_noticed_before_anything_is_written(
    shop_path: Path, what: str
) -> None:
    before = OVER[what](shop_path)
    with closing(ShopFile(shop_path)) as file:
        add(file, f"Mia {'.' * 200_000}")  # so that it grows
        file.settle()
        add(file, "Tom")
        _put_over(shop_path, before)
        for _time in range(2):
            with pytest.raises(Overwritten, match="was written over with another file"):
                add(file, "Zoe")
        assert not file.is_in_place()
        assert shop_path.read_bytes() == before


@in_wal
@pytest.mark.parametrize("how", ["touched", "settled", "anew", "by another", "larger"])
def test_what_the_file_itself_goes_through_is_no_other_file(shop_path: Path, how: str) -> None:
    with closing(ShopFile(shop_path)) as file:
        add(file, "Mia")
        for number in range(3):
            if how == "touched":
                os.utime(shop_path, (number, number))
            elif how == "by another":
                with closing(ShopFile(shop_path)) as other:
                    add(other, f"Tom {number}")
                    other.settle(anew=True)
            elif how == "larger":
                add(file, f"Zoe {number} {'.' * 200_000}")
            else:
                file.settle(anew=how == "anew")
            add(file, f"Mia {number}")
            assert file.is_in_place()


@in_wal
@pytest.mark.parametrize("acts_again", [True, False])
def test_a_renamed_file_holds_all_that_was_saved(shop_path: Path, acts_again: bool) -> None:
    away = shop_path.with_name("away.desk")
    with closing(ShopFile(shop_path)) as file:
        add(file, "Mia")
        shop_path.rename(away)
        if acts_again:
            with pytest.raises(Moved):
                add(file, "Tom")
    with closing(ShopFile(away)) as found:
        assert names(found)[-1] == "Mia"


@in_wal
def test_a_file_that_was_put_in_its_place_is_not_mixed_with_it(shop_path: Path, tmp_path: Path) -> None:
    other = Path(shutil.copy(shop_path, tmp_path / "other.desk"))
    with closing(ShopFile(other)) as file:
        add(file, "Zoe")
    with closing(ShopFile(shop_path)) as file:
        add(file, "Mia")
        other.replace(shop_path)
        with pytest.raises(Moved):
            file.check_place()
    with closing(ShopFile(shop_path)) as found:
        assert names(found)[-1] == "Zoe"
        with found.read() as connection:
            assert connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok"

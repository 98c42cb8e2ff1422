"""A shop file that is moved, renamed, replaced or deleted while it is open: nothing is saved into nowhere."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from deskapp.errors import Moved
from deskapp.store import schema
from deskapp.store.driver import JOURNAL
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

"""What every test may use: folders of its own, a fixed clock, and a shop on a real file."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from deskapp import i18n
from deskapp.clock import FixedClock
from deskapp.domain.actor import Actor
from deskapp.services.country import shop_in
from deskapp.services.desk import Desk

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

Fill = Callable[[Desk, Actor, FixedClock], object]
NOON = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)  # a Tuesday


@pytest.fixture(autouse=True)
def _own_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the user's folders."""
    for name in ("DATA", "CONFIG", "LOG"):
        monkeypatch.setenv(f"DESKAPP_{name}", str(tmp_path / name.lower()))
    monkeypatch.delenv("DESKAPP_NOW", raising=False)
    monkeypatch.setenv("DESKAPP_LANGUAGE", "en")
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")  # nor the system's secrets
    i18n.use("en")


@pytest.fixture(scope="session")
def qapp(qapp: QApplication) -> Iterator[QApplication]:
    """The program, whose clipboard is empty at the end.

    The clipboard of the offscreen screen ends after Python, and what Python put there with it: a crash.
    """
    yield qapp
    qapp.clipboard().clear()


@pytest.fixture
def clock() -> FixedClock:
    """A clock that stands at noon of a Tuesday until the test moves it."""
    return FixedClock(NOON)


@pytest.fixture(scope="session")
def blank_shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new shop file, made once and copied for each test."""
    path = tmp_path_factory.mktemp("blank") / "blank.desk"
    Desk.create(path, shop_in("GB", "Northgate Repairs"), "Priya Nair", FixedClock(NOON)).close()
    return path


@pytest.fixture(scope="session")
def filled(blank_shop: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[Fill], Path]:
    """Makes a shop file that is filled once; tests copy it, or share it where they only read."""

    def fill(with_what: Fill) -> Path:
        path = Path(shutil.copy(blank_shop, tmp_path_factory.mktemp("filled") / "shop.desk"))
        clock = FixedClock(NOON)
        with closing(Desk.open(path, clock)) as desk:
            with_what(desk, desk.actor(), clock)
        return path

    return fill


@pytest.fixture
def shop_path(blank_shop: Path, tmp_path: Path) -> Path:
    """A shop file of the test's own."""
    return Path(shutil.copy(blank_shop, tmp_path / "shop.desk"))


@pytest.fixture
def desk(shop_path: Path, clock: FixedClock) -> Iterator[Desk]:
    """An open desk on the test's own file."""
    desk = Desk.open(shop_path, clock)
    yield desk
    desk.close()


@pytest.fixture
def owner(desk: Desk) -> Actor:
    """The owner of the shop."""
    return desk.actor()

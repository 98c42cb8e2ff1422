"""One window shows a shop file: a second start brings the first window to the front and ends."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deskapp.clock import FixedClock
from deskapp.settings import Settings
from deskapp.ui.main_window import MainWindow
from deskapp.ui.shell import one_window
from deskapp.ui.shell.one_window import OneWindow, ShownElsewhere
from tests.ui.main_frame import eventually, open_window

pytestmark = pytest.mark.usefixtures("dressed")
HOLD = """
import sys
from pathlib import Path
from deskapp.ui.shell.one_window import OneWindow
one = OneWindow()
one.take(Path(sys.argv[1]))
print("held", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody will come forward, so that there is nothing to wait for."""
    monkeypatch.setattr(one_window, "_PATIENCE_SECONDS", 0.1)


@pytest.fixture
def second(qtbot: QtBot, clock: FixedClock) -> Iterator[MainWindow]:
    window = MainWindow(Settings(), clock)
    qtbot.addWidget(window)
    yield window
    window.close()


def test_a_second_start_brings_the_first_window_forward_and_ends(
    qtbot: QtBot, clock: FixedClock, shop_path: Path, second: MainWindow
) -> None:
    with open_window(qtbot, clock, shop_path) as first:
        first.showMinimized()
        second.show()
        second.open_shop(shop_path)
        eventually(qtbot, lambda: not second.isVisible())
        eventually(qtbot, lambda: not first.isMinimized())
        assert first.context is not None
        assert second.context is None


def test_a_window_that_shows_another_shop_stays_and_says_so(
    qtbot: QtBot, clock: FixedClock, shop_path: Path, blank_shop: Path, second: MainWindow, tmp_path: Path
) -> None:
    other = tmp_path / "other.desk"
    other.write_bytes(blank_shop.read_bytes())
    second.show()
    second.open_shop(other)
    eventually(qtbot, lambda: second.context is not None)
    with open_window(qtbot, clock, shop_path):
        second.open_shop(shop_path)
        eventually(qtbot, second.banner.isVisible)
        assert second.banner.text() == "“shop.desk” is open in another window."
    assert second.context is not None
    assert second.context.desk.path == other


@pytest.mark.usefixtures("impatient")
def test_the_file_is_free_when_its_window_is_closed(qtbot: QtBot, clock: FixedClock, shop_path: Path) -> None:
    with open_window(qtbot, clock, shop_path) as first:
        with pytest.raises(ShownElsewhere):
            OneWindow().take(shop_path)
        first.open_shop(shop_path)  # again in the same window
        eventually(qtbot, lambda: not first.worker.is_busy())
        with pytest.raises(ShownElsewhere):
            OneWindow().take(shop_path)
    OneWindow().take(shop_path)
    assert not one_window.is_called(shop_path)


@pytest.mark.usefixtures("impatient")
def test_a_lock_of_a_killed_program_holds_nobody_up(shop_path: Path, qapp: QApplication) -> None:
    command = [sys.executable, "-c", HOLD, str(shop_path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"
        assert not one_window.call(shop_path)  # it has no window that would come
        with pytest.raises(ShownElsewhere):
            OneWindow().take(shop_path)
        os.kill(holder.pid, signal.SIGKILL)
    assert not one_window.came_forward(shop_path)
    OneWindow().take(shop_path)


@pytest.mark.usefixtures("impatient")
def test_the_computer_that_holds_it_is_named(shop_path: Path, qapp: QApplication) -> None:
    lock = shop_path.with_name(f".{shop_path.name}.window")
    lock.write_text(f"{os.getpid()}\npython\nback-office\n\n\n", encoding="utf-8")
    with pytest.raises(ShownElsewhere, match="open on the computer “back-office”") as refused:
        OneWindow().take(shop_path)
    assert not refused.value.came
    assert sorted(path.name for path in shop_path.parent.glob(".*")) == [lock.name]


@pytest.mark.usefixtures("impatient")
def test_two_names_of_one_file_are_one_file(shop_path: Path, tmp_path: Path, qapp: QApplication) -> None:
    link = tmp_path / "link.desk"
    link.symlink_to(shop_path)
    one = OneWindow()
    one.take(shop_path)
    with pytest.raises(ShownElsewhere):
        OneWindow().take(link)
    one.give_back(shop_path)
    OneWindow().take(link)

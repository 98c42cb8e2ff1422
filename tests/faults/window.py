"""The window while another program holds the shop file: it goes on, whatever is asked of it."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from deskapp.store.driver import sqlite
from tests.faults.fault import Fault, Tally, Trial, tally
from tests.faults.nursery import nursery
from tests.faults.upgrades import FILES

if TYPE_CHECKING:
    from deskapp.tour.guide import Guide

LONGEST = 0.3  # seconds that the window may not answer
HELD = 2.0  # seconds that the file is held, each time
LOOK_MS = 5
KEYS = ("Down", "Del", "Down", "Space", "Escape", "Up", "N", "Escape", "Ctrl+F", "Escape")


def held(trial: Trial, *, in_the_window: bool = False) -> Tally:
    """Keys are pressed while the file is held; between two of them the window never stands still."""
    trial.folder.mkdir(parents=True)
    path = Path(shutil.copy(FILES / "0003.desk", trial.folder / "shop.desk"))
    with ProcessPoolExecutor(1, nursery()) as pool:
        return tally(pool.submit(_worked, path, trial.count, in_the_window).result())


def _worked(path: Path, times: int, in_the_window: bool) -> list[str]:
    for name in ("DATA", "CONFIG", "LOG"):
        os.environ[f"DESKAPP_{name}"] = str(path.with_name(name.lower()))
    os.environ |= {"QT_QPA_PLATFORM": "offscreen", "DESKAPP_LANGUAGE": "en"}
    from PySide6.QtWidgets import QApplication

    from deskapp.tour.album import Album
    from deskapp.tour.guide import Guide

    guide = Guide(QApplication([]), Album(path.with_name("album")))
    guide.open_window(path)
    guide.expect("the shop is open", lambda: guide.desk.path, path)
    guide.at_rest()
    with _gaps() as unheld:
        _press_all()
    allowed = max(LONGEST, 2 * max(unheld))  # on a busy machine windows are slow without a lock too
    verdicts = [_held_once(guide, path, allowed, in_the_window=in_the_window) for _time in range(times)]
    guide.abandon()
    return verdicts


def _press_all() -> None:
    from deskapp.tour import hands

    for key in KEYS:
        hands.press(key)


def _held_once(guide: Guide, path: Path, allowed: float, *, in_the_window: bool) -> str:
    from deskapp.tour import hands

    [row, *_others] = guide.desk.tickets.rows(guide.desk.actor(), "is:open", limit=1)
    with _gaps() as gaps, _holding(path):
        until = time.monotonic() + HELD
        if in_the_window:
            _note(guide, row.number)
        else:
            _act(guide, row.number)
        _press_all()
        if not in_the_window and not guide.window.worker.is_busy():
            return "broken: nothing waits for the file"
        hands.wait_until(lambda: time.monotonic() > until, HELD + 1)
    hands.wait_until(lambda: not guide.window.worker.is_busy())
    longest = max(gaps)
    return "ok" if longest < allowed else f"broken: the window stood still for {longest:.1f} s"


def _act(guide: Guide, number: str) -> None:
    """What the window does when somebody writes a note; it waits for the file, whatever the keys do."""
    assert guide.window.context is not None
    guide.window.context.act(guide.desk.tickets.note, number, "x", on_failed=str)


def _note(guide: Guide, number: str) -> None:
    """The control: the window's own thread waits."""
    from deskapp.errors import Busy

    try:
        guide.desk.tickets.note(guide.desk.actor(), number, "x")
    except Busy:
        return


@contextmanager
def _holding(path: Path) -> Iterator[None]:
    """The write lock, held by somebody else: locks of SQLite are the connection's."""
    with closing(sqlite.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield
        other.execute("ROLLBACK")


@contextmanager
def _gaps() -> Iterator[list[float]]:
    """How long the window did not come to look at a clock, in seconds."""
    from PySide6.QtCore import QTimer

    gaps, last = [0.0], [time.monotonic()]

    def look() -> None:
        now = time.monotonic()
        gaps.append(now - last[0])
        last[0] = now

    timer = QTimer(interval=LOOK_MS)
    timer.timeout.connect(look)
    timer.start()
    try:
        yield gaps
    finally:
        timer.stop()
        look()


FAULTS = (
    Fault(
        "F17", "keys in the window while another program holds the file", 1, 10,
        held, partial(held, in_the_window=True), "a note written by the window's own thread", control_count=1,
    ),
)  # fmt: skip

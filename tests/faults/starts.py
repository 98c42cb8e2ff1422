"""Many starts at one moment: one window shows the shop, whoever comes second brings it to the front."""

from __future__ import annotations

import os
import signal
import time
from contextlib import nullcontext
from functools import partial
from multiprocessing.synchronize import Barrier, Event
from pathlib import Path
from typing import Any
from unittest.mock import patch

from PySide6.QtCore import QLockFile

from deskapp.ui.shell import one_window
from tests.faults.cuts import new_shop
from tests.faults.fault import Fault, Tally, Trial, tally
from tests.faults.nursery import nursery

LONGEST = 60


def at_once(trial: Trial, *, unlocked: bool = False) -> Tally:
    """So many programs are started at one moment; then the window is killed, and the next one takes over."""
    path = new_shop(trial.folder / "shop")
    server = nursery()
    door, stop, said = server.Barrier(trial.count), server.Event(), server.Queue()
    given = (path, unlocked, door, stop, said)
    starts = [server.Process(target=_start, args=given) for _start_ in range(trial.count)]
    for one in starts:
        one.start()
    answers = [said.get(timeout=LONGEST) for _start_ in starts]
    windows = [pid for pid, what in answers if what == "window"]
    for pid in windows:
        os.kill(pid, signal.SIGKILL)
    for one in starts:
        one.join(LONGEST)
    verdicts = [_verdict(what, len(windows)) for _pid, what in answers]
    return tally([*verdicts, _takes_over(path)])


def _start(path: Path, unlocked: bool, door: Barrier, stop: Event, said: Any) -> None:
    door.wait(LONGEST)
    one = one_window.OneWindow()
    try:
        with patch.object(QLockFile, "tryLock", lambda *_values: True) if unlocked else nullcontext():
            one.take(path)
    except one_window.ShownElsewhere as error:
        said.put((os.getpid(), "came" if error.came else "refused"))
        return
    said.put((os.getpid(), "window"))
    while not stop.is_set():
        one_window.is_called(path)
        time.sleep(0.02)


def _verdict(what: str, windows: int) -> str:
    if what == "window":
        return "ok" if windows == 1 else f"broken: {windows} windows"
    return "ok" if what == "came" else f"broken: {what}"


def _takes_over(path: Path) -> str:
    """The window was killed: its lock is stale."""
    one, began = one_window.OneWindow(), time.monotonic()
    try:
        one.take(path)
    except one_window.ShownElsewhere:
        return "broken: the lock of a killed window stays"
    one.give_back(path)
    return "ok" if time.monotonic() - began < 1 else "broken: slow to take over"


FAULTS = (
    Fault(
        "F20", "starts at one moment, and the lock of a killed window", 5, 100,
        at_once, partial(at_once, unlocked=True), "without the lock", control_count=5,
    ),
)  # fmt: skip

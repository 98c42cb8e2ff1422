"""The window locks by itself, whatever the computer's clocks do."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing, nullcontext
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import patch

from deskapp.clock import FixedClock
from deskapp.services.desk import Desk
from tests.faults.cuts import new_shop
from tests.faults.fault import Fault, Tally, Trial, tally
from tests.faults.nursery import nursery
from tests.faults.shop import NOON

if TYPE_CHECKING:
    from deskapp.tour.guide import Guide
    from deskapp.ui.shell.lock import Lock

MINUTES, EACH = 5, 10
PIN = "8264"
DAY, YEAR, HOUR = 86_400, 365 * 86_400, 3_600
Step = tuple[float, float]  # seconds that each of the two clocks moves: that of the day, and the steady one
IDLE: Sequence[Step] = [(EACH, EACH)] * (MINUTES * 60 // EACH)
CASES: dict[str, Sequence[Step]] = {  # the lock has to be there at the last step, and not before
    "nobody there": IDLE,
    "slept eight hours": [(EACH, EACH), (8 * HOUR, EACH)],
    "set back a day": [(EACH - DAY, EACH), *IDLE[1:]],
    "set back each time": [(-HOUR, EACH)] * len(IDLE),
    "summer time ends": [(EACH - HOUR, EACH), *IDLE[1:]],
    "the steady clock stands": [(EACH, 0.0)] * len(IDLE),
    "a year ahead": [(YEAR, EACH)],
}


def locks(trial: Trial, *, one_clock: bool = False) -> Tally:
    """Nobody touches the window; each case ends locked, and no sooner."""
    path = new_shop(trial.folder / "shop")
    with closing(Desk.open(path, FixedClock(NOON))) as desk:
        owner = desk.actor()
        desk.pins.lock_after(owner, MINUTES)
        desk.pins.keep(owner, owner.person_id, PIN)
    with ProcessPoolExecutor(1, nursery()) as pool:
        return tally(pool.submit(_tried, path, one_clock).result())


def _tried(path: Path, one_clock: bool) -> list[str]:
    for name in ("DATA", "CONFIG", "LOG"):
        os.environ[f"DESKAPP_{name}"] = str(path.with_name(name.lower()))
    os.environ |= {"QT_QPA_PLATFORM": "offscreen", "DESKAPP_LANGUAGE": "en"}
    from PySide6.QtWidgets import QApplication

    from deskapp.tour.album import Album
    from deskapp.tour.guide import Guide
    from deskapp.ui.shell.lock import Lock

    guide = Guide(QApplication([]), Album(path.with_name("album")))
    guide.open_window(path)
    guide.expect("the shop is open", lambda: guide.desk.path, path)
    guide.at_rest()
    worse = patch.object(Lock, "look", _by_the_day) if one_clock else nullcontext()
    with worse:
        verdicts = [_case(guide, name) for name in CASES]
    guide.abandon()
    return verdicts


def _case(guide: Guide, name: str) -> str:
    from deskapp.ui.shell.lock import Lock

    assert guide.window.context is not None
    lock = guide.window.context.findChild(Lock)
    assert isinstance(lock, Lock)
    _unlock(guide, lock)
    now, steady = lock._touched  # noqa: SLF001  when somebody was there last
    for place, (day, ticks) in enumerate(CASES[name], start=1):
        now, steady = now + timedelta(seconds=day), steady + ticks
        lock.look(now, steady)
        if guide.window.context.is_locked is not (place == len(CASES[name])):
            return f"broken: {name}: {'too soon' if guide.window.context.is_locked else 'not locked'}"
    return "ok"


def _unlock(guide: Guide, lock: Lock) -> None:
    """By the PIN, as it begins."""
    context = guide.window.context
    assert context is not None
    if context.is_locked:
        lock._enter(guide.actor.person_id, PIN)  # noqa: SLF001  what its page does
        guide.expect("it is open", lambda: context.is_locked, wanted=False)
    lock.touch()


def _by_the_day(lock: Lock, now: datetime, _steady: float) -> None:
    """The control: the clock of the day alone."""
    if (now - lock._touched[0]).total_seconds() >= MINUTES * 60:  # noqa: SLF001  as above
        lock.lock()


FAULTS = (
    Fault(
        "F47", "the window is left alone, while clocks jump and stand", len(CASES), len(CASES),
        locks, partial(locks, one_clock=True), "the clock of the day alone",
    ),
)  # fmt: skip

"""What goes wrong inside the program or with the PC's clock leaves the shop as it was."""

from __future__ import annotations

import ctypes
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, nullcontext
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

from deskapp.clock import FixedClock
from deskapp.services import audit
from deskapp.services.desk import Desk
from deskapp.store.engine import ShopFile
from tests.builders import a_customer, a_device, a_line, a_service, an_intake
from tests.contents import everything
from tests.faults.cuts import new_shop
from tests.faults.fault import Fault, Tally, Trial, tally

# References to None ----------------------------------------------------------------------------

CALLS = 1000
DRIFT = 50


def references(_trial: Trial, *, lost: bool = False) -> Tally:
    """Calls into Qt that give nothing: where each takes a reference off None, Python ends after a while."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtWidgets import QApplication, QLabel

    application = QApplication.instance() or QApplication([])
    label = QLabel()
    acts: Mapping[str, Callable[[], object]] = {
        "setText": lambda: label.setText("x"),
        "resize": lambda: label.resize(9, 9),
        "setToolTip": lambda: label.setToolTip("x"),
        "setEnabled": lambda: label.setEnabled(True),
        "setWindowTitle": lambda: label.setWindowTitle("x"),
    }
    verdicts = [_kept(name, act, lost) for name, act in acts.items()]
    label.deleteLater()
    assert application is not None
    return tally(verdicts)


def _kept(name: str, act: Callable[[], object], lost: bool) -> str:
    before = sys.getrefcount(None)
    for _call in range(CALLS):
        act()
        if lost:
            ctypes.pythonapi.Py_DecRef(ctypes.py_object(None))
    drift = before - sys.getrefcount(None)
    for _call in range(CALLS if lost else 0):
        ctypes.pythonapi.Py_IncRef(ctypes.py_object(None))
    return "ok" if drift < DRIFT else f"broken: {name} takes {drift} references"


# A bug in the middle of an act -----------------------------------------------------------------


class _Bug(Exception):
    """What nobody expected."""


def bugs(trial: Trial, *, half: bool = False) -> Tally:
    """Each act fails before its end: nothing of it is kept, and the next one works."""
    path = new_shop(trial.folder)
    worse = patch.object(ShopFile, "write", _kept_anyway) if half else nullcontext()
    with worse, closing(Desk.open(path, FixedClock(NOW))) as desk:
        return tally(_failing(desk, name) for name in ACTS)


@contextmanager
def _kept_anyway(file: ShopFile, *, quietly: bool = False) -> Iterator[Any]:
    """The control: a unit that is kept although it failed."""
    with file.read() as connection:
        try:
            yield connection
        finally:
            connection.commit()


def _failing(desk: Desk, name: str) -> str:
    number = desk.tickets.take_in(desk.actor(), an_intake()).value.number
    before = everything(desk.path)
    with patch.object(audit, "record", _fail):
        try:
            ACTS[name](desk, number)
        except _Bug:
            pass
        else:
            return f"broken: {name} did not fail"
    if everything(desk.path) != before:
        return f"broken: half of {name} is kept"
    ACTS[name](desk, number)
    return "ok" if not desk.check(desk.actor()) else f"broken: after {name}"


def _fail(*_said: object, **_more: object) -> None:
    raise _Bug


Act = Callable[[Desk, str], object]
ACTS: Mapping[str, Act] = {
    "take in": lambda desk, _number: desk.tickets.take_in(desk.actor(), an_intake()),
    "note": lambda desk, number: desk.tickets.note(desk.actor(), number, "x"),
    "message": lambda desk, number: desk.tickets.message(desk.actor(), number, "x"),
    "line": lambda desk, number: desk.tickets.add_line(desk.actor(), number, a_line()),
    "move": lambda desk, number: desk.tickets.move(desk.actor(), number, "in_work"),
    "bin": lambda desk, number: desk.tickets.bin(desk.actor(), number),
    "customer": lambda desk, _number: desk.customers.add(desk.actor(), a_customer()),
    "device": lambda desk, _number: desk.devices.add(desk.actor(), a_device()),
    "service": lambda desk, number: desk.catalog.add(desk.actor(), a_service(f"C-{number}")),
}

# The clock -------------------------------------------------------------------------------------

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
SPRING, AUTUMN = datetime(2026, 3, 29, 0, 50, tzinfo=UTC), datetime(2026, 10, 25, 0, 50, tzinfo=UTC)
LATER = {  # when the work begins, and how the clock goes from act to act
    "steady": (NOW, timedelta(minutes=10)),
    "a day back": (NOW, timedelta(days=-1)),
    "an hour back": (NOW, timedelta(hours=-1)),
    "a year ahead": (NOW, timedelta(days=365)),
    "the night in spring": (SPRING, timedelta(minutes=20)),
    "the night in autumn": (AUTUMN, timedelta(minutes=20)),
    "the turn of the year": (datetime(2026, 12, 31, 23, 50, tzinfo=UTC), timedelta(minutes=9)),
    "standing still": (NOW, timedelta(0)),
}
WORDS = ("first", "second", "third", "fourth")


def clocks(trial: Trial, *, by_moment: bool = False) -> Tally:
    """Whatever the clock does: the history is in the order of the acts, and what is derived agrees."""
    return tally(_worked(trial.folder / name, *LATER[name], by_moment) for name in LATER)


def _worked(folder: Path, begins: datetime, step: timedelta, by_moment: bool) -> str:
    path, clock = new_shop(folder), FixedClock(begins)
    with closing(Desk.open(path, clock)) as desk:
        owner = desk.actor()
        number = desk.tickets.take_in(owner, an_intake()).value.number
        for word, status in zip(WORDS, ("diagnosing", "in_work", "ready", "collected"), strict=True):
            clock.moment += step
            desk.tickets.note(owner, number, word)
            clock.moment += step
            desk.tickets.move(owner, number, status)
        ticket, problems = desk.tickets.get(owner, number), desk.check(owner)
    if problems:
        return f"broken: {problems[0]}"
    history = sorted(ticket.history, key=lambda one: one.at) if by_moment else ticket.history
    kinds = [entry.text if entry.kind == "note" else entry.kind for entry in history]
    wanted = ["intake", *(what for word in WORDS for what in (word, "status"))]
    return "ok" if kinds == wanted or step == timedelta(0) else f"broken: the order is {kinds}"


FAULTS = (
    Fault(
        "F01", "1,000 calls into Qt of each of five kinds", 1, 1,
        references, partial(references, lost=True), "a reference taken off by hand",
    ),
    Fault(
        "F44", "a bug in the middle of each kind of act", len(ACTS), len(ACTS),
        bugs, partial(bugs, half=True), "a unit that is kept although it failed",
    ),
    Fault(
        "F65", "clocks set back and ahead, both nights of summer time", len(LATER), len(LATER),
        clocks, partial(clocks, by_moment=True), "in the order of moments",
    ),
)  # fmt: skip

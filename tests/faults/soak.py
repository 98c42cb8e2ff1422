"""An hour and more at the desk: the real window, 200 acts a minute by its keys, and what it grows by.

Memory is this process's own (USS) and its share of what it shares (PSS), each the middle one of the looks in
the first and in the last tenth after the warm-up. A gap is how long the window did not come to look at a
clock, less the time that its thread stood in line for a processor. The control leaks on purpose.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from multiprocessing import get_context
from pathlib import Path

from tests.faults.fault import versions

A_MINUTE = 200
GROWTH = 0.02  # in an hour
GAP = 0.3  # seconds
NONES = 50  # references to None that may be lost; Qt's binding takes one at each connection and keeps it
WARM_UP = 1 / 6  # of the time
LEAKED = 100_000  # bytes at each act of the control
CONTROL_SHARE, CONTROL_MINUTES = 0.1, 2.0
TICKETS = 10_000
LOOK_EACH = 50  # acts
LOOK_MS = 5


@dataclass(frozen=True, slots=True)
class Look:
    """What the process was after so many seconds: MiB, and references to None."""

    seconds: float
    pss: float
    uss: float
    nones: int


@dataclass(frozen=True, slots=True)
class Soaked:
    """One line about a soak."""

    minutes: float
    acts: int
    written: int
    pss: tuple[float, float]
    uss: tuple[float, float]
    growth: float
    nones: int
    gap: float
    problems: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """No growth worth the name, no gap, and a shop that is whole."""
        steady = self.growth < GROWTH * max(self.minutes / 60, 1) and self.nones > -NONES
        return steady and self.gap < GAP and not self.problems


def soak(minutes: float, seed: int) -> int:
    """Soak, and soak again with the leak; prints both as one line of JSON."""
    control_minutes = max(CONTROL_SHARE * minutes, CONTROL_MINUTES)
    with get_context("spawn").Pool(1, maxtasksperchild=1) as pool:
        found, control = (
            pool.apply(_soaked, (length, seed, leaks))
            for length, leaks in ((minutes, False), (control_minutes, True))
        )
    passed = found.passed and control.growth >= GROWTH
    line = {"id": "F66", "seed": seed, **asdict(found), "control_growth": control.growth, "passed": passed}
    print(json.dumps(line | {"versions": versions()}), flush=True)
    return 0 if passed else 1


def _soaked(minutes: float, seed: int, leaks: bool) -> Soaked:
    with tempfile.TemporaryDirectory(prefix="soak-") as name:
        _at_home(Path(name))
        return _worked(Path(name), minutes, seed, leaks=leaks)


def _at_home(folder: Path) -> None:
    for name in ("DATA", "CONFIG", "LOG"):
        os.environ[f"DESKAPP_{name}"] = str(folder / name.lower())
    os.environ |= {"QT_QPA_PLATFORM": "offscreen", "DESKAPP_LANGUAGE": "en"}


def _worked(folder: Path, minutes: float, seed: int, *, leaks: bool) -> Soaked:
    from PySide6.QtWidgets import QApplication

    from deskapp.tour.album import Album
    from deskapp.tour.guide import Guide
    from tests.benchmarks import large_shop
    from tests.faults.soak_acts import Hands

    path = large_shop.build(folder / "shop.desk", TICKETS)
    guide = Guide(QApplication([]), Album(folder / "album"))
    guide.clock.moment = large_shop.NOW
    guide.open_window(path)
    guide.expect("the shop is open", lambda: guide.desk.path, path)
    guide.at_rest()
    guide.desk.rebuild_index(guide.actor)  # the made-up shop has no runs of waiting
    hands = Hands(guide, seed, folder / "backups")
    with gaps() as found:
        looks = list(_looks(hands, minutes * 60, leaks=leaks))
    problems = (*guide.desk.check(guide.actor), *hands.problems)
    guide.abandon()
    return _judged(looks, hands.acts, hands.written(), max(found), problems)


def _looks(hands: object, seconds: float, *, leaks: bool) -> Iterator[Look]:
    from tests.faults.soak_acts import Hands

    assert isinstance(hands, Hands)
    began, leaked = time.monotonic(), list[bytes]()
    while (now := time.monotonic() - began) < seconds:
        hands.act()
        leaked += [os.urandom(LEAKED)] if leaks else []
        hands.rest_until(began + hands.acts * 60 / A_MINUTE)
        if hands.acts % LOOK_EACH == 0:
            yield (seen := look(now))
            _tell(hands.acts, seen)
    yield look(seconds)


def _tell(acts: int, now: Look) -> None:
    """On standard error: an hour without a word is long."""
    print(f"{acts} acts, {now.seconds:.0f} s, {now.uss:.1f} MiB", file=sys.stderr, flush=True)


def look(seconds: float) -> Look:
    """The memory of this process now (Linux)."""
    sizes = {"Pss": 0, "Private_Clean": 0, "Private_Dirty": 0}
    for line in Path("/proc/self/smaps_rollup").read_text(encoding="ascii").splitlines()[1:]:
        name, size, *_unit = line.split()
        if name.rstrip(":") in sizes:
            sizes[name.rstrip(":")] = int(size)
    own = sizes["Private_Clean"] + sizes["Private_Dirty"]
    return Look(round(seconds, 1), sizes["Pss"] / 1024, own / 1024, sys.getrefcount(None))


def _judged(looks: Sequence[Look], acts: int, written: int, gap: float, problems: Sequence[str]) -> Soaked:
    end = looks[-1].seconds
    warm = [one for one in looks if one.seconds >= WARM_UP * end]
    some = max(len(warm) // 10, 1)
    first, last = warm[:some], warm[-some:]
    pss, uss = (
        (round(statistics.median(getattr(one, name) for one in first), 1),
         round(statistics.median(getattr(one, name) for one in last), 1))
        for name in ("pss", "uss")
    )  # fmt: skip
    nones = round(
        statistics.median(one.nones for one in last) - statistics.median(one.nones for one in first)
    )
    growth = round(max(after / before - 1 for before, after in (pss, uss)), 4)
    return Soaked(round(end / 60, 1), acts, written, pss, uss, growth, nones, round(gap, 3), tuple(problems))


@contextmanager
def gaps() -> Iterator[list[float]]:
    """The longest time that the window saw no clock, in seconds, less that in line for a processor."""
    from PySide6.QtCore import QTimer

    found, last = [0.0], [time.monotonic() - in_line()]

    def look_up() -> None:
        now = time.monotonic() - in_line()
        found[0] = max(found[0], now - last[0])
        last[0] = now

    timer = QTimer(interval=LOOK_MS)
    timer.timeout.connect(look_up)
    timer.start()
    try:
        yield found
    finally:
        timer.stop()


def in_line() -> float:
    """Seconds that this thread was ready to run and others had the processors (Linux)."""
    _ran, waited, _times = Path("/proc/thread-self/schedstat").read_text(encoding="ascii").split()
    return int(waited) / 1e9

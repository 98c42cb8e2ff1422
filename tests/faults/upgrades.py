"""Power cuts while a file is brought to a newer schema, and kills while a shop is made."""

from __future__ import annotations

import os
import shutil
import signal
import sys
import time
from contextlib import closing
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

from deskapp.clock import FixedClock
from deskapp.errors import DeskError
from deskapp.services.country import shop_in
from deskapp.services.desk import Desk
from deskapp.store import engine
from tests.faults import trace
from tests.faults.cuts import NAME, ROOT, judge, no_strace
from tests.faults.disk import cut_power
from tests.faults.fault import Fault, Tally, Trial
from tests.faults.nursery import nursery
from tests.faults.shop import NOON, WEAKNESSES

FILES = ROOT / "tests" / "store" / "files"
OLDEST = FILES / "0001.desk"
LONGEST = 0.5  # seconds that a new shop takes, with some to spare
OPEN = """
import sys
from pathlib import Path
from tests.faults.upgrades import bring_up
bring_up(Path(sys.argv[1]), sys.argv[2])
"""


def in_an_upgrade(trial: Trial, weakness: str = "") -> Tally:
    """Power cuts while the oldest file becomes one of today."""
    path = trial.folder / "shop" / NAME
    path.parent.mkdir(parents=True)
    shutil.copy(OLDEST, path)
    before = {NAME: path.read_bytes()}
    command = [sys.executable, "-c", OPEN, str(path), weakness]
    events = trace.traced(command, path.parent, trial.folder / "open.log", cwd=ROOT)
    return Tally(
        cut_power(events, before, trial.count, judge(lambda folder, _said: _today(folder / NAME)), trial.seed)
    )


def bring_up(path: Path, weakness: str) -> None:
    """Open a file, which brings it to today's schema."""
    if weakness:
        engine.PRAGMAS = (*engine.PRAGMAS, WEAKNESSES[weakness])
    Desk.open(path, FixedClock(NOON)).close()


def _today(path: Path) -> str:
    """Whether the file opens, brought up again where it had stayed old, and holds what it held."""
    try:
        with closing(Desk.open(path, FixedClock(NOON))) as desk:
            owner = desk.actor()
            if problems := desk.check(owner):
                return f"broken: {problems[0]}"
            return "ok" if desk.tickets.count(owner) == _tickets() else "lost: tickets"
    except DeskError as error:
        return f"broken: {error}"


_counted: dict[Path, int] = {}


def _tickets() -> int:
    """How many tickets the oldest file holds."""
    from deskapp.store.driver import sqlite

    if OLDEST not in _counted:
        with closing(sqlite.connect(f"file:{OLDEST}?mode=ro&immutable=1", uri=True)) as connection:
            [_counted[OLDEST]] = connection.execute(
                "SELECT count(*) FROM ticket WHERE binned_at IS NULL"
            ).fetchone()
    return _counted[OLDEST]


def in_a_first_start(trial: Trial, *, straight: bool = False) -> Tally:
    """Kill a program that makes a shop: there is a whole shop, or none and the next start makes one."""
    chance, verdicts = trial.chance(), dict[str, int]()
    for turn in range(trial.count):
        path = trial.folder / str(turn) / NAME
        path.parent.mkdir(parents=True)
        _make_until_killed(path, chance.uniform(0, LONGEST), straight=straight)
        verdict = _whole_or_none(path)
        verdicts[verdict] = verdicts.get(verdict, 0) + 1
    return Tally(verdicts)


def _make_until_killed(path: Path, seconds: float, *, straight: bool) -> None:
    server = nursery()
    here, there = server.Pipe(duplex=False)
    process = server.Process(target=_begin, args=(there, path, straight))
    process.start()
    assert here.recv_bytes() == b"begun"
    time.sleep(seconds)
    assert process.pid is not None
    if process.is_alive():
        os.kill(process.pid, signal.SIGKILL)
    process.join()


def _begin(say: Connection, path: Path, straight: bool) -> None:
    say.send_bytes(b"begun")
    _make(path, straight)


def _make(path: Path, straight: bool) -> None:
    if straight:
        _write_slowly(path)
        return
    Desk.create(path, shop_in("GB", "Northgate Repairs"), "Priya Nair", FixedClock(NOON)).close()


def _write_slowly(path: Path) -> None:
    """The control: a shop file that has its name before it is whole."""
    content = (FILES / "0003.desk").read_bytes()
    with path.open("wb", buffering=0) as file:
        for place in range(0, len(content), 4096):
            file.write(content[place : place + 4096])
            time.sleep(LONGEST / (len(content) / 4096))


def _whole_or_none(path: Path) -> str:
    if not path.exists():
        _make(path, straight=False)
    try:
        with closing(Desk.open(path, FixedClock(NOON))) as desk:
            problems = desk.check(desk.actor())
    except DeskError as error:
        return f"broken: {error}"
    return f"broken: {problems[0]}" if problems else "ok"


FAULTS = (
    Fault(
        "F24", "power cut while a file is brought to a newer schema", 30, 3_000,
        in_an_upgrade, partial(in_an_upgrade, weakness="off"), "synchronous = OFF", needs=no_strace,
    ),
    Fault(
        "F28", "kill -9 while a shop is made", 12, 500,
        in_a_first_start, partial(in_a_first_start, straight=True), "written straight under its name",
    ),
)  # fmt: skip

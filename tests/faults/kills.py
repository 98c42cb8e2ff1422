"""Programs that are killed at a moment of chance."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

from tests.faults import checker
from tests.faults.cuts import new_shop
from tests.faults.fault import Fault, Tally, Trial
from tests.faults.nursery import nursery
from tests.faults.shop import work

LONGEST = 0.4  # seconds until the kill
ENDLESS = 100_000


def killed(trial: Trial, weakness: str = "") -> Tally:
    """Kill a shop at work again and again; each goes on where the one before was killed."""
    path = new_shop(trial.folder)
    chance, said, verdicts = trial.chance(), list[bytes](), dict[str, int]()
    for turn in range(trial.count):
        said += _work_until_killed(path, trial.seed + turn, chance.uniform(0, LONGEST), weakness)
        verdict = checker.verdict(path, said)
        verdicts[verdict] = verdicts.get(verdict, 0) + 1
    return Tally(verdicts)


def _work_until_killed(path: Path, seed: int, seconds: float, weakness: str) -> list[bytes]:
    """What the shop said before it was killed, so many seconds after its file was open."""
    server = nursery()
    here, there = server.Pipe(duplex=False)
    process = server.Process(target=_child, args=(there, path, seed, weakness))
    process.start()
    there.close()
    assert here.recv_bytes() == b"OPEN\n"
    time.sleep(seconds)
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    return list(_rest(here))


def _child(say: Connection, path: Path, seed: int, weakness: str) -> None:
    work(path, seed, ENDLESS, say.send_bytes, weakness)


def _rest(here: Connection) -> Iterator[bytes]:
    try:
        while True:
            yield here.recv_bytes()
    except EOFError:
        here.close()


FAULTS = (
    Fault(
        "F02", "kill -9 while tickets are written", 20, 1_000,
        killed, partial(killed, weakness="early"), "acknowledged before it is kept",
    ),
)  # fmt: skip

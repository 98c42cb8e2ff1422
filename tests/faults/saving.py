"""Programs that are killed while they save a paper or a list: the old file is there, or the new one."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Mapping
from functools import partial
from multiprocessing.connection import Connection
from pathlib import Path

from deskapp.exchange.csv_file import save_csv
from deskapp.ui.papers.saving import save
from tests.faults.fault import Fault, Tally, Trial, tally
from tests.faults.nursery import nursery

LONGEST = 0.03  # seconds until the kill
PAPERS = tuple(b"%PDF-1.4\n" + mark * 700_000 for mark in (b"old", b"new"))
LISTS = tuple([(number, word * 20) for number in range(4_000)] for word in ("old", "new"))


def killed(trial: Trial, *, straight: bool = False) -> Tally:
    """Kill a program that saves over and over."""
    return tally(_killed(trial, turn, straight) for turn in range(trial.count))


def _killed(trial: Trial, turn: int, straight: bool) -> str:
    folder = trial.folder / str(turn)
    folder.mkdir(parents=True)
    kind, chance = ("pdf", "csv")[turn % 2], trial.chance(str(turn))
    whole = {_content(folder, kind, version) for version in (0, 1)}
    server = nursery()
    here, there = server.Pipe(duplex=False)
    process = server.Process(target=_save_on, args=(there, folder, kind, straight))
    process.start()
    assert here.recv_bytes() == b"saved"
    time.sleep(chance.uniform(0, LONGEST))
    assert process.pid is not None
    os.kill(process.pid, signal.SIGKILL)
    process.join()
    return "ok" if (folder / f"saved.{kind}").read_bytes() in whole else "broken: neither old nor new"


def _content(folder: Path, kind: str, version: int) -> bytes:
    path = folder / f"{version}.{kind}"
    SAVERS[kind](path, version)
    return path.read_bytes()


def _save_on(say: Connection, folder: Path, kind: str, straight: bool) -> None:
    path, contents = folder / f"saved.{kind}", [_content(folder, kind, version) for version in (0, 1)]
    SAVERS[kind](path, 0)
    say.send_bytes(b"saved")
    version = 0
    while True:
        version = 1 - version
        if straight:
            path.write_bytes(contents[version])
        else:
            SAVERS[kind](path, version)


SAVERS: Mapping[str, Callable[[Path, int], object]] = {
    "pdf": lambda path, version: save(PAPERS[version], path),
    "csv": lambda path, version: save_csv(LISTS[version], path),
}

FAULTS = (
    Fault(
        "F10", "kill -9 while papers and lists are saved", 10, 200,
        killed, partial(killed, straight=True), "written straight under its name",
    ),
)  # fmt: skip

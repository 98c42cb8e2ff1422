"""A disk that is full while tickets are written, and while backups, papers and lists are saved."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing, contextmanager, suppress
from datetime import timedelta
from functools import partial
from pathlib import Path
from unittest.mock import patch

from deskapp.clock import FixedClock
from deskapp.errors import DeskError
from deskapp.exchange.csv_file import save_csv
from deskapp.services import backup_making
from deskapp.services.desk import Desk
from deskapp.store import backup_file, backup_folder
from deskapp.ui.papers.saving import save
from tests.builders import an_intake
from tests.faults import checker
from tests.faults.cuts import new_shop
from tests.faults.fault import Fault, Tally, Trial, tally
from tests.faults.nursery import nursery
from tests.faults.shop import NOON, work

ENDLESS = 100_000
KILO = 1024


def no_small_disk() -> str:
    """What is missing here, or nothing."""
    if sys.platform != "linux" or os.geteuid() != 0:
        return "only root can make a small disk here"
    tried = ["unshare", "-m", "mount", "-t", "tmpfs", "tmpfs", "/mnt"]
    done = subprocess.run(tried, check=False, capture_output=True)
    return "" if done.returncode == 0 else "no small disk can be made here"


@contextmanager
def small_disk(folder: Path, kilobytes: int) -> Iterator[Path]:
    """A disk of this size at a folder, taken away at the end."""
    folder.mkdir(parents=True)
    _mount("-t", "tmpfs", "-o", f"size={kilobytes}k", "tmpfs", str(folder))
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)


def make_room(folder: Path) -> None:
    """The disk has 64 MB from now on."""
    _mount("-o", "remount,size=64m", str(folder))


def _mount(*words: str) -> None:
    subprocess.run(["mount", *words], check=True)


# While tickets are written ---------------------------------------------------------------------


def at_work(trial: Trial, *, weakness: str = "") -> Tally:
    """Work until the disk is full: a sentence, nothing lost, and it goes on once there is room."""
    return tally(_until_full(trial, turn, weakness) for turn in range(trial.count))


def _until_full(trial: Trial, turn: int, weakness: str) -> str:
    with small_disk(trial.folder / str(turn), (2, 4, 3)[turn % 3] * KILO) as folder:
        path = new_shop(folder / "shop")
        with ProcessPoolExecutor(1, nursery()) as pool:
            said, wrong = pool.submit(_work, path, trial.seed + turn, weakness).result()
        if wrong:
            return wrong
        make_room(folder)
        verdict = checker.verdict(path, [line for line in said if line.startswith(b"ACK")])
        return verdict if verdict != "ok" else _goes_on(path)


def _work(path: Path, seed: int, weakness: str) -> tuple[list[bytes], str]:
    said: list[bytes] = []
    try:
        work(path, seed, ENDLESS, said.append, weakness)
    except DeskError:
        return said, ""
    except Exception as error:  # noqa: BLE001  that is what is looked for
        return said, f"broken: {type(error).__name__}: {str(error)[:60]}"
    return said, "broken: never full"


def _goes_on(path: Path) -> str:
    try:
        with closing(Desk.open(path, FixedClock(NOON + timedelta(days=9)))) as desk:
            desk.tickets.take_in(desk.actor(), an_intake())
    except DeskError as error:
        return f"broken: {error}"
    return checker.verdict(path, ())


# While files are saved -------------------------------------------------------------------------

LINES = [(number, "charging port", "=1") for number in range(20_000)]
PDF = b"%PDF-1.4\n" + bytes(400_000)


def while_saving(trial: Trial, *, straight: bool = False) -> Tally:
    """Save to a disk without room: whole under its name, or refused in a sentence with nothing left."""
    path = new_shop(trial.folder / "shop")
    chance = trial.chance()
    with closing(Desk.open(path, FixedClock(NOON))) as desk:
        return tally(
            _saved(trial.folder / str(turn), chance.randint(16, 1200), _savers(desk, turn), straight)
            for turn in range(trial.count)
        )


def _savers(desk: Desk, turn: int) -> Callable[[Path], object]:
    saver: Callable[[Path], object] = (
        lambda folder: desk.backups.make(desk.actor(), [folder / "backups"]),
        lambda folder: save_csv(LINES, folder / "list.csv"),
        lambda folder: save(PDF, folder / "paper.pdf"),
        lambda folder: _unwarned(desk, folder),
    )[turn % 4]
    return saver


def _unwarned(desk: Desk, folder: Path) -> None:
    """Somebody else fills the disk after the room was looked at."""
    with patch.object(backup_making, "check_room", lambda *_looked: None):
        desk.backups.make(desk.actor(), [folder / "backups"])


def _saved(place: Path, kilobytes: int, saver: Callable[[Path], object], straight: bool) -> str:
    with small_disk(place, kilobytes) as folder:
        try:
            if straight:
                with suppress(OSError):
                    (folder / "paper.pdf").write_bytes(PDF)
            else:
                saver(folder)
        except DeskError:
            left = [path.name for path in folder.rglob("*") if path.is_file()]
            return f"broken: left behind {left}" if left else "ok"
        return _whole(folder)


def _whole(folder: Path) -> str:
    for path in folder.rglob("*.desk"):
        known = backup_folder.backup_at(path)
        if known is None or backup_file.fingerprint(path) != known.sha256:
            return "broken: half a backup"
    if any(path.read_bytes() != PDF for path in folder.glob("*.pdf")):
        return "broken: half a paper"
    return "broken: half a list" if any(_count(path) != len(LINES) for path in folder.glob("*.csv")) else "ok"


def _count(path: Path) -> int:
    return len(path.read_bytes().splitlines())


FAULTS = (
    Fault(
        "F04", "disk full while tickets are written", 2, 30,
        at_work, partial(at_work, weakness="early"), "acknowledged before it is kept", needs=no_small_disk,
    ),
    Fault(
        "F05", "disk full while backups, papers and lists are saved", 12, 100,
        while_saving, partial(while_saving, straight=True), "written straight under its name",
        needs=no_small_disk,
    ),
)  # fmt: skip

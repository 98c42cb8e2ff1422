"""Power cuts while the shop works and while its file is brought to a newer schema."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

from deskapp.clock import FixedClock
from deskapp.services.country import shop_in
from deskapp.services.desk import Desk
from tests.faults import checker, trace
from tests.faults.disk import cut_power, put_back
from tests.faults.fault import Fault, Tally, Trial
from tests.faults.shop import NOON, kept_as

ROOT = Path(__file__).resolve().parents[2]
NAME = "shop.desk"
ACTS = 60


def new_shop(folder: Path) -> Path:
    """A shop file of its own in this folder."""
    folder.mkdir(parents=True)
    path = folder / NAME
    Desk.create(path, shop_in("GB", "Northgate Repairs"), "Priya Nair", FixedClock(NOON)).close()
    return path


def at_work(trial: Trial, weakness: str = "") -> Tally:
    """Power cuts while tickets are written."""
    with kept_as("delete" if "delete" in weakness else ""):
        path = new_shop(trial.folder / (weakness or "work"))
        before = content(path.parent)
        words = ("-m", "tests.faults.shop", str(path), str(trial.seed), str(ACTS), weakness)
        events = trace.traced([sys.executable, *words], path.parent, trial.folder / "work.log", cwd=ROOT)
        return Tally(cut_power(events, before, trial.count, judge(_is_whole), trial.seed))


def judge(
    verdict: Callable[[Path, Sequence[bytes]], str],
) -> Callable[[Mapping[str, bytes], Sequence[bytes]], str]:
    """Put what is left into a folder of its own and look at it there."""

    def look(files: Mapping[str, bytes], said: Sequence[bytes]) -> str:
        with tempfile.TemporaryDirectory() as folder:
            put_back(files, Path(folder))
            return verdict(Path(folder), said)

    return look


def _is_whole(folder: Path, said: Sequence[bytes]) -> str:
    return checker.verdict(folder / NAME, [line for line in said if line.startswith(b"ACK")])


def content(folder: Path) -> dict[str, bytes]:
    """The files of a folder."""
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def no_strace() -> str:
    """What is missing here, or nothing."""
    return "" if trace.is_there() else "strace cannot be used here"


FAULTS = (
    Fault(
        "F03", "power cut while tickets are written", 100, 10_000,
        at_work, partial(at_work, weakness="normal"), "synchronous = NORMAL", 60, needs=no_strace,
    ),
    Fault(
        "F03-delete", "the same where only Python’s own SQLite is there", 100, 10_000,
        partial(at_work, weakness="delete"), partial(at_work, weakness="delete+normal"),
        "synchronous = NORMAL", 60, needs=no_strace,
    ),
)  # fmt: skip

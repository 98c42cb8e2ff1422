"""A backup that is put in the place of a shop that crashed, and power cuts meanwhile."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Sequence
from contextlib import closing
from datetime import timedelta
from functools import partial
from pathlib import Path

from deskapp.clock import FixedClock
from deskapp.services import restore
from deskapp.services.desk import Desk
from tests.builders import an_intake
from tests.faults import checker, trace
from tests.faults.cuts import NAME, ROOT, content, judge, new_shop, no_strace
from tests.faults.disk import cut_power
from tests.faults.fault import Fault, Tally, Trial, tally
from tests.faults.shop import NOON

SWAP = "import sys; from tests.faults.restores import swap; swap(*sys.argv[1:])"
COPY = "import sys; from pathlib import Path as P; P(sys.argv[2]).write_bytes(P(sys.argv[1]).read_bytes())"


def over_leftovers(trial: Trial, *, copied: bool = False) -> Tally:
    """Restore over the file of a shop that crashed, with its last work still beside it."""
    return tally(_restored(trial.folder / str(turn), 1 + turn % 9, copied) for turn in range(trial.count))


def _restored(folder: Path, more: int, copied: bool) -> str:
    backup, crashed = crashed_shop(folder, more)
    if copied:
        shutil.copy(backup, crashed)
    else:
        swap(str(backup), str(crashed))
    return _holds(crashed, {1})


def crashed_shop(folder: Path, more: int) -> tuple[Path, Path]:
    """A backup with one ticket, and the file of a shop that crashed so many tickets later."""
    clock, crashed = FixedClock(NOON), folder / "crashed" / NAME
    crashed.parent.mkdir(parents=True)
    path = new_shop(folder / "shop")
    with closing(Desk.open(path, clock)) as desk:
        owner = desk.actor()
        desk.tickets.take_in(owner, an_intake())
        backup = desk.backups.make(owner, [folder / "backups"]).backup
        for _ticket in range(more):
            clock.moment += timedelta(minutes=1)
            desk.tickets.take_in(owner, an_intake())
        for ending in ("", "-wal", "-journal"):
            if (left := path.with_name(path.name + ending)).exists():
                shutil.copy(left, crashed.with_name(crashed.name + ending))
    return backup.path, crashed


def swap(backup: str, present: str) -> None:
    """As the program restores."""
    restore.swap(Path(backup), Path(present), FixedClock(NOON + timedelta(hours=1)))


def _holds(path: Path, tickets: set[int]) -> str:
    if not path.exists():
        return "lost: the file"
    if (verdict := checker.verdict(path, ())) != "ok":
        return verdict
    with closing(Desk.open(path, FixedClock(NOON))) as desk:
        found = desk.tickets.count(desk.actor())
    return "ok" if found in tickets else f"lost: it holds {found} tickets"


def cut_off(trial: Trial, *, copied: bool = False) -> Tally:
    """Power cuts while a shop is restored: its name leads to the old file or to the new one."""
    backup, crashed = crashed_shop(trial.folder, 4)
    before = content(crashed.parent)
    code = COPY if copied else SWAP
    command = [sys.executable, "-c", code, str(backup), str(crashed)]
    events = trace.traced(command, crashed.parent, trial.folder / "work.log", cwd=ROOT)
    return Tally(cut_power(events, before, trial.count, judge(_old_or_new), trial.seed))


def _old_or_new(folder: Path, _said: Sequence[bytes]) -> str:
    return _holds(folder / NAME, {1, 5})


FAULTS = (
    Fault(
        "F34", "restore over what a crash left", 5, 100,
        over_leftovers, partial(over_leftovers, copied=True), "the backup copied over the file",
    ),
    Fault(
        "F34-power", "power cut while a backup is restored", 40, 2_000,
        cut_off, partial(cut_off, copied=True), "the backup copied over the file", needs=no_strace,
    ),
)  # fmt: skip

"""Power cuts while backups are made: a file with the name of a backup is always a good one."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, closing, nullcontext
from datetime import timedelta
from functools import partial
from pathlib import Path
from unittest.mock import patch

from deskapp.clock import FixedClock
from deskapp.errors import DeskError
from deskapp.services.desk import Desk
from deskapp.store import backup_file, backup_folder
from deskapp.store.driver import sqlite
from tests.builders import an_intake
from tests.faults import trace
from tests.faults.cuts import ROOT, judge, new_shop, no_strace
from tests.faults.disk import cut_power
from tests.faults.fault import Fault, Tally, Trial
from tests.faults.shop import NOON

TIMES = 6


def while_kept(trial: Trial, *, synced: bool = True) -> Tally:
    """Power cuts while a shop is kept again and again, a ticket further each time."""
    path, folder = new_shop(trial.folder / "shop"), trial.folder / "backups"
    folder.mkdir()
    words = ("-m", "tests.faults.backups", str(path), str(folder), "" if synced else "unsynced")
    events = trace.traced([sys.executable, *words], folder, trial.folder / "work.log", cwd=ROOT)
    return Tally(cut_power(events, {}, trial.count, judge(_all_good), trial.seed))


def main(path: str, folder: str, weakness: str) -> None:
    """Keep the shop; each backup is acknowledged by its name on standard output."""
    clock = FixedClock(NOON)
    with _unsynced() if weakness else nullcontext(), closing(Desk.open(Path(path), clock)) as desk:
        owner = desk.actor()
        for _time in range(TIMES):
            clock.moment += timedelta(minutes=10)
            desk.tickets.take_in(owner, an_intake())
            made = desk.backups.make(owner, [Path(folder)])
            os.write(1, f"DONE {made.backup.path.name}\n".encode())


def _unsynced() -> AbstractContextManager[object]:
    return patch.multiple(backup_file, sync=_nothing, sync_folder=_nothing)


def _nothing(_path: Path) -> None: ...


def _all_good(folder: Path, said: Sequence[bytes]) -> str:
    return next(_wrong(folder, [line.decode().split(maxsplit=1)[1] for line in said]), "ok")


def _wrong(folder: Path, names: Sequence[str]) -> Iterator[str]:
    yield from (f"lost: {name}" for name in names if not (folder / name).exists())
    for path in folder.glob("*.desk"):
        known = backup_folder.backup_at(path)
        if known is None:
            yield f"broken: {path.name} without what is known of it"
            continue
        try:
            backup_file.prove(path, known.facts)
        except (DeskError, sqlite.DatabaseError) as error:
            yield f"broken: {path.name}: {error}"
        if backup_file.fingerprint(path) != known.sha256:
            yield f"broken: {path.name} is not what was written"


FAULTS = (
    Fault(
        "F06", "power cut while a backup is made", 60, 3_000,
        while_kept, partial(while_kept, synced=False), "without bringing it to the disk", needs=no_strace,
    ),
)  # fmt: skip

if __name__ == "__main__":
    main(*sys.argv[1:])

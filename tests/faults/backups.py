"""Power cuts while backups are made: what has the name of a backup is a good one, with all of its photos."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, nullcontext
from datetime import timedelta
from functools import partial
from pathlib import Path
from unittest.mock import patch

from deskapp.clock import FixedClock
from deskapp.domain.photo import Picture
from deskapp.errors import DeskError
from deskapp.services.desk import Desk
from deskapp.store import backup_file, backup_folder, backup_photos
from deskapp.store.driver import sqlite
from tests.builders import an_intake
from tests.faults import trace
from tests.faults.cuts import ROOT, judge, new_shop, no_strace
from tests.faults.disk import cut_power
from tests.faults.fault import Fault, Tally, Trial
from tests.faults.shop import NOON

TIMES = 6
PHOTO = 20_000  # bytes


def while_kept(trial: Trial, weakness: str = "") -> Tally:
    """Power cuts while a shop is kept again and again, a ticket with a photo further each time."""
    path, folder = new_shop(trial.folder / "shop"), trial.folder / "backups"
    folder.mkdir()
    words = ("-m", "tests.faults.backups", str(path), str(folder), weakness)
    events = trace.traced([sys.executable, *words], folder, trial.folder / "work.log", cwd=ROOT)
    return Tally(cut_power(events, {}, trial.count, judge(_all_good), trial.seed))


def main(path: str, folder: str, weakness: str) -> None:
    """Keep the shop; each backup is acknowledged by its name on standard output."""
    clock = FixedClock(NOON)
    with _WEAK.get(weakness, nullcontext)(), closing(Desk.open(Path(path), clock)) as desk:
        owner = desk.actor()
        for time in range(TIMES):
            clock.moment += timedelta(minutes=10)
            number = desk.tickets.take_in(owner, an_intake()).value.number
            desk.photos.add(owner, number, [Picture(bytes([time]) * PHOTO, b"small", 2000, 1500)])
            made = desk.backups.make(owner, [Path(folder)])
            os.write(1, f"DONE {made.backup.path.name}\n".encode())


def _unsynced() -> AbstractContextManager[object]:
    return patch.multiple(backup_file, sync=_nothing, sync_folder=_nothing)


def _nothing(_path: Path) -> None: ...


def _photos_unsynced() -> AbstractContextManager[object]:
    return patch.multiple(backup_photos, write_whole=Path.write_bytes)


_WEAK: dict[str, Callable[[], AbstractContextManager[object]]] = {
    "unsynced": _unsynced,
    "photos unsynced": _photos_unsynced,
}


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
        photos = backup_photos.names_of(path)
        if len(photos) != known.photos or backup_photos.spoiled(folder, photos):
            yield f"broken: {path.name} without a photo"


FAULTS = (
    Fault(
        "F06", "power cut while a backup is made", 40, 3_000,
        while_kept, partial(while_kept, weakness="unsynced"),
        "without bringing it to the disk", needs=no_strace,
    ),
    Fault(
        "F06-photos", "the same, of the photos beside it", 30, 3_000,
        while_kept, partial(while_kept, weakness="photos unsynced"),
        "photos that are not brought to the disk", needs=no_strace,
    ),
)  # fmt: skip

if __name__ == "__main__":
    main(*sys.argv[1:])

"""Backups over time: made while many write, thinned for a year, and tried when they are bad."""

from __future__ import annotations

import random
import shutil
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Self
from unittest.mock import patch

from deskapp.clock import FixedClock
from deskapp.domain.backup import Backup, Facts
from deskapp.domain.photo import Picture
from deskapp.services import backup_drill, backup_making, restore
from deskapp.services.desk import Desk
from deskapp.store import backup_file, backup_folder
from deskapp.store.driver import connect, sqlite
from tests.builders import an_intake
from tests.faults import checker
from tests.faults.cuts import new_shop
from tests.faults.fault import Fault, Tally, Trial, tally
from tests.faults.own_folders import own_folders
from tests.faults.shop import NOON

# While many write ------------------------------------------------------------------------------

LONGEST = 2.0  # seconds for a backup
TICKETS, PAGE_STEPS, PAUSE = 150, 20, 0.02


def under_load(trial: Trial, *, small_steps: bool = False) -> Tally:
    """Back a shop up over and over while somebody writes without a pause."""
    trial.folder.mkdir(parents=True)
    clock = FixedClock(NOON)
    with own_folders(trial.folder), closing(Desk.open(new_shop(trial.folder / "shop"), clock)) as desk:
        for _ticket in range(TICKETS):
            desk.tickets.take_in(desk.actor(), an_intake(fault="x" * 2_000))
        keep = _in_small_steps if small_steps else _kept
        with _writing(desk) as written:
            return tally(keep(desk, clock, trial.folder / "backups", written) for _turn in range(trial.count))


class _writing:  # noqa: N801  read as a verb
    """Somebody who writes notes until the end; `count` says how many."""

    def __init__(self, desk: Desk) -> None:
        self._desk, self._stop, self.count = desk, threading.Event(), 0
        self._thread = threading.Thread(target=self._write)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._stop.set()
        self._thread.join()

    def _write(self) -> None:
        owner = self._desk.actor()
        [number] = [row.number for row in self._desk.tickets.rows(owner, "", limit=1)]
        while not self._stop.is_set():
            self._desk.tickets.note(owner, number, "busy")
            self.count += 1
            time.sleep(0.002)


def _kept(desk: Desk, clock: FixedClock, folder: Path, written: _writing) -> str:
    clock.moment += timedelta(minutes=1)
    before, began = written.count, time.monotonic()
    backup = desk.backups.make(desk.actor(), [folder]).backup
    took = time.monotonic() - began
    if took > LONGEST:
        return f"broken: took {took:.1f} s"
    if written.count == before:
        return "broken: nobody could write meanwhile"
    copy = Path(shutil.copy(backup.path, folder.parent / "copy.desk"))
    return checker.verdict(copy, ())


def _in_small_steps(desk: Desk, _clock: FixedClock, folder: Path, _written: _writing) -> str:
    """The control: SQLite begins again whenever somebody has written meanwhile."""
    folder.mkdir(exist_ok=True)
    until = time.monotonic() + LONGEST

    def look(*_pages: int) -> None:
        time.sleep(PAUSE)
        if time.monotonic() > until:
            raise TimeoutError

    with closing(connect(desk.path)) as source, closing(connect(folder / "steps.desk")) as copy:
        try:
            source.backup(copy, pages=PAGE_STEPS, progress=look)
        except (TimeoutError, sqlite.Error):
            return "lost: not finished"
    return "ok"


# For a year and more ---------------------------------------------------------------------------

RUNGS = ((12, 0), (82, 1), (350, 2))  # days back, and what has to have a backup left: day, week, month


def thinned(trial: Trial, *, after_failure: bool = False) -> Tally:
    """Days with two backups each, of which some fail their check; once the clock is a month behind."""
    trial.folder.mkdir(parents=True)
    return tally(_days(trial.folder, trial.count, trial.chance(), after_failure=after_failure))


def _days(folder: Path, count: int, chance: random.Random, *, after_failure: bool) -> Iterator[str]:
    good: list[datetime] = []
    for day in range(count):
        behind = timedelta(days=30) if 0 <= day - count // 2 < 3 else timedelta()  # the clock is wrong
        fails = chance.random() < 0.2
        before = len(_left(folder))
        for hour in (9, 17):
            now = datetime(2026, 1, 1, hour, tzinfo=UTC) + timedelta(days=day) - behind
            if not fails:
                good.append(now)
            if not fails or after_failure:
                newest = _planted(folder, now, sound=not fails)
                list(backup_making.thin(folder, newest, now, UTC))
        if fails and not after_failure and len(_left(folder)) != before:
            yield "lost: thinned after a failed check"
        else:
            yield _has_rungs(folder, good, datetime(2026, 1, 1, 23, tzinfo=UTC) + timedelta(days=day))


def _planted(folder: Path, now: datetime, *, sound: bool) -> Backup:
    path = backup_folder.free_name(folder, f"shop-{now:%Y-%m-%d-%H%M%S}")
    path.write_bytes(b"good" if sound else b"bad")
    backup = Backup(path, now, "uid", "shop", Facts("Northgate", "0003"), size=4, sha256="")
    backup_folder.describe(backup)
    return backup


def _left(folder: Path) -> list[Backup]:
    return list(backup_folder.backups_in(folder, "uid", "shop"))


def _has_rungs(folder: Path, good: list[datetime], now: datetime) -> str:
    """Every day, week and month in which a backup was made still has one, as far as its rung reaches."""
    left = [one.made_at.date() for one in _left(folder) if one.path.read_bytes() == b"good"]
    for reach, unit in RUNGS:
        since = (now - timedelta(days=reach)).date()
        for made in {one.date() for one in good if since <= one.date() <= now.date()}:
            if not any(_unit(one, unit) == _unit(made, unit) for one in left):
                return f"lost: the backup of {made} on {now:%Y-%m-%d}"
    recent = {one for one in good if one.date() >= now.date() - timedelta(days=1)}
    if len(recent) > sum(one >= now.date() - timedelta(days=1) for one in left):
        return f"lost: one of the last two days on {now:%Y-%m-%d}"
    return "ok"


def _unit(day: date, unit: int) -> tuple[int, ...]:
    return ((day.toordinal(),), tuple(day.isocalendar()[:2]), (day.year, day.month))[unit]


# Tried when they are bad -----------------------------------------------------------------------


def tried(trial: Trial, *, unchecked: bool = False) -> Tally:
    """Try to restore good backups and planted bad ones: these are reported, those are not."""
    trial.folder.mkdir(parents=True)
    with own_folders(trial.folder):
        clock = FixedClock(NOON)
        with closing(Desk.open(new_shop(trial.folder / "shop"), clock)) as desk:
            number = desk.tickets.take_in(desk.actor(), an_intake()).value.number
            desk.photos.add(desk.actor(), number, [Picture(b"content" * 999, b"thumb", 20, 20)])
            for _ticket in range(5):
                desk.tickets.take_in(desk.actor(), an_intake(fault="x" * 2_000))
            folder = trial.folder / "backups"
            desk.backups.make(desk.actor(), [folder])
        kinds = list(BAD)
        return tally(
            _tried(trial, folder, kinds[turn % len(kinds)], turn, unchecked) for turn in range(trial.count)
        )


def _tried(trial: Trial, folder: Path, kind: str, turn: int, unchecked: bool) -> str:
    copy = trial.folder / "planted"
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(folder, copy)
    [backup] = backup_folder.backups_in(copy)
    BAD[kind](backup, trial.chance(str(turn)))
    found = backup_folder.backup_at(backup.path) or backup
    reported = False
    with ExitStack() as stack:
        if unchecked:
            for module, name in CHECKS:
                stack.enter_context(patch.object(module, name, _nothing))
        try:
            backup_drill.drill(found, FixedClock(NOON))
        except backup_drill.NotProven:
            reported = True
    if reported is (kind == "good"):
        return f"broken: {kind} is reported" if reported else f"lost: {kind} is not reported"
    return "ok"


CHECKS = (
    (restore, "check_unspoiled"),
    (backup_file, "prove"),
    (backup_drill, "_look_through"),
    (backup_drill, "_look_at_photos"),
)


def _nothing(*_values: object, **_named: object) -> None: ...


def _flip(backup: Backup, chance: random.Random) -> None:
    content = bytearray(backup.path.read_bytes())
    content[chance.randrange(4096, len(content))] ^= 1 << chance.randrange(8)
    backup.path.write_bytes(content)


def _cut(backup: Backup, chance: random.Random) -> None:
    content = backup.path.read_bytes()
    backup.path.write_bytes(content[: chance.randrange(len(content))])


def _lie(backup: Backup, chance: random.Random) -> None:
    """It is sound and says of itself that it is, but a row is gone."""
    table = chance.choice(("customer_phone", "item"))
    with closing(connect(backup.path)) as driver, suppress(sqlite.Error), driver:
        driver.execute("PRAGMA foreign_keys = OFF")
        driver.execute(f"DELETE FROM {table} WHERE rowid = (SELECT min(rowid) FROM {table})")
        driver.execute("DELETE FROM ticket_run")
    backup_folder.describe(replace(backup, sha256=backup_file.fingerprint(backup.path)))


def _other(backup: Backup, _chance: random.Random) -> None:
    backup.path.write_bytes(b"%PDF-1.4\n" * 999)


def _no_photo(backup: Backup, _chance: random.Random) -> None:
    shutil.rmtree(backup.path.parent / "photos")


def _bad_photo(backup: Backup, _chance: random.Random) -> None:
    [photo] = (backup.path.parent / "photos").rglob("*.jpg")
    photo.write_bytes(photo.read_bytes()[:-1] + b"!")


BAD: Mapping[str, Callable[[Backup, random.Random], object]] = {
    "good": lambda _backup, _chance: None,
    "a flipped bit": _flip,
    "cut off": _cut,
    "a row too few": _lie,
    "another file": _other,
    "a photo is missing": _no_photo,
    "a photo is damaged": _bad_photo,
    "empty": lambda backup, _chance: backup.path.write_bytes(b""),
}

FAULTS = (
    Fault(
        "F07", "backup while somebody writes without a pause", 2, 30,
        under_load, partial(under_load, small_steps=True), "in small steps with pauses", control_count=1,
    ),
    Fault(
        "F08", "days of thinning, with failed checks and a clock that is set back", 120, 400,
        thinned, partial(thinned, after_failure=True), "a failed backup counts", control_count=400,
    ),
    Fault(
        "F09", "restores that are tried, of good and of bad backups", 8, 100,
        tried, partial(tried, unchecked=True), "without the checks", control_count=16,
    ),
)  # fmt: skip

"""Backups of a shop: what is known of one, which of them may go, and when it is time for another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from enum import StrEnum
from pathlib import Path
from typing import Protocol, TypeVar

from deskapp.i18n import N_, _

Progress = Callable[[int, int], None]
"""What is done, and the whole; it may raise to stop the work."""

READABLE = "-readable.zip"
"""What the name of a copy for people without the program ends with."""
STALE = timedelta(days=1)
LATE = timedelta(days=3)
DRILL_EVERY = timedelta(days=30)
DRILL_STALE = timedelta(days=40)
_HELD = timedelta(days=90)
_ASTRAY = timedelta(days=1)


def is_astray(moment: datetime, now: datetime) -> bool:
    """Whether a clock that went wrong dated something into the future: when it was, nobody can tell."""
    return moment - now > _ASTRAY


class Reason(StrEnum):
    """Why a backup was made."""

    HAND = "hand"
    CLOSE = "close"
    TIMER = "timer"
    IMPORT = "import"
    MERGE = "merge"
    BULK = "bulk"
    ERASE = "erase"
    RETENTION = "retention"
    RESTORE = "restore"
    UPGRADE = "upgrade"
    ENCRYPT = "encrypt"

    @property
    def label(self) -> str:
        """In the user's words."""
        return _(_LABELS[self])


_LABELS = {
    Reason.HAND: N_("By hand"),
    Reason.CLOSE: N_("When the shop was closed"),
    Reason.TIMER: N_("By the clock"),
    Reason.IMPORT: N_("Before an import"),
    Reason.MERGE: N_("Before a merge"),
    Reason.BULK: N_("Before many were changed"),
    Reason.ERASE: N_("Before somebody was erased"),
    Reason.RETENTION: N_("Before old records were let go"),
    Reason.RESTORE: N_("Before a restore"),
    Reason.UPGRADE: N_("Before an upgrade"),
    Reason.ENCRYPT: N_("Before the file was encrypted anew"),
}


@dataclass(frozen=True, slots=True)
class Facts:
    """What a shop file holds, by which a copy is compared with it; equal facts mean nothing was written.

    `counts` are rows by table, `sums` amounts in smallest units, `head` the end of the history's chain.
    """

    shop: str
    schema: str
    counts: Mapping[str, int] = field(default_factory=dict)
    sums: Mapping[str, int] = field(default_factory=dict)
    newest: str = ""
    last_change: datetime | None = None
    head: str = ""
    drafted: str = ""

    def count(self, table: str) -> int:
        """The rows of a table."""
        return self.counts.get(table, 0)

    def in_bin(self, table: str) -> int:
        """How many of them lie in the bin, as far as a backup's own account tells."""
        return self.counts.get(f"{table}:bin", 0)

    def without_names(self) -> Facts:
        """What may be read beside an encrypted backup: how many rows there are, and when what was written."""
        return replace(self, shop="", sums={}, newest="")


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy of a shop file under its final name, which was opened again and compared before it got it.

    `uid` and `stem` say of which shop and file; `drilled_at` when a restore from this folder was last tried;
    `photos` how many photographs it leaves to the files beside it.
    What is known of an `encrypted` one says no names and amounts: it lies beside it for all to read.
    """

    path: Path
    made_at: datetime
    uid: str
    stem: str
    facts: Facts
    size: int
    sha256: str
    reason: Reason = Reason.HAND
    by: str = ""
    program: str = ""
    drilled_at: datetime | None = None
    encrypted: bool = False
    photos: int = 0

    def is_held(self, now: datetime) -> bool:
        """Whether it stays whatever the ladder says: the way back from an upgrade or a restore."""
        return self.reason in {Reason.UPGRADE, Reason.RESTORE} and now - self.made_at < _HELD


class Dated(Protocol):
    """Something that was made at a moment."""

    @property
    def made_at(self) -> datetime: ...


Kept = TypeVar("Kept", bound=Dated)
Period = Callable[[date], tuple[int, ...]]


def _day(day: date) -> tuple[int, ...]:
    return (day.toordinal(),)


def _week(day: date) -> tuple[int, ...]:
    return tuple(day.isocalendar()[:2])


def _month(day: date) -> tuple[int, ...]:
    return day.year, day.month


RUNGS: tuple[tuple[int, Period], ...] = ((12, _day), (10, _week), (9, _month))
"""How many days, weeks and months are kept behind yesterday; the newest backup of each stands for it."""


def may_go(backups: Iterable[Kept], now: datetime, zone: tzinfo) -> tuple[Kept, ...]:
    """The backups that no rung of the ladder needs, newest first.

    All of today and yesterday stay, and what a clock that went wrong dated into the future. A rung takes
    the newest backup of a period that lies before that of the one kept last, so the newest of all stays.
    """
    newest_first = sorted(backups, key=lambda backup: backup.made_at, reverse=True)
    dated = [(_local_day(backup.made_at, zone), backup) for backup in newest_first]
    last = _local_day(now, zone) - timedelta(days=1)
    rest = [pair for pair in dated if pair[0] < last]
    for most, period in RUNGS:
        last, rest = _climb(rest, last, most, period)
    return tuple(backup for _day, backup in rest)


def _climb(
    dated: list[tuple[date, Kept]], last: date, most: int, period: Period
) -> tuple[date, list[tuple[date, Kept]]]:
    """What one rung leaves over, and the day of the last that it keeps."""
    over, kept = [], 0
    for day, backup in dated:
        if kept < most and period(day) < period(last):
            last, kept = day, kept + 1
        else:
            over.append((day, backup))
    return last, over


def _local_day(moment: datetime, zone: tzinfo) -> date:
    return moment.astimezone(zone).date()


@dataclass(frozen=True, slots=True)
class BackupState:
    """How well a shop is kept: its newest backup, whether something was written since, and what was tried."""

    newest: Backup | None = None
    changed: bool = False
    drilled_at: datetime | None = None

    def age(self, now: datetime) -> timedelta:
        """How long ago the newest was made, never less than nothing; for ever where nobody can tell."""
        if self.newest is None or is_astray(self.newest.made_at, now):
            return timedelta.max
        return max(now - self.newest.made_at, timedelta())

    def is_late(self, now: datetime) -> bool:
        """Whether work of more than a day lies in no backup."""
        return self.newest is None or (self.changed and self.age(now) > STALE)

    def is_very_late(self, now: datetime) -> bool:
        """Whether work of more than three days lies in no backup."""
        return self.is_late(now) and (self.newest is None or self.age(now) > LATE)

    def is_due(self, now: datetime, every: timedelta) -> bool:
        """Whether it is time for another one."""
        return self.changed and self.age(now) >= every

    def is_unproven(self, now: datetime) -> bool:
        """Whether nobody knows any more that a backup can be restored."""
        return self.drilled_at is None or now - self.drilled_at > DRILL_STALE

    def wants_drill(self, now: datetime) -> bool:
        """Whether a restore should be tried again; a clock that went back does not put it off for years."""
        return self.newest is not None and (
            self.drilled_at is None or abs(now - self.drilled_at) >= DRILL_EVERY
        )


@dataclass(frozen=True, slots=True)
class Made:
    """What came of making a backup; `missed` says in a sentence each where it could not be put."""

    backup: Backup
    missed: tuple[str, ...] = ()
    removed: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Preview:
    """What a backup holds beside what the shop holds today; `today` is none where no shop is open.

    `spoiled` says that it has changed since it was written, `photos_missing` how many photographs are not
    beside it.
    """

    path: Path
    made_at: datetime
    facts: Facts
    size: int
    backup: Backup | None = None
    today: Facts | None = None
    uid: str = ""
    spoiled: bool = False
    photos_missing: int = 0

    def difference(self, table: str) -> int:
        """How many more the backup holds outside the bin than the shop does today; fewer are negative."""
        if not self.today:
            return 0
        more = self.facts.count(table) - self.today.count(table)
        if f"{table}:bin" in self.facts.counts:  # an older backup did not count the bin
            more -= self.facts.in_bin(table) - self.today.in_bin(table)
        return more


@dataclass(frozen=True, slots=True)
class PlainTable:
    """A table of a shop for people without this program; rows come as they are asked for.

    A column `…_minor` holds amounts in smallest units.
    """

    name: str
    columns: tuple[str, ...]
    rows: Iterable[tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class PlainShop:
    """Whose tables they are, and in what currency, with how many digits."""

    name: str
    currency: str
    digits: int
    tables: Iterable[PlainTable]


def silent(_done: int, _whole: int) -> None:
    """Nobody asks how far it is."""


def backup_name(stem: str, moment: datetime, zone: tzinfo) -> str:
    """The name of a backup by the shop's clock, without its ending: `shop-2026-03-10-120000`."""
    return f"{stem}-{moment.astimezone(zone):%Y-%m-%d-%H%M%S}"


def readable_mark(uid: str) -> bytes:
    """By which the program knows its own copies of a shop that people can read."""
    return f"Deskapp {uid}".encode()


def as_utc(text: str) -> datetime | None:
    """A moment as files hold it, or none."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

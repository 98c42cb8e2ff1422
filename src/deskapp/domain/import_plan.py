"""What an import reads, plans and reports, and the rule by which a newer file changes what is here."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from typing import TYPE_CHECKING, Any
from zlib import crc32

from deskapp.domain.device import DeviceDraft
from deskapp.domain.text import LABELS
from deskapp.domain.ticket import Outcome
from deskapp.errors import DeskError
from deskapp.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from deskapp.domain.customer_import import PossibleDuplicate

FIELDS = (
    *("received_at", "group_name", "fault", "condition", "outcome", "barrier"),
    *("category", "brand", "model", "year"),
)
CUSTOMER_PRESETS = ("customers", "vcard")
"""Presets whose batches bring customers; all others bring tickets."""
MOST_SHOWN = 20  # problems that are told one by one
_PART = 8  # characters of a fingerprint for each field


_PLACES = {
    **LABELS,
    "id": N_("customer number"),
    "fields": N_("own field"),
    "received_at": N_("date"),
    "group_name": N_("group"),
    "outcome": N_("outcome"),
    "barrier": N_("barrier"),
    "year": N_("year"),
    "TEL": LABELS["phone"],
    "PHOTO": N_("picture"),
    "LOGO": N_("logo"),
    "KEY": N_("key"),
    "SOUND": N_("sound"),
}


class ImportCancelled(DeskError):
    """Somebody stopped the import; nothing of it is left."""


class Verdict(StrEnum):
    """What an import does with a record."""

    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class RowProblem:
    """What is wrong with a line of a file; `field` is the column, or empty for the line as a whole.

    `original` are the cells of the line as they stand there, where the reader keeps them. With `is_ours`
    the field is no column but one of ours or of an address card, which `place` says as people call it.
    """

    row: int
    field: str
    problem: str
    original: tuple[str, ...] = ()
    is_ours: bool = False

    @property
    def place(self) -> str:
        """The column, or the field in words."""
        word = _(_PLACES.get(self.field, self.field)) if self.is_ours and self.field else self.field
        return word[:1].upper() + word[1:] if self.is_ours else word

    def sentence(self) -> str:
        """The problem with its place in front."""
        place = _("Line {row}, {field}") if self.field else _("Line {row}")
        return f"{place.format(row=self.row, field=self.place)}: {self.problem}"


@dataclass(frozen=True, slots=True)
class ImportSource:
    """Where records come from: the system that gave them their ids, the preset that read them, the file."""

    system: str
    preset: str
    file_name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class ImportedTicket:
    """A ticket that is over: taken in and closed at one moment; `row` is its line in the file."""

    row: int
    external_id: str
    at: datetime
    fault: str = ""
    condition: str = ""
    device: DeviceDraft = field(default_factory=DeviceDraft)
    outcome: Outcome = Outcome.UNKNOWN
    barrier: str = ""
    group: str = ""

    @property
    def values(self) -> tuple[object, ...]:
        """What the source says, in the order of `FIELDS`."""
        device = self.device
        own = (self.at, self.group, self.fault, self.condition, self.outcome.value, self.barrier)
        return (*own, device.category, device.brand, device.model, device.year)


@dataclass(frozen=True, slots=True)
class Reading:
    """A file as it was understood: `read` counts its records, the faulty ones included.

    `way` says how to read the same file another day.
    """

    source: ImportSource
    tickets: tuple[ImportedTicket, ...]
    problems: tuple[RowProblem, ...]
    read: int
    way: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What an import did, or would do (`dry_run`, then there is no batch).

    `errors` are why records were skipped, `warnings` what was guessed or kept in those that were not;
    `untold` counts the problems and `more_alike` the duplicates that are too many to be told, `erased` who
    was erased here before.
    """

    batch: int | None
    read: int
    new: int
    changed: int
    unchanged: int
    skipped: int
    errors: tuple[RowProblem, ...] = ()
    dry_run: bool = False
    warnings: tuple[RowProblem, ...] = ()
    duplicates: tuple[PossibleDuplicate, ...] = ()
    untold: int = 0
    of_customers: bool = False
    more_alike: int = 0
    erased: int = 0

    @property
    def alike(self) -> int:
        """How many records may be somebody else of the shop or the list, those included that are not told."""
        return len(self.duplicates) + self.more_alike

    def as_json(self) -> dict[str, Any]:
        """The report as plain values."""
        said = {
            "batch": self.batch,
            "read": self.read,
            "new": self.new,
            "changed": self.changed,
            "unchanged": self.unchanged,
            "skipped": self.skipped,
            "errors": _json(self.errors),
            "dry_run": self.dry_run,
        }
        if self.of_customers:
            said |= {"warnings": _json(self.warnings), "possible_duplicates": self.alike}
            said |= {"erased": self.erased}
        return said

    def sentence(self) -> str:
        """The counts in words."""
        said = ngettext(
            "{count} record read: {new} new, {changed} changed, {unchanged} unchanged, {skipped} skipped.",
            "{count} records read: {new} new, {changed} changed, {unchanged} unchanged, {skipped} skipped.",
            self.read,
        ).format(
            count=self.read,
            new=self.new,
            changed=self.changed,
            unchanged=self.unchanged,
            skipped=self.skipped,
        )
        return _("{counts} Nothing was written.").format(counts=said) if self.dry_run else said

    def lines(self) -> list[str]:
        """The counts and the first of the problems, a line each."""
        problems = (*self.errors, *self.warnings)
        shown = [problem.sentence() for problem in problems[:MOST_SHOWN]]
        if more := len(problems) + self.untold - len(shown):
            shown.append(
                ngettext("… and {count} more problem.", "… and {count} more problems.", more).format(
                    count=more
                )
            )
        return [self.sentence(), *shown]


@dataclass(frozen=True, slots=True)
class Plan:
    """A reading held against the shop file: what applying it would do.

    `marks` are the fingerprints of its tickets.
    """

    reading: Reading
    marks: tuple[str, ...]
    report: ImportReport

    @property
    def source(self) -> ImportSource:
        """Where the records come from."""
        return self.reading.source

    @property
    def header(self) -> tuple[str, ...]:
        """The names of the file's columns, where problems keep the cells of their rows."""
        return ()

    @property
    def records(self) -> tuple[ImportedTicket, ...]:
        """The records as they were understood."""
        return self.reading.tickets


@dataclass(frozen=True, slots=True)
class UndoneImport:
    """What taking an import back did: records put into the bin, restored, and left because of later work."""

    batch: int
    binned: int
    restored: int
    kept: int
    of_customers: bool = False

    def as_json(self) -> dict[str, int]:
        """The counts as plain values."""
        return {"batch": self.batch, "binned": self.binned, "restored": self.restored, "kept": self.kept}

    def sentence(self) -> str:
        """The counts in words."""
        words = _("Import {batch} was taken back: {binned} in the bin, {restored} as before, {kept} stay.")
        return words.format(**self.as_json())


def fingerprint(values: Iterable[object]) -> str:
    """A short mark of each of the values, so that a later file shows which of them it changes."""
    return "".join(map(_part, values))


@lru_cache(maxsize=4096)  # most values come again and again: categories, brands, outcomes, days
def _part(value: object) -> str:
    return f"{crc32(str(value).encode()):0{_PART}x}"


def remarked(mark: str, values: Mapping[str, object], fields: tuple[str, ...] = FIELDS) -> str:
    """The fingerprint with other values in some of its fields."""
    parts = [mark[start : start + _PART] for start in range(0, len(mark), _PART)]
    return "".join(
        fingerprint([values[name]]) if name in values else part
        for name, part in zip(fields, parts, strict=True)
    )


def _json(problems: Iterable[RowProblem]) -> list[dict[str, Any]]:
    return [{"row": one.row, "field": one.field, "problem": one.problem} for one in problems]


def merged(
    last: str, theirs: str, ours: str, fields: tuple[str, ...] = FIELDS
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Which fields a newer record changes here, and which stay because both sides changed them.

    The three are fingerprints: of what was imported last, of the file, and of what stands here now.
    """
    takes: list[str] = []
    keeps: list[str] = []
    for position, name in enumerate(fields):
        here = slice(position * _PART, (position + 1) * _PART)
        if theirs[here] not in {last[here], ours[here]}:
            (takes if ours[here] == last[here] else keeps).append(name)
    return tuple(takes), tuple(keeps)

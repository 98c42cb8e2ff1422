"""Reads what the queue lists: the first rows at once, how many there are afterwards, headings where asked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal

from deskapp.errors import Invalid
from deskapp.i18n import _
from deskapp.ui.shared.groups import Fetch, Group, GroupedRows
from deskapp.ui.shared.paged_model import PagedModel
from deskapp.ui.shared.pages import PAGE

if TYPE_CHECKING:
    from deskapp.domain.ticket_row import TicketRow
    from deskapp.errors import DeskError
    from deskapp.ui.context import DeskContext
    from deskapp.ui.shared.jobs import Job

_COUNT_AFTER_MS = 40  # the next key may follow, and nobody reads a number before the rows
Stop = Any  # what the desk ends a reading by; the screen only passes it on


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is to be listed; `grouping` is '', `status`, `person` or `day`, `folded` are keys of headings."""

    query: str
    sort: str
    grouping: str = ""
    folded: frozenset[str] = frozenset()

    @property
    def order(self) -> str:
        """Days follow each other, whatever order was asked for."""
        if self.grouping != "day":
            return self.sort
        return "-due" if self.sort == "-due" else "due"


@dataclass(frozen=True, slots=True)
class _Found:
    rows: Sequence[Any]
    fetch: Fetch
    count: int | None = None
    """How many tickets there are, where that is known already."""


class Listing(QObject):
    """Fills a model. `shown` tells that the first rows are there, `counted` how many tickets there are,
    `refused` why a query cannot be listed; the model stays as it was then.
    """

    shown = Signal()
    counted = Signal(int)
    refused = Signal(object)

    def __init__(self, context: DeskContext, records: PagedModel) -> None:
        super().__init__(records)
        self._context, self._records = context, records
        self._jobs: list[tuple[Job, Stop]] = []
        self.wanted: Wanted | None = None
        self.count: int | None = None
        self._fetch: Fetch | None = None
        self._counting = QTimer(self, singleShot=True, interval=_COUNT_AFTER_MS)
        self._counting.timeout.connect(self._count)

    def show(self, wanted: Wanted) -> None:
        """List something else; what is still being read for the query before is given up."""
        self._give_up()
        self._read(_first, wanted, partial(self._take, wanted), self.refused.emit)

    def refresh(self) -> None:
        """Read again what is listed, keeping the place."""
        if self.wanted:
            self._read(_again, self.wanted, partial(self._take_again, self.wanted), self._cannot)

    def fold(self, key: str) -> None:
        """Fold a heading, or open it."""
        if self.wanted:
            self.wanted = replace(self.wanted, folded=self.wanted.folded ^ {key})
            self.refresh()

    def headings_in(self, run: range) -> int:
        """How many of the rows at these places are headings."""
        rows = self._fetch
        return rows.headings(run.start, run.stop - 1) if isinstance(rows, GroupedRows) and run else 0

    # Own --------------------------------------------------------------------------------------

    def _read(self, call: Any, wanted: Wanted, then: Any, cannot: Any) -> None:
        stop = self._context.desk.queue.stopper()
        job = self._context.worker.submit(call, self._context, wanted, stop, on_done=then, on_failed=cannot)
        self._jobs = [one for one in self._jobs if not one[0].ended] + [(job, stop)]

    def _give_up(self) -> None:
        """Nobody waits any more for what is being read: it ends where it is."""
        self._counting.stop()
        for job, stop in self._jobs:
            job.cancel()
            stop.stop()

    def _take(self, wanted: Wanted, found: _Found) -> None:
        self.wanted, self._fetch = wanted, found.fetch
        self.count = found.count
        self._records.show(found.fetch, _length(found), found.rows)
        self.shown.emit()
        if found.count is None:
            self._counting.start()
        else:
            self.counted.emit(found.count)

    def _count(self) -> None:
        if self.wanted:
            take = partial(self._take_count, self.wanted)
            self._read(_count, self.wanted, take, self._cannot)

    def _cannot(self, error: DeskError) -> None:
        """A query that is no longer understood, as a person in it left, is named where it stands."""
        if isinstance(error, Invalid):
            self.refused.emit(error)
        else:
            self._context.show_error(error)

    def _take_count(self, wanted: Wanted, count: int) -> None:
        if wanted == self.wanted:
            self.count = count
            self._records.grow(count)
            self.counted.emit(count)

    def _take_again(self, wanted: Wanted, found: _Found) -> None:
        if wanted == self.wanted:
            assert found.count is not None, "what is read again is counted"
            self.count, self._fetch = found.count, found.fetch
            self._records.refresh(_length(found), found.fetch)
            self.counted.emit(found.count)


def _length(found: _Found) -> int:
    if isinstance(found.fetch, GroupedRows):
        return found.fetch.count
    return len(found.rows) if found.count is None else found.count


# On the worker ------------------------------------------------------------------------------------


def _first(context: DeskContext, wanted: Wanted, stop: Stop) -> _Found:
    if wanted.grouping:
        found = _again(context, wanted, stop)
        return replace(found, rows=found.fetch(0, PAGE))
    rows = context.desk.queue.rows(
        context.actor, wanted.query, sort=wanted.order, offset=0, limit=PAGE, stop=stop
    )
    fetch = _reader(context, wanted.query, wanted.order)
    return _Found(rows, fetch, len(rows) if len(rows) < PAGE else None)


def _again(context: DeskContext, wanted: Wanted, stop: Stop) -> _Found:
    if not wanted.grouping:
        return _Found((), _reader(context, wanted.query, wanted.order), _count(context, wanted, stop))
    groups = _groups(context, wanted)
    return _Found((), GroupedRows(groups), sum(group.count for group in groups))


def _count(context: DeskContext, wanted: Wanted, stop: Stop) -> int:
    return context.desk.queue.count(context.actor, wanted.query, stop=stop)


def _reader(context: DeskContext, query: str, sort: str) -> Fetch:
    queue, actor = context.desk.queue, context.actor

    def read(offset: int, limit: int) -> tuple[TicketRow, ...]:
        return queue.rows(actor, query, sort=sort, offset=offset, limit=limit)

    return read


def _groups(context: DeskContext, wanted: Wanted) -> list[Group]:
    counts = context.desk.queue.group_counts(context.actor, wanted.query, wanted.grouping)
    make = {"status": _by_status, "person": _by_person, "day": _by_day}[wanted.grouping]
    return [
        replace(
            group,
            label=_("{name} · {count}").format(name=group.label, count=context.formats.number(group.count)),
            folded=group.key in wanted.folded,
        )
        for group in make(context, wanted, counts)
    ]


def _by_status(context: DeskContext, wanted: Wanted, counts: dict[str, int]) -> list[Group]:
    return [
        Group(key, status.label, counts[key], _part(context, wanted, f"status:{key}"))
        for key, status in context.statuses.items()
        if key in counts
    ]


def _by_person(context: DeskContext, wanted: Wanted, counts: dict[str, int]) -> list[Group]:
    names = sorted(filter(None, counts), key=str.casefold)
    named = [Group(name, name, counts[name], _part(context, wanted, f'person:"{name}"')) for name in names]
    if "" in counts:
        named.append(Group("", _("Nobody"), counts[""], _part(context, wanted, "is:unassigned")))
    return named


def _by_day(context: DeskContext, wanted: Wanted, counts: dict[str, int]) -> list[Group]:
    """Days stand in the order of the list itself, so each is a piece of it."""
    from datetime import date

    fetch, groups, at = _reader(context, wanted.query, wanted.order), [], 0
    falling = wanted.order == "-due"
    for key in sorted(counts, key=lambda day: day or "~", reverse=falling):
        label = context.formats.near_day(date.fromisoformat(key)) if key else _("No date")
        groups.append(Group(key, label, counts[key], partial(_from, fetch, at)))
        at += counts[key]
    return groups


def _from(fetch: Fetch, start: int, offset: int, limit: int) -> Sequence[Any]:
    return fetch(start + offset, limit)


def _part(context: DeskContext, wanted: Wanted, term: str) -> Fetch:
    query = f"({wanted.query}) {term}" if wanted.query else term
    return _reader(context, query, wanted.order)

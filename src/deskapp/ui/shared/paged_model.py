"""A table of any length: only the pages of rows that are looked at are held, read by a given function."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from operator import attrgetter
from typing import Any, Literal

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from deskapp.errors import DeskError
from deskapp.ui.shared import failures
from deskapp.ui.shared.groups import Fetch, Group
from deskapp.ui.shared.jobs import Worker
from deskapp.ui.shared.pages import PAGE, found_at, full_pages, no_rows, read_runs, records_of, steps_between
from deskapp.ui.shared.plain import plain_tip
from deskapp.ui.shared.status_chip import Chip

_MOST_PAGES = 32
_MOST_WANTED = 4

AnyIndex = QModelIndex | QPersistentModelIndex
_NOWHERE = QModelIndex()


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what it says about a row and how.

    `width` is in pixels at 100 %. `chip` paints a status instead of the text, `chip_width` pixels wide so
    that they line up; `alarm` marks a value that is too late and `faded` one that does not matter any more;
    `mark` is a sign or two that the row wears at the right end of the column, in the colour of an alarm;
    `edits` says what is set where the value is clicked on; `sort` is the order that a click on the head
    asks for.
    """

    key: str
    title: str
    text: Callable[[Any], str]
    width: int = 120
    align: Literal["left", "right"] = "left"
    chip: Callable[[Any], Chip] | None = None
    chip_width: int = 0
    alarm: Callable[[Any], bool] | None = None
    mark: Callable[[Any], str] | None = None
    tip: Callable[[Any], str] | None = None
    strong: bool = False
    muted: bool = False
    faded: Callable[[Any], bool] | None = None
    tabular: bool = False
    stretch: bool = False
    edits: str = ""
    sort: str = ""
    shown: bool = True


_GAP = 0  # no record has this identity
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_TIP = int(Qt.ItemDataRole.ToolTipRole)
_ALIGN = int(Qt.ItemDataRole.TextAlignmentRole)
_SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)
_ALIGNMENTS = {
    "left": Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter,
    "right": Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
}


class PagedModel(QAbstractTableModel):
    """Rows by page. Without a `worker` pages are read at once, with one they come later.

    A row may be a `Group`, a heading among the records. `identity` tells records apart (default: their
    `id`), `sentence` says a whole row to a screen reader. `refreshing` and `refreshed` tell that rows
    were read again, before and after they are taken over; `failed` carries a `DeskError` of reading.
    """

    refreshing = Signal()
    refreshed = Signal()
    failed = Signal(object)

    def __init__(
        self,
        columns: Sequence[Column],
        *,
        identity: Callable[[Any], int] = attrgetter("id"),
        sentence: Callable[[Any], str] | None = None,
        worker: Worker | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._identity, self._sentence, self._worker = identity, sentence, worker
        self._fetch: Fetch = no_rows
        self._count = 0
        self._pages: dict[int, Sequence[Any]] = {}  # the one looked at last stands last
        self._latest = -1
        self._wanted: list[int] = []
        self._reading = False
        self._age = 0  # grows with every new query; answers to older ones are dropped
        self._changing: list[Any] | None = None
        self._changing_from = 0

    def add_columns(self, columns: Sequence[Column]) -> None:
        """Know more of each row, at the right end."""
        if columns:
            first = len(self.columns)
            self.beginInsertColumns(QModelIndex(), first, first + len(columns) - 1)
            self.columns = (*self.columns, *columns)
            self.endInsertColumns()

    # What views and screens ask ---------------------------------------------------------------

    def rowCount(self, parent: AnyIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else self._count

    def columnCount(self, parent: AnyIndex = _NOWHERE) -> int:
        return 0 if parent.isValid() else len(self.columns)

    def data(self, index: AnyIndex, role: int = _DISPLAY) -> Any:
        if role == _DISPLAY:
            row = self.row(index.row())
            return None if row is None else self.text(row, index.column())
        if role == _ALIGN:
            return _ALIGNMENTS[self.columns[index.column()].align]
        if role in {_SPOKEN, _TIP}:
            return self._words(index.row(), index.column(), role)
        return None

    def headerData(self, place: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:
        if orientation is Qt.Orientation.Horizontal and 0 <= place < len(self.columns):
            if role == _DISPLAY:
                return self.columns[place].title
            if role == _ALIGN:
                return _ALIGNMENTS[self.columns[place].align]
        return None

    def row(self, place: int) -> Any:
        """The record at a place; None while it is not there yet."""
        if self._changing is not None:
            inside = place - self._changing_from
            return self._changing[inside] if 0 <= inside < len(self._changing) else None
        page, inside = divmod(place, PAGE)
        rows = self._pages.get(page)
        if rows is None:
            rows = self._ask(page)
        elif page != self._latest:
            self._latest = page
            self._pages[page] = self._pages.pop(page)
        return rows[inside] if inside < len(rows) else None

    def text(self, row: Any, column: int) -> str:
        """What a column says about a record; a heading says its own in the first."""
        if isinstance(row, Group):
            return "" if column else row.label
        return self.columns[column].text(row)

    def id_at(self, place: int) -> int | None:
        """The identity of the record at a place, where it is known and no heading."""
        row = self.row(place) if 0 <= place < self._count else None
        return None if row is None or isinstance(row, Group) else self._identity(row)

    def is_held(self, place: int) -> bool:
        """Whether the row at a place can be had without reading."""
        return place // PAGE in self._pages

    def place_of(self, record: int) -> int:
        """Where a record stands among the pages that are held; -1 where it is not."""
        for page, rows in self._pages.items():
            for inside, row in enumerate(rows):
                if row is not None and self._identity(row) == record:
                    return page * PAGE + inside
        return -1

    def is_held_whole(self, run: range) -> bool:
        """Whether the rows at all these places can be had without reading."""
        return all(self.is_held(place) for place in {*run[::PAGE], *run[-1:]})

    def is_changing(self) -> bool:
        """Whether rows come and go just now, until `refreshed`."""
        return self._changing is not None

    # What screens tell ------------------------------------------------------------------------

    def show(self, fetch: Fetch, count: int, first: Sequence[Any] = ()) -> None:
        """Show another query of `count` rows; `first` are its first rows where they were read already."""
        self.beginResetModel()
        self._fetch, self._count = fetch, count
        self._age += 1
        self._latest = -1
        self._wanted.clear()
        self._pages = {
            page: first[page * PAGE : (page + 1) * PAGE] for page in range(full_pages(first, count))
        }
        self.endResetModel()

    def grow(self, count: int) -> None:
        """It turned out that there are more rows behind the first ones."""
        self._fit(self._count, max(count, self._count))

    def refresh(self, count: int | None = None, fetch: Fetch | None = None) -> None:
        """Read again what is looked at, after records changed; rows and selection keep their identity."""
        new_count = self._count if count is None else count
        self._fetch = fetch or self._fetch
        start, length = self._looked_at(new_count)
        self._age += 1
        take = partial(self._take_over, self._age, start, new_count)
        if self._worker:
            self._worker.submit(self._fetch, start, length, on_done=take, on_failed=self._cannot_read)
        elif (rows := self._read(start, length)) is not None:
            take(rows)

    def read(self, runs: Sequence[range], then: Callable[[list[Any]], object]) -> None:
        """Give `then` the records of some runs of places, without headings; at once where all are held."""
        if all(map(self.is_held_whole, runs)):
            then(records_of(self.row(place) for run in runs for place in run))
        elif self._worker:
            self._worker.submit(read_runs, self._fetch, runs, on_done=then, on_failed=self._cannot_read)
        else:
            then(read_runs(self._fetch, runs))

    def seek(self, record: int, near: int, then: Callable[[int], object]) -> None:
        """Give `then` the place of a record that stood at a place before; -1 where it is not near there."""
        look = partial(found_at, self._fetch, self._identity, record, max(0, near - 2 * PAGE))
        if self._worker:
            self._worker.submit(look, on_done=then, on_failed=self._cannot_read)
        else:
            then(look())

    # Reading ----------------------------------------------------------------------------------

    def _ask(self, page: int) -> Sequence[Any]:
        if self._worker is None:
            rows = self._read(page * PAGE, PAGE)
            self._keep(page, () if rows is None else rows)
            return self._pages[page]
        if page in self._wanted:
            self._wanted.remove(page)
        self._wanted.append(page)
        del self._wanted[:-_MOST_WANTED]
        self._read_next()
        return ()

    def _read(self, offset: int, limit: int) -> Sequence[Any] | None:
        try:
            return self._fetch(offset, limit)
        except DeskError as error:
            self.failed.emit(error)
        except Exception as bug:  # noqa: BLE001  a table that cannot be read must not end the painting
            failures.report(bug)
        return None

    def _read_next(self) -> None:
        if self._reading or not self._wanted or self._worker is None:
            return
        page = self._wanted.pop()
        self._reading = True
        self._worker.submit(
            self._fetch,
            page * PAGE,
            PAGE,
            on_done=partial(self._take_page, self._age, page),
            on_failed=self._cannot_read,
            on_finished=self._read_on,
        )

    def _take_page(self, age: int, page: int, rows: Sequence[Any]) -> None:
        if age == self._age:
            self._keep(page, rows)
            self._tell_changed(page * PAGE, len(rows))

    def _cannot_read(self, error: DeskError) -> None:
        self.failed.emit(error)

    def _read_on(self) -> None:
        self._reading = False
        self._read_next()

    def _keep(self, page: int, rows: Sequence[Any]) -> None:
        self._pages[page] = rows
        while len(self._pages) > _MOST_PAGES:
            del self._pages[next(iter(self._pages))]

    def _tell_changed(self, start: int, length: int) -> None:
        if length:
            last = min(start + length, self._count) - 1
            self.dataChanged.emit(self.index(start, 0), self.index(last, len(self.columns) - 1))

    # Taking over what changed -----------------------------------------------------------------

    def _looked_at(self, new_count: int) -> tuple[int, int]:
        """The run of pages around the one read last: its first row and how many rows to read again."""
        last = next(reversed(self._pages), 0)
        first = last
        while first - 1 in self._pages and last - first < 2:
            first -= 1
        while last + 1 in self._pages and last - first < 3:
            last += 1
        start = min(first * PAGE, max(0, new_count - 1) // PAGE * PAGE)
        return start, (last + 1) * PAGE - start

    def _take_over(self, age: int, start: int, new_count: int, rows: Sequence[Any]) -> None:
        """Turn the held rows from `start` on into `rows` by row signals alone; so views keep their place."""
        if age != self._age:
            return
        self.refreshing.emit()
        self._changing_from = start
        self._changing = self._held(start // PAGE, (start + len(rows)) // PAGE)
        old, new = self._identities(self._changing), self._identities(rows)
        for begin, end, fresh_from, fresh_to in steps_between(old, new):
            self._remove(start + begin, end - begin)
            self._insert(start + begin, rows[fresh_from:fresh_to])
        self._fit(start + len(rows), new_count)
        self._changing = None
        self._pages = {(start + at) // PAGE: rows[at : at + PAGE] for at in range(0, len(rows), PAGE)}
        self._latest = -1
        self.refreshed.emit()
        self._tell_changed(start, len(rows))

    def _held(self, first: int, last: int) -> list[Any]:
        """The rows of a run of pages, up to the first gap."""
        rows: list[Any] = []
        for page in range(first, last + 1):
            if page not in self._pages:
                break
            rows.extend(self._pages[page])
        return rows

    def _identities(self, rows: Sequence[Any]) -> list[int]:
        return [_GAP if row is None else self._identity(row) for row in rows]

    def _remove(self, place: int, many: int) -> None:
        if many and self._changing is not None:
            self.beginRemoveRows(_NOWHERE, place, place + many - 1)
            del self._changing[place - self._changing_from : place - self._changing_from + many]
            self._count -= many
            self.endRemoveRows()

    def _insert(self, place: int, rows: Sequence[Any]) -> None:
        if rows and self._changing is not None:
            self.beginInsertRows(_NOWHERE, place, place + len(rows) - 1)
            at = place - self._changing_from
            self._changing[at:at] = rows
            self._count += len(rows)
            self.endInsertRows()

    def _fit(self, place: int, new_count: int) -> None:
        """Rows that nobody looks at came or went behind `place`."""
        if new_count > self._count:
            self.beginInsertRows(_NOWHERE, place, place + new_count - self._count - 1)
            self._count = new_count
            self.endInsertRows()
        elif new_count < self._count:
            self.beginRemoveRows(_NOWHERE, place, place + self._count - new_count - 1)
            self._count = new_count
            self.endRemoveRows()

    def _words(self, place: int, column: int, role: int) -> str | None:
        row = self.row(place)
        if row is None:
            return None
        if isinstance(row, Group):
            return None if role == _TIP else row.label
        if role == _TIP:
            tip = self.columns[column].tip
            return plain_tip(tip(row)) if tip else None
        return self._sentence(row) if self._sentence and column == 0 else self.columns[column].text(row)

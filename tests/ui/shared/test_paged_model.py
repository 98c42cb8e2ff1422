"""A table of a million rows behaves like one of ten, and keeps its place while records come and go."""

from __future__ import annotations

import random
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

import pytest
from PySide6.QtCore import QAbstractItemModel, QItemSelectionModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from deskapp.errors import DeskError
from deskapp.ui.shared import failures
from deskapp.ui.shared.jobs import Worker
from deskapp.ui.shared.paged_model import Column, PagedModel
from deskapp.ui.shared.pages import PAGE


@dataclass(frozen=True, slots=True)
class Row:
    id: int
    name: str


COLUMNS = (
    Column("number", "No.", lambda row: str(row.id), align="right"),
    Column("name", "Name", lambda row: row.name, tip=lambda row: row.name),
)


class Shelf:
    """Rows in memory that count how often they are read."""

    def __init__(self, count: int) -> None:
        self.rows = [Row(number, f"Customer {number}") for number in range(count)]
        self.reads: list[tuple[int, int]] = []

    def fetch(self, offset: int, limit: int) -> Sequence[Row]:
        self.reads.append((offset, limit))
        return self.rows[offset : offset + limit]

    def __len__(self) -> int:
        return len(self.rows)


@pytest.fixture
def model(qtbot: QtBot) -> Iterator[PagedModel]:
    made = PagedModel(COLUMNS, sentence=lambda row: f"Ticket {row.id}, {row.name}")
    strict = QAbstractItemModelTester(made, QAbstractItemModelTester.FailureReportingMode.Warning)
    yield made
    strict.deleteLater()


def names(model: QAbstractItemModel) -> list[str]:
    return [model.data(model.index(place, 1)) for place in range(model.rowCount())]


def test_it_is_a_sound_model(model: PagedModel, qtmodeltester: ModelTester) -> None:
    shelf = Shelf(300)
    model.show(shelf.fetch, len(shelf))
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]  # pytest-qt's own
    assert names(model) == [row.name for row in shelf.rows]


def test_only_pages_that_are_looked_at_are_read(model: PagedModel) -> None:
    shelf = Shelf(1000)
    model.show(shelf.fetch, len(shelf))
    shelf.reads.clear()
    model.data(model.index(700, 0))
    model.data(model.index(701, 1))
    assert shelf.reads == [(5 * PAGE, PAGE)]


def test_rows_that_came_with_the_query_are_not_read_again(model: PagedModel) -> None:
    shelf = Shelf(1000)
    model.show(shelf.fetch, len(shelf), shelf.rows[:PAGE])
    assert model.data(model.index(0, 1)) == "Customer 0"
    assert shelf.reads == []


def test_unneeded_roles_are_answered_with_none(model: PagedModel) -> None:
    shelf = Shelf(3)
    model.show(shelf.fetch, len(shelf))
    index = model.index(0, 0)
    known = {
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.TextAlignmentRole,
        Qt.ItemDataRole.AccessibleTextRole,
    }
    for role in set(Qt.ItemDataRole) - known:
        assert model.data(index, int(role)) is None


def test_the_first_column_says_the_whole_row(model: PagedModel) -> None:
    shelf = Shelf(3)
    model.show(shelf.fetch, len(shelf))
    spoken = Qt.ItemDataRole.AccessibleTextRole
    assert model.data(model.index(1, 0), int(spoken)) == "Ticket 1, Customer 1"
    assert model.data(model.index(1, 1), int(spoken)) == "Customer 1"


def test_a_tip_shows_markup_as_letters(model: PagedModel) -> None:
    model.show(lambda _offset, _limit: [Row(1, "<b>Bob</b>")], 1)
    assert "&lt;b&gt;" in model.data(model.index(0, 1), int(Qt.ItemDataRole.ToolTipRole))


CHANGES: dict[str, Callable[[list[Row]], list[Row]]] = {
    "nothing": lambda rows: rows,
    "one at the top": lambda rows: [Row(9001, "New"), *rows],
    "one at the end": lambda rows: [*rows, Row(9001, "New")],
    "one gone": lambda rows: rows[:7] + rows[8:],
    "one renamed": lambda rows: [replace(row, name="Renamed") for row in rows[:1]] + rows[1:],
    "one moved down": lambda rows: rows[:3] + rows[4:40] + rows[3:4] + rows[40:],
    "all but three gone": lambda rows: rows[5:8],
    "all gone": lambda _rows: [],
    "many more": lambda rows: [*rows, *(Row(5000 + number, "Imported") for number in range(700))],
    "other rows": lambda _rows: [Row(7000 + number, "Other") for number in range(50)],
    "turned round": lambda rows: rows[::-1],
}


@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize("look_at", [0, 350])
@pytest.mark.parametrize("count", [0, 5, 400])
def test_what_changed_is_taken_over_by_row_signals(
    model: PagedModel, change: str, look_at: int, count: int
) -> None:
    shelf = Shelf(count)
    model.show(shelf.fetch, len(shelf))
    model.data(model.index(min(look_at, max(count - 1, 0)), 0))
    resets: list[bool] = []
    model.modelReset.connect(lambda: resets.append(True))
    model.layoutChanged.connect(lambda: resets.append(True))
    told = [count]
    model.rowsInserted.connect(lambda _parent, first, last: told.append(last - first + 1))
    model.rowsRemoved.connect(lambda _parent, first, last: told.append(first - last - 1))
    shelf.rows = CHANGES[change](shelf.rows)
    model.refresh(len(shelf))
    assert names(model) == [row.name for row in shelf.rows]
    assert sum(told) == len(shelf)
    assert resets == []


def test_any_run_of_changes_keeps_a_chosen_record_chosen(model: PagedModel) -> None:
    chance = random.Random(7)
    shelf = Shelf(200)
    model.show(shelf.fetch, len(shelf))
    model.data(model.index(50, 0))
    chosen = QPersistentModelIndex(model.index(50, 0))
    for step in range(60):
        others = [place for place, row in enumerate(shelf.rows) if row.id != 50]
        if chance.random() < 0.5:
            del shelf.rows[chance.choice(others)]
        else:
            shelf.rows.insert(chance.randrange(len(shelf.rows)), Row(1000 + step, "New"))
        model.refresh(len(shelf))
        assert chosen.isValid()
        assert model.id_at(chosen.row()) == 50
        assert names(model) == [row.name for row in shelf.rows]


def test_a_row_far_below_follows_an_insertion_above_it(model: PagedModel) -> None:
    shelf = Shelf(1000)
    model.show(shelf.fetch, len(shelf))
    assert model.id_at(500) == 500
    shelf.rows.insert(0, Row(9001, "New"))
    model.refresh(len(shelf))
    assert model.rowCount() == 1001
    assert model.id_at(501) == 500
    assert model.place_of(500) == 501
    assert model.place_of(424242) == -1


def test_a_read_that_fails_is_told_once_and_the_table_lives(model: PagedModel, qtbot: QtBot) -> None:
    def refuse(_offset: int, _limit: int) -> Sequence[Row]:
        raise DeskError("The file is gone.")

    told: list[DeskError] = []
    model.failed.connect(told.append)
    model.show(refuse, 10)
    assert [model.data(model.index(place, 0)) for place in range(10)] == [None] * 10
    assert [str(error) for error in told] == ["The file is gone."]


def test_a_bug_in_reading_is_reported_and_the_table_lives(
    model: PagedModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    bugs: list[BaseException] = []
    monkeypatch.setattr(failures, "report", bugs.append)
    model.show(lambda _offset, _limit: 1 // 0, 10)  # type: ignore[arg-type,return-value]  # a bug on purpose
    assert model.data(model.index(0, 0)) is None
    assert len(bugs) == 1


class TestWithWorker:
    @pytest.fixture
    def slow(self, worker: Worker) -> PagedModel:
        return PagedModel(COLUMNS, worker=worker)

    def test_rows_come_later(self, slow: PagedModel, qtbot: QtBot) -> None:
        shelf = Shelf(1000)
        slow.show(shelf.fetch, len(shelf))
        assert slow.data(slow.index(700, 1)) is None
        qtbot.waitUntil(lambda: slow.data(slow.index(700, 1)) == "Customer 700")

    def test_of_many_pages_flown_over_only_the_last_are_read(self, slow: PagedModel, qtbot: QtBot) -> None:
        shelf = Shelf(100_000)
        slow.show(shelf.fetch, len(shelf))
        for place in range(0, 100_000, PAGE):
            slow.data(slow.index(place, 0))
        qtbot.waitUntil(lambda: slow.row(99_968) is not None)
        qtbot.waitUntil(lambda: len(shelf.reads) >= 5)
        assert len(shelf.reads) <= 6

    def test_an_answer_to_an_older_question_is_dropped(
        self, slow: PagedModel, worker: Worker, qtbot: QtBot
    ) -> None:
        old, new = Shelf(300), Shelf(200)
        new.rows = [Row(row.id, "New") for row in new.rows]
        slow.show(old.fetch, len(old))
        slow.data(slow.index(0, 0))
        slow.show(new.fetch, len(new))
        slow.data(slow.index(0, 0))
        qtbot.waitUntil(lambda: not worker.is_busy())
        qtbot.waitUntil(lambda: slow.data(slow.index(0, 1)) == "New")

    def test_a_change_of_an_older_query_is_dropped(
        self, slow: PagedModel, worker: Worker, qtbot: QtBot
    ) -> None:
        old, new = Shelf(300), Shelf(5)
        slow.show(old.fetch, len(old))
        slow.refresh(len(old))
        slow.show(new.fetch, len(new))
        refreshed: list[bool] = []
        slow.refreshed.connect(lambda: refreshed.append(True))
        qtbot.waitUntil(lambda: not worker.is_busy())
        assert slow.rowCount() == 5
        assert refreshed == []

    def test_changes_are_taken_over_when_they_come(self, slow: PagedModel, qtbot: QtBot) -> None:
        shelf = Shelf(300)
        slow.show(shelf.fetch, len(shelf))
        qtbot.waitUntil(lambda: slow.row(0) is not None)
        shelf.rows.insert(0, Row(9001, "New"))
        with qtbot.waitSignal(slow.refreshed):
            slow.refresh(len(shelf))
        assert slow.id_at(0) == 9001
        assert slow.rowCount() == 301


def test_a_million_rows_cost_no_more_than_what_is_seen(qtbot: QtBot) -> None:
    model = PagedModel(COLUMNS)

    def fetch(offset: int, limit: int) -> list[Row]:
        return [Row(number, "Someone") for number in range(offset, offset + limit)]

    model.show(fetch, 1_000_000)
    began = time.process_time()
    for place in range(0, 1_000_000, 9_973):
        assert model.id_at(place) == place
    assert time.process_time() - began < 1
    assert len(model._pages) <= 32  # noqa: SLF001  what is held cannot be seen from outside
    selection = QItemSelectionModel(model)
    selection.setCurrentIndex(model.index(999_999, 0), QItemSelectionModel.SelectionFlag.Select)
    assert selection.currentIndex() != QModelIndex()

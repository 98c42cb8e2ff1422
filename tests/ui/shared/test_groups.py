"""Headings among the rows of a table: where they stand, what is read for a window, what folding hides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.modeltest import ModelTester

from deskapp.ui.shared.groups import Group, GroupedRows
from deskapp.ui.shared.paged_model import Column, PagedModel
from deskapp.ui.shared.pages import PAGE

pytestmark = pytest.mark.usefixtures("dressed")

COLUMNS = (
    Column("id", "No.", lambda row: str(row.id)),
    Column("name", "Customer", lambda row: row.name),
)


@dataclass(frozen=True, slots=True)
class Row:
    id: int
    name: str = "Somebody"


class Shelf:
    """Records by heading; remembers what was read."""

    def __init__(self, counts: dict[str, int]) -> None:
        self.rows = {key: [Row(1 + at) for at in range(count)] for key, count in counts.items()}
        number = 0
        for rows in self.rows.values():
            for at in range(len(rows)):
                number += 1
                rows[at] = Row(number)
        self.reads: list[tuple[str, int, int]] = []

    def read(self, key: str, offset: int, limit: int) -> Sequence[Row]:
        self.reads.append((key, offset, limit))
        return self.rows[key][offset : offset + limit]

    def grouped(self, folded: Sequence[str] = ()) -> GroupedRows:
        return GroupedRows(
            [
                Group(key, key.title(), len(rows), partial(self.read, key), folded=key in folded)
                for key, rows in self.rows.items()
            ]
        )


def said(rows: Sequence[object]) -> list[object]:
    return [row.label if isinstance(row, Group) else getattr(row, "id", None) for row in rows]


def test_headings_stand_before_their_rows() -> None:
    rows = Shelf({"new": 2, "ready": 1}).grouped()
    assert rows.count == 5
    assert said(rows(0, 10)) == ["New", 1, 2, "Ready", 3]


def test_a_window_reads_only_what_it_shows() -> None:
    shelf = Shelf({"new": 1000, "ready": 1000})
    assert said(shelf.grouped()(500, 3)) == [500, 501, 502]
    assert shelf.reads == [("new", 499, 3)]


def test_a_folded_heading_hides_its_rows() -> None:
    rows = Shelf({"new": 2, "ready": 1}).grouped(["new"])
    assert said(rows(0, 10)) == ["New", "Ready", 3]


def test_a_row_that_went_meanwhile_leaves_a_gap_and_no_shift() -> None:
    shelf = Shelf({"new": 2, "ready": 1})
    rows = shelf.grouped()
    del shelf.rows["new"][0]
    assert said(rows(0, 10)) == ["New", 2, None, "Ready", 3]


@given(
    st.lists(st.integers(0, 9), max_size=8),
    st.sets(st.integers(0, 7)),
    st.integers(0, 90),
    st.integers(0, 40),
)
def test_any_window_is_a_piece_of_the_whole(
    counts: list[int], folded: set[int], offset: int, limit: int
) -> None:
    shelf = Shelf({f"g{at}": count for at, count in enumerate(counts)})
    rows = shelf.grouped([f"g{at}" for at in folded])
    whole = said(rows(0, 10_000))
    assert len(whole) == rows.count
    assert said(rows(offset, limit)) == whole[offset : offset + limit]


def test_the_model_with_headings_keeps_the_rules_of_models(qtmodeltester: ModelTester) -> None:
    shelf = Shelf({"new": PAGE, "ready": 40})
    rows = shelf.grouped()
    model = PagedModel(COLUMNS)
    model.show(rows, rows.count)
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]  # pytest-qt's own
    assert model.data(model.index(0, 0)) == "New"
    assert model.data(model.index(0, 1)) == ""
    assert model.id_at(0) is None
    assert model.id_at(1) == 1
    told: list[list[Row]] = []
    model.read([range(rows.count)], told.append)
    assert len(told[0]) == PAGE + 40


def test_folding_takes_rows_out_and_leaves_the_others_where_they_are(qtmodeltester: ModelTester) -> None:
    shelf = Shelf({"new": 3, "ready": 2})
    open_, folded = shelf.grouped(), shelf.grouped(["new"])
    model = PagedModel(COLUMNS)
    model.show(open_, open_.count)
    assert model.id_at(5) == 4
    model.refresh(folded.count, folded)
    assert [model.id_at(place) for place in range(model.rowCount())] == [None, None, 4, 5]
    qtmodeltester.check(model)  # type: ignore[no-untyped-call]  # pytest-qt's own

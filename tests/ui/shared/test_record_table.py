"""The list of a screen: keys in, ids out, and the chosen record stays chosen."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from deskapp.ui.shared import style
from deskapp.ui.shared.paged_model import Column, PagedModel
from deskapp.ui.shared.record_table import RecordTable
from deskapp.ui.shared.status_chip import Chip

pytestmark = pytest.mark.usefixtures("dressed")


@dataclass(frozen=True, slots=True)
class Row:
    id: int
    name: str
    late: bool = False


READY = Chip("Ready", "ready", "tick-circle")
COLUMNS = (
    Column("number", "No.", lambda row: str(row.id), 80, strong=True, tabular=True, sort="number"),
    Column(
        "status", "Status", lambda _row: "Ready", 110, chip=lambda _row: Chip("Ready", "ready", "tick-circle")
    ),
    Column("due", "Due", lambda row: "late" if row.late else "today", 90, alarm=lambda row: row.late),
    Column("name", "Customer", lambda row: row.name, 120, stretch=True, muted=True),
)


@pytest.fixture
def rows() -> list[Row]:
    return [Row(number, f"Customer {number}", late=number % 3 == 0) for number in range(1, 301)]


@pytest.fixture
def table(rows: list[Row], qtbot: QtBot) -> RecordTable:
    model = PagedModel(COLUMNS)
    model.show(lambda offset, limit: rows[offset : offset + limit], len(rows))
    made = RecordTable(model, "Tickets")
    model.setParent(made)
    made.resize(600, 300)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    made.setFocus()
    return made


def test_arrows_and_letters_move_and_enter_opens(table: RecordTable, qtbot: QtBot) -> None:
    moved: list[int | None] = []
    table.current_changed.connect(moved.append)
    table.select_place(0)
    QTest.keyClick(table, Qt.Key.Key_Down)
    QTest.keyClick(table, Qt.Key.Key_J)
    QTest.keyClick(table, Qt.Key.Key_K)
    assert moved == [2, 3, 2]
    with qtbot.waitSignal(table.opened) as opened:
        QTest.keyClick(table, Qt.Key.Key_Return)
    assert opened.args == [2]


def test_a_double_click_opens(table: RecordTable, qtbot: QtBot) -> None:
    place = QPoint(20, style.row_height() // 2 + style.row_height())
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    with qtbot.waitSignal(table.opened) as opened:
        QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert opened.args == [2]


def test_several_rows_can_be_chosen(table: RecordTable, qtbot: QtBot) -> None:
    told: list[int] = []
    table.selection_changed.connect(told.append)
    table.select_place(0)
    QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert table.selected_ids() == [1, 2, 3]
    assert told[-1] == 3


def test_the_chosen_record_stays_chosen_when_it_moves(table: RecordTable, rows: list[Row]) -> None:
    table.select_id(5)
    seen: list[int | None] = []
    table.current_changed.connect(seen.append)
    rows.insert(20, rows.pop(4))
    rows.insert(0, Row(900, "New"))
    table.records.refresh(len(rows))
    assert table.current_id() == 5
    assert table.selected_ids() == [5]
    assert table.currentIndex().row() == 20 + 1
    assert seen == []


def test_when_the_chosen_record_goes_nothing_is_chosen(table: RecordTable, rows: list[Row]) -> None:
    table.select_id(5)
    del rows[4]
    table.records.refresh(len(rows))
    assert table.current_id() is None
    assert table.selected_ids() == []


def test_another_query_begins_with_nothing_chosen(table: RecordTable) -> None:
    table.select_id(5)
    table.records.show(lambda _offset, _limit: [Row(1, "One")], 1)
    assert table.current_id() is None


def test_rows_are_copied_with_their_heads(table: RecordTable) -> None:
    table.select_place(2)
    QTest.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == "No.\tStatus\tDue\tCustomer\n3\tReady\tlate\tCustomer 3"


def test_a_head_asks_for_its_order_and_then_for_the_other_way(table: RecordTable) -> None:
    asked: list[tuple[str, bool]] = []
    table.sort_asked.connect(lambda order, falling: asked.append((order, falling)))
    head = table.horizontalHeader()
    for place in (0, 0, 2):
        x = head.sectionViewportPosition(place) + 10
        QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(x, 10))
    assert asked == [("number", False), ("number", True)]


def test_widths_are_kept(table: RecordTable, qtbot: QtBot) -> None:
    table.horizontalHeader().resizeSection(0, 133)
    table.horizontalHeader().moveSection(1, 2)
    other = RecordTable(PagedModel(COLUMNS, parent=table), "Tickets")
    qtbot.addWidget(other)
    other.restore_header(table.header_state())
    assert other.columnWidth(0) == 133
    assert other.horizontalHeader().visualIndex(1) == 2
    other.restore_header("not what Qt wrote")


def test_the_wide_column_takes_the_room_but_keeps_its_width(table: RecordTable) -> None:
    table.resize(900, 300)
    wide = table.columnWidth(3)
    assert wide > 300
    table.resize(300, 300)
    assert table.columnWidth(3) == 120


def test_the_menu_key_asks_for_a_menu_at_the_row(table: RecordTable, qtbot: QtBot) -> None:
    from PySide6.QtGui import QContextMenuEvent
    from PySide6.QtWidgets import QApplication

    table.select_place(1)
    with qtbot.waitSignal(table.menu_asked):
        QApplication.sendEvent(
            table, QContextMenuEvent(QContextMenuEvent.Reason.Keyboard, QPoint(0, 0), QPoint(0, 0))
        )


def test_it_paints_chips_marks_and_the_chosen_row(table: RecordTable) -> None:
    table.select_place(1)
    picture = table.viewport().grab().toImage()
    height = style.row_height()
    colours = style.palette()
    assert picture.pixelColor(1, height + 5).name().upper() == colours.accent
    assert picture.pixelColor(70, height + 3).name().upper() == colours.selection
    assert picture.pixelColor(70, height - 1).name().upper() == colours.line
    chip = table.columnViewportPosition(1) + 10
    assert picture.pixelColor(chip, height // 2 - 7).name().upper() == colours.ready.fill
    late = {
        picture.pixelColor(x, 2 * height + height // 2).name().upper()
        for x in range(table.columnViewportPosition(2), table.columnViewportPosition(3))
    }
    assert colours.alarm.text in late

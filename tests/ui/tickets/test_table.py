"""The table of the queue: columns, groups, chosen rows, values set where they stand, news from elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from deskapp.clock import FixedClock
from deskapp.domain.actor import Actor
from deskapp.domain.ticket_row import Priority
from deskapp.services.desk import Desk
from deskapp.settings import Settings
from deskapp.ui.main_window import MainWindow
from deskapp.ui.shared import style
from deskapp.ui.shared.column_chooser import ColumnChooser
from deskapp.ui.shared.groups import Group
from deskapp.ui.tickets.chosen import Chosen
from deskapp.ui.tickets.table import TicketTable
from tests.builders import a_customer, an_intake
from tests.ui.finding import child
from tests.ui.main_frame import close, eventually, numbers, open_window, settle, shown

pytestmark = pytest.mark.usefixtures("dressed")
Key, Mod = Qt.Key, Qt.KeyboardModifier


def fill(desk: Desk, owner: Actor, count: int) -> list[str]:
    return [desk.tickets.take_in(owner, an_intake(f"Fault {at}")).value.number for at in range(count)]


def table_of(window: MainWindow) -> TicketTable:
    return window.pages.tickets().list.table


def labels(window: MainWindow) -> list[str]:
    """What stands in the first column: headings and numbers."""
    records = window.pages.tickets().list.records
    return [records.text(records.row(place), 0) for place in range(records.rowCount())]


def place_of(table: TicketTable, key: str) -> int:
    return next(place for place, column in enumerate(table.records.columns) if column.key == key)


def middle(table: TicketTable, row: int, key: str) -> QPoint:
    return table.visualRect(table.records.index(row, place_of(table, key))).center()


def run(window: MainWindow, command: str) -> None:
    window.commands.action(command).trigger()


def test_what_presses_is_marked_beside_its_number(
    qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock
) -> None:
    for priority in Priority:
        desk.tickets.take_in(owner, an_intake("Fault", priority=priority))
    with open_window(qtbot, clock, desk.path) as window:
        table, alarm = table_of(window), style.palette().alarm.text.lower()
        table.clearSelection()
        picture = table.viewport().grab().toImage()
        records, marked = table.records, {}
        for place in range(records.rowCount()):
            cell = table.visualRect(records.index(place, 0))
            points = (
                (x, y) for x in range(cell.left(), cell.right()) for y in range(cell.top(), cell.bottom())
            )
            marked[records.row(place).priority] = any(
                picture.pixelColor(x, y).name() == alarm for x, y in points
            )
        assert marked == {"low": False, "normal": False, "high": True, "urgent": True}
        role = Qt.ItemDataRole.AccessibleTextRole
        spoken = [str(records.index(place, 0).data(role)) for place in range(records.rowCount())]
        assert sum("priority" in one for one in spoken) == 2


class TestGroups:
    def test_headings_with_counts_and_folding(
        self, qtbot: QtBot, qtmodeltester: ModelTester, desk: Desk, owner: Actor, clock: FixedClock
    ) -> None:
        first, second, third = fill(desk, owner, 3)
        desk.tickets.move(owner, second, "in_work")
        with open_window(qtbot, clock, desk.path) as window:
            run(window, "group_status")
            wanted = ["Received · 2", first, third, "In work · 1", second]
            eventually(qtbot, lambda: labels(window) == wanted)
            queue = window.pages.tickets().list
            assert queue.count.text() == "3 tickets"
            qtmodeltester.check(queue.records)  # type: ignore[no-untyped-call]  # pytest-qt's own
            queue.table.select_place(0)
            QTest.keyClick(queue.table, Key.Key_Return)
            eventually(qtbot, lambda: labels(window) == ["Received · 2", "In work · 1", second])
            QTest.keyClick(queue.table, Key.Key_Right)
            eventually(qtbot, lambda: labels(window) == wanted)
            run(window, "group_none")
            eventually(qtbot, lambda: sorted(labels(window)) == sorted((first, second, third)))

    def test_by_person_and_by_day(self, qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock) -> None:
        tomorrow = clock.now() + timedelta(days=1)
        hers = desk.tickets.take_in(owner, an_intake(person_id=owner.person_id, promised_at=tomorrow))
        nobodys = desk.tickets.take_in(owner, an_intake(promised_at=None))
        with open_window(qtbot, clock, desk.path) as window:
            run(window, "group_person")
            found = ["Priya Nair · 1", hers.value.number, "Nobody · 1", nobodys.value.number]
            eventually(qtbot, lambda: labels(window) == found)
            run(window, "group_day")
            days = ["Tomorrow, Wed 11 Mar · 1", hers.value.number, "No date · 1", nobodys.value.number]
            eventually(qtbot, lambda: labels(window) == days)

    def test_groups_hold_together_with_what_is_typed_and_what_changes(
        self, qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock
    ) -> None:
        first, second = fill(desk, owner, 2)
        with open_window(qtbot, clock, desk.path) as window:
            run(window, "group_status")
            queue = window.pages.tickets().list
            queue.show_query("is:open fault or is:closed")
            eventually(qtbot, lambda: queue.query() == "is:open fault or is:closed")
            settle(qtbot, window)
            assert labels(window)[0] == "Received · 2"
            queue.table.select_id(desk.tickets.get(owner, second).id)
            desk.tickets.move(owner, second, "in_work")
            run(window, "refresh")
            eventually(qtbot, lambda: labels(window) == ["Received · 1", first, "In work · 1", second])
            row = queue.row()
            assert row is not None
            assert row.number == second

    def test_a_heading_is_no_ticket(self, qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock) -> None:
        fill(desk, owner, 2)
        with open_window(qtbot, clock, desk.path) as window:
            run(window, "group_status")
            queue = window.pages.tickets().list
            eventually(qtbot, lambda: len(labels(window)) == 3)
            chosen: list[Chosen] = []
            queue.selection_changed.connect(chosen.append)
            queue.table.setFocus()
            queue.table.selectAll()
            eventually(qtbot, lambda: bool(chosen) and chosen[-1].count == 2)
            assert isinstance(queue.records.row(0), Group)
            spoken = queue.records.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
            assert spoken == "Received · 2"


class TestChoosing:
    def test_keys_choose_several_and_the_pane_says_how_many(
        self, qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock
    ) -> None:
        fill(desk, owner, 4)
        with open_window(qtbot, clock, desk.path) as window:
            page, table = window.pages.tickets(), table_of(window)
            chosen: list[Chosen] = []
            page.list.selection_changed.connect(chosen.append)
            table.setFocus()
            table.select_place(0)
            QTest.keyClick(table, Key.Key_Down, Mod.ShiftModifier)
            eventually(qtbot, lambda: bool(chosen) and chosen[-1].count == 2)
            assert list(chosen[-1].numbers) == numbers(window)[:2]
            assert not page.shows_ticket()
            QTest.keyClick(table, Key.Key_A, Mod.ControlModifier)
            eventually(qtbot, lambda: chosen[-1].count == 4)
            QTest.keyClick(table, Key.Key_X)
            eventually(qtbot, lambda: chosen[-1].count == 3)
            QTest.keyClick(table, Key.Key_J)
            eventually(qtbot, lambda: chosen[-1].count == 1)
            eventually(qtbot, page.shows_ticket)
            settle(qtbot, window)

    def test_all_of_a_long_list_is_its_query(
        self, qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock
    ) -> None:
        for _number in range(140):
            desk.tickets.take_in(owner, an_intake(customer=None))
        with open_window(qtbot, clock, desk.path) as window:
            queue = window.pages.tickets().list
            eventually(qtbot, lambda: queue.records.rowCount() == 140)
            chosen: list[Chosen] = []
            queue.selection_changed.connect(chosen.append)
            queue.table.selectAll()
            eventually(qtbot, lambda: bool(chosen) and chosen[-1].count == 140)
            assert chosen[-1].query == "is:open" or len(chosen[-1].numbers) == 140

    def test_chosen_tickets_stay_chosen_when_others_come_and_they_move(
        self, qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock
    ) -> None:
        fill(desk, owner, 6)
        with open_window(qtbot, clock, desk.path) as window:
            table = table_of(window)
            table.setFocus()
            table.select_place(2)
            QTest.keyClick(table, Key.Key_Down, Mod.ShiftModifier)
            mine = set(table.selected_ids())
            soon = clock.now() + timedelta(hours=1)
            desk.tickets.take_in(owner, an_intake(promised_at=soon))
            moved = desk.tickets.by_id(owner, min(mine))
            desk.tickets.edit(owner, moved.number, replace(moved.edit, promised_at=soon), moved.row_version)
            run(window, "refresh")
            eventually(qtbot, lambda: len(numbers(window)) == 7)
            settle(qtbot, window)
            assert set(table.selected_ids()) == mine


class TestColumns:
    def test_the_button_in_the_head_opens_a_list_to_tick(
        self, qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock
    ) -> None:
        fill(desk, owner, 1)
        with open_window(qtbot, clock, desk.path, size=(1900, 800)) as window:
            table = table_of(window)
            run(window, "choose_columns")
            chooser = child(table, ColumnChooser)
            QTest.keyClicks(chooser.search, "pho")
            QTest.keyClick(chooser.search, Key.Key_Down)
            assert chooser.list.currentItem().text() == "Phone"
            QTest.keyClick(chooser.list, Key.Key_Space)
            assert not table.isColumnHidden(place_of(table, "phone"))
            QTest.mouseClick(chooser.back, Qt.MouseButton.LeftButton)
            assert table.isColumnHidden(place_of(table, "phone"))

    def test_each_view_keeps_its_columns_and_widths_over_a_restart(
        self, qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock
    ) -> None:
        fill(desk, owner, 1)
        kept = Settings()
        with open_window(qtbot, clock, desk.path, size=(1900, 800)) as window:
            table = table_of(window)
            table.use_columns(["number", "place", "customer", "due"])
            table.horizontalHeader().resizeSection(place_of(table, "place"), 171)
            window.sidebar.button("all").click()
            settle(qtbot, window)
            assert "status" in table.wanted_columns()
            close(qtbot, window)
            kept = window.settings
        with open_window(qtbot, clock, desk.path, kept, size=(1900, 800)) as window:
            table = table_of(window)
            assert table.wanted_columns() == ("number", "place", "customer", "due")
            assert table.columnWidth(place_of(table, "place")) == 171
            run(window, "choose_columns")
            child(table, ColumnChooser).back.click()
            assert table.wanted_columns()[:3] == ("number", "status", "due")

    @pytest.mark.parametrize(
        "spoiled", ["", "x", "{}", '{"columns": "2 number:-3"}', '{"columns": "9 due:1"}']
    )
    def test_a_spoiled_layout_is_the_usual_one(
        self, qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock, spoiled: str
    ) -> None:
        fill(desk, owner, 1)
        kept = Settings(headers={"tickets:open": spoiled})
        with open_window(qtbot, clock, desk.path, kept) as window:
            assert table_of(window).wanted_columns()[:3] == ("number", "status", "due")

    def test_density_and_place_of_the_pane_are_kept(
        self, qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock
    ) -> None:
        fill(desk, owner, 1)
        with open_window(qtbot, clock, desk.path) as window:
            table = table_of(window)
            high = table.rowHeight(0)
            run(window, "rows_compact")
            assert table.rowHeight(0) < high
            run(window, "pane_below")
            page = window.pages.tickets()
            assert page.side.mapTo(page, QPoint(0, 0)).y() > table.mapTo(page, QPoint(0, 0)).y()
            close(qtbot, window)
            kept = window.settings
        assert (kept.density, kept.pane_below) == ("compact", True)
        with open_window(qtbot, clock, desk.path, kept) as window:
            assert table_of(window).rowHeight(0) < high
            assert window.pages.tickets().split.is_below()
            assert window.commands.action("pane_below").isChecked()
            assert window.commands.action("rows_compact").isChecked()

    def test_every_column_that_can_be_sorted_sorts_both_ways(
        self, qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock
    ) -> None:
        for at in range(3):
            clock.moment += timedelta(hours=1)
            fault = f"{at}"
            desk.tickets.take_in(
                owner, an_intake(fault, customer=a_customer(f"Customer {at}", f"020 7946 000{at}"))
            )
        with open_window(qtbot, clock, desk.path) as window:
            table = table_of(window)
            keys = [column.key for column in table.records.columns if column.sort]
            assert {"number", "status", "due", "customer", "device", "person", "priority", "age", "since",
                    "total", "received", "closed", "place", "updated"} == set(keys)  # fmt: skip
            for key in keys:
                seen = []
                for _click in range(2):
                    table.horizontalHeader().sectionClicked.emit(place_of(table, key))
                    settle(qtbot, window)
                    seen.append(numbers(window))
                assert sorted(seen[0]) == sorted(seen[1]), key
                if key in {"number", "customer", "age", "since", "received", "updated"}:  # all differ
                    assert seen[0] == seen[1][::-1], key


class TestValues:
    @pytest.fixture
    def opened(self) -> list[Sequence[str]]:
        return []

    def test_f2_sets_the_value_under_the_cursor(
        self, qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock
    ) -> None:
        [number] = fill(desk, owner, 1)
        with open_window(qtbot, clock, desk.path) as window:
            table = table_of(window)
            table.setFocus()
            table.setCurrentIndex(table.records.index(0, place_of(table, "person")))
            QTest.keyClick(table, Key.Key_F2)
            popup = window.pages.tickets().keys.setters.popup()
            assert popup is not None
            eventually(qtbot, lambda: "Priya Nair" in popup.titles())
            QTest.keyClicks(popup.field, "pri")
            QTest.keyClick(popup.field, Key.Key_Return)
            eventually(qtbot, lambda: desk.tickets.get(owner, number).person == "Priya Nair")
            settle(qtbot, window)
            toast = window.toasts.current()
            assert toast is not None
            assert toast.action is not None

    def test_a_click_on_the_chosen_row_sets_and_a_double_click_opens(
        self, qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock
    ) -> None:
        fill(desk, owner, 2)
        QApplication.setDoubleClickInterval(60)
        with open_window(qtbot, clock, desk.path) as window:
            page, table = window.pages.tickets(), table_of(window)
            point = middle(table, 0, "status")
            QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=point)
            eventually(qtbot, lambda: shown(page.pane()) == numbers(window)[0])
            assert page.keys.setters.popup() is None
            QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=point)
            eventually(qtbot, lambda: page.keys.setters.popup() is not None)
            page.keys.setters.leave()
            QTest.mouseDClick(table.viewport(), Qt.MouseButton.LeftButton, pos=point)
            settle(qtbot, window)
            assert page.keys.setters.popup() is None


class TestElsewhere:
    def test_what_another_process_adds_moves_neither_cursor_nor_sight(
        self, qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock
    ) -> None:
        late = clock.now() + timedelta(days=9)
        for _number in range(200):
            desk.tickets.take_in(owner, an_intake(customer=None, promised_at=late))
        with open_window(qtbot, clock, desk.path) as window:
            table, queue = table_of(window), window.pages.tickets().list
            eventually(qtbot, lambda: queue.records.rowCount() == 200)
            table.verticalScrollBar().setValue(150)
            eventually(qtbot, lambda: queue.records.row(160) is not None)
            table.select_place(160)
            settle(qtbot, window)
            top, current = queue.records.id_at(table.rowAt(0)), table.current_id()
            for _number in range(3):
                desk.tickets.take_in(owner, an_intake(promised_at=clock.now() + timedelta(hours=1)))
            window.watch().look()
            eventually(qtbot, lambda: queue.records.rowCount() == 203)
            settle(qtbot, window)
            assert table.current_id() == current
            assert table.selected_ids() == [current]
            assert queue.records.id_at(table.rowAt(0)) == top
            assert table.currentIndex().row() == 163

    def test_a_cursor_far_from_what_is_looked_at_follows_its_ticket(
        self, qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock
    ) -> None:
        late = clock.now() + timedelta(days=9)
        for _number in range(1100):
            desk.tickets.take_in(owner, an_intake(customer=None, promised_at=late))
        with open_window(qtbot, clock, desk.path) as window:
            table, queue = table_of(window), window.pages.tickets().list
            eventually(qtbot, lambda: queue.records.rowCount() == 1100)
            table.select_place(5)
            settle(qtbot, window)
            current = table.current_id()
            table.verticalScrollBar().setValue(1000)
            eventually(qtbot, lambda: queue.records.is_held(1010))
            settle(qtbot, window)
            desk.tickets.take_in(owner, an_intake(promised_at=clock.now() + timedelta(hours=1)))
            run(window, "refresh")
            eventually(qtbot, lambda: queue.records.rowCount() == 1101)
            settle(qtbot, window)
            assert table.current_id() == current
            assert table.currentIndex().row() == 6
            assert table.verticalScrollBar().value() == 1001


def test_copied_rows_are_a_table_too(qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock) -> None:
    intake = an_intake("<i>wet</i>", customer=a_customer("Ann & Co", "0044 7700 900142"))
    desk.tickets.take_in(owner, intake)
    with open_window(qtbot, clock, desk.path, size=(1900, 800)) as window:
        table = table_of(window)
        table.use_columns(["number", "customer", "phone", "fault"])
        table.select_place(0)
        QTest.keyClick(table, Key.Key_C, Mod.ControlModifier)
        mime = QGuiApplication.clipboard().mimeData()
        assert mime.text().splitlines()[0] == "No.\tCustomer\tPhone\tProblem"
        assert "0044 7700 900142" in mime.text()
        assert "<th>Customer</th>" in mime.html()
        assert "Ann &amp; Co" in mime.html()
        assert "&lt;i&gt;wet&lt;/i&gt;" in mime.html()


def test_no_hits_among_the_open_offers_the_closed(
    qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock
) -> None:
    [number] = fill(desk, owner, 1)
    desk.tickets.move(owner, number, "cancelled", reason="Changed her mind")
    with open_window(qtbot, clock, desk.path) as window:
        queue = window.pages.tickets().list
        queue.filter.enter()
        QTest.keyClicks(queue.filter, "fault")
        words = "Search closed tickets too (1)"
        eventually(qtbot, lambda: child(queue.empty, QPushButton, words).isVisible())
        child(queue.empty, QPushButton, words).click()
        eventually(qtbot, lambda: numbers(window) == [number])
        assert queue.query() == "fault"


class TestOrder:
    """The arrow over the list says how it is sorted, however that was asked for."""

    def arrow(self, window: MainWindow) -> tuple[str, bool]:
        """The key of the column with the arrow and whether it falls; without one, nothing."""
        table = table_of(window)
        head = table.horizontalHeader()
        if not head.isSortIndicatorShown():
            return "", False
        falling = head.sortIndicatorOrder() is Qt.SortOrder.DescendingOrder
        return table.records.columns[head.sortIndicatorSection()].key, falling

    def click(self, window: MainWindow, key: str) -> None:
        table = table_of(window)
        head = table.horizontalHeader()
        place = place_of(table, key)
        at = QPoint(head.sectionViewportPosition(place) + head.sectionSize(place) // 2, head.height() // 2)
        QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=at)

    def test_a_head_that_sorts_nothing_leaves_the_arrow(
        self, qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock
    ) -> None:
        fill(desk, owner, 2)
        with open_window(qtbot, clock, desk.path, size=(1600, 800)) as window:
            before = self.arrow(window)
            assert before == ("due", False)
            self.click(window, "fault")
            assert self.arrow(window) == before
            self.click(window, "customer")
            assert self.arrow(window) == ("customer", False)
            settle(qtbot, window)

    @pytest.mark.parametrize(
        ("words", "wanted"),
        [("sort:age", ("age", False)), ("sort:-due", ("due", True)), ("sort:best", ("", False))],
    )
    def test_an_order_in_the_filter_is_the_one_that_is_marked(
        self,
        qtbot: QtBot,
        desk: Desk,
        owner: Actor,
        clock: FixedClock,
        words: str,
        wanted: tuple[str, bool],
    ) -> None:
        fill(desk, owner, 2)
        with open_window(qtbot, clock, desk.path, size=(1600, 800)) as window:
            window.navigator.find_in_list()
            QTest.keyClicks(window.pages.tickets().list.filter, words)
            settle(qtbot, window)
            eventually(qtbot, lambda: self.arrow(window) == wanted)

    def test_a_click_on_a_head_changes_the_order_in_the_filter(
        self, qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock
    ) -> None:
        first, second = fill(desk, owner, 2)
        with open_window(qtbot, clock, desk.path, size=(1600, 800)) as window:
            queue = window.pages.tickets().list
            queue.show_query("sort:-number is:open")
            eventually(qtbot, lambda: numbers(window) == [second, first])
            self.click(window, "number")
            eventually(qtbot, lambda: numbers(window) == [first, second])
            assert self.arrow(window) == ("number", False)
            assert "sort:number" in queue.query()

    def test_a_closed_ticket_says_when_it_was_due(
        self, qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock
    ) -> None:
        promised = clock.now() + timedelta(days=1)
        number = desk.tickets.take_in(owner, an_intake(promised_at=promised)).value.number
        desk.tickets.move(owner, number, "cancelled", reason="Too dear")
        with open_window(qtbot, clock, desk.path) as window:
            window.navigator.go("all")
            eventually(qtbot, lambda: numbers(window) == [number])
            table = table_of(window)
            due = table.records.columns[place_of(table, "due")]
            row = table.records.row(0)
            assert due.text(row) == "Wed 11 Mar"
            assert due.faded is not None
            assert due.faded(row)
            assert due.alarm is not None
            assert not due.alarm(row)

"""The board in its window: turned to by key and button, with the keys and the pane of the list."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from deskapp.clock import FixedClock
from deskapp.domain.actor import Actor
from deskapp.domain.work_limit import WorkLimit
from deskapp.services.desk import Desk
from deskapp.ui.main_window import MainWindow
from deskapp.ui.tickets.board.board import Board
from deskapp.ui.tickets.board.limits_dialog import LimitsDialog
from tests.builders import a_customer, an_intake
from tests.ui.main_frame import eventually, open_window, settle, shown

pytestmark = pytest.mark.usefixtures("dressed")


@pytest.fixture
def numbers(desk: Desk, owner: Actor) -> list[str]:
    """Four new tickets, oldest first."""
    customers = (a_customer(f"Customer {place}") for place in range(4))
    return [desk.tickets.take_in(owner, an_intake(customer=one)).value.number for one in customers]


def turn(qtbot: QtBot, window: MainWindow) -> Board:
    """Turn to the board by its command."""
    page = window.pages.tickets()
    with qtbot.waitSignal(page.list.listed):
        window.commands.action("toggle_board").trigger()
    settle(qtbot, window)
    window.activateWindow()
    eventually(qtbot, window.isActiveWindow)
    assert page.list.faces.is_board
    return page.list.faces.board()


def test_the_board_is_turned_to_by_key_and_back_by_its_button(
    qtbot: QtBot, desk: Desk, clock: FixedClock, numbers: list[str]
) -> None:
    with open_window(qtbot, clock, desk.path) as window:
        queue = window.pages.tickets().list
        board = turn(qtbot, window)
        assert board.isVisible()
        assert queue.board_button.isChecked()
        assert window.commands.action("toggle_board").isChecked()
        assert queue.count.full_text() == "4 tickets"
        QTest.mouseClick(queue.board_button, Qt.MouseButton.LeftButton)
        settle(qtbot, window)
        assert queue.table.isVisible()
        assert not window.commands.action("toggle_board").isChecked()


def test_a_view_is_a_board_again_when_it_is_come_back_to(
    qtbot: QtBot, desk: Desk, clock: FixedClock, numbers: list[str]
) -> None:
    with open_window(qtbot, clock, desk.path) as window:
        queue = window.pages.tickets().list
        turn(qtbot, window)
        window.navigator.go("all")
        settle(qtbot, window)
        assert queue.table.isVisible()
        window.navigator.go("open")
        settle(qtbot, window)
        assert queue.faces.board().isVisible()


def test_a_view_without_tickets_says_so_instead_of_five_empty_columns(
    qtbot: QtBot, desk: Desk, clock: FixedClock, numbers: list[str]
) -> None:
    with open_window(qtbot, clock, desk.path) as window:
        queue = window.pages.tickets().list
        board = turn(qtbot, window)
        queue.show_query("is:open nosuchword")
        settle(qtbot, window)
        eventually(qtbot, queue.empty.isVisible)
        assert not board.isVisible()
        queue.show_query("is:open")
        eventually(qtbot, board.isVisible)
        queue.show_query("is:nonsense")
        settle(qtbot, window)
        assert queue.wrong.isVisible()
        assert board.isVisible()


def test_the_pane_follows_the_cards_and_enter_goes_into_it(
    qtbot: QtBot, desk: Desk, clock: FixedClock, numbers: list[str]
) -> None:
    with open_window(qtbot, clock, desk.path) as window:
        page = window.pages.tickets()
        board = turn(qtbot, window)
        board.enter()
        QTest.keyClick(board.front(), Qt.Key.Key_Down)
        settle(qtbot, window)
        row = page.list.row()
        assert row is not None
        assert shown(page.pane()) == row.number
        QTest.keyClick(board.front(), Qt.Key.Key_Return)
        settle(qtbot, window)
        assert page.pane().isAncestorOf(window.focusWidget())
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Escape)
        assert window.focusWidget() is board.front()


def test_s_asks_for_the_status_of_the_card(
    qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock, numbers: list[str]
) -> None:
    with open_window(qtbot, clock, desk.path) as window:
        page = window.pages.tickets()
        board = turn(qtbot, window)
        board.enter()
        row = page.list.row()
        assert row is not None
        QTest.keyClick(board.front(), Qt.Key.Key_S)
        popup = page.keys.setters.popup()
        assert popup is not None
        QTest.keyClicks(popup.field, "in wo")
        QTest.keyClick(popup.field, Qt.Key.Key_Return)
        eventually(qtbot, lambda: desk.tickets.get(owner, row.number).status == "in_work")
        settle(qtbot, window)
        window.commands.action("undo").trigger()
        eventually(qtbot, lambda: desk.tickets.get(owner, row.number).status == "received")


def test_several_chosen_cards_are_changed_together(
    qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock, numbers: list[str]
) -> None:
    with open_window(qtbot, clock, desk.path) as window:
        page = window.pages.tickets()
        board = turn(qtbot, window)
        board.enter()
        QTest.keyClick(board.front(), Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
        eventually(qtbot, page.shows_bulk)
        assert page.bulk().head.full_text() == "2 tickets selected"
        QTest.keyClick(board.front(), Qt.Key.Key_Delete)
        eventually(qtbot, lambda: desk.tickets.count(owner, "is:deleted") == 2)


def test_limits_are_set_from_the_head_of_a_column(
    qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock, numbers: list[str]
) -> None:
    with open_window(qtbot, clock, desk.path) as window:
        board = turn(qtbot, window)
        column = next(iter(board.columns.values()))
        QTest.mouseClick(column.more, Qt.MouseButton.LeftButton)
        eventually(qtbot, lambda: bool(window.findChildren(LimitsDialog)))
        [dialog] = window.findChildren(LimitsDialog)
        assert isinstance(dialog, LimitsDialog)
        field = dialog.fields["new", None]
        assert dialog.focusWidget() is field
        QTest.keyClicks(field, "3x")  # a letter is not taken
        QTest.keyClicks(dialog.fields["", owner.person_id], "2")
        QTest.keyClick(field, Qt.Key.Key_Return)
        eventually(qtbot, lambda: len(desk.work_limits.list(owner)) == 2)
        assert desk.work_limits.list(owner) == (WorkLimit(3, "new"), WorkLimit(2, person_id=owner.person_id))
        eventually(qtbot, column.load.isVisible)
        assert column.load.chip().text == "4 of 3"


def test_limits_that_stay_as_they_were_are_not_told(
    qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock, numbers: list[str]
) -> None:
    with open_window(qtbot, clock, desk.path) as window:
        window.commands.action("work_limits").trigger()
        eventually(qtbot, lambda: bool(window.findChildren(LimitsDialog)))
        [dialog] = window.findChildren(LimitsDialog)
        assert isinstance(dialog, LimitsDialog)
        QTest.keyClick(dialog.fields["new", None], Qt.Key.Key_Return)
        eventually(qtbot, lambda: not window.findChildren(LimitsDialog))
        assert window.toasts.current() is None


def test_another_program_moves_a_card(
    qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock, numbers: list[str], shop_path: Path
) -> None:
    with open_window(qtbot, clock, shop_path) as window:
        board = turn(qtbot, window)
        active = list(board.columns.values())[1]
        desk.tickets.move(owner, numbers[0], "in_work")  # this desk is not the window's
        eventually(qtbot, lambda: active.cards.records.rowCount() == 1)


def test_the_chosen_ticket_goes_along_to_the_board_and_back(
    qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock, numbers: list[str]
) -> None:
    desk.tickets.move(owner, numbers[2], "in_work")
    with open_window(qtbot, clock, desk.path) as window:
        page = window.pages.tickets()
        page.list.table.setFocus()
        page.list.table.select_id(desk.tickets.get(owner, numbers[2]).id)
        QTest.keyClick(
            page.list.table,
            Qt.Key.Key_B,
            Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier,
        )
        board = page.list.faces.board()
        eventually(qtbot, lambda: window.focusWidget() is board.lists[1])
        row = page.list.row()
        assert row is not None
        assert row.number == numbers[2]
        QTest.keyClick(board.lists[1], Qt.Key.Key_Left)
        row = page.list.row()
        assert row is not None
        assert row.number != numbers[2]
        settle(qtbot, window)
        window.commands.trigger("toggle_board")
        settle(qtbot, window)
        eventually(qtbot, lambda: page.list.row() == row)
        assert window.focusWidget() is page.list.table


def test_the_first_card_has_the_focus_where_none_was_chosen(
    qtbot: QtBot, desk: Desk, clock: FixedClock, numbers: list[str]
) -> None:
    with open_window(qtbot, clock, desk.path) as window:
        page = window.pages.tickets()
        page.list.table.let_go()
        board = turn(qtbot, window)
        assert window.focusWidget() is board.lists[0]
        assert board.lists[0].currentIndex().row() == 0

"""What was put into the bin can be found, looked at, and taken out again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.builders import a_line, an_intake, pounds
from tests.ui.main_frame import eventually, numbers, open_ticket, open_window

if TYPE_CHECKING:
    from pathlib import Path

    from deskapp.clock import FixedClock
    from deskapp.domain.actor import Actor
    from deskapp.services.desk import Desk


def test_a_ticket_comes_back_from_the_bin(
    qtbot: QtBot, desk: Desk, owner: Actor, shop_path: Path, clock: FixedClock
) -> None:
    number = desk.tickets.take_in(owner, an_intake()).value.number
    desk.tickets.bin(owner, number)
    with open_window(qtbot, clock, shop_path) as window:
        window.navigator.go("bin")
        page = window.pages.tickets()
        eventually(qtbot, lambda: page.list.row() is not None or page.list.records.rowCount() == 1)
        pane = open_ticket(qtbot, window, number)
        assert "In the bin" in pane.header.what.full_text()
        assert pane.header.next.text().strip() == "Restore"
        assert not pane.header.more.isVisible()
        QTest.mouseClick(pane.header.next, Qt.MouseButton.LeftButton)
        eventually(qtbot, lambda: desk.tickets.count(owner, "is:open") == 1)
        eventually(qtbot, lambda: pane.header.next.text().strip() == "Start diagnosis")


def test_a_key_takes_a_ticket_out_of_the_bin_and_undo_puts_it_back(
    qtbot: QtBot, desk: Desk, owner: Actor, shop_path: Path, clock: FixedClock
) -> None:
    number, other = (desk.tickets.take_in(owner, an_intake()).value.number for _ in range(2))
    desk.tickets.bin(owner, number)
    with open_window(qtbot, clock, shop_path) as window:
        open_ticket(qtbot, window, other)
        assert not window.commands.action("restore").isEnabled()
        window.navigator.go("bin")
        page = window.pages.tickets()
        eventually(qtbot, lambda: numbers(window) == [number])
        page.list.table.setFocus()
        page.list.table.select_place(0)
        eventually(qtbot, lambda: window.commands.action("restore").isEnabled())
        QTest.keyClick(page.list.table, Qt.Key.Key_R)
        eventually(qtbot, lambda: desk.tickets.count(owner, "is:open") == 2)
        eventually(qtbot, lambda: not window.commands.action("restore").isEnabled())
        eventually(qtbot, lambda: page.list.records.rowCount() == 0)
        QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
        eventually(qtbot, lambda: desk.tickets.count(owner, "is:deleted") == 1)
        eventually(qtbot, lambda: page.list.records.rowCount() == 1)


def test_money_says_when_the_customer_has_to_be_asked(
    qtbot: QtBot, desk: Desk, owner: Actor, shop_path: Path, clock: FixedClock
) -> None:
    intake = an_intake(cost_limit=pounds("80.00"), lines=(a_line(price="79.00"),))
    number = desk.tickets.take_in(owner, intake).value.number
    with open_window(qtbot, clock, shop_path) as window:
        pane = open_ticket(qtbot, window, number)
        pane.show_tab(pane.money)
        assert not pane.money.limit.isVisible()
        desk.tickets.add_line(owner, number, a_line("Cable", "9.00"))
        window.refresh()
        eventually(qtbot, pane.money.limit.isVisible)
        assert "£80.00" in pane.money.limit.text()


def test_a_waiting_ticket_says_for_what(
    qtbot: QtBot, desk: Desk, owner: Actor, shop_path: Path, clock: FixedClock
) -> None:
    number = desk.tickets.take_in(owner, an_intake()).value.number
    desk.tickets.move(owner, number, "waiting_part", reason="Port arrives on Thursday")
    with open_window(qtbot, clock, shop_path) as window:
        pane = open_ticket(qtbot, window, number)
        assert "Port arrives on Thursday" in pane.header.what.full_text()

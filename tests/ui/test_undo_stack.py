"""Going back and forth through what was done in a window, by key and from its messages."""

from __future__ import annotations

from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deskapp.clock import FixedClock
from deskapp.domain.actor import Actor
from deskapp.domain.ticket import TicketEdit
from deskapp.errors import Busy
from deskapp.services.desk import Desk
from deskapp.ui.main_window import MainWindow
from deskapp.ui.shared.toast import Toast
from deskapp.ui.undo_stack import DEEPEST
from tests.builders import a_customer, an_intake
from tests.ui.main_frame import eventually, open_window, settle

pytestmark = pytest.mark.usefixtures("dressed")

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def number(desk: Desk, owner: Actor) -> str:
    return desk.tickets.take_in(owner, an_intake()).value.number


def press(window: MainWindow, key: Qt.Key, keys: Qt.KeyboardModifier = CTRL) -> None:
    QTest.keyClick(window, key, keys)


def move(window: MainWindow, number: str, *statuses: str) -> None:
    """Hand the steps to the worker without waiting for them."""
    assert window.context is not None
    for status in statuses:
        window.context.act(window.context.desk.tickets.move, number, status)


def at_rest(qtbot: QtBot, window: MainWindow) -> None:
    """Nothing is written any more, nor about to be."""
    for _turn in range(3):
        settle(qtbot, window)


def message(window: MainWindow) -> Toast:
    toast = window.toasts.current()
    assert toast is not None
    return toast


def test_undo_waits_for_the_act_that_is_being_written(
    qtbot: QtBot, desk: Desk, owner: Actor, number: str, clock: FixedClock
) -> None:
    with open_window(qtbot, clock, desk.path) as window:
        move(window, number, "diagnosing")
        at_rest(qtbot, window)
        go = hold(window)
        move(window, number, "in_work")
        press(window, Qt.Key.Key_Z)
        go.set()
        at_rest(qtbot, window)
        assert desk.tickets.get(owner, number).status == "diagnosing"


def test_the_first_act_can_be_taken_back_before_it_is_written(
    qtbot: QtBot, desk: Desk, owner: Actor, number: str, clock: FixedClock
) -> None:
    with open_window(qtbot, clock, desk.path) as window:
        go = hold(window)
        move(window, number, "diagnosing")
        press(window, Qt.Key.Key_Z)
        go.set()
        at_rest(qtbot, window)
        assert desk.tickets.get(owner, number).status == "received"
        assert not window.commands.action("undo").isEnabled()
        assert window.commands.action("redo").isEnabled()


def test_what_is_done_after_the_key_was_pressed_is_not_what_is_taken_back(
    qtbot: QtBot, desk: Desk, owner: Actor, number: str, clock: FixedClock
) -> None:
    with open_window(qtbot, clock, desk.path) as window:
        assert window.context is not None
        go = hold(window)
        move(window, number, "diagnosing", "in_work")
        press(window, Qt.Key.Key_Z)
        press(window, Qt.Key.Key_Z)
        window.context.act(desk.tickets.note, number, "Rang")
        go.set()
        at_rest(qtbot, window)
        ticket = desk.tickets.get(owner, number)
        assert (ticket.status, [note.text for note in ticket.notes]) == ("received", ["Rang"])
        assert not window.commands.action("redo").isEnabled()  # something else was done since


def test_keys_pressed_faster_than_the_disk_are_done_in_their_order(
    qtbot: QtBot, desk: Desk, owner: Actor, number: str, clock: FixedClock
) -> None:
    with open_window(qtbot, clock, desk.path) as window:
        move(window, number, "diagnosing", "in_work", "testing")
        for _time in range(3):
            press(window, Qt.Key.Key_Z)
        press(window, Qt.Key.Key_Y)
        press(window, Qt.Key.Key_Z, CTRL | SHIFT)
        press(window, Qt.Key.Key_Z)
        at_rest(qtbot, window)
        assert desk.tickets.get(owner, number).status == "diagnosing"
        assert window.commands.action("redo").isEnabled()


def test_the_last_fifty_acts_are_walked_back_and_forth(
    qtbot: QtBot, desk: Desk, owner: Actor, number: str, clock: FixedClock
) -> None:
    places = [f"R{place}" for place in range(DEEPEST + 2)]
    with open_window(qtbot, clock, desk.path) as window:
        assert window.context is not None
        for version, place in enumerate(places, start=1):
            window.context.act(desk.tickets.edit, number, TicketEdit(place=place, customer_id=1), version)
        at_rest(qtbot, window)
        for _time in range(DEEPEST):
            press(window, Qt.Key.Key_Z)
        at_rest(qtbot, window)
        assert desk.tickets.get(owner, number).edit.place == "R1"
        assert not window.commands.action("undo").isEnabled()
        for _time in range(DEEPEST):
            press(window, Qt.Key.Key_Y)
        at_rest(qtbot, window)
        assert desk.tickets.get(owner, number).edit.place == places[-1]
        assert not window.commands.action("redo").isEnabled()
        assert desk.check(owner) == ()


def test_each_message_takes_back_its_own_act_and_then_does_it_again(
    qtbot: QtBot, desk: Desk, owner: Actor, number: str, clock: FixedClock
) -> None:
    other = desk.tickets.take_in(owner, an_intake()).value.number
    with open_window(qtbot, clock, desk.path) as window:
        move(window, number, "diagnosing")
        at_rest(qtbot, window)
        mine = message(window)
        move(window, other, "in_work")
        at_rest(qtbot, window)
        assert mine.action is not None
        mine.action.click()
        at_rest(qtbot, window)
        assert [desk.tickets.get(owner, one).status for one in (number, other)] == ["received", "in_work"]
        told = message(window)
        assert told.words.full_text() == f"Taken back: {number} is now “Diagnosing”"
        assert told.action is not None
        told.action.click()
        at_rest(qtbot, window)
        assert desk.tickets.get(owner, number).status == "diagnosing"
        assert message(window).words.full_text().startswith("Done again: ")


def test_a_message_leaves_when_its_act_was_taken_back_by_key(
    qtbot: QtBot, desk: Desk, number: str, clock: FixedClock
) -> None:
    with open_window(qtbot, clock, desk.path) as window:
        move(window, number, "diagnosing")
        at_rest(qtbot, window)
        mine = message(window)
        with qtbot.waitSignal(mine.gone):
            press(window, Qt.Key.Key_Z)
        at_rest(qtbot, window)
        assert message(window).words.full_text().startswith("Taken back: ")


def test_the_message_is_reached_by_key_and_gives_the_focus_back(
    qtbot: QtBot, desk: Desk, owner: Actor, number: str, clock: FixedClock
) -> None:
    with open_window(qtbot, clock, desk.path) as window:
        window.activateWindow()
        table = window.pages.tickets().list.table
        table.setFocus()
        move(window, number, "diagnosing")
        at_rest(qtbot, window)
        toast = message(window)
        press(window, Qt.Key.Key_F8, Qt.KeyboardModifier.NoModifier)
        assert toast.action is not None
        assert QApplication.focusWidget() is toast.action
        assert toast.is_waiting()
        QTest.keyClick(toast.action, Qt.Key.Key_Space)
        eventually(qtbot, lambda: desk.tickets.get(owner, number).status == "received")
        assert QApplication.focusWidget() is table
        at_rest(qtbot, window)


def test_what_can_no_longer_be_taken_back_does_not_bar_the_way(
    qtbot: QtBot, desk: Desk, owner: Actor, number: str, clock: FixedClock
) -> None:
    with open_window(qtbot, clock, desk.path) as window:
        assert window.context is not None
        move(window, number, "diagnosing")
        window.context.act(desk.customers.add, a_customer("Bo"))
        at_rest(qtbot, window)
        bo = desk.customers.match(owner, "bo")[0].id
        desk.tickets.take_in(owner, an_intake(customer=None, customer_id=bo))
        press(window, Qt.Key.Key_Z)
        at_rest(qtbot, window)
        assert "taken back" in window.banner.text()
        press(window, Qt.Key.Key_Z)
        at_rest(qtbot, window)
        assert desk.tickets.get(owner, number).status == "received"


def test_an_act_that_could_not_be_taken_back_just_now_keeps_its_place(
    qtbot: QtBot, desk: Desk, owner: Actor, number: str, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    with open_window(qtbot, clock, desk.path) as window:
        assert window.context is not None
        move(window, number, "diagnosing")
        at_rest(qtbot, window)
        first = message(window).action
        assert first is not None
        window.context.act(desk.tickets.note, number, "Rang")
        at_rest(qtbot, window)
        with monkeypatch.context() as held:
            held.setattr(Desk, "undo", refuse)
            QTest.mouseClick(first, Qt.MouseButton.LeftButton)
            at_rest(qtbot, window)
        press(window, Qt.Key.Key_Z)
        at_rest(qtbot, window)
        ticket = desk.tickets.get(owner, number)
        assert (ticket.status, ticket.notes) == ("diagnosing", ())


def refuse(*_values: object) -> None:
    raise Busy("held")


def hold(window: MainWindow) -> Event:
    """Keeps the worker busy until the event is set."""
    go = Event()
    window.worker.submit(go.wait, 10)
    return go

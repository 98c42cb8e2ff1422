"""A key acts on the ticket that is looked at, whatever was chosen, scanned or typed before."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from deskapp.clock import FixedClock
from deskapp.domain.actor import Actor
from deskapp.services.desk import Desk
from deskapp.ui.main_window import MainWindow
from deskapp.ui.tickets.page import TicketsPage
from tests.builders import an_intake
from tests.ui.main_frame import eventually, numbers, open_ticket, open_window, settle, shown

pytestmark = pytest.mark.usefixtures("dressed")
Key, Mod = Qt.Key, Qt.KeyboardModifier
MANY = 60  # more than the window is high


class Queue:
    """The window with many open tickets; keys go to whatever has the focus, as at a desk."""

    def __init__(self, qtbot: QtBot, window: MainWindow, desk: Desk, owner: Actor) -> None:
        self.qtbot, self.window, self.desk, self.owner = qtbot, window, desk, owner
        self.page: TicketsPage = window.pages.tickets()
        self.table = self.page.list.table
        self.rows = numbers(window)

    def focus(self) -> QWidget:
        found = QApplication.focusWidget()
        assert found is not None
        return found

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = Mod.NoModifier) -> None:
        QTest.keyClick(self.focus(), key, held)

    def type(self, words: str) -> None:
        for letter in words:
            QTest.keyClicks(self.focus(), letter)

    def begin(self, place: int) -> None:
        """Put cursor and focus on a row and wait until the pane shows it."""
        self.table.setFocus()
        self.table.select_place(place)
        self.until_shown(self.rows[place])

    def until_shown(self, number: str) -> None:
        eventually(self.qtbot, lambda: shown(self.page.pane()) == number)
        settle(self.qtbot, self.window)

    def statuses(self) -> dict[str, str]:
        return {row.number: row.status for row in self.desk.tickets.rows(self.owner, "", limit=200)}

    def moved(self) -> list[str]:
        return [number for number, status in self.statuses().items() if status != "received"]


@pytest.fixture
def queue(qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock) -> Iterator[Queue]:
    for _number in range(MANY):
        desk.tickets.take_in(owner, an_intake())
    with open_window(qtbot, clock, desk.path) as window:
        yield Queue(qtbot, window, desk, owner)


# --- the ends of the list -------------------------------------------------------------------------


@pytest.mark.parametrize("held", [Mod.NoModifier, Mod.ControlModifier])
@pytest.mark.parametrize(("key", "place"), [(Key.Key_End, MANY - 1), (Key.Key_Home, 0)])
def test_home_and_end_choose_the_row_they_land_on(
    queue: Queue, key: Qt.Key, place: int, held: Qt.KeyboardModifier
) -> None:
    queue.begin(5)
    queue.press(key, held)
    queue.until_shown(queue.rows[place])
    assert queue.table.chosen_runs() == [range(place, place + 1)]
    queue.press(Key.Key_S)
    queue.press(Key.Key_Return)
    eventually(queue.qtbot, lambda: queue.moved() == [queue.rows[place]])


def test_home_drops_what_was_chosen_and_shift_chooses_up_to_the_end(queue: Queue) -> None:
    queue.begin(5)
    queue.press(Key.Key_Down, Mod.ShiftModifier)
    queue.press(Key.Key_Home)
    assert queue.table.chosen_runs() == [range(1)]
    queue.press(Key.Key_End, Mod.ShiftModifier)
    assert queue.table.chosen_runs() == [range(MANY)]


def test_keys_mean_the_cursor_where_it_moved_without_choosing(queue: Queue) -> None:
    queue.begin(0)
    queue.press(Key.Key_Down, Mod.ControlModifier)
    queue.until_shown(queue.rows[1])
    queue.press(Key.Key_S)
    queue.press(Key.Key_Return)
    eventually(queue.qtbot, lambda: queue.moved() == [queue.rows[1]])


# --- a ticket that is not in the list -------------------------------------------------------------


@pytest.fixture
def closed(queue: Queue) -> str:
    """A ticket that the list does not hold, opened as a scan opens it while the list has the focus."""
    number = queue.desk.tickets.take_in(queue.owner, an_intake()).value.number
    queue.desk.tickets.move(queue.owner, number, "cancelled", reason="Too dear")
    queue.begin(3)
    open_ticket(queue.qtbot, queue.window, number)
    assert number not in numbers(queue.window)
    assert queue.focus() is queue.table
    return number


def test_no_row_stays_chosen_when_another_ticket_is_opened(queue: Queue, closed: str) -> None:
    assert queue.table.chosen_runs() == []
    assert queue.table.current_id() is None
    assert shown(queue.page.pane()) == closed


def test_a_note_goes_to_the_ticket_that_was_opened(queue: Queue, closed: str) -> None:
    queue.press(Key.Key_N)
    queue.type("called back")
    queue.press(Key.Key_Return, Mod.ControlModifier)
    eventually(queue.qtbot, lambda: bool(queue.desk.tickets.get(queue.owner, closed).notes))
    assert not queue.desk.tickets.get(queue.owner, queue.rows[3]).notes


@pytest.mark.parametrize("letter", ["s", "t", "d", "p", "a"])
def test_letters_ask_in_the_pane_and_never_about_a_row(queue: Queue, closed: str, letter: str) -> None:
    queue.type(letter)
    settle(queue.qtbot, queue.window)
    assert queue.page.keys.setters.popup() is None
    assert shown(queue.page.pane()) == closed
    queue.press(Key.Key_Escape)  # whatever was opened
    queue.press(Key.Key_Escape)
    settle(queue.qtbot, queue.window)
    assert shown(queue.page.pane()) == closed
    assert queue.moved() == [closed]


def test_the_menu_means_the_ticket_that_was_opened(queue: Queue, closed: str) -> None:
    queue.window.commands.trigger("set_due")
    assert queue.page.keys.setters.popup() is None
    assert queue.page.pane().header.due.isAncestorOf(queue.focus())
    assert shown(queue.page.pane()) == closed


def test_focus_that_comes_back_chooses_no_other_ticket_for_one_that_left_the_list(queue: Queue) -> None:
    queue.begin(3)
    number = queue.rows[3]
    queue.page.list.filter.setFocus()
    queue.desk.tickets.move(queue.owner, number, "cancelled", reason="Too dear")
    queue.page.list.refresh()
    eventually(queue.qtbot, lambda: number not in numbers(queue.window))
    queue.table.setFocus()
    settle(queue.qtbot, queue.window)
    assert queue.table.current_id() is None
    assert shown(queue.page.pane()) == queue.page.number() == number


def test_a_key_right_after_a_scan_waits_for_its_ticket(queue: Queue) -> None:
    number = queue.desk.tickets.take_in(queue.owner, an_intake()).value.number
    queue.desk.tickets.move(queue.owner, number, "cancelled", reason="Too dear")
    queue.begin(3)
    queue.window.navigator.show_ticket(number)
    queue.press(Key.Key_Delete)  # before the ticket was read
    eventually(queue.qtbot, lambda: queue.desk.tickets.count(queue.owner, "is:deleted") == 1)
    assert queue.desk.tickets.get(queue.owner, number).binned


def test_a_note_that_is_being_written_stays_with_its_ticket(queue: Queue) -> None:
    first, other = queue.rows[3], queue.rows[7]
    queue.begin(3)
    queue.press(Key.Key_N)
    queue.type("new hinge")
    open_ticket(queue.qtbot, queue.window, other)
    assert queue.page.keys.setters.popup() is None
    toast = queue.window.toasts.current()
    assert toast is not None
    assert first in toast.words.full_text()
    queue.begin(3)
    queue.press(Key.Key_N)
    queue.press(Key.Key_Return)
    eventually(queue.qtbot, lambda: bool(queue.desk.tickets.get(queue.owner, first).notes))
    assert queue.desk.tickets.get(queue.owner, first).notes[0].text == "new hinge"
    assert not queue.desk.tickets.get(queue.owner, other).notes


# --- what is typed into the filter ----------------------------------------------------------------


@pytest.mark.parametrize("wrong", ["zeppelin", "weather:fine"])
@pytest.mark.parametrize("key", [Key.Key_Return, Key.Key_Down])
def test_words_are_typed_on_after_a_query_that_led_nowhere(queue: Queue, wrong: str, key: Qt.Key) -> None:
    queue.begin(0)
    queue.window.navigator.find_in_list()
    queue.type(wrong)
    settle(queue.qtbot, queue.window)
    queue.press(key)
    settle(queue.qtbot, queue.window)
    queue.page.list.filter.selectAll()
    for letter in "samsung":
        queue.type(letter)
        settle(queue.qtbot, queue.window)
    assert queue.page.list.filter.text() == "samsung"
    assert queue.focus() is queue.page.list.filter
    assert queue.page.keys.setters.popup() is None


def test_what_is_typed_behind_enter_goes_on_in_the_filter(queue: Queue) -> None:
    queue.window.navigator.find_in_list()
    queue.type("sam")
    queue.press(Key.Key_Return)
    queue.type("sung")  # before the list was read
    settle(queue.qtbot, queue.window)
    assert queue.page.list.filter.text() == "is:open samsung"
    assert queue.focus() is queue.page.list.filter
    queue.press(Key.Key_Return)
    eventually(queue.qtbot, lambda: queue.focus() is queue.table)


# --- the bin --------------------------------------------------------------------------------------


@pytest.mark.parametrize("with_pane", [True, False])
@pytest.mark.parametrize("count", [1, 7])
def test_in_the_bin_tickets_are_only_taken_out(queue: Queue, count: int, with_pane: bool) -> None:
    for number in queue.rows[:7]:
        queue.desk.tickets.bin(queue.owner, number)
    if not with_pane:
        queue.window.commands.trigger("toggle_pane")
    queue.window.navigator.go("bin")
    eventually(queue.qtbot, lambda: len(numbers(queue.window)) == 7)
    queue.table.setFocus()
    queue.table.select_place(0)
    if count == 7:
        queue.press(Key.Key_A, Mod.ControlModifier)
    commands = queue.window.commands
    eventually(queue.qtbot, lambda: commands.action("restore").isEnabled())
    settle(queue.qtbot, queue.window)
    assert not commands.action("delete").isEnabled()
    queue.press(Key.Key_Delete)
    settle(queue.qtbot, queue.window)
    assert queue.desk.tickets.count(queue.owner, "is:deleted") == 7
    queue.press(Key.Key_R)
    eventually(queue.qtbot, lambda: queue.desk.tickets.count(queue.owner, "is:deleted") == 7 - count)
    queue.window.navigator.go("open")
    eventually(queue.qtbot, lambda: len(numbers(queue.window)) > 7)
    queue.table.select_place(0)
    eventually(queue.qtbot, lambda: commands.action("delete").isEnabled())
    assert not commands.action("restore").isEnabled()


# --- several tickets at once ----------------------------------------------------------------------


@pytest.mark.parametrize("with_pane", [True, False])
def test_what_was_refused_is_listed_beside_the_list(queue: Queue, with_pane: bool) -> None:
    queue.desk.tickets.move(queue.owner, queue.rows[0], "in_work")
    queue.desk.tickets.move(queue.owner, queue.rows[0], "ready")
    queue.window.refresh()
    settle(queue.qtbot, queue.window)
    if not with_pane:
        queue.window.commands.trigger("toggle_pane")
    queue.table.setFocus()
    queue.table.select_place(0)
    for _step in range(5):
        queue.press(Key.Key_Down, Mod.ShiftModifier)
    queue.press(Key.Key_S)
    queue.type("collected")
    queue.press(Key.Key_Return)
    refusals = queue.page.bulk().refusals
    eventually(queue.qtbot, lambda: len(refusals.refused()) == 5)
    settle(queue.qtbot, queue.window)
    assert refusals.isVisible()
    assert refusals.words.full_text() == "5 tickets stay as they were. 1 was changed."
    assert not queue.window.banner.isVisible()


def test_the_pane_says_that_the_list_does_not_hold_its_ticket(queue: Queue, closed: str) -> None:
    what = queue.page.pane().header.what
    eventually(queue.qtbot, lambda: what.full_text().startswith("Not in the list"))
    queue.begin(2)
    eventually(queue.qtbot, lambda: not what.full_text().startswith("Not in the list"))
    queue.window.navigator.find_in_list()
    queue.type(f"no:{queue.rows[5]}")
    eventually(queue.qtbot, lambda: numbers(queue.window) == [queue.rows[5]])
    assert shown(queue.page.pane()) == queue.rows[2]
    eventually(queue.qtbot, lambda: what.full_text().startswith("Not in the list"))

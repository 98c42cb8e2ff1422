"""A letter, a few more and Enter: status, person, day, priority, tags, notes without leaving the list."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deskapp.clock import FixedClock
from deskapp.domain.actor import Actor, Role
from deskapp.domain.ticket import Ticket
from deskapp.domain.ticket_row import Priority
from deskapp.services.desk import Desk
from deskapp.settings import Settings
from deskapp.ui.intake.window import IntakeWindow
from deskapp.ui.main_window import MainWindow
from deskapp.ui.shared.record_table import RecordTable
from deskapp.ui.tickets.setters.popup import SetterPopup
from tests.builders import an_intake
from tests.ui.main_frame import eventually, numbers, open_window, settle, shown

pytestmark = pytest.mark.usefixtures("dressed")
Key = Qt.Key


class Queue:
    """The window with two tickets, the focus on the first of them."""

    def __init__(self, qtbot: QtBot, window: MainWindow, desk: Desk, owner: Actor) -> None:
        self.qtbot, self.window, self.desk, self.owner = qtbot, window, desk, owner
        self.page = window.pages.tickets()
        self.table: RecordTable = self.page.list.table
        self.table.setFocus()
        self.table.select_place(0)
        self.number = numbers(window)[0]

    def press(self, letter: str) -> SetterPopup:
        """A letter on the list; answers the popup that it opens."""
        QTest.keyClicks(self.table, letter)
        popup = self.page.keys.setters.popup()
        assert popup is not None
        assert self.window.focusWidget() is popup.field
        return popup

    def type(self, words: str) -> None:
        """Type into what has the focus and end with Enter."""
        field = self.window.focusWidget()
        assert field is not None
        QTest.keyClicks(field, words)
        QTest.keyClick(field, Key.Key_Return)

    def ticket(self) -> Ticket:
        return self.desk.tickets.get(self.owner, self.number)

    def settle(self) -> None:
        settle(self.qtbot, self.window)


@pytest.fixture
def queue(qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock) -> Iterator[Queue]:
    desk.tickets.take_in(owner, an_intake(tags=("glass",)))
    desk.tickets.take_in(owner, an_intake(tags=("urgent-call",)))
    desk.people.add(owner, "Mia", Role.TECHNICIAN)
    with open_window(qtbot, clock, desk.path) as window:
        yield Queue(qtbot, window, desk, owner)


def test_a_status_takes_two_keys_and_enter(queue: Queue) -> None:
    queue.press("s")
    queue.type("i")
    eventually(queue.qtbot, lambda: queue.ticket().status == "in_work")
    assert queue.window.focusWidget() is queue.table
    assert queue.page.keys.setters.popup() is None


def test_enter_alone_takes_the_next_step(queue: Queue) -> None:
    queue.press("s")
    queue.type("")
    eventually(queue.qtbot, lambda: queue.ticket().status == "diagnosing")


def test_the_arrows_choose_too(queue: Queue) -> None:
    popup = queue.press("s")
    offered = popup.titles()
    assert offered[:3] == ["Diagnosing", "In work", "Testing"]
    assert "Received" not in offered
    assert "Ready" not in offered, "it cannot follow"
    QTest.keyClick(popup.field, Key.Key_Down)
    QTest.keyClick(popup.field, Key.Key_Return)
    eventually(queue.qtbot, lambda: queue.ticket().status == "in_work")


def test_a_reason_is_asked_in_the_same_place(queue: Queue) -> None:
    popup = queue.press("s")
    QTest.keyClicks(popup.field, "part")
    assert popup.titles() == ["Waiting for part…"]
    QTest.keyClick(popup.field, Key.Key_Return)
    assert popup.isVisible()
    QTest.keyClick(popup.field, Key.Key_Return)
    assert queue.ticket().status == "received", "not without a reason"
    queue.type("screen is ordered")
    eventually(queue.qtbot, lambda: queue.ticket().status == "waiting_part")
    assert queue.ticket().waiting_reason == "screen is ordered"


def test_escape_changes_nothing(queue: Queue) -> None:
    popup = queue.press("s")
    QTest.keyClicks(popup.field, "in")
    QTest.keyClick(popup.field, Key.Key_Escape)
    queue.settle()
    assert queue.ticket().status == "received"
    assert queue.window.focusWidget() is queue.table


def test_going_elsewhere_puts_the_popup_away(queue: Queue) -> None:
    queue.press("s")
    queue.page.list.filter.setFocus()
    assert queue.page.keys.setters.popup() is None
    assert queue.window.focusWidget() is queue.page.list.filter


def test_a_person_is_assigned_by_the_first_letters(queue: Queue) -> None:
    popup = queue.press("a")
    eventually(queue.qtbot, lambda: "Mia" in popup.titles())
    assert popup.titles()[-1] == "Nobody"
    queue.type("mi")
    eventually(queue.qtbot, lambda: queue.ticket().person == "Mia")
    popup = queue.press("a")
    queue.type("nob")
    eventually(queue.qtbot, lambda: queue.ticket().person == "")


@pytest.mark.parametrize(
    ("typed", "due"),
    [
        ("", "2026-03-10 17:00"),
        ("tom", "2026-03-11 17:00"),
        ("+3d", "2026-03-13 17:00"),
        ("fri 15:30", "2026-03-13 15:30"),
        ("in a w", "2026-03-17 17:00"),
        ("2026-04-01 9:00", "2026-04-01 08:00"),
    ],
)
def test_a_day_is_typed_or_chosen(queue: Queue, typed: str, due: str) -> None:
    queue.press("d")
    queue.type(typed)
    eventually(queue.qtbot, lambda: queue.ticket().edit.promised_at is not None)
    promised = queue.ticket().edit.promised_at
    assert promised is not None
    assert f"{promised:%Y-%m-%d %H:%M}" == due


def test_what_is_no_day_is_said_and_not_taken(queue: Queue) -> None:
    popup = queue.press("d")
    QTest.keyClicks(popup.field, "someday")
    assert popup.titles() == ["not a day and time"]
    QTest.keyClick(popup.field, Key.Key_Return)
    assert popup.isVisible()
    QTest.keyClick(popup.field, Key.Key_Escape)


def test_a_day_can_be_taken_away(queue: Queue) -> None:
    queue.press("d")
    queue.type("tom")
    eventually(queue.qtbot, lambda: queue.ticket().edit.promised_at is not None)
    queue.press("d")
    queue.type("no")
    eventually(queue.qtbot, lambda: queue.ticket().edit.promised_at is None)


def test_priority_and_tags(queue: Queue) -> None:
    queue.press("p")
    queue.type("u")
    eventually(queue.qtbot, lambda: queue.ticket().edit.priority is Priority.URGENT)
    first = queue.ticket().edit.tags[0]
    queue.press("t")
    queue.type("call mia")
    eventually(queue.qtbot, lambda: queue.ticket().edit.tags == (first, "call-mia"))
    queue.settle()
    popup = queue.press("t")
    eventually(queue.qtbot, lambda: set(popup.titles()) == {first, "call-mia", "glass", "urgent-call"})
    queue.type(first[:4])
    eventually(queue.qtbot, lambda: queue.ticket().edit.tags == ("call-mia",))


def test_a_note_is_internal(queue: Queue) -> None:
    queue.press("n")
    queue.type("back cover is loose")
    eventually(queue.qtbot, lambda: [note.text for note in queue.ticket().notes] == ["back cover is loose"])
    assert not queue.ticket().messages


def test_what_was_set_can_be_taken_back(queue: Queue) -> None:
    queue.press("p")
    queue.type("u")
    eventually(queue.qtbot, lambda: queue.ticket().edit.priority is Priority.URGENT)
    queue.window.commands.action("undo").trigger()
    eventually(queue.qtbot, lambda: queue.ticket().edit.priority is Priority.NORMAL)


def test_several_rows_are_set_in_one_act(queue: Queue) -> None:
    QTest.keyClick(queue.table, Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    popup = queue.press("p")
    assert popup.heading.full_text() == "Priority · 2 tickets"
    queue.type("h")

    def levels() -> set[Priority]:
        return {queue.desk.tickets.get(queue.owner, one).edit.priority for one in numbers(queue.window)}

    eventually(queue.qtbot, lambda: levels() == {Priority.HIGH})
    queue.window.commands.action("undo").trigger()
    eventually(queue.qtbot, lambda: levels() == {Priority.NORMAL})


def test_space_peeks_and_puts_away(queue: Queue) -> None:
    QTest.keyClick(queue.table, Key.Key_Space)
    assert queue.page.side.isHidden()
    QTest.keyClick(queue.table, Key.Key_Space)
    assert not queue.page.side.isHidden()
    eventually(queue.qtbot, lambda: shown(queue.page.pane()) == queue.number)
    assert queue.window.focusWidget() is queue.table


def test_escape_clears_the_filter_then_closes_the_pane(queue: Queue) -> None:
    queue.page.list.filter.setFocus()
    QTest.keyClicks(queue.page.list.filter, " sam")
    queue.table.setFocus()
    QTest.keyClick(queue.table, Key.Key_Escape)
    assert queue.page.list.query() == "is:open"
    assert not queue.page.side.isHidden()
    queue.table.setFocus()
    QTest.keyClick(queue.table, Key.Key_Escape)
    assert queue.page.side.isHidden()


def test_f6_goes_through_the_parts_and_back(queue: Queue) -> None:
    eventually(queue.qtbot, lambda: shown(queue.page.pane()) == queue.number)
    queue.window.commands.trigger("next_part")
    assert queue.page.pane().isAncestorOf(queue.window.focusWidget())
    queue.window.commands.trigger("next_part")
    assert queue.window.focusWidget() is queue.page.list.filter
    queue.window.commands.trigger("part_before")
    assert queue.page.pane().isAncestorOf(queue.window.focusWidget())


def test_back_goes_to_where_the_window_was(queue: Queue) -> None:
    queue.window.navigator.show_ticket(queue.number)
    queue.window.commands.trigger("go_customers")
    queue.window.commands.trigger("go_catalog")
    for place in ("customers", "tickets"):
        queue.window.commands.trigger("back")
        assert queue.window.pages.name() == place
    eventually(queue.qtbot, lambda: shown(queue.page.pane()) == queue.number)
    for _more in range(5):
        queue.window.commands.trigger("back")
    assert queue.window.pages.name() == "tickets"


def test_single_letters_can_be_switched_off(queue: Queue) -> None:
    queue.window.commands.trigger("single_keys")
    QTest.keyClicks(queue.table, "sadntp")
    assert queue.page.keys.setters.popup() is None
    assert not queue.window.settings.single_keys
    QTest.keyClick(queue.table, Key.Key_Delete)
    eventually(queue.qtbot, lambda: queue.ticket().binned)
    queue.settle()  # the list has come to the next ticket
    queue.window.commands.trigger("single_keys")
    queue.press("s")


def test_switched_off_letters_stay_off(qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock) -> None:
    desk.tickets.take_in(owner, an_intake())
    with open_window(qtbot, clock, desk.path, Settings(single_keys=False)) as window:
        assert not window.commands.action("single_keys").isChecked()
        QTest.keyClicks(window.pages.tickets().list.table, "s")
        assert window.pages.tickets().keys.setters.popup() is None


def test_a_ticket_for_the_same_device(queue: Queue) -> None:
    device = queue.ticket().items[0]
    customer = queue.ticket().customer
    queue.window.commands.trigger("duplicate")

    def opened() -> list[IntakeWindow]:
        return [one for one in QApplication.topLevelWidgets() if isinstance(one, IntakeWindow)]

    eventually(queue.qtbot, lambda: bool(opened()))
    form = opened()[0].form
    eventually(queue.qtbot, lambda: form.customer.customer() is not None)
    known = form.customer.customer()
    assert known is not None
    assert customer is not None
    assert known.id == customer.id
    assert form.items[0].pick.key() == str(device.device_id)
    opened()[0].discard()
    opened()[0].close()

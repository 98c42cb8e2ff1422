"""The lock: nothing of a customer is seen, what was half typed stays, and another person begins afresh."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from threading import Event

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from deskapp.clock import FixedClock
from deskapp.domain.actor import Role, Source
from deskapp.services.desk import Desk
from deskapp.ui.intake.window import IntakeWindow
from deskapp.ui.main_window import MainWindow
from deskapp.ui.shared.record_form import RecordForm
from deskapp.ui.shell.lock import Lock
from deskapp.ui.shell.lock_page import LockPage
from deskapp.ui.shell.place_button import PlaceButton
from tests.builders import an_intake
from tests.ui.main_frame import WAIT, numbers, open_ticket, open_window, settle

PIN = "2749"


@pytest.fixture
def shop(desk: Desk) -> Desk:
    """A technician with a PIN, an owner without one, and a ticket."""
    owner = desk.actor()
    tom = desk.people.add(owner, "Tom Ellis", Role.TECHNICIAN).value
    desk.pins.keep(owner, tom.id, PIN)
    desk.tickets.take_in(owner, an_intake())
    return desk


@pytest.fixture
def window(qtbot: QtBot, clock: FixedClock, shop: Desk) -> Iterator[MainWindow]:
    with open_window(qtbot, clock, shop.path) as made:
        yield made


def lock_of(window: MainWindow) -> Lock:
    assert window.context is not None
    found = window.context.findChild(Lock)
    assert found is not None
    return found


def locked(qtbot: QtBot, window: MainWindow) -> LockPage:
    """The page of the lock, once it knows who works here."""
    page = lock_of(window).page()
    assert page is not None
    qtbot.waitUntil(lambda: bool(page.people), timeout=WAIT)
    return page


def texts() -> list[str]:
    """All that can be read in any window."""
    seen = [one for one in QApplication.allWidgets() if one.isVisible()]
    return [one.text() for one in seen if isinstance(one, QLabel | QLineEdit)]


def go_in(page: LockPage, person: int, pin: str = "") -> None:
    page.people[person].click()
    page.pin.setText(pin)
    page.go.click()


def test_nothing_of_a_customer_is_seen_and_no_key_works(qtbot: QtBot, window: MainWindow) -> None:
    assert window.context is not None
    window.context.open_window("26000018")
    beside = [one for one in QApplication.topLevelWidgets() if one.isVisible() and one is not window]
    window.commands.trigger("lock")
    page = locked(qtbot, window)
    assert page.isVisible()
    assert not window.pages.isVisible()
    assert beside
    assert not any(one.isVisible() for one in beside)
    assert not any("Łukasz" in text or "26000018" in text for text in texts())
    assert not any(window.commands.action(one.key).isEnabled() for one in window.commands.bound())
    window.commands.provide("ticket", there=True)
    assert not window.commands.action("add_note").isEnabled()
    go_in(page, 1)
    qtbot.waitUntil(window.pages.isVisible, timeout=WAIT)
    assert all(one.isVisible() for one in beside)
    assert window.commands.action("add_note").isEnabled()


@pytest.mark.parametrize("command", ["people", "own_pin", "trade", "work_limits"])
def test_what_opens_by_itself_waits_until_somebody_is_there(
    qtbot: QtBot, window: MainWindow, command: str
) -> None:
    window.commands.trigger(command)  # its dialog opens once what it shows is read
    window.commands.trigger("lock")
    page = locked(qtbot, window)
    settle(qtbot, window)
    qtbot.waitUntil(lambda: not beside(window), timeout=WAIT)
    assert page.isVisible()
    go_in(page, 1)
    qtbot.waitUntil(lambda: len(beside(window)) == 1, timeout=WAIT)
    beside(window)[0].close()


def test_it_does_not_wait_for_another_person(qtbot: QtBot, window: MainWindow) -> None:
    window.commands.trigger("people")
    window.commands.trigger("lock")
    page = locked(qtbot, window)
    settle(qtbot, window)
    go_in(page, 2, PIN)
    is_tom(qtbot, window, there=True)
    assert not beside(window)


def test_a_list_that_was_sorted_by_sums_is_not_so_for_who_sees_none(qtbot: QtBot, window: MainWindow) -> None:
    window.pages.tickets().list.table.sort_asked.emit("total", True)
    settle(qtbot, window)
    window.commands.trigger("lock")
    go_in(locked(qtbot, window), 2, PIN)
    is_tom(qtbot, window, there=True)
    qtbot.waitUntil(lambda: numbers(window) == ["26000018"], timeout=WAIT)


def comes_in_by_the_second_try(qtbot: QtBot, window: MainWindow, words: str) -> None:
    page = locked(qtbot, window)
    go_in(page, 2, PIN)
    qtbot.waitUntil(lambda: words in page.wrong.full_text(), timeout=WAIT)
    assert window.context is not None
    assert window.context.actor.name == "Priya Nair"
    go_in(page, 2, PIN)
    is_tom(qtbot, window, there=True)


@pytest.mark.parametrize(("place", "begins"), [("go_customers", "new_customer"), ("settings", "")])
def test_who_comes_in_is_told_that_a_form_is_not_saved(
    qtbot: QtBot, window: MainWindow, place: str, begins: str
) -> None:
    window.commands.trigger(place)
    settle(qtbot, window)
    if begins:
        window.commands.trigger(begins)
        settle(qtbot, window)
    field = form_field(window)
    field.setText("Half a na")
    window.commands.trigger("lock")
    page = locked(qtbot, window)
    go_in(page, 1)
    qtbot.waitUntil(window.pages.isVisible, timeout=WAIT)
    assert field.text() == "Half a na"
    window.commands.trigger("lock")
    comes_in_by_the_second_try(qtbot, window, "Priya Nair has typed something into a form")


def form_field(window: MainWindow) -> QLineEdit:
    form = next(one for one in window.pages.findChildren(RecordForm) if one.isVisible())
    return next(one for one in form.form.findChildren(QLineEdit) if one.isVisible() and not one.isReadOnly())


def test_who_comes_in_is_told_that_an_import_would_stop(qtbot: QtBot, window: MainWindow) -> None:
    assert window.context is not None
    goes_on = Event()
    window.context.beside.submit(lambda **_progress: goes_on.wait(WAIT / 1000))
    window.commands.trigger("lock")
    page = locked(qtbot, window)
    go_in(page, 2, PIN)
    qtbot.waitUntil(
        lambda: "The import of Priya Nair is still running" in page.wrong.full_text(), timeout=WAIT
    )
    goes_on.set()
    qtbot.waitUntil(lambda: window.context is not None and not window.context.beside.is_busy(), timeout=WAIT)
    go_in(page, 2, PIN)
    is_tom(qtbot, window, there=True)


def beside(window: MainWindow) -> list[QWidget]:
    """The windows that are on the screen with this one."""
    return [one for one in QApplication.topLevelWidgets() if one.isVisible() and one is not window]


def test_what_was_half_typed_is_there_afterwards(qtbot: QtBot, window: MainWindow) -> None:
    window.new_ticket()
    intake = next(one for one in QApplication.topLevelWidgets() if isinstance(one, IntakeWindow))
    field = next(one for one in intake.findChildren(QLineEdit) if one.isVisible())
    field.setText("Half a na")
    window.commands.trigger("lock")
    page = locked(qtbot, window)
    assert not intake.isVisible()
    go_in(page, 1)
    qtbot.waitUntil(intake.isVisible, timeout=WAIT)
    assert field.text() == "Half a na"


def test_another_person_comes_in_by_their_pin_and_has_their_own_window(
    qtbot: QtBot, window: MainWindow
) -> None:
    former = window.context
    window.commands.trigger("lock")
    page = locked(qtbot, window)
    go_in(page, 2, "0000")
    qtbot.waitUntil(lambda: "not the PIN" in page.wrong.full_text(), timeout=WAIT)
    assert former is window.context
    page.pin.setText(PIN)
    QTest.keyClick(page.pin, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.context is not None and window.context is not former, timeout=WAIT)
    settle(qtbot, window)
    assert window.context is not None
    assert (window.context.actor.name, window.foot.person.text()) == ("Tom Ellis", "Tom Ellis")
    assert not window.commands.action("import").isEnabled()
    assert "this is for: Owner" in window.commands.action("import").toolTip()
    assert window.commands.action("new_ticket").isEnabled()
    assert not next(
        one for one in window.sidebar.findChildren(PlaceButton) if "settings" in one.text()
    ).isEnabled()
    assert window.pages.isVisible()
    assert lock_of(window).page() is None


def test_the_name_at_the_foot_leads_to_the_lock(qtbot: QtBot, window: MainWindow) -> None:
    window.foot.person.click()
    page = locked(qtbot, window)
    assert {one.text() for one in page.people.values()} == {"Priya Nair", "Tom Ellis"}


def test_a_window_whose_person_has_a_pin_begins_locked(qtbot: QtBot, clock: FixedClock, shop: Desk) -> None:
    shop.pins.keep(shop.actor(), 1, "3861")
    with open_window(qtbot, clock, shop.path) as window:
        page = locked(qtbot, window)
        assert not any("Łukasz" in text for text in texts())
        go_in(page, 1, "3861")
        qtbot.waitUntil(window.pages.isVisible, timeout=WAIT)


def test_without_any_pin_the_page_says_so(qtbot: QtBot, clock: FixedClock, desk: Desk) -> None:
    with open_window(qtbot, clock, desk.path) as window:
        window.commands.trigger("lock")
        page = locked(qtbot, window)
        assert "anybody can go on" in page.words.full_text()
        assert not page.pin.isVisible()
        go_in(page, 1)
        qtbot.waitUntil(window.pages.isVisible, timeout=WAIT)


@pytest.mark.parametrize(
    ("wall", "monotonic", "locks"),
    [
        (timedelta(minutes=4), 240, False),
        (timedelta(minutes=5), 300, True),
        (timedelta(hours=8), 10, True),  # asleep: one clock stood still
        (timedelta(days=-1), 301, True),  # put back
        (timedelta(days=-1), 10, False),
        (timedelta(hours=1), 20, True),  # put forward
    ],
)
def test_it_locks_by_either_clock(
    qtbot: QtBot, window: MainWindow, clock: FixedClock, wall: timedelta, monotonic: float, locks: bool
) -> None:
    lock = lock_of(window)
    lock.touch()
    lock.look(clock.moment + wall, time.monotonic() + monotonic)
    assert (lock.page() is not None) is locks


def test_who_gets_another_role_has_to_come_in_again(qtbot: QtBot, window: MainWindow, shop: Desk) -> None:
    owner = shop.actor()
    tom = shop.people.list(owner)[1]
    shop.people.set_role(owner, tom.id, Role.OWNER, tom.row_version)
    shop.people.set_role(shop.actor("Tom", Source.COMMAND_LINE), owner.person_id, Role.READ_ONLY, 1)
    window.refresh()
    qtbot.waitUntil(lambda: lock_of(window).page() is not None, timeout=WAIT)
    go_in(locked(qtbot, window), 1)
    qtbot.waitUntil(
        lambda: window.context is not None and window.context.actor.role is Role.READ_ONLY, timeout=WAIT
    )
    settle(qtbot, window)
    assert not window.commands.action("new_ticket").isEnabled()


def test_what_was_typed_into_a_ticket_is_kept_and_a_note_that_was_begun_waits(
    qtbot: QtBot, window: MainWindow, shop: Desk
) -> None:
    pane = open_ticket(qtbot, window, "26000018")
    pane.show_tab(pane.work)
    settle(qtbot, window)
    pane.work.box.text.setPlainText("Half a note")
    pane.work.reports[0].findings.set_value("Port is loose")
    window.commands.trigger("lock")
    page = locked(qtbot, window)
    settle(qtbot, window)
    owner = shop.actor()
    assert shop.tickets.get(owner, "26000018").items[0].report.findings == "Port is loose"
    go_in(page, 2, PIN)
    is_tom(qtbot, window, there=True)
    pane = open_ticket(qtbot, window, "26000018")
    pane.show_tab(pane.work)
    settle(qtbot, window)
    assert pane.work.box.text.toPlainText() == "", "it is somebody else's"
    window.commands.trigger("lock")
    go_in(locked(qtbot, window), 1)
    is_tom(qtbot, window, there=False)
    pane = open_ticket(qtbot, window, "26000018")
    pane.show_tab(pane.work)
    settle(qtbot, window)
    assert pane.work.box.text.toPlainText() == "Half a note"


def is_tom(qtbot: QtBot, window: MainWindow, *, there: bool) -> None:
    def holds() -> bool:
        return window.context is not None and (window.context.actor.name == "Tom Ellis") is there

    qtbot.waitUntil(holds, timeout=WAIT)
    settle(qtbot, window)

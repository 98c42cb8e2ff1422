"""What reaches far asks for the PIN there and then, and goes on by itself; everybody has their own PIN."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deskapp.clock import FixedClock
from deskapp.domain.actor import Actor, Role
from deskapp.services import pin as pin_service
from deskapp.services.desk import Desk
from deskapp.ui.main_window import MainWindow
from deskapp.ui.people.pin_dialog import PinDialog
from deskapp.ui.people.prove import ProveDialog
from deskapp.ui.shell.lock_page import LockPage
from tests.builders import an_intake
from tests.ui.main_frame import WAIT, eventually, open_ticket, open_window, settle

PIN = "2749"


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pin_service, "_hashed", lambda secret: f"hash of {secret}")
    monkeypatch.setattr(pin_service, "_fits", lambda hashed, secret: hashed == f"hash of {secret}")


@pytest.fixture
def window(qtbot: QtBot, clock: FixedClock, desk: Desk, owner: Actor) -> Iterator[MainWindow]:
    desk.tickets.take_in(owner, an_intake())
    with open_window(qtbot, clock, desk.path) as made:
        open_ticket(qtbot, made, "26000018")
        yield made


def a_question(qtbot: QtBot) -> ProveDialog:
    eventually(qtbot, lambda: isinstance(QApplication.activeModalWidget(), ProveDialog))
    found = QApplication.activeModalWidget()
    assert isinstance(found, ProveDialog)
    return found


def is_binned(desk: Desk, owner: Actor) -> bool:
    return desk.tickets.get(owner, "26000018").binned


def test_without_a_pin_nothing_is_asked(qtbot: QtBot, window: MainWindow, desk: Desk, owner: Actor) -> None:
    window.commands.trigger("delete")
    eventually(qtbot, lambda: is_binned(desk, owner))
    assert QApplication.activeModalWidget() is None


def test_it_is_asked_there_and_then_and_what_was_begun_goes_on(
    qtbot: QtBot, window: MainWindow, desk: Desk, owner: Actor
) -> None:
    desk.pins.keep(owner, owner.person_id, PIN)
    window.commands.trigger("delete")
    dialog = a_question(qtbot)
    dialog.pin.setText("2750")
    QTest.keyClick(dialog.pin, Qt.Key.Key_Return)
    eventually(qtbot, lambda: "not the PIN" in dialog.wrong.full_text())
    assert not is_binned(desk, owner)
    QTest.keyClicks(dialog.pin, PIN)
    QTest.keyClick(dialog.pin, Qt.Key.Key_Return)
    eventually(qtbot, lambda: is_binned(desk, owner))
    settle(qtbot, window)
    window.undo()
    eventually(qtbot, lambda: not is_binned(desk, owner))


def test_who_gives_it_up_has_changed_nothing(
    qtbot: QtBot, window: MainWindow, desk: Desk, owner: Actor
) -> None:
    desk.pins.keep(owner, owner.person_id, PIN)
    window.commands.trigger("delete")
    dialog = a_question(qtbot)
    QTest.keyClick(dialog.pin, Qt.Key.Key_Escape)
    eventually(qtbot, lambda: "asks for your PIN" in window.banner.text())
    settle(qtbot, window)
    assert not is_binned(desk, owner)


def test_everybody_changes_their_own_pin_with_the_one_before(
    qtbot: QtBot, clock: FixedClock, desk: Desk, owner: Actor
) -> None:
    tom = desk.people.add(owner, "Tom Ellis", Role.TECHNICIAN).value
    desk.pins.keep(owner, tom.id, PIN)
    with open_window(qtbot, clock, desk.path) as window:
        window.commands.trigger("lock")
        page = window.findChild(LockPage)
        assert page is not None
        eventually(qtbot, lambda: bool(page.people))
        page.people[tom.id].click()
        page.pin.setText(PIN)
        page.go.click()
        eventually(qtbot, lambda: window.context is not None and window.context.actor.person_id == tom.id)
        settle(qtbot, window)
        window.commands.trigger("own_pin")
        eventually(qtbot, lambda: isinstance(QApplication.activeModalWidget(), PinDialog))
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, PinDialog)
        for field in (dialog.new, dialog.again):
            field.setText("5927")
        dialog.old.setText("1111")
        dialog.go.click()
        eventually(qtbot, lambda: "not the PIN" in dialog.banner.text())
        dialog.old.setText(PIN)
        dialog.go.click()
        eventually(qtbot, lambda: QApplication.activeModalWidget() is None)
        settle(qtbot, window)
    actor = desk.actor("Tom")
    assert desk.pins.enter(owner, tom.id, "5927") == actor


def test_an_owner_without_a_way_back_is_told(
    qtbot: QtBot, window: MainWindow, desk: Desk, owner: Actor
) -> None:
    window.commands.trigger("own_pin")
    eventually(qtbot, lambda: isinstance(QApplication.activeModalWidget(), PinDialog))
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, PinDialog)
    for field in (dialog.new, dialog.again):
        field.setText(PIN)
    dialog.go.click()
    qtbot.waitUntil(lambda: owner.person_id in desk.pins.state(owner).with_pin, timeout=WAIT)
    eventually(qtbot, lambda: window.toasts.current() is not None)
    settle(qtbot, window)
    toast = window.toasts.current()
    assert toast is not None
    assert "recovery code" in toast.words.full_text()

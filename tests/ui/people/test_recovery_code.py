"""The code on paper: shown once among the people, and it lets an owner in who forgot the PIN."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deskapp.clock import FixedClock
from deskapp.domain.actor import Actor
from deskapp.services import pin as pin_service
from deskapp.services.desk import Desk
from deskapp.ui.main_window import MainWindow
from deskapp.ui.people.dialog import PeopleDialog
from deskapp.ui.people.recovery import RecoveryNotice
from deskapp.ui.shell.lock_page import LockPage
from tests.ui.main_frame import eventually, open_window, settle


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pin_service, "_hashed", lambda secret: f"hash of {secret}")
    monkeypatch.setattr(pin_service, "_fits", lambda hashed, secret: hashed == f"hash of {secret}")


@pytest.fixture
def window(qtbot: QtBot, clock: FixedClock, desk: Desk) -> Iterator[MainWindow]:
    with open_window(qtbot, clock, desk.path) as made:
        yield made


def made_code(qtbot: QtBot, window: MainWindow) -> str:
    window.commands.trigger("people")
    eventually(qtbot, lambda: isinstance(QApplication.activeModalWidget(), PeopleDialog))
    people = QApplication.activeModalWidget()
    assert isinstance(people, PeopleDialog)
    people.code.click()
    eventually(qtbot, lambda: isinstance(QApplication.activeModalWidget(), RecoveryNotice))
    notice = QApplication.activeModalWidget()
    assert isinstance(notice, RecoveryNotice)
    code = notice.words.full_text()
    notice.reject()
    people.reject()
    settle(qtbot, window)
    return code


def test_it_is_shown_once_and_lets_the_owner_in(
    qtbot: QtBot, window: MainWindow, desk: Desk, owner: Actor
) -> None:
    code = made_code(qtbot, window)
    assert window.context is not None
    assert len(code) == 29
    desk.pins.keep(owner, owner.person_id, "2749")
    window.commands.trigger("lock")
    page = window.findChild(LockPage)
    assert page is not None
    eventually(qtbot, page.forgot.isVisible)
    settle(qtbot, window)
    page.forgot.click()
    assert page.pin.echoMode() is page.pin.EchoMode.Normal, "a code is read from paper"
    page.pin.setText("AAAAA-BBBBB")
    window.context.changed.emit()  # somebody else wrote to the file
    settle(qtbot, window)
    assert page.pin.text() == "AAAAA-BBBBB"
    QTest.keyClick(page.pin, Qt.Key.Key_Return)
    eventually(qtbot, lambda: "not the recovery code" in page.wrong.full_text())
    page.pin.setText(code.lower())
    QTest.keyClick(page.pin, Qt.Key.Key_Return)
    eventually(qtbot, window.pages.isVisible)
    settle(qtbot, window)
    state = desk.pins.state(owner)
    assert (state.with_pin, state.has_recovery) == (frozenset(), False)

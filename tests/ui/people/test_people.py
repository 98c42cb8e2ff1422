"""The list of people: added, renamed, given a role, gone and back, with the keyboard and the mouse."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deskapp.clock import FixedClock
from deskapp.domain.actor import Role
from deskapp.services.desk import Desk
from deskapp.ui.main_window import MainWindow
from deskapp.ui.people.dialog import PeopleDialog
from tests.ui.main_frame import WAIT, open_window, settle


@pytest.fixture
def window(qtbot: QtBot, clock: FixedClock, desk: Desk) -> Iterator[MainWindow]:
    desk.people.add(desk.actor(), "Tom Ellis")
    with open_window(qtbot, clock, desk.path) as made:
        yield made


@pytest.fixture
def dialog(qtbot: QtBot, window: MainWindow) -> PeopleDialog:
    window.commands.trigger("people")
    qtbot.waitUntil(lambda: isinstance(QApplication.activeModalWidget(), PeopleDialog), timeout=WAIT)
    found = QApplication.activeModalWidget()
    assert isinstance(found, PeopleDialog)
    return found


def people(desk: Desk) -> list[tuple[str, str, bool]]:
    return [(one.name, one.role.value, one.active) for one in desk.people.list(desk.actor())]


def test_somebody_is_added_by_return_and_stands_in_the_list(
    qtbot: QtBot, window: MainWindow, dialog: PeopleDialog, desk: Desk
) -> None:
    dialog.name.setText("Zoë Quill")
    dialog.role.set_key("front_desk")
    QTest.keyClick(dialog.name, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: len(dialog.rows) == 3, timeout=WAIT)
    settle(qtbot, window)
    assert people(desk)[2] == ("Zoë Quill", "front_desk", True)
    assert (dialog.name.text(), dialog.rows[3].name.text()) == ("", "Zoë Quill")
    assert dialog.isVisible()


def test_a_name_and_a_role_are_kept_when_they_are_left(
    qtbot: QtBot, window: MainWindow, dialog: PeopleDialog, desk: Desk
) -> None:
    row = dialog.rows[2]
    row.name.setFocus()
    row.name.setText("Tom Hart")
    QTest.keyClick(row.name, Qt.Key.Key_Tab)
    qtbot.waitUntil(lambda: row.person.name == "Tom Hart", timeout=WAIT)
    row.role.setFocus()
    row.role.setCurrentIndex(row.role.findData("read_only"))
    row.role.activated.emit(row.role.currentIndex())
    qtbot.waitUntil(lambda: row.person.role is Role.READ_ONLY, timeout=WAIT)
    row.gone.click()
    qtbot.waitUntil(lambda: not row.person.active, timeout=WAIT)
    settle(qtbot, window)
    assert people(desk)[1] == ("Tom Hart", "read_only", False)
    assert row.gone.text() == "Is back"
    assert not row.role.isEnabled()


def test_the_last_owner_stays_and_the_dialog_says_why(
    qtbot: QtBot, window: MainWindow, dialog: PeopleDialog, desk: Desk
) -> None:
    row = dialog.rows[1]
    row.role.setCurrentIndex(row.role.findData("technician"))
    row.role.activated.emit(row.role.currentIndex())
    qtbot.waitUntil(lambda: "needs an owner" in dialog.banner.text(), timeout=WAIT)
    assert row.role.key() == "owner"
    settle(qtbot, window)
    assert people(desk)[0] == ("Priya Nair", "owner", True)


def test_a_name_that_is_taken_is_refused(qtbot: QtBot, dialog: PeopleDialog) -> None:
    dialog.name.setText("tom ellis")
    dialog.add.click()
    qtbot.waitUntil(lambda: "already in the list" in dialog.banner.text(), timeout=WAIT)
    assert dialog.name.text() == "tom ellis"


def test_an_act_can_be_undone_in_the_window(
    qtbot: QtBot, window: MainWindow, dialog: PeopleDialog, desk: Desk
) -> None:
    dialog.rows[2].gone.click()
    qtbot.waitUntil(lambda: not dialog.rows[2].person.active, timeout=WAIT)
    settle(qtbot, window)
    dialog.reject()
    window.undo()
    settle(qtbot, window)
    assert people(desk)[1] == ("Tom Ellis", "technician", True)

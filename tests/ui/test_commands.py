"""One list of commands: no key twice, every one with words, and only what works is shown."""

from __future__ import annotations

from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QListWidget, QMainWindow, QMenu, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from deskapp.ui.command import MENUS, Command, check
from deskapp.ui.commands import Commands
from deskapp.ui.shell.command_list import COMMANDS
from tests.ui.finding import child

pytestmark = pytest.mark.usefixtures("dressed")


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    made = QMainWindow()
    page = QWidget()
    column = QVBoxLayout(page)
    column.addWidget(QListWidget())
    column.addWidget(QLineEdit())
    column.addWidget(QPushButton("Save"))
    made.setCentralWidget(page)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    made.activateWindow()
    return made


@pytest.fixture
def commands(window: QMainWindow) -> Commands:
    return Commands(window)


def _titles(menu: QMenu) -> list[str]:
    return ["—" if action.isSeparator() else action.text().replace("&", "") for action in menu.actions()]


def test_no_key_is_given_twice_and_every_command_has_words() -> None:
    check(COMMANDS)
    keys = [QKeySequence(keys) for command in COMMANDS for keys in (*command.keys, *command.list_keys)]
    assert all(not one.isEmpty() for one in keys)
    assert len({one.toString() for one in keys}) == len(keys)


@pytest.mark.parametrize(
    ("wrong", "why"),
    [
        (Command("other", "Other", "file", keys=("Ctrl+N",)), r"Ctrl\+N belongs to new_ticket"),
        (Command("new_ticket", "Other", "file"), "new_ticket belongs to new_ticket"),
        (Command("other", "&", "file"), "no text"),
    ],
)
def test_a_list_that_contradicts_itself_is_refused_at_start(wrong: Command, why: str) -> None:
    with pytest.raises(ValueError, match=why):
        check((*COMMANDS, wrong))


def test_a_bound_command_runs_by_its_key(commands: Commands, window: QMainWindow, qtbot: QtBot) -> None:
    ran: list[str] = []
    commands.bind("new_ticket", lambda: ran.append("new"))
    with qtbot.waitSignal(commands.ran) as told:
        QTest.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert ran == ["new"]
    assert told.args == ["new_ticket"]


def test_only_what_works_stands_in_the_menus(commands: Commands, window: QMainWindow) -> None:
    commands.bind("new_ticket", lambda: None)
    commands.bind("quit", lambda: None)
    commands.bind("about", lambda: None)
    commands.fill_menu_bar(window.menuBar())
    menus = [menu for menu in window.menuBar().findChildren(QMenu) if menu.title()]
    assert {menu.title(): _titles(menu) for menu in menus} == {
        "&File": ["New ticket", "—", "Quit"],
        "&Help": ["About Deskapp"],
    }


def test_what_needs_a_ticket_waits_for_one(commands: Commands) -> None:
    move = commands.bind("change_status", lambda: None)
    assert not move.isEnabled()
    commands.provide("ticket", there=True)
    assert move.isEnabled()
    assert commands.bind("add_note", lambda: None).isEnabled()
    commands.provide("ticket", there=False)
    assert not move.isEnabled()


def test_single_keys_work_in_the_list_and_nowhere_else(commands: Commands, window: QMainWindow) -> None:
    ran: list[str] = []
    view, line = child(window, QListWidget), child(window, QLineEdit)
    commands.attach_list(view)
    commands.bind("add_note", lambda: ran.append("note"))
    commands.provide("ticket", there=True)
    for other in (child(window, QPushButton), line):
        other.setFocus()
        QTest.keyClick(other, Qt.Key.Key_N)
    assert ran == []
    assert line.text() == "n"
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_N)
    assert ran == ["note"]


def test_a_switch_and_a_choice_are_given_whether_they_are_on(commands: Commands) -> None:
    seen: list[object] = []
    pane = commands.bind("toggle_pane", seen.append)
    for look in ("look_system", "look_light", "look_dark"):
        commands.bind(look, seen.append)
    commands.set_on("toggle_pane", on=True)
    commands.set_on("look_light", on=True)
    assert seen == []
    pane.trigger()
    commands.action("look_dark").trigger()
    assert seen == [False, True]
    assert not commands.action("look_light").isChecked()


def test_system_menus_know_the_three_special_places(commands: Commands) -> None:
    roles = {
        key: commands.bind(key, lambda: None).menuRole()
        for key in ("about", "settings", "quit", "new_ticket")
    }
    assert roles == {
        "about": QAction.MenuRole.AboutRole,
        "settings": QAction.MenuRole.PreferencesRole,
        "quit": QAction.MenuRole.QuitRole,
        "new_ticket": QAction.MenuRole.NoRole,
    }


def test_every_command_can_be_bound_and_says_its_keys(commands: Commands) -> None:
    for command in COMMANDS:
        action = commands.bind(command.key, lambda *_on: None)
        assert action.text().strip("&")
        assert command.menu in MENUS
        assert bool(action.icon().isNull()) == (not command.icon)
    assert {command.key for command in commands.bound()} == {command.key for command in COMMANDS}
    assert commands.action("print").toolTip() == "Print what fits  Ctrl+P"


def test_the_sheet_holds_what_is_bound(commands: Commands) -> None:
    commands.bind("find", lambda: None)
    commands.bind("add_note", lambda: None)
    commands.bind("about", lambda: None)
    assert commands.sheet() == [
        ("Edit", [("Find in this list", "Ctrl+F  F3")]),
        ("Ticket", [("Add note", "N")]),
    ]


def test_the_sheet_tells_what_every_list_does(commands: Commands, window: QMainWindow) -> None:
    commands.bind("add_note", lambda: None)
    commands.attach_list(child(window, QListWidget))
    groups = dict(commands.sheet())
    assert ("Copy rows", "Ctrl+C") in groups["In lists"]
    assert set(groups) == {"Ticket", "In lists"}


def test_a_menu_shows_the_letters_that_work_in_lists(commands: Commands, window: QMainWindow) -> None:
    for key in ("add_note", "delete"):
        commands.bind(key, lambda: None)
    menu = QMenu(window)
    commands.fill_menu(menu, "ticket")

    def opened() -> list[str]:
        menu.popup(window.pos())
        shown = [title for title in _titles(menu) if title != "—"]
        menu.close()
        return shown

    assert opened() == ["Add note\tN", "Move to bin\tDel"]
    commands.single_keys = False
    assert opened() == ["Add note", "Move to bin\tDel"]
    assert commands.action("delete").text() == "Move to &bin"


def test_single_letters_can_be_switched_off(commands: Commands, window: QMainWindow) -> None:
    ran: list[str] = []
    view = child(window, QListWidget)
    commands.attach_list(view)
    for key in ("add_note", "delete"):
        commands.bind(key, partial(ran.append, key))
    commands.provide("ticket", there=True)
    commands.provide("live", there=True)
    commands.single_keys = False
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_N)
    QTest.keyClick(view, Qt.Key.Key_Delete)
    assert ran == ["delete"]
    commands.single_keys = True
    QTest.keyClick(view, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert ran == ["delete"]
    QTest.keyClick(view, Qt.Key.Key_N)
    assert ran == ["delete", "add_note"]


def test_an_unknown_command_is_a_bug(commands: Commands) -> None:
    with pytest.raises(KeyError):
        commands.bind("fly", lambda: None)
    assert not commands.is_bound("fly")

"""Everything the windows can do is reached by keys, has a name, and no key means two things."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTextEdit,
    QToolButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from deskapp.clock import FixedClock
from deskapp.domain.actor import Actor
from deskapp.domain.paper import Document
from deskapp.domain.photo import KeptPhoto
from deskapp.services.desk import Desk
from deskapp.ui.command import MENUS, Command, check
from deskapp.ui.commands import Commands
from deskapp.ui.imports import window as import_registry
from deskapp.ui.imports.window import ImportWindow
from deskapp.ui.intake import quick_window as quick_registry
from deskapp.ui.intake import window as intake_registry
from deskapp.ui.intake.quick_window import QuickWindow
from deskapp.ui.intake.window import IntakeWindow
from deskapp.ui.main_window import MainWindow
from deskapp.ui.papers import preview_window as preview_registry
from deskapp.ui.papers.preview_window import PreviewWindow
from deskapp.ui.photos import viewer as photo_registry
from deskapp.ui.photos.model import Tile
from deskapp.ui.photos.viewer import PhotoViewer
from deskapp.ui.shell import command_list as main_registry
from deskapp.ui.shell.findings import command_hits, first_hits
from deskapp.ui.shell.hits import HitList
from deskapp.ui.tickets import window as ticket_registry
from deskapp.ui.tickets.window import TicketWindow
from tests.builders import a_customer, an_intake
from tests.ui.main_frame import eventually, open_ticket, open_window, settle

pytestmark = pytest.mark.usefixtures("dressed")
REGISTRIES = {
    "main": main_registry.COMMANDS,
    "intake": intake_registry.COMMANDS,
    "quick": quick_registry.COMMANDS,
    "preview": preview_registry.COMMANDS,
    "import": import_registry.COMMANDS,
    "ticket": ticket_registry.COMMANDS,
    "photo": photo_registry.COMMANDS,
}
BESIDE = [name for name in REGISTRIES if name != "main"]
PLACES = ("go_enquiries", "go_tickets", "go_customers", "go_catalog", "settings")


@pytest.fixture
def window(qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock) -> Iterator[MainWindow]:
    number = desk.tickets.take_in(owner, an_intake(customer=a_customer("Ada Byron"))).value.number
    with open_window(qtbot, clock, desk.path) as made:
        open_ticket(qtbot, made, number)
        yield made


def beside(window: MainWindow) -> dict[str, Callable[[], object]]:
    """How the windows beside the main one are opened, by name."""
    context = window.context
    assert context is not None
    number = window.pages.tickets().list.records.row(0).number
    return {
        "intake": context.open_intake,
        "quick": context.open_quick_job,
        "preview": partial(context.preview, number, Document.CLAIM_TICKET),
        "import": window.import_records,
        "ticket": partial(context.open_window, number),
        "photo": lambda: PhotoViewer(context, [Tile(KeptPhoto("", 1, 1, b""))], 0, window).show(),
    }


@contextmanager
def other(qtbot: QtBot, window: MainWindow, name: str) -> Iterator[tuple[QWidget, Commands]]:
    """One of the windows beside the main one, open."""
    beside(window)[name]()
    kinds = (IntakeWindow, QuickWindow, PreviewWindow, ImportWindow, TicketWindow, PhotoViewer)
    made = next(one for one in QApplication.topLevelWidgets() if isinstance(one, kinds) and one.isVisible())
    settle(qtbot, window)
    made.activateWindow()
    eventually(qtbot, made.isActiveWindow)
    try:
        yield made, made.commands
    finally:
        made.close()


# The registry itself ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", REGISTRIES)
def test_every_command_has_a_name_and_its_own_keys(name: str) -> None:
    check(REGISTRIES[name])
    for command in REGISTRIES[name]:
        assert command.name.strip(), command.key
        assert command.name == command.name.strip()
        assert command.menu in MENUS


@pytest.mark.parametrize("name", REGISTRIES)
def test_every_window_has_the_search_and_the_sheet_under_the_same_keys(name: str) -> None:
    known = {command.key: command for command in REGISTRIES[name]}
    assert known["omnibox"].keys == ("Ctrl+K",)
    assert "Ctrl+/" in known["shortcuts"].keys


@pytest.mark.parametrize("name", BESIDE)
def test_a_window_without_a_menu_has_a_key_for_everything(name: str) -> None:
    assert [command.key for command in REGISTRIES[name] if not (command.keys or command.list_keys)] == []


# The main window ----------------------------------------------------------------------------------


def test_every_command_of_the_main_window_works_and_stands_in_a_menu(window: MainWindow) -> None:
    bound = {command.key for command in window.commands.bound()}
    assert bound == {command.key for command in main_registry.COMMANDS}
    shown = {action.objectName() for action in _actions_of_menus(window)}
    assert bound <= shown


def test_every_menu_entry_is_reached_by_a_letter(window: MainWindow) -> None:
    for menu in _menus(window):
        letters = Counter(_letter(action.text()) for action in menu.actions() if not action.isSeparator())
        assert "" not in letters, menu.title()
        assert not [letter for letter, count in letters.items() if count > 1], (menu.title(), letters)


def test_every_command_that_can_run_is_in_the_palette_with_its_key(window: MainWindow) -> None:
    offered = {hit.title: hit.aside for hit in first_hits((window.commands,))}
    for command in window.commands.bound():
        if command.key == "omnibox":
            continue
        name = command.name.rstrip("…")
        enabled = window.commands.action(command.key).isEnabled()
        assert (name in offered) is enabled, command.key
        found = {hit.title for hit in command_hits((window.commands,), name, most=50)}
        assert (name in found) is enabled, command.key
        if enabled and (keys := (*command.keys, *command.list_keys)):
            assert offered[name] == QKeySequence(keys[0]).toString(QKeySequence.SequenceFormat.NativeText)


def test_what_cannot_run_now_is_not_in_the_palette(qtbot: QtBot, desk: Desk, clock: FixedClock) -> None:
    with open_window(qtbot, clock, desk.path) as empty:
        offered = {hit.title for hit in first_hits((empty.commands,))}
        needy = {one.name.rstrip("…") for one in empty.commands.bound() if one.needs}
        assert "Hand over" in needy
        assert not offered & needy


@pytest.mark.parametrize("place", PLACES)
def test_no_key_means_two_things_in_the_main_window(qtbot: QtBot, window: MainWindow, place: str) -> None:
    window.commands.trigger(place)
    settle(qtbot, window)
    assert _doubles(window) == {}


@pytest.mark.parametrize("place", PLACES)
def test_everything_on_a_page_has_a_name(qtbot: QtBot, window: MainWindow, place: str) -> None:
    window.commands.trigger(place)
    settle(qtbot, window)
    assert _nameless(window) == []


def test_every_tab_of_a_ticket_has_names(qtbot: QtBot, window: MainWindow) -> None:
    tabs = window.pages.tickets().pane().tabs
    for place in range(tabs.count()):
        tabs.setCurrentIndex(place)
        settle(qtbot, window)
        assert _nameless(window) == [], tabs.tabText(place)


def test_the_sheet_shows_every_key(window: MainWindow) -> None:
    shown = {name: keys for _group, entries in window.commands.sheet() for name, keys in entries}
    for command in window.commands.bound():
        for keys in (*command.keys, *command.list_keys):
            if keys.endswith("Return"):
                continue  # the other Enter key is told
            native = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
            assert native in shown[command.name], command.key


# The windows beside it ----------------------------------------------------------------------------


@pytest.mark.parametrize("name", BESIDE)
def test_the_windows_beside_it(qtbot: QtBot, window: MainWindow, name: str) -> None:
    with other(qtbot, window, name) as (made, commands):
        bound = {command.key for command in commands.bound()}
        assert bound == {command.key for command in REGISTRIES[name]}
        assert _doubles(made) == {}
        assert _nameless(made) == []


@pytest.mark.parametrize("name", BESIDE)
def test_the_palette_works_in_them(qtbot: QtBot, window: MainWindow, name: str) -> None:
    with other(qtbot, window, name) as (made, commands):
        commands.trigger("omnibox")
        field = QApplication.focusWidget()
        assert isinstance(field, QLineEdit)
        assert made.isAncestorOf(field)
        own = {command.name.rstrip("…") for command in commands.bound() if command.key != "omnibox"}
        titles = {hit.title for hit in first_hits((commands,))}
        enabled = {one.name.rstrip("…") for one in commands.bound() if commands.action(one.key).isEnabled()}
        assert titles == own & enabled
        field.setText(">customers")
        field.textEdited.emit(field.text())
        eventually(qtbot, lambda: _offered(made) == ["Customers"])


def test_a_ticket_is_opened_from_the_intake(qtbot: QtBot, window: MainWindow) -> None:
    with other(qtbot, window, "intake") as (made, commands):
        window.commands.trigger("go_customers")
        commands.trigger("omnibox")
        field = QApplication.focusWidget()
        assert isinstance(field, QLineEdit)
        field.setText("#18")
        field.textEdited.emit("#18")
        eventually(qtbot, lambda: _offered(made) == ["26000018"])
        QTest.keyClick(field, Qt.Key.Key_Return)
        eventually(qtbot, lambda: window.pages.name() == "tickets")
        assert made.isVisible()
        assert not field.isVisible()


def _offered(window: QWidget) -> list[str]:
    return [title for one in window.findChildren(HitList) for title in one.titles()]


def _menus(window: MainWindow) -> Iterator[QMenu]:
    for action in window.menuBar().actions():
        if (menu := action.menu()) is not None:
            assert isinstance(menu, QMenu)
            yield menu
            yield from (one for one in menu.findChildren(QMenu) if one.title())


def _actions_of_menus(window: MainWindow) -> Iterator[QAction]:
    for menu in _menus(window):
        yield from menu.actions()


def _letter(text: str) -> str:
    _before, mark, after = text.partition("&")
    return after[:1].casefold() if mark else ""


def _doubles(window: QWidget) -> dict[str, list[str]]:
    """Keys that two things of a window listen to at the same time."""
    listening: dict[str, list[str]] = {}
    for action in window.findChildren(QAction):
        for keys in action.shortcuts() if action.isVisible() else []:
            listening.setdefault(keys.toString(), []).append(action.text())
    for shortcut in window.findChildren(QShortcut):
        owner = shortcut.parent()
        assert isinstance(owner, QWidget)
        if shortcut.isEnabled() and owner.isVisible():
            listening.setdefault(shortcut.key().toString(), []).append(
                f"{type(owner).__name__}/{id(owner)}/{shortcut.context().name}"
            )
    return {keys: who for keys, who in listening.items() if _clash(who)}


def _clash(who: list[str]) -> bool:
    """Shortcuts of two widgets that cannot have the focus together do not meet; those of a window do."""
    of_widgets = [one for one in who if one.endswith(("/WidgetShortcut", "/WidgetWithChildrenShortcut"))]
    return len(who) - len(of_widgets) > 1 or len(set(of_widgets)) < len(of_widgets)


def _nameless(window: QWidget) -> list[str]:
    """What can be used in a window and says nothing to somebody who cannot see it."""
    buddies = {label.buddy() for label in window.findChildren(QLabel)}
    fields = (QLineEdit, QPlainTextEdit, QTextEdit, QComboBox, QAbstractSpinBox, QAbstractItemView)
    return [
        f"{type(one).__name__} in {type(one.parent()).__name__}"
        for one in window.findChildren(QWidget)
        if one.isVisible() and not one.accessibleName() and one.focusPolicy().value
        if (isinstance(one, QAbstractButton) and not _says(one))
        or (isinstance(one, fields) and one not in buddies and not _is_inside(one))
    ]


def _says(button: QAbstractButton) -> bool:
    return bool(button.text())  # that of a command's button is the command's name


def _is_inside(field: QWidget) -> bool:
    """Whether a field is only a part of another one, which has the name."""
    parent = field.parent()
    return isinstance(parent, QComboBox | QAbstractSpinBox) or field.objectName().startswith("qt_")


def test_the_walk_sees_what_is_wrong(qtbot: QtBot) -> None:
    wrong = QWidget()
    qtbot.addWidget(wrong)
    QToolButton(wrong)
    QLineEdit(wrong)
    for _twice in range(2):
        action = QAction("Act", wrong)
        action.setShortcut("Ctrl+J")
        wrong.addAction(action)
    wrong.show()
    assert len(_nameless(wrong)) == 2
    assert _doubles(wrong) == {"Ctrl+J": ["Act", "Act"]}
    double = [Command(key, key.title(), "file", keys=("Ctrl+J",)) for key in ("one", "two")]
    with pytest.raises(ValueError, match="Ctrl"):
        check(tuple(double))

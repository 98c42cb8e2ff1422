"""Commands that a role may not use are off and say why; each command has its place in the list."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from deskapp.domain.actor import Role
from deskapp.domain.permission import RULES, Verdict
from deskapp.ui.commands import Commands
from deskapp.ui.papers.preview_window import COMMANDS as OF_PAPERS
from deskapp.ui.shell.allowed import ACTION_OF, use_role
from deskapp.ui.shell.command_list import COMMANDS

ONLY_SHOWS = {
    *("open_shop", "new_shop", "quit", "undo", "redo", "message", "find", "omnibox", "go_to_number"),
    *("find_customer", "select_row", "go_today", "go_tickets", "go_customers", "go_devices", "go_catalog"),
    *("go_enquiries", "back", "refresh", "toggle_board", "toggle_pane", "toggle_sidebar", "full_screen"),
    *("peek", "next_part", "part_before", "rows_compact", "rows_normal", "rows_comfortable"),
    *("choose_columns", "pane_below", "group_none", "group_status", "group_person", "group_day"),
    *("single_keys", "look_system", "look_light", "look_dark", "open_window", "shortcuts", "scanner_test"),
    *("about", "lock", "customer_bin"),
}
"""What changes nothing in the shop file; `undo` and `redo` are asked of the desk act by act."""


@pytest.fixture
def commands(qtbot: QtBot) -> Commands:
    window = QWidget()
    qtbot.addWidget(window)
    made = Commands(window)
    for command in COMMANDS:
        made.bind(command.key, lambda *_: None)
    return made


def test_every_command_is_an_action_of_the_list_or_only_shows() -> None:
    keys = {command.key for command in COMMANDS}
    assert keys <= ACTION_OF.keys() | ONLY_SHOWS, "a new command: say which action of the list it is"
    assert not ACTION_OF.keys() & ONLY_SHOWS
    assert ACTION_OF.keys() <= keys | {command.key for command in OF_PAPERS}


@pytest.mark.parametrize("role", list(Role))
def test_what_a_role_may_not_do_is_off_with_the_reason(commands: Commands, role: Role) -> None:
    for need in ("ticket", "customer", "live", "binned", "enquiry", "binned_customer"):
        commands.provide(need, there=True)
    use_role(commands, role)
    commands.provide("ticket", there=True)
    for key, action in ACTION_OF.items():
        if not commands.is_bound(key):
            continue  # that of another window
        off = RULES[action][role] is Verdict.NO
        assert commands.action(key).isEnabled() is not off, key
        assert ("this is for:" in commands.action(key).toolTip()) is off, key


def test_the_next_person_has_theirs_back(commands: Commands) -> None:
    tip = commands.action("import").toolTip()
    use_role(commands, Role.READ_ONLY)
    use_role(commands, Role.OWNER)
    assert commands.action("import").isEnabled()
    assert commands.action("import").toolTip() == tip
    assert not commands.action("add_note").isEnabled(), "there is no ticket"
    commands.provide("ticket", there=True)
    assert commands.action("add_note").isEnabled()

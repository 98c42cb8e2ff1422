"""The bar at the left and the line at the foot."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from pytestqt.qtbot import QtBot

from deskapp.ui.shell.foot import Foot
from deskapp.ui.shell.sidebar import Sidebar

pytestmark = pytest.mark.usefixtures("dressed")


@pytest.fixture
def action() -> QAction:
    return QAction("&New ticket")


@pytest.fixture
def sidebar(qtbot: QtBot, action: QAction) -> Sidebar:
    made = Sidebar(action)
    qtbot.addWidget(made)
    made.show()
    return made


def test_a_place_says_its_name_and_its_count(qtbot: QtBot, sidebar: Sidebar) -> None:
    sidebar.set_counts({"open": 42, "waiting": 0})
    assert sidebar.button("open").accessibleName() == "Open  42"
    assert sidebar.button("waiting").accessibleName() == "Waiting"
    with qtbot.waitSignal(sidebar.chosen) as told:
        sidebar.button("ready").click()
    assert told.args == ["ready"]


def test_narrow_it_shows_icons_and_says_the_words_as_tips(sidebar: Sidebar) -> None:
    sidebar.set_counts({"open": 42})
    sidebar.set_narrow(narrow=True)
    assert sidebar.button("open").text() == ""
    assert sidebar.button("open").toolTip() == "Open  42"
    assert sidebar.button("open").accessibleName() == "Open  42"
    assert sidebar.new_ticket.accessibleName() == "New ticket"
    sidebar.set_narrow(narrow=False)
    assert sidebar.button("open").text().strip() == "Open"
    assert sidebar.button("open").toolTip() == ""


def test_the_big_button_works_when_its_command_does(qtbot: QtBot, sidebar: Sidebar, action: QAction) -> None:
    with qtbot.waitSignal(action.triggered):
        sidebar.new_ticket.click()
    action.setEnabled(False)
    assert not sidebar.new_ticket.isEnabled()


def test_the_foot_counts_in_whole_words(qtbot: QtBot) -> None:
    foot = Foot()
    qtbot.addWidget(foot)
    foot.set_counts({"open": 1, "overdue": 0})
    assert foot.counts.text() == "1 open ticket"
    foot.set_counts({"open": 52, "overdue": 3})
    assert foot.counts.text() == "52 open tickets, 3 overdue"
    foot.set_file(Path("/some/where/shop.desk"))
    assert foot.file.text() == "shop.desk"
    assert foot.file.toolTip() == "/some/where/shop.desk"

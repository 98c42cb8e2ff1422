"""The bar at the left and the line at the foot."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from deskapp import i18n
from deskapp.domain.saved_view import SavedView, ViewDraft
from deskapp.ui.shared.plain import PlainLabel
from deskapp.ui.shell.foot import Foot
from deskapp.ui.shell.places import VIEWS, Place, place_of
from deskapp.ui.shell.sidebar import NARROW, Sidebar

pytestmark = pytest.mark.usefixtures("dressed")


@pytest.fixture
def action() -> QAction:
    return QAction("&New ticket")


@pytest.fixture
def sidebar(qtbot: QtBot, action: QAction) -> Sidebar:
    made = Sidebar(action)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    qtbot.waitExposed(made)
    return made


def test_a_place_says_its_name_and_its_count(qtbot: QtBot, sidebar: Sidebar) -> None:
    sidebar.set_counts({"open": 42, "waiting": 0})
    assert sidebar.button("open").accessibleName() == "Open  42"
    assert sidebar.button("waiting").accessibleName() == "Waiting"
    with qtbot.waitSignal(sidebar.chosen) as told:
        sidebar.button("ready").click()
    assert told.args == ["ready"]


def test_narrow_it_shows_icons_and_says_the_words_as_tips(qtbot: QtBot, sidebar: Sidebar) -> None:
    sidebar.set_counts({"open": 42})
    sidebar.set_place("open")
    sidebar.set_narrow(narrow=True)
    qtbot.waitUntil(lambda: sidebar.button("mine").width() < NARROW)
    assert all(
        one.visibleRegion().boundingRect().left() == 0 for one in map(sidebar.button, ("open", "mine"))
    )
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


def a_view(number: int, name: str, *, shared: bool = False) -> Place:
    return place_of(SavedView(number, ViewDraft(name, "samsung", shared=shared)))


def test_views_of_people_stand_below_the_others_under_a_head_of_their_own(sidebar: Sidebar) -> None:
    head = next(one for one in sidebar.findChildren(PlainLabel) if one.full_text() == "Saved views")
    assert not head.isVisible()
    sidebar.set_views((a_view(1, "Bikes & <b>more</b>"), a_view(2, "Mine")))
    assert head.isVisible()
    assert [place.label for place in sidebar.views()] == ["Bikes & <b>more</b>", "Mine"]
    sidebar.set_counts({"view-1": 3})
    assert sidebar.button("view-1").accessibleName() == "Bikes & <b>more</b>  3"
    sidebar.set_narrow(narrow=True)
    assert not head.isVisible()
    assert sidebar.button("view-1").text() == ""


def test_other_views_leave_the_rest_as_it_was(qtbot: QtBot, sidebar: Sidebar) -> None:
    sidebar.set_views((a_view(1, "One"), a_view(2, "Two")))
    sidebar.set_counts({"view-2": 5})
    sidebar.button("view-2").setFocus()
    qtbot.waitUntil(sidebar.button("view-2").hasFocus)
    sidebar.set_place("view-2")
    sidebar.set_views((a_view(2, "Second"), a_view(1, "One")))
    assert [place.label for place in sidebar.views()] == ["Second", "One"]
    assert sidebar.button("view-2").hasFocus()
    assert sidebar.button("view-2").count() == 5
    assert sidebar.place() == "view-2"
    sidebar.set_views((a_view(1, "One"),))
    assert sidebar.place() == ""
    sidebar.set_place("nowhere")
    assert sidebar.place() == ""


def test_a_long_name_is_cut_and_its_tip_says_it_whole(sidebar: Sidebar, qtbot: QtBot) -> None:
    name = "Everything that Mrs Featherstonehaugh asked for"
    sidebar.set_views((a_view(1, name),))
    sidebar.resize(sidebar.width(), 700)
    qtbot.waitUntil(lambda: sidebar.button("view-1").text().endswith("…"))
    assert sidebar.button("view-1").toolTip() == name
    sidebar.button("view-1").explain("Nobody here is called that.")
    assert sidebar.button("view-1").toolTip() == f"{name}\nNobody here is called that."


def test_a_low_window_scrolls_the_places_and_never_squeezes_them(sidebar: Sidebar, qtbot: QtBot) -> None:
    sidebar.set_views(tuple(a_view(number, f"View {number}") for number in range(1, 9)))
    sidebar.resize(sidebar.width(), 480)
    last = sidebar.button("catalog")
    keys = ("open", "view-1", "view-8", "catalog")
    qtbot.waitUntil(lambda: len({sidebar.button(key).height() for key in keys}) == 1)
    assert last.visibleRegion().isEmpty()
    assert not sidebar.button("shop").visibleRegion().isEmpty()
    sidebar.set_place("catalog")
    assert not last.visibleRegion().isEmpty()


@pytest.mark.parametrize(
    ("modifier", "act"),
    [(Qt.KeyboardModifier.ControlModifier, "add"), (Qt.KeyboardModifier.AltModifier, "negate")],
)
def test_a_click_with_a_key_asks_for_more_than_going_there(
    qtbot: QtBot, sidebar: Sidebar, modifier: Qt.KeyboardModifier, act: str
) -> None:
    with qtbot.assertNotEmitted(sidebar.chosen), qtbot.waitSignal(sidebar.asked) as told:
        QTest.mouseClick(sidebar.button("ready"), Qt.MouseButton.LeftButton, modifier)
    assert told.args == ["ready", act]
    with qtbot.waitSignal(sidebar.asked) as told:
        QTest.keyClick(sidebar.button("ready"), Qt.Key.Key_Return, modifier)
    assert told.args == ["ready", act]


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_name_of_its_own_fits(qtbot: QtBot, language: str) -> None:
    i18n.use(language)
    made = Sidebar(QAction("New ticket"))
    qtbot.addWidget(made)
    made.set_counts({view.key: 128 for view in VIEWS})
    made.resize(made.width(), 900)
    made.show()
    qtbot.waitExposed(made)
    assert [view.label for view in VIEWS if "…" in made.button(view.key).text()] == []

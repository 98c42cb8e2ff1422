"""Views that people keep: saved from the list, shown in the sidebar, worked by keys and clicks."""

from __future__ import annotations

from datetime import timedelta
from threading import Timer

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from deskapp.clock import FixedClock
from deskapp.domain.actor import Actor
from deskapp.domain.saved_view import Look, ViewDraft
from deskapp.services.desk import Desk
from deskapp.ui.main_window import MainWindow
from deskapp.ui.shell.place_button import PlaceButton
from deskapp.ui.shell.places import VIEWS, Place
from deskapp.ui.tickets.views import ViewKeeper
from deskapp.ui.tickets.views_dialog import ViewDialog
from tests.builders import a_device, an_intake, an_item
from tests.ui.finding import child
from tests.ui.main_frame import eventually, numbers, open_window, settle

pytestmark = pytest.mark.usefixtures("dressed")


@pytest.fixture
def bike(desk: Desk, owner: Actor) -> str:
    """The number of a bicycle's ticket; a phone's is there too."""
    desk.tickets.take_in(owner, an_intake())
    item = an_item("Gears slip", device=a_device("M6L", brand="Brompton", category="Bicycle"))
    return desk.tickets.take_in(owner, an_intake(items=(item,))).value.number


def keeper(window: MainWindow) -> ViewKeeper:
    assert window.navigator.views is not None
    return window.navigator.views


def saved(window: MainWindow) -> list[str]:
    return [place.label for place in window.sidebar.views()]


def dialog_of(window: MainWindow) -> ViewDialog:
    return child(window, ViewDialog)


def test_what_the_list_shows_is_saved_and_found_in_the_sidebar(
    qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock, bike: str
) -> None:
    with open_window(qtbot, clock, desk.path) as window:
        queue = window.pages.tickets().list
        assert not queue.save_button.isVisible(), "the view is there already"
        queue.filter.enter()
        QTest.keyClicks(queue.filter, "bromp")
        eventually(qtbot, lambda: numbers(window) == [bike])
        queue.save_button.click()
        dialog = dialog_of(window)
        QTest.keyClicks(dialog.name, "Bicycles")
        QTest.keyClick(dialog.name, Qt.Key.Key_Return)
        eventually(qtbot, lambda: saved(window) == ["Bicycles"])
        eventually(qtbot, lambda: window.sidebar.button(window.sidebar.views()[0].key).count() == 1)
        window.sidebar.button("all").click()
        eventually(qtbot, lambda: len(numbers(window)) == 2)
        window.sidebar.button(window.sidebar.views()[0].key).click()
        eventually(qtbot, lambda: numbers(window) == [bike])
        assert queue.query() == "is:open bromp"
        assert queue.head.text() == "Bicycles"
        assert not queue.save_button.isVisible()
    [view] = desk.views.list(owner)
    assert view.draft.look.sort == "due"
    assert not view.draft.shared


def test_a_taken_name_is_said_at_the_field(qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock) -> None:
    desk.views.add(owner, ViewDraft("Bicycles", "bike"))
    with open_window(qtbot, clock, desk.path) as window:
        dialog = keeper(window).ask_to_save()
        QTest.keyClicks(dialog.name, "bicycles")
        QTest.keyClick(dialog.name, Qt.Key.Key_Return)
        eventually(qtbot, lambda: "already a view" in dialog.form.row("name").wrong())
        dialog.name.selectAll()
        QTest.keyClicks(dialog.name, "Bikes")
        QTest.keyClick(dialog.name, Qt.Key.Key_Return)
        eventually(qtbot, lambda: saved(window) == ["Bicycles", "Bikes"])


def test_views_are_moved_renamed_and_deleted_by_key_and_come_back(
    qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock
) -> None:
    for name in ("One", "Two"):
        desk.views.add(owner, ViewDraft(name, name))
    with open_window(qtbot, clock, desk.path) as window:
        eventually(qtbot, lambda: saved(window) == ["One", "Two"])
        key = window.sidebar.views()[1].key
        window.sidebar.button(key).setFocus()
        QTest.keyClick(window.sidebar.button(key), Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
        eventually(qtbot, lambda: saved(window) == ["Two", "One"])
        assert window.focusWidget() is window.sidebar.button(key)
        QTest.keyClick(window.sidebar.button(key), Qt.Key.Key_F2)
        dialog = dialog_of(window)
        QTest.keyClicks(dialog.name, "Second")
        QTest.keyClick(dialog.name, Qt.Key.Key_Return)
        eventually(qtbot, lambda: saved(window) == ["Second", "One"])
        QTest.keyClick(window.sidebar.button(key), Qt.Key.Key_Delete)
        eventually(qtbot, lambda: saved(window) == ["One"])
        toast = window.toasts.current()
        assert toast is not None
        assert toast.words.full_text() == "Deleted the view “Second”"
        settle(qtbot, window)
        window.commands.action("undo").trigger()
        eventually(qtbot, lambda: saved(window) == ["Second", "One"])


def test_the_menu_of_a_view_offers_what_its_keys_do(
    qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock, bike: str
) -> None:
    desk.views.add(owner, ViewDraft("Bicycles", "zzz"))
    with open_window(qtbot, clock, desk.path) as window:
        eventually(qtbot, lambda: saved(window) == ["Bicycles"])
        [place] = window.sidebar.views()
        menu = keeper(window).menu(place)
        acts = {action.data()[1]: action for action in menu.actions() if action.data()}
        assert set(acts) == {"go", "add", "negate", "rename", "renew", "up", "down", "delete"}
        built_in = window.sidebar.place_of("open")
        assert built_in is not None
        assert len(keeper(window).menu(built_in).actions()) == 3
        queue = window.pages.tickets().list
        queue.show_query("bromp")
        eventually(qtbot, lambda: numbers(window) == [bike])
        acts["renew"].trigger()
        eventually(qtbot, lambda: desk.views.list(owner)[0].query == "bromp")
        settle(qtbot, window)


def test_ctrl_and_click_adds_and_alt_and_click_leaves_out(
    qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock, bike: str
) -> None:
    with open_window(qtbot, clock, desk.path) as window:
        queue, button = window.pages.tickets().list, window.sidebar.button("waiting")
        queue.show_query("bromp")
        settle(qtbot, window)
        QTest.mouseClick(button, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier)
        assert queue.query() == "bromp is:waiting"
        eventually(qtbot, lambda: numbers(window) == [])
        queue.show_query("bromp")
        QTest.mouseClick(button, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.AltModifier)
        assert queue.query() == "bromp -is:waiting"
        eventually(qtbot, lambda: numbers(window) == [bike])
        assert window.sidebar.place() == "all"


def test_a_view_made_elsewhere_appears_and_its_count_follows(
    qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock, bike: str
) -> None:
    with open_window(qtbot, clock, desk.path) as window:
        desk.views.add(owner, ViewDraft("<b>Bikes</b> & more", "bromp", shared=True))  # another process
        window.watch().look()
        eventually(qtbot, lambda: saved(window) == ["<b>Bikes</b> & more"])
        [place] = window.sidebar.views()
        eventually(qtbot, lambda: window.sidebar.button(place.key).count() == 1)
        assert window.sidebar.button(place.key).accessibleName() == "<b>Bikes</b> & more  1"
        window.commands.action("refresh").trigger()
        desk.tickets.bin(owner, bike)
        window.watch().look()
        eventually(qtbot, lambda: window.sidebar.button(place.key).count() == 0)


@pytest.mark.parametrize("view", VIEWS, ids=lambda view: view.key)
def test_every_view_of_the_sidebar_lists_what_it_says(
    qtbot: QtBot, desk: Desk, clock: FixedClock, bike: str, view: Place
) -> None:
    with open_window(qtbot, clock, desk.path) as window:
        queue = window.pages.tickets().list
        window.sidebar.button(view.key).click()
        settle(qtbot, window)
        assert queue.query() == view.query
        assert queue.view() == view
        assert not queue.wrong.isVisible()
        assert window.sidebar.place() == view.key
        if view.key == "stale":
            assert queue.head.text() == "Not updated for 7 days"
            assert window.sidebar.button("stale").toolTip() == "Not updated for 7 days"


def test_arrows_walk_through_the_views_and_enter_goes_to_the_list(
    qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock, bike: str
) -> None:
    with open_window(qtbot, clock, desk.path) as window:
        window.sidebar.button("closed").click()
        window.sidebar.button("closed").setFocus()
        QTest.keyClick(window.sidebar.button("closed"), Qt.Key.Key_Down)
        assert window.focusWidget() is window.sidebar.button("closed_week")
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Down)
        assert window.focusWidget() is window.sidebar.button("all")
        eventually(qtbot, lambda: len(numbers(window)) == 2)
        QTest.keyClick(window.focusWidget(), Qt.Key.Key_Return)
        assert window.focusWidget() is window.pages.tickets().list.table


def test_a_view_that_names_somebody_who_is_not_there_says_so(
    qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock, bike: str
) -> None:
    for name, query in (("Zed’s", "person:Zed"), ("Bikes", "bromp")):
        desk.views.add(owner, ViewDraft(name, query))
    with open_window(qtbot, clock, desk.path) as window:
        eventually(qtbot, lambda: window.sidebar.button("view-2").count() == 1)
        assert window.sidebar.button("view-1").count() == 0
        assert "Zed" in window.sidebar.button("view-1").toolTip()
        window.sidebar.button("view-1").click()
        queue = window.pages.tickets().list
        eventually(qtbot, queue.wrong.isVisible)
        assert queue.filter.marked() == "person:Zed"


def test_tab_goes_from_the_filter_to_its_chips_and_of_the_views_to_the_one_that_is_shown(
    qtbot: QtBot, desk: Desk, clock: FixedClock, bike: str
) -> None:
    with open_window(qtbot, clock, desk.path) as window:
        queue = window.pages.tickets().list
        window.sidebar.button("waiting").click()
        queue.show_query("is:waiting samsung")
        settle(qtbot, window)
        queue.filter.setFocus()
        QTest.keyClick(queue.filter, Qt.Key.Key_Tab)
        assert window.focusWidget() is queue.box.chips.buttons()[0]
        visited = []
        for _step in range(40):
            QTest.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
            visited.append(window.focusWidget())
        places = {one.place.key for one in visited if isinstance(one, PlaceButton)}
        assert places == {"waiting"}


def test_a_view_that_takes_long_to_count_shows_dots(
    qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock, bike: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.views.add(owner, ViewDraft("Bikes", "bromp"))
    monkeypatch.setattr("deskapp.ui.tickets.views._LONGEST_SECONDS", 0.0)
    monkeypatch.setattr(Timer, "start", Timer.run)  # the time is over before the count begins
    with open_window(qtbot, clock, desk.path) as window:
        eventually(qtbot, lambda: bool(saved(window)))
        button = window.sidebar.button("view-1")
        eventually(qtbot, lambda: "Too many tickets" in button.toolTip())
        assert button.count() == 0


def test_the_focus_stays_in_the_sidebar_when_a_view_is_deleted(
    qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock
) -> None:
    for name in ("One", "Two", "Three"):
        desk.views.add(owner, ViewDraft(name, name))
    with open_window(qtbot, clock, desk.path) as window:
        eventually(qtbot, lambda: saved(window) == ["One", "Two", "Three"])
        window.context.tell("An older message", "Undo", lambda: None)  # type: ignore[union-attr]  # a shop is open
        one, two, three = (window.sidebar.button(place.key) for place in window.sidebar.views())
        two.setFocus()
        QTest.keyClick(two, Qt.Key.Key_Delete)
        eventually(qtbot, lambda: saved(window) == ["One", "Three"])
        assert window.focusWidget() is three
        QTest.keyClick(three, Qt.Key.Key_Delete)
        eventually(qtbot, lambda: saved(window) == ["One"])
        assert window.focusWidget() is one
        QTest.keyClick(one, Qt.Key.Key_Delete)
        eventually(qtbot, lambda: saved(window) == [])
        assert window.focusWidget() is window.sidebar.button(VIEWS[-1].key)


def test_a_deleted_view_orders_nothing_any_more(
    qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock
) -> None:
    late, soon = clock.now() + timedelta(days=5), clock.now() + timedelta(days=1)
    first = desk.tickets.take_in(owner, an_intake(promised_at=late)).value.number
    second = desk.tickets.take_in(owner, an_intake(promised_at=soon)).value.number
    desk.views.add(owner, ViewDraft("Mine", "is:open samsung", look=Look(sort="number")))
    with open_window(qtbot, clock, desk.path) as window:
        eventually(qtbot, lambda: saved(window) == ["Mine"])
        key = window.sidebar.views()[0].key
        window.navigator.go(key)
        eventually(qtbot, lambda: numbers(window) == [first, second])
        window.sidebar.button(key).setFocus()
        QTest.keyClick(window.sidebar.button(key), Qt.Key.Key_Delete)
        eventually(qtbot, lambda: saved(window) == [])
        settle(qtbot, window)
        queue = window.pages.tickets().list
        queue.filter.selectAll()
        QTest.keyClicks(queue.filter, "is:open")
        eventually(qtbot, lambda: queue.listed_query() == ("is:open", "due"))
        assert numbers(window) == [second, first]

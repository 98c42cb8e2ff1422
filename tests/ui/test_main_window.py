"""The window as a whole: it opens at once, survives wrong files, and keeps what was typed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QMenuBar
from pytestqt.qtbot import QtBot

from deskapp import settings as settings_
from deskapp.clock import FixedClock
from deskapp.domain.actor import Actor
from deskapp.services.country import shop_in
from deskapp.services.desk import Desk
from deskapp.settings import Settings
from deskapp.ui.main_window import SMALLEST, MainWindow
from deskapp.ui.shared import style
from tests.builders import an_intake
from tests.ui.main_frame import WAIT, eventually, numbers, open_ticket, open_window, settle

pytestmark = pytest.mark.usefixtures("dressed")


def test_a_look_is_kept_at_once(qtbot: QtBot, desk: Desk, clock: FixedClock) -> None:
    with open_window(qtbot, clock, desk.path) as window:
        window.commands.action("look_dark").trigger()
        eventually(qtbot, lambda: settings_.load().mode == "dark")
        window.commands.action("look_light").trigger()
        eventually(qtbot, lambda: settings_.load().mode == "light")


def test_switching_single_letters_off_says_so_and_can_be_turned_back(
    qtbot: QtBot, desk: Desk, clock: FixedClock
) -> None:
    with open_window(qtbot, clock, desk.path) as window:
        window.commands.action("single_keys").trigger()
        toast = window.toasts.current()
        assert toast is not None
        assert toast.words.full_text() == "Single letters do nothing in lists any more."
        eventually(qtbot, lambda: not settings_.load().single_keys)
        window.commands.action("single_keys").trigger()
        settle(qtbot, window)
        assert settings_.load().single_keys


def test_the_frame_is_painted_before_the_shop_is_opened(
    qtbot: QtBot, shop_path: Path, clock: FixedClock
) -> None:
    window = MainWindow(Settings(), clock)
    order: list[str] = []
    window.painted.connect(lambda: order.append("painted"))
    window.ready.connect(lambda: order.append("listed"))
    with qtbot.waitSignal(window.ready, timeout=WAIT):
        window.start(shop_path)
        window.show()
        assert window.context is None
    assert order == ["painted", "listed"]
    settle(qtbot, window)
    window.close()


@pytest.mark.parametrize("spoiled", ["abc", "é", "AAAA"])
def test_spoiled_settings_do_not_keep_the_window_from_opening(
    qtbot: QtBot, shop_path: Path, clock: FixedClock, spoiled: str
) -> None:
    kept = Settings(geometry=spoiled).with_splitter("tickets", spoiled).with_header("tickets", spoiled)
    window = MainWindow(kept, clock)
    with qtbot.waitSignal(window.ready, timeout=WAIT):
        window.start(shop_path)
        window.show()
    settle(qtbot, window)
    window.close()


def test_without_a_shop_the_first_page_offers_what_to_do(qtbot: QtBot, clock: FixedClock) -> None:
    with open_window(qtbot, clock, None) as window:
        page = window.show_start_page()
        assert page.new.isVisible()
        assert page.open.isVisible()
        assert not page.sample.isVisible()  # this window was given none
        assert not window.commands.action("new_ticket").isEnabled()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (None, "There is no shop file"),
        (b"", "is empty"),
        (b"%PDF-1.7 " + b"x" * 200, "is not a Deskapp shop file"),
        (b"SQLite format 3\x00" + b"\0" * 200, "of another program"),
    ],
)
def test_a_file_that_is_no_shop_is_named_in_a_sentence_and_the_window_lives(
    qtbot: QtBot, clock: FixedClock, tmp_path: Path, content: bytes | None, words: str
) -> None:
    path = tmp_path / "wrong.desk"
    if content is not None:
        path.write_bytes(content)
    window = MainWindow(Settings(), clock)
    window.start(path)
    window.show()
    eventually(qtbot, lambda: words in window.show_start_page().banner.text())
    assert "wrong.desk" in window.show_start_page().banner.text()
    assert window.show_start_page().open.isEnabled()
    settle(qtbot, window)
    window.close()


def test_a_damaged_shop_is_named_in_a_sentence(qtbot: QtBot, clock: FixedClock, shop_path: Path) -> None:
    data = bytearray(shop_path.read_bytes())
    data[4096:60_000] = b"\xff" * (60_000 - 4096)
    shop_path.write_bytes(data)
    window = MainWindow(Settings(), clock)
    window.start(shop_path)
    window.show()
    eventually(qtbot, lambda: "damaged" in window.show_start_page().banner.text())
    settle(qtbot, window)
    window.close()


def test_another_file_that_does_not_open_leaves_the_shop_open(
    qtbot: QtBot, clock: FixedClock, shop_path: Path, tmp_path: Path
) -> None:
    with open_window(qtbot, clock, shop_path) as window:
        window.open_shop(tmp_path / "nowhere.desk")
        eventually(qtbot, lambda: "nowhere.desk" in window.banner.text())
        assert window.context is not None
        assert window.context.desk.path == shop_path


def test_another_shop_takes_the_place_of_the_first(
    qtbot: QtBot, clock: FixedClock, shop_path: Path, tmp_path: Path
) -> None:
    other = tmp_path / "other.desk"
    desk = Desk.create(other, shop_in("DE", "Zweitladen"), "Jo", clock)
    number = desk.tickets.take_in(desk.actor(), an_intake()).value.number
    desk.close()
    with open_window(qtbot, clock, shop_path) as window:
        with qtbot.waitSignal(window.ready, timeout=WAIT):
            window.open_shop(other)
        assert window.windowTitle() == "Zweitladen – Deskapp"
        assert numbers(window) == [number]
        assert window.foot.person.text() == "Jo"


def test_a_new_shop_is_made_from_a_few_answers(qtbot: QtBot, clock: FixedClock, tmp_path: Path) -> None:
    with open_window(qtbot, clock, None) as window:
        window.show_start_page().new.click()
        dialog = window.entrance.questions()
        QTest.keyClicks(dialog.name, "Harbour Bikes")
        dialog.country.set_key("IE")
        QTest.keyClicks(dialog.owner, "Aoife")
        assert dialog.place.text().endswith("Harbour Bikes.desk")
        dialog.place.setText(str(tmp_path / "bikes.desk"))
        with qtbot.waitSignal(window.ready, timeout=WAIT):
            dialog.skip.click()
        assert window.context is not None
        assert window.context.shop.currency.code == "EUR"
        assert window.context.actor.name == "Aoife"
        assert (tmp_path / "bikes.desk").exists()
        assert window.pages.tickets().list.empty.isVisible()


def test_a_new_shop_says_at_the_field_what_is_missing(
    qtbot: QtBot, clock: FixedClock, shop_path: Path
) -> None:
    with open_window(qtbot, clock, None) as window:
        window.entrance.ask_for_new_shop()
        dialog = window.entrance.questions()
        dialog.make_shop()
        assert dialog.page() == 1
        assert "needs a name" in dialog.row("name").wrong()
        QTest.keyClicks(dialog.name, "Harbour Bikes")
        dialog.place.setText(str(shop_path))
        dialog.make_shop()
        assert "already a file" in dialog.row("place").wrong()


def test_the_views_lead_to_their_tickets_and_show_how_many(
    qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock
) -> None:
    waiting, other = (desk.tickets.take_in(owner, an_intake()).value.number for _ in range(2))
    desk.tickets.move(owner, waiting, "waiting_part", reason="Ordered")
    with open_window(qtbot, clock, desk.path) as window:
        assert sorted(numbers(window)) == [waiting, other]
        assert window.sidebar.button("open").count() == 2
        assert window.sidebar.button("waiting").count() == 1
        window.sidebar.button("waiting").click()
        eventually(qtbot, lambda: numbers(window) == [waiting])
        assert window.pages.tickets().list.filter.text() == "is:waiting"
        assert window.foot.counts.text() == "2 open tickets"


def test_what_the_command_line_writes_appears(
    qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock
) -> None:
    with open_window(qtbot, clock, desk.path) as window:
        assert numbers(window) == []
        number = desk.tickets.take_in(owner, an_intake()).value.number  # another process, as it were
        window.watch().look()
        eventually(qtbot, lambda: numbers(window) == [number])
        assert window.sidebar.button("open").count() == 1


def test_light_and_dark_switch_at_once_and_are_kept(qtbot: QtBot, clock: FixedClock, shop_path: Path) -> None:
    with open_window(qtbot, clock, shop_path) as window:
        window.commands.action("look_dark").trigger()
        assert style.palette().name == "dark"
        window.commands.action("look_light").trigger()
        assert style.palette().name == "light"
        window.commands.action("look_dark").trigger()
    assert settings_.load().mode == "dark"
    assert settings_.load().last_shop == str(shop_path)


def test_widths_and_panes_are_found_again(qtbot: QtBot, clock: FixedClock, shop_path: Path) -> None:
    with open_window(qtbot, clock, shop_path) as window:
        page = window.pages.tickets()
        page.list.table.horizontalHeader().resizeSection(1, 233)
        window.commands.action("toggle_pane").trigger()
        window.commands.action("toggle_sidebar").trigger()
    with open_window(qtbot, clock, shop_path, settings_.load()) as window:
        page = window.pages.tickets()
        assert page.list.table.horizontalHeader().sectionSize(1) == 233
        assert page.side.isHidden()
        assert window.sidebar.new_ticket.text() == ""
        assert not window.commands.action("toggle_sidebar").isChecked()


def test_the_window_does_not_get_smaller_than_it_can_be_used(
    qtbot: QtBot, clock: FixedClock, shop_path: Path
) -> None:
    with open_window(qtbot, clock, shop_path, size=SMALLEST) as window:
        assert (window.minimumWidth(), window.minimumHeight()) == SMALLEST
        assert window.minimumSizeHint().width() <= SMALLEST[0]
        assert window.width() == SMALLEST[0]
        assert window.sidebar.new_ticket.text() == ""


def test_the_sample_shop_says_that_it_is_one(qtbot: QtBot, clock: FixedClock, tmp_path: Path) -> None:
    path = tmp_path / "sample.desk"
    shop = replace(shop_in("GB", "Sample"), is_sample=True)
    Desk.create(path, shop, "Sam", clock).close()
    with open_window(qtbot, clock, path) as window:
        assert "sample shop" in window.sample_banner.text()
        assert window.banner.text() == ""


def test_closing_keeps_what_is_being_typed(qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock) -> None:
    number = desk.tickets.take_in(owner, an_intake("Does not charge")).value.number
    with open_window(qtbot, clock, desk.path) as window:
        pane = open_ticket(qtbot, window, number)
        fault = pane.overview.cards[0].fault
        fault.setFocus()
        fault.selectAll()
        QTest.keyClicks(fault, "Charges slowly")
        window.close()
        eventually(qtbot, lambda: not window.isVisible())
    assert desk.tickets.get(owner, number).items[0].fault == "Charges slowly"


def test_an_act_can_be_taken_back_from_the_message_and_done_again_by_key(
    qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock
) -> None:
    number = desk.tickets.take_in(owner, an_intake()).value.number
    with open_window(qtbot, clock, desk.path) as window:
        pane = open_ticket(qtbot, window, number)
        assert not window.commands.action("undo").isEnabled()
        pane.header.next.click()
        eventually(qtbot, lambda: window.toasts.current() is not None)
        toast = window.toasts.current()
        assert toast is not None
        assert toast.words.full_text() == f"{number} is now “Diagnosing”"
        assert toast.action is not None
        toast.action.click()
        eventually(qtbot, lambda: desk.tickets.get(owner, number).status == "received")
        eventually(qtbot, lambda: window.commands.action("redo").isEnabled())
        QTest.keyClick(
            window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
        )
        eventually(qtbot, lambda: desk.tickets.get(owner, number).status == "diagnosing")


def test_what_was_changed_again_is_politely_not_taken_back(
    qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock
) -> None:
    number = desk.tickets.take_in(owner, an_intake()).value.number
    with open_window(qtbot, clock, desk.path) as window:
        pane = open_ticket(qtbot, window, number)
        pane.header.next.click()
        eventually(qtbot, lambda: desk.tickets.get(owner, number).status == "diagnosing")
        desk.tickets.move(owner, number, "in_work")
        window.commands.action("undo").trigger()
        eventually(qtbot, lambda: bool(window.banner.text()))
        assert "taken back" in window.banner.text()
        assert desk.tickets.get(owner, number).status == "in_work"


def test_only_what_works_stands_in_the_menus(qtbot: QtBot, clock: FixedClock, shop_path: Path) -> None:
    with open_window(qtbot, clock, shop_path) as window:
        titles = [action.text() for action in window.menuBar().actions()]
        assert titles == ["&File", "&Edit", "&View", "&Ticket", "&Customer", "&Print", "&Help"]
        assert all(window.commands.is_bound(command.key) for command in window.commands.bound())


def test_every_button_of_the_frame_has_a_name_to_say(
    qtbot: QtBot, clock: FixedClock, shop_path: Path
) -> None:
    with open_window(qtbot, clock, shop_path) as window:
        for piece in (*window.findChildren(QAbstractButton), *window.findChildren(QLineEdit)):
            own = not isinstance(piece.parent(), QLineEdit | QMenuBar)  # Qt's own inside a field or bar
            if piece.isVisible() and own:
                words = piece.text() if isinstance(piece, QAbstractButton) else ""
                assert (piece.accessibleName() or words).strip(), piece


def test_errors_of_slots_are_shown_where_the_person_looks(
    qtbot: QtBot, clock: FixedClock, shop_path: Path
) -> None:
    with open_window(qtbot, clock, shop_path) as window:
        window.say_wrong("The disk is full.")
        assert window.banner.text() == "The disk is full."
        assert QApplication.instance() is not None

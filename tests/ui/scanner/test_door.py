"""A paper or a label is held before the scanner, and what it names is on the screen."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from deskapp.clock import FixedClock
from deskapp.domain.actor import Actor
from deskapp.domain.device import DeviceDraft
from deskapp.domain.scan import LAYOUTS
from deskapp.domain.ticket import ItemDraft
from deskapp.services.desk import Desk
from deskapp.settings import Settings
from deskapp.ui.intake.window import IntakeWindow
from deskapp.ui.main_window import MainWindow
from deskapp.ui.scanner.test_page import SAMPLE, ScannerTest
from deskapp.ui.tickets.status_dialog import StatusDialog
from tests.builders import an_intake
from tests.ui.main_frame import eventually, open_window, settle, shown
from tests.ui.scanner.fake import TAB, Keyboard

pytestmark = pytest.mark.usefixtures("dressed")
IMEI = "356938035643809"
PHONE = DeviceDraft(category="Phone", brand="Apple", model="iPhone 14", serial=IMEI)


@pytest.fixture
def window(qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock) -> Iterator[MainWindow]:
    for _ticket in range(3):
        desk.tickets.take_in(owner, an_intake())
    phone = ItemDraft(fault="cracked", device=PHONE)
    desk.tickets.take_in(owner, an_intake(items=(phone,)))
    with open_window(qtbot, clock, desk.path) as made:
        made.activateWindow()
        eventually(qtbot, made.isActiveWindow)
        yield made


def codes(desk: Desk, owner: Actor) -> list[str]:
    return [row.number for row in desk.tickets.rows(owner, sort="received")]


def opened(kind: type[QWidget]) -> QWidget | None:
    widgets = QApplication.topLevelWidgets()
    return next((one for one in widgets if isinstance(one, kind) and one.isVisible()), None)


@pytest.mark.parametrize("pace", [5, 30])
@pytest.mark.parametrize("focus", ["list", "filter", "search", "button", "pane"])
def test_a_ticket_is_opened_whatever_has_the_focus(
    qtbot: QtBot, desk: Desk, owner: Actor, window: MainWindow, focus: str, pace: int
) -> None:
    page = window.pages.tickets()
    places: dict[str, QWidget] = {
        "list": page.list.table,
        "filter": page.list.filter,
        "search": window.omnibox,
        "button": window.sidebar.new_ticket,
        "pane": page.pane().work.box.text,
    }
    if focus == "pane":
        page.list.table.select_place(0)
        eventually(qtbot, lambda: bool(shown(page.pane())))
        page.pane().show_tab(page.pane().work)
    places[focus].setFocus()
    code = codes(desk, owner)[2]
    query = page.list.query()
    Keyboard(window).type(code, pace)
    eventually(qtbot, lambda: shown(page.pane()) == code)
    settle(qtbot, window)
    assert page.list.query() == query
    assert window.omnibox.text() == ""
    assert page.pane().work.box.text.value() == ""
    assert opened(IntakeWindow) is None
    assert desk.tickets.get(owner, code).status == "received"


@pytest.mark.parametrize("layout", ["azerty", "czech", "hungarian", "shifted"])
def test_the_keyboard_of_the_computer_does_not_matter(
    qtbot: QtBot, desk: Desk, owner: Actor, window: MainWindow, layout: str
) -> None:
    code = codes(desk, owner)[1]
    back = {meant: seen for seen, meant in LAYOUTS[layout].items()}
    window.pages.tickets().list.table.setFocus()
    Keyboard(window).type(code.translate(back), 10)
    eventually(qtbot, lambda: shown(window.pages.tickets().pane()) == code)


def test_from_the_intake_the_ticket_is_shown_and_nothing_is_saved(
    qtbot: QtBot, desk: Desk, owner: Actor, window: MainWindow
) -> None:
    count = desk.tickets.count(owner)
    window.commands.trigger("new_ticket")
    eventually(qtbot, lambda: opened(IntakeWindow) is not None)
    intake = opened(IntakeWindow)
    assert isinstance(intake, IntakeWindow)
    intake.activateWindow()
    eventually(qtbot, intake.isActiveWindow)
    intake.form.items[0].serial.setFocus()
    keys = Keyboard(intake)
    keys.type("DNQXK1234SAT", 12)
    assert intake.form.items[0].serial.text() == "DNQXK1234SAT"
    keys.type(IMEI, 12)
    assert intake.form.items[0].serial.text() == f"DNQXK1234SAT{IMEI}", "it stays where it was scanned"
    code = codes(desk, owner)[0]
    intake.form.items[0].serial.selectAll()
    keys.type(code, 12)
    eventually(qtbot, lambda: shown(window.pages.tickets().pane()) == code)
    assert intake.form.items[0].serial.text() == f"DNQXK1234SAT{IMEI}"
    assert desk.tickets.count(owner) == count
    intake.discard()
    intake.close()


def test_a_dialog_is_not_answered_by_the_enter_of_a_scan(
    qtbot: QtBot, desk: Desk, owner: Actor, window: MainWindow
) -> None:
    pane = window.pages.tickets().pane()
    window.pages.tickets().list.table.select_place(0)
    eventually(qtbot, lambda: bool(shown(pane)))
    number = shown(pane)
    pane.enter()
    window.commands.trigger("change_status")
    eventually(qtbot, lambda: opened(StatusDialog) is not None)
    dialog = opened(StatusDialog)
    assert isinstance(dialog, StatusDialog)
    eventually(qtbot, dialog.isActiveWindow)
    for text, end in (("SN-0000001", Qt.Key.Key_Return), (codes(desk, owner)[0], TAB)):
        Keyboard(dialog).type(text, 8, end)
        settle(qtbot, window)
    assert dialog.isVisible()
    assert desk.tickets.get(owner, number).status == "received"
    dialog.close()


def test_an_unknown_code_is_said_in_a_sentence(qtbot: QtBot, window: MainWindow) -> None:
    window.pages.tickets().list.table.setFocus()
    Keyboard(window).type("26099994", 10)
    eventually(qtbot, lambda: window.toasts.current() is not None)
    toast = window.toasts.current()
    assert toast is not None
    assert toast.words.full_text() == "There is no ticket 26099994 in this shop."
    toast.leave()
    Keyboard(window).type("<b>ZZTOP-0001</b>", 10)
    eventually(qtbot, lambda: window.toasts.current() is not None)
    toast = window.toasts.current()
    assert toast is not None
    assert toast.words.full_text() == "Nobody here knows what was scanned: <b>ZZTOP-0001</b>"


def test_a_known_phone_offers_its_history_and_a_new_ticket(
    qtbot: QtBot, desk: Desk, owner: Actor, window: MainWindow
) -> None:
    window.pages.tickets().list.table.setFocus()
    Keyboard(window).type(IMEI, 10)
    last = codes(desk, owner)[-1]
    wanted = ["History of this device", "New ticket for this device", last]
    eventually(qtbot, lambda: window.omnibox.hits().titles() == wanted)
    hits = window.omnibox.hits()
    Keyboard(window).press(Qt.Key.Key_Return, "\r")
    eventually(qtbot, lambda: window.pages.tickets().list.query() == f'"{IMEI}"')
    eventually(qtbot, lambda: window.pages.tickets().list.records.rowCount() == 1)
    assert not hits.isVisible()
    assert window.omnibox.text() == ""


def test_a_new_ticket_for_a_scanned_phone_knows_it(
    qtbot: QtBot, desk: Desk, owner: Actor, window: MainWindow
) -> None:
    window.pages.tickets().list.table.setFocus()
    keys = Keyboard(window)
    keys.type(IMEI, 10)
    eventually(qtbot, lambda: "New ticket for this device" in window.omnibox.hits().titles())
    keys.press(Qt.Key.Key_Down)
    keys.press(Qt.Key.Key_Return, "\r")
    eventually(qtbot, lambda: opened(IntakeWindow) is not None)
    intake = opened(IntakeWindow)
    assert isinstance(intake, IntakeWindow)
    eventually(qtbot, lambda: intake.form.customer.customer() is not None)
    known = desk.tickets.get(owner, codes(desk, owner)[-1]).items[0].device_id
    assert intake.form.items[0].pick.key() == str(known)
    intake.discard()
    intake.close()


def test_an_imei_nobody_knows_begins_a_ticket(qtbot: QtBot, window: MainWindow) -> None:
    window.pages.tickets().list.table.setFocus()
    keys = Keyboard(window)
    keys.type("490154203237518", 10)
    eventually(qtbot, lambda: window.omnibox.hits().titles() == ["New ticket for this device"])
    keys.press(Qt.Key.Key_Return, "\r")
    eventually(qtbot, lambda: opened(IntakeWindow) is not None)
    intake = opened(IntakeWindow)
    assert isinstance(intake, IntakeWindow)
    assert intake.form.items[0].serial.text() == "490154203237518"
    intake.discard()
    intake.close()


def test_what_is_scanned_next_takes_the_place_of_the_scan_before(qtbot: QtBot, window: MainWindow) -> None:
    window.pages.tickets().list.table.setFocus()
    keys = Keyboard(window)
    keys.type("490154203237518", 10)
    eventually(qtbot, lambda: window.omnibox.text() == "490154203237518")
    keys.type("356938035643809", 10)
    eventually(qtbot, lambda: window.omnibox.text() == "356938035643809")


def test_the_scanner_test_shows_what_came_and_leads_nowhere(
    qtbot: QtBot, desk: Desk, owner: Actor, window: MainWindow
) -> None:
    before = shown(window.pages.tickets().pane())
    window.commands.trigger("scanner_test")
    page = opened(ScannerTest)
    assert isinstance(page, ScannerTest)
    eventually(qtbot, page.isActiveWindow)
    keys = Keyboard(page)
    keys.type(codes(desk, owner)[0], 12)
    assert page.verdict.full_text().startswith(f"Ticket {codes(desk, owner)[0]}")
    assert page.keys.full_text() == " ".join(codes(desk, owner)[0])
    assert page.pace.full_text() == "12 to 12 ms between keys, mostly 12"
    assert page.end.full_text() == "Enter key"
    keys.type(SAMPLE, 10, TAB)
    assert page.verdict.full_text().startswith("Right")
    assert page.end.full_text() == "Tab key"
    keys.type("slowly typed", 60)
    assert page.verdict.full_text().startswith("That came too slowly")
    assert page.isVisible()
    settle(qtbot, window)
    assert shown(window.pages.tickets().pane()) == before
    page.close()
    eventually(qtbot, lambda: opened(ScannerTest) is None)


@pytest.mark.parametrize(
    ("typed", "name", "layout"),
    [
        ("DESKßZYß0123456789", "German keyboard", "german"),
        ("DESK)YW)à&é\"'(-è_ç", "French keyboard", "azerty"),
        ("DESK6YW6)!@#$%^&*(", "Scanner set to French", "shifted"),
    ],
)
def test_the_guessed_layout_can_be_kept(
    qtbot: QtBot, window: MainWindow, typed: str, name: str, layout: str
) -> None:
    window.commands.trigger("scanner_test")
    page = opened(ScannerTest)
    assert isinstance(page, ScannerTest)
    eventually(qtbot, page.isActiveWindow)
    keys = Keyboard(page)
    keys.type(typed, 10)
    assert page.layout_guess.full_text() == name
    assert page.take_guess.isVisible()
    page.take_guess.click()
    assert window.settings.scanner["layout"] == layout
    keys.type(typed, 10)
    assert page.verdict.full_text().startswith("Right")
    assert not page.take_guess.isVisible()
    page.close()


def test_the_prefix_is_kept_and_used(qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock) -> None:
    number = desk.tickets.take_in(owner, an_intake()).value.number
    with open_window(qtbot, clock, desk.path, Settings(scanner={"prefix": "~"})) as window:
        field = window.pages.tickets().list.filter
        field.setFocus()
        Keyboard(window).type(f"~{number}", 90)
        eventually(qtbot, lambda: shown(window.pages.tickets().pane()) == number)
        assert "~" not in field.text()
        assert isinstance(field, QLineEdit)
        window.commands.trigger("scanner_test")
        page = opened(ScannerTest)
        assert isinstance(page, ScannerTest)
        assert page.prefix.text() == "~"
        page.prefix.setText("")
        page.prefix.editingFinished.emit()
        assert window.settings.scanner["prefix"] == ""
        page.close()

"""A scan is noticed whatever has the focus, disturbs nothing, and nobody who types is taken for a scanner."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QDialog,
    QDialogButtonBox,
    QLineEdit,
    QListWidget,
    QMainWindow,
    QPlainTextEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from deskapp.domain.number import DEFAULT_TICKET_TEMPLATE
from deskapp.domain.scan import Ending, ScanRules, ticket_code
from deskapp.ui.commands import Commands
from deskapp.ui.scanner.text_field import HIDES
from deskapp.ui.scanner.wedge import Scan, Wedge
from tests.ui.scanner.fake import TAB, Keyboard

pytestmark = pytest.mark.usefixtures("dressed")
CODE, SERIAL = "26000018", "DNQXK1234SAT"
USUAL = ScanRules()
PACES = (5, 12, 20, 30)


class Desk:
    """A window with something of every kind, and what happened in it."""

    def __init__(self, qtbot: QtBot, rules: ScanRules = USUAL) -> None:
        self.window = QMainWindow()
        self.line, self.text, self.list = QLineEdit(), QPlainTextEdit(), QListWidget()
        self.spin, self.combo, self.button = QSpinBox(), QComboBox(), QPushButton("Save")
        self.combo.addItems(["None", "Anna", "Ada", "Dora", "2 days"])
        self.happened: list[str] = []
        page = QWidget()
        column = QVBoxLayout(page)
        for piece in (self.line, self.text, self.list, self.spin, self.combo, self.button):
            column.addWidget(piece)
        self.window.setCentralWidget(page)
        self.line.returnPressed.connect(lambda: self.happened.append("entered"))
        self.button.clicked.connect(lambda: self.happened.append("saved"))
        self.commands = Commands(self.window)
        for key in ("change_status", "assign", "set_due", "add_note", "set_tags", "delete", "select_row"):
            self.commands.bind(key, self._noting(key))
        self.commands.provide("ticket", there=True)
        self.commands.attach_list(self.list)
        qtbot.addWidget(self.window)
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)
        self.wedge = Wedge(rules, lambda text: bool(ticket_code(text, DEFAULT_TICKET_TEMPLATE)), self.window)
        self.scans: list[Scan] = []
        self.wedge.scanned.connect(self.scans.append)
        self.keys = Keyboard(self.window)

    def _noting(self, key: str) -> Callable[[], None]:
        return lambda: self.happened.append(key)

    def read(self) -> list[str]:
        return [scan.text for scan in self.scans]


@pytest.fixture
def at(qtbot: QtBot) -> Iterator[Desk]:
    made = Desk(qtbot)
    yield made
    made.wedge.deleteLater()


@pytest.mark.parametrize("pace", PACES)
@pytest.mark.parametrize("end", [Qt.Key.Key_Return, Qt.Key.Key_Tab])
def test_a_ticket_s_code_is_taken_out_of_a_text_field(at: Desk, pace: int, end: Qt.Key) -> None:
    at.line.setText("Mr ")
    at.line.setFocus()
    told: list[str] = []
    at.line.textEdited.connect(told.append)
    at.keys.type(CODE, pace, end)
    assert at.line.text() == "Mr "
    assert told[-1] == "Mr ", "what listens to the field has to know"
    assert at.read() == [CODE]
    assert not at.scans[0].in_field
    assert at.happened == []
    assert at.window.focusWidget() is at.line


def test_what_was_selected_in_the_field_comes_back(at: Desk) -> None:
    at.line.setText("one two")
    at.line.setFocus()
    at.line.setSelection(4, 3)
    at.keys.type(CODE, 5)
    assert at.line.text() == "one two"


def test_in_the_middle_of_a_text_of_several_lines(at: Desk) -> None:
    at.text.setPlainText("first\nsecond")
    at.text.setFocus()
    cursor = at.text.textCursor()
    cursor.setPosition(3)
    at.text.setTextCursor(cursor)
    at.keys.type(CODE, 8)
    assert at.text.toPlainText() == "first\nsecond"
    assert at.read() == [CODE]


@pytest.mark.parametrize("pace", PACES)
def test_a_serial_number_stays_in_its_field_and_its_enter_enters_nothing(at: Desk, pace: int) -> None:
    at.line.setFocus()
    at.keys.type(SERIAL, pace)
    assert at.line.text() == SERIAL
    assert at.happened == []
    assert [(scan.text, scan.in_field) for scan in at.scans] == [(SERIAL, True)]
    at.keys.type(SERIAL, pace, TAB)
    assert at.window.focusWidget() is at.line


def test_serial_numbers_can_be_scanned_one_below_the_other(at: Desk) -> None:
    at.text.setFocus()
    at.keys.type(SERIAL, 10)
    at.keys.type("SN-000000002", 10)
    assert at.text.toPlainText() == f"{SERIAL}\nSN-000000002\n"


@pytest.mark.parametrize("pace", PACES)
def test_no_letter_of_a_scan_is_a_command_of_the_list(at: Desk, pace: int) -> None:
    at.list.setFocus()
    at.keys.type(SERIAL, pace)
    at.keys.type(CODE, pace)
    assert at.happened == []
    assert at.read() == [SERIAL, CODE]


def test_a_letter_of_a_person_is_a_command_after_the_blink_of_an_eye(at: Desk, qtbot: QtBot) -> None:
    at.list.setFocus()
    at.keys.press(Qt.Key.Key_S, "s")
    assert at.happened == []
    qtbot.waitUntil(lambda: at.happened == ["change_status"])
    at.keys.pause()
    at.keys.press(Qt.Key.Key_D, "d")
    at.keys.press(Qt.Key.Key_Down)
    assert at.happened == ["change_status", "set_due"], "another key does not overtake it"


def test_letters_typed_in_a_hurry_come_in_their_order(at: Desk) -> None:
    at.list.setFocus()
    at.list.itemActivated.connect(lambda _item: at.happened.append("opened"))
    at.list.addItem("row")
    at.list.setCurrentRow(0)
    at.keys.type("sa", 30)
    assert at.happened == ["change_status", "assign", "opened"]


@pytest.mark.parametrize("pace", [80, 100, 120])
def test_a_fast_typist_is_no_scanner(at: Desk, pace: int) -> None:
    at.line.setFocus()
    at.keys.type(CODE, pace)
    assert at.line.text() == CODE
    assert at.happened == ["entered"]
    at.button.setFocus()
    at.keys.type("", pace)
    assert at.scans == []


def test_a_number_choice_or_button_is_not_changed_by_a_scan(at: Desk) -> None:
    at.spin.setFocus()
    at.keys.type(CODE, 10)
    assert at.spin.value() == 0
    at.combo.setFocus()
    at.keys.type("ANNA0000DORA", 10)
    assert at.combo.currentText() == "None"
    at.button.setDefault(True)
    at.button.setFocus()
    at.keys.type(CODE, 10)
    at.keys.type(SERIAL, 10)
    assert at.happened == []
    assert at.read() == [CODE, "ANNA0000DORA", CODE, SERIAL]


def test_the_enter_of_a_scanner_accepts_no_dialog(at: Desk, qtbot: QtBot) -> None:
    dialog = QDialog(at.window)
    buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok)
    buttons.accepted.connect(dialog.accept)
    field = QLineEdit()
    column = QVBoxLayout(dialog)
    column.addWidget(field)
    column.addWidget(buttons)
    dialog.open()
    qtbot.waitUntil(dialog.isActiveWindow)
    field.setFocus()
    keys = Keyboard(dialog)
    for text in (SERIAL, CODE):
        keys.type(text, 10)
    assert dialog.isVisible()
    assert field.text() == SERIAL
    assert at.read() == [SERIAL, CODE]
    keys.type("typed", 100)
    assert not dialog.isVisible(), "a person's Enter does"


def test_a_window_that_opens_later_is_watched_too(at: Desk, qtbot: QtBot) -> None:
    other = QWidget()
    field = QLineEdit(other)
    qtbot.addWidget(other)
    other.show()
    other.activateWindow()
    qtbot.waitUntil(other.isActiveWindow)
    field.setFocus()
    Keyboard(other).type(CODE, 5)
    assert at.read() == [CODE]
    assert field.text() == ""


def test_a_scanned_code_through_a_french_keyboard(at: Desk) -> None:
    at.line.setFocus()
    at.keys.type("é-àààà&_", 10)
    assert at.line.text() == ""
    assert at.read() == ["é-àààà&_"]


def test_a_prefix_settles_it_and_is_not_left_in_the_field(qtbot: QtBot) -> None:
    at = Desk(qtbot, ScanRules(prefix="~"))
    at.line.setFocus()
    at.keys.type("~A1", 60)
    assert at.line.text() == "A1"
    assert at.happened == []
    assert at.read() == ["A1"]


def test_a_known_layout_is_put_right_in_the_field(qtbot: QtBot) -> None:
    at = Desk(qtbot, ScanRules(layout="german"))
    at.line.setFocus()
    at.keys.type("SNz1234y", 10)
    assert at.line.text() == "SNy1234z"


def test_a_scanner_that_sends_no_end_is_done_when_it_stops(qtbot: QtBot) -> None:
    at = Desk(qtbot, ScanRules(ending=Ending.PAUSE))
    at.line.setFocus()
    at.keys.type(CODE, 10, None)
    assert at.scans == []
    qtbot.waitUntil(lambda: at.read() == [CODE])
    assert at.line.text() == ""


def test_enter_long_after_a_scan_is_a_person_s(at: Desk) -> None:
    at.line.setFocus()
    at.keys.type(SERIAL, 5, None)
    at.keys.pause()
    at.keys.press(Qt.Key.Key_Return, "\r")
    assert at.happened == ["entered"]
    assert at.scans == []


def test_a_key_that_is_held_down_is_no_scan(at: Desk) -> None:
    at.line.setFocus()
    for _time in range(20):
        at.keys.now += 30
        at.keys.press(Qt.Key.Key_A, "a", Qt.KeyboardModifier.ControlModifier)
    at.keys.press(Qt.Key.Key_Return, "\r")
    assert at.scans == []
    assert at.happened == ["entered"]


def test_keys_of_windows_that_are_gone_do_no_harm(at: Desk, qtbot: QtBot) -> None:
    at.line.setFocus()
    at.keys.type("2600", 5, None)
    at.line.deleteLater()
    qtbot.waitUntil(lambda: at.window.focusWidget() is not at.line)
    at.keys.now -= 1000
    at.keys.type("0018", 5)
    assert at.happened == []


@pytest.mark.parametrize("shown", [False, True], ids=["dots", "shown"])
def test_a_passphrase_that_a_program_types_stays_in_its_field(at: Desk, shown: bool) -> None:
    at.line.setProperty(HIDES, True)
    at.line.setEchoMode(QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password)
    at.line.setFocus()
    refused: list[object] = []
    at.wedge.refused.connect(refused.append)
    at.keys.type("correcthorsebattery", 5)
    assert at.line.text() == "correcthorsebattery"
    assert at.happened == ["entered"]
    assert not at.scans
    assert not refused


def test_a_ticket_is_opened_from_a_passcode_too(at: Desk) -> None:
    at.line.setEchoMode(QLineEdit.EchoMode.Password)
    at.line.setFocus()
    at.keys.type(CODE, 5)
    assert (at.read(), at.line.text(), at.happened) == ([CODE], "", [])

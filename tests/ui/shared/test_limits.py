"""What is pasted is kept exactly or not taken in at all, with the reason beside the field."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QMimeData, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QToolTip, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from deskapp.domain.money import Currency
from deskapp.ui.shared.fields import MoneyEdit, PhoneEdit, QuantityEdit, TextArea, TextField
from deskapp.ui.shared.form import FieldRow
from deskapp.ui.shared.formats import Formats
from deskapp.ui.shared.moment_edit import DateTimeEdit
from deskapp.ui.shared.tags_edit import TagsEdit
from deskapp.ui.tickets.facts import Facts, GrowingText
from deskapp.ui.tickets.filter_field import FilterField

Field = QLineEdit | QPlainTextEdit
MEGABYTE = "x" * 1_000_000

MAKERS: dict[str, Callable[[Formats], QWidget]] = {
    "line": lambda _formats: TextField(longest=60),
    "text": lambda _formats: TextArea(),
    "growing": lambda _formats: GrowingText(),
    "money": lambda formats: MoneyEdit(Currency("GBP", 2), formats),
    "quantity": lambda _formats: QuantityEdit(),
    "phone": lambda _formats: PhoneEdit(),
    "moment": DateTimeEdit,
    "tags": lambda _formats: TagsEdit(),
    "filter": lambda _formats: FilterField(),
}


def text_of(field: Field) -> str:
    return field.text() if isinstance(field, QLineEdit) else field.toPlainText()


def row_with(piece: QWidget, qtbot: QtBot) -> FieldRow:
    """A field, or a piece that holds one, on a form."""
    row = FieldRow("Field", piece)
    qtbot.addWidget(row)
    row.show()
    return row


def typed_into(piece: QWidget) -> Field:
    found = piece if isinstance(piece, Field) else piece.findChild(QLineEdit)
    assert isinstance(found, Field)
    return found


def pasted(field: Field, text: str) -> None:
    QApplication.clipboard().setText(text)
    field.paste()


@pytest.mark.parametrize("kind", MAKERS)
def test_a_megabyte_is_refused_with_a_reason(qtbot: QtBot, formats: Formats, kind: str) -> None:
    piece = MAKERS[kind](formats)
    row, field = row_with(piece, qtbot), typed_into(piece)
    pasted(field, "12")
    pasted(field, MEGABYTE)
    assert text_of(field) == "12"
    qtbot.waitUntil(lambda: "characters fit here" in row.wrong())
    QTest.keyClicks(field, "3")
    assert text_of(field) == "123"
    assert row.wrong() == ""


@pytest.mark.parametrize("kind", ["line", "text", "growing"])
@pytest.mark.parametrize(
    "text", ["محمد عبد الله 📱", "👩‍👩‍👧 café", "<b>bold</b> & <script>", "Łukasz\u200d", "שלום"]
)
def test_what_fits_is_kept_exactly(qtbot: QtBot, formats: Formats, kind: str, text: str) -> None:
    piece = MAKERS[kind](formats)
    row, field = row_with(piece, qtbot), typed_into(piece)
    pasted(field, text)
    assert text_of(field) == text
    assert row.wrong() == ""


@pytest.mark.parametrize("kind", ["line", "text", "growing"])
@pytest.mark.parametrize("text", ["a\x07b", "a\x1b[31mred", "a\x7f"])
def test_signs_that_nobody_sees_are_refused(qtbot: QtBot, formats: Formats, kind: str, text: str) -> None:
    piece = MAKERS[kind](formats)
    row, field = row_with(piece, qtbot), typed_into(piece)
    pasted(field, text)
    assert text_of(field) == ""
    qtbot.waitUntil(lambda: "nobody can see" in row.wrong())


def test_one_letter_too_many_is_told_wherever_it_is_typed(qtbot: QtBot) -> None:
    area = TextArea(longest=5)
    row = row_with(area, qtbot)
    area.set_value("12345")
    QTest.keyClicks(area, "6")
    assert area.toPlainText() == "12345"
    assert "Only 5 characters" in row.wrong()
    QTest.keyClick(area, Qt.Key.Key_Delete)
    QTest.keyClicks(area, "6")
    assert area.toPlainText() == "62345"
    QApplication.sendEvent(area, committed("語語"))
    assert area.toPlainText() == "62345"
    assert "Only 5 characters" in row.wrong()


def committed(text: str) -> QInputMethodEvent:
    event = QInputMethodEvent()
    event.setCommitString(text)
    return event


def test_a_drop_over_what_is_chosen_may_fill_its_room(qtbot: QtBot) -> None:
    area = TextArea(longest=5)
    qtbot.addWidget(area)
    area.set_value("12345")
    area.selectAll()
    data = QMimeData()
    data.setText("abcde")
    area.insertFromMimeData(data)
    assert area.toPlainText() == "abcde"


def test_what_a_program_writes_stays_to_be_refused_when_it_is_saved(qtbot: QtBot) -> None:
    field = TextField(longest=5)
    row = row_with(field, qtbot)
    field.setText("1234567")
    looked: list[str] = []
    QTimer.singleShot(0, field, lambda: looked.append(row.wrong()))  # after all that was left for later
    qtbot.waitUntil(lambda: bool(looked))
    assert (field.text(), looked) == ("1234567", [""])
    field.end(False)
    QTest.keyClick(field, Qt.Key.Key_Backspace)
    assert field.text() == "123456"


def test_a_fact_says_it_at_its_value_and_a_bare_field_in_a_bubble(
    qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    bubbles: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda _place, text, _field: bubbles.append(text))
    facts, field = Facts(), TextField(longest=5)
    qtbot.addWidget(facts)
    facts.add("serial", "Serial number", field)
    pasted(field, "1234567")
    qtbot.waitUntil(lambda: "Only 5 characters" in facts.wrong("serial"))
    bare, other = QWidget(), TextField(longest=5)
    qtbot.addWidget(bare)
    QVBoxLayout(bare).addWidget(other)
    bare.show()
    pasted(other, "1234567")
    qtbot.waitUntil(lambda: "Only 5 characters" in " ".join(bubbles))

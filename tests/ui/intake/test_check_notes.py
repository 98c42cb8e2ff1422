"""A short note on a point of the checklist: typed by keys, kept with the item and in drafts, on paper."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from deskapp.documents.words import checklist
from deskapp.domain.actor import Actor
from deskapp.domain.item_type import Check, Point
from deskapp.services.desk import Desk
from deskapp.ui.context import DeskContext
from deskapp.ui.intake.checks import Checks
from deskapp.ui.intake.window import IntakeWindow
from deskapp.ui.tickets.item_card import ItemCard, item_values
from tests.builders import an_intake, an_item
from tests.ui.intake.hands import press, rest, shown, type_in

POINTS = (Point("glass", "Glass"), Point("frame", "Frame"))
NOTED = Check("glass", "Glass", "fail", "crack at the corner")


def asked(qtbot: QtBot) -> Checks:
    made = Checks(POINTS)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    made.setFocus()
    qtbot.waitUntil(made.hasFocus)
    return made


def noted(checks: Checks, text: str, *, end: Qt.Key = Qt.Key.Key_Return) -> None:
    QTest.keyClick(checks, Qt.Key.Key_N)
    line = QApplication.focusWidget()
    assert isinstance(line, QLineEdit)
    line.clear()
    QTest.keyClicks(line, text)
    QTest.keyClick(line, end)


def test_n_opens_a_line_enter_keeps_it_and_escape_does_not(qtbot: QtBot) -> None:
    checks = asked(qtbot)
    noted(checks, "crack at the corner")
    qtbot.waitUntil(checks.hasFocus)
    QTest.keyClick(checks, Qt.Key.Key_2)
    assert checks.checks() == (NOTED,)
    assert checks.item(0).text() == "Glass: Fail (crack at the corner)"
    checks.setCurrentRow(0)
    noted(checks, "other", end=Qt.Key.Key_Escape)
    assert checks.note_at(0) == "crack at the corner"
    qtbot.waitUntil(checks.hasFocus)
    noted(checks, "")
    qtbot.waitUntil(lambda: checks.note_at(0) == "")


def test_markup_in_a_note_is_text(qtbot: QtBot) -> None:
    checks = asked(qtbot)
    checks.set_note(0, "<b>bold</b>")
    assert checks.item(0).text() == "Glass (<b>bold</b>)"
    assert "&lt;b&gt;" in checks.item(0).toolTip()


def test_notes_come_back_with_a_draft(qtbot: QtBot) -> None:
    checks, other = asked(qtbot), Checks(POINTS)
    qtbot.addWidget(other)
    checks.restore({"glass": ["fail", "crack at the corner"]})
    other.restore(checks.content())
    assert other.checks() == (NOTED,)


def test_a_note_goes_from_the_counter_onto_the_ticket(
    context: DeskContext, desk: Desk, owner: Actor, qtbot: QtBot
) -> None:
    window = shown(IntakeWindow(context), qtbot)
    block = window.form.items[0]
    block.fault.set_value("Broken")
    block.checks.setFocus()
    press(Qt.Key.Key_N)
    type_in("only when warm")
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(block.checks.hasFocus)
    press(Qt.Key.Key_2)
    window.form.customer.begin_new("Grace Hopper")
    rest(qtbot, context)
    with qtbot.waitSignal(context.done):
        window.save()
    [ticket] = [desk.tickets.get(owner, row.number) for row in desk.tickets.rows(owner)]
    [check] = ticket.items[0].checklist
    assert (check.result, check.note) == ("fail", "only when warm")
    card = ItemCard(context, 1)
    qtbot.addWidget(card)
    card.show_item(ticket.items[0], several=False)
    card.fields.load(item_values(ticket.items[0], ()))
    assert "(only when warm)" in card.checks.item(0).text()


def test_the_claim_ticket_says_it(desk: Desk, owner: Actor) -> None:
    number = desk.tickets.take_in(owner, an_intake(items=(an_item(checklist=(NOTED,)),))).value.number
    [item] = desk.papers.ticket(owner, number).items
    assert "Glass (crack at the corner)" in checklist(item.checklist)


def test_a_click_on_the_mark_gives_a_result_and_one_on_the_words_does_not(qtbot: QtBot) -> None:
    checks = asked(qtbot)
    cell = checks.visualItemRect(checks.item(1))
    QTest.mouseClick(checks.viewport(), Qt.MouseButton.LeftButton, pos=cell.center())
    assert checks.currentRow() == 1
    assert not checks.checks()
    mark = cell.topLeft() + QPoint(12, cell.height() // 2)
    QTest.mouseClick(checks.viewport(), Qt.MouseButton.LeftButton, pos=mark)
    assert checks.results() == {"frame": "pass"}

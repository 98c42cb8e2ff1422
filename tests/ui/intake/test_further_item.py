"""A second thing on the same ticket: it begins empty, and the keys of its labels are its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit
from pytestqt.qtbot import QtBot

from deskapp.domain.item_type import ItemType, Point
from deskapp.ui.intake.checks import Checks, general
from deskapp.ui.intake.item_block import ItemBlock
from deskapp.ui.intake.window import IntakeWindow
from tests.builders import an_intake
from tests.ui.intake.hands import press, shown, type_in

if TYPE_CHECKING:
    from deskapp.domain.actor import Actor
    from deskapp.services.desk import Desk
    from deskapp.ui.context import DeskContext

PHONE = ItemType("Phone", "phone", (Point("on", "Switches on"), Point("sound", "Sound")), key="phone")
BIKE = ItemType("Bike", "bike", (Point("brakes", "Brakes"), Point("bell", "Sound")), key="bike")


def test_a_further_item_takes_no_device_by_itself_and_is_typed_where_the_cursor_is(
    context: DeskContext, desk: Desk, owner: Actor, qtbot: QtBot
) -> None:
    customer = desk.tickets.take_in(owner, an_intake()).value.customer
    assert customer
    window = shown(IntakeWindow(context, customer.id), qtbot)
    qtbot.waitUntil(lambda: bool(window.form.items[0].pick.key()))
    window.form.add_item()
    further = window.form.items[1]
    assert not further.pick.key()
    assert further.is_empty()
    for text in ("Bike", "Trek", "FX 3"):
        type_in(text)
        press(Qt.Key.Key_Tab)
    assert (further.category.text(), further.brand.text(), further.model.text()) == ("Bike", "Trek", "FX 3")
    assert not further.fault.value()
    assert not further.checks.checks()


def marked(block: ItemBlock) -> list[str]:
    return sorted(label.text() for label in block.findChildren(QLabel) if "&" in label.text())


def test_the_keys_of_labels_go_to_the_item_with_the_cursor(window: IntakeWindow, qtbot: QtBot) -> None:
    window.form.items[0].fault.setFocus()
    had = marked(window.form.items[0])
    assert any("P&roblem" in text for text in had)
    window.form.add_item()
    first, second = window.form.items
    qtbot.waitUntil(lambda: not marked(first))
    assert marked(second) == had
    press(Qt.Key.Key_R, Qt.KeyboardModifier.AltModifier)
    assert QApplication.focusWidget() is second.fault
    window.form.promise.promised.edit.setFocus()
    assert marked(second) == had, "the last one keeps them"
    first.fault.setFocus()
    qtbot.waitUntil(lambda: marked(first) == had)
    assert not marked(second)


def test_another_type_forgets_marks_of_points_that_it_does_not_have(qtbot: QtBot) -> None:
    block = ItemBlock(types=(PHONE, BIKE))
    qtbot.addWidget(block)
    block.category.setText("Phone")
    block.checks.restore({"on": ["untested", ""], "sound": ["fail", "low"]})
    block.category.setText("Bike")
    assert [(c.key, c.label, c.result, c.note) for c in block.checks.checks()] == [
        ("bell", "Sound", "fail", "low")
    ]
    block.category.setText("Phone")
    assert block.checks.results() == {"on": "untested", "sound": "fail"}, "it was that after all"


def test_marks_of_a_draft_wait_for_their_points(qtbot: QtBot) -> None:
    checks = Checks(BIKE.checklist)
    qtbot.addWidget(checks)
    checks.restore({"on": ["fail", ""]})
    assert not checks.checks()
    checks.set_points(PHONE.checklist)
    assert checks.results() == {"on": "fail"}


def test_a_note_in_the_first_row_is_whole(qtbot: QtBot) -> None:
    checks = Checks(PHONE.checklist)
    qtbot.addWidget(checks)
    checks.show()
    checks.edit_note()
    line = checks.viewport().findChild(QLineEdit)
    assert line is not None
    assert line.geometry().top() >= 0


@pytest.mark.parametrize("width", [150, 212, 230, 460])
def test_however_narrow_every_point_is_seen(qtbot: QtBot, width: int) -> None:
    checks = Checks(general("en"))
    qtbot.addWidget(checks)
    checks.setFixedWidth(width)
    checks.show()
    places = [checks.visualItemRect(checks.item(row)) for row in range(checks.count())]
    assert places[0].top() < places[0].height(), "the first line is empty"
    assert all(checks.viewport().rect().contains(place) for place in places)

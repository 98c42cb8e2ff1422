"""At the counter: a number that the register knows is told at once, and used or given by keys."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from deskapp.domain.ticket import Ticket
from deskapp.ui.devices.device_watch import DeviceWatch
from deskapp.ui.intake.window import IntakeWindow
from tests.builders import a_customer, a_device, an_intake, an_item
from tests.ui.intake.hands import press, rest, shown, type_in

if TYPE_CHECKING:
    from deskapp.domain.actor import Actor
    from deskapp.services.desk import Desk
    from deskapp.ui.context import DeskContext


@pytest.fixture
def ticket(desk: Desk, owner: Actor) -> Ticket:
    """Łukasz brought his phone; Grace has brought nothing yet."""
    desk.customers.add(owner, a_customer("Grace Hopper", "0161 496 0000"))
    items = (an_item(device=a_device(serial="R58N30ABC")),)
    return desk.tickets.take_in(owner, an_intake(items=items)).value


def watch(window: IntakeWindow) -> DeviceWatch:
    found = window.form.items[0].findChild(DeviceWatch)
    assert found is not None
    return found


def test_somebody_elses_number_is_told_used_and_given_to_who_brings_it(
    context: DeskContext, desk: Desk, owner: Actor, ticket: Ticket, qtbot: QtBot
) -> None:
    window = shown(IntakeWindow(context), qtbot)
    [grace] = desk.customers.match(owner, "hopper")
    window.form.customer.take(grace.id)
    rest(qtbot, context)
    block, bar = window.form.items[0], watch(window).bar
    block.serial.setFocus()
    type_in("r58n30abc")
    qtbot.waitUntil(lambda: bar.text() == "Samsung Galaxy S21 belongs to Łukasz Wójcik.")
    press(Qt.Key.Key_Tab)
    press(Qt.Key.Key_Space)
    assert block.pick.key() == str(ticket.items[0].device_id)
    assert block.fault.hasFocus()
    qtbot.waitUntil(lambda: "belongs to Łukasz" in bar.text())
    type_in("Broken again")
    with qtbot.waitSignal(context.done):
        assert bar.notice_button().text() == "New owner"
        bar.notice_button().click()
    [device] = desk.devices.of_customer(owner, grace.id)
    assert device.id == ticket.items[0].device_id


def test_a_device_that_is_here_already_is_told_when_it_is_chosen(
    context: DeskContext, ticket: Ticket, qtbot: QtBot
) -> None:
    assert ticket.customer is not None
    window = shown(IntakeWindow(context, ticket.customer.id), qtbot)
    said = f"Samsung Galaxy S21 is here already on ticket {ticket.number}."
    qtbot.waitUntil(lambda: watch(window).bar.text() == said)


def test_an_imei_whose_check_digit_does_not_fit_is_refused_beside_the_field(
    context: DeskContext, qtbot: QtBot
) -> None:
    window = shown(IntakeWindow(context), qtbot)
    field, row = window.form.items[0].serial, window.form.items[0].row_of_number
    for typed, wrong in (("352099001761482", True), ("352099001761481", False), ("R58N", False)):
        field.setFocus()
        field.clear()
        QTest.keyClicks(field, typed)
        press(Qt.Key.Key_Tab)
        assert ("last digit" in row.wrong()) == wrong

"""The number of a thing: an IMEI of a phone, the frame of a bike, else a serial number, each in its place."""

from __future__ import annotations

import pytest
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from deskapp.domain.actor import Actor
from deskapp.domain.device import DeviceDraft
from deskapp.domain.item_type import ItemType
from deskapp.services.desk import Desk
from deskapp.ui.context import DeskContext, OpenShop
from deskapp.ui.devices.device_watch import DeviceWatch
from deskapp.ui.intake.item_block import ItemBlock
from deskapp.ui.intake.window import IntakeWindow
from deskapp.ui.shared.form import FieldRow
from deskapp.ui.tickets.item_card import ItemCard, changed_item, item_values
from tests.builders import a_customer, a_device, an_intake, an_item
from tests.ui.intake.hands import rest, shown

TYPES = (
    ItemType("Phone", icon="phone", key="phone"),
    ItemType("Bike", icon="bike", key="bike"),
    ItemType("Toaster", icon="appliance", key="toaster"),
)
IMEI, WRONG = "352099001761481", "352099001761482"


@pytest.fixture
def types(context: DeskContext, desk: Desk, owner: Actor) -> None:
    desk.item_types.keep(owner, TYPES, [])
    context.types = OpenShop.of(desk).types


def label(row: object) -> str:
    assert isinstance(row, FieldRow)
    assert isinstance(row.label, QLabel)
    return row.label.text()


@pytest.mark.parametrize(
    ("category", "called", "typed", "kept"),
    [
        ("Phone", "IMEI or serial number", "35 209900 176148 1", DeviceDraft(imei="35 209900 176148 1")),
        ("phone", "IMEI or serial number", "DNPX1234", DeviceDraft(serial="DNPX1234")),
        ("Bike", "Frame number", "GZ8K41907", DeviceDraft(frame_number="GZ8K41907")),
        ("Toaster", "Serial number or IMEI", "4711", DeviceDraft(serial="4711")),
        ("Zither", "Serial number or IMEI", IMEI, DeviceDraft(serial=IMEI)),
    ],
)
def test_what_is_typed_goes_where_such_things_have_it(
    qtbot: QtBot, category: str, called: str, typed: str, kept: DeviceDraft
) -> None:
    block = ItemBlock(types=TYPES)
    qtbot.addWidget(block)
    block.serial.setText(typed)
    block.category.setText(category)
    assert label(block.serial.parentWidget()) == called
    found = block.typed_device()
    assert (found.serial, found.imei, found.frame_number) == (kept.serial, kept.imei, kept.frame_number)


def test_the_shops_own_word_comes_first(qtbot: QtBot, context: DeskContext) -> None:
    context.shop.words["serial"] = "Mark & number"  # type: ignore[index]  # of this test alone
    block = ItemBlock(types=TYPES)
    qtbot.addWidget(block)
    block.ask(context)
    block.category.setText("Bike")
    assert label(block.serial.parentWidget()) == "Mark && number"


@pytest.mark.parametrize("stored", [{"serial": "gz-8k 41907"}, {"frame_number": "GZ8K41907"}])
def test_somebody_elses_number_is_told_wherever_it_was_written(
    context: DeskContext, desk: Desk, owner: Actor, types: None, qtbot: QtBot, stored: dict[str, str]
) -> None:
    items = (an_item(device=a_device("Orange C8", brand="Gazelle", **stored)),)
    desk.tickets.take_in(owner, an_intake(items=items))
    grace = desk.customers.add(owner, a_customer("Grace Hopper", "0161 496 0000")).value
    window = shown(IntakeWindow(context, grace.id), qtbot)
    rest(qtbot, context)
    block = window.form.items[0]
    watch = block.findChild(DeviceWatch)
    assert watch is not None
    block.category.setText("Bike")
    block.serial.setText("gz8k41907")
    qtbot.waitUntil(lambda: watch.bar.text() == "Gazelle Orange C8 belongs to Łukasz Wójcik.")


def test_an_odd_imei_is_told_and_kept(
    context: DeskContext, desk: Desk, owner: Actor, types: None, qtbot: QtBot
) -> None:
    window = shown(IntakeWindow(context), qtbot)
    block = window.form.items[0]
    block.set_types(TYPES)
    block.category.setText("Phone")
    block.serial.setFocus()
    QTest.keyClicks(block.serial, "3520990")
    block.fault.setFocus()
    row = block.serial.parentWidget()
    assert isinstance(row, FieldRow)
    assert "15 digits" in row.doubt()
    ticket = desk.tickets.take_in(owner, an_intake(items=(an_item(device=block.typed_device()),))).value
    assert ticket.items[0].device.imei == "3520990"


def test_the_pane_shows_the_numbers_that_a_thing_has_and_the_one_it_should_have(
    context: DeskContext, desk: Desk, owner: Actor, types: None, qtbot: QtBot
) -> None:
    phone = an_item(device=a_device(serial="R58N30ABC"), item_type="phone")
    bike = an_item(device=DeviceDraft("Bike", frame_number="GZ8K41907"), item_type="bike")
    ticket = desk.tickets.take_in(owner, an_intake(items=(phone, bike))).value
    seen = []
    for item in ticket.items:
        card = ItemCard(context, item.position)
        qtbot.addWidget(card)
        card.show_item(item, several=True)
        card.fields.load(item_values(item, ()))
        seen.append([name for name in ("serial", "imei", "frame_number") if not card.device[name].isHidden()])
        if item.item_type == "phone":
            card.device["imei"].setText(WRONG)
            card.device["imei"].editingFinished.emit()
            assert "last digit" in card.facts.doubt("imei")
            assert card.facts.wrong("imei") == ""
            draft = changed_item(item, {"imei": WRONG})
            assert (draft.device.imei, draft.device.serial) == (WRONG, "R58N30ABC")
    assert seen == [["serial", "imei"], ["frame_number"]]

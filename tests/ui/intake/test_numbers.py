"""The number of a thing: an IMEI of a phone, the frame of a bike, else a serial number, each in its place."""

from __future__ import annotations

from contextlib import closing

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from deskapp.domain.actor import Actor
from deskapp.domain.device import DeviceDraft
from deskapp.domain.item_type import ItemType, Point
from deskapp.errors import Invalid
from deskapp.services.desk import Desk
from deskapp.store.driver import sqlite
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
    ItemType("Mobile", key="mobile"),
)
IMEI, WRONG = "352099001761481", "352099001761482"
NUMBERS = ("serial", "imei", "frame_number", "secret")


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
        ("Toaster", "Serial number or IMEI", WRONG, DeviceDraft(serial=WRONG)),
        ("Mobile", "Serial number or IMEI", IMEI, DeviceDraft(imei=IMEI)),
        ("Zither", "Serial number or IMEI", IMEI, DeviceDraft(imei=IMEI)),
        ("Zither", "Serial number or IMEI", "4711", DeviceDraft(serial="4711")),
        ("Phone", "IMEI or serial number", f"SN {WRONG}", DeviceDraft(serial=WRONG)),
        ("Phone", "IMEI or serial number", "SNAP7", DeviceDraft(serial="SNAP7")),
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


def test_a_tailor_is_not_asked_about_displays_and_takes_in_garments(
    qtbot: QtBot, context: DeskContext
) -> None:
    context.shop.words["item"] = "Garment"  # type: ignore[index]  # of this test alone
    coat = ItemType("Coat", icon="garment", checklist=(Point("zip", "Zip"),), key="coat")
    block = ItemBlock(types=(coat,))
    qtbot.addWidget(block)
    block.ask(context)
    block.set_place(2, of=2)
    assert block.heading.full_text() == "Garment 2"
    assert not block.checks.isVisibleTo(block)
    block.category.setText("Coat")
    assert block.checks.isVisibleTo(block)
    assert [one.text() for one in block.checks.findItems("*", Qt.MatchFlag.MatchWildcard)] == ["Zip"]


def test_nobody_is_asked_for_the_passcode_of_a_bike(qtbot: QtBot) -> None:
    block = ItemBlock(types=TYPES)
    qtbot.addWidget(block)
    asked = []
    for category in ("", "Phone", "Bike"):
        block.category.setText(category)
        asked.append(block.secret.isVisibleTo(block))
    block.restore({"category": "Bike", "secret": ["passcode", "4711"]})  # of a computer for bikes
    assert [*asked, block.secret.isVisibleTo(block)] == [True, True, False, True]


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


def test_a_number_that_may_be_half_an_imei_is_told_and_kept(
    context: DeskContext, desk: Desk, owner: Actor, types: None, qtbot: QtBot
) -> None:
    window = shown(IntakeWindow(context), qtbot)
    block = window.form.items[0]
    block.set_types(TYPES)
    block.category.setText("Phone")
    block.serial.setFocus()
    QTest.keyClicks(block.serial, "3520990")
    block.fault.setFocus()
    assert "15 digits" in block.row_of_number.doubt()
    ticket = desk.tickets.take_in(owner, an_intake(items=(an_item(device=block.typed_device()),))).value
    assert ticket.items[0].device.imei == "3520990"


@pytest.mark.parametrize("category", ["Phone", ""])
def test_a_mistyped_imei_is_refused_at_its_field_until_it_is_right_or_called_a_serial_number(
    context: DeskContext, desk: Desk, owner: Actor, types: None, qtbot: QtBot, category: str
) -> None:
    window = shown(IntakeWindow(context), qtbot)
    block, row = window.form.items[0], window.form.items[0].row_of_number
    window.form.customer.begin_new("Zoe Miller")
    block.set_types(TYPES)
    block.category.setText(category)
    block.serial.setFocus()
    QTest.keyClicks(block.serial, WRONG)
    block.fault.setFocus()
    QTest.keyClicks(block.fault, "dead")
    assert "last digit" in row.wrong()
    window.save()
    assert block.serial.hasFocus()
    assert "SN before it" in row.wrong()
    assert desk.tickets.count(owner) == 0
    QTest.keyClick(block.serial, Qt.Key.Key_Home)
    QTest.keyClicks(block.serial, "SN ")
    assert row.wrong() == ""
    window.save()
    qtbot.waitUntil(lambda: desk.tickets.count(owner) == 1)
    [ticket] = desk.tickets.rows(owner)
    assert desk.tickets.by_id(owner, ticket.id).items[0].device.codes == (WRONG,)


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
        pieces = {**card.device, "secret": card.secret}
        seen.append([name for name in NUMBERS if not pieces[name].isHidden()])
        if item.item_type == "phone":
            card.device["imei"].setText(WRONG)
            card.device["brand"].setText("Sony")
            card.device["imei"].editingFinished.emit()
            assert card.fields.changes() == {"brand": "Sony"}
            assert "last digit" in card.facts.wrong("imei")
    assert seen == [["serial", "imei", "secret"], ["frame_number"]]


def test_the_pane_keeps_an_odd_imei_that_stood_there_and_takes_a_marked_one_as_serial_number(
    context: DeskContext, desk: Desk, owner: Actor, types: None, qtbot: QtBot
) -> None:
    phone = an_item(device=a_device(serial="", imei=IMEI), item_type="phone")
    ticket = desk.tickets.take_in(owner, an_intake(items=(phone,))).value
    with closing(sqlite.connect(desk.path)) as file, file:
        file.execute("UPDATE device SET imei = ?", (WRONG,))
    [item] = desk.tickets.get(owner, ticket.number).items
    card = ItemCard(context, item.position)
    qtbot.addWidget(card)
    card.show_item(item, several=False)
    card.fields.load(item_values(item, ()))
    assert "last digit" in card.facts.doubt("imei")
    card.device["brand"].setText("Sony")
    draft = changed_item(item, card.fields.changes())
    kept = desk.tickets.edit_item(owner, ticket.number, 1, draft, item.row_version).value.items[0]
    assert (kept.device.brand, kept.device.imei) == ("Sony", WRONG)
    other = changed_item(kept, {"imei": WRONG[:-1] + "3"})
    with pytest.raises(Invalid, match="last digit"):
        desk.tickets.edit_item(owner, ticket.number, 1, other, kept.row_version)
    draft = changed_item(kept, {"imei": f"SN{WRONG}"})
    kept = desk.tickets.edit_item(owner, ticket.number, 1, draft, kept.row_version).value.items[0]
    assert (kept.device.serial, kept.device.imei) == (WRONG, "")

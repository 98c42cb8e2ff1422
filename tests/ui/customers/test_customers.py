"""The directory: found by typing, read at the right, changed in place, nothing lost when two are at it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from deskapp.domain.customer import Customer, Phone
from deskapp.domain.device import DeviceDraft
from deskapp.ui.customers.page import CustomersPage
from tests.builders import a_customer, an_intake, an_item
from tests.ui.directory import press, rest, shown, type_in

if TYPE_CHECKING:
    from deskapp.domain.actor import Actor
    from deskapp.services.desk import Desk
    from deskapp.ui.context import DeskContext

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def lukasz(desk: Desk, owner: Actor) -> Customer:
    number = desk.tickets.take_in(owner, an_intake(customer=a_customer(city="London", alert="Pays <late>")))
    desk.customers.add(owner, a_customer("Grace Hopper", "07700 900111", company="Navy"))
    customer = number.value.customer
    assert customer is not None
    return customer


@pytest.fixture
def page(context: DeskContext, lukasz: Customer, qtbot: QtBot) -> CustomersPage:
    return shown(CustomersPage(context), context, qtbot)


def names(page: CustomersPage) -> list[str]:
    return [page.list.records.row(place).name for place in range(page.list.records.rowCount())]


def choose(page: CustomersPage, customer: Customer, qtbot: QtBot) -> None:
    page.open_customer(customer.id)
    qtbot.waitUntil(lambda: page.card.name.full_text() == customer.name)


def test_the_list_goes_by_surname_and_the_card_shows_the_first(page: CustomersPage) -> None:
    assert names(page) == ["Grace Hopper", "Łukasz Wójcik"]
    assert page.card.name.full_text() == "Grace Hopper"
    assert page.list.count_label.full_text() == "2"


def test_a_list_that_comes_late_leaves_the_form_that_was_begun(
    context: DeskContext, lukasz: Customer, qtbot: QtBot
) -> None:
    page = CustomersPage(context)
    qtbot.addWidget(page)
    page.show()
    page.activate()
    page.new_customer("Quentin")
    rest(context, qtbot)
    qtbot.waitUntil(lambda: page.list.records.rowCount() == 2)
    rest(context, qtbot)
    assert page.side.currentWidget() is page.form
    assert page.form.name.text() == "Quentin"
    page.form.left.emit()
    assert page.card.name.full_text() == "Grace Hopper"
    assert page.is_reading()


def test_the_list_is_a_good_model(page: CustomersPage, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(page.list.records)  # type: ignore[no-untyped-call]  # pytest-qt's own
    qtmodeltester.check(page.card.model)  # type: ignore[no-untyped-call]  # pytest-qt's own


def test_the_card_says_how_to_reach_them_what_to_remember_and_what_they_brought(
    page: CustomersPage, context: DeskContext, lukasz: Customer, qtbot: QtBot
) -> None:
    choose(page, lukasz, qtbot)
    rest(context, qtbot)
    texts = [label.text() for label in page.card.findChildren(QLabel)]
    assert "07700 900142" in texts
    assert page.card.alert.text() == "Pays <late>"
    assert "Samsung Galaxy S21" in texts
    assert page.card.model.rowCount() == 1
    with qtbot.waitSignal(context.ticket_asked) as asked:
        page.card.tickets.select_place(0)
        QTest.keyClick(page.card.tickets, Qt.Key.Key_Return)
    assert asked.args == [page.card.model.row(0).number]


def test_the_filter_finds_by_part_of_a_number_and_says_when_nobody_matches(
    page: CustomersPage, context: DeskContext, qtbot: QtBot
) -> None:
    page.find_field()
    QTest.keyClicks(page.list.filter, "0142")
    qtbot.waitUntil(lambda: names(page) == ["Łukasz Wójcik"])
    with qtbot.waitSignal(page.list.listed):
        QTest.keyClicks(page.list.filter, "999")
    assert "Nobody matches “0142999”" in page.list.empty.accessibleName()
    QTest.keyClick(page.list.filter, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: len(names(page)) == 2)


def test_an_empty_directory_says_what_to_do(context: DeskContext, qtbot: QtBot) -> None:
    page = shown(CustomersPage(context), context, qtbot)
    assert "No customers yet" in page.list.empty.accessibleName()
    page.new_customer()
    assert page.form.isVisible()


def test_a_new_customer_with_two_phones(
    page: CustomersPage, context: DeskContext, desk: Desk, owner: Actor, qtbot: QtBot
) -> None:
    page.new_customer()
    assert QApplication.focusWidget() is page.form.name
    QTest.keyClicks(page.form.name, "Ada Byron")
    QTest.keyClicks(page.form.phones.lines[0].edit, "020 7946 0018")
    QTest.mouseClick(page.form.phones.add_button, Qt.MouseButton.LeftButton)
    type_in("07700 900777")
    QTest.keyClicks(page.form.phones.lines[1].label, "mobile")
    with qtbot.waitSignals([page.form.saved, context.done]):
        QTest.keyClick(page.form.name, Qt.Key.Key_S, CONTROL)
    qtbot.waitUntil(lambda: page.card.name.full_text() == "Ada Byron" and page.card.isVisible())
    [found] = desk.customers.match(owner, "Byron")
    phones = desk.customers.get(owner, found.id).phones
    assert [(phone.shown, phone.label) for phone in phones] == [
        ("020 7946 0018", ""),
        ("07700 900777", "mobile"),
    ]
    assert page.list.table.current_id() == found.id


def test_removing_a_phone_keeps_the_others(
    page: CustomersPage, desk: Desk, owner: Actor, lukasz: Customer, qtbot: QtBot
) -> None:
    choose(page, lukasz, qtbot)
    page.edit_customer()
    page.form.phones.set_phones((Phone("1 11"), Phone("2 22")))
    QTest.mouseClick(page.form.phones.lines[0].remove, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(page.form.saved):
        page.form.save()
    assert [phone.shown for phone in desk.customers.get(owner, lukasz.id).phones] == ["2 22"]


def test_what_is_wrong_is_said_at_the_field_and_the_text_stays(
    page: CustomersPage, lukasz: Customer, qtbot: QtBot
) -> None:
    choose(page, lukasz, qtbot)
    page.edit_customer()
    page.form.note.set_value("long story")
    page.form.email.setText("lukasz at home")
    page.form.save()
    assert "not an e-mail address" in page.form.form.row("email").wrong()
    assert QApplication.focusWidget() is page.form.email
    assert page.form.note.value() == "long story"


def test_two_who_change_different_fields_both_win(
    page: CustomersPage, desk: Desk, owner: Actor, lukasz: Customer, qtbot: QtBot
) -> None:
    choose(page, lukasz, qtbot)
    page.edit_customer()
    now = desk.customers.get(owner, lukasz.id)
    desk.customers.edit(owner, lukasz.id, replace(now.draft, company="Acme"), now.row_version)
    page.form.city.setText("Paris")
    with qtbot.waitSignal(page.form.saved):
        page.form.save()
    kept = desk.customers.get(owner, lukasz.id).draft
    assert (kept.company, kept.city) == ("Acme", "Paris")


@pytest.mark.parametrize(("mine_wins", "city"), [(True, "Paris"), (False, "Rome")])
def test_two_who_change_the_same_field_see_both_values(
    page: CustomersPage,
    desk: Desk,
    owner: Actor,
    lukasz: Customer,
    qtbot: QtBot,
    mine_wins: bool,
    city: str,
) -> None:
    choose(page, lukasz, qtbot)
    page.edit_customer()
    now = desk.customers.get(owner, lukasz.id)
    desk.customers.edit(owner, lukasz.id, replace(now.draft, city="Rome"), now.row_version)
    page.form.city.setText("Paris")
    page.form.note.set_value("mine alone")
    page.form.save()
    qtbot.waitUntil(page.form.versions.isVisible)
    words = page.form.versions.words()
    assert "Paris" in words
    assert "Rome" in words
    answer = page.form.versions.mine if mine_wins else page.form.versions.theirs
    QTest.mouseClick(answer, Qt.MouseButton.LeftButton)
    if not mine_wins:
        assert page.form.city.text() == "Rome"
        page.form.save()
    qtbot.waitUntil(lambda: not page.form.isVisible())
    kept = desk.customers.get(owner, lukasz.id).draft
    assert (kept.city, kept.note) == (city, "mine alone")


def test_delete_puts_them_into_the_bin_and_undo_brings_them_back(
    page: CustomersPage, context: DeskContext, desk: Desk, owner: Actor, lukasz: Customer, qtbot: QtBot
) -> None:
    choose(page, lukasz, qtbot)
    page.list.table.setFocus()
    with qtbot.waitSignal(context.done) as done:
        QTest.keyClick(page.list.table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: names(page) == ["Grace Hopper"])
    desk.undo(owner, done.args[0].undo)
    qtbot.waitUntil(lambda: names(page) == ["Grace Hopper", "Łukasz Wójcik"])


def test_who_lies_in_the_bin_is_counted_listed_and_taken_out_by_keyboard(
    page: CustomersPage, context: DeskContext, lukasz: Customer, desk: Desk, owner: Actor, qtbot: QtBot
) -> None:
    assert page.bin.isHidden()
    page.activateWindow()
    context.act(desk.customers.bin, lukasz.id)
    qtbot.waitUntil(lambda: page.bin.isVisible() and page.bin.text() == "1")
    assert page.bin.accessibleName() == "1 customer in the bin"
    page.customer_bin()
    qtbot.waitUntil(lambda: names(page) == ["Łukasz Wójcik"] and page.is_binned())
    assert page.card.binned.text() == "Lies in the bin."
    assert page.bin.isChecked()
    assert not page.card.edit.isVisible()
    QTest.keyClick(page.list.table, Qt.Key.Key_F2)
    assert page.is_reading()
    QTest.keyClick(page.list.table, Qt.Key.Key_Return)
    with qtbot.waitSignal(context.done) as done:
        press(Qt.Key.Key_Space)
    assert done.args[0].undo.label == "Restored 1 customer"
    qtbot.waitUntil(lambda: "The bin is empty" in page.list.empty.accessibleName())
    QTest.keyClick(page.bin, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: names(page) == ["Grace Hopper", "Łukasz Wójcik"])
    qtbot.waitUntil(page.bin.isHidden)


def test_moving_in_the_list_does_not_throw_away_what_is_typed(page: CustomersPage, qtbot: QtBot) -> None:
    page.edit_customer()
    page.form.city.setText("Paris")
    page.list.table.select_place(1)
    assert page.form.isVisible()
    assert page.form.city.text() == "Paris"
    QTest.keyClick(page.form.city, Qt.Key.Key_Escape)
    assert "not saved" in page.form.banner.text()
    QTest.keyClick(page.form.city, Qt.Key.Key_Escape)
    assert not page.form.isVisible()


def test_a_ticket_for_this_customer_opens_intake(
    page: CustomersPage, context: DeskContext, lukasz: Customer, qtbot: QtBot
) -> None:
    choose(page, lukasz, qtbot)
    with qtbot.waitSignal(context.intake_asked) as asked:
        QTest.mouseClick(page.card.new_ticket, Qt.MouseButton.LeftButton)
    assert asked.args == [lukasz.id]


def test_hostile_names_are_shown_as_typed(
    context: DeskContext, desk: Desk, owner: Actor, qtbot: QtBot
) -> None:
    item = an_item(device=DeviceDraft(brand="<i>x</i>", model="&amp;"))
    draft = a_customer("<img src=x onerror=1>", note="<b>no</b>")
    desk.tickets.take_in(owner, an_intake(customer=draft, items=(item,)))
    page = shown(CustomersPage(context), context, qtbot)
    qtbot.waitUntil(lambda: page.card.name.text() == "<img src=x onerror=1>")
    for label in page.findChildren(QLabel):
        assert label.textFormat() == Qt.TextFormat.PlainText or not label.text()

"""Taking in at the counter, by keys alone: what is typed becomes a ticket, and nothing typed is lost."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from deskapp.domain.paper import Document
from deskapp.domain.ticket import LineDraft
from deskapp.domain.ticket_row import Priority
from deskapp.ui.intake.window import IntakeWindow
from tests.builders import a_customer, a_service, an_intake, pounds

if TYPE_CHECKING:
    from deskapp.domain.actor import Actor
    from deskapp.services.desk import Desk
    from deskapp.ui.context import DeskContext

from tests.ui.intake.hands import offered, only_ticket, press, rest, shown, type_in

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def test_a_returning_customer_is_taken_in_with_twelve_fields_or_fewer(
    context: DeskContext, desk: Desk, owner: Actor, qtbot: QtBot
) -> None:
    desk.tickets.take_in(owner, an_intake())
    desk.catalog.add(owner, a_service())
    window = shown(IntakeWindow(context), qtbot)
    touched = {QApplication.focusWidget()}

    def watch(_old: QWidget | None, new: QWidget | None) -> None:
        if new is not None:
            touched.add(new)

    QApplication.instance().focusChanged.connect(watch)  # type: ignore[union-attr]  # there is one in a test
    type_in("0142")
    qtbot.waitUntil(lambda: offered(window)[:1] == ["Łukasz Wójcik"])
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is window.form.items[0].pick)
    assert "Galaxy S21" in window.form.items[0].pick.currentText()
    press(Qt.Key.Key_Tab)
    type_in("Battery empty by noon")
    for _ in range(7):
        press(Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is window.form.services.search
    type_in("chg")
    qtbot.waitUntil(window.form.services.search.is_open)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.form.services.sums.total.full_text() == "£79.00")
    press(Qt.Key.Key_S, CONTROL)
    qtbot.waitUntil(lambda: "saved" in window.aftermath.words.full_text())

    assert len(touched) <= 12
    [newest, _first] = desk.tickets.rows(owner)
    ticket = desk.tickets.get(owner, newest.number)
    assert ticket.customer is not None
    assert ticket.customer.name == "Łukasz Wójcik"
    assert ticket.items[0].fault == "Battery empty by noon"
    assert ticket.items[0].device.model == "Galaxy S21"
    assert [line.draft.description for line in ticket.lines] == ["Charging port"]
    assert desk.customers.count(owner) == 1, "nobody was written down twice"
    assert len(desk.devices.of_customer(owner, ticket.customer.id)) == 1, "nor was the phone"


def test_a_new_customer_by_phone(
    window: IntakeWindow, context: DeskContext, desk: Desk, owner: Actor, qtbot: QtBot
) -> None:
    type_in("07700 900555")
    press(Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is window.form.customer.new.name
    type_in("Zoe Quill")
    window.form.items[0].fault.setPlainText("Does not turn on")
    press(Qt.Key.Key_S, CONTROL)
    qtbot.waitUntil(lambda: "saved" in window.aftermath.words.full_text())
    customer = only_ticket(desk, owner).customer
    assert customer is not None
    assert (customer.name, customer.phones[0].shown) == ("Zoe Quill", "07700 900555")


def test_a_name_typed_and_never_confirmed_makes_a_new_customer(
    window: IntakeWindow, desk: Desk, owner: Actor, qtbot: QtBot
) -> None:
    type_in("Ada Byron")
    window.form.items[0].fault.setPlainText("Cracked")
    window.save()
    qtbot.waitUntil(lambda: "saved" in window.aftermath.words.full_text())
    customer = only_ticket(desk, owner).customer
    assert customer is not None
    assert customer.name == "Ada Byron"


def test_enter_waits_for_the_matches_of_a_fast_typist(
    context: DeskContext, desk: Desk, owner: Actor, qtbot: QtBot
) -> None:
    desk.customers.add(owner, a_customer("Grace Hopper", "07700 900111"))
    window = shown(IntakeWindow(context), qtbot)
    type_in("hop")
    press(Qt.Key.Key_Return)  # before any answer can be there
    qtbot.waitUntil(lambda: window.form.customer.known.name.full_text() == "Grace Hopper")


def test_down_and_enter_take_the_second_match_and_control_enter_is_new(
    context: DeskContext, desk: Desk, owner: Actor, qtbot: QtBot
) -> None:
    for name, phone in (("Anna Berg", "07700 900301"), ("Anna Carlsen", "07700 900302")):
        desk.customers.add(owner, a_customer(name, phone))
    window = shown(IntakeWindow(context), qtbot)
    type_in("anna")
    qtbot.waitUntil(lambda: len(offered(window)) == 3)
    second = offered(window)[1]
    press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: window.form.customer.known.name.full_text() == second)
    window.form.customer.search_again()
    type_in("Anna Diaz")
    rest(qtbot, context)
    press(Qt.Key.Key_Return, CONTROL)
    assert window.form.customer.new.name.text() == "Anna Diaz"
    assert not desk.tickets.count(owner), "Ctrl+Enter in the list is not the one that saves"


def test_the_badge_says_what_the_shop_should_remember(
    context: DeskContext, desk: Desk, owner: Actor, qtbot: QtBot
) -> None:
    number = desk.tickets.take_in(owner, an_intake(customer=a_customer(alert="Pays <late>"))).value.number
    window = shown(IntakeWindow(context, 1), qtbot)
    known = window.form.customer.known
    qtbot.waitUntil(known.isVisible)
    assert known.badge.chip().text == "Returning"
    assert known.alert.text() == "Pays <late>"
    assert "1 open ticket" in known.visits.full_text()
    assert "Tue 10 Mar" in known.visits.full_text()
    with qtbot.waitSignal(context.ticket_asked) as asked:
        for button in known.findChildren(QWidget):
            if button.accessibleName() == f"Open ticket {number}":
                QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert asked.args == [number]


def test_a_phone_that_is_known_already_is_said_not_refused(
    context: DeskContext, desk: Desk, owner: Actor, qtbot: QtBot
) -> None:
    desk.customers.add(owner, a_customer())
    window = shown(IntakeWindow(context), qtbot)
    window.form.customer.begin_new("07700 900142")
    qtbot.waitUntil(lambda: "Łukasz Wójcik" in window.form.customer.new.double.words.full_text())


def test_everything_on_the_page_is_kept(window: IntakeWindow, desk: Desk, owner: Actor, qtbot: QtBot) -> None:
    desk.people.add(owner, "Mia Chen")
    form = window.form
    form.customer.begin_new("Ada Byron")
    form.items[0].category.setText("Laptop")
    form.items[0].fault.setPlainText("No sound")
    form.items[0].condition.setText("worn")
    form.items[0].accessories.setText("charger")
    form.add_item()
    form.items[1].model.setText("Mouse")
    form.services.search.setText("Express")
    form.services.search.setFocus()
    press(Qt.Key.Key_Return, CONTROL)
    form.services.lines[0].price.setText("12,50")
    form.services.lines[0].quantity.setText("2")
    assert form.services.sums.total.full_text() == "£25.00"
    assert "VAT 20 % £4.17" in form.services.sums.taxes.full_text()
    form.promise.promised.edit.setText("tomorrow 9:30")
    form.promise.limit.setText("80")
    form.promise.priority.set_key("high")
    form.promise.place.setText("B3")
    form.promise.tags.set_tags(("vip",))
    window.save()
    qtbot.waitUntil(lambda: "saved" in window.aftermath.words.full_text())

    ticket = only_ticket(desk, owner)
    first, second = ticket.items
    assert (first.condition, first.accessories, second.device.model) == ("worn", "charger", "Mouse")
    assert [(line.draft.item, line.draft.description) for line in ticket.lines] == [(2, "Express")]
    assert ticket.totals.gross == pounds("25.00")
    edit = ticket.edit
    assert edit.promised_at == datetime(2026, 3, 11, 9, 30, tzinfo=UTC)
    assert (edit.cost_limit, edit.priority, edit.place) == (pounds("80.00"), Priority.HIGH, "B3")
    assert edit.tags == ("vip",)


def test_save_and_print_asks_for_the_claim_ticket_and_clears_the_page(
    window: IntakeWindow, context: DeskContext, desk: Desk, owner: Actor, qtbot: QtBot
) -> None:
    window.form.customer.begin_new("Ada Byron")
    window.form.items[0].fault.setPlainText("No sound")
    with qtbot.waitSignal(context.preview_asked) as asked:
        press(Qt.Key.Key_Return, CONTROL)
    assert asked.args == [only_ticket(desk, owner).number, Document.CLAIM_TICKET]
    assert window.form.is_empty()
    assert QApplication.focusWidget() is window.form.customer.search


def test_hostile_text_is_shown_and_kept_as_typed(
    context: DeskContext, desk: Desk, owner: Actor, qtbot: QtBot
) -> None:
    evil = "<img src=x> & \u202ebold"
    window = shown(IntakeWindow(context), qtbot)
    window.form.customer.begin_new(evil)
    window.form.items[0].fault.setPlainText("<b>" + "x" * 1990 + "</b>")
    window.save()
    qtbot.waitUntil(lambda: "saved" in window.aftermath.words.full_text())
    ticket = only_ticket(desk, owner)
    assert ticket.items[0].fault == "<b>" + "x" * 1990 + "</b>"
    assert ticket.customer is not None
    assert ticket.customer.name == "<img src=x> & bold"
    again = shown(IntakeWindow(context, ticket.customer.id), qtbot)
    qtbot.waitUntil(again.form.customer.known.isVisible)
    assert again.form.customer.known.name.text() == "<img src=x> & bold"
    for label in again.findChildren(QLabel):
        assert label.textFormat() == Qt.TextFormat.PlainText or not label.text()


def test_services_above_the_cost_limit_are_told_at_once(window: IntakeWindow) -> None:
    form, row = window.form, window.form.promise.limit_row
    form.promise.limit.setText("80")
    form.services.add_line(LineDraft("New screen", pounds("79.00")))
    assert row.doubt() == ""
    line = form.services.add_line(LineDraft("Foil", pounds("12.00")))
    assert "ask the customer" in row.doubt()
    form.promise.limit.setText("91")
    assert row.doubt() == ""
    form.promise.limit.setText("9")
    assert row.doubt()
    line.price.setText("?")
    assert row.doubt() == "", "no sum is known while a price is half typed"


def test_services_for_the_thing_on_the_counter_come_first(
    window: IntakeWindow, desk: Desk, owner: Actor, qtbot: QtBot
) -> None:
    for place, name in enumerate(("Galaxy A52 display", "iPhone 11 display", "iPhone 13 display")):
        desk.catalog.add(owner, a_service(f"S{place}", name))
    window.form.items[0].model.setText("iPhone 13")
    services = window.form.services.search
    services.setFocus()
    type_in("disp")
    qtbot.waitUntil(services.is_open)
    assert [match.title for match in services.offered()][:2] == ["iPhone 13 display", "iPhone 11 display"]

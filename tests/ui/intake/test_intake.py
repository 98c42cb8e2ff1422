"""Taking in at the counter, by keys alone: what is typed becomes a ticket, and nothing typed is lost."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from deskapp.domain.paper import Document
from deskapp.domain.ticket import Priority, Ticket
from deskapp.ui.intake.window import IntakeWindow
from tests.builders import a_customer, a_service, an_intake, pounds

if TYPE_CHECKING:
    from deskapp.domain.actor import Actor
    from deskapp.services.desk import Desk
    from deskapp.ui.context import DeskContext

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def window(context: DeskContext, qtbot: QtBot) -> IntakeWindow:
    """The window as it opens on a new shop."""
    return shown(IntakeWindow(context), qtbot)


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    """No window outlives its test; they delete themselves, so that the plug-in cannot close them."""
    yield
    for window in QApplication.topLevelWidgets():
        if isinstance(window, IntakeWindow):
            window.close()


def shown(window: IntakeWindow, qtbot: QtBot) -> IntakeWindow:
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    return window


def type_in(text: str) -> None:
    """Type into whatever has the focus."""
    field = QApplication.focusWidget()
    assert field is not None
    if text.isascii():
        QTest.keyClicks(field, text)
    else:
        assert isinstance(field, QLineEdit)
        field.insert(text)


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    field = QApplication.focusWidget()
    assert field is not None
    QTest.keyClick(field, key, modifier)


def rest(qtbot: QtBot, context: DeskContext) -> None:
    qtbot.waitUntil(lambda: not context.worker.is_busy())


def only_ticket(desk: Desk, owner: Actor) -> Ticket:
    [row] = desk.tickets.rows(owner)
    return desk.tickets.get(owner, row.number)


def offered(window: IntakeWindow) -> list[str]:
    return [match.title for match in window.form.customer.search.offered()]


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
    for _ in range(4):
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
    qtbot.waitUntil(lambda: "Łukasz Wójcik" in window.form.customer.new.double.text())


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


def test_what_is_wrong_is_said_at_its_field_and_the_first_gets_the_focus(
    window: IntakeWindow, desk: Desk, owner: Actor
) -> None:
    window.form.promise.promised.edit.setText("some day")
    window.save()
    form = window.form
    assert "Who brings it?" in form.customer.search_row.wrong()
    assert form.items[0].row_of_fault.wrong()
    assert "some day" in form.promise.promised_row.wrong()
    assert QApplication.focusWidget() is form.customer.search
    assert form.promise.promised.edit.text() == "some day"
    assert not desk.tickets.count(owner)


def test_an_address_that_is_none_is_refused_and_the_form_keeps_its_text(
    window: IntakeWindow, qtbot: QtBot
) -> None:
    window.form.customer.begin_new("Ada Byron")
    window.form.customer.new.email.setText("ada at example")
    window.form.items[0].fault.setPlainText("No sound")
    window.save()
    assert QApplication.focusWidget() is window.form.customer.new.email
    assert window.form.items[0].fault.toPlainText() == "No sound"


def test_a_service_that_was_typed_but_not_added_is_not_forgotten(window: IntakeWindow) -> None:
    window.form.customer.begin_new("Ada Byron")
    window.form.items[0].fault.setPlainText("No sound")
    window.form.services.search.setText("speaker")
    window.save()
    assert "“speaker” is not added yet" in window.form.services.search_row.wrong()


def test_undo_puts_the_ticket_into_the_bin_and_the_text_back(
    window: IntakeWindow, context: DeskContext, desk: Desk, owner: Actor, qtbot: QtBot
) -> None:
    window.form.customer.begin_new("Ada Byron")
    window.form.items[0].fault.setPlainText("No sound")
    window.save()
    qtbot.waitUntil(lambda: "saved" in window.aftermath.words.full_text())
    assert window.form.is_empty()
    with qtbot.waitSignal(context.taken_back):
        QTest.mouseClick(window.aftermath.buttons[0], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not window.form.is_empty())
    assert window.form.items[0].fault.toPlainText() == "No sound"
    assert not desk.tickets.count(owner)
    assert desk.tickets.count(owner, "is:deleted") == 1


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


def test_escape_keeps_the_page_for_the_next_window(
    window: IntakeWindow, context: DeskContext, qtbot: QtBot
) -> None:
    window.form.items[0].fault.setPlainText("No sound")
    press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is None)
    again = shown(IntakeWindow(context), qtbot)
    assert again.form.items[0].fault.toPlainText() == "No sound"


def test_escape_closes_the_match_list_before_the_window(
    window: IntakeWindow, context: DeskContext, qtbot: QtBot
) -> None:
    type_in("zoe")
    qtbot.waitUntil(window.form.customer.search.is_open)
    press(Qt.Key.Key_Escape)
    assert not window.form.customer.search.is_open()
    assert window.isVisible()
    assert window.form.customer.search.text() == "zoe"


def test_a_named_customer_opens_a_page_of_their_own_and_the_unfinished_one_waits(
    context: DeskContext, desk: Desk, owner: Actor, qtbot: QtBot
) -> None:
    customer = desk.customers.add(owner, a_customer()).value
    first = shown(IntakeWindow(context), qtbot)
    first.form.items[0].fault.setPlainText("No sound")
    first.close()
    second = shown(IntakeWindow(context, customer.id), qtbot)
    qtbot.waitUntil(lambda: second.form.customer.known.name.full_text() == "Łukasz Wójcik")
    assert "put aside" in second.aftermath.words.full_text()
    QTest.mouseClick(second.aftermath.buttons[0], Qt.MouseButton.LeftButton)
    assert second.form.items[0].fault.toPlainText() == "No sound"


def test_discard_needs_no_question_because_it_can_be_undone(window: IntakeWindow, qtbot: QtBot) -> None:
    window.form.items[0].fault.setPlainText("No sound")
    press(Qt.Key.Key_Backspace, CONTROL | SHIFT)
    assert window.form.is_empty()
    QTest.mouseClick(window.aftermath.buttons[0], Qt.MouseButton.LeftButton)
    assert window.form.items[0].fault.toPlainText() == "No sound"


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


def test_removing_an_item_moves_its_lines_to_the_one_before(window: IntakeWindow, qtbot: QtBot) -> None:
    form = window.form
    form.add_item()
    form.services.search.setText("Express")
    form.services.search.setFocus()
    press(Qt.Key.Key_Return, CONTROL)
    assert form.services.lines[0].draft().item == 2
    QTest.mouseClick(form.items[1].remove, Qt.MouseButton.LeftButton)
    assert len(form.items) == 1
    assert form.services.lines[0].draft().item == 1


def test_every_target_is_forty_pixels_high(window: IntakeWindow) -> None:
    for field in window.findChildren(QLineEdit):
        if field.isVisible() and not isinstance(field.parent(), QComboBox):
            assert field.height() >= 40, field.accessibleName()
    assert window.print_button.height() >= 40
    assert window.save_button.height() >= 40


def test_tab_goes_straight_down_the_page(window: IntakeWindow, qtbot: QtBot) -> None:
    seen = []
    for _ in range(23):
        seen.append(QApplication.focusWidget())
        press(Qt.Key.Key_Tab)
    form = window.form
    item, promise = form.items[0], form.promise
    assert seen[:9] == [
        form.customer.search, item.category, item.brand, item.model, item.serial, item.colour,
        item.fault, item.condition, item.accessories,
    ]  # fmt: skip
    assert seen[9:11] == [form.add_item_button, form.services.search]
    assert seen[11] is promise.promised.edit
    assert seen[13:18] == [promise.limit, promise.priority, promise.person, promise.place, promise.tags.edit]
    assert seen[18:22] == [window.save_button, window.print_button, window.discard_button, seen[0]]


def test_the_window_opens_at_once(context: DeskContext, qtbot: QtBot) -> None:
    from time import perf_counter

    shown(IntakeWindow(context), qtbot).close()
    started = perf_counter()
    window = IntakeWindow(context)
    window.show()
    assert perf_counter() - started < 0.6, "far above the 150 ms that a quiet machine is given"

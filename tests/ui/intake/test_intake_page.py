"""The page itself: reasons at their fields, pages put aside and brought back, Tab and targets."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from deskapp.ui.intake.window import IntakeWindow
from deskapp.ui.shared.form import FieldRow
from tests.builders import a_customer

if TYPE_CHECKING:
    from deskapp.domain.actor import Actor
    from deskapp.services.desk import Desk
    from deskapp.ui.context import DeskContext

from tests.ui.intake.hands import press, rest, shown, type_in

CONTROL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier


def test_what_is_wrong_is_said_at_its_field_and_the_first_gets_the_focus(
    window: IntakeWindow, desk: Desk, owner: Actor
) -> None:
    window.form.promise.promised.edit.setText("some day")
    window.save()
    form = window.form
    assert "Who brings it?" in form.customer.search_row.wrong()
    assert form.items[0].row_of_fault.wrong()
    assert "some day" in form.promise.promised_row.wrong()
    assert not form.promise.promised.understood.full_text(), "the reason under it says so"
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


def test_escape_keeps_the_page_for_the_next_window(
    window: IntakeWindow, context: DeskContext, qtbot: QtBot
) -> None:
    window.form.items[0].fault.setPlainText("No sound")
    press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is None)
    again = shown(IntakeWindow(context), qtbot)
    assert again.form.is_empty(), "a new page is always empty"
    qtbot.waitUntil(lambda: again.banner.text() == "1 unfinished ticket: No sound")
    press(Qt.Key.Key_O, CONTROL)
    qtbot.waitUntil(lambda: again.form.items[0].fault.toPlainText() == "No sound")
    assert QApplication.focusWidget() is again.form.customer.search
    rest(qtbot, context)
    assert not again.banner.text()


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
    qtbot.waitUntil(lambda: second.banner.text() == "1 unfinished ticket: No sound")
    with qtbot.waitSignal(context.intake_asked) as asked:
        second.unfinished.open()
    third = shown(IntakeWindow(context, *asked.args), qtbot)
    qtbot.waitUntil(lambda: third.form.items[0].fault.toPlainText() == "No sound")


def test_a_window_that_is_closed_while_it_saves_keeps_no_second_copy(
    window: IntakeWindow, context: DeskContext, desk: Desk, owner: Actor, qtbot: QtBot
) -> None:
    told: list[object] = []
    context.done.connect(told.append)
    window.form.customer.begin_new("Ada Byron")
    window.form.items[0].fault.setPlainText("No sound")
    press(Qt.Key.Key_S, CONTROL)
    press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not isValid(window) or not window.isVisible())
    assert desk.tickets.count(owner) == 1
    assert len(told) == 1, "it can be taken back"
    assert shown(IntakeWindow(context), qtbot).form.is_empty()


def test_discard_needs_no_question_because_it_can_be_undone(window: IntakeWindow, qtbot: QtBot) -> None:
    window.form.items[0].fault.setPlainText("No sound")
    press(Qt.Key.Key_Backspace, CONTROL | SHIFT)
    assert window.form.is_empty()
    QTest.mouseClick(window.aftermath.buttons[0], Qt.MouseButton.LeftButton)
    assert window.form.items[0].fault.toPlainText() == "No sound"


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
    for _ in range(27):
        seen.append(QApplication.focusWidget())
        press(Qt.Key.Key_Tab)
    form = window.form
    item, promise = form.items[0], form.promise
    assert seen[:12] == [
        form.customer.search, item.category, item.brand, item.model, item.serial, item.colour,
        item.fault, item.checks, item.condition, item.accessories,
        item.secret.edit, item.secret.kind,
    ]  # fmt: skip
    assert seen[12:14] == [form.add_item_button, form.services.search]
    assert seen[14] is promise.promised.edit
    assert seen[16:23] == [
        promise.limit, promise.deposit, promise.priority, promise.person, promise.place, promise.tags.edit,
        promise.terms,
    ]  # fmt: skip
    assert seen[23:27] == [window.save_button, window.print_button, window.discard_button, seen[0]]


def test_tab_goes_from_the_next_page_to_the_buttons_too_and_back_to_what_is_unfinished(
    window: IntakeWindow, context: DeskContext, desk: Desk, owner: Actor, qtbot: QtBot
) -> None:
    desk.drafts.keep(owner, {"customer": {"search": "Ada"}, "items": [{"model": "iPhone 13"}]})
    window.form.customer.begin_new("Grace Hopper")
    window.form.items[0].fault.setPlainText("No sound")
    window.save()
    qtbot.waitUntil(lambda: "saved" in window.aftermath.words.full_text())
    window.unfinished.look()
    qtbot.waitUntil(lambda: window.banner.text() == "1 unfinished ticket: Ada, iPhone 13")
    window.form.promise.terms.setFocus()
    for button in (window.save_button, window.print_button, window.discard_button):
        press(Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is button
    window.form.customer.search.setFocus()
    seen = []
    for _ in range(5):  # past what can be done about the ticket that was saved
        press(Qt.Key.Key_Backtab)
        focus = QApplication.focusWidget()
        assert isinstance(focus, QAbstractButton)
        seen.append(focus.text())
    assert "Open it" in seen


def test_tab_goes_through_a_new_customer_and_on_to_the_item(window: IntakeWindow) -> None:
    window.form.customer.begin_new()
    new, seen = window.form.customer.new, []
    for _ in range(9):
        seen.append(QApplication.focusWidget())
        press(Qt.Key.Key_Tab)
    lines = [new.name, new.phone, new.email, new.company, new.street, new.postcode, new.city]
    assert seen == [*lines, new.language, window.form.items[0].category]


def test_the_button_of_a_sentence_on_top_comes_before_the_page(window: IntakeWindow) -> None:
    window.form.banner.say("info", "Something is odd", "Mend it", lambda: None)
    window.form.customer.search.setFocus()
    press(Qt.Key.Key_Backtab)
    press(Qt.Key.Key_Backtab)
    focus = QApplication.focusWidget()
    assert isinstance(focus, QPushButton)
    assert focus.text() == "Mend it"


@pytest.mark.parametrize("typed", ["none", "0", "0.00001", "1e9"])
def test_a_quantity_that_is_none_is_said_under_its_line(window: IntakeWindow, typed: str) -> None:
    window.form.services.search.setText("Express")
    window.form.services.search.setFocus()
    press(Qt.Key.Key_Return, CONTROL)
    [line] = window.form.services.lines
    line.quantity.setText(typed)
    window.form.customer.begin_new("Ada Byron")
    window.form.items[0].fault.setPlainText("No sound")
    window.save()
    assert line.quantity_row.wrong()
    assert line.quantity_row.note.isVisibleTo(line)
    assert QApplication.focusWidget() is line.quantity


def test_the_key_of_a_label_goes_to_its_field(window: IntakeWindow) -> None:
    press(Qt.Key.Key_O, Qt.KeyboardModifier.AltModifier)
    assert QApplication.focusWidget() is window.form.promise.promised.edit


def test_every_label_has_a_field_that_takes_the_focus(window: IntakeWindow) -> None:
    window.form.customer.begin_new("Ada Byron")
    for row in window.findChildren(FieldRow):
        if row.isVisible():
            assert row.label.buddy().focusPolicy() != Qt.FocusPolicy.NoFocus, row.label.text()
            row.label.buddy().setFocus()
            focused = QApplication.focusWidget()
            assert focused is not None
            assert row.isAncestorOf(focused), row.label.text()


def test_on_a_low_screen_the_foot_stays_in_sight_and_the_page_scrolls(window: IntakeWindow) -> None:
    assert window.height() < window.screen().availableGeometry().height()
    window.resize(1000, 500)
    assert window.height() == 500
    for foot in (window.save_button, window.print_button, window.discard_button):
        assert window.rect().contains(QRect(foot.mapTo(window, QPoint(0, 0)), foot.size()))
    assert window.form.verticalScrollBar().maximum() > 0


def test_another_item_is_brought_into_sight_with_the_cursor_in_it(window: IntakeWindow, qtbot: QtBot) -> None:
    window.resize(1000, 900)
    press(Qt.Key.Key_I, CONTROL)
    item, view = window.form.items[1], window.form.viewport()
    assert QApplication.focusWidget() is item.category
    qtbot.waitUntil(lambda: item.height() >= item.minimumSizeHint().height())
    qtbot.waitUntil(lambda: view.rect().contains(QRect(item.mapTo(view, QPoint(0, 0)), item.size())))


def test_a_reason_goes_when_its_field_is_mended_and_the_others_stay(window: IntakeWindow) -> None:
    form = window.form
    form.promise.promised.edit.setText("some day")
    form.promise.limit.setText("lots")
    window.save()
    form.items[0].fault.setFocus()
    type_in("No sound")
    assert not form.items[0].row_of_fault.wrong()
    form.promise.promised.edit.setFocus()
    press(Qt.Key.Key_Backspace)
    assert not form.promise.promised_row.wrong()
    assert form.promise.limit_row.wrong()
    assert form.customer.search_row.wrong()

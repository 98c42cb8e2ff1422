"""The ticket beside the list: one next step, changes in place, notes, money, papers and history."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPlainTextEdit
from pytestqt.qtbot import QtBot

from deskapp.clock import FixedClock
from deskapp.domain.actor import Actor
from deskapp.domain.paper import Document
from deskapp.domain.ticket import ItemReport
from deskapp.domain.ticket_row import Priority
from deskapp.services.desk import Desk
from deskapp.ui.papers.preview_window import PreviewWindow
from deskapp.ui.tickets.line_dialog import LineDialog
from deskapp.ui.tickets.pane import TicketPane
from deskapp.ui.tickets.status_dialog import StatusDialog
from deskapp.ui.tickets.talk import CUSTOMER, INTERNAL
from tests.builders import a_customer, a_line, a_service, an_intake, an_item
from tests.ui.main_frame import eventually, open_ticket, open_window, settle

pytestmark = pytest.mark.usefixtures("dressed")

WAY = [
    ("Start diagnosis", "Diagnosing"),
    ("Start work", "In work"),
    ("Finish and test", "Testing"),
    ("Ready", "Ready"),
    ("Hand over", "Collected"),
]


def dialog(kind: type[StatusDialog | LineDialog]) -> StatusDialog | LineDialog:
    """The dialog of a kind that is open."""
    return next(one for one in QApplication.topLevelWidgets() if isinstance(one, kind) and one.isVisible())


def says(pane: TicketPane, status: str) -> bool:
    """Whether the head of the pane shows that status."""
    return pane.header.chip.chip().text == status


def ask_more(pane: TicketPane, words: str) -> None:
    """Choose something from the menu “More”."""
    next(action for action in pane.header.more.menu().actions() if action.text() == words).trigger()


def test_one_button_leads_a_ticket_from_the_counter_to_the_customer(
    qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock
) -> None:
    number = desk.tickets.take_in(owner, an_intake()).value.number
    with open_window(qtbot, clock, desk.path) as window:
        pane = open_ticket(qtbot, window, number)
        for words, status in WAY:
            assert pane.header.next.text().strip() == words
            pane.header.next.click()
            eventually(qtbot, partial(says, pane, status))
        assert pane.header.next.text().strip() == "Print summary"
        asked: list[tuple[str, Document]] = []
        assert window.context is not None
        window.context.preview_asked.disconnect()
        window.context.preview_asked.connect(lambda *what: asked.append(what))
        pane.header.next.click()
        assert asked == [(number, Document.SERVICE_SUMMARY)]


@pytest.mark.parametrize(
    ("status", "words", "then"),
    [
        ("waiting_customer", "Record answer", "in_work"),
        ("waiting_part", "Part arrived", "in_work"),
        ("waiting_other", "Go on working", "in_work"),
    ],
)
def test_what_waits_goes_on_with_one_button(
    qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock, status: str, words: str, then: str
) -> None:
    number = desk.tickets.take_in(owner, an_intake()).value.number
    desk.tickets.move(owner, number, status, reason="because")
    with open_window(qtbot, clock, desk.path) as window:
        pane = open_ticket(qtbot, window, number)
        assert pane.header.next.text().strip() == words
        pane.header.next.click()
        eventually(qtbot, lambda: desk.tickets.get(owner, number).status == then)


def test_a_ready_ticket_offers_its_summary(qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock) -> None:
    number = desk.tickets.take_in(owner, an_intake()).value.number
    desk.tickets.move(owner, number, "testing")
    with open_window(qtbot, clock, desk.path) as window:
        pane = open_ticket(qtbot, window, number)
        pane.header.next.click()
        eventually(qtbot, lambda: bool(window.toasts.current()))
        toast = window.toasts.current()
        assert toast is not None
        assert toast.words.full_text() == f"{number} is now “Ready”"
        assert toast.action is not None
        assert toast.action.text() == "Undo"
        assert toast.more is not None
        assert toast.more.text() == "Print summary"
        toast.more.click()
        eventually(
            qtbot, lambda: any(isinstance(one, PreviewWindow) for one in QApplication.topLevelWidgets())
        )
        assert window.toasts.current() is None, "it was one message"


def test_waiting_asks_why_and_does_not_go_without(
    qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock
) -> None:
    number = desk.tickets.take_in(owner, an_intake()).value.number
    with open_window(qtbot, clock, desk.path) as window:
        pane = open_ticket(qtbot, window, number)
        ask_more(pane, "Waiting for part…")
        asked = dialog(StatusDialog)
        assert isinstance(asked, StatusDialog)
        assert asked.status.currentText() == "Waiting for part"
        QTest.keyClick(asked, Qt.Key.Key_Return)
        assert "Say why" in asked.form.row("reason").wrong()
        QTest.keyClicks(asked.reason, "Display ordered")
        QTest.keyClick(asked.reason, Qt.Key.Key_Return)
        eventually(qtbot, lambda: pane.header.chip.chip().text == "Waiting for part")
        pane.show_tab(pane.history)
        assert pane.history.texts()[0] == "Waiting for part – Display ordered"


def test_more_shows_only_steps_that_are_allowed(
    qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock
) -> None:
    number = desk.tickets.take_in(owner, an_intake()).value.number
    with open_window(qtbot, clock, desk.path) as window:
        pane = open_ticket(qtbot, window, number)
        words = [action.text() for action in pane.header.more.menu().actions()]
        assert words == [
            "In work", "Testing", "Waiting for customer…", "Waiting for part…", "Waiting for others…",
            "Declined…", "Cancelled…",
        ]  # fmt: skip


def test_one_of_two_items_can_go_its_own_way(
    qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock
) -> None:
    intake = an_intake(items=(an_item("Cracked"), an_item("Slow")))
    number = desk.tickets.take_in(owner, intake).value.number
    with open_window(qtbot, clock, desk.path) as window:
        pane = open_ticket(qtbot, window, number)
        second = pane.overview.cards[1]
        assert second.head.full_text() == "Item 2: Samsung Galaxy S21"
        second.step.click()
        asked = dialog(StatusDialog)
        assert isinstance(asked, StatusDialog)
        asked.status.set_key("in_work")
        asked.go.click()
        eventually(qtbot, lambda: second.chip.chip().text == "In work")
        assert pane.overview.cards[0].chip.chip().text == "Received"


def test_a_changed_value_is_kept_when_its_field_is_left(
    qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock
) -> None:
    number = desk.tickets.take_in(owner, an_intake("Does not charge")).value.number
    with open_window(qtbot, clock, desk.path) as window:
        pane = open_ticket(qtbot, window, number)
        card = pane.overview.cards[0]
        type_into(qtbot, card.fault, "Charges slowly")
        card.device["model"].setFocus()
        type_into(qtbot, card.device["model"], "Galaxy S22")
        pane.overview.place.setFocus()
        type_into(qtbot, pane.overview.place, "Shelf A3")
        pane.header.next.setFocus()
        settle(qtbot, window)
        eventually(qtbot, lambda: desk.tickets.get(owner, number).edit.place == "Shelf A3")
        item = desk.tickets.get(owner, number).items[0]
        assert (item.fault, item.device.model) == ("Charges slowly", "Galaxy S22")
        assert pane.clash.isHidden()
        assert not window.banner.text()


def test_due_person_and_priority_are_changed_in_the_head(
    qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock
) -> None:
    number = desk.tickets.take_in(owner, an_intake()).value.number
    with open_window(qtbot, clock, desk.path) as window:
        pane = open_ticket(qtbot, window, number)
        eventually(qtbot, lambda: pane.header.person.count() == 2)
        pane.header.due.edit.setFocus()
        QTest.keyClicks(pane.header.due.edit, "+2d")
        QTest.keyClick(pane.header.due.edit, Qt.Key.Key_Return)
        choose(pane.header.priority, "urgent")
        choose(pane.header.person, str(owner.person_id))

        def kept() -> bool:
            edit = desk.tickets.get(owner, number).edit
            return edit.priority is Priority.URGENT and edit.person_id == owner.person_id

        eventually(qtbot, kept)
        promised = desk.tickets.get(owner, number).edit.promised_at
        assert promised is not None
        assert promised.date() == (clock.now() + timedelta(days=2)).date()


def test_a_value_that_cannot_be_kept_is_marked_and_stays(
    qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock
) -> None:
    number = desk.tickets.take_in(owner, an_intake()).value.number
    with open_window(qtbot, clock, desk.path) as window:
        pane = open_ticket(qtbot, window, number)
        pane.overview.limit.setFocus()
        QTest.keyClicks(pane.overview.limit, "a lot")
        QTest.keyClick(pane.overview.limit, Qt.Key.Key_Return)
        assert "not an amount" in pane.overview.facts.wrong("cost_limit")
        assert pane.overview.limit.text() == "a lot"
        pane.overview.limit.setText("")
        type_into(qtbot, pane.overview.limit, "80")
        QTest.keyClick(pane.overview.limit, Qt.Key.Key_Return)
        eventually(qtbot, lambda: bool(desk.tickets.get(owner, number).edit.cost_limit))
        assert pane.overview.facts.wrong("cost_limit") == ""


def test_a_value_changed_elsewhere_meanwhile_shows_both_and_mine_can_win(
    qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock
) -> None:
    number = desk.tickets.take_in(owner, an_intake("Does not charge")).value.number
    with open_window(qtbot, clock, desk.path) as window:
        pane = open_ticket(qtbot, window, number)
        type_into(qtbot, pane.overview.cards[0].fault, "Mine")
        change_elsewhere(desk, owner, number, "Theirs")
        pane.header.next.setFocus()
        eventually(qtbot, pane.clash.isVisible)
        said = pane.clash.words()
        assert "Mine" in said
        assert "Theirs" in said
        assert desk.tickets.get(owner, number).items[0].fault == "Theirs"
        pane.clash.mine.click()
        eventually(qtbot, lambda: desk.tickets.get(owner, number).items[0].fault == "Mine")
        assert pane.clash.isHidden()


def test_a_value_changed_elsewhere_meanwhile_can_be_taken_over(
    qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock
) -> None:
    number = desk.tickets.take_in(owner, an_intake("Does not charge")).value.number
    with open_window(qtbot, clock, desk.path) as window:
        pane = open_ticket(qtbot, window, number)
        fault = pane.overview.cards[0].fault
        type_into(qtbot, fault, "Mine")
        change_elsewhere(desk, owner, number, "Theirs")
        window.refresh()  # seen while it is still being typed
        eventually(qtbot, pane.clash.isVisible)
        assert fault.value() == "Mine"
        pane.clash.theirs.click()
        assert fault.value() == "Theirs"
        pane.header.next.setFocus()
        settle(qtbot, window)
        assert desk.tickets.get(owner, number).items[0].fault == "Theirs"


def test_another_field_changed_elsewhere_is_no_reason_to_ask(
    qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock
) -> None:
    number = desk.tickets.take_in(owner, an_intake("Does not charge")).value.number
    with open_window(qtbot, clock, desk.path) as window:
        pane = open_ticket(qtbot, window, number)
        type_into(qtbot, pane.overview.cards[0].accessories, "Charger")
        change_elsewhere(desk, owner, number, "Theirs")
        pane.header.next.setFocus()
        eventually(qtbot, lambda: desk.tickets.get(owner, number).items[0].accessories == "Charger")
        assert desk.tickets.get(owner, number).items[0].fault == "Theirs"
        assert pane.clash.isHidden()


def test_the_report_is_written_where_the_work_is(
    qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock
) -> None:
    number = desk.tickets.take_in(owner, an_intake()).value.number
    with open_window(qtbot, clock, desk.path) as window:
        pane = open_ticket(qtbot, window, number)
        pane.show_tab(pane.work)
        report = pane.work.reports[0]
        type_into(qtbot, report.findings, "Port corroded")
        report.work_done.setFocus()
        type_into(qtbot, report.work_done, "Port replaced")
        pane.header.next.setFocus()
        wanted = ItemReport("Port corroded", "Port replaced")
        eventually(qtbot, lambda: desk.tickets.get(owner, number).items[0].report == wanted)


def test_notes_and_messages_are_never_mistaken(
    qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock
) -> None:
    number = desk.tickets.take_in(owner, an_intake()).value.number
    with open_window(qtbot, clock, desk.path) as window:
        pane = open_ticket(qtbot, window, number)
        pane.enter()
        window.commands.action("add_note").trigger()
        box = pane.work.box
        eventually(qtbot, box.text.hasFocus)
        assert box.add.text() == "Add internal note"
        QTest.keyClicks(box.text, "Customer is difficult")
        QTest.keyClick(box.text, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        eventually(qtbot, lambda: not box.text.value())
        window.commands.action("add_message").trigger()
        assert box.add.text() == "Add message for the customer"
        QTest.keyClicks(box.text, "Ready tomorrow")
        box.add.click()
        eventually(qtbot, lambda: len(pane.work.talk.texts()) == 2)
        assert set(pane.work.talk.texts()) == {
            (CUSTOMER, "Ready tomorrow"),
            (INTERNAL, "Customer is difficult"),
        }
        ticket = desk.tickets.get(owner, number)
        assert [note.text for note in ticket.notes] == ["Customer is difficult"]
        assert [message.text for message in ticket.messages] == ["Ready tomorrow"]


def test_a_note_that_was_begun_waits_at_its_ticket(
    qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock
) -> None:
    first, second = (desk.tickets.take_in(owner, an_intake()).value.number for _ in range(2))
    with open_window(qtbot, clock, desk.path) as window:
        pane = open_ticket(qtbot, window, first)
        window.commands.action("add_message").trigger()
        QTest.keyClicks(pane.work.box.text, "Half a sen")
        open_ticket(qtbot, window, second)
        assert pane.work.box.text.value() == ""
        open_ticket(qtbot, window, first)
        assert pane.work.box.draft() == (CUSTOMER, "Half a sen")


def test_a_line_is_added_from_the_catalog_by_typing(
    qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock
) -> None:
    desk.catalog.add(owner, a_service("CHG-S21", "Charging port", "79.00"))
    number = desk.tickets.take_in(owner, an_intake()).value.number
    with open_window(qtbot, clock, desk.path) as window:
        pane = open_ticket(qtbot, window, number)
        window.commands.action("add_line").trigger()
        field = pane.money.add_field
        QTest.keyClicks(field, "charg")
        eventually(qtbot, lambda: "Charging port" in field.hits().titles())
        QTest.keyClick(field, Qt.Key.Key_Return)
        eventually(qtbot, lambda: pane.money.sums.rows()[-1] == ("Total", "£79.00"))
        assert pane.money.sums.rows() == [
            ("Net", "£65.83"), ("including VAT 20 %", "£13.17"), ("Total", "£79.00"),
        ]  # fmt: skip


def test_a_free_line_is_checked_at_its_fields(
    qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock
) -> None:
    number = desk.tickets.take_in(owner, an_intake()).value.number
    with open_window(qtbot, clock, desk.path) as window:
        pane = open_ticket(qtbot, window, number)
        pane.show_tab(pane.money)
        pane.money.add_free()
        asked = dialog(LineDialog)
        assert isinstance(asked, LineDialog)
        QTest.keyClicks(asked.description, "Courier")
        asked.keep.click()
        assert "price" in asked.form.row("price").wrong()
        QTest.keyClicks(asked.price, "7,50")
        asked.quantity.setText("two")
        asked.keep.click()
        assert "not a quantity" in asked.form.row("quantity").wrong()
        asked.quantity.setText("2")
        asked.warranty.setText("90")
        asked.keep.click()
        eventually(qtbot, lambda: len(desk.tickets.get(owner, number).lines) == 1)
        line = desk.tickets.get(owner, number).lines[0].draft
        assert (line.description, line.quantity, line.unit_price.minor) == ("Courier", Decimal(2), 750)
        assert line.warranty is not None
        assert line.warranty.number == 90
        eventually(qtbot, lambda: pane.money.sums.rows()[-1][1] == "£15.00")


def test_a_line_is_changed_by_enter_and_removed_by_delete_with_undo(
    qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock
) -> None:
    number = desk.tickets.take_in(owner, an_intake(lines=(a_line(),))).value.number
    with open_window(qtbot, clock, desk.path) as window:
        pane = open_ticket(qtbot, window, number)
        pane.show_tab(pane.money)
        table = pane.money.table
        table.select_place(0)
        QTest.keyClick(table, Qt.Key.Key_Return)
        asked = dialog(LineDialog)
        assert isinstance(asked, LineDialog)
        assert asked.price.text() == "79.00"
        asked.price.setText("89")
        asked.keep.click()
        eventually(qtbot, lambda: pane.money.sums.rows()[-1][1] == "£89.00")
        table.select_place(0)
        QTest.keyClick(table, Qt.Key.Key_Delete)
        eventually(qtbot, lambda: pane.money.records.rowCount() == 0)
        assert desk.tickets.get(owner, number).lines == ()
        window.commands.action("undo").trigger()
        eventually(qtbot, lambda: len(desk.tickets.get(owner, number).lines) == 1)
        eventually(qtbot, lambda: pane.money.records.rowCount() == 1)


def test_the_papers_say_when_they_were_printed_and_by_whom(
    qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock
) -> None:
    number = desk.tickets.take_in(owner, an_intake()).value.number
    with open_window(qtbot, clock, desk.path) as window:
        pane = open_ticket(qtbot, window, number)
        pane.show_tab(pane.files)
        label = pane.files.printed[Document.CLAIM_TICKET]
        assert label.full_text() == "Not printed yet"
        desk.papers.printed(owner, number, Document.CLAIM_TICKET, b"%PDF")
        window.refresh()
        eventually(qtbot, lambda: label.full_text() == "Printed Tue 10 Mar 12:00 by Priya Nair")


def test_the_history_is_newest_first_and_marks_what_was_taken_back(
    qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock
) -> None:
    number = desk.tickets.take_in(owner, an_intake()).value.number
    clock.moment += timedelta(minutes=5)
    desk.undo(owner, desk.tickets.move(owner, number, "diagnosing").undo)
    clock.moment += timedelta(minutes=5)
    desk.tickets.note(owner, number, "Look at it")
    with open_window(qtbot, clock, desk.path) as window:
        pane = open_ticket(qtbot, window, number)
        pane.show_tab(pane.history)
        texts = pane.history.texts()
        assert texts[0] == "Look at it"
        assert texts[-1] == "Taken in"
        assert pane.history.struck() != []


def test_the_customer_card_says_how_to_reach_them_and_what_to_mind(
    qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock
) -> None:
    customer = a_customer("Ada Byron", "020 7946 0018", email="ada@example.org", alert="Pays late")
    number = desk.tickets.take_in(owner, an_intake(customer=customer)).value.number
    nobody = desk.tickets.take_in(owner, an_intake(customer=None)).value.number
    with open_window(qtbot, clock, desk.path) as window:
        card = open_ticket(qtbot, window, number).customer
        assert card.name.full_text() == "Ada Byron"
        assert "020 7946 0018" in card.reach.full_text()
        assert card.alert.isVisible()
        assert card.alert.text() == "Pays late"
        open_ticket(qtbot, window, nobody)
        assert card.name.full_text() == "No customer"
        assert not card.alert.isVisible()


def test_the_number_can_be_copied(qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock) -> None:
    number = desk.tickets.take_in(owner, an_intake()).value.number
    with open_window(qtbot, clock, desk.path) as window:
        pane = open_ticket(qtbot, window, number)
        pane.header.copy.click()
        assert QGuiApplication.clipboard().text() == number


def test_commands_of_the_list_work_on_the_row_even_without_the_pane(
    qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock
) -> None:
    number = desk.tickets.take_in(owner, an_intake()).value.number
    with open_window(qtbot, clock, desk.path) as window:
        window.commands.action("toggle_pane").trigger()
        page = window.pages.tickets()
        page.list.table.select_place(0)
        QTest.keyClick(page.list.table, Qt.Key.Key_H)
        eventually(qtbot, lambda: bool(window.banner.text()))
        assert page.side.isHidden(), "nothing has to be typed for a hand-over"
        QTest.keyClick(page.list.table, Qt.Key.Key_M)
        eventually(qtbot, page.pane().work.box.text.hasFocus)
        page.list.table.setFocus()
        QTest.keyClick(page.list.table, Qt.Key.Key_Delete)
        eventually(qtbot, lambda: desk.tickets.get(owner, number).binned)


def any_open(kind: type[StatusDialog | LineDialog]) -> bool:
    return any(isinstance(one, kind) and one.isVisible() for one in QApplication.topLevelWidgets())


def type_into(qtbot: QtBot, field: QLineEdit | QPlainTextEdit, text: str) -> None:
    """Replace what stands in a field by typing, and stay in it."""
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)


def choose(box: QComboBox, key: str) -> None:
    """Choose from a box as a person does."""
    place = box.findData(key)
    box.setCurrentIndex(place)
    box.activated.emit(place)


def change_elsewhere(desk: Desk, owner: Actor, number: str, fault: str) -> None:
    """Another window or the command line changes the problem of the first item."""
    item = desk.tickets.get(owner, number).items[0]
    draft = replace(an_item(fault), device=item.device, device_id=item.device_id)
    desk.tickets.edit_item(owner, number, 1, draft, item.row_version)

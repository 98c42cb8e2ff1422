"""The book on the screen: written by keys, refused at the field, answered, and one key from a ticket."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from deskapp.domain.enquiry import EnquiryDraft, EnquiryShow
from deskapp.ui.enquiries.page import EnquiriesPage
from deskapp.ui.intake.start import Start
from deskapp.ui.intake.window import IntakeWindow
from deskapp.ui.tickets.pane import TicketPane
from tests.builders import a_customer, an_intake
from tests.ui.directory import press, rest, type_in

if TYPE_CHECKING:
    from deskapp.domain.actor import Actor
    from deskapp.domain.enquiry import Enquiry
    from deskapp.services.desk import Desk
    from deskapp.ui.context import DeskContext

CONTROL = Qt.KeyboardModifier.ControlModifier
ASKED = EnquiryDraft(
    "Screen <b>cracked</b> & how much?\nBy Friday?", "Zoe Quill", "0113 496 0142", "z@example.org"
)


@pytest.fixture
def page(context: DeskContext, qtbot: QtBot) -> EnquiriesPage:
    page = EnquiriesPage(context)
    qtbot.addWidget(page)
    page.resize(1080, 720)
    page.show()
    page.activateWindow()
    with qtbot.waitSignal(page.list.listed):
        page.activate()
    rest(context, qtbot)
    return page


@pytest.fixture
def asked(desk: Desk, owner: Actor) -> Enquiry:
    return desk.enquiries.add(owner, ASKED).value


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    yield
    for window in QApplication.topLevelWidgets():
        if isinstance(window, IntakeWindow):
            window.close()


def names(page: EnquiriesPage) -> list[str]:
    return [page.list.records.row(place).name for place in range(page.list.records.rowCount())]


def texts(page: EnquiriesPage) -> set[str]:
    return {label.text() for label in page.card.findChildren(QLabel)}


def show(page: EnquiriesPage, which: EnquiryShow, context: DeskContext, qtbot: QtBot) -> None:
    page.show_box.set_key(which.value)
    with qtbot.waitSignal(page.list.listed):
        page.show_box.chosen.emit(which.value)
    rest(context, qtbot)


def test_an_empty_book_says_what_it_is_for(page: EnquiriesPage, qtbot: QtBot) -> None:
    assert "No open enquiries" in page.list.empty.accessibleName()
    assert "takes no ticket number" in page.list.empty.accessibleName()
    page.find_field()
    with qtbot.waitSignal(page.list.listed):
        type_in("zebra")
    assert "No enquiry matches “zebra”" in page.list.empty.accessibleName()


def test_it_is_written_down_by_keys_alone(
    page: EnquiriesPage, context: DeskContext, desk: Desk, owner: Actor, qtbot: QtBot
) -> None:
    page.new_enquiry()
    qtbot.waitUntil(page.form.phone.hasFocus)
    for value in ("0113 496 0142", "Zoe Quill", "z@example.org", "How much?"):
        type_in(value)
        press(Qt.Key.Key_Tab)
    with qtbot.waitSignal(page.form.saved):
        press(Qt.Key.Key_S, CONTROL)
    rest(context, qtbot)
    [made] = desk.enquiries.rows(owner)
    assert made.draft == EnquiryDraft("How much?", "Zoe Quill", "0113 496 0142", "z@example.org")
    qtbot.waitUntil(lambda: page.card.name.full_text() == "Zoe Quill")
    assert names(page) == ["Zoe Quill"]


def test_what_was_typed_into_a_search_is_kept(page: EnquiriesPage) -> None:
    page.new_enquiry("0113 496")
    assert (page.form.phone.text(), page.form.name.text()) == ("0113 496", "")
    page.form.give_up()
    page.new_enquiry("Quill")
    assert (page.form.phone.text(), page.form.name.text()) == ("", "Quill")


def test_what_cannot_be_kept_is_told_at_its_field(page: EnquiriesPage, desk: Desk, owner: Actor) -> None:
    page.new_enquiry()
    page.form.save()
    assert page.form.form.row("text").wrong() == "Write down what was asked."
    assert page.form.text.hasFocus()
    page.form.text.set_value("?")
    page.form.email.setText("nowhere")
    page.form.save()
    assert "not an e-mail address" in page.form.form.row("email").wrong()
    assert desk.enquiries.count(owner) == 0


def test_the_list_and_the_card_say_it_as_it_was_said(
    asked: Enquiry, page: EnquiriesPage, qtbot: QtBot, context: DeskContext
) -> None:
    rest(context, qtbot)
    assert page.card.name.full_text() == "Zoe Quill"
    assert {ASKED.text, "0113 496 0142", "z@example.org"} <= texts(page)
    row = [page.list.records.index(0, place).data() for place in range(5)]
    assert row[1:] == ["Zoe Quill", "Screen <b>cracked</b> & how much? By Friday?", "0113 496 0142", ""]
    assert asked.number in page.card.stands.full_text()


def test_the_model_is_good(asked: Enquiry, page: EnquiriesPage, qtmodeltester: ModelTester) -> None:
    assert asked.is_open
    qtmodeltester.check(page.list.records)  # type: ignore[no-untyped-call]  # pytest-qt's own


def test_it_is_answered_and_opened_again(
    asked: Enquiry, page: EnquiriesPage, context: DeskContext, qtbot: QtBot
) -> None:
    rest(context, qtbot)
    assert page.card.closing.text() == "Answered"
    page.card.closing.click()
    qtbot.waitUntil(lambda: names(page) == [])
    show(page, EnquiryShow.CLOSED, context, qtbot)
    qtbot.waitUntil(lambda: page.card.closing.text() == "Open again")
    assert page.card.ticket.isHidden()
    assert "answered" in page.card.stands.full_text()
    assert asked.is_open
    page.card.closing.click()
    qtbot.waitUntil(lambda: names(page) == [])
    assert "No enquiry is closed yet" in page.list.empty.accessibleName()


def test_it_is_changed_and_deleted_by_keys_and_that_is_undone(
    asked: Enquiry, page: EnquiriesPage, context: DeskContext, desk: Desk, owner: Actor, qtbot: QtBot
) -> None:
    rest(context, qtbot)
    QTest.keyClick(page.list.table, Qt.Key.Key_F2)
    qtbot.waitUntil(page.form.phone.hasFocus)
    assert "E-1" in page.form.heading.full_text()
    page.form.name.setText("Zoe Quince")
    with qtbot.waitSignal(page.form.saved):
        press(Qt.Key.Key_S, CONTROL)
    qtbot.waitUntil(lambda: names(page) == ["Zoe Quince"])
    rest(context, qtbot)
    with qtbot.waitSignal(context.done) as done:
        QTest.keyClick(page.list.table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: names(page) == [])
    assert done.args is not None
    desk.undo(owner, done.args[0].undo)
    qtbot.waitUntil(lambda: names(page) == ["Zoe Quince"])
    assert asked.id == page.list.records.row(0).id


def test_two_people_change_it_at_once_and_both_are_kept(
    asked: Enquiry, page: EnquiriesPage, context: DeskContext, desk: Desk, owner: Actor, qtbot: QtBot
) -> None:
    rest(context, qtbot)
    page.edit_enquiry()
    page.form.email.setText("new@example.org")
    desk.enquiries.edit(owner, asked.id, replace(ASKED, name="Zoe Q."), asked.row_version)
    with qtbot.waitSignal(page.form.saved):
        page.form.save()
    rest(context, qtbot)
    draft = desk.enquiries.get(owner, asked.id).draft
    assert (draft.name, draft.email) == ("Zoe Q.", "new@example.org")


def test_a_known_customer_is_chosen_and_shown(
    page: EnquiriesPage, context: DeskContext, desk: Desk, owner: Actor, qtbot: QtBot
) -> None:
    known = desk.customers.add(owner, a_customer("Grace Hopper", "0161 496 0000")).value
    page.new_enquiry()
    page.form.text.set_value("How long?")
    page.form.customer.search.setFocus()
    type_in("hopper")
    qtbot.waitUntil(page.form.customer.search.is_open)
    press(Qt.Key.Key_Return)
    with qtbot.waitSignal(page.form.saved):
        page.form.save()
    qtbot.waitUntil(lambda: page.card.name.full_text() == "Grace Hopper")
    assert "0161 496 0000" in texts(page)
    with qtbot.waitSignal(context.customer_asked) as opened:
        page.card.show_customer.click()
    assert opened.args == [known.id]


def test_the_intake_knows_what_the_enquiry_knows(
    asked: Enquiry, page: EnquiriesPage, context: DeskContext, desk: Desk, owner: Actor, qtbot: QtBot
) -> None:
    rest(context, qtbot)
    with qtbot.waitSignal(context.intake_asked) as begun:
        page.card.ticket.click()
    assert begun.args is not None
    window = IntakeWindow(context, begun.args[0])
    window.show()
    rest(context, qtbot)
    new = window.form.customer.new
    assert (new.name.text(), new.phone.text(), new.email.text()) == ("Zoe Quill", ASKED.phone, ASKED.email)
    assert window.form.items[0].fault.value() == ASKED.text
    assert "From enquiry E-1" in window.form.enquiry.text()
    window.save()
    qtbot.waitUntil(lambda: desk.tickets.count(owner) == 1)
    qtbot.waitUntil(lambda: names(page) == [])
    made = desk.enquiries.get(owner, asked.id)
    [row] = desk.tickets.rows(owner)
    assert (made.ticket, row.customer) == (row.number, "Zoe Quill")
    rest(context, qtbot)
    assert window.form.enquiry.text() == ""
    show(page, EnquiryShow.CLOSED, context, qtbot)
    qtbot.waitUntil(page.card.show_ticket.isVisible)
    with qtbot.waitSignal(context.ticket_asked) as opened:
        page.card.show_ticket.click()
    assert opened.args == [row.number]


def test_taking_the_intake_back_brings_page_and_enquiry_back(
    asked: Enquiry, context: DeskContext, desk: Desk, owner: Actor, qtbot: QtBot
) -> None:
    window = IntakeWindow(context, Start(enquiry=asked))
    window.show()
    rest(context, qtbot)
    window.save()
    qtbot.waitUntil(lambda: "saved" in window.aftermath.words.full_text())
    window.aftermath.buttons[0].click()
    qtbot.waitUntil(lambda: "in the bin" in window.aftermath.words.full_text())
    assert desk.enquiries.count(owner) == 1
    assert window.form.enquiry.enquiry_id() == asked.id
    window.save()
    qtbot.waitUntil(lambda: desk.enquiries.count(owner) == 0)


def test_a_page_that_was_put_aside_still_knows_its_enquiry(
    asked: Enquiry, context: DeskContext, desk: Desk, owner: Actor, qtbot: QtBot
) -> None:
    window = IntakeWindow(context, Start(enquiry=asked))
    window.show()
    rest(context, qtbot)
    window.close()
    rest(context, qtbot)
    [draft_id] = desk.drafts.ids(owner)
    again = IntakeWindow(context, Start(draft_id=draft_id))
    again.show()
    qtbot.waitUntil(lambda: again.form.enquiry.enquiry_id() == asked.id)
    assert "From enquiry E-1" in again.form.enquiry.text()


def test_an_enquiry_that_somebody_took_meanwhile_is_told_and_can_be_left(
    asked: Enquiry, context: DeskContext, desk: Desk, owner: Actor, qtbot: QtBot
) -> None:
    window = IntakeWindow(context, Start(enquiry=asked))
    window.show()
    rest(context, qtbot)
    first = desk.tickets.take_in(owner, an_intake(enquiry_id=asked.id)).value
    window.save()
    qtbot.waitUntil(lambda: f"Ticket {first.number} was made of this" in window.form.banner.text())
    window.form.enquiry.unlink()
    window.save()
    qtbot.waitUntil(lambda: desk.tickets.count(owner) == 2)
    rest(context, qtbot)
    assert desk.enquiries.get(owner, asked.id).ticket == first.number


def test_the_ticket_says_where_it_comes_from(
    asked: Enquiry, context: DeskContext, desk: Desk, owner: Actor, qtbot: QtBot
) -> None:
    ticket = desk.tickets.take_in(owner, an_intake(enquiry_id=asked.id)).value
    pane = TicketPane(context)
    qtbot.addWidget(pane)
    pane.show()
    pane.open(ticket.number)
    qtbot.waitUntil(lambda: "From enquiry E-1" in pane.comeback.words.full_text())

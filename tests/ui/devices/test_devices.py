"""The register on the screen: found by part of a number, changed and given away by keys, nothing silent."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from deskapp.domain.device import Device, DeviceDraft, Show
from deskapp.domain.ticket import Ticket
from deskapp.ui.devices.notice_bar import DeviceNoticeBar
from deskapp.ui.devices.page import DevicesPage
from deskapp.ui.devices.transfer_dialog import TransferDialog
from deskapp.ui.tickets.pane import TicketPane
from tests.builders import a_customer, a_device, an_intake, an_item
from tests.ui.directory import press, rest, shown, type_in

if TYPE_CHECKING:
    from deskapp.domain.actor import Actor
    from deskapp.services.desk import Desk
    from deskapp.ui.context import DeskContext

IMEI = "352099001761481"
PHONE = a_device("<b>S21</b>", serial="R58N30ABC", imei=IMEI, note="Bent & glued")


@pytest.fixture
def ticket(desk: Desk, owner: Actor) -> Ticket:
    desk.customers.add(owner, a_customer("Grace Hopper", "0161 496 0000"))
    return desk.tickets.take_in(owner, an_intake(items=(an_item(device=PHONE),))).value


@pytest.fixture
def phone(desk: Desk, owner: Actor, ticket: Ticket) -> Device:
    device_id = ticket.items[0].device_id
    assert device_id is not None
    return desk.devices.get(owner, device_id)


@pytest.fixture
def loaner(desk: Desk, owner: Actor, ticket: Ticket) -> Device:
    return desk.devices.add(owner, a_device("A5", is_loaner=True, colour="red")).value


@pytest.fixture
def page(context: DeskContext, phone: Device, loaner: Device, qtbot: QtBot) -> DevicesPage:
    return shown(DevicesPage(context), context, qtbot)


def models(page: DevicesPage) -> list[str]:
    return [page.list.records.row(place).draft.model for place in range(page.list.records.rowCount())]


def choose(page: DevicesPage, device: Device, qtbot: QtBot) -> None:
    page.open_device(device.id)
    qtbot.waitUntil(lambda: page.card.sheet is not None and page.card.sheet.id == device.id)


def texts(page: DevicesPage) -> list[str]:
    return [label.text() for label in page.card.findChildren(QLabel)]


def test_the_list_and_the_card_say_what_it_is_whose_and_when(
    page: DevicesPage, context: DeskContext, phone: Device, ticket: Ticket, qtbot: QtBot
) -> None:
    assert models(page) == ["A5", "<b>S21</b>"]
    choose(page, phone, qtbot)
    rest(context, qtbot)
    said = texts(page)
    assert page.card.name.full_text() == "Samsung <b>S21</b>"
    assert {"R58N30ABC", IMEI, "Bent & glued"} <= set(said)
    assert page.card.owner.full_text() == "Łukasz Wójcik"
    assert page.card.model.rowCount() == 1
    with qtbot.waitSignal(context.ticket_asked) as asked:
        page.card.visits.select_place(0)
        QTest.keyClick(page.card.visits, Qt.Key.Key_Return)
    assert asked.args == [ticket.number]
    with qtbot.waitSignal(context.intake_asked) as begun:
        page.card.new_ticket.click()
    assert begun.args is not None
    assert begun.args[0].device_id == phone.id


def test_the_models_are_good(page: DevicesPage, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(page.list.records)  # type: ignore[no-untyped-call]  # pytest-qt's own
    qtmodeltester.check(page.card.model)  # type: ignore[no-untyped-call]  # pytest-qt's own


def test_part_of_a_number_finds_it_and_nothing_says_so(page: DevicesPage, qtbot: QtBot) -> None:
    page.find_field()
    QTest.keyClicks(page.list.filter, "0176")
    qtbot.waitUntil(lambda: models(page) == ["<b>S21</b>"])
    with qtbot.waitSignal(page.list.listed):
        QTest.keyClicks(page.list.filter, "zz")
    assert "No device matches “0176zz”" in page.list.empty.accessibleName()


def test_loaners_and_what_is_out_are_lists_of_their_own(
    page: DevicesPage, context: DeskContext, desk: Desk, owner: Actor, loaner: Device, ticket: Ticket,
    qtbot: QtBot,
) -> None:  # fmt: skip
    def show(kind: Show) -> None:
        page.show_box.set_key(kind.value)
        with qtbot.waitSignal(page.list.listed):
            page.show_box.chosen.emit(kind.value)
        rest(context, qtbot)

    show(Show.LOANERS)
    assert models(page) == ["A5"]
    show(Show.OUT)
    assert models(page) == []
    assert "Nothing is lent out" in page.list.empty.accessibleName()
    desk.loans.lend(owner, ticket.number, loaner.id)
    qtbot.waitUntil(lambda: models(page) == ["A5"])
    owned = page.list.records.index(0, 1).data()
    assert owned == "Lent to Łukasz Wójcik"
    choose(page, loaner, qtbot)
    qtbot.waitUntil(lambda: f"Lent to Łukasz Wójcik on {ticket.number}" in page.card.loan.text())


def test_a_new_device_is_written_by_keys_and_a_mistyped_imei_is_refused(
    page: DevicesPage, context: DeskContext, desk: Desk, owner: Actor, qtbot: QtBot
) -> None:
    page.new_button.click()
    qtbot.waitUntil(page.form.category.hasFocus)
    for value in ("Phone", "Apple", "iPhone 13", "SER1", "35-209900-176148-2"):
        type_in(value)
        press(Qt.Key.Key_Tab)
    field = page.form.form.row("imei")
    assert "last digit" in field.wrong()
    QTest.keyClick(page.form, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    assert "last digit" in field.wrong()
    assert page.form.imei.hasFocus()
    QTest.keyClick(page.form.imei, Qt.Key.Key_End)
    QTest.keyClick(page.form.imei, Qt.Key.Key_Backspace)
    type_in("1")
    with qtbot.waitSignal(page.form.saved):
        QTest.keyClick(page.form, Qt.Key.Key_S, Qt.KeyboardModifier.ControlModifier)
    rest(context, qtbot)
    [row] = desk.devices.rows(owner, "ser1")
    assert row.draft.imei == "352099001761481"
    qtbot.waitUntil(lambda: page.card.name.full_text() == "Apple iPhone 13")


def test_nothing_at_all_is_refused_at_the_field_and_so_is_a_year_in_words(
    page: DevicesPage, qtbot: QtBot
) -> None:
    page.new_device()
    page.form.save()
    assert "what it is" in page.form.form.row("model").wrong()
    page.form.year.setText("MMXX")
    page.form.save()
    assert "four digits" in page.form.form.row("year").wrong()


def test_two_people_change_it_at_once_and_both_are_kept(
    page: DevicesPage, context: DeskContext, desk: Desk, owner: Actor, phone: Device, qtbot: QtBot
) -> None:
    choose(page, phone, qtbot)
    page.edit_device()
    page.form.colour.setText("green")
    desk.devices.edit(owner, phone.id, a_device("S22", serial="R58N30ABC", imei=IMEI), phone.row_version)
    with qtbot.waitSignal(page.form.saved):
        page.form.save()
    rest(context, qtbot)
    draft = desk.devices.get(owner, phone.id).draft
    assert (draft.model, draft.colour) == ("S22", "green")


def test_it_is_given_to_another_customer_by_keys_and_that_is_undone(
    page: DevicesPage, context: DeskContext, desk: Desk, owner: Actor, phone: Device, qtbot: QtBot
) -> None:
    choose(page, phone, qtbot)
    page.card.transfer.click()
    dialog = page.window().findChild(TransferDialog)
    assert dialog is not None
    qtbot.waitUntil(dialog.owner.search.hasFocus)
    QTest.keyClicks(dialog.owner.search, "hopper")
    qtbot.waitUntil(dialog.owner.search.is_open)
    QTest.keyClick(dialog.owner.search, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.owner.customer_id() is not None)
    QTest.keyClicks(dialog.reason, "Sold")
    with qtbot.waitSignal(context.done) as done:
        QTest.keyClick(dialog.reason, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.card.owner.full_text() == "Grace Hopper")
    assert any("Sold" in text for text in texts(page))
    assert done.args is not None
    desk.undo(owner, done.args[0].undo)
    qtbot.waitUntil(lambda: page.card.owner.full_text() == "Łukasz Wójcik")


def test_giving_it_to_whom_it_belongs_is_refused_in_the_dialog(
    page: DevicesPage, context: DeskContext, phone: Device, qtbot: QtBot
) -> None:
    choose(page, phone, qtbot)
    page.transfer_device()
    dialog = page.window().findChild(TransferDialog)
    assert dialog is not None
    dialog.owner.choose(phone.customer_id, "Łukasz")
    dialog.keep()
    rest(context, qtbot)
    assert "already" in dialog.form.row("customer_id").wrong()
    dialog.reject()


def test_delete_puts_it_into_the_bin(page: DevicesPage, phone: Device, qtbot: QtBot) -> None:
    choose(page, phone, qtbot)
    qtbot.waitUntil(lambda: page.list.table.current_id() == phone.id)
    page.list.table.setFocus()
    QTest.keyClick(page.list.table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: models(page) == ["A5"])


# --- on a ticket --------------------------------------------------------------------------------------


def test_a_loaner_is_lent_on_the_ticket_shown_there_and_taken_back(
    context: DeskContext, desk: Desk, owner: Actor, loaner: Device, ticket: Ticket, qtbot: QtBot
) -> None:
    from deskapp.ui.devices.lend_dialog import LendDialog

    pane = TicketPane(context)
    qtbot.addWidget(pane)
    pane.resize(560, 780)
    pane.show()
    with qtbot.waitSignal(pane.opened):
        pane.open(ticket.number)
    rest(context, qtbot)
    assert not pane.loans.isVisible()
    pane.run("lend")
    dialog = pane.window().findChild(LendDialog)
    assert dialog is not None
    qtbot.waitUntil(dialog.go.isEnabled)
    assert dialog.device.currentText() == "Samsung A5  ·  red"
    dialog.due.edit.setText("+3d")
    with qtbot.waitSignal(context.done):
        QTest.keyClick(dialog.note, Qt.Key.Key_Return)
    qtbot.waitUntil(pane.loans.isVisible)
    assert pane.loans.texts() == ["Lent: Samsung A5, due back " + context.formats.day(
        desk.loans.out(owner)[0].due_at or context.formats.now())]  # fmt: skip
    with qtbot.waitSignal(context.failed) as refused:
        context.act(desk.tickets.move, ticket.number, "cancelled", reason="Sold")
    assert refused.args is not None
    assert "The loaner “Samsung A5” is still out" in str(refused.args[0])
    pane.run("loan_back")
    qtbot.waitUntil(lambda: not pane.loans.isVisible())
    assert desk.loans.out(owner) == ()


def test_without_a_free_loaner_the_dialog_says_what_to_do(
    context: DeskContext, ticket: Ticket, qtbot: QtBot
) -> None:
    from deskapp.ui.devices.lend_dialog import LendDialog

    pane = TicketPane(context)
    qtbot.addWidget(pane)
    dialog = LendDialog(pane, context, ticket)
    rest(context, qtbot)
    assert not dialog.go.isEnabled()
    assert "No loaner is free" in dialog.form.row("device_id").note.full_text()


# --- at the counter -----------------------------------------------------------------------------------


def test_a_number_that_is_somebody_elses_is_told_and_can_be_used_or_given(
    context: DeskContext, desk: Desk, owner: Actor, phone: Device, qtbot: QtBot
) -> None:
    [grace] = desk.customers.match(owner, "hopper")
    bar = DeviceNoticeBar(context)
    qtbot.addWidget(bar)
    bar.show()
    bar.look(DeviceDraft(serial="r58n-30abc"), grace.id)
    qtbot.waitUntil(lambda: bar.text() == "Samsung <b>S21</b> belongs to Łukasz Wójcik.")
    with qtbot.waitSignal(bar.use_asked) as used:
        bar.notice_button().click()
    assert used.args is not None
    assert used.args[0].id == phone.id
    bar.look(phone.draft, grace.id, phone.id)
    qtbot.waitUntil(lambda: bar.notice_button().text() == "New owner")
    with qtbot.waitSignal(context.done):
        bar.notice_button().click()
    assert desk.devices.get(owner, phone.id).owner == "Grace Hopper"
    bar.look(DeviceDraft(serial="NEW"), grace.id)
    rest(context, qtbot)
    assert bar.text() == ""


def test_the_ticket_says_that_its_device_is_somebody_elses_by_now(
    context: DeskContext, desk: Desk, owner: Actor, ticket: Ticket, phone: Device, qtbot: QtBot
) -> None:
    [grace] = desk.customers.match(owner, "hopper")
    desk.devices.transfer(owner, phone.id, grace.id)
    pane = TicketPane(context)
    qtbot.addWidget(pane)
    pane.show()
    pane.open(ticket.number)
    qtbot.waitUntil(lambda: bool(pane.overview.cards) and bool(pane.overview.cards[0].notice.text()))
    notice = pane.overview.cards[0].notice
    assert notice.text() == "Samsung <b>S21</b> belongs to Grace Hopper."
    with qtbot.waitSignal(context.done):
        notice.notice_button().click()
    assert desk.devices.get(owner, phone.id).customer_id == phone.customer_id


def test_the_palette_finds_a_device_by_part_of_its_number(
    context: DeskContext, loaner: Device, phone: Device, qtbot: QtBot
) -> None:
    from deskapp.ui.shell import findings

    hits = findings.record_hits(context, findings.search(context, "0176148"))
    [hit] = [hit for hit in hits if hit.icon == "device"]
    assert (hit.title, IMEI in hit.detail) == ("Samsung <b>S21</b>", True)
    assert hit.run is not None
    with qtbot.waitSignal(context.device_asked) as asked:
        hit.run()
    assert asked.args == [phone.id]
    assert [row.id for row in findings.search(context, "samsung a5").devices] == [loaner.id]
    assert findings.search(context, "is:open").devices == ()

"""Two customers become one by keys, and two again from the card; pairs are found, merged or told apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from deskapp.ui.customers.duplicates_dialog import DuplicatesDialog
from deskapp.ui.customers.merge_dialog import MergeDialog
from deskapp.ui.customers.merge_table import KEEP
from deskapp.ui.customers.page import CustomersPage
from deskapp.ui.intake.new_customer import NewCustomer
from deskapp.ui.shared.plain import PlainLabel
from tests.builders import a_customer, an_intake
from tests.ui.directory import press, rest, shown
from tests.ui.finding import child

if TYPE_CHECKING:
    from deskapp.domain.actor import Actor
    from deskapp.services.desk import Desk
    from deskapp.ui.context import DeskContext

ANNA, ANA = 1, 2


@pytest.fixture
def twins(desk: Desk, owner: Actor) -> None:
    """Anna with a ticket, and the same person again, with other values."""
    desk.customers.add(owner, a_customer("Anna Meyer", "07700 900001", city="York", note="Rings twice"))
    desk.customers.add(owner, a_customer("Ana Meier", "07700 900001", city="Leeds", email="ana@example.org"))
    desk.tickets.take_in(owner, an_intake(customer=None, customer_id=ANNA))
    desk.tickets.take_in(owner, an_intake(customer=None, customer_id=ANNA))
    desk.tickets.take_in(owner, an_intake(customer=None, customer_id=ANA))


@pytest.fixture
def page(context: DeskContext, twins: None, qtbot: QtBot) -> CustomersPage:
    return shown(CustomersPage(context), context, qtbot)


def asked(page: CustomersPage, context: DeskContext, qtbot: QtBot) -> MergeDialog:
    page.open_customer(ANNA)
    qtbot.waitUntil(lambda: page.card.name.full_text() == "Anna Meyer")
    page.merge_customer()
    rest(context, qtbot)
    qtbot.waitUntil(lambda: bool(page.findChildren(MergeDialog)))
    [dialog] = page.findChildren(MergeDialog)
    qtbot.waitUntil(dialog.isActiveWindow)
    return dialog


def test_a_merge_by_keys_alone_and_its_undo_on_the_card(
    page: CustomersPage, context: DeskContext, desk: Desk, owner: Actor, qtbot: QtBot
) -> None:
    dialog = asked(page, context, qtbot)
    assert [row.text() for row in dialog.table.rows[KEEP]] == ["Anna Meyer", "Ana Meier"]
    assert dialog.table.rows[KEEP][0].isChecked()  # who has more tickets
    assert dialog.table.rows["email"][1].isChecked()  # which the other lacks
    assert dialog.table.joined["note"].full_text() == "Rings twice"
    for _row in ("name", "email", "city"):
        press(Qt.Key.Key_Down)
    press(Qt.Key.Key_Right)
    assert dialog.table.rows["city"][1].isChecked()
    press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(page.card.merged.isVisible)
    rest(context, qtbot)
    customer = desk.customers.get(owner, ANNA)
    assert (customer.draft.city, customer.draft.email) == ("Leeds", "ana@example.org")
    assert page.list.records.rowCount() == 1
    undo = child(page.card.merged, QPushButton, "Undo merge")
    assert "Merged from Ana Meier" in " ".join(label.full_text() for label in shown_labels(page))
    QTest.mouseClick(undo, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not page.card.merged.isVisible())
    rest(context, qtbot)
    assert desk.customers.get(owner, ANNA).draft.city == "York"
    assert page.list.records.rowCount() == 2


def shown_labels(page: CustomersPage) -> list[PlainLabel]:
    return [label for label in page.card.merged.findChildren(PlainLabel) if label.isVisible()]


def test_what_was_edited_since_stays_and_both_are_shown(
    page: CustomersPage, context: DeskContext, desk: Desk, owner: Actor, qtbot: QtBot
) -> None:
    desk.merges.merge(owner, ANNA, [ANA], {"city": ANA})
    customer = desk.customers.get(owner, ANNA)
    desk.customers.edit(owner, ANNA, a_customer("Anna Meyer", city="Hull"), customer.row_version)
    page.open_customer(ANNA)
    qtbot.waitUntil(page.card.merged.isVisible)
    page.card.merged.undo(1)
    rest(context, qtbot)
    qtbot.waitUntil(lambda: not page.card.merged.banner.isHidden())
    assert "City: “Hull” stays" in page.card.merged.banner.text()
    assert "before it was “York”" in page.card.merged.banner.text()


def test_who_is_gone_is_opened_as_who_stands_for_them(
    page: CustomersPage, context: DeskContext, desk: Desk, owner: Actor, qtbot: QtBot
) -> None:
    desk.merges.merge(owner, ANNA, [ANA])
    page.open_customer(ANA)
    qtbot.waitUntil(lambda: page.card.name.full_text() == "Anna Meyer")


def test_escape_merges_nobody(
    page: CustomersPage, context: DeskContext, desk: Desk, owner: Actor, qtbot: QtBot
) -> None:
    dialog = asked(page, context, qtbot)
    with qtbot.waitSignal(dialog.rejected):
        press(Qt.Key.Key_Escape)
    assert desk.customers.count(owner) == 2


def test_pairs_are_listed_with_the_reason_told_apart_and_brought_back(
    page: CustomersPage,
    context: DeskContext,
    desk: Desk,
    owner: Actor,
    qtbot: QtBot,
    qtmodeltester: ModelTester,
) -> None:
    page.find_duplicates()
    [dialog] = page.findChildren(DuplicatesDialog)
    qtbot.waitUntil(lambda: dialog.records.rowCount() == 1)
    rest(context, qtbot)
    qtmodeltester.check(dialog.records)  # type: ignore[no-untyped-call]  # pytest-qt's own
    row = dialog.records.row(0)
    assert [column.text(row) for column in dialog.records.columns][4:] == ["same phone", "Likely"]
    with qtbot.waitSignal(context.done) as told:
        QTest.mouseClick(dialog.apart, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: dialog.records.rowCount() == 0)
    desk.undo(owner, told.args[0].undo)
    qtbot.waitUntil(lambda: dialog.records.rowCount() == 1)
    rest(context, qtbot)
    dialog.close()


def test_a_quiet_line_says_who_it_may_be_and_opens_them(
    page: CustomersPage, context: DeskContext, qtbot: QtBot
) -> None:
    page.new_customer()
    hint = page.form.hint
    assert hint.isHidden()
    QTest.keyClicks(page.form.phones.lines[0].edit, "07700900001")
    qtbot.waitUntil(hint.isVisible)
    assert hint.words.full_text() == "Perhaps the same: Anna Meyer, 07700 900001 (same phone)"
    QTest.mouseClick(hint.use, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.card.name.full_text() == "Anna Meyer")
    assert page.is_reading()


def test_who_is_edited_is_not_like_themselves(
    page: CustomersPage, context: DeskContext, desk: Desk, owner: Actor, qtbot: QtBot
) -> None:
    desk.duplicates.not_same(owner, ANNA, ANA)
    page.open_customer(ANNA)
    qtbot.waitUntil(lambda: page.card.name.full_text() == "Anna Meyer")
    page.edit_customer()
    page.form.hint.look()
    rest(context, qtbot)
    assert page.form.hint.isHidden()


def test_intake_says_it_too_and_takes_them(context: DeskContext, twins: None, qtbot: QtBot) -> None:
    block = NewCustomer(context)
    qtbot.addWidget(block)
    block.show()
    block.begin("", is_phone=False)
    QTest.keyClicks(block.email, "ANA@example.org")
    qtbot.waitUntil(block.double.isVisible)
    with qtbot.waitSignal(block.known_asked) as asked_for:
        QTest.mouseClick(block.double.use, Qt.MouseButton.LeftButton)
    assert asked_for.args == [ANA]

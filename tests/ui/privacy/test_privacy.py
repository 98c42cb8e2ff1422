"""Erasing, giving out and letting go on the screen: by keys, never by a hasty Enter, never by itself."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from deskapp.domain.retention import Rules
from deskapp.errors import DeskError
from deskapp.ui.customers.page import CustomersPage
from deskapp.ui.intake.window import IntakeWindow
from deskapp.ui.privacy.erase_dialog import EraseDialog
from deskapp.ui.privacy.export_dialog import PersonExport
from deskapp.ui.privacy.retention_dialog import RetentionDialog
from deskapp.ui.setup.page import ShopPage
from deskapp.ui.shared.notice import Question
from tests.builders import a_customer, an_intake
from tests.ui.finding import child
from tests.ui.intake.hands import shown as intake_shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deskapp.clock import FixedClock
    from deskapp.domain.actor import Actor
    from deskapp.services.desk import Desk
    from deskapp.ui.context import DeskContext, OnFailed

ZOE, OLA = 1, 2


@pytest.fixture
def page(context: DeskContext, desk: Desk, owner: Actor, qtbot: QtBot) -> CustomersPage:
    """The directory with Zoë, who has nothing here, and Ola, who has."""
    desk.customers.add(owner, a_customer("Zoë Müller", note="Rings often"))
    desk.customers.add(owner, a_customer("Ola Nord", "0161 4960000"))
    desk.tickets.take_in(owner, an_intake(customer=None, customer_id=OLA))
    made = CustomersPage(context)
    qtbot.addWidget(made)
    made.resize(1180, 760)
    made.show()
    made.activateWindow()
    with qtbot.waitSignal(made.list.listed):
        made.activate()
    rest(context, qtbot)
    return made


def rest(context: DeskContext, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not context.worker.is_busy())


def press(key: Qt.Key) -> None:
    field = QApplication.focusWidget()
    assert field is not None
    QTest.keyClick(field, key)


def asked(page: CustomersPage, context: DeskContext, customer: int, qtbot: QtBot) -> EraseDialog:
    page.open_customer(customer)
    qtbot.waitUntil(lambda: page.card.sheet is not None and page.card.sheet.id == customer)
    page.erase_person()
    qtbot.waitUntil(lambda: bool(page.findChildren(EraseDialog)))
    [dialog] = page.findChildren(EraseDialog)
    assert isinstance(dialog, EraseDialog)
    rest(context, qtbot)
    return dialog


def test_a_person_is_erased_once_the_number_is_typed(
    page: CustomersPage, context: DeskContext, desk: Desk, owner: Actor, qtbot: QtBot
) -> None:
    dialog = asked(page, context, ZOE, qtbot)
    assert "1 Phones, e-mails, addresses and contacts" in dialog.goes.lines
    assert not dialog.erase.isEnabled()
    QTest.keyClicks(dialog.number, "1")
    assert dialog.erase.isEnabled()
    with qtbot.waitSignal(context.told) as told:
        dialog.erase.setFocus()
        press(Qt.Key.Key_Space)
    assert told.args is not None
    assert "is erased" in told.args[0]
    rest(context, qtbot)
    assert desk.customers.get(owner, ZOE).name == "Erased customer 1"
    qtbot.waitUntil(lambda: page.list.table.model().rowCount() == 1)


def test_a_hasty_enter_erases_nobody(
    page: CustomersPage, context: DeskContext, desk: Desk, owner: Actor, qtbot: QtBot
) -> None:
    dialog = asked(page, context, ZOE, qtbot)
    QTest.keyClicks(dialog.number, "1")
    with qtbot.waitSignal(dialog.finished):
        QTest.keyClick(dialog.number, Qt.Key.Key_Return)
    rest(context, qtbot)
    assert desk.customers.get(owner, ZOE).name == "Zoë Müller"


@pytest.mark.parametrize("typed", ["", "2", "11", "Zo"])
def test_another_number_leaves_the_button_off(
    page: CustomersPage, context: DeskContext, typed: str, qtbot: QtBot
) -> None:
    dialog = asked(page, context, ZOE, qtbot)
    QTest.keyClicks(dialog.number, typed)
    assert not dialog.erase.isEnabled()


def test_what_has_to_be_done_first_is_said(
    page: CustomersPage, context: DeskContext, desk: Desk, owner: Actor, qtbot: QtBot
) -> None:
    dialog = asked(page, context, OLA, qtbot)
    [row] = desk.tickets.rows(owner, "")
    assert f"Tickets that are still open: {row.number}." in dialog.banner.text()
    assert not dialog.number.isEnabled()
    assert not dialog.erase.isEnabled()
    assert dialog.cancel.hasFocus()


def test_backups_that_still_hold_the_person_are_named(
    page: CustomersPage, context: DeskContext, desk: Desk, qtbot: QtBot
) -> None:
    desk.path.with_name("shop.before-0003.desk").write_bytes(b"")
    desk.path.with_name("other.before-0003.desk").write_bytes(b"")
    dialog = asked(page, context, ZOE, qtbot)
    assert dialog.backups.full_text().endswith("deleted: shop.before-0003.desk")


@pytest.mark.parametrize(
    "name", ["shop before restore-20260310-120000.desk", "shop restored.desk", "shop-20260310-readable.zip"]
)
@pytest.mark.parametrize("folder", ["", "backups"])
def test_every_copy_under_the_name_of_the_shop_is_named(
    page: CustomersPage,
    context: DeskContext,
    desk: Desk,
    qtbot: QtBot,
    tmp_path: Path,
    name: str,
    folder: str,
) -> None:
    backups = tmp_path / "backups"
    backups.mkdir(exist_ok=True)
    context.settings = replace(context.settings, backup_folder=str(backups))
    place = backups if folder else desk.path.parent
    (place / name).write_bytes(b"")
    (place / "shopping list.desk").write_bytes(b"")
    dialog = asked(page, context, ZOE, qtbot)
    assert dialog.backups.full_text().endswith(f"deleted: {name}")


def test_nothing_can_be_pressed_twice_while_the_backup_is_made(
    page: CustomersPage, context: DeskContext, qtbot: QtBot
) -> None:
    context.before_risk = lambda _reason, _act, _otherwise=None: None
    dialog = asked(page, context, ZOE, qtbot)
    QTest.keyClicks(dialog.number, "1")
    dialog.erase_now()
    assert not dialog.number.isEnabled()
    dialog.number.setText("")
    dialog.number.setText("1")
    assert not dialog.erase.isEnabled()


def test_whoever_has_the_same_phone_is_named(
    page: CustomersPage, context: DeskContext, desk: Desk, owner: Actor, qtbot: QtBot
) -> None:
    desk.customers.add(owner, a_customer("Max Müller"))
    dialog = asked(page, context, ZOE, qtbot)
    assert "Max Müller (3)" in dialog.remarks.full_text()
    assert dialog.remarks.isVisible()


def test_all_data_lies_in_a_folder(
    page: CustomersPage, context: DeskContext, tmp_path: Path, qtbot: QtBot
) -> None:
    export = PersonExport(page, context, ZOE, "Zoë Müller")
    with qtbot.waitSignal(context.told) as told:
        export.save_in(str(tmp_path))
    rest(context, qtbot)
    folder = tmp_path / "Customer 1 2026-03-10"
    assert told.args is not None
    assert told.args[:2] == ["Saved in the folder “Customer 1 2026-03-10”", "Open it"]
    assert json.loads((folder / "data.json").read_text(encoding="utf-8"))["customer"]["note"] == "Rings often"


def test_a_folder_that_cannot_be_written_is_said(
    page: CustomersPage, context: DeskContext, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "file").write_text("")
    export = PersonExport(page, context, ZOE, "Zoë Müller")
    with qtbot.waitSignal(context.failed) as failed:
        export.save_in(str(tmp_path / "file"))
    rest(context, qtbot)
    assert failed.args is not None
    assert "cannot be written" in str(failed.args[0])


@pytest.fixture
def old(context: DeskContext, desk: Desk, owner: Actor, clock: FixedClock) -> None:
    """Two drafts of last year and one of today; drafts are kept for a month."""
    now = clock.moment
    clock.moment = now - timedelta(days=300)
    desk.drafts.keep(owner, {"customer": {}})
    desk.drafts.keep(owner, {"customer": {}})
    clock.moment = now
    desk.drafts.keep(owner, {"customer": {}})
    desk.retention.keep(owner, Rules((("drafts", 1),)))


@pytest.fixture
def dialog(context: DeskContext, old: None, qtbot: QtBot) -> Iterator[RetentionDialog]:
    page = ShopPage(context)
    qtbot.addWidget(page)
    page.resize(1080, 720)
    page.show()
    page.activateWindow()
    rest(context, qtbot)
    page.retention_button.setFocus()
    QTest.keyClick(page.retention_button, Qt.Key.Key_Space)
    [made] = page.findChildren(RetentionDialog)
    assert isinstance(made, RetentionDialog)
    rest(context, qtbot)
    qtbot.waitUntil(made.is_read)
    yield made  # the page stays alive for as long
    page.close()


def test_what_may_go_is_listed_and_goes_after_a_question(
    dialog: RetentionDialog, context: DeskContext, desk: Desk, owner: Actor, qtbot: QtBot
) -> None:
    row = dialog.rows["drafts"]
    assert (row.field.text(), row.number, row.tick.text()[:12]) == ("1", 2, "2 older than")
    assert not dialog.go.isEnabled()
    row.tick.setFocus()
    QTest.keyClick(row.tick, Qt.Key.Key_Space)
    QTest.keyClick(dialog.go, Qt.Key.Key_Space)
    [question] = dialog.findChildren(Question)
    assert isinstance(question, Question)
    assert question.words.full_text() == "Let 2 records go for good?"
    assert len(desk.drafts.ids(owner)) == 3
    QTest.keyClick(child(question, QPushButton, "Let go"), Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: dialog.banner.text() == "2 records are gone.")
    rest(context, qtbot)
    assert len(desk.drafts.ids(owner)) == 1
    assert dialog.rows["drafts"].number == 0


def test_nothing_goes_where_no_backup_can_be_made(
    dialog: RetentionDialog, context: DeskContext, desk: Desk, owner: Actor, qtbot: QtBot
) -> None:
    def no_backup(reason: object, act: object, otherwise: OnFailed | None = None) -> None:
        assert otherwise
        otherwise(DeskError("The stick is gone; put it back."))

    context.before_risk = no_backup
    dialog.rows["drafts"].tick.setChecked(True)
    dialog.let_go()
    rest(context, qtbot)
    assert dialog.banner.text() == "The stick is gone; put it back."
    assert dialog.go.isEnabled()
    assert len(desk.drafts.ids(owner)) == 3


def test_months_are_kept_and_can_be_taken_back(
    dialog: RetentionDialog, context: DeskContext, desk: Desk, owner: Actor, qtbot: QtBot
) -> None:
    dialog.rows["photos"].field.setFocus()
    QTest.keyClicks(dialog.rows["photos"].field, "24")
    assert dialog.save_button.isEnabled()
    with qtbot.waitSignal(context.done) as done:
        QTest.keyClick(dialog.save_button, Qt.Key.Key_Space)
    rest(context, qtbot)
    assert desk.retention.rules(owner) == Rules((("photos", 24), ("drafts", 1)))
    assert done.args is not None
    desk.undo(owner, done.args[0].undo)
    assert desk.retention.rules(owner) == Rules((("drafts", 1),))


def test_what_is_no_number_of_months_is_said_at_its_field(
    dialog: RetentionDialog, context: DeskContext, qtbot: QtBot
) -> None:
    QTest.keyClicks(dialog.rows["photos"].field, "9999")
    QTest.keyClick(dialog.save_button, Qt.Key.Key_Space)
    assert dialog.rows["photos"].wrong.full_text().startswith("Write a number of months from 0 to 1200")
    assert not dialog.go.isEnabled()


def test_the_list_of_customers_keeps_its_model_whole(
    page: CustomersPage, context: DeskContext, qtmodeltester: ModelTester, qtbot: QtBot
) -> None:
    qtmodeltester.check(page.list.table.model())  # type: ignore[no-untyped-call]  # pytest-qt's own
    dialog = asked(page, context, ZOE, qtbot)
    QTest.keyClicks(dialog.number, "1")
    QTest.keyClick(dialog.erase, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: page.list.table.model().rowCount() == 1)
    rest(context, qtbot)


def test_an_open_intake_page_writes_nobody_down_again(
    page: CustomersPage, context: DeskContext, desk: Desk, owner: Actor, qtbot: QtBot
) -> None:
    window = intake_shown(IntakeWindow(context), qtbot)
    window.form.customer.take(ZOE)
    rest(context, qtbot)
    window.form.items[0].fault.setPlainText("Zoë Müller says cracked")
    window.form.keeper.look()
    rest(context, qtbot)
    assert len(desk.drafts.ids(owner)) == 1
    desk.privacy.erase(owner, ZOE)
    window.form.items[0].fault.setPlainText("Zoë Müller says cracked!")
    with qtbot.waitSignal(context.failed) as failed:
        window.form.keeper.look()
    rest(context, qtbot)
    assert failed.args is not None
    assert "Customer 1 was erased" in str(failed.args[0])
    assert desk.drafts.ids(owner) == ()
    window.form.keeper.end()
    rest(context, qtbot)
    window.close()

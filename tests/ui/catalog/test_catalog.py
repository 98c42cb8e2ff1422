"""The catalog: listed, written, retired and brought back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from deskapp.domain.catalog import Kind
from deskapp.domain.warranty import Warranty, WarrantyUnit
from deskapp.ui.catalog.page import CatalogPage
from tests.builders import a_service, pounds
from tests.ui.directory import shown

if TYPE_CHECKING:
    from deskapp.domain.actor import Actor
    from deskapp.services.desk import Desk
    from deskapp.ui.context import DeskContext

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(context: DeskContext, desk: Desk, owner: Actor, qtbot: QtBot) -> CatalogPage:
    desk.catalog.add(owner, a_service(warranty=Warranty(90, WarrantyUnit.DAYS)))
    desk.catalog.add(owner, a_service("GLASS", "Tempered <glass>", "9.90", kind=Kind.PART))
    return shown(CatalogPage(context), context, qtbot)


def cells(page: CatalogPage, place: int) -> list[str]:
    model = page.list.records
    return [column.text(model.row(place)) for column in model.columns]


def codes(page: CatalogPage) -> list[str]:
    return [page.list.records.row(place).code for place in range(page.list.records.rowCount())]


def test_a_line_says_what_it_costs_and_how_long_it_is_answered_for(page: CatalogPage) -> None:
    assert cells(page, 0) == ["CHG-S21", "Charging port", "£79.00", "Service", "", "Standard", "90 days"]
    assert page.card.price.full_text() == "£79.00"
    assert page.card.tax.full_text() == "VAT 20 % included"


def test_the_list_is_a_good_model(page: CatalogPage, qtmodeltester: ModelTester) -> None:
    qtmodeltester.check(page.list.records)  # type: ignore[no-untyped-call]  # pytest-qt's own


def test_an_entry_is_written_by_keys(page: CatalogPage, desk: Desk, owner: Actor, qtbot: QtBot) -> None:
    page.new_service()
    form = page.form
    assert QApplication.focusWidget() is form.code
    QTest.keyClicks(form.code, "bat-ip")
    QTest.keyClicks(form.name, "Battery")
    QTest.keyClicks(form.price, "59,00")
    QTest.keyClicks(form.warranty.number, "6")
    QTest.keyClicks(form.minutes, "30")
    with qtbot.waitSignal(form.saved):
        QTest.keyClick(form.name, Qt.Key.Key_S, CONTROL)
    kept = desk.catalog.by_code(owner, "BAT-IP").draft
    assert (kept.price, kept.warranty, kept.minutes) == (
        pounds("59.00"),
        Warranty(6, WarrantyUnit.MONTHS),
        30,
    )
    qtbot.waitUntil(lambda: "BAT-IP" in codes(page))
    qtbot.waitUntil(lambda: page.card.name.full_text() == "Battery")


@pytest.mark.parametrize(
    ("field", "text", "row"),
    [
        ("code", "", "code"),
        ("code", "glass", "code"),
        ("name", "", "name"),
        ("price", "much", "price"),
        ("cost", "little", "cost"),
        ("minutes", "half", "minutes"),
    ],
)
def test_what_is_wrong_is_said_at_its_field(
    page: CatalogPage, qtbot: QtBot, field: str, text: str, row: str
) -> None:
    page.edit_service()
    assert page.form.isVisible()
    getattr(page.form, field).setText(text)
    page.form.save()
    qtbot.waitUntil(lambda: bool(page.form.form.row(row).wrong()))
    assert QApplication.focusWidget() is page.form.form.row(row).field
    assert getattr(page.form, field).text() == text


def test_a_warranty_that_is_no_number(page: CatalogPage) -> None:
    page.edit_service()
    page.form.warranty.number.setText("ever")
    page.form.save()
    assert "whole number" in page.form.form.row("warranty").wrong()
    assert QApplication.focusWidget() is page.form.warranty.number


def test_retired_entries_leave_the_list_and_come_back(
    page: CatalogPage, context: DeskContext, desk: Desk, owner: Actor, qtbot: QtBot
) -> None:
    page.list.table.setFocus()
    with qtbot.waitSignal(context.done) as done:
        QTest.keyClick(page.list.table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: codes(page) == ["GLASS"])
    page.retired.setChecked(True)
    qtbot.waitUntil(lambda: codes(page) == ["CHG-S21", "GLASS"])
    assert cells(page, 0)[3] == "Retired"
    page.open_record(page.list.records.row(0).id)
    qtbot.waitUntil(lambda: page.card.retire.text().replace("&", "") == "Bring back")
    QTest.mouseClick(page.card.retire, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not desk.catalog.by_code(owner, "CHG-S21").retired)
    assert "Retired" in done.args[0].undo.label


def test_both_values_are_shown_when_somebody_was_faster(
    page: CatalogPage, desk: Desk, owner: Actor, qtbot: QtBot
) -> None:
    page.edit_service()
    now = desk.catalog.by_code(owner, "CHG-S21")
    desk.catalog.edit(owner, now.id, replace(now.draft, price=pounds("85.00")), now.row_version)
    page.form.price.setText("75")
    page.form.save()
    qtbot.waitUntil(page.form.versions.isVisible)
    assert "£75.00" in page.form.versions.words()
    assert "£85.00" in page.form.versions.words()
    QTest.mouseClick(page.form.versions.mine, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desk.catalog.by_code(owner, "CHG-S21").draft.price == pounds("75.00"))


def test_an_empty_catalog_says_what_to_do(context: DeskContext, qtbot: QtBot) -> None:
    page = shown(CatalogPage(context), context, qtbot)
    assert "The catalog is empty" in page.list.empty.accessibleName()
    assert not page.side.isVisible()
    page.new_service()
    assert page.form.isVisible()

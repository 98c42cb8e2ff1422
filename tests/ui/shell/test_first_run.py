"""A new shop in four pages: each can be skipped, and what was answered is there afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from deskapp.clock import FixedClock
from tests.ui.main_frame import WAIT, eventually, open_window

pytestmark = pytest.mark.usefixtures("dressed")


def test_four_pages_make_a_shop_of_its_trade(qtbot: QtBot, clock: FixedClock, tmp_path: Path) -> None:
    copies = tmp_path / "copies"
    with open_window(qtbot, clock, None) as window:
        window.entrance.ask_for_new_shop()
        dialog = window.entrance.questions()
        qtbot.waitUntil(dialog.trade.is_read, timeout=WAIT)
        assert dialog.page() == 0
        dialog.country.set_key("DE")
        QTest.keyClick(dialog.country, Qt.Key.Key_Return)
        assert dialog.page() == 1
        QTest.keyClicks(dialog.name, "Radhaus")
        QTest.keyClicks(dialog.shop.city, "Leipzig")
        dialog.go_on()
        dialog.trade.choose("bike-shop")
        assert "Bike, E-bike, Wheel" in dialog.trade.brings.full_text()
        dialog.go_on()
        dialog.go_back()
        assert dialog.page() == 2
        dialog.go_on()
        dialog.output.printer.set_key("pdf")
        dialog.output.backups.setText(str(copies))
        dialog.place.setText(str(tmp_path / "rad.desk"))
        with qtbot.waitSignal(window.ready, timeout=WAIT):
            dialog.next.click()
        assert window.context is not None
        shop = window.context.shop
        assert (shop.name, shop.city, shop.trade, shop.language[:2]) == (
            "Radhaus",
            "Leipzig",
            "bike-shop",
            "de",
        )
        assert shop.words["item"] == "Fahrrad"
        assert window.settings.printers["claim-ticket"] == "pdf"
        desk = window.context.desk
        assert desk.catalog.by_code(window.context.actor, "WASH").name == "Fahrradwäsche"
    made = sorted(path.name for path in copies.iterdir())
    assert made == [
        "rad-2026-03-10-130000.desk",
        "rad-2026-03-10-130000.desk.json",
        "rad-2026-03-10-readable.zip",
        "rad.desk.anchor",
    ]  # by the shop's clock


def test_everything_but_the_name_can_be_skipped(qtbot: QtBot, clock: FixedClock, tmp_path: Path) -> None:
    with open_window(qtbot, clock, None) as window:
        window.entrance.ask_for_new_shop()
        dialog = window.entrance.questions()
        qtbot.waitUntil(dialog.trade.is_read, timeout=WAIT)
        dialog.skip.click()
        assert dialog.page() == 1
        QTest.keyClicks(dialog.name, "Plain")
        dialog.place.setText(str(tmp_path / "plain.desk"))
        with qtbot.waitSignal(window.ready, timeout=WAIT):
            dialog.skip.click()
        eventually(qtbot, lambda: window.context is not None)
        assert window.context is not None
        assert window.context.shop.trade == ""
        assert window.context.desk.catalog.count(window.context.actor) == 0


def test_what_the_country_brings_is_shown_and_two_trades_are_one_shop(
    qtbot: QtBot, clock: FixedClock, tmp_path: Path
) -> None:
    with open_window(qtbot, clock, None) as window:
        window.entrance.ask_for_new_shop()
        dialog = window.entrance.questions()
        qtbot.waitUntil(dialog.trade.is_read, timeout=WAIT)
        assumed = dialog.where.assumed
        for country, percent in (("DE", "19"), ("US", ""), ("GB", "20")):
            dialog.country.set_key(country)
            assert assumed.percent.text() == percent
        assumed.tax.set_key("no")
        assumed.tax.chosen.emit("no")
        assumed.saturday.setText("9 to noon")
        dialog.name.setText("Phones and bikes")
        dialog.trade.choose("bike-shop", "phone-repair")
        dialog.place.setText(str(tmp_path / "both.desk"))
        dialog.skip.click()
        assert dialog.page() == 0
        assert "is not a span of hours" in dialog.row("saturday").wrong()
        assumed.saturday.setText("9-12:30")
        with qtbot.waitSignal(window.ready, timeout=WAIT):
            dialog.skip.click()
        assert window.context is not None
        shop, desk, owner = window.context.shop, window.context.desk, window.context.actor
        assert not any(one.rates for one in shop.tax_classes)
        assert [(one.weekday, one.opens) for one in shop.opening_hours][-1] == (5, "09:00")
        types = {one.key for one in desk.item_types.list(owner)}
        assert {"phone", "bike"} <= types
        assert "item" not in shop.words  # they do not call it the same


def test_a_folder_for_backups_that_is_not_there_is_asked_about(
    qtbot: QtBot, clock: FixedClock, tmp_path: Path
) -> None:
    copies = tmp_path / "stick" / "copies"
    with open_window(qtbot, clock, None) as window:
        window.entrance.ask_for_new_shop()
        dialog = window.entrance.questions()
        qtbot.waitUntil(dialog.trade.is_read, timeout=WAIT)
        dialog.name.setText("Plain")
        dialog.place.setText(str(tmp_path / "plain.desk"))
        dialog.output.backups.setText(str(copies))
        dialog.make_shop()
        assert dialog.page() == 3
        assert "is not there" in dialog.row("backups").wrong()
        assert not (tmp_path / "plain.desk").exists()
        make = next(one for one in dialog.banner.findChildren(QPushButton) if one.text() == "Make the folder")
        with qtbot.waitSignal(window.ready, timeout=WAIT):
            make.click()
        assert copies.is_dir()

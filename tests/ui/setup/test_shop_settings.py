"""The shop's settings: kept whole, refused at the field, undone, and the logo only where it is a picture."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deskapp.domain.shop import OpeningDay, Paper
from deskapp.domain.tax import TaxRate
from deskapp.errors import Invalid
from deskapp.ui.setup import logo
from deskapp.ui.setup.hours_edit import parse_spans
from deskapp.ui.setup.page import ShopPage
from deskapp.ui.setup.tax_edit import parse_rates, rates_text
from deskapp.ui.shared.form import FieldRow

if TYPE_CHECKING:
    from deskapp.domain.actor import Actor
    from deskapp.services.desk import Desk
    from deskapp.ui.context import DeskContext
    from deskapp.ui.shared.formats import Formats

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(context: DeskContext, qtbot: QtBot) -> ShopPage:
    page = ShopPage(context)
    qtbot.addWidget(page)
    page.resize(1080, 720)
    page.show()
    page.activateWindow()
    page.activate()
    qtbot.waitUntil(lambda: not context.worker.is_busy())
    return page


def type_in(text: str) -> None:
    """Type into whatever has the focus."""
    field = QApplication.focusWidget()
    assert field is not None
    QTest.keyClicks(field, text)


def picture(tmp_path: Path, width: int = 300, height: int = 100, kind: str = "png") -> Path:
    path = tmp_path / f"logo.{kind}"
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.darkBlue)
    assert image.save(str(path))
    return path


def test_an_untouched_page_has_nothing_to_save(page: ShopPage) -> None:
    assert page.name.text() == "Northgate Repairs"
    assert not page.is_changed()


def test_everything_is_kept(
    page: ShopPage, context: DeskContext, desk: Desk, owner: Actor, qtbot: QtBot
) -> None:
    page.street.setText("1 High Street")
    page.paper.set_key("Letter")
    page.currency.choose("EUR")
    page.time_zone.choose("Europe/Paris")
    page.language.choose("fr_FR")
    page.inclusive.setChecked(False)
    page.taxes.lines[0].rates.setText("GST 5 + QST 9,975 %")
    page.taxes.add_button.click()
    type_in("Luxury")
    page.taxes.lines[-1].rates.setText("VAT 33")
    page.hours.days[5].setText("10-14, 15:00–16:30")
    page.template.setText("N-{SEQ:4}")
    page.terms.set_value("<b>No</b> refunds")
    page.stale_days.setText("5")
    page.uncollected_days.setText("30")
    with qtbot.waitSignals([page.saved, context.shop_changed, context.done]):
        QTest.keyClick(page.name, Qt.Key.Key_S, CONTROL)
    shop = desk.shop.get(owner)
    assert (shop.street, shop.paper, shop.currency.code) == ("1 High Street", Paper.LETTER, "EUR")
    assert (shop.time_zone, shop.language, shop.prices_include_tax) == ("Europe/Paris", "fr_FR", False)
    assert shop.tax_classes[0].rates == (TaxRate("GST", Decimal(5)), TaxRate("QST", Decimal("9.975")))
    assert shop.tax_classes[-1].label == "Luxury"
    assert [day for day in shop.opening_hours if day.weekday == 5] == [
        OpeningDay(5, "10:00", "14:00"),
        OpeningDay(5, "15:00", "16:30"),
    ]
    assert (shop.ticket_template, shop.terms) == ("N-{SEQ:4}", "<b>No</b> refunds")
    assert (shop.stale_days, shop.uncollected_days) == (5, 30)
    assert context.shop == shop
    assert not page.is_changed()


def test_undoing_shows_the_old_settings_again(
    page: ShopPage, context: DeskContext, desk: Desk, owner: Actor, qtbot: QtBot
) -> None:
    page.street.setText("1 High Street")
    with qtbot.waitSignal(context.done) as done:
        page.save()
    desk.undo(owner, done.args[0].undo)
    qtbot.waitUntil(lambda: page.street.text() == "")
    assert context.shop.street == ""


@pytest.mark.parametrize(
    ("change", "row"),
    [
        (lambda page: page.name.setText(" "), "name"),
        (lambda page: page.template.setText("{YY}"), "ticket_template"),
        (lambda page: page.taxes.lines[0].rates.setText("twenty"), "tax_classes"),
        (lambda page: page.taxes.lines[0].name.setText(""), "tax_classes"),
        (lambda page: page.hours.days[2].setText("17-9"), "opening_hours"),
        (lambda page: page.hours.days[2].setText("morning"), "opening_hours"),
        (lambda page: page.stale_days.setText(""), "stale_days"),
        (lambda page: page.stale_days.setText("0"), "stale_days"),
        (lambda page: page.uncollected_days.setText("two"), "uncollected_days"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_field(page: ShopPage, change: object, row: str) -> None:
    page.city.setText("kept")
    assert callable(change)
    change(page)
    page.save()
    assert page.form.row(row).wrong()
    focus = QApplication.focusWidget()
    assert focus is not None
    field = page.form.row(row).field
    assert focus is field or field.isAncestorOf(focus)
    assert focus.property("wrong")
    assert page.city.text() == "kept"


def test_the_number_template_shows_an_example_while_it_is_typed(page: ShopPage) -> None:
    row = page.form.row("ticket_template")
    assert "26001230" in row.note.full_text()
    page.template.setText("R{YYYY}-{SEQ}")
    assert "R2026-123" in row.note.full_text()
    page.template.setText("R{YYYY}-")
    assert "needs {SEQ}" in row.wrong()


def test_somebody_else_was_faster(page: ShopPage, desk: Desk, owner: Actor, qtbot: QtBot) -> None:
    page.city.setText("Paris")
    shop = desk.shop.get(owner)
    desk.shop.save(owner, replace(shop, city="Rome", phone="1234"))
    page.save()
    qtbot.waitUntil(page.versions.isVisible)
    assert "Rome" in page.versions.words()
    QTest.mouseClick(page.versions.mine, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: desk.shop.get(owner).city == "Paris")
    assert desk.shop.get(owner).phone == "1234"


def test_a_change_elsewhere_shows_up_where_nobody_types(
    page: ShopPage, desk: Desk, owner: Actor, qtbot: QtBot
) -> None:
    desk.shop.save(owner, replace(desk.shop.get(owner), city="Rome"))
    qtbot.waitUntil(lambda: page.city.text() == "Rome")


def test_a_logo_is_shown_kept_and_taken_away(
    page: ShopPage, desk: Desk, owner: Actor, tmp_path: Path, qtbot: QtBot
) -> None:
    with qtbot.waitSignal(page.logo.changed):
        page.logo.take_file(str(picture(tmp_path)))
    assert page.logo.picture.isVisibleTo(page)
    with qtbot.waitSignal(page.saved):
        page.save()
    kept = desk.shop.get(owner).logo
    assert kept is not None
    assert QImage.fromData(kept).width() == 300
    QTest.mouseClick(page.logo.remove, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(page.saved):
        page.save()
    assert desk.shop.get(owner).logo is None


def test_a_file_that_is_no_picture_is_refused_at_the_field(
    page: ShopPage, tmp_path: Path, qtbot: QtBot
) -> None:
    (tmp_path / "logo.png").write_text("<svg onload='x'/>")
    with qtbot.waitSignal(page.logo.refused):
        page.logo.take_file(str(tmp_path / "logo.png"))
    assert "“logo.png” is not a picture" in page.form.row("logo").wrong()
    assert page.logo.logo() is None


def test_large_pictures_are_shrunk_and_huge_ones_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = QImage.fromData(logo.read_logo(picture(tmp_path, 2400, 1200)))
    assert (kept.width(), kept.height()) == (1200, 600)
    with pytest.raises(Invalid, match="megapixels"):
        logo.read_logo(picture(tmp_path, 5000, 4100))
    monkeypatch.setattr(logo, "LARGEST_FILE", 100)
    with pytest.raises(Invalid, match="larger than 5 MB"):
        logo.read_logo(picture(tmp_path))
    with pytest.raises(Invalid, match="cannot be read"):
        logo.read_logo(tmp_path / "nothing.png")


def test_half_a_picture_is_refused(tmp_path: Path) -> None:
    whole = picture(tmp_path).read_bytes()
    (tmp_path / "half.png").write_bytes(whole[: len(whole) // 2])
    with pytest.raises(Invalid, match=r"damaged|not a picture"):
        logo.read_logo(tmp_path / "half.png")


def test_put_back_forgets_what_was_typed(page: ShopPage) -> None:
    page.name.setText("Other")
    QTest.keyClick(page.name, Qt.Key.Key_Escape)
    assert "not saved" in page.banner.text()
    QTest.keyClick(page.name, Qt.Key.Key_Escape)
    assert page.name.text() == "Northgate Repairs"


@pytest.mark.parametrize(
    ("text", "spans"),
    [
        ("", []),
        ("9-17", [("09:00", "17:00")]),
        ("09:00–13:00, 14.00-18.30", [("09:00", "13:00"), ("14:00", "18:30")]),
        ("8 — 12; 13-24", [("08:00", "12:00"), ("13:00", "24:00")]),
    ],
)
def test_spans_of_hours_are_read_as_people_write_them(text: str, spans: list[tuple[str, str]]) -> None:
    assert parse_spans(text) == spans


rates = st.builds(
    TaxRate,
    st.text("ABCDEFGH ", min_size=1, max_size=10).map(str.strip).filter(bool),
    st.decimals(0, 99, places=3).map(lambda value: value.normalize() + 0),
)


@given(st.lists(rates, max_size=3))
def test_taxes_are_read_as_they_are_shown(some: list[TaxRate]) -> None:
    from datetime import UTC, datetime
    from zoneinfo import ZoneInfo

    from deskapp.ui.shared.formats import Formats

    formats: Formats = Formats("de_DE", ZoneInfo("Europe/Berlin"), lambda: datetime.now(UTC))
    assert parse_rates(rates_text(some, formats)) == tuple(some)


def test_the_key_of_every_label_goes_to_its_field(page: ShopPage) -> None:
    for row in page.findChildren(FieldRow):
        buddy = row.label.buddy()
        assert buddy.focusPolicy() != Qt.FocusPolicy.NoFocus, row.label.text()
        buddy.setFocus()
        focused = QApplication.focusWidget()
        assert focused is not None
        assert row.field.isAncestorOf(focused) or focused is row.field, row.label.text()
    QTest.keyClick(page, Qt.Key.Key_G, Qt.KeyboardModifier.AltModifier)
    assert QApplication.focusWidget() is page.logo.choose

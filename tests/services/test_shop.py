"""The shop's settings and the people in it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from deskapp.clock import FixedClock
from deskapp.domain.actor import Actor, Role, Source
from deskapp.domain.money import Currency
from deskapp.domain.shop import OpeningDay, Paper, Shop, checked
from deskapp.domain.tax import TaxClass, TaxRate
from deskapp.errors import DeskError, Invalid, NotFound, StaleWrite
from deskapp.services.country import currency_named, known_countries, shop_in
from deskapp.services.desk import Desk
from tests.builders import a_line, a_service, an_intake, pounds
from tests.contents import rows, standing

VAT, LEVY = TaxRate("VAT", Decimal(20)), TaxRate("Eco levy", Decimal("1.5"))
NEW_CLASSES = (
    TaxClass("reduced", "Reduced", (TaxRate("VAT", Decimal(5)),)),
    TaxClass("standard", "Standard", (VAT, LEVY)),
    TaxClass("books", "Books"),
)


# --- settings -------------------------------------------------------------------------------------


def test_every_setting_is_kept(desk: Desk, owner: Actor) -> None:
    old = desk.shop.get(owner)
    new = replace(
        old,
        name="Spaak & Ketting",
        country="NL",
        language="nl_NL",
        currency=Currency("EUR"),
        time_zone="Europe/Amsterdam",
        paper=Paper.A5,
        prices_include_tax=False,
        tax_classes=NEW_CLASSES,
        street="Oudegracht 1",
        postcode="3511 AB",
        city="Utrecht",
        phone="030 123",
        email="joris@example.org",
        website="example.org",
        tax_id="NL001",
        opening_hours=(OpeningDay(1, "09:00", "18:00"),),
        terms="Pay\nplease",
        logo=b"\x89PNG",
        ticket_template="N-{SEQ}",
    )
    saved = desk.shop.save(owner, new).value
    assert saved == replace(new, row_version=old.row_version + 1) == desk.shop.get(owner)


def test_taxes_change_and_come_back(desk: Desk, owner: Actor) -> None:
    old = desk.shop.get(owner)
    before = standing(desk.path)
    done = desk.shop.save(owner, replace(old, tax_classes=NEW_CLASSES))
    assert desk.shop.get(owner).tax_classes == NEW_CLASSES
    redo = desk.undo(owner, done.undo)
    assert desk.shop.get(owner).tax_classes == old.tax_classes
    desk.undo(owner, redo)
    assert desk.shop.get(owner).tax_classes == NEW_CLASSES
    desk.shop.save(owner, replace(desk.shop.get(owner), tax_classes=old.tax_classes))
    assert desk.shop.get(owner).tax_classes == old.tax_classes
    assert standing(desk.path).keys() == before.keys()


def test_the_order_of_tax_classes_is_kept(desk: Desk, owner: Actor) -> None:
    shop = desk.shop.get(owner)
    turned = replace(shop, tax_classes=shop.tax_classes[::-1])
    assert desk.shop.save(owner, turned).value.tax_classes == shop.tax_classes[::-1]


@pytest.mark.parametrize("change", [{"city": "York"}, {"tax_classes": NEW_CLASSES}])
def test_stale_settings_are_refused_even_of_taxes_alone(
    desk: Desk, owner: Actor, change: dict[str, object]
) -> None:
    old = desk.shop.get(owner)
    desk.shop.save(owner, replace(old, **change))  # type: ignore[arg-type]  # a field and its value
    with pytest.raises(StaleWrite):
        desk.shop.save(owner, replace(old, city="Hull"))
    assert desk.shop.get(owner).city != "Hull"


def test_who_changed_the_taxes_is_in_the_audit(desk: Desk, owner: Actor) -> None:
    desk.shop.save(owner, replace(desk.shop.get(owner), tax_classes=NEW_CLASSES))
    [(value,)] = rows(desk.path, "SELECT after FROM audit_value WHERE field = 'tax_classes'")
    assert '["VAT","5"]' in value


@pytest.mark.parametrize("priced", ["line", "service", "cost limit"])
def test_the_currency_stays_once_prices_are_written(desk: Desk, owner: Actor, priced: str) -> None:
    if priced == "line":
        desk.tickets.take_in(owner, an_intake(lines=(a_line(),)))
    elif priced == "cost limit":
        desk.tickets.take_in(owner, an_intake(cost_limit=pounds("50")))
    else:
        desk.catalog.add(owner, a_service())
    with pytest.raises(Invalid, match="stays GBP") as refusal:
        desk.shop.save(owner, replace(desk.shop.get(owner), currency=Currency("EUR")))
    assert refusal.value.field == "currency"
    assert desk.shop.get(owner).currency == Currency("GBP")


# --- new shops ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("country", "facts"),
    [
        ("GB", ("GBP", 2, "Europe/London", "A4", True, "20")),
        ("nl", ("EUR", 2, "Europe/Amsterdam", "A4", True, "21")),
        ("US", ("USD", 2, "America/New_York", "Letter", False, None)),
        ("JP", ("JPY", 0, "Asia/Tokyo", "A4", True, "10")),
        ("MX", ("MXN", 2, "America/Mexico_City", "Letter", True, "16")),
    ],
)
def test_a_new_shop_starts_with_what_its_country_uses(
    country: str, facts: tuple[str, int, str, str, bool, str | None]
) -> None:
    shop = shop_in(country, "A")
    rates = shop.tax_class("standard").rates
    percent = str(rates[0].percent) if rates else None
    currency = shop.currency
    made = (
        currency.code,
        currency.digits,
        shop.time_zone,
        shop.paper.value,
        shop.prices_include_tax,
        percent,
    )
    assert made == facts


@pytest.mark.parametrize(
    ("country", "language"),
    [("GB", "en_GB"), ("NZ", "en_NZ"), ("AU", "en_AU"), ("MX", "es_MX"), ("DE", "de_DE")],
)
def test_a_new_shop_speaks_what_most_people_there_read(country: str, language: str) -> None:
    assert shop_in(country, "A").language == language


def test_a_shop_can_be_made_in_every_known_country(tmp_path: Path, clock: FixedClock) -> None:
    for country in [*known_countries(), "AQ", "VA", "KW", "TV"]:
        assert checked(shop_in(country, "A")).tax_classes


@pytest.mark.parametrize("country", ["", "XX", "England", "G", "001", "\ud800"])
def test_no_country_is_refused(country: str) -> None:
    with pytest.raises(Invalid) as refusal:
        shop_in(country, "A")
    assert refusal.value.field == "country"


def test_a_currency_is_known_by_its_letters() -> None:
    assert [currency_named(code).digits for code in ("eur", "JPY", " kwd ")] == [2, 0, 3]
    with pytest.raises(Invalid):
        currency_named("QQQ")


@pytest.mark.parametrize(
    ("name", "owner"), [("", "Priya"), ("Shop", " "), ("Shop", "x" * 81), ("x" * 121, "P")]
)
def test_a_shop_that_cannot_be_made_leaves_no_file(
    tmp_path: Path, clock: FixedClock, name: str, owner: str
) -> None:
    with pytest.raises(DeskError):
        Desk.create(tmp_path / "new.desk", Shop(name), owner, clock)
    assert not list(tmp_path.glob("new*"))


def test_a_shop_is_made_with_its_owner_and_statuses(tmp_path: Path, clock: FixedClock) -> None:
    desk = Desk.create(tmp_path / "new.desk", Shop("Shop"), "  Joris   de Vries ", clock)
    owner = desk.actor()
    assert (owner.name, owner.role) == ("Joris de Vries", Role.OWNER)
    assert [status.key for status in desk.statuses(owner)][:2] == ["received", "diagnosing"]
    assert desk.check(owner) == ()
    desk.close()


# --- people ---------------------------------------------------------------------------------------


def test_who_acts_is_found_by_name_or_its_beginning(desk: Desk, owner: Actor) -> None:
    tom = desk.people.add(owner, " Tom  Ellis ").value
    desk.people.add(owner, "Zoë Tomlin", Role.FRONT_DESK)
    assert desk.actor("tom").person_id == desk.actor("TOM ELLIS").person_id == tom.id
    assert desk.actor("zoe", Source.COMMAND_LINE).role is Role.FRONT_DESK
    assert [person.name for person in desk.people.list(owner)] == ["Priya Nair", "Tom Ellis", "Zoë Tomlin"]


def test_a_beginning_that_two_people_share_names_nobody(desk: Desk, owner: Actor) -> None:
    for name in ("Tom Ellis", "Tom Baker"):
        desk.people.add(owner, name)
    with pytest.raises(NotFound, match="the shop has Priya Nair, Tom Ellis, Tom Baker"):
        desk.actor("Tom")


def test_somebody_taken_back_can_be_written_down_again(desk: Desk, owner: Actor) -> None:
    undo = desk.people.add(owner, "Tom Ellis", Role.TECHNICIAN).undo
    desk.undo(owner, undo)
    assert len(desk.people.list(owner)) == 1
    again = desk.people.add(owner, "Tom Ellis", Role.FRONT_DESK)
    assert desk.actor("Tom").role is Role.FRONT_DESK
    desk.undo(owner, again.undo)
    assert len(desk.people.list(owner)) == 1

"""What a new shop starts with in its country: currency, language, zone, paper and tax.

The tax rates are example settings of the day they were written; every shop can change them.
"""

from __future__ import annotations

import json
from decimal import Decimal
from importlib.resources import files
from typing import Any

from deskapp.domain.money import Currency
from deskapp.domain.shop import OpeningDay, Paper, Shop
from deskapp.domain.tax import TaxClass, TaxRate
from deskapp.errors import Invalid
from deskapp.i18n import _
from deskapp.paths import shipped

_FALLBACK = {"tax": "", "standard": "0", "reduced": [], "prices_include_tax": True}
_WORKDAYS = range(5)


def shop_in(country: str, name: str) -> Shop:
    """A new shop with what its country uses; raises `Invalid` for a code that is no country."""
    from babel import Locale
    from babel.numbers import get_territory_currencies

    code = country.strip().upper()
    if code not in Locale("en").territories or len(code) != 2:
        message = _("“{country}” is not a country code; write two letters, for example GB.")
        raise Invalid(message.format(country=country), "country")
    facts = known_countries().get(code, _FALLBACK)
    currencies = get_territory_currencies(code)
    return Shop(
        name=name,
        country=code,
        language=facts.get("language") or _language(code),
        currency=currency_named(currencies[0] if currencies else "EUR"),
        time_zone=facts.get("time_zone") or _time_zone(code),
        paper=Paper(facts.get("paper", "A4")),
        prices_include_tax=bool(facts["prices_include_tax"]),
        tax_classes=_tax_classes(facts),
        opening_hours=tuple(OpeningDay(day, "09:00", "17:30") for day in _WORKDAYS),
    )


def currency_named(code: str) -> Currency:
    """The currency with that ISO code, with the digits of its smallest unit."""
    from babel import Locale
    from babel.numbers import get_currency_precision

    clean = code.strip().upper()
    if clean not in Locale("en").currencies:
        message = _("“{code}” is not a currency; write its three letters, for example EUR.")
        raise Invalid(message.format(code=code), "currency")
    return Currency(clean, get_currency_precision(clean))


def known_countries() -> dict[str, dict[str, Any]]:
    """The facts that are kept per country code."""
    path = shipped("resources") / "countries" / "countries.json"
    facts: dict[str, dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))
    return facts


def _tax_classes(facts: dict[str, Any]) -> tuple[TaxClass, ...]:
    name = facts["tax"]
    standard = Decimal(facts["standard"])
    classes = [TaxClass("standard", _("Standard"), (TaxRate(name, standard),) if standard else ())]
    for place, percent in enumerate(facts["reduced"]):
        key = "reduced" if place == 0 else f"reduced_{place + 1}"
        label = _("Reduced {percent} %").format(percent=percent)
        classes.append(TaxClass(key, label, (TaxRate(name, Decimal(percent)),)))
    return (*classes, TaxClass("none", _("No tax")))


def _language(country: str) -> str:
    """What most people there read, where it is known."""
    from babel import Locale, UnknownLocaleError

    try:
        return f"{Locale.parse(f'und_{country}').language}_{country}"
    except UnknownLocaleError:
        return "en"


def _time_zone(country: str) -> str:
    """The first zone that the time zone database lists with the country."""
    table = (files("tzdata") / "zoneinfo" / "zone.tab").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in table.splitlines() if line and not line.startswith("#"))
    return next((row[2] for row in rows if row[0] == country), "UTC")

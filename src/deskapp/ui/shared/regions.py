"""Countries, languages and time zones to choose from, named in the language of the window."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QLocale, QTimeZone


@cache
def countries() -> list[tuple[str, str]]:
    """Every country as its two letters and its name, by name."""
    found = {}
    for territory in QLocale.Country:
        code = QLocale.territoryToCode(territory)
        if len(code) == 2 and code.isalpha():
            found[code] = QLocale.territoryToString(territory)
    return sorted(found.items(), key=lambda pair: pair[1])


@cache
def languages() -> list[tuple[str, str]]:
    """Every language that has a two-letter code, by name."""
    found = {}
    for language in QLocale.Language:
        code = QLocale.languageToCode(language)
        if len(code) == 2 and code.isalpha():
            found[code] = QLocale.languageToString(language)
    return sorted(found.items(), key=lambda pair: pair[1])


@cache
def locales() -> list[tuple[str, str]]:
    """Languages as they are written in a country, for example `en_GB`, by name."""
    found = {}
    for one in QLocale.matchingLocales(
        QLocale.Language.AnyLanguage, QLocale.Script.AnyScript, QLocale.Country.AnyCountry
    ):
        language, _, country = one.name().partition("_")
        if len(language) == 2 and len(country) == 2:
            names = QLocale.languageToString(one.language()), QLocale.territoryToString(one.territory())
            found[one.name()] = f"{names[0]} ({names[1]})"
    return sorted(found.items(), key=lambda pair: pair[1])


@cache
def time_zones() -> list[tuple[str, str]]:
    """The zones of the time zone database that are named after a place."""
    names = (bytes(name.data()).decode() for name in QTimeZone.availableTimeZoneIds())
    places = sorted(name for name in names if "/" in name and not name.startswith("Etc/"))
    return [("UTC", "UTC"), *((name, name.replace("_", " ")) for name in places)]


@cache
def currencies() -> list[tuple[str, str]]:
    """Every currency that some country uses, by its three letters."""
    everywhere = QLocale.matchingLocales(
        QLocale.Language.AnyLanguage, QLocale.Script.AnyScript, QLocale.Country.AnyCountry
    )
    codes = {one.currencySymbol(QLocale.CurrencySymbolFormat.CurrencyIsoCode) for one in everywhere}
    return [(code, code) for code in sorted(codes) if len(code) == 3]

"""Countries, languages and time zones to choose from, named in the language of the window."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from PySide6.QtCore import QLocale, QTimeZone

from deskapp.domain.text import fold
from deskapp.i18n import has_texts, language


def countries() -> list[tuple[str, str]]:
    """Every country as its two letters and its name, by name."""
    return _countries(language())


def languages() -> list[tuple[str, str]]:
    """Every language that has a two-letter code, by name."""
    return _languages(language())


def paper_languages(but: str = "") -> list[tuple[str, str]]:
    """The languages that papers speak, by name, and the one that is chosen already."""
    return [(code, name) for code, name in languages() if code == but or has_texts(code)]


def locales() -> list[tuple[str, str]]:
    """Languages as they are written in a country, for example `en_GB`, by name."""
    return _locales(language())


@cache
def _countries(tongue: str) -> list[tuple[str, str]]:
    every = {QLocale.territoryToCode(one): QLocale.territoryToString(one) for one in QLocale.Country}
    return _named(every, _names(tongue, "territories"))


@cache
def _languages(tongue: str) -> list[tuple[str, str]]:
    every = {QLocale.languageToCode(one): QLocale.languageToString(one) for one in QLocale.Language}
    return _named(every, _names(tongue, "languages"))


@cache
def _locales(tongue: str) -> list[tuple[str, str]]:
    spoken, places = dict(_languages(tongue)), dict(_countries(tongue))
    pairs = (one.name().partition("_")[::2] for one in _everywhere())
    known = ((first, place) for first, place in pairs if first in spoken and place in places)
    return _sorted({f"{first}_{place}": f"{spoken[first]} ({places[place]})" for first, place in known})


def _names(tongue: str, kind: str) -> Mapping[str, str]:
    """The names in another language than English, which Qt does not know."""
    if tongue == "en":
        return {}
    from babel import Locale

    return dict(getattr(Locale.parse(tongue), kind))


def _named(every: Mapping[str, str], names: Mapping[str, str]) -> list[tuple[str, str]]:
    known = {code: names.get(code, name) for code, name in every.items()}
    return _sorted({code: name for code, name in known.items() if len(code) == 2 and code.isalpha()})


def _sorted(found: Mapping[str, str]) -> list[tuple[str, str]]:
    """By name; letters with accents stand among those without."""
    return sorted(found.items(), key=lambda pair: fold(pair[1]))


def _everywhere() -> list[QLocale]:
    return QLocale.matchingLocales(
        QLocale.Language.AnyLanguage, QLocale.Script.AnyScript, QLocale.Country.AnyCountry
    )


@cache
def time_zones() -> list[tuple[str, str]]:
    """The zones of the time zone database that are named after a place."""
    names = (bytes(name.data()).decode() for name in QTimeZone.availableTimeZoneIds())
    places = sorted(name for name in names if "/" in name and not name.startswith("Etc/"))
    return [("UTC", "UTC"), *((name, name.replace("_", " ")) for name in places)]


@cache
def currencies() -> list[tuple[str, str]]:
    """Every currency that some country uses, by its three letters."""
    codes = {one.currencySymbol(QLocale.CurrencySymbolFormat.CurrencyIsoCode) for one in _everywhere()}
    return [(code, code) for code in sorted(codes) if len(code) == 3]

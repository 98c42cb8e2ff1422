"""The shop itself: what is printed on its papers and how it counts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum
from zoneinfo import ZoneInfo

from deskapp.domain import text
from deskapp.domain.money import Currency
from deskapp.domain.number import DEFAULT_TICKET_TEMPLATE, check_template
from deskapp.domain.tax import TaxClass, TaxRate
from deskapp.errors import Invalid
from deskapp.i18n import N_, _

HIGHEST_PERCENT = Decimal(100)
LONGEST_DAYS = 365
LONGEST_WORD = 40
WORDS = {
    "item": N_("Item"),
    "device": N_("Device"),
    "fault": N_("Problem"),
    "condition": N_("Condition"),
    "accessories": N_("Accessories"),
    "serial": N_("Serial number"),
}
"""What a shop may call by words of its own, and the neutral ones."""

_TIME = re.compile(r"(?:[01]\d|2[0-3]):[0-5]\d|24:00", re.ASCII)


class Paper(StrEnum):
    """The sheets that the shop prints on."""

    A4 = "A4"
    A5 = "A5"
    LETTER = "Letter"


@dataclass(frozen=True, slots=True)
class OpeningDay:
    """Opening hours of one weekday (0 is Monday), as local `HH:MM`."""

    weekday: int
    opens: str
    closes: str


@dataclass(frozen=True, slots=True)
class Shop:
    """A shop's identity and choices, kept in its file."""

    name: str
    country: str = "GB"
    language: str = "en_GB"
    currency: Currency = field(default_factory=lambda: Currency("GBP", 2))
    time_zone: str = "Europe/London"
    paper: Paper = Paper.A4
    prices_include_tax: bool = True
    tax_classes: tuple[TaxClass, ...] = ()
    street: str = ""
    postcode: str = ""
    city: str = ""
    phone: str = ""
    email: str = ""
    website: str = ""
    tax_id: str = ""
    opening_hours: tuple[OpeningDay, ...] = ()
    terms: str = ""
    logo: bytes | None = None
    ticket_template: str = DEFAULT_TICKET_TEMPLATE
    is_sample: bool = False
    stale_days: int = 7  # without news, a ticket is listed as not updated
    uncollected_days: int = 14  # ready that long, it is listed as uncollected
    trade: str = ""  # the key of the trade that it was set up for
    words: Mapping[str, str] = field(default_factory=dict)  # how it calls things, by a key of `WORDS`
    row_version: int = 1

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which the shop reads its clock."""
        return ZoneInfo(self.time_zone)

    def word(self, key: str, neutral: str) -> str:
        """What the shop calls one of `WORDS`; the neutral word where it has none of its own."""
        return self.words.get(key) or neutral

    def tax_class(self, key: str) -> TaxClass:
        """The tax class with that key; raises `Invalid` when the shop has none."""
        for tax_class in self.tax_classes:
            if tax_class.key == key:
                return tax_class
        raise Invalid(_("The shop has no tax class “{key}”.").format(key=key), "tax_class")


def checked(shop: Shop) -> Shop:
    """The shop as it can be kept; raises `Invalid` naming the field that cannot."""
    clean = replace(
        shop,
        name=text.line(shop.name, "name", 120),
        street=text.line(shop.street, "street"),
        postcode=text.line(shop.postcode, "postcode", 20),
        city=text.line(shop.city, "city"),
        phone=text.line(shop.phone, "phone", 40),
        email=text.line(shop.email, "email", 254),
        website=text.line(shop.website, "website"),
        tax_id=text.line(shop.tax_id, "tax_id", 40),
        terms=text.block(shop.terms, "terms", 2000),
        ticket_template=check_template(shop.ticket_template),
        tax_classes=_tax_classes(shop.tax_classes),
        words=_words(shop.words),
    )
    if not clean.name:
        raise Invalid(_("The shop needs a name; it is printed on every paper."), "name")
    _check_zone(clean.time_zone)
    _check_days(clean)
    _check_hours(clean.opening_hours)
    return clean


def _words(words: Mapping[str, str]) -> dict[str, str]:
    """Its own words; what it calls by the neutral one is left out."""
    clean = {key: text.line(words.get(key, ""), key, LONGEST_WORD) for key in WORDS}
    return {key: word for key, word in clean.items() if word}


def _check_days(shop: Shop) -> None:
    for name in ("stale_days", "uncollected_days"):
        if not 1 <= getattr(shop, name) <= LONGEST_DAYS:
            raise Invalid(_("Write a number of days from 1 to {most}.").format(most=LONGEST_DAYS), name)


def _tax_classes(classes: tuple[TaxClass, ...]) -> tuple[TaxClass, ...]:
    if len({tax_class.key for tax_class in classes}) < len(classes):
        raise Invalid(_("Two tax classes have the same key."), "tax_classes")
    return tuple(_tax_class(tax_class) for tax_class in classes)


def _tax_class(tax_class: TaxClass) -> TaxClass:
    clean = TaxClass(
        text.line(tax_class.key, "tax_classes", 40),
        text.line(tax_class.label, "tax_classes", 60),
        tuple(_tax_rate(rate) for rate in tax_class.rates),
    )
    if not (clean.key and clean.label):
        raise Invalid(_("A tax class needs a name."), "tax_classes")
    if len(set(clean.rates)) < len(clean.rates):
        raise Invalid(_("“{name}” has the same tax twice.").format(name=clean.label), "tax_classes")
    return clean


def _tax_rate(rate: TaxRate) -> TaxRate:
    name = text.line(rate.name, "tax_classes", 40)
    if not name:
        raise Invalid(_("A tax needs the name that papers show, for example VAT."), "tax_classes")
    if not (rate.percent.is_finite() and 0 <= rate.percent <= HIGHEST_PERCENT):
        message = _("“{name}” needs a rate from 0 to {most} percent.")
        raise Invalid(message.format(name=name, most=HIGHEST_PERCENT), "tax_classes")
    return TaxRate(name, rate.percent)


def _check_hours(days: tuple[OpeningDay, ...]) -> None:
    for day in days:
        if day.weekday not in range(7) or not (_TIME.fullmatch(day.opens) and _TIME.fullmatch(day.closes)):
            raise Invalid(_("Write opening hours like 09:00 and 17:30."), "opening_hours")
        if day.opens >= day.closes:
            raise Invalid(_("A day cannot close before it opens."), "opening_hours")


def _check_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise Invalid(
            _("“{zone}” is not a time zone; write it like Europe/London.").format(zone=name), "time_zone"
        ) from error

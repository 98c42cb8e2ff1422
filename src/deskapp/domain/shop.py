"""The shop itself: what is printed on its papers and how it counts."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum
from zoneinfo import ZoneInfo

from deskapp.domain import text
from deskapp.domain.money import Currency
from deskapp.domain.number import DEFAULT_TICKET_TEMPLATE, check_template
from deskapp.domain.tax import TaxClass
from deskapp.errors import Invalid
from deskapp.i18n import _


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
    row_version: int = 1

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which the shop reads its clock."""
        return ZoneInfo(self.time_zone)

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
        name=text.line(shop.name, _("name"), 120),
        street=text.line(shop.street, _("street")),
        postcode=text.line(shop.postcode, _("postcode"), 20),
        city=text.line(shop.city, _("city")),
        phone=text.line(shop.phone, _("phone"), 40),
        email=text.line(shop.email, _("e-mail"), 254),
        website=text.line(shop.website, _("website")),
        tax_id=text.line(shop.tax_id, _("tax id"), 40),
        terms=text.block(shop.terms, _("terms"), 2000),
        ticket_template=check_template(shop.ticket_template),
    )
    if not clean.name:
        raise Invalid(_("The shop needs a name; it is printed on every paper."), "name")
    _check_zone(clean.time_zone)
    return clean


def _check_zone(name: str) -> None:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise Invalid(
            _("“{zone}” is not a time zone; write it like Europe/London.").format(zone=name), "time_zone"
        ) from error

"""What somebody answered who makes a new shop."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from deskapp.domain.tax import TaxClass, TaxRate
from deskapp.i18n import _

if TYPE_CHECKING:
    from decimal import Decimal

    from deskapp.domain.shop import OpeningDay, Shop


@dataclass(frozen=True, slots=True)
class Answers:
    """All but the name may be skipped; `trades` are keys of trade packs, `language` is a locale.

    `percent` is the standard rate of tax, 0 for a shop that charges none; it and `hours` are as in the
    country where they are None.
    """

    name: str
    country: str
    owner: str = ""
    language: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    phone: str = ""
    trades: tuple[str, ...] = ()
    percent: Decimal | None = None
    hours: tuple[OpeningDay, ...] | None = None

    def on(self, shop: Shop) -> Shop:
        """The shop as its country has it, with what was answered."""
        return replace(
            shop,
            language=self.language or shop.language,
            street=self.street,
            postcode=self.postcode,
            city=self.city,
            phone=self.phone,
            tax_classes=tuple(map(self._taxed, shop.tax_classes)),
            opening_hours=shop.opening_hours if self.hours is None else self.hours,
        )

    def _taxed(self, one: TaxClass) -> TaxClass:
        """A tax class with the rate that was said; a shop that charges no tax charges none in any class."""
        if self.percent is None:
            return one
        if not self.percent:
            return replace(one, rates=())
        if one.key != "standard":
            return one
        name = one.rates[0].name if one.rates else _("Tax")
        return replace(one, rates=(TaxRate(name, self.percent),))

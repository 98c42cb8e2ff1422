"""What somebody answered who makes a new shop."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from deskapp.domain.shop import Shop


@dataclass(frozen=True, slots=True)
class Answers:
    """All but the name may be skipped; `trade` is the key of a trade pack, `language` a locale."""

    name: str
    country: str
    owner: str = ""
    language: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    phone: str = ""
    trade: str = ""

    def on(self, shop: Shop) -> Shop:
        """The shop as its country has it, with what was answered."""
        return replace(
            shop,
            language=self.language or shop.language,
            street=self.street,
            postcode=self.postcode,
            city=self.city,
            phone=self.phone,
        )

"""Phone numbers of long lists in normal form: plain ones by the country's own lengths, others as ever.

What `normalised` does for one number takes longer than reading and writing the rest of a customer.
"""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from deskapp.services.phone import normalised

if TYPE_CHECKING:
    from deskapp.domain.customer import Phone

_BETWEEN = str.maketrans("", "", " -./()")


def normalised_quickly(phone: Phone, country: str) -> Phone:
    """The same as `normalised`."""
    number = phone.typed.translate(_BETWEEN)
    if number.isascii() and number.isdigit() and (plan := _plan(country)):
        normal = plan.normal(number)
        if normal:
            return replace(phone, normal=normal)
    return normalised(phone, country)


class _Plan:
    """How numbers of a country are dialled, where that is simple: prefixes of fixed digits or none."""

    def __init__(
        self, code: str, prefixes: list[str], abroad: str, pattern: str, lengths: tuple[int, ...]
    ) -> None:
        self._code, self._prefixes, self._lengths = code, prefixes, frozenset(lengths)
        self._abroad, self._viable = re.compile(abroad or "(?!)"), re.compile(pattern)

    def normal(self, digits: str) -> str:
        """The number in normal form, empty where it has to be looked at more closely."""
        if digits.startswith(self._code) or self._abroad.match(digits):
            return ""
        prefix = next(filter(digits.startswith, self._prefixes), "")
        if prefix and self._viable.fullmatch(digits):
            return ""
        national = digits[len(prefix) :]
        return f"+{self._code}{national}" if len(national) in self._lengths else ""


@lru_cache(maxsize=64)
def _plan(country: str) -> _Plan | None:
    from phonenumbers import PhoneMetadata

    known = PhoneMetadata.metadata_for_region(country, None)
    if known is None or known.national_prefix_transform_rule:
        return None
    prefixes = (known.national_prefix_for_parsing or "").split("|")
    general = known.general_desc
    if (
        not all(prefix.isdigit() or not prefix for prefix in prefixes)
        or general is None
        or known.country_code is None
    ):
        return None
    pattern, lengths = general.national_number_pattern or "(?!)", tuple(general.possible_length)
    return _Plan(
        str(known.country_code),
        list(filter(None, prefixes)),
        known.international_prefix or "",
        pattern,
        lengths,
    )

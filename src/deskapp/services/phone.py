"""Telephone numbers in normal form beside what was typed."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from deskapp.domain.text import digits

if TYPE_CHECKING:
    from deskapp.domain.customer import Phone

_DIALLED = 6  # so many digits are no end of a number that somebody remembers, but a number dialled


def normalised(phone: Phone, country: str) -> Phone:
    """The phone with its normal form (E.164) filled in, where the typed number can be understood."""
    import phonenumbers

    try:
        parsed = phonenumbers.parse(phone.typed, country)
    except phonenumbers.NumberParseException:
        return phone
    if not phonenumbers.is_possible_number(parsed):
        return replace(phone, normal="")
    return replace(phone, normal=phonenumbers.format_number(parsed, phonenumbers.PhoneNumberFormat.E164))


def same_number(one: Phone, other: Phone, country: str) -> bool:
    """Whether two phones are the same line, however each was typed."""
    if normal := normalised(one, country).normal:
        return normal == other.normal
    return bool(digits(one.typed)) and digits(one.typed) == digits(other.typed)


def looked_up(number: str) -> str:
    """The digits by which a number is looked up: a long one without the zeros in front that dial it."""
    bare = number.lstrip("0")
    return bare if len(bare) >= _DIALLED else number


def searchable(phone: Phone) -> str:
    """The digits by which a phone is found: as typed, and of the normal form."""
    return f"{digits(phone.typed)} {digits(phone.normal)}"

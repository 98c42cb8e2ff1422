"""Numbers of tax offices and banks: what is surely mistyped, and what is only odd."""

from __future__ import annotations

import re
from typing import Any

from deskapp.errors import Invalid
from deskapp.i18n import _

_IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")
_TAX_IDS = ("vat", "tin", "ein", "stnr", "idnr", "uid", "utr", "siren", "siret", "gstin", "pan", "abn", "nip")
"""The names under which python-stdnum keeps what a business or a person calls their tax id."""


def checked_iban(typed: str) -> str:
    """An IBAN in groups of four, anything else as typed; check digits that do not fit are refused."""
    bare = "".join(typed.split()).upper()
    if not _IBAN.fullmatch(bare):
        return typed
    from stdnum import iban
    from stdnum.iso7064 import mod_97_10

    if not mod_97_10.is_valid(bare[4:] + bare[:4]):
        message = _("The IBAN {iban} is mistyped: its check digits do not fit.")
        raise Invalid(message.format(iban=iban.format(bare)), "iban")
    return iban.format(bare)


def iban_doubt(typed: str) -> str:
    """What is odd about an IBAN that can be kept all the same, or nothing."""
    if not typed:
        return ""
    from stdnum import iban

    if iban.is_valid(typed):
        return ""
    return _("This is no IBAN as banks write them; it is kept as typed.")


def tax_id_doubt(typed: str, country: str) -> str:
    """What is odd about a tax id of a country (two letters), or nothing where none of its rules is known."""
    if not typed:
        return ""
    known = _tax_modules(country.lower())
    if not known or any(module.is_valid(typed) for module in known) or _is_european(typed):
        return ""
    return _("This does not look like a tax id of {country}; it is kept as typed.").format(country=country)


def _tax_modules(country: str) -> list[Any]:
    from stdnum import get_cc_module

    return [module for name in _TAX_IDS if (module := get_cc_module(country, name)) is not None]


def _is_european(typed: str) -> bool:
    """Whether it is a VAT number that begins with the country that gave it."""
    from stdnum.eu import vat

    return bool(vat.is_valid(typed))

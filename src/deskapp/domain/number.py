"""Running numbers of tickets and papers: a template per series, and the check digit."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from stdnum import luhn

from deskapp.domain.text import digits
from deskapp.errors import Invalid
from deskapp.i18n import _

if TYPE_CHECKING:
    from datetime import date

DEFAULT_TICKET_TEMPLATE = "{YY}{SEQ:5}{CHECK}"
_TOKEN = re.compile(r"\{(YYYY|YY|MM|SEQ(?::(\d))?|CHECK)\}")


def format_number(template: str, sequence: int, day: date) -> str:
    """The number that a template makes, for example `26001230` for the 123rd of 2026.

    Tokens: {YYYY} {YY} {MM} {SEQ} {SEQ:5} (zero-filled, grows past it) {CHECK} (Luhn over the
    digits before it).
    """
    made = ""
    rest = 0
    for token in _TOKEN.finditer(template):
        made += template[rest : token.start()]
        made += _fill(token, sequence, day, made)
        rest = token.end()
    return made + template[rest:]


def check_template(template: str) -> str:
    """The template itself, or `Invalid` when its numbers would repeat or not be readable."""
    bare = _TOKEN.sub("", template)
    if "{SEQ" not in template or "{" in bare or "}" in bare or not bare.isprintable():
        raise Invalid(
            _("A number template needs {SEQ}; it may use {YYYY}, {YY}, {MM} and {CHECK}."), "number template"
        )
    return template


def code_of(number: str) -> str:
    """What a printed code carries: the digits alone, because scanners mistype other signs."""
    return digits(number)


def restarts_yearly(template: str) -> bool:
    """Whether the sequence starts again with each year, which only a year in the number allows."""
    return "{YY" in template


def _fill(token: re.Match[str], sequence: int, day: date, before: str) -> str:
    name = token[1]
    if name == "CHECK":
        return luhn.calc_check_digit(digits(before))
    if name.startswith("SEQ"):
        return f"{sequence:0{int(token[2] or 1)}d}"
    return {"YYYY": f"{day:%Y}", "YY": f"{day:%y}", "MM": f"{day:%m}"}[name]

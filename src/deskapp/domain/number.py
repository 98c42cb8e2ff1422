"""Running numbers of tickets and papers: a template per series, and the check digit."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from deskapp.domain import text
from deskapp.domain.text import digits
from deskapp.errors import Invalid
from deskapp.i18n import _

if TYPE_CHECKING:
    from datetime import date

DEFAULT_TICKET_TEMPLATE = "{YY}{SEQ:5}{CHECK}"
LONGEST_TEMPLATE = 40
_TOKEN = re.compile(r"\{(YYYY|YY|MM|SEQ(?::(\d))?|CHECK)\}")


def format_number(template: str, sequence: int, day: date) -> str:
    """The number that a template makes, for example `26001230` for the 123rd of 2026.

    Tokens: {YYYY} {YY} {MM} {SEQ} {SEQ:5} (zero-filled, grows past it) {CHECK} (Luhn over the
    digits before it).
    """
    made = ""
    for before, token, width in _parts(template):
        made += before
        made += _fill(token, width, sequence, day, made)
    return made


def check_template(template: str) -> str:
    """The template as it can be kept, or `Invalid` when its numbers would repeat or not be readable."""
    clean = text.line(template, "ticket_template", LONGEST_TEMPLATE)
    bare = _TOKEN.sub("", clean)
    if "{SEQ" not in clean or "{" in bare or "}" in bare:
        raise Invalid(
            _("A number template needs {SEQ}; it may use {YYYY}, {YY}, {MM} and {CHECK}."), "ticket_template"
        )
    return clean


def code_of(number: str) -> str:
    """What a printed code carries: the digits alone, because scanners mistype other signs."""
    return digits(number)


def restarts_yearly(template: str) -> bool:
    """Whether the sequence starts again with each year, which only a year in the number allows."""
    return "{YY" in template


@lru_cache(maxsize=64)
def _parts(template: str) -> tuple[tuple[str, str, int], ...]:
    """The template cut into the text before each token, the token, and its width; "" ends it."""
    parts = []
    rest = 0
    for token in _TOKEN.finditer(template):
        parts.append((template[rest : token.start()], token[1].partition(":")[0], int(token[2] or 1)))
        rest = token.end()
    return (*parts, (template[rest:], "", 0))


def _fill(token: str, width: int, sequence: int, day: date, before: str) -> str:
    match token:
        case "CHECK":
            from stdnum import luhn  # late: it loads the documentation tools

            return luhn.calc_check_digit(digits(before))
        case "SEQ":
            return f"{sequence:0{width}d}"
        case "YYYY":
            return f"{day.year:04d}"
        case "YY":
            return f"{day.year % 100:02d}"
        case "MM":
            return f"{day.month:02d}"
        case _:
            return ""

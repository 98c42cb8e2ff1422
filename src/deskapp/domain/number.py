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
_MOST_LOOKED_AT = 2000
_SHAPES = {"YYYY": r"(?:19|20)\d\d", "YY": r"\d\d", "MM": r"(?:0[1-9]|1[0-2])"}
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


def endings(template: str, ending: str, newest: int, day: date) -> list[str]:
    """The codes of a series that end in some digits, newest first; `newest` is the last of the day's year.

    The number that is the ending filled up with zeros stands first: `18` means `26000018` before
    `26001218`. With fewer than three digits only the newest numbers are looked at.
    """
    step, wanted = _stride(template, ending)
    at = newest - (newest - wanted) % step
    found: list[str] = []
    for sequence in range(at, 0, -step)[:_MOST_LOOKED_AT]:
        code = code_of(format_number(template, sequence, day))
        if code.endswith(ending):
            found.append(code)
    exact = code_of(format_number(template, wanted, day)) if 0 < wanted <= newest else ""
    return [exact, *(code for code in found if code != exact)] if exact.endswith(ending) and exact else found


def may_be_code(template: str, code: str) -> bool:
    """Whether some digits look like a code of this series, its check digit included."""
    shape, checks = _shape(template)
    found = shape.fullmatch(code) if code.isascii() else None
    return found is not None and all(_is_checked(code, found.start(name)) for name in checks)


def has_check(template: str) -> bool:
    """Whether the numbers carry a check digit, so that a mistyped one is noticed."""
    return "{CHECK}" in template


def _stride(template: str, ending: str) -> tuple[int, int]:
    """In what steps the sequences of numbers with an ending lie, and the smallest of them."""
    known = ending
    if template.endswith("{CHECK}"):
        known, template = ending[:-1], template.removesuffix("{CHECK}")
    ends_in_sequence = bool(re.search(r"\{SEQ(:\d)?\}$", template))
    if not known or not ends_in_sequence:
        return 1, 0
    return 10 ** len(known), int(known)


@lru_cache(maxsize=16)
def _shape(template: str) -> tuple[re.Pattern[str], tuple[str, ...]]:
    """What the codes of a series look like, and the names of the groups that are check digits."""
    shape, checks = "", []
    for place, (before, token, width) in enumerate(_parts(template)):
        shape += digits(before)
        shape += _SHAPES.get(token, "")
        if token == "SEQ":  # noqa: S105  a piece of a template
            shape += rf"\d{{{width},9}}"
        elif token == "CHECK":  # noqa: S105  as above
            checks.append(f"check{place}")
            shape += rf"(?P<check{place}>\d)"
    return re.compile(shape, re.ASCII), tuple(checks)


def _is_checked(code: str, place: int) -> bool:
    from stdnum import luhn  # late: it loads the documentation tools

    return bool(luhn.calc_check_digit(code[:place]) == code[place])


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

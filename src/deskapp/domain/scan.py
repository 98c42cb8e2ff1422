"""Tells a barcode scanner, which types like a keyboard, from a person, and reads what it typed."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from deskapp.domain.number import has_check, may_be_code

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FEWEST_KEYS = 8
"""So few keys a person can happen to hit at once."""

MEDIAN_MS = 35
"""Between two keys of a scanner lie mostly fewer milliseconds; a fast typist needs 80."""

BREAK_MS = 150
"""After so long a pause the next key begins anew."""

LONGEST_PREFIX = 4


class Ending(StrEnum):
    """How a scanner says that it is done."""

    KEY = "key"  # Enter or Tab
    PAUSE = "pause"


@dataclass(frozen=True, slots=True)
class ScanRules:
    """How this computer's scanner is set. `layout` is a key of `LAYOUTS` or "" for a guess."""

    prefix: str = ""
    ending: Ending = Ending.KEY
    layout: str = ""

    @classmethod
    def of(cls, kept: Mapping[str, str]) -> ScanRules:
        """The rules as the settings keep them; what is not known is as usual."""
        ending = kept.get("ending", "")
        layout = kept.get("layout", "")
        return cls(
            kept.get("prefix", "")[:LONGEST_PREFIX],
            Ending(ending) if ending in set(Ending) else Ending.KEY,
            layout if layout in LAYOUTS else "",
        )

    def kept(self) -> dict[str, str]:
        """The rules as the settings keep them."""
        return {"prefix": self.prefix, "ending": self.ending.value, "layout": self.layout}


@dataclass(slots=True)
class Burst:
    """Keys that came one after the other: their signs, and the milliseconds before each but the first."""

    typed: str = ""
    gaps: list[int] = field(default_factory=list)
    last: int = 0

    def goes_on(self, at: int) -> bool:
        """Whether a key at that moment (in milliseconds) belongs to it."""
        return bool(self.typed) and 0 <= at - self.last <= BREAK_MS

    def add(self, sign: str, at: int) -> None:
        """One more key."""
        if self.typed:
            self.gaps.append(at - self.last)
        self.typed += sign
        self.last = at

    @property
    def median(self) -> float:
        """The gap that half of the keys are below, in milliseconds."""
        ordered = sorted(self.gaps)
        middle = ordered[(len(ordered) - 1) // 2 : len(ordered) // 2 + 1]
        return sum(middle) / len(middle) if middle else 0.0

    def is_scan(self, rules: ScanRules) -> bool:
        """Whether a scanner typed this; the prefix that it was told to send settles it."""
        if rules.prefix and self.typed.startswith(rules.prefix) and len(self.typed) > len(rules.prefix):
            return True
        return len(self.typed) >= FEWEST_KEYS and self.median < MEDIAN_MS


def content(typed: str, rules: ScanRules) -> str:
    """What was scanned: without the prefix, the signs put right where the layout is known."""
    bare = typed.removeprefix(rules.prefix) if rules.prefix else typed
    clean = "".join(sign for sign in bare if sign.isprintable()).strip()
    return clean.translate(LAYOUTS[rules.layout]) if rules.layout else clean


def readings(text: str) -> Iterator[tuple[str, str]]:
    """What may have been scanned, as `(layout, text)`: first as it stands, then by each layout.

    Digits alone came through as they were printed.
    """
    yield "", text
    if text.isdecimal():
        return
    for layout, table in LAYOUTS.items():
        if (read := text.translate(table)) != text:
            yield layout, read


def guessed_layout(text: str) -> str:
    """The layout by which a text becomes letters and digits, where it is no such text as it stands."""
    if _is_plain(text):
        return ""
    return next((layout for layout, read in readings(text) if layout and _is_plain(read)), "")


def layout_of(text: str, printed: str) -> str:
    """The layout by which a text becomes one that is known to have been printed, else a guess."""
    known = (layout for layout, read in readings(text) if read == printed)
    return next(known, None) or guessed_layout(text)


def ticket_code(text: str, template: str) -> str:
    """The code of a ticket in a scanned text, its check digit right, by any layout; else nothing."""
    if not has_check(template):
        return ""
    return next((read for _layout, read in readings(text) if may_be_code(template, read)), "")


def imei(text: str) -> str:
    """The IMEI in a scanned text, by any layout; else nothing."""
    from stdnum import imei as rules  # late: it loads the documentation tools

    for _layout, read in readings(text):
        digits = read.replace("-", "").replace(" ", "")
        if len(digits) in {14, 15} and digits.isdecimal() and digits.isascii() and rules.is_valid(digits):
            return digits
    return ""


def best_reading(text: str) -> str:
    """The text as it was most likely printed."""
    layout = guessed_layout(text)
    return text.translate(LAYOUTS[layout]) if layout else text


def _is_plain(text: str) -> bool:
    return text.isascii() and any(sign.isdigit() for sign in text) and all(map(_is_usual, text))


def _is_usual(sign: str) -> bool:
    return sign.isalnum() or sign in " -./:_+"


def _table(foreign: str, own: str) -> dict[int, int]:
    """What the keys give on a layout, and what the scanner meant by them."""
    return {ord(typed): ord(meant) for typed, meant in zip(foreign, own, strict=True)}


_DIGITS = "1234567890"
_SWAPPED_YZ = ("yzYZ", "zyZY")
_SWAPPED_FRENCH = ("aqzwAQZW", "qawzQAWZ")

LAYOUTS: Mapping[str, Mapping[int, int]] = {
    "azerty": _table(
        "&é\"'(-è_çà)" + _SWAPPED_FRENCH[0] + ",?;:!§mM", "1234567890-" + _SWAPPED_FRENCH[1] + "mM,./?;:"
    ),
    "belgian": _table(
        "&é\"'(§è!çà)" + _SWAPPED_FRENCH[0] + ",?;:=+mM", "1234567890-" + _SWAPPED_FRENCH[1] + "mM,./?;:"
    ),
    "german": _table(_SWAPPED_YZ[0] + "ß-_üöäÜÖÄ", _SWAPPED_YZ[1] + "-/?[;'{:\""),
    "czech": _table("+ěščřžýáíé" + _SWAPPED_YZ[0] + "=", _DIGITS + _SWAPPED_YZ[1] + "-"),
    "slovak": _table("+ľščťžýáíé" + _SWAPPED_YZ[0] + "=", _DIGITS + _SWAPPED_YZ[1] + "-"),
    "hungarian": _table("ö" + _SWAPPED_YZ[0] + "ü-", "0" + _SWAPPED_YZ[1] + "-/"),
    "shifted": _table("!@#$%^&*()68;:" + _SWAPPED_FRENCH[0], _DIGITS + "-_mM" + _SWAPPED_FRENCH[1]),
}
"""By layout of the computer (or `shifted`, where the scanner is set to a French keyboard and the computer is
not): which sign the scanner meant. Unless told otherwise, scanners type for an American keyboard."""

"""The fonts of the papers: embedded TrueType, their widths, and what they cannot write."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from functools import cache
from threading import Lock

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from deskapp.paths import shipped

REPLACEMENT = "□"
_FILES = {False: "SourceSans3-Regular", True: "SourceSans3-Semibold"}
_SILENT = frozenset({"Cf", "Mn", "Me", "Cc", "Sk"})
_SPACES = {"\n": "\n", "\t": " ", "\N{LINE SEPARATOR}": "\n", "\N{PARAGRAPH SEPARATOR}": "\n"}
_registering = Lock()


@dataclass(frozen=True, slots=True)
class Face:
    """A registered font; `widths` are parts of the type size, by character."""

    name: str
    widths: dict[str, float]

    def width(self, text: str, size: float) -> float:
        """The width of a printable text in points."""
        widths = self.widths
        return size * sum([widths[char] for char in text])


def face(*, bold: bool) -> Face:
    """The regular or the semibold face."""
    with _registering:
        return _registered(_FILES[bold])


def printable(text: str) -> str:
    """The text in signs that the fonts have; what they lack becomes a box, joiners fall away."""
    known = face(bold=False).widths
    whole = text if text.isascii() else unicodedata.normalize("NFC", text)
    if known.keys() >= set(whole):
        return whole
    return "".join(char if char in known else _substitute(char) for char in whole)


def lacking(text: str) -> set[str]:
    """The characters of a text that the fonts cannot write."""
    known = face(bold=False).widths
    whole = unicodedata.normalize("NFC", text)
    return {char for char in whole if char not in known and _substitute(char) == REPLACEMENT}


def _substitute(char: str) -> str:
    """Lines and spaces stay what they are, signs that only change their neighbours go, the rest is a box."""
    if char in _SPACES:
        return _SPACES[char]
    category = unicodedata.category(char)
    if category == "Zs":
        return " "
    return "" if category in _SILENT else REPLACEMENT


@cache
def _registered(name: str) -> Face:
    font = TTFont(name, str(shipped("resources") / "fonts" / f"{name}.ttf"), asciiReadable=0)
    pdfmetrics.registerFont(font)
    # Beyond the basic plane the library's text map is not reliable, and signs without a width overlap.
    widths = {chr(code): width / 1000 for code, width in font.face.charWidths.items() if 32 <= code < 0x10000}
    return Face(name, widths)

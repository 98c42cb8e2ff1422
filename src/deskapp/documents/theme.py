"""Themes: the type scale, colours, rules and spaces of a paper."""

from __future__ import annotations

from dataclasses import dataclass

Colour = tuple[float, float, float]


def _rgb(code: int) -> Colour:
    return (code >> 16 & 255) / 255, (code >> 8 & 255) / 255, (code & 255) / 255


INK = _rgb(0x1B2430)
MUTED = _rgb(0x566372)
BRAND = _rgb(0x0C3D72)
LINE = _rgb(0x848F9C)
ROW_LINE = _rgb(0xB4BCC6)
MARK = _rgb(0xE6E6E6)
_CAPITALS = 0.66


@dataclass(frozen=True, slots=True)
class Style:
    """How a text is set; sizes in points."""

    size: float
    leading: float
    bold: bool = False
    colour: Colour = INK

    @property
    def baseline(self) -> float:
        """How far below the top of its line the letters stand: capitals lie in the middle."""
        return (self.leading + _CAPITALS * self.size) / 2

    @property
    def above(self) -> float:
        """The empty space between the top of the line and its capitals."""
        return (self.leading - _CAPITALS * self.size) / 2


@dataclass(frozen=True, slots=True)
class Theme:
    """The styles and spaces of a paper; `row` is the space above and below a table's row,
    `indent` how far texts stand from the labels before them.
    """

    title: Style
    number: Style
    shop: Style
    contact: Style
    headline: Style
    section: Style
    body: Style
    strong: Style
    label: Style
    head: Style
    table: Style
    small: Style
    total: Style
    terms: Style
    foot: Style
    gap: float
    wide_gap: float
    row: float
    indent: float
    code_side: float


PLAIN = Theme(
    title=Style(20, 24, bold=True, colour=BRAND),
    number=Style(16, 18, bold=True),
    shop=Style(12, 16, bold=True),
    contact=Style(8, 11, colour=MUTED),
    headline=Style(12, 16),
    section=Style(12, 16, bold=True),
    body=Style(9.5, 13),
    strong=Style(9.5, 13, bold=True),
    label=Style(8, 13, colour=MUTED),
    head=Style(8, 11, bold=True, colour=MUTED),
    table=Style(9, 12),
    small=Style(8, 11, colour=MUTED),
    total=Style(13, 16, bold=True, colour=BRAND),
    terms=Style(7.5, 9.5),
    foot=Style(7.5, 10, colour=MUTED),
    gap=8,
    wide_gap=14,
    row=3,
    indent=80,
    code_side=48,
)

COMPACT = Theme(
    title=Style(15, 19, bold=True, colour=BRAND),
    number=Style(14, 16, bold=True),
    shop=Style(10.5, 14, bold=True),
    contact=Style(7.5, 10, colour=MUTED),
    headline=Style(10.5, 14),
    section=Style(10.5, 14, bold=True),
    body=Style(9, 12),
    strong=Style(9, 12, bold=True),
    label=Style(7.5, 12, colour=MUTED),
    head=Style(7.5, 10, bold=True, colour=MUTED),
    table=Style(8.5, 11),
    small=Style(7.5, 10, colour=MUTED),
    total=Style(11, 14, bold=True, colour=BRAND),
    terms=Style(7.5, 9.5),
    foot=Style(7, 9, colour=MUTED),
    gap=6,
    wide_gap=9,
    row=2,
    indent=66,
    code_side=42,
)

HAIRLINE = 0.5
THINNEST = 0.25
THICK = 1.0

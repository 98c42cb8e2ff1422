"""What a page is made of: strips across it, each holding marks, never split in themselves."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from deskapp.documents.logo import Logo
    from deskapp.documents.theme import Colour, Style

Rectangle = tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Text:
    """Words on a baseline; `x` is their left end."""

    x: float
    y: float
    text: str
    style: Style


@dataclass(frozen=True, slots=True)
class Rule:
    """A horizontal line; `dash` gives the lengths of its dashes and gaps."""

    x: float
    y: float
    width: float
    thickness: float
    colour: Colour
    dash: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Bars:
    """Black rectangles (left, top, width, height) drawn as one path, relative to `x` and `y`."""

    x: float
    y: float
    rectangles: tuple[Rectangle, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture with its upper left corner at `x`, `y`."""

    x: float
    y: float
    width: float
    height: float
    logo: Logo


@dataclass(frozen=True, slots=True)
class Watermark:
    """A light word across the page, centred at `x`, `y` and rising by `angle` degrees."""

    x: float
    y: float
    text: str
    size: float
    angle: float


Mark = Text | Rule | Bars | Picture | Watermark


@dataclass(frozen=True, slots=True)
class Strip:
    """A strip across the page, measured from its own upper left corner at the left margin.

    `before` is the space above it, dropped at the top of a page; `keep` ties it to the next one;
    `head` is repeated on top when a page begins with this strip.
    """

    height: float
    marks: tuple[Mark, ...] = ()
    before: float = 0
    keep: bool = False
    head: tuple[Strip, ...] = ()

    @property
    def reach(self) -> float:
        """Its height with the space above."""
        return self.before + self.height


def after(gap: float, strips: Sequence[Strip]) -> list[Strip]:
    """The strips with more space above the first."""
    return [replace(strips[0], before=strips[0].before + gap), *strips[1:]] if strips else []


def tied(strips: Iterable[Strip]) -> list[Strip]:
    """The strips tied together and to whatever follows."""
    return [replace(strip, keep=True) for strip in strips]


def together(strips: Sequence[Strip]) -> list[Strip]:
    """The strips tied to each other, but not to what follows."""
    return [*tied(strips[:-1]), *strips[-1:]]


def stacked(strips: Sequence[Strip], top: float = 0) -> tuple[list[Mark], float]:
    """The marks of strips one below the other from `top` on, and where they end."""
    marks: list[Mark] = []
    for strip in strips:
        top += strip.before
        marks += [replace(mark, y=mark.y + top) for mark in strip.marks]
        top += strip.height
    return marks, top


def beside(*columns: Sequence[Strip]) -> list[Strip]:
    """Columns side by side, line by line, so that even long ones can run over pages."""
    return [_merged([strip for strip in row if strip]) for row in zip_longest(*columns)]


def _merged(row: list[Strip]) -> Strip:
    return Strip(
        max(strip.height for strip in row),
        tuple(mark for strip in row for mark in strip.marks),
        before=max(strip.before for strip in row),
        keep=any(strip.keep for strip in row),
    )

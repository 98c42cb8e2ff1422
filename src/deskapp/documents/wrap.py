"""Breaking text into lines of a width, in one pass however long it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping


def wrap(text: str, widths: Mapping[str, float], limit: float) -> list[str]:
    """The lines of a text; a word wider than the limit is cut between letters.

    `limit` is in the unit of `widths`. Several empty lines become one, those at the ends none.
    """
    lines: list[str] = []
    for paragraph in text.split("\n"):
        filled = list(_fill(paragraph, widths, limit))
        if filled or (lines and lines[-1]):
            lines += filled or [""]
    return lines[:-1] if lines and not lines[-1] else lines


def _fill(paragraph: str, widths: Mapping[str, float], limit: float) -> Iterator[str]:
    line: list[str] = []
    used = -widths[" "]
    for word, width in _pieces(paragraph, widths, limit):
        if line and used + widths[" "] + width > limit:
            yield " ".join(line)
            line, used = [], -widths[" "]
        line.append(word)
        used += widths[" "] + width
    if line:
        yield " ".join(line)


def _pieces(paragraph: str, widths: Mapping[str, float], limit: float) -> Iterator[tuple[str, float]]:
    for word in paragraph.split(" "):
        width = sum([widths[char] for char in word])
        if width > limit:
            yield from _cut(word, widths, limit)
        elif word:
            yield word, width


def _cut(word: str, widths: Mapping[str, float], limit: float) -> Iterator[tuple[str, float]]:
    start, width = 0, 0.0
    for end, char in enumerate(word):
        if end > start and width + widths[char] > limit:
            yield word[start:end], width
            start, width = end, 0.0
        width += widths[char]
    yield word[start:], width

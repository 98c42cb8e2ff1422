"""A font with what was measured of it, so that nothing is measured twice while a table is painted."""

from __future__ import annotations

from dataclasses import dataclass, field

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics

_MOST_KNOWN = 4096
_ELIDE = Qt.TextElideMode.ElideRight
_PLAIN = "\u024f"
"""Up to here letters stand side by side, so that their widths add up to that of the text."""
_DOTS = "…"


@dataclass(frozen=True, slots=True)
class Typeface:
    """`rise` is how far the base line lies below the middle of a line."""

    font: QFont
    metrics: QFontMetrics
    rise: int
    _letters: dict[str, int] = field(default_factory=dict)
    _shown: dict[tuple[str, int], str] = field(default_factory=dict)
    _widths: dict[str, int] = field(default_factory=dict)

    @staticmethod
    def of(font: QFont) -> Typeface:
        """Measure a font."""
        metrics = QFontMetrics(font)
        return Typeface(font, metrics, (metrics.ascent() - metrics.descent()) // 2)

    def elided(self, text: str, room: int) -> str:
        """The text in one line as far as it fits."""
        shown = self._shown.get((text, room))
        if shown is None:
            if len(self._shown) >= _MOST_KNOWN:
                self._shown.clear()
            line = text.replace("\n", " ") if "\n" in text else text
            shown = self._shown[text, room] = self._cut(line, room)
        return shown

    def width(self, text: str) -> int:
        """How wide a text is."""
        known = self._widths.get(text)
        if known is None:
            if len(self._widths) >= _MOST_KNOWN:
                self._widths.clear()
            known = self._widths[text] = self.metrics.horizontalAdvance(text)
        return known

    def _cut(self, text: str, room: int) -> str:
        """Adding up letters is far quicker than asking Qt, which is asked where it would not be right."""
        if not text or max(text) > _PLAIN:
            return self.metrics.elidedText(text, _ELIDE, room)
        letters, used, fits = self._letters, 0, 0
        most = room - self.width(_DOTS)
        for place, letter in enumerate(text):
            width = letters.get(letter)
            if width is None:
                width = letters[letter] = self.metrics.horizontalAdvance(letter)
            used += width
            if used <= most:
                fits = place + 1
            elif used > room:
                return text[:fits].rstrip() + _DOTS
        return text

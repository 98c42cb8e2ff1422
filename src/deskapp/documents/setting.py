"""What every block is given: the values, the page, the styles, and how to set text in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from deskapp.documents.fonts import face, lacking, printable
from deskapp.documents.strip import Strip, Text, after, beside
from deskapp.documents.words import GAP
from deskapp.documents.wrap import wrap
from deskapp.domain.field import said

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from deskapp.documents.formats import Formats
    from deskapp.documents.sheet import Sheet
    from deskapp.documents.theme import Style, Theme
    from deskapp.domain.field import OwnFact
    from deskapp.domain.paper import TicketPaper

_LABEL_GAP = 9.0


@dataclass(frozen=True, slots=True)
class Setting:
    """The typesetter of one paper; `missing` gathers what the fonts could not write."""

    paper: TicketPaper
    sheet: Sheet
    theme: Theme
    formats: Formats
    title: str
    copy: str = ""
    missing: set[str] = field(default_factory=set)

    @property
    def width(self) -> float:
        """The width between the margins."""
        return self.sheet.text_width

    def word(self, key: str, neutral: str) -> str:
        """What the shop calls something, on papers in its own language; else the neutral word."""
        shop = self.paper.shop
        is_own = shop.language[:2] == self.formats.locale.language
        return shop.word(key, neutral) if is_own else neutral

    def own(self, facts: Iterable[OwnFact]) -> list[tuple[str, str]]:
        """The shop's own fields with their values as a paper says them."""
        formats = self.formats
        return [(fact.field.label, said(fact, formats.day, formats.number)) for fact in facts]

    def clean(self, text: str) -> str:
        """The text as the fonts can write it."""
        shown = printable(text)
        if shown != text:
            self.missing.update(lacking(text))
        return shown

    def measure(self, text: str, style: Style) -> float:
        """The width of a text in points."""
        return face(bold=style.bold).width(self.clean(text), style.size)

    def wrap(self, text: str, style: Style, width: float) -> list[str]:
        """The lines of a text within a width."""
        return wrap(self.clean(text), face(bold=style.bold).widths, width / style.size)

    def at(self, x: float, text: str, style: Style, top: float = 0) -> Text:
        """One line of text that begins at `x`."""
        return Text(x, top + style.baseline, self.clean(text), style)

    def ending(self, right: float, text: str, style: Style, top: float = 0) -> Text:
        """One line of text that ends at `right`."""
        return self.at(right - self.measure(text, style), text, style, top)

    def lines(self, text: str, style: Style, x: float = 0, width: float | None = None) -> list[Strip]:
        """A strip for each line; the first two and the last two lines stay together."""
        wrapped = self.wrap(text, style, self.width - x if width is None else width)
        last = len(wrapped) - 1
        return [
            Strip(
                style.leading, (Text(x, style.baseline, line, style),), keep=at < last and at in {0, last - 1}
            )
            for at, line in enumerate(wrapped)
        ]

    def ending_lines(self, text: str, style: Style, width: float) -> list[Strip]:
        """A strip for each line of a text that is set against the right edge."""
        wrapped = self.wrap(text, style, width)
        return [Strip(style.leading, (self.ending(self.width, line, style),)) for line in wrapped]

    def chain(
        self, parts: Sequence[str], style: Style, x: float = 0, width: float | None = None
    ) -> list[Strip]:
        """Short facts in a row with dots between them; a line ends between two facts, not at a dot."""
        width = self.width - x if width is None else width
        rows: list[str] = []
        for part in filter(None, parts):
            longer = f"{rows[-1]}{GAP}{part}" if rows else part
            if rows and self.measure(longer, style) <= width:
                rows[-1] = longer
            else:
                rows.append(part)
        return [strip for row in rows for strip in self.lines(row, style, x, width)]

    def facts(self, rows: Sequence[tuple[str, str]], x: float) -> list[Strip]:
        """Labels with short texts beside them, as near as the longest label allows."""
        labels = [self.measure(name, self.theme.label) for name, text in rows if text]
        indent = min(max(labels, default=0) + _LABEL_GAP, (self.width - x) / 2)
        return [strip for name, text in rows if text for strip in self._definition(name, text, x, indent)]

    def definitions(self, rows: Sequence[tuple[str, str]]) -> list[Strip]:
        """Labels with texts beside them, all texts of a paper in line; a row without text is left out."""
        found = [self._definition(name, text, 0, self.theme.indent) for name, text in rows if text]
        return [strip for strips in found for strip in after(self.theme.row / 2, strips)]

    def _definition(self, name: str, text: str, x: float, indent: float) -> list[Strip]:
        names = self.lines(name, self.theme.label, x, indent - _LABEL_GAP / 2)
        return beside(names, self.lines(text, self.theme.body, x + indent))

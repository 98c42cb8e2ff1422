"""A page as marks in place, and how a layout becomes pages."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from deskapp.documents.blocks import furniture
from deskapp.documents.blocks.letterhead import has_address
from deskapp.documents.flow import Column, paginate
from deskapp.documents.setting import Setting
from deskapp.documents.sheet import Sheet, half
from deskapp.documents.strip import Mark, stacked
from deskapp.documents.theme import COMPACT, PLAIN
from deskapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from deskapp.documents.formats import Formats
    from deskapp.documents.layouts import Layout
    from deskapp.domain.paper import TicketPaper

Placed = tuple[float, float, Mark]


@dataclass(frozen=True, slots=True)
class Page:
    """A page in points; marks carry the offset of their strip from the upper left corner."""

    width: float
    height: float
    marks: tuple[Placed, ...]


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes pages of one ticket; what the fonts lack is gathered in `missing`."""

    paper: TicketPaper
    formats: Formats
    missing: set[str]

    def pages(self, layout: Layout, sheet: Sheet) -> list[Page]:
        """The pages of a layout on one kind of sheet."""
        theme = COMPACT if sheet.compact else PLAIN
        setting = Setting(self.paper, sheet, theme, self.formats, _(layout.title), layout.copy and _(layout.copy), self.missing)
        body = [strip for block in layout.body for strip in block(setting)]
        foot = [strip for block in layout.foot for strip in block(setting)]
        head, head_height = stacked(furniture.running_head(setting))
        columns = paginate(body, foot, sheet.text_height, sheet.text_height - head_height)
        made = []
        for number, column in enumerate(columns, 1):
            ...
        return made

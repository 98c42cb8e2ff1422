"""A page as marks in place, and how a layout becomes pages."""

from __future__ import annotations

from dataclasses import dataclass
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
    from collections.abc import Iterator

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
        copy = _(layout.copy) if layout.copy else ""
        setting = Setting(self.paper, sheet, theme, self.formats, _(layout.title), copy, self.missing)
        body = [strip for block in layout.body for strip in block(setting)]
        foot = [strip for block in layout.foot for strip in block(setting)]
        head, head_height = stacked(furniture.running_head(setting))
        columns = paginate(body, foot, sheet.text_height, sheet.text_height - head_height)
        return [
            Page(
                sheet.width,
                sheet.height,
                tuple(_marks(setting, column, at, len(columns), (head, head_height))),
            )
            for at, column in enumerate(columns)
        ]

    def halves(self, upper: Layout, lower: Layout, sheet: Sheet) -> list[Page]:
        """Two layouts on the halves of one sheet, or a sheet each when one needs more room."""
        first, second = self.pages(upper, half(sheet)), self.pages(lower, half(sheet))
        if len(first) > 1 or len(second) > 1:
            return [*self.pages(upper, sheet), *self.pages(lower, sheet)]
        down = sheet.height / 2
        below = tuple((left, top + down, mark) for left, top, mark in second[0].marks)
        return [Page(sheet.width, sheet.height, (*first[0].marks, (0, 0, furniture.cut_line(sheet)), *below))]


def _marks(
    setting: Setting, column: Column, at: int, count: int, running: tuple[list[Mark], float]
) -> Iterator[Placed]:
    """The marks of one page in reading order, what lies under the text first."""
    sheet, (head, head_height) = setting.sheet, running
    left, top = sheet.left, sheet.top + (head_height if at else 0)
    under = furniture.watermark(setting)
    under += furniture.fold_marks(sheet) if at == 0 and has_address(setting) else []
    yield from ((0, 0, mark) for mark in under)
    yield from ((left, sheet.top, mark) for mark in (head if at else ()))
    for down, strip in column.placed():
        yield from ((left, top + down, mark) for mark in strip.marks)
    foot = sheet.height - sheet.bottom + 0.35 * sheet.bottom
    yield from ((left, foot, mark) for mark in stacked(furniture.footer(setting, at + 1, count))[0])

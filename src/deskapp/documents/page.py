"""A page as marks in place, and how a layout becomes pages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from deskapp.documents.blocks import furniture
from deskapp.documents.blocks.letterhead import has_address
from deskapp.documents.flow import Column, paginate
from deskapp.documents.setting import Setting
from deskapp.documents.sheet import Sheet, half
from deskapp.documents.strip import Mark, Strip, stacked
from deskapp.documents.theme import COMPACT, PLAIN
from deskapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deskapp.documents.formats import Formats
    from deskapp.documents.layouts import Layout
    from deskapp.documents.theme import Theme
    from deskapp.domain.paper import TicketPaper

Placed = tuple[float, float, Mark]


@dataclass(frozen=True, slots=True)
class Page:
    """A page in points; marks carry the offset of their strip from the upper left corner."""

    width: float
    height: float
    marks: tuple[Placed, ...]


@dataclass(frozen=True, slots=True)
class Laid:
    """A layout set in one theme: its running head from the second page on, and its columns."""

    setting: Setting
    running: list[Strip]
    columns: list[Column]

    def pages(self) -> list[Page]:
        """The pages with their furniture."""
        sheet = self.setting.sheet
        return [Page(sheet.width, sheet.height, tuple(self._marks(at))) for at in range(len(self.columns))]

    def _marks(self, at: int) -> Iterator[Placed]:
        """The marks of one page in reading order, what lies under the text first."""
        setting, sheet = self.setting, self.setting.sheet
        folds = furniture.fold_marks(sheet) if at == 0 and has_address(setting) else []
        yield from ((0, 0, mark) for mark in (*furniture.watermark(setting), *folds))
        head, head_height = stacked(self.running if at else [])
        yield from ((sheet.left, sheet.top, mark) for mark in head)
        for down, strip in self.columns[at].placed():
            yield from ((sheet.left, sheet.top + head_height + down, mark) for mark in strip.marks)
        foot, _end = stacked(furniture.footer(setting, at + 1, len(self.columns)))
        yield from ((sheet.left, sheet.height - 0.65 * sheet.bottom, mark) for mark in foot)


@dataclass(frozen=True, slots=True)
class Maker:
    """Makes pages of one ticket; what the fonts lack is gathered in `missing`."""

    paper: TicketPaper
    formats: Formats
    missing: set[str]

    def pages(self, layout: Layout, sheet: Sheet) -> list[Page]:
        """The pages of a layout, set smaller where that saves the second one."""
        laid = self._laid(layout, sheet, COMPACT if sheet.compact else PLAIN)
        if len(laid.columns) == 2 and not sheet.compact:
            tight = self._laid(layout, sheet, COMPACT)
            laid = tight if len(tight.columns) == 1 else laid
        return laid.pages()

    def halves(self, upper: Layout, lower: Layout, sheet: Sheet) -> list[Page]:
        """Two layouts on the halves of one sheet, or a sheet each when one needs more room."""
        first, second = self.pages(upper, half(sheet)), self.pages(lower, half(sheet))
        if len(first) > 1 or len(second) > 1:
            return [*self.pages(upper, sheet), *self.pages(lower, sheet)]
        down = sheet.height / 2
        below = tuple((left, top + down, mark) for left, top, mark in second[0].marks)
        return [Page(sheet.width, sheet.height, (*first[0].marks, (0, 0, furniture.cut_line(sheet)), *below))]

    def _laid(self, layout: Layout, sheet: Sheet, theme: Theme) -> Laid:
        copy = _(layout.copy) if layout.copy else ""
        setting = Setting(self.paper, sheet, theme, self.formats, _(layout.title), copy, self.missing)
        body = [strip for block in layout.body for strip in block(setting)]
        foot = [strip for block in layout.foot for strip in block(setting)]
        running = furniture.running_head(setting)
        rest = sheet.text_height - stacked(running)[1]
        return Laid(setting, running, paginate(body, foot, sheet.text_height, rest))

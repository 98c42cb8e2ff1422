"""What every page carries besides its content: running head, footer, marks at the edge."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from deskapp.documents.blocks.title import name
from deskapp.documents.sheet import MM
from deskapp.documents.strip import Mark, Rule, Strip, Watermark, beside
from deskapp.documents.theme import HAIRLINE, LINE, Style
from deskapp.i18n import _

if TYPE_CHECKING:
    from deskapp.documents.setting import Setting
    from deskapp.documents.sheet import Sheet


def running_head(setting: Setting) -> list[Strip]:
    """From the second page on: whose paper this is, and of which ticket."""
    style, half = setting.theme.foot, setting.width / 2 - 6
    shop = setting.lines(setting.paper.shop.name, style, 0, half)
    what = setting.ending_lines(f"{name(setting)} {setting.paper.number}", style, half)
    rule = Strip(setting.theme.wide_gap, (Rule(0, 3, setting.width, HAIRLINE, LINE),))
    return [*beside(shop, what), rule]


def footer(setting: Setting, number: int, count: int) -> list[Strip]:
    """The shop's tax id, when it was printed, and which page of how many."""
    style, shop = setting.theme.foot, setting.paper.shop
    page = _("Page {number} of {count}").format(number=number, count=count)
    printed = _("Printed {moment}").format(moment=setting.formats.moment(setting.paper.printed_at))
    tax = _("Tax no. {number}").format(number=shop.tax_id) if shop.tax_id else ""
    room = setting.width - setting.measure(page, style) - 16
    return beside(
        setting.chain((tax, printed), style, 0, room), setting.ending_lines(page, style, setting.width)
    )


def fold_marks(sheet: Sheet) -> list[Mark]:
    """Short lines at the left edge where a letter is folded and punched."""
    return [Rule(5 * MM, fold, 4 * MM, 0.25, LINE) for fold in sheet.folds]


def cut_line(sheet: Sheet) -> Mark:
    """The dashed line at half height along which the sheet is cut."""
    return Rule(0, sheet.height / 2, sheet.width, HAIRLINE, LINE, dash=(4, 3))


def watermark(setting: Setting) -> list[Mark]:
    """SAMPLE from the lower left to the upper right while the shop is not a real one."""
    if not setting.paper.shop.is_sample:
        return []
    sheet, word = setting.sheet, setting.clean(_("SAMPLE"))
    length = 0.5 * math.hypot(sheet.width, sheet.height)
    size = length / setting.measure(word, Style(1, 1))
    angle = math.degrees(math.atan2(sheet.height, sheet.width))
    return [Watermark(sheet.width / 2, sheet.height / 2, word, size, angle)]

"""The plain label of an item, 62 × 29 mm: what a scanner reads, and what a hand on the shelf looks for."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from deskapp.documents import codes
from deskapp.documents.page import Maker, Page
from deskapp.documents.setting import Setting
from deskapp.documents.sheet import MM, Sheet
from deskapp.documents.strip import Bars, Mark, Strip, stacked
from deskapp.documents.theme import COMPACT, INK, Style
from deskapp.documents.words import GAP
from deskapp.i18n import _

if TYPE_CHECKING:
    from deskapp.domain.paper import PaperItem

WIDTH, HEIGHT = 62 * MM, 29 * MM
_EDGE = 3 * MM  # where rolls are cut and printers do not reach
_SQUARE = 19 * MM
_QUIET = 2.5 * MM
_NUMBER = Style(14, 16, bold=True)
_NAME = Style(8.5, 10.5, bold=True)
_TEXT = Style(7.5, 9)
_PLACE = Style(9, 11, bold=True, colour=INK)
_SHEET = Sheet(WIDTH, HEIGHT, 0, 0, 0, 0, compact=True)


def labels(maker: Maker) -> list[Page]:
    """A page for each item."""
    setting = Setting(maker.paper, _SHEET, COMPACT, maker.formats, "", missing=maker.missing)
    return [Page(WIDTH, HEIGHT, tuple(_placed(setting, item))) for item in maker.paper.items]


def _placed(setting: Setting, item: PaperItem) -> list[tuple[float, float, Mark]]:
    code = setting.paper.code
    square = _square(code) if code.isascii() and code.isdigit() else []
    left = _EDGE + (_SQUARE + _QUIET if square else 0)
    words, _end = stacked(_words(setting, item, WIDTH - left - _EDGE))
    foot, height = stacked(_line(setting, _foot(setting), _PLACE, WIDTH - left - _EDGE))
    return [
        *((_EDGE, (HEIGHT - _SQUARE) / 2, mark) for mark in square),
        *((left, _EDGE - _NUMBER.above, mark) for mark in words),
        *((left, HEIGHT - _EDGE - height, mark) for mark in foot),
    ]


def _square(code: str) -> list[Mark]:
    count, runs = codes.qr(code)
    module = _SQUARE / count
    rectangles = tuple((x * module, y * module, wide * module, high * module) for x, y, wide, high in runs)
    return [Bars(0, 0, rectangles)]


def _words(setting: Setting, item: PaperItem, width: float) -> list[Strip]:
    paper = setting.paper
    several = f"  {item.position}/{len(paper.items)}" if len(paper.items) > 1 else ""
    several += f" – {_('SAMPLE')}" if paper.shop.is_sample else ""
    customer = paper.customer.name if paper.customer else paper.group
    device, details = item.device, GAP.join(filter(None, (*item.device.codes[:1], item.device.colour)))
    return [
        *_narrowed(setting, paper.number + several, width),
        *_line(setting, customer, _NAME, width),
        *_line(setting, device.label or item.fault, _TEXT, width),
        *_line(setting, details, _TEXT, width),
    ]


def _foot(setting: Setting) -> str:
    """Where it lies, and for how much it may be repaired without a call."""
    limit = setting.paper.cost_limit
    most = _("up to {amount}").format(amount=setting.formats.money(limit)) if limit else ""
    return GAP.join(filter(None, (setting.paper.place, most)))


def _line(setting: Setting, text: str, style: Style, width: float) -> list[Strip]:
    """The text on one line, its end left out with dots where it is too long."""
    whole = " ".join(text.split())
    if not whole:
        return []
    if setting.measure(whole, style) > width:
        while whole and setting.measure(f"{whole}…", style) > width:
            whole = whole[:-1]
        whole = f"{whole.rstrip()}…"
    return [Strip(style.leading, (setting.at(0, whole, style),))]


def _narrowed(setting: Setting, number: str, width: float) -> list[Strip]:
    """The number on one line, smaller where it is long: it is never cut."""
    wide = setting.measure(number, _NUMBER)
    style = replace(_NUMBER, size=_NUMBER.size * min(1, width / wide)) if wide else _NUMBER
    return [Strip(_NUMBER.leading, (setting.at(0, number, style),))]

"""The head of the first page: who the shop is, and the ticket's number with its codes."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from deskapp.documents import codes
from deskapp.documents.logo import Logo, logo
from deskapp.documents.sheet import MM
from deskapp.documents.strip import Bars, Mark, Picture, Rectangle, Rule, Strip, stacked
from deskapp.documents.theme import HAIRLINE, LINE
from deskapp.documents.words import town

if TYPE_CHECKING:
    from deskapp.documents.setting import Setting
    from deskapp.documents.theme import Style

_MODULE = 0.33 * MM
_FINEST = 0.19 * MM
_LONGEST = 40 * MM


def letterhead(setting: Setting) -> list[Strip]:
    """Shop on the left, number and codes on the right, in one strip down to the address."""
    marks, left = _number_and_codes(setting)
    shop, height = _shop(setting, left - 6 * MM)
    content = max(height, setting.theme.code_side)
    if setting.sheet.window and has_address(setting):
        return [
            Strip(
                max(content + setting.theme.gap, setting.sheet.window.top - setting.sheet.top),
                (*shop, *marks),
            )
        ]
    content += setting.theme.gap
    return [Strip(content, (*shop, *marks, Rule(0, content, setting.width, HAIRLINE, LINE)))]


def has_address(setting: Setting) -> bool:
    """Whether the paper can be sent to the customer in a window envelope."""
    customer = setting.paper.customer
    return bool(customer and customer.draft.street and (customer.draft.city or customer.draft.postcode))


def _shop(setting: Setting, width: float) -> tuple[list[Mark], float]:
    """The logo with name and ways to reach the shop beside it, and how high that is."""
    data, theme = setting.paper.shop.logo, setting.theme
    picture = _fitted(logo(data) if data else None, width * 0.4, theme.code_side)
    if not picture:
        return stacked(_ways(setting, 0, width), -theme.shop.above)
    indent = picture.width + 4 * MM
    marks, height = stacked(_ways(setting, indent, width - indent), -theme.shop.above)
    if height > setting.sheet.text_height / 3:  # very long names would run off a small sheet beside it
        marks, height = stacked(_ways(setting, 0, width), picture.height + theme.gap)
    return [picture, *marks], max(height, picture.height)


def _ways(setting: Setting, left: float, width: float) -> list[Strip]:
    """The shop's name, where it is and how to reach it."""
    shop, style = setting.paper.shop, setting.theme.contact
    street = ", ".join(part for part in (shop.street, town(shop.postcode, shop.city, shop.country)) if part)
    return [
        *setting.lines(shop.name, setting.theme.shop, left, width),
        *setting.lines(street, style, left, width),
        *setting.chain((shop.phone, shop.email, shop.website), style, left, width),
    ]


def _fitted(picture: Logo | None, width: float, height: float) -> Picture | None:
    if not picture:
        return None
    scale = min(1, width / picture.width, height / picture.height)
    return Picture(0, 0, picture.width * scale, picture.height * scale, picture)


def _number_and_codes(setting: Setting) -> tuple[list[Mark], float]:
    """The marks at the right edge, and where they begin."""
    code, side, number = setting.paper.code, setting.theme.code_side, setting.theme.number
    if not (code.isascii() and code.isdigit()):
        left = setting.width - setting.measure(setting.paper.number, number)
        return [setting.at(left, setting.paper.number, number)], left
    count, runs = codes.qr(code)
    module = side / count
    square = tuple((x * module, y * module, width * module, height * module) for x, y, width, height in runs)
    edge = setting.width - side - max(codes.QR_QUIET * module, codes.BAR_QUIET * _MODULE)
    bars, wide = _bars(code, side - number.leading - 2)
    style = _narrowed(setting, edge / 2)
    left = edge - max(wide, setting.measure(setting.paper.number, style))
    marks: list[Mark] = [
        setting.at(left, setting.paper.number, style, top=-style.above),
        Bars(setting.width - side, 0, square),
    ]
    if bars:
        marks.append(Bars(left, number.leading + 2, bars))
    return marks, left


def _narrowed(setting: Setting, room: float) -> Style:
    """The style of the number, smaller where a long one would reach the shop's name."""
    style = setting.theme.number
    width = setting.measure(setting.paper.number, style)
    return replace(style, size=style.size * min(1, room / width)) if width else style


def _bars(code: str, height: float) -> tuple[tuple[Rectangle, ...], float]:
    """The bars of the Code 128 and their width; none where they would be too fine to be read."""
    count, bars = codes.code128(code)
    module = min(_MODULE, _LONGEST / count)
    if module < _FINEST:
        return (), 0
    return tuple((left * module, 0.0, width * module, height) for left, width in bars), count * module

"""The sums: net, each tax and what is to be paid."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from deskapp.documents.strip import Rule, Strip, after, together
from deskapp.documents.theme import INK, THICK
from deskapp.documents.words import rate
from deskapp.i18n import _

if TYPE_CHECKING:
    from deskapp.documents.setting import Setting
    from deskapp.documents.theme import Style
    from deskapp.domain.money import Money

_LABEL_GAP = 16.0


def totals(setting: Setting) -> list[Strip]:
    """The sums of the lines; nothing when there are none."""
    paper = setting.paper
    if not any(item.lines for item in paper.items):
        return []
    inclusive = (
        paper.shop.prices_include_tax if paper.prices_include_tax is None else paper.prices_include_tax
    )
    return together(after(setting.theme.gap / 2, _inclusive(setting) if inclusive else _exclusive(setting)))


def _inclusive(setting: Setting) -> list[Strip]:
    """The total as priced, and the taxes that lie within it."""
    return [*_grand(setting), *_taxes(setting, _("includes {tax} on {net}"), setting.theme.small)]


def _exclusive(setting: Setting) -> list[Strip]:
    """The net sum, the taxes that come on top, and the total."""
    sums, style = setting.paper.totals, setting.theme.table
    net = _sum(setting, _("Net"), sums.net, style) if sums.taxes else []
    return [*net, *_taxes(setting, _("{tax} on {net}"), style), *_grand(setting)]


def _taxes(setting: Setting, label: str, style: Style) -> list[Strip]:
    formats, taxes = setting.formats, setting.paper.totals.taxes
    return [
        strip
        for tax in taxes
        for strip in _sum(
            setting, label.format(tax=rate(tax.rate, formats), net=formats.money(tax.net)), tax.tax, style
        )
    ]


def _grand(setting: Setting) -> list[Strip]:
    """The total under a line."""
    left = _left(setting)
    rule = Strip(4, (Rule(left, 1.5, setting.width - left, THICK, INK),))
    return [rule, *_sum(setting, _("Total"), setting.paper.totals.gross, setting.theme.total)]


def _sum(setting: Setting, label: str, amount: Money, style: Style) -> list[Strip]:
    """An amount at the right edge with its label beside it."""
    figure = setting.ending(setting.width, setting.formats.money(amount), style)
    left = min(_left(setting), figure.x - _LABEL_GAP)
    strips = setting.lines(label, style, left, max(figure.x - _LABEL_GAP - left, 1))
    return [replace(strips[0], marks=(*strips[0].marks, figure)), *strips[1:]]


def _left(setting: Setting) -> float:
    return setting.width * 7 / 12

"""What is to be done and what it is likely to cost, on the paper the customer leaves with."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from deskapp.documents.strip import Strip, after, beside, tied
from deskapp.i18n import _

if TYPE_CHECKING:
    from deskapp.documents.setting import Setting
    from deskapp.documents.theme import Style
    from deskapp.domain.paper import PaperItem, PaperLine

_GUTTER = 16.0


def planned(setting: Setting, item: PaperItem) -> list[Strip]:
    """Each agreed line of an item with its price; nothing when nothing is agreed."""
    theme, money = setting.theme, setting.formats.money
    rows = [
        _priced(setting, _described(setting, line), money(line.amount), theme.body) for line in item.lines
    ]
    if not rows:
        return []
    names = setting.lines(_("Planned"), theme.label, 0, theme.indent)
    strips = beside(names, [strip for row in rows for strip in row])
    last = [thing for thing in setting.paper.items if thing.lines][-1] is item
    return after(theme.row / 2, [*strips[:-2], *tied(strips[-2:])] if last else strips)


def estimate(setting: Setting) -> list[Strip]:
    """What all agreed lines come to; nothing when nothing is agreed."""
    sums = setting.paper.totals
    if not any(item.lines for item in setting.paper.items):
        return []
    label = _("Estimate including tax") if sums.taxes else _("Estimate")
    return after(
        setting.theme.row, _priced(setting, label, setting.formats.money(sums.gross), setting.theme.strong)
    )


def deposit(setting: Setting) -> list[Strip]:
    """What was paid in advance; nothing when nothing was."""
    paid, theme = setting.paper.deposit, setting.theme
    if not paid:
        return []
    return after(
        theme.row, _priced(setting, _("Deposit received"), setting.formats.money(paid), theme.strong)
    )


def _described(setting: Setting, line: PaperLine) -> str:
    if line.quantity == 1:
        return line.description
    return f"{setting.formats.number(line.quantity)} × {line.description}"


def _priced(setting: Setting, text: str, amount: str, style: Style) -> list[Strip]:
    figure = setting.ending(setting.width, amount, style)
    left = setting.theme.indent
    strips = setting.lines(text, style, left, figure.x - _GUTTER - left) or [Strip(style.leading)]
    return [replace(strips[0], marks=(*strips[0].marks, figure)), *strips[1:]]

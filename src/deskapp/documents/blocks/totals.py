"""The sums: net, each tax and what is to be paid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskapp.documents.strip import Rule, Strip, after, together
from deskapp.documents.theme import LINE, TOTAL_LINE
from deskapp.documents.words import rate
from deskapp.i18n import _

if TYPE_CHECKING:
    from deskapp.documents.setting import Setting
    from deskapp.documents.theme import Style

_LABEL_GAP = 16.0


def totals(setting: Setting) -> list[Strip]:
    """The sums of the lines; nothing when there are none."""
    if not any(item.lines for item in setting.paper.items):
        return []
    return together(after(setting.theme.gap / 2, _inclusive(setting) if setting.paper.inclusive else _exclusive(setting)))


def _inclusive(setting: Setting) -> list[Strip]:
    """The total as priced, and the taxes that lie within it."""
    sums, money = setting.paper.totals, setting.formats.money
    within = [
        (_("includes {tax} on {net}").format(tax=rate(tax.rate, setting.formats), net=money(tax.net)), money(tax.tax))
        for tax in sums.taxes
    ]
    return [*_grand(setting), *(_sum(setting, label, amount, setting.theme.small) for label, amount in within)]


def _exclusive(setting: Setting) -> list[Strip]:
    """The net sum, the taxes that come on top, and the total."""
    sums, money = setting.paper.totals, setting.formats.money
    if not sums.taxes:
        return _grand(setting)
    rows = [(_("Net"), money(sums.net))]
    for tax in sums.taxes:
        label = _("{tax} on {net}").format(tax=rate(tax.rate, setting.formats), net=money(tax.net))
        rows.append((label, money(tax.tax)))
    return [*(_sum(setting, label, amount, setting.theme.table) for label, amount in rows), *_grand(setting)]


def _grand(setting: Setting) -> list[Strip]:
    style = setting.theme.total
    line = _sum(setting, _("Total"), setting.formats.money(setting.paper.totals.gross), style)
    left = setting.width * 7 / 12
    rule = Rule(left, 0, setting.width - left, TOTAL_LINE, LINE)
    return [Strip(line.height + 4, (rule, *_lowered(line, 3)))]


def _sum(setting: Setting, label: str, amount: str, style: Style) -> Strip:
    return Strip(style.leading, (setting.at(setting.width * 7 / 12, label, style), setting.ending(setting.width, amount, style)))

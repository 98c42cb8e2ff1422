"""The table of work and parts: one row a line, figures in columns, heads repeated on every page."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from deskapp.documents.blocks.items import numbered
from deskapp.documents.strip import Rule, Strip, after, tied, together
from deskapp.documents.theme import HAIRLINE, LINE, ROW_LINE, THINNEST
from deskapp.domain.catalog import Kind
from deskapp.i18n import _

if TYPE_CHECKING:
    from deskapp.documents.setting import Setting
    from deskapp.domain.paper import PaperLine

_COLUMN_GAP = 16.0


@dataclass(frozen=True, slots=True)
class Column:
    """A column of figures: its head, what each line says in it, and its right edge."""

    head: str
    cells: dict[int, str]
    right: float = 0
    width: float = 0


def lines(setting: Setting) -> list[Strip]:
    """The table, without its totals; nothing when there are no lines."""
    groups = _groups(setting)
    every = [line for _name, group in groups for line in group]
    if not every:
        return []
    columns = _placed(setting, _columns(setting, every))
    head = _head(setting, columns)
    rows: list[list[Strip]] = []
    for name, group in groups:
        heading = _group_heading(setting, name) if len(groups) > 1 else []
        made = [_row(setting, line, columns) for line in group]
        rows += [[*tied(heading), *made[0]], *made[1:]]
    rows[-1] = [*rows[-1][:-1], _without_rule(rows[-1][-1])]
    strips = _kept_at_end(rows)
    return after(
        setting.theme.wide_gap, [*tied(head), *(replace(strip, head=tuple(head)) for strip in strips)]
    )


def _groups(setting: Setting) -> list[tuple[str, list[PaperLine]]]:
    """The lines by item, or work apart from parts when there is one item."""
    items = [item for item in setting.paper.items if item.lines]
    if len(items) > 1:
        return [(numbered(item), sorted(item.lines, key=_is_part)) for item in items]
    every = [line for item in items for line in item.lines]
    work = [line for line in every if not _is_part(line)]
    parts = [line for line in every if _is_part(line)]
    return [group for group in ((_("Work"), work), (_("Parts"), parts)) if group[1]]


def _is_part(line: PaperLine) -> bool:
    return line.kind is Kind.PART


def _columns(setting: Setting, every: list[PaperLine]) -> list[Column]:
    """The columns of figures; quantity and unit price only where they say something."""
    money, number = setting.formats.money, setting.formats.number
    amount = Column(_("Amount"), {id(line): money(line.amount) for line in every})
    if all(line.quantity == 1 for line in every):
        return [amount]
    return [
        Column(_("Quantity"), {id(line): number(line.quantity) for line in every}),
        Column(_("Unit price"), {id(line): money(line.unit_price) for line in every}),
        amount,
    ]


def _placed(setting: Setting, columns: list[Column]) -> list[Column]:
    """The columns from the right edge leftwards, each as wide as its widest figure."""
    right, placed = setting.width, list[Column]()
    for column in reversed(columns):
        widest = max(setting.measure(cell, setting.theme.table) for cell in column.cells.values())
        width = max(widest, setting.measure(column.head, setting.theme.head))
        placed.insert(0, replace(column, right=right, width=width))
        right -= width + _COLUMN_GAP
    return placed


def _head(setting: Setting, columns: list[Column]) -> list[Strip]:
    style, row = setting.theme.head, setting.theme.row
    height = style.leading + row
    heads = (setting.ending(column.right, column.head, style) for column in columns)
    rule = Rule(0, height, setting.width, HAIRLINE, LINE)
    return [Strip(height, (setting.at(0, _("Description"), style), *heads, rule))]


def _group_heading(setting: Setting, name: str) -> list[Strip]:
    return after(setting.theme.row * 2, setting.lines(name, setting.theme.strong))


def _row(setting: Setting, line: PaperLine, columns: list[Column]) -> list[Strip]:
    """The strips of one line, tied together unless they are taller than half a page."""
    theme, width = setting.theme, _description_width(columns)
    strips = setting.lines(line.description, theme.table, 0, width) + setting.lines(
        line.result, theme.small, 0, width
    )
    strips = strips or [Strip(theme.table.leading)]
    figures = tuple(setting.ending(column.right, column.cells[id(line)], theme.table) for column in columns)
    strips[0] = replace(strips[0], marks=(*strips[0].marks, *figures))
    strips = _padded(strips, theme.row, Rule(0, 0, setting.width, THINNEST, ROW_LINE))
    tall = sum(strip.height for strip in strips) > setting.sheet.text_height / 2
    return strips if tall else together(strips)


def _padded(strips: list[Strip], pad: float, rule: Rule) -> list[Strip]:
    """The row with room above and below it and a line at its foot."""
    first, last = strips[0], strips[-1]
    lowered = tuple(replace(mark, y=mark.y + pad) for mark in first.marks)
    strips = [replace(first, height=first.height + pad, marks=lowered), *strips[1:]]
    last = strips[-1]
    foot = replace(last, height=last.height + pad, marks=(*last.marks, replace(rule, y=last.height + pad)))
    return [*strips[:-1], foot]


def _without_rule(strip: Strip) -> Strip:
    """The end of the last row: the line of the total follows."""
    return replace(strip, marks=tuple(mark for mark in strip.marks if not isinstance(mark, Rule)))


def _description_width(columns: list[Column]) -> float:
    return columns[0].right - columns[0].width - _COLUMN_GAP


def _kept_at_end(rows: list[list[Strip]]) -> list[Strip]:
    """The last two rows stay with what follows, the totals."""
    return [strip for row in rows[:-2] for strip in row] + [strip for row in rows[-2:] for strip in tied(row)]

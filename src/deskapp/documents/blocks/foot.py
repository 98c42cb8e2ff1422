"""What stands at the foot of a paper: terms and the lines to be signed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskapp.documents.strip import Mark, Rule, Strip, after, stacked, together
from deskapp.documents.theme import HAIRLINE, INK, LINE
from deskapp.documents.words import opening_hours
from deskapp.i18n import _

if TYPE_CHECKING:
    from deskapp.documents.setting import Setting

_GUTTER = 16.0


def terms(setting: Setting) -> list[Strip]:
    """The terms in small type; nothing when there are none."""
    return after(setting.theme.wide_gap, setting.lines(_terms(setting), setting.theme.terms))


def _terms(setting: Setting) -> str:
    return setting.paper.terms or setting.paper.shop.terms


def signature(setting: Setting) -> list[Strip]:
    """Where the customer signs, and beside it what to bring on the way back."""
    accepted = _terms(setting) and _("Signature: I accept these terms")
    fields, height = _fields(setting, [(2, _("Date"), ""), (5, accepted or _("Customer’s signature"), "")])
    left = (setting.width + _GUTTER) * 7 / 12
    hint = setting.lines(_("Bring this ticket when you collect."), setting.theme.strong, left)
    hint += setting.chain(opening_hours(setting.paper.shop, setting.formats), setting.theme.small, left)
    room = max(height - sum(strip.height for strip in hint), 0)
    words, end = stacked(hint, room)
    return after(setting.theme.gap, [Strip(end, (*fields, *words))])


def pick_up(setting: Setting) -> list[Strip]:
    """Where the customer confirms to have the things back; not for a closed ticket of nobody."""
    paper = setting.paper
    if not paper.customer and paper.closed_at:
        return []
    day = setting.formats.day(paper.handed_over_at) if paper.handed_over_at else ""
    rule = Strip(setting.theme.gap, (Rule(0, 0, setting.width, HAIRLINE, LINE),))
    received = setting.lines(_("I have received everything listed above."), setting.theme.body)
    fields, height = _fields(
        setting, [(5, _("Collected by"), ""), (3, _("Date"), day), (4, _("Signature"), "")]
    )
    return together(after(setting.theme.wide_gap, [rule, *received, Strip(height, tuple(fields))]))


def _fields(setting: Setting, fields: list[tuple[int, str, str]]) -> tuple[list[Mark], float]:
    """Lines to write on, each so many twelfths wide, with label and value; and how high they are."""
    theme = setting.theme
    height = theme.body.leading * 1.8
    left, marks = 0.0, list[Mark]()
    for share, label, value in fields:
        width = (setting.width + _GUTTER) * share / 12 - _GUTTER
        marks += [
            setting.at(left, value, theme.body, height - theme.body.leading),
            Rule(left, height, width, HAIRLINE, INK),
            setting.at(left, label, theme.label, height),
        ]
        left += width + _GUTTER
    return marks, height + theme.label.leading

"""What the paper is, and in one sentence how things stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskapp.documents.strip import Strip, after, tied
from deskapp.documents.words import headline
from deskapp.i18n import _

if TYPE_CHECKING:
    from deskapp.documents.setting import Setting


def title(setting: Setting) -> list[Strip]:
    """The name of the paper, and whose copy it is."""
    theme = setting.theme
    lines = setting.lines(name(setting), theme.title)
    if setting.copy:
        top = theme.title.baseline - theme.body.baseline
        copy = setting.ending(setting.width, setting.copy, theme.body, top)
        lines[0] = Strip(lines[0].height, (*lines[0].marks, copy))
    return after(theme.wide_gap, tied(lines))


def title_with_headline(setting: Setting) -> list[Strip]:
    """The name of the paper and the sentence for the customer."""
    sentence = setting.lines(headline(setting.paper, setting.formats), setting.theme.headline)
    return [*title(setting), *after(setting.theme.gap / 4, sentence)]


def name(setting: Setting) -> str:
    """The name of the paper, marked when the shop is not a real one."""
    return f"{setting.title} – {_('SAMPLE')}" if setting.paper.shop.is_sample else setting.title

"""What a receipt says besides the work and its price: when, by whom, and what to keep it for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskapp.documents.strip import Strip, after
from deskapp.i18n import _

if TYPE_CHECKING:
    from deskapp.documents.blocks.people import Facts
    from deskapp.documents.setting import Setting


def facts(setting: Setting) -> Facts:
    """The day of the work, who did it, and on what."""
    paper, formats = setting.paper, setting.formats
    done = paper.handed_over_at or paper.closed_at or paper.printed_at
    devices = dict.fromkeys(item.device.label for item in paper.items if item.device.label)
    return [
        (_("Date"), formats.moment(done)),
        (_("Served by"), paper.person or paper.received_by),
        (_("Device"), ", ".join(devices)),
    ]


def free_of_charge(setting: Setting) -> list[Strip]:
    """What was done where nothing is charged; nothing where there are lines, which say it."""
    if any(item.lines for item in setting.paper.items):
        return []
    said = [item.report.work_done or item.fault for item in setting.paper.items]
    strips = [strip for text in said for strip in setting.lines(text, setting.theme.body)]
    nothing = setting.lines(_("Nothing is charged."), setting.theme.strong)
    return after(setting.theme.wide_gap, [*strips, *nothing])


def keep(setting: Setting) -> list[Strip]:
    """Why to keep it, where work is covered by a warranty."""
    if not any(line.warranty for item in setting.paper.items for line in item.lines):
        return []
    words = _("Please keep this receipt for the warranty.")
    return after(setting.theme.wide_gap, setting.lines(words, setting.theme.body))

"""What was brought in: what was reported, what was found and what was done about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskapp.documents.strip import Strip, after, tied
from deskapp.documents.words import device_details
from deskapp.i18n import _

if TYPE_CHECKING:
    from deskapp.documents.setting import Setting
    from deskapp.domain.paper import PaperItem


def work(setting: Setting) -> list[Strip]:
    """Each item with its report, as the customer takes it home."""
    return [strip for item in setting.paper.items for strip in _item(setting, item, _report(item))]


def intake(setting: Setting) -> list[Strip]:
    """Each item as it was handed in, in the customer's words."""
    return [strip for item in setting.paper.items for strip in _item(setting, item, _handed_in(item))]


def _report(item: PaperItem) -> list[tuple[str, str]]:
    return [
        (_("You reported"), item.fault),
        (_("We found"), item.report.findings),
        (_("We did"), item.report.work_done),
        (_("What stood in the way"), item.barrier),
        (_("We recommend"), item.report.recommendation),
        (_("Came with"), item.accessories),
    ]


def _handed_in(item: PaperItem) -> list[tuple[str, str]]:
    return [
        (_("Fault, in your words"), item.fault),
        (_("Condition"), item.condition),
        (_("With it"), item.accessories),
    ]


def _item(setting: Setting, item: PaperItem, rows: list[tuple[str, str]]) -> list[Strip]:
    heading = _heading(setting, item)
    texts = setting.definitions(rows)
    return after(setting.theme.wide_gap, [*(tied(heading) if texts else heading), *texts])


def _heading(setting: Setting, item: PaperItem) -> list[Strip]:
    theme, several = setting.theme, len(setting.paper.items) > 1
    state = item.status if several else ""
    room = setting.width - (setting.measure(state, theme.small) + 12 if state else 0)
    name = item.device.label or (_("Item {number}").format(number=item.position) if several else "")
    numbered = f"{item.position}  {name}" if several and item.device.label else name
    lines = setting.lines(numbered, theme.section, 0, room)
    if state and lines:
        top = theme.section.baseline - theme.small.baseline
        lines[0] = Strip(lines[0].height, (*lines[0].marks, setting.ending(setting.width, state, theme.small, top)))
    return [*lines, *setting.lines(device_details(item.device), theme.small)]

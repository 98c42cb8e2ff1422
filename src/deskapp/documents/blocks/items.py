"""What was brought in: what was reported, what was found and what was done about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskapp.documents.blocks.planned import planned
from deskapp.documents.strip import Strip, after, tied
from deskapp.documents.words import checklist, device_details
from deskapp.i18n import _

if TYPE_CHECKING:
    from deskapp.documents.setting import Setting
    from deskapp.domain.paper import PaperItem


def work(setting: Setting) -> list[Strip]:
    """Each item with its report, as the customer takes it home."""
    several = len(setting.paper.items) > 1
    reported = _("You reported") if setting.paper.customer else _("Reported")
    strips = [
        strip
        for item in setting.paper.items
        for strip in _item(
            setting,
            item,
            _(item.status) if several else "",
            setting.definitions(_report(setting, item, reported)),
        )
    ]
    return [*strips, *_of_ticket(setting)]


def intake(setting: Setting) -> list[Strip]:
    """Each item as it was handed in, in the customer's words, and what is to be done."""
    strips = [
        strip
        for item in setting.paper.items
        for strip in _item(
            setting, item, "", [*setting.definitions(_handed_in(setting, item)), *planned(setting, item)]
        )
    ]
    return [*strips, *_of_ticket(setting)]


def _of_ticket(setting: Setting) -> list[Strip]:
    """What the shop's own fields say of the whole ticket."""
    return after(setting.theme.row, setting.definitions(setting.own(setting.paper.own)))


def _report(setting: Setting, item: PaperItem, reported: str) -> list[tuple[str, str]]:
    return [
        (setting.word("fault", reported), item.fault),
        (_("We found"), item.report.findings),
        (_("We did"), item.report.work_done),
        (_("What stood in the way"), item.barrier),
        (_("We recommend"), item.report.recommendation),
        (setting.word("accessories", _("Came with")), item.accessories),
        *setting.own(item.own),
    ]


def _handed_in(setting: Setting, item: PaperItem) -> list[tuple[str, str]]:
    return [
        (setting.word("fault", _("Fault reported")), item.fault),
        (setting.word("condition", _("Condition")), item.condition),
        (_("Checked"), checklist(item.checklist)),
        (setting.word("accessories", _("With it")), item.accessories),
        *setting.own(item.own),
    ]


def _item(setting: Setting, item: PaperItem, state: str, texts: list[Strip]) -> list[Strip]:
    heading = _heading(setting, item, state)
    texts = after(setting.theme.row, texts)
    return after(setting.theme.wide_gap, [*(tied(heading) if texts else heading), *texts])


def _heading(setting: Setting, item: PaperItem, state: str) -> list[Strip]:
    theme, several = setting.theme, len(setting.paper.items) > 1
    room = setting.width - (setting.measure(state, theme.small) + 12 if state else 0)
    lines = setting.lines(
        numbered(item, setting.word("item", "")) if several else item.device.label, theme.section, 0, room
    )
    if state and lines:
        top = theme.section.baseline - theme.small.baseline
        lines[0] = Strip(
            lines[0].height, (*lines[0].marks, setting.ending(setting.width, state, theme.small, top))
        )
    return [*lines, *setting.chain(device_details(item.device, setting.word("serial", "")), theme.small)]


def numbered(item: PaperItem, word: str = "") -> str:
    """What an item is called where there are several; `word` is the shop's own for an item."""
    label = item.device.label
    if label:
        return f"{item.position}. {label}"
    return f"{word} {item.position}" if word else _("Item {number}").format(number=item.position)

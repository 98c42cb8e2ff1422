"""How long the shop answers for which work."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from deskapp.documents.strip import Strip, after, tied, together
from deskapp.documents.words import duration
from deskapp.i18n import _

if TYPE_CHECKING:
    from datetime import date

    from deskapp.documents.setting import Setting
    from deskapp.domain.warranty import Warranty

_SHORT = 12


def warranty(setting: Setting) -> list[Strip]:
    """Each length of warranty with its dates and what it covers; nothing when none is given."""
    covered: dict[tuple[Warranty, date | None, date | None], list[str]] = defaultdict(list)
    for item in setting.paper.items:
        for line in item.lines:
            if line.warranty:
                covered[line.warranty, line.warranty_from, line.warranty_until].append(line.description)
    rows = [
        (duration(length), _covers(setting, start, until, names))
        for (length, start, until), names in covered.items()
    ]
    heading = setting.lines(_("Warranty"), setting.theme.section) if rows else []
    strips = [*tied(heading), *setting.definitions(rows)]
    return after(setting.theme.wide_gap, together(strips) if len(strips) < _SHORT else strips)


def _covers(setting: Setting, start: date | None, until: date | None, names: list[str]) -> str:
    what = ", ".join(dict.fromkeys(names))
    return f"{what}: {_span(setting, start, until)}"


def _span(setting: Setting, start: date | None, until: date | None) -> str:
    day = setting.formats.day
    if until and start:
        return _("from {start} to {end}").format(start=day(start), end=day(until))
    return _("until {end}").format(end=day(until)) if until else _("from the day you collect it")

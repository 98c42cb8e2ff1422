"""How each view of the queue looked on this computer: columns with widths, order of rows, groups, density."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from deskapp.domain.permission import Action
from deskapp.domain.saved_view import DENSITIES, GROUPINGS
from deskapp.ui.shell.places import Place

if TYPE_CHECKING:
    from deskapp.ui.context import DeskContext

_PREFIX = "tickets:"
_LONGEST = 4000


@dataclass(frozen=True, slots=True)
class Layout:
    """`columns` is what the table says of itself; what is empty is as the view has it by itself."""

    columns: str = ""
    sort: str = ""
    grouping: str = ""
    density: str = ""
    face: str = ""  # or `board`


def kept_layout(context: DeskContext, view: Place) -> Layout | None:
    """The view as it was left, if it was ever changed here; a spoiled setting counts as none."""
    text = context.settings.headers.get(_key(view), "")
    try:
        kept: Any = json.loads(text) if len(text) <= _LONGEST else None
    except ValueError:
        return None
    if not isinstance(kept, dict):
        return None
    known = {
        field.name: kept[field.name] for field in fields(Layout) if isinstance(kept.get(field.name), str)
    }
    layout = Layout(**known)
    if layout.sort.removeprefix("-") == "total" and not context.may(Action.SEE_MONEY):
        layout = replace(layout, sort="")  # somebody else who works at this computer sorted by it
    return layout if layout.grouping in GROUPINGS and layout.density in DENSITIES else None


def keep_layout(context: DeskContext, view: Place, layout: Layout) -> None:
    """Keep how a view looks; the settings are written when the window closes."""
    text = json.dumps(asdict(layout), separators=(",", ":"))
    context.settings = context.settings.with_header(_key(view), text)


def _key(view: Place) -> str:
    """A saved view that was changed for everybody is shown as it is now."""
    return f"{_PREFIX}{view.key}" + (f":{view.saved.row_version}" if view.saved else "")

"""Two people changed the same record: what can be put together, and where they disagree."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields, replace
from typing import Any

from deskapp.domain.field import PREFIX

OWN = "fields"


@dataclass(frozen=True, slots=True)
class Merged:
    """`mine` has my changes on top of theirs, `theirs` gives way where both changed a field.

    A clash is named like the field, one of the shop's own as `PREFIX` and its key.
    """

    mine: Any
    theirs: Any
    clashes: tuple[str, ...]


def merge(base: Any, mine: Any, theirs: Any) -> Merged:
    """Put two changed versions of a frozen dataclass together; `base` is what both began with."""
    began, my, their = _flat(base), _flat(mine), _flat(theirs)
    changed = [name for name in {**began, **my} if my.get(name) != began.get(name)]
    others = [name for name in changed if their.get(name) != began.get(name)]
    clashes = tuple(name for name in others if their.get(name) != my.get(name))
    kept = their | {name: my.get(name) for name in changed}
    given = kept | {name: their.get(name) for name in clashes}
    return Merged(_whole(theirs, kept), _whole(theirs, given), clashes)


def picked(merged: Merged, mine: Collection[str]) -> Any:
    """The record with mine where it was chosen, theirs in the other clashes."""
    ours = _flat(merged.mine)
    return _whole(merged.theirs, _flat(merged.theirs) | {name: ours.get(name) for name in mine})


def _flat(record: Any) -> dict[str, Any]:
    """All fields of a record beside each other, those of the shop's own too."""
    values = {one.name: getattr(record, one.name) for one in fields(record)}
    own = values.pop(OWN, {})
    return values | {PREFIX + key: value for key, value in own.items()}


def _whole(record: Any, flat: dict[str, Any]) -> Any:
    plain = {name: value for name, value in flat.items() if not name.startswith(PREFIX)}
    own = {name.removeprefix(PREFIX): value for name, value in flat.items() if name.startswith(PREFIX)}
    if hasattr(record, OWN):
        plain[OWN] = {key: value for key, value in own.items() if value is not None}
    return replace(record, **plain)

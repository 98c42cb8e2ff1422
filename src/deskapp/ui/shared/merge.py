"""Two people changed the same record: what can be put together, and where they disagree."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Merged:
    """`mine` has my changes on top of theirs, `theirs` gives way where both changed a field."""

    mine: Any
    theirs: Any
    clashes: tuple[str, ...]


def merge(base: Any, mine: Any, theirs: Any) -> Merged:
    """Put two changed versions of a frozen dataclass together; `base` is what both began with."""
    changed = [one.name for one in fields(base) if getattr(mine, one.name) != getattr(base, one.name)]
    clashes = tuple(
        name
        for name in changed
        if getattr(theirs, name) != getattr(base, name) and getattr(theirs, name) != getattr(mine, name)
    )
    kept = replace(theirs, **{name: getattr(mine, name) for name in changed})
    given = replace(kept, **{name: getattr(theirs, name) for name in clashes})
    return Merged(kept, given, clashes)

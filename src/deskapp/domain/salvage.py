"""What could be saved of a damaged shop file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

KINDS = ("ticket", "item", "line", "status_step", "note", "message", "customer", "device", "photo")
"""What people count; the other tables belong to these."""


@dataclass(frozen=True, slots=True)
class Salvaged:
    """The new file, and rows by table: `found`, and `lost` as far as the file still knew of them.

    `missing` are the numbers of tickets that are lost, `patched` those of tickets of which only lists still
    knew, `gaps` says in how many places the history does not follow from what is before it, `made_up`
    what had to be set anew, `problems` what the check says of the new file.
    """

    path: Path
    pages: int
    bad_pages: int
    found: Mapping[str, int] = field(default_factory=dict)
    lost: Mapping[str, int] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    patched: tuple[str, ...] = ()
    gaps: int = 0
    made_up: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()

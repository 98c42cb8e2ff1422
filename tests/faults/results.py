"""What was found, kept line by line, so that a long run goes on where it stopped; and the table of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any


def kept(path: Path | None) -> dict[str, Mapping[str, Any]]:
    """The newest line of each fault."""
    if path is None or not path.exists():
        return {}
    lines = (json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line)
    return {line["id"]: line for line in lines}


def is_done(line: Mapping[str, Any] | None, asked: int) -> bool:
    """Whether a fault was tried as often as is asked, and held."""
    return line is not None and line["passed"] and line.get("asked", 0) >= asked


def keep(path: Path | None, line: str) -> None:
    """Add a line."""
    if path is not None:
        with path.open("a", encoding="utf-8") as file:
            file.write(line + "\n")


def table(path: Path, full: Mapping[str, int]) -> Iterator[str]:
    """The rows of the README, by fault; a count that is not the full one is marked."""
    found = kept(path)
    for name in sorted(found):
        line = found[name]
        if line["skipped"]:
            yield f"| {name} | {line['what']} | SKIPPED: {line['skipped']} | |"
            continue
        less = "" if line.get("asked", 0) >= full.get(name, 0) else " *"
        well = f"{line['ok']:,} of {line['tried']:,}{less}"
        control = f"{line['control_failed']:,} of {line['control_tried']:,}"
        yield f"| {name} | {line['what']} | {well} | {control} |"

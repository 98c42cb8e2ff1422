"""Anchors of histories as small files: for each shop in the user's data folder, and beside its backups."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from deskapp.domain.anchor import Anchor
from deskapp.domain.backup import as_utc
from deskapp.store.types import moment_text
from deskapp.whole_file import write_whole

ENDING = ".anchor"
_FORMAT = 1
_LARGEST = 1 << 20
_MOST = 50  # files of one shop; what was looked at longest ago is forgotten first


def of_this_computer(data: Path, uid: str) -> Path:
    """Where this computer keeps what it saw of a shop."""
    return data / "anchors" / f"{uid}{ENDING}"


def beside_backups(folder: Path, shop: Path) -> Path:
    """Where the backups of a file keep it."""
    return folder / f"{shop.name}{ENDING}"


def read(path: Path) -> dict[str, Anchor]:
    """The anchors in a file, by what they are of; none where it cannot be read."""
    with suppress(OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
        if path.stat().st_size <= _LARGEST:
            said = json.loads(path.read_text(encoding="utf-8"))
            if said["format"] == _FORMAT:
                read_one = {name: _read(one) for name, one in said["seen"].items()}
                return {name: one for name, one in read_one.items() if one}
    return {}


def write(path: Path, anchors: Mapping[str, Anchor]) -> bool:
    """Write them, whole or not at all; False where the drive does not take them."""
    newest = sorted(anchors.items(), key=lambda item: item[1].at, reverse=True)[:_MOST]
    said = {name: {"entry": one.entry, "chain": one.head, "at": moment_text(one.at)} for name, one in newest}
    content = json.dumps({"format": _FORMAT, "seen": said}, ensure_ascii=False, indent=1)
    try:
        path.parent.mkdir(exist_ok=True)
        write_whole(path, content.encode("utf-8", "surrogateescape"))
    except OSError:
        return False
    return True


def _read(said: Any) -> Anchor | None:
    at = as_utc(said["at"])
    return Anchor(int(said["entry"]), str(said["chain"]), at) if at else None

"""Copies of a shop file that is closed, one for each day, in a folder that the person chose."""

from __future__ import annotations

import logging
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

KEPT = 14
_log = logging.getLogger(__name__)


def keep_copy(path: Path, folder: Path, day: date) -> Path | None:
    """Copy a closed file whole or not at all; the newest `KEPT` copies stay. None where it cannot be done.

    Nobody is there any more to be told when a shop is closed, so the reason goes into the log.
    """
    target = folder / f"{path.stem} {day.isoformat()}{path.suffix}"
    part = target.with_name(f"{target.name}.part")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, part)
        part.replace(target)
        for old in sorted(folder.glob(f"{_plain(path.stem)} ????-??-??{path.suffix}"))[:-KEPT]:
            old.unlink()
    except OSError:
        _log.exception("no copy of %s in %s", path, folder)
        return None
    return target


def _plain(stem: str) -> str:
    """A name in which no sign means more than itself."""
    return "".join(f"[{char}]" if char in "*?[" else char for char in stem)

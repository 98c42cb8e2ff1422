"""The user's own folders, kept out of a trial."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from os import environ
from pathlib import Path
from unittest.mock import patch


@contextmanager
def own_folders(folder: Path) -> Iterator[None]:
    """The folders of data, choices and log lie in a folder of the trial."""
    names = {f"DESKAPP_{name}": str(folder / name.lower()) for name in ("DATA", "CONFIG", "LOG")}
    with patch.dict(environ, names):
        yield

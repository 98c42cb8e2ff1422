"""A glance into a shop file straight from the driver, while everything else is still being loaded."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

from deskapp.errors import DeskError
from deskapp.store import shop_file
from deskapp.store.driver import connect, sqlite
from deskapp.store.key import key_of

Rows = list[tuple[Any, ...]]


def glance(path: Path, *statements: str) -> tuple[Rows, ...] | None:
    """The rows of each statement out of one state of the file.

    None where the file is no shop of this schema or cannot be read just now: opening it in earnest
    says why.
    """
    try:
        if shop_file.check_is_shop(path) != shop_file.newest_revision():
            return None
        with closing(connect(path, key_of(path), isolation_level=None)) as connection:
            connection.execute("PRAGMA query_only = ON")
            connection.execute("BEGIN")
            return tuple(connection.execute(statement).fetchall() for statement in statements)
    except (DeskError, OSError, UnicodeDecodeError, sqlite.Error):
        return None

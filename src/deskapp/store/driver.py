"""Which SQLite the program runs on: SQLCipher's current build, else Python's own."""

from __future__ import annotations

from types import ModuleType


def _load() -> ModuleType:
    try:
        from sqlcipher3 import dbapi2
    except ImportError:
        import sqlite3

        return sqlite3
    return dbapi2


sqlite = _load()


def has_wal_reset_bug(version: tuple[int, int, int]) -> bool:
    """Whether two connections of that SQLite can corrupt a file in WAL mode (sqlite.org, 3.51.3)."""
    if version[:2] == (3, 50):
        return version < (3, 50, 7)
    if version[:2] == (3, 44):
        return version < (3, 44, 6)
    return version < (3, 51, 3) or version[:2] == (3, 52)


JOURNAL, SYNCHRONOUS = (
    ("delete", "EXTRA") if has_wal_reset_bug(sqlite.sqlite_version_info) else ("wal", "FULL")
)
LEVELS = ("OFF", "NORMAL", "FULL", "EXTRA")  # of `synchronous`, by their numbers

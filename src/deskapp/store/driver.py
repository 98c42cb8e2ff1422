"""Which SQLite the program runs on: SQLCipher's current build, else Python's own."""

from __future__ import annotations

from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from deskapp.store.key import Key


def _load() -> ModuleType:
    try:
        from sqlcipher3 import dbapi2
    except ImportError:
        import sqlite3

        return sqlite3
    return dbapi2


sqlite = _load()
CAN_ENCRYPT = sqlite.__name__.startswith("sqlcipher3")


class Keyed(sqlite.Connection):  # type: ignore[name-defined,misc]  # of whichever driver there is
    """A connection that knows with what its file is encrypted, so that a copy can be too."""

    key: Key | None = None


def connect(path: Path | str, key: Key | None = None, **named: Any) -> Any:
    """A connection to a file, told the key before anything else; all to shop files are made here."""
    driver = sqlite.connect(path, factory=Keyed, **named)
    tell_key(driver, key)
    return driver


def tell_key(driver: Any, key: Key | None) -> None:
    """Before the first look into the file."""
    if key:
        key.unlock(driver)
        driver.key = key


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

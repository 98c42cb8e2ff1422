"""Tells that somebody wrote to the shop file: this program, or another one."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Any

from deskapp.store.driver import connect, sqlite

if TYPE_CHECKING:
    from deskapp.store.key import Key


class ChangeNews:
    """Asks SQLite for its mark of the file's content; that reads no page and never waits for a writer."""

    def __init__(self, path: Path, key: Key | None = None) -> None:
        self._lock = Lock()  # the file is closed on another thread than it is looked at
        self._mark = 0
        self._connection: Any = connect(path, key, timeout=0, check_same_thread=False)

    def mark(self) -> int:
        """A number that is another one after somebody wrote; the last one known while the file is held."""
        with self._lock:
            if self._connection is not None:
                with suppress(sqlite.Error):  # held by a writer, or gone with its drive: the next look tells
                    [self._mark] = self._connection.execute("PRAGMA data_version").fetchone()
            return self._mark

    def close(self) -> None:
        """Let go of the file."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

"""How what is saved is kept, in the words of SQLite."""

from __future__ import annotations

from deskapp.store.driver import JOURNAL, SYNCHRONOUS, sqlite


def how_kept() -> str:
    """Its version and how it writes; no connection is used that answers less when it is asked."""
    return f"SQLite {sqlite.sqlite_version} · {JOURNAL.upper()} + {SYNCHRONOUS}"

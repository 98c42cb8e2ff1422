"""What a list of customers said before, so that nobody comes in twice by one list without a remark.

It keeps numbers made of what was said, which mean nothing elsewhere: those of the first lines in memory,
which is four times as fast, and those of a long list in a table of a nameless file of SQLite's own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from zlib import crc32

from deskapp.domain import text
from deskapp.store.driver import sqlite

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deskapp.domain.customer import CustomerDraft
    from deskapp.domain.customer_import import ImportedCustomer

IN_MEMORY = 50_000  # ids, and as many contacts
_LOWER = 0xFFFFFFFF
_TABLE = "CREATE TABLE {} (key INTEGER PRIMARY KEY, value INTEGER)"


class SeenInList:
    """The records of one list so far."""

    def __init__(self) -> None:
        self._first: dict[str, dict[int, int]] = {"ids": {}, "contacts": {}}
        self._file: Any = sqlite.connect("", isolation_level=None)
        self._file.execute("PRAGMA journal_mode = OFF")
        self._file.execute("PRAGMA cache_size = -2000")  # KiB
        for name in self._first:
            self._file.execute(_TABLE.format(name))
        self._file.execute("BEGIN")  # never to be kept, and each row by itself would take longer

    def take(self, record: ImportedCustomer, mark: str) -> tuple[str, int]:
        """The id that is free for a record, and the line of one with the same id; none for one said twice."""
        identity, says = record.identity, crc32(mark.encode())
        number, key, first = 1, hash(identity), 0
        while (seen := self._seen("ids", key, record.row << 32 | says)) is not None:
            first = first or seen >> 32
            if record.external_id or seen & _LOWER == says:
                return "", seen >> 32
            number += 1
            key = hash(f"{identity}-{number}")
        return identity if number == 1 else f"{identity}-{number}", first

    def alike(self, record: ImportedCustomer) -> int:
        """The line of the first record with one of these phones or e-mails; 0 where there is none."""
        found = 0
        for contact in _contacts(record.draft):
            line = self._seen("contacts", hash(contact), record.row)
            if line is not None and line != record.row:
                found = min(found or line, line)
        return found

    def _seen(self, table: str, key: int, value: int) -> int | None:
        """What stands under a key; where nothing does, the value stands there from now on."""
        first = self._first[table]
        if key in first:
            return first[key]
        if len(first) < IN_MEMORY:
            first[key] = value
            return None
        add = f"INSERT OR IGNORE INTO {table} VALUES (?, ?)"  # noqa: S608  own names
        if self._file.execute(add, (key, value)).rowcount:
            return None
        [(seen,)] = self._file.execute(f"SELECT value FROM {table} WHERE key = ?", (key,))  # noqa: S608
        return int(seen)


def _contacts(draft: CustomerDraft) -> Iterator[str]:
    for address in (draft.email, *(one.address for one in draft.emails)):
        if address:
            yield address.lower()
    for phone in draft.phones:
        if number := phone.normal or text.digits(phone.typed):
            yield number

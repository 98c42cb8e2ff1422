"""The search index: folded text of tickets, customers and devices, written with the record itself.

Words go to prefix indexes, parts of phones and serials to trigram indexes. The program fills them
in the record's own transaction; triggers could not, because SQLite before 3.41 refuses virtual
tables inside triggers of a file that is not trusted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import Connection

TABLES = ("ticket_words", "customer_words", "customer_parts", "device_words", "device_parts")
SHORTEST_PART = 3


class _Statements(NamedTuple):
    delete: str
    insert: str


def look_again(connection: Connection) -> None:
    """Make a connection forget what it held of the indexes.

    Where another connection has written since, SQLite's integrity check compares the new rows with the
    old index otherwise, and calls a sound file damaged.
    """
    for table in TABLES:
        connection.exec_driver_sql(f"SELECT rowid FROM {table} LIMIT 1").first()  # noqa: S608  own names


_STATEMENTS = {
    table: _Statements(
        f"DELETE FROM {table} WHERE rowid = ?",  # noqa: S608  own names
        f"INSERT INTO {table} (rowid, text) VALUES (?, ?)",  # noqa: S608  own names
    )
    for table in TABLES
}


def put(connection: Connection, table: str, record_id: int, folded: str) -> None:
    """Write the folded text of one record, in place of what was there; a name may fold to nothing."""
    connection.exec_driver_sql(_STATEMENTS[table].delete, (record_id,))
    connection.exec_driver_sql(_STATEMENTS[table].insert, (record_id, folded))


def add(connection: Connection, table: str, rows: Sequence[tuple[int, str]]) -> None:
    """Write folded texts of records that are not in the index yet; empty ones are left out."""
    filled = [row for row in rows if row[1]]
    if filled:
        connection.exec_driver_sql(_STATEMENTS[table].insert, filled)


def prefix_query(words: Iterable[str], *, whole: bool = False) -> str:
    """The index query for words that must all occur; each is a beginning unless `whole`."""
    star = "" if whole else "*"
    return " ".join(f'"{word}"{star}' for word in words)


def phrase_query(words: Iterable[str]) -> str:
    """The index query for words that must stand side by side."""
    return '"' + " ".join(words) + '"'

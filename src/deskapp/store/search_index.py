"""The search index: folded text of tickets and customers, written with the record itself.

Words go to prefix indexes, parts of phones, serials and ticket numbers to trigram indexes. A ticket is
found by the words of its customer and its devices too: they stand in columns of their own in the
ticket's row, so that several words are one look-up wherever they stand. A ticket in the bin lies under
its negative id, so that neither list nor count meets it. Rowids are ids, which is the order of intake
within a run of `ticket_run`.

The program fills the indexes in the record's own transaction; triggers could not, because SQLite
before 3.41 refuses virtual tables inside triggers of a file that is not trusted.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Integer, Text, bindparam, column, literal, table, text

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlalchemy import ColumnElement, Connection, TableClause

COLUMNS = {
    "ticket_words": ("text", "customer", "device"),
    "ticket_parts": ("number", "phone", "serial"),
    "customer_words": ("text",),
    "customer_parts": ("text",),
}
TABLES = tuple(COLUMNS)
OF_TICKETS = ("ticket_words", "ticket_parts")
SHORTEST_PART = 3
_STRAY = (
    "SELECT id FROM ticket WHERE binned_at IS NOT NULL",
    "SELECT -id FROM ticket WHERE binned_at IS NULL AND id IN (SELECT -rowid FROM {name} WHERE rowid < 0)",
)


class _Statements(NamedTuple):
    read: str
    delete: str
    insert: str


def look_again(connection: Connection) -> None:
    """Make a connection forget what it held of the indexes.

    Where another connection has written since, SQLite's integrity check compares the new rows with the
    old index otherwise, and calls a sound file damaged.
    """
    for name in TABLES:
        connection.exec_driver_sql(f"SELECT rowid FROM {name} LIMIT 1").first()  # noqa: S608  own names


def _statements(name: str, columns: Sequence[str]) -> _Statements:
    names, places = ", ".join(columns), ", ".join("?" * (len(columns) + 1))
    return _Statements(
        f"SELECT rowid, {names} FROM {name} WHERE rowid IN (?, -?)",  # noqa: S608  own names
        f"DELETE FROM {name} WHERE rowid = ?",  # noqa: S608  own names
        f"INSERT INTO {name} (rowid, {names}) VALUES ({places})",  # noqa: S608  own names
    )


_STATEMENTS = {name: _statements(name, columns) for name, columns in COLUMNS.items()}


@cache
def searched(name: str) -> TableClause:
    """An index as a table of statements."""
    return table(name, column("rowid", Integer), *(column(one, Text) for one in COLUMNS[name]))


def put(tx: Connection, name: str, rowid: int, *texts: str) -> bool:
    """Write the folded texts of one record in place of what was there; answers whether they differ.

    A record in the bin has the negative of its id as `rowid`.
    """
    driver: Any = tx.connection.dbapi_connection
    read, delete, insert = _STATEMENTS[name]
    row = (rowid, *texts)
    old = driver.execute(read, (rowid, rowid)).fetchall()
    if old == [row]:
        return False
    for known, *_texts in old:
        driver.execute(delete, (known,))
    driver.execute(insert, row)
    return True


def add(tx: Connection, name: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Write folded texts of records that are not in the index yet: a rowid and a text for each column."""
    driver: Any = tx.connection.dbapi_connection
    if rows:
        driver.executemany(_STATEMENTS[name].insert, rows)


def remove(tx: Connection, name: str, rowids: Iterable[int]) -> None:
    """Take rows out of an index."""
    driver: Any = tx.connection.dbapi_connection
    driver.executemany(_STATEMENTS[name].delete, [(rowid,) for rowid in rowids])


def tell_tickets(tx: Connection, customer_id: int, name: str, column: str, folded: str) -> None:
    """Write a changed text of a customer to the index rows of their tickets."""
    driver: Any = tx.connection.dbapi_connection
    driver.execute(
        f"UPDATE {name} SET {column} = ? WHERE rowid IN"  # noqa: S608  own names
        " (SELECT iif(binned_at IS NULL, id, -id) FROM ticket WHERE customer_id = ?)",
        (folded, customer_id),
    )


def follow_bin(tx: Connection) -> None:
    """After tickets were put into the bin or taken out of it without being written anew one by one."""
    driver: Any = tx.connection.dbapi_connection
    for name in OF_TICKETS:
        for rowids in _STRAY:
            driver.execute(f"UPDATE {name} SET rowid = -rowid WHERE rowid IN ({rowids.format(name=name)})")  # noqa: S608  own names


def rows(connection: Connection, name: str, rowids: Sequence[int]) -> list[tuple[Any, ...]]:
    """What an index holds of some records: a rowid and a text for each column."""
    driver: Any = connection.connection.dbapi_connection
    places, names = ", ".join("?" * len(rowids)), ", ".join(COLUMNS[name])
    found = driver.execute(f"SELECT rowid, {names} FROM {name} WHERE rowid IN ({places})", rowids)  # noqa: S608  own names
    return list(found.fetchall())


def size(connection: Connection, name: str) -> int:
    """How many records an index holds."""
    return int(connection.exec_driver_sql(f"SELECT count(*) FROM {name}").scalar_one())  # noqa: S608  own names


def clear(tx: Connection, name: str) -> None:
    """Empty an index, before it is filled anew."""
    tx.exec_driver_sql(f"DELETE FROM {name}")  # noqa: S608  own names


def settle(tx: Connection) -> None:
    """Bring every index into the form that reads fastest; worth it after very many rows were written."""
    for name in TABLES:
        tx.exec_driver_sql(f"INSERT INTO {name} ({name}) VALUES ('optimize')")  # noqa: S608  own names


def add_piece(tx: Connection) -> None:
    """Put a row of no record into every index."""
    for name, columns in COLUMNS.items():
        first = columns[0]
        tx.exec_driver_sql(f"INSERT INTO {name} (rowid, {first}) VALUES ({_NO_RECORD}, 'nothing')")  # noqa: S608  own names


def drop_piece(tx: Connection) -> None:
    """Take it out again."""
    for name in TABLES:
        tx.exec_driver_sql(f"DELETE FROM {name} WHERE rowid = {_NO_RECORD}")  # noqa: S608  own names


_NO_RECORD = 1 << 62


def list_words(driver: Any) -> None:
    """Let a connection of the driver ask which words stand in the index of tickets' words."""
    driver.execute(_LIST)


def beginning(word: str) -> str:
    """The index query for a word as a beginning, for `asked` where that has no list in the index."""
    return prefix_query([word]) if len(word) <= _LISTED else f"{_SPELLED}{word}{_SPELLED}"


def asked(question: str) -> ColumnElement[str] | str:
    """A query of the index of tickets' words, with what `beginning` left open.

    A beginning of more than three letters has no list: the index puts one together from all its words,
    in all tickets, before it answers. It is asked for the words themselves, each of which has a list that
    can be entered anywhere; where a great many begin so, none of them is long.
    """
    first, *pieces = question.split(_SPELLED)
    whole: ColumnElement[str] = literal(first)
    for place, piece in enumerate(pieces):
        whole = whole + (literal(piece) if place % 2 else _spelled(piece))
    return whole if pieces else question


def _spelled(word: str) -> ColumnElement[str]:
    bounds = bindparam("word", word, Text, unique=True), bindparam("end", word + _LAST, Text, unique=True)
    return text(_WORDS).bindparams(*bounds).columns(column("question", Text)).scalar_subquery()


_LISTED = 3  # letters: the index has a list of its own for each beginning of two and three
_MOST_WORDS = 200
_FIRST, _LAST = "\x01", "\U0010ffff"  # before and behind every letter that a word can go on with
_SPELLED = "\x00"
_LIST = "CREATE VIRTUAL TABLE temp.ticket_word USING fts5vocab(main, ticket_words, instance)"
# Going from word to word enters the index anew for each; counting on would read all the places of a word.
_WORDS = f"""
WITH RECURSIVE found(term) AS (
    SELECT (SELECT term FROM temp.ticket_word WHERE term >= :word LIMIT 1)
    UNION ALL
    SELECT (SELECT term FROM temp.ticket_word WHERE term >= found.term || '{_FIRST}' LIMIT 1)
    FROM found WHERE found.term < :end LIMIT {_MOST_WORDS + 2}
)
SELECT CASE WHEN count(*) BETWEEN 1 AND {_MOST_WORDS}
    THEN '("' || group_concat(term, '" OR "') || '")' ELSE '"' || :word || '"*' END AS question
FROM (SELECT term FROM found WHERE term < :end LIMIT {_MOST_WORDS + 1})
"""  # noqa: S608  own numbers


def prefix_query(words: Iterable[str], *, whole: bool = False, column: str = "") -> str:
    """The index query for words that must all occur; each is a beginning unless `whole`."""
    star, where = "" if whole else "*", f"{column} : " if column else ""
    return " ".join(f'{where}"{word}"{star}' for word in words)


def phrase_query(words: Iterable[str], *, column: str = "") -> str:
    """The index query for words that must stand side by side."""
    where = f"{column} : " if column else ""
    return f'{where}"{" ".join(words)}"'

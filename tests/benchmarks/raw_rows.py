"""The bare side of a comparison: rows that the product wrote, written again by the driver alone."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from deskapp.clock import FixedClock
from deskapp.services.country import shop_in
from deskapp.services.desk import Desk
from deskapp.store.driver import sqlite
from deskapp.store.engine import PRAGMAS
from deskapp.store.search_index import COLUMNS

NOW = datetime(2026, 3, 10, 12, tzinfo=UTC)
Clock = Callable[[], float]
Rows = tuple[str, list[tuple[object, ...]]]
"""A statement and what is written with it."""


def new_shop(path: Path) -> Desk:
    """A shop with nothing in it."""
    return Desk.create(path, shop_in("GB", "Measured"), "Owner", FixedClock(NOW))


@contextmanager
def bare(path: Path) -> Iterator[Any]:
    """A connection of the product's driver, as durable as the product's own."""
    with closing(sqlite.connect(path, isolation_level=None)) as connection:
        for pragma in (*PRAGMAS, "foreign_keys = ON"):
            connection.execute(f"PRAGMA {pragma}")
        yield connection


def rows_of(connection: Any, tables: Sequence[str], after: dict[str, int] | None = None) -> list[Rows]:
    """For each table, parents first, the statement and its rows; `after` names the last that are left out."""
    found = []
    for table in tables:
        columns = ", ".join(("rowid", *COLUMNS[table])) if table in COLUMNS else "*"
        named = f" ({columns})" if table in COLUMNS else ""
        last = (after or {}).get(table)
        since = "" if last is None else f" WHERE rowid > {last}"
        if rows := connection.execute(f"SELECT {columns} FROM {table}{since}").fetchall():
            places = ", ".join("?" * len(rows[0]))
            found.append((f"INSERT INTO {table}{named} VALUES ({places})", rows))
    return found


def write(connection: Any, rows: Sequence[Rows], clock: Clock = time.perf_counter) -> float:
    """Write them in one commit; answers the seconds it took."""
    start = clock()
    connection.execute("BEGIN IMMEDIATE")
    for statement, values in rows:
        connection.executemany(statement, values)
    connection.execute("COMMIT")
    return clock() - start


def write_anew(path: Path, filled: Path, tables: Sequence[str], clock: Clock = time.perf_counter) -> float:
    """Write all that these tables of a filled shop hold into a new one; answers the seconds it took."""
    with bare(filled) as connection:
        rows = rows_of(connection, tables)
    new_shop(path).close()
    with bare(path) as connection:
        return write(connection, rows, clock)

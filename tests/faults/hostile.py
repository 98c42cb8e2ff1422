"""Files that somebody hands to the shop as a backup: whatever this program never wrote is refused."""

from __future__ import annotations

import shutil
from contextlib import closing
from functools import partial
from pathlib import Path

from deskapp.clock import FixedClock
from deskapp.errors import DeskError
from deskapp.services import restore
from deskapp.store.driver import sqlite
from tests.faults.fault import Fault, Tally, Trial, tally
from tests.faults.shop import NOON
from tests.faults.upgrades import FILES

OWNER = "UPDATE person SET role = 'owner'"
WATCHED = ("ticket", "customer", "person", "audit", "note", "item")
TYPES = "UPDATE sqlite_schema SET sql = replace(sql, 'INTEGER', 'TEXT') WHERE name = 'person'"
HOSTILE: tuple[str, ...] = (
    *(f"CREATE TRIGGER evil AFTER INSERT ON {table} BEGIN {OWNER}; END" for table in WATCHED),
    *(f"CREATE TRIGGER evil BEFORE UPDATE ON {table} BEGIN {OWNER}; END" for table in WATCHED[:4]),
    *(f"CREATE TRIGGER evil AFTER DELETE ON {table} BEGIN {OWNER}; END" for table in WATCHED[:3]),
    "CREATE TRIGGER evil BEFORE UPDATE ON ticket BEGIN SELECT RAISE(ABORT, 'x'); SELECT 1; END",
    "CREATE VIEW evil AS SELECT * FROM person",
    "CREATE VIEW evil AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n",
    "ALTER TABLE draft RENAME TO old_draft; CREATE VIEW draft AS SELECT * FROM old_draft",
    "ALTER TABLE saved_view RENAME TO old_view; CREATE VIEW saved_view AS SELECT * FROM old_view",
    "CREATE VIRTUAL TABLE evil USING rtree(id, low, high)",
    "CREATE VIRTUAL TABLE evil USING fts5(word, content='person')",
    "CREATE TABLE evil (id INTEGER PRIMARY KEY, word TEXT)",
    "CREATE TABLE evil (id INTEGER, word TEXT GENERATED ALWAYS AS (hex(zeroblob(1000000000))) VIRTUAL)",
    "CREATE INDEX evil ON ticket (upper(number))",
    "CREATE INDEX evil ON person (name) WHERE role = 'owner'",
    "CREATE UNIQUE INDEX evil ON ticket (number, status)",
    "ALTER TABLE person ADD COLUMN evil TEXT DEFAULT 'owner'",
    "ALTER TABLE ticket ADD COLUMN evil TEXT CHECK (length(evil) < 9)",
    "ALTER TABLE ticket ADD COLUMN evil TEXT AS (number || 'x') VIRTUAL",
    "DROP TRIGGER {guard}",
    "DROP INDEX {index}",
    f"PRAGMA writable_schema = ON; {TYPES}",
)


def hostile(trial: Trial, *, open_it: bool = False) -> Tally:
    """Each is given to the program as a backup."""
    trial.folder.mkdir(parents=True)
    return tally(_given(trial.folder / f"{turn}.desk", sql, open_it) for turn, sql in enumerate(HOSTILE))


def _given(path: Path, sql: str, open_it: bool) -> str:
    _spoil(path, sql)
    before, target = path.read_bytes(), path.with_name(f"new-{path.name}")
    try:
        if open_it:
            with closing(sqlite.connect(path)) as connection:
                connection.execute("SELECT count(*) FROM ticket").fetchone()
        else:
            restore.restore(path, target, FixedClock(NOON))
    except DeskError:
        if target.exists():
            return "broken: half restored"
        return "ok" if path.read_bytes() == before else "broken: written to"
    return f"broken: taken in, {sql[:60]}"


def _spoil(path: Path, sql: str) -> None:
    shutil.copy(FILES / "0003.desk", path)
    with closing(sqlite.connect(path, isolation_level=None)) as connection:
        names = dict(connection.execute(NAMES).fetchall())
        connection.executescript(sql.format(guard=names["trigger"], index=names["index"]))


NAMES = """
SELECT type, min(name) FROM sqlite_schema WHERE type = 'trigger' OR type = 'index' AND sql <> '' GROUP BY type
"""

FAULTS = (
    Fault(
        "F35", "databases made to do harm, given as backups", len(HOSTILE), len(HOSTILE),
        hostile, partial(hostile, open_it=True), "opened as they are",
    ),
)  # fmt: skip

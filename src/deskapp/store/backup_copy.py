"""A copy of an open shop file without the contents of its photographs, which lie beside the backups.

SQLite's own copying would write every photograph each time. So the tables are copied one by one, as VACUUM
does it: where both sides have the same columns and indexes SQLite moves records as they are, index by index,
so that what an index lacks is lacking in the copy too and is found when that is checked. 320 MB took 1.1 s
so, and 0.4 s page by page; of photographs only what lists show is read (tests/benchmarks/backup_load.py).
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from deskapp.domain.backup import Progress
from deskapp.store import backup_file
from deskapp.store.driver import sqlite

_TABLE, _INDEXES = "CREATE TABLE ", ("CREATE INDEX ", "CREATE UNIQUE INDEX ")
_OBJECTS = "SELECT type, name, rootpage, sql FROM main.sqlite_schema ORDER BY rowid"
_BY_THEMSELVES = """
INSERT INTO part.sqlite_schema SELECT * FROM main.sqlite_schema
WHERE type IN ('view', 'trigger') OR (type = 'table' AND rootpage = 0)
"""
_SAME = ("page_size", "auto_vacuum", "encoding", "application_id", "user_version")


@contextmanager
def begun(driver: Any, part: Path) -> Iterator[None]:
    """A unit that sees one state of the shop file and writes a copy; whole when it ends well.

    The connection is one that was lent, and is not used again.
    """
    key = getattr(driver, "key", None)
    how, values = ("ATTACH ? AS part KEY ?", (str(part), key.literal())) if key else ("ATTACH ? AS part", ())
    driver.execute(how, values or (str(part),))
    for name in _SAME:
        [value] = driver.execute(f"PRAGMA main.{name}").fetchone()
        driver.execute(f"PRAGMA part.{name} = '{value}'")
    # it is brought to the disk when it is whole, and thrown away before that
    for pragma in ("part.journal_mode = OFF", "part.synchronous = OFF", "foreign_keys = OFF"):
        driver.execute(f"PRAGMA {pragma}").fetchone()
    driver.execute("PRAGMA writable_schema = ON")
    driver.execute("BEGIN")
    yield
    driver.execute("COMMIT")
    driver.execute("DETACH part")


def copy_tables(driver: Any, progress: Progress) -> None:
    """Copy what the unit that is open sees; raises `BrokenCopy` where the file cannot be read.

    An encrypted shop keeps its photographs in the copy: as files beside it they would lie open.
    """
    objects = driver.execute(_OBJECTS).fetchall()
    tables = [
        (name, sql) for kind, name, root, sql in objects if kind == "table" and root and not _is_inner(name)
    ]
    try:
        _make(driver, tables, [sql for kind, _name, _root, sql in objects if kind == "index" and sql])
        apart = getattr(driver, "key", None) is None
        with backup_file.watched(driver, progress, 0):
            _fill(driver, [name for name, _sql in tables], progress, apart=apart)
        if any(name == "sqlite_stat1" for _kind, name, _root, _sql in objects):
            driver.execute("ANALYZE part.sqlite_schema")
            driver.execute("DROP TABLE IF EXISTS part.sqlite_stat4")
            driver.execute("INSERT INTO part.sqlite_stat1 SELECT * FROM main.sqlite_stat1")
        driver.execute(_BY_THEMSELVES)
    except sqlite.DatabaseError as error:
        if isinstance(error, sqlite.OperationalError):
            raise  # of the drive
        raise backup_file.BrokenCopy(backup_file.not_sound()) from error


def _make(driver: Any, tables: list[tuple[str, str]], indexes: list[str]) -> None:
    """Indexes before any row: then SQLite moves their records too."""
    for _name, sql in tables:
        driver.execute(f"{_TABLE}part.{sql.removeprefix(_TABLE)}")
    for sql in indexes:
        [beginning] = (one for one in _INDEXES if sql.startswith(one))
        driver.execute(f"{beginning}part.{sql.removeprefix(beginning)}")


def _fill(driver: Any, names: list[str], progress: Progress, *, apart: bool) -> None:
    for done, name in enumerate(names):
        chosen = _without_content(driver) if apart and name == "photo" else "*"
        driver.execute(f'INSERT INTO part."{name}" SELECT {chosen} FROM main."{name}"')  # noqa: S608  own names
        progress(backup_file.COPIED * done // len(names), backup_file.WHOLE)


def _without_content(driver: Any) -> str:
    columns = [row[1] for row in driver.execute("PRAGMA main.table_info(photo)").fetchall()]
    return ", ".join("x''" if name == "content" else name for name in columns)


def _is_inner(name: str) -> bool:
    return name.startswith("sqlite_")

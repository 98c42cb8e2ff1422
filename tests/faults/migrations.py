"""Upgrades of filled files: nothing is lost, a step that fails changes nothing, a newer file is refused."""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, nullcontext
from functools import partial
from pathlib import Path
from typing import Any
from unittest.mock import patch

from sqlalchemy import Connection, Engine, event

from deskapp.clock import FixedClock
from deskapp.errors import DeskError
from deskapp.services.desk import Desk
from deskapp.store import shop_file, upgrade
from deskapp.store.driver import sqlite
from tests.faults.fault import Fault, Tally, Trial, tally
from tests.faults.shop import NOON
from tests.faults.upgrades import FILES

Rows = Sequence[tuple[Any, ...]]
ALL = 100_000
OLDER = tuple(sorted(FILES.glob("0*.desk")))[:-1]
TABLES = """
SELECT name FROM sqlite_schema
 WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%' AND name NOT LIKE 'sqlite_%'
   AND name NOT GLOB '*_words_*' AND name NOT GLOB '*_parts_*' AND name NOT IN ('alembic_version', 'row_hash')
"""


def _held(path: Path) -> dict[tuple[str, str], Rows]:
    """Each column of each table, by row."""
    with closing(sqlite.connect(path)) as connection:
        tables = [name for (name,) in connection.execute(TABLES).fetchall()]
        return {
            (table, column): connection.execute(f'SELECT "{column}" FROM {table} ORDER BY rowid').fetchall()
            for table in tables
            for (_place, column, *_rest) in connection.execute(f"PRAGMA table_info({table})").fetchall()
        }


def _open(path: Path) -> None:
    Desk.open(path, FixedClock(NOON)).close()


def _copies(folder: Path, files: Sequence[Path] = OLDER) -> Iterator[Path]:
    for file in files:
        (folder / file.stem).mkdir(parents=True, exist_ok=True)
        yield Path(shutil.copy(file, folder / file.stem / "shop.desk"))


# Nothing is lost -------------------------------------------------------------------------------


def kept(trial: Trial, *, loses: bool = False) -> Tally:
    """Every column of every table of each older file, before and after."""
    with _losing() if loses else nullcontext():
        return tally(verdict for path in _copies(trial.folder) for verdict in _compared(path))


def _compared(path: Path) -> Iterator[str]:
    before = _held(path)
    _open(path)
    after = _held(path)
    for (table, column), rows in before.items():
        now = after.get((table, column))
        if now is None:
            yield f"broken: {table}.{column} is gone"
        elif len(now) < len(rows):
            yield f"lost: rows of {table}"
        else:
            yield "ok" if now[: len(rows)] == rows else f"broken: {table}.{column} is another"


def _losing() -> AbstractContextManager[object]:
    """The control: a step that loses rows, and nobody counts."""
    migrate = upgrade._migrate  # noqa: SLF001  the step that the control makes worse

    def worse(connection: Connection, renew: Any = None) -> None:
        migrate(connection, renew)
        connection.exec_driver_sql("DELETE FROM customer_phone WHERE id % 2")

    return patch.object(upgrade, "_migrate", worse)


# A step that fails -----------------------------------------------------------------------------


def failing(trial: Trial, *, committed: bool = False) -> Tally:
    """Upgrades that fail at one statement: the file holds what it held, and the next try goes well."""
    return tally(
        _failed(path, place, committed)
        for file in OLDER
        for place in _places(trial.folder, file, max(trial.count // len(OLDER), 1))
        for path in _copies(trial.folder / str(place), [file])
    )


def _places(folder: Path, file: Path, count: int) -> Sequence[int]:
    """So many statements of the upgrade of this file, from the first to the last."""
    with _statements(ALL) as seen:
        for path in _copies(folder / "counted", [file]):
            upgrade.bring_up(path)
    return range(1, len(seen) + 1, max(len(seen) // count, 1))


class _Failed(Exception):
    """The step that fails."""


@contextmanager
def _statements(fails_at: int, *, committed: bool = False) -> Iterator[list[str]]:
    """The statements that are run; the one at this place fails."""
    seen: list[str] = []

    def look(connection: Connection, _cursor: Any, statement: str, *_rest: Any) -> None:
        seen.append(statement)
        if committed and len(seen) > 1:
            driver: Any = connection.connection.dbapi_connection
            driver.execute("COMMIT")
            driver.execute("BEGIN IMMEDIATE")
        if len(seen) == fails_at:
            raise _Failed

    event.listen(Engine, "before_cursor_execute", look)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", look)


def _failed(path: Path, place: int, committed: bool) -> str:
    before = _held(path)
    try:
        with _statements(place, committed=committed):
            upgrade.bring_up(path)
    except (DeskError, _Failed):
        if _held(path) != before:
            return "broken: half upgraded"
    else:
        return "broken: it did not fail"
    try:
        _open(path)
    except DeskError as error:
        return f"broken: {error}"
    return "ok"


# A newer file ----------------------------------------------------------------------------------


def newer(trial: Trial, *, unasked: bool = False) -> Tally:
    """Each older program is given each newer file: a sentence, and not one byte is written."""
    return tally(_newer(trial.folder, unasked))


def _newer(folder: Path, unasked: bool) -> Iterator[str]:
    revisions = shop_file.known_revisions()
    for known in range(1, len(revisions)):
        newer_files = [FILES / f"{revision}.desk" for revision in revisions[known:]]
        for path in _copies(folder / str(known), newer_files):
            yield _refused(path, revisions[:known], unasked)


def _refused(path: Path, revisions: tuple[str, ...], unasked: bool) -> str:
    before = path.read_bytes()
    check = (lambda _path: revisions[-1]) if unasked else shop_file._known_revision  # noqa: SLF001  the control
    with patch.multiple(shop_file, known_revisions=lambda: revisions, _known_revision=check):
        try:
            _open(path)
        except DeskError:
            return "ok" if path.read_bytes() == before else "broken: written to"
    return "broken: opened"


FAULTS = (
    Fault(
        "F25", "every column of filled files of each older schema, upgraded", 1, 1,
        kept, partial(kept, loses=True), "a step that loses rows, and nobody counts",
    ),
    Fault(
        "F26", "an upgrade that fails at each of its statements", 8, ALL,
        failing, partial(failing, committed=True), "kept after each statement", control_count=20,
    ),
    Fault(
        "F27", "newer files given to each older program", 1, 1,
        newer, partial(newer, unasked=True), "the revision not looked at",
    ),
)  # fmt: skip

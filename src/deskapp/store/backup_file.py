"""Copies of a shop file that is open: made by SQLite from one state of it, opened again, and compared."""

from __future__ import annotations

import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from deskapp.domain.backup import Facts, Progress, as_utc, silent
from deskapp.errors import DeskError
from deskapp.i18n import _
from deskapp.store.driver import connect, sqlite
from deskapp.store.key import key_of
from deskapp.store.shop_file import is_left_open

WHOLE = 100  # what progress counts to: a half for copying, the rest for looking at the copy
COPIED, _CHECKED, _REFERRED = 50, 85, 95
_PAGES = 1000  # at a time, so that it can be stopped
_STEPS = 200_000  # of SQLite between two reports while it checks
_BLOCK = 1 << 20
_OWN_TABLES = (
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
    " AND name NOT LIKE 'sqlite_%' AND name NOT GLOB '*_words_*' AND name NOT GLOB '*_parts_*'"
    " AND name <> 'alembic_version' ORDER BY name"
)
_GUARD = re.compile(
    r"CREATE TRIGGER \w+ BEFORE (UPDATE|DELETE) ON \w+ BEGIN SELECT RAISE\(ABORT, '[\w -]+'\); END"
    r"|CREATE TRIGGER \w+ AFTER (UPDATE OF [\w, ]+|DELETE) ON \w+"
    r" BEGIN DELETE FROM row_hash WHERE kind = \d+ AND record_id = OLD\.id; END"
)
_INDEX = re.compile(r"CREATE VIRTUAL TABLE \w+ USING fts5\([^;]*\)", re.IGNORECASE)
_BINNED = ("ticket", "customer", "device")
_SUMS = {"lines": ("line", "unit_price_minor"), "tickets": ("ticket", "total_minor")}


class BrokenCopy(DeskError):
    """A copy that is not what it was made from."""


def facts_of(driver: Any) -> Facts:
    """What a file of any schema holds, in the state that the connection sees."""
    names = [name for (name,) in driver.execute(_OWN_TABLES).fetchall()]
    counts = {name: _one(driver, f'SELECT count(*) FROM "{name}"') for name in names}  # noqa: S608  own names
    counts |= {
        f"{name}:bin": _one(driver, f"SELECT count(*) FROM {name} WHERE binned_at IS NOT NULL")  # noqa: S608  own
        for name in _BINNED
        if _has(driver, name, "binned_at")
    }
    sums = {
        key: _one(driver, f"SELECT coalesce(sum({column}), 0) FROM {table}")  # noqa: S608  own names
        for key, (table, column) in _SUMS.items()
        if _has(driver, table, column)
    }
    last = driver.execute("SELECT at, chain FROM audit ORDER BY id DESC LIMIT 1").fetchone() or ("", "")
    return Facts(
        shop=str(_one(driver, "SELECT name FROM shop") or ""),
        schema=str(_one(driver, "SELECT version_num FROM alembic_version")),
        counts=counts,
        sums=sums,
        newest=str(_one(driver, "SELECT number FROM ticket ORDER BY id DESC LIMIT 1") or ""),
        last_change=as_utc(last[0]),
        head=str(last[1]),
        drafted=str(_one(driver, "SELECT max(at) FROM draft") or "") if "draft" in names else "",
    )


def uid_of(driver: Any) -> str:
    """Which shop it is; nothing where the file is older than that."""
    return str(_one(driver, "SELECT uid FROM shop") or "") if _has(driver, "shop", "uid") else ""


def runs_something(driver: Any) -> bool:
    """Whether a file holds what runs by itself and is not this program’s."""
    views = "SELECT sql FROM sqlite_schema WHERE type IN ('trigger', 'view')"
    modules = "SELECT sql FROM sqlite_schema WHERE type = 'table' AND sql LIKE 'CREATE VIRTUAL%'"
    return any(
        not known.fullmatch(" ".join(str(sql).split()))
        for statement, known in ((views, _GUARD), (modules, _INDEX))
        for (sql,) in driver.execute(statement).fetchall()
    )


def copy_state(source: Any, part: Path, progress: Progress = silent) -> None:
    """Copy what a connection sees, whose unit is open, so that others may go on writing.

    Within a unit SQLite never begins again, however small its steps are. The copy is one file at rest.
    """

    def tell(_status: int, left: int, whole: int) -> None:
        progress(COPIED * (whole - left) // max(whole, 1), WHOLE)

    with closing(connect(part, source.key, isolation_level=None)) as copy:
        copy.execute("PRAGMA synchronous = OFF")  # it is brought to the disk when it is whole
        source.backup(copy, pages=_PAGES, progress=tell)
        copy.execute("PRAGMA journal_mode = DELETE").fetchone()


def prove(part: Path, facts: Facts, progress: Progress = silent) -> None:
    """Open a copy again, to read only, and compare it; raises `BrokenCopy` where it differs."""
    with opened(part) as driver:
        for pragma, done in (("integrity_check(5)", _CHECKED), ("foreign_key_check", _REFERRED)):
            with watched(driver, progress, done):
                said = driver.execute(f"PRAGMA {pragma}").fetchall()
            progress(done, WHOLE)
            if said not in ([("ok",)], []):
                raise BrokenCopy(not_sound())
        if facts_of(driver) != facts:
            raise BrokenCopy(not_sound())


@contextmanager
def opened(path: Path) -> Iterator[Any]:
    """A file at rest, to read only; nothing is written beside it."""
    way = "mode=ro" if os.access(path.parent, os.W_OK) or is_left_open(path) else "immutable=1"
    address = f"{path.absolute().as_uri()}?{way}"  # where SQLite can put no locks beside it
    with closing(connect(address, key_of(path), uri=True, isolation_level=None)) as driver:
        driver.execute("PRAGMA cell_size_check = ON")
        driver.execute("PRAGMA trusted_schema = OFF")
        yield driver


def fingerprint(path: Path) -> str:
    """The SHA-256 of a file that is closed; never of one that is open."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def sync(path: Path) -> None:
    """Bring a file to the disk."""
    with path.open("rb+") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder to the disk, where the system has a way to."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def copy_file(source: Path, part: Path, progress: Progress = silent) -> str:
    """Copy a file that is closed and read the copy again; its SHA-256."""
    whole = max(source.stat().st_size, 1)
    with source.open("rb") as old, part.open("xb") as new:
        while block := old.read(_BLOCK):
            new.write(block)
            progress(WHOLE * new.tell() // whole, WHOLE)
        new.flush()
        os.fsync(new.fileno())
    return fingerprint(part)


@contextmanager
def watched(driver: Any, progress: Progress, done: int) -> Iterator[None]:
    """Report while SQLite is at it; what `progress` raises stops it."""
    raised: list[BaseException] = []

    def look() -> int:
        try:
            progress(done, WHOLE)
        except BaseException as error:  # noqa: BLE001  SQLite would swallow it
            raised.append(error)
        return len(raised)

    driver.set_progress_handler(look, _STEPS)
    try:
        yield
    except sqlite.OperationalError:
        if raised:
            raise raised[0] from None
        raise
    finally:
        driver.set_progress_handler(None, 0)


def not_sound() -> str:
    """What is said of a copy that is not what it was made from."""
    return _(
        "The copy did not pass its check and was thrown away; the backups before it are as they were."
        " Check the shop file and the drive."
    )


def _one(driver: Any, statement: str) -> Any:
    row = driver.execute(statement).fetchone()
    return row[0] if row else None


def _has(driver: Any, table: str, column: str) -> bool:
    return any(row[1] == column for row in driver.execute(f"PRAGMA table_info({table})").fetchall())

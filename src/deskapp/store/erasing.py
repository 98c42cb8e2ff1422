"""Taking what was erased out of the shop file's bytes too, and the one way to rewrite what only grows."""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, BinaryIO, NamedTuple

from deskapp.store import search_index
from deskapp.store.driver import sqlite
from deskapp.store.engine import ERASED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from sqlalchemy import Connection, Table

    from deskapp.store.engine import ShopFile

_BESIDE = ("-wal", "-journal")  # never -shm: it holds no words, and SQLite holds locks on it
_AT_ONCE = 1 << 22
_TRIGGERS = (
    "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = ? AND name GLOB '*_is_never_*'"
)


@contextmanager
def rewritable(tx: Connection, table: Table) -> Iterator[None]:
    """Let rows of a table that only grows be changed, inside the unit that is open and only for an erasure.

    The guards are taken away and put back as they were; where anything fails, the unit puts them back.
    """
    driver: Any = tx.connection.dbapi_connection
    guards = driver.execute(_TRIGGERS, (table.name,)).fetchall()
    for name, _sql in guards:
        driver.execute(f'DROP TRIGGER "{name}"')
    yield
    for _name, sql in guards:
        driver.execute(sql)


def forget_words(tx: Connection) -> None:
    """Write every index anew in one piece: until then it holds the words of rows that are gone.

    SQLite leaves an index alone that is in one piece, although it may still say there which words are gone.
    With one row more it is in two pieces, and bringing them together drops what is said of the others.
    """
    search_index.settle(tx)
    search_index.add_piece(tx)
    search_index.settle(tx)
    search_index.drop_piece(tx)


class Wiped(NamedTuple):
    """Whether the file could be rewritten, and which traces are in its bytes all the same."""

    done: bool
    left: tuple[str, ...]


def wipe(file: ShopFile, traces: Sequence[str]) -> Wiped:
    """Bring the file into one piece, and write it anew where a trace is still in its bytes.

    SQLite overwrites what it deletes, but pages that were split long before keep pieces nobody can
    reach. Then it is looked at once more: what is left after that stands in a row of somebody else. It
    cannot be done while another program holds the file.
    """
    if file.key:  # nobody can look into its bytes, neither this program nor a thief without the passphrase
        return Wiped(file.settle(anew=bool(traces)), ())
    done, needles = file.settle(), [one.encode() for one in traces]
    if needles := holds(file, needles):
        done = file.settle(anew=True)
        needles = holds(file, needles)
    return Wiped(done, tuple(sorted(one.decode() for one in needles)))


def holds(file: ShopFile, needles: Sequence[bytes]) -> list[bytes]:
    """Which of these bytes lie in the file or in what SQLite keeps beside it."""
    found = {*_held(file.own_bytes(), needles)}
    for ending in _BESIDE:
        if (one := file.path.with_name(file.path.name + ending)).exists():
            found |= _beside(one, needles)
    return [*found]


def _beside(path: Path, needles: Sequence[bytes]) -> set[bytes]:
    with path.open("rb") as file:
        return {*_held(file, needles)}


def _held(file: BinaryIO, needles: Sequence[bytes]) -> Iterator[bytes]:
    overlap, tail = max(map(len, needles), default=0), b""
    while needles and (block := file.read(_AT_ONCE)):
        seen = tail + block
        yield from (needle for needle in needles if needle in seen)
        tail = seen[-overlap:]


def erased(tx: Connection) -> None:
    """Let the log beside the file be emptied after this unit: older pages in it hold what is gone."""
    tx.info[ERASED] = True


def settle_at_once(driver: Any) -> bool:
    """Empty the log without waiting for anybody; answers False while a reader needs it, or where it fails."""
    [patience] = driver.execute("PRAGMA busy_timeout").fetchone()
    driver.execute("PRAGMA busy_timeout = 0")
    try:
        return settle(driver, anew=False)
    except sqlite.Error:  # what the unit wrote is kept all the same
        return False
    finally:
        driver.execute(f"PRAGMA busy_timeout = {patience}")


def settle(driver: Any, *, anew: bool) -> bool:
    """Bring everything beside the file into it; answers False while another program holds it."""
    try:
        if anew:
            driver.execute("VACUUM")
        [busy, *_pages] = driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    except sqlite.OperationalError as error:
        if "locked" in str(error) or "busy" in str(error):
            return False
        raise
    return not busy

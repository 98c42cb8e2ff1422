"""Rules that keep a file safe and are only seen in the source or in a table: raw reads, SQLite's versions."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

from deskapp.clock import FixedClock
from deskapp.services.desk import Desk
from deskapp.store.driver import has_wal_reset_bug, sqlite
from deskapp.store.engine import ShopFile
from tests.builders import a_line, an_intake
from tests.faults.cuts import ROOT, new_shop
from tests.faults.fault import Fault, Tally, Trial, tally
from tests.faults.shop import NOON

# Opening the file past SQLite -------------------------------------------------------------------

SOURCE = ROOT / "src" / "deskapp"
RAW = {
    "open",
    "read_bytes",
    "write_bytes",
    "read_text",
    "copy",
    "copy2",
    "copyfile",
    "fingerprint",
    "sync",
    "ZipFile",
}
OTHERS = {"cls.open", "fingerprint"}  # the desk's own, and that of a record
AT_REST = {  # functions of the file's rooms that open files past SQLite, and why that is no live shop file
    "store/backup_file.py:copy_file": "a backup that has its name",
    "store/backup_file.py:fingerprint": "a backup",
    "store/backup_file.py:sync": "a file that has no name yet",
    "store/backup_file.py:sync_folder": "a folder",
    "store/backup_folder.py:backup_at": "what is known of a backup",
    "store/backup_folder.py:forget_readable": "a copy for people without the program",
    "store/backup_photos.py:_sound": "a photograph beside a backup",
    "store/backup_photos.py:spoiled": "a photograph beside a backup",
    "store/anchor_file.py:read": "an anchor",
    "store/place.py:_mount_info": "what the system says of its drives",
    "store/place.py:_told": "what a sync client says of itself",
    "store/foreign_file.py:_sample": "a file that is none of a shop",
    "store/shop_file.py:_check_header": "before SQLite opens it, and only where it is not open here",
    "store/same_file.py:_read": "its handle is kept until the file is closed",
    "store/upgrade.py:put_in_place": "a file that has no name yet",
    "store/key.py:salt_of": "a file at rest; of one that is open its ShopFile knows the salt",
    "store/encryption.py:_put_over": "a file that nobody else has open, until its connection is closed",
    "store/encryption.py:wipe": "a plain copy that goes",
    "store/encryption.py:rewrite": "a file that has no name yet",
    "services/plain_copies.py:_is_readable_of": "a copy that people can read",
    "store/engine.py:own_bytes": "its handle is kept until the file is closed",
    "store/erasing.py:_beside": "what SQLite holds no locks on",
    "services/backup_making.py:write_backup": "a backup that has no name yet",
    "services/erasure_list.py:read_list": "the list of erasures",
    "services/restore.py:_has_changed": "a backup that is not open",
    "services/salvage.py:_wreck": "a damaged file that nobody opens, and its copy",
    "services/country.py:known_countries": "what ships",
    "services/country.py:_time_zone": "the zone of this computer",
    "services/trade.py:_plain": "what ships",
}
PLANTED = "def fingerprint_of(file):\n    return file.path.read_bytes()\n"


def raw_reads(_trial: Trial, *, planted: bool = False) -> Tally:
    """Closing any other handle on a live file takes SQLite's locks away: no function does that."""
    sources = {
        str(path.relative_to(SOURCE)): path.read_text(encoding="utf-8")
        for room in ("store", "services")
        for path in (SOURCE / room).rglob("*.py")
    }
    if planted:
        sources = {"store/engine.py": PLANTED}
    return tally(_raw_in(name, text) for name, text in sources.items())


def _raw_in(name: str, text: str) -> str:
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)]
    found = [f"{name}:{one.name}" for one in functions if any(_is_raw(node) for node in ast.walk(one))]
    strange = [one for one in found if one not in AT_REST]
    return f"broken: {strange[0]} opens a file past SQLite" if strange else "ok"


def _is_raw(node: ast.AST) -> bool:
    if not isinstance(node, ast.Call):
        return False
    called = node.func
    name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
    return name in RAW and "Desk" not in (of := ast.unparse(called)) and of not in OTHERS


# Half-read rows --------------------------------------------------------------------------------


def half_read(trial: Trial, *, lazy: bool = False) -> Tally:
    """After every act nobody reads on: what is beside the file can be brought into it."""
    path, clock = new_shop(trial.folder), FixedClock(NOON)
    with closing(Desk.open(path, clock)) as desk, closing(ShopFile(path)) as other:
        acts = _acts(desk)
        left = []
        if lazy:
            left = [other.read()]
            left[0].__enter__().exec_driver_sql("SELECT name FROM sqlite_schema").fetchone()
        verdicts = [_quiet(path, acts) for _turn in range(trial.count)]
        for unit in left:
            unit.__exit__(None, None, None)
    return tally(verdicts)


def _acts(desk: Desk) -> Iterator[Callable[[], object]]:
    owner = desk.actor()
    number = desk.tickets.take_in(owner, an_intake()).value.number
    while True:
        yield lambda: desk.tickets.take_in(owner, an_intake())
        yield lambda: desk.tickets.rows(owner, "charge", limit=1)
        yield lambda: desk.tickets.get(owner, number)
        yield lambda: desk.tickets.note(owner, number, "seen")
        yield lambda: desk.customers.rows(owner, "", limit=1)
        yield lambda: desk.customers.match(owner, "07700")
        yield lambda: desk.tickets.add_line(owner, number, a_line())
        yield lambda: desk.tickets.count(owner, "is:open")
        yield lambda: desk.papers.ticket(owner, number)
        yield lambda: desk.check(owner)


def _quiet(path: Path, acts: Iterator[Callable[[], object]]) -> str:
    next(acts)()
    with closing(sqlite.connect(path, timeout=0)) as connection:
        [busy, *_pages] = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return "broken: something is still being read" if busy else "ok"


# Versions of SQLite ----------------------------------------------------------------------------

BUGGY = ((3, 7, 0), (3, 40, 1), (3, 44, 5), (3, 45, 0), (3, 50, 4), (3, 51, 1), (3, 52, 0))
SAFE = ((3, 44, 6), (3, 50, 7), (3, 51, 3), (3, 53, 0), (3, 53, 4))


def _newer_is_safe(version: tuple[int, int, int]) -> bool:
    return version < (3, 51, 3)


def versions(_trial: Trial, has_bug: Callable[[tuple[int, int, int]], bool] = has_wal_reset_bug) -> Tally:
    """Which SQLite may keep a -wal beside the file, and which corrupts it so."""
    return tally(
        "ok" if has_bug(version) is (version in BUGGY) else f"broken: {version}"
        for version in (*BUGGY, *SAFE)
    )


FAULTS = (
    Fault(
        "F18", "half-read rows after each act", 40, 200,
        half_read, partial(half_read, lazy=True), "a row left unread",
    ),
    Fault(
        "F19", "the shop file opened past SQLite (a rule of the source)", 1, 1,
        raw_reads, partial(raw_reads, planted=True), "a line that does",
    ),
    Fault(
        "F23", "versions of SQLite that may not keep a -wal", 1, 1,
        versions, partial(versions, has_bug=_newer_is_safe), "whatever is newer counts as safe",
    ),
)  # fmt: skip

"""Damaged and missing shop files: never a crash, and nothing is written to a file that is refused."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

from deskapp.clock import FixedClock
from deskapp.errors import DeskError
from deskapp.services.desk import Desk
from deskapp.store.driver import sqlite
from tests.faults.fault import Fault, Tally, Trial, tally
from tests.faults.nursery import nursery
from tests.faults.shop import NOON
from tests.faults.upgrades import FILES

WHOLE = FILES / "0003.desk"
PAGE, SECTOR = 4096, 512
BATCH = 50

Damage = Callable[[bytearray, random.Random], None]


def _bit(content: bytearray, chance: random.Random) -> None:
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)


def _sector(content: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(content) // SECTOR) * SECTOR
    content[at : at + SECTOR] = chance.choice((bytes(SECTOR), chance.randbytes(SECTOR)))


def _page(content: bytearray, chance: random.Random) -> None:
    at = chance.randrange(len(content) // PAGE) * PAGE
    content[at : at + PAGE] = bytes(PAGE)


def _swap(content: bytearray, chance: random.Random) -> None:
    one, other = (chance.randrange(len(content) // PAGE) * PAGE for _page in range(2))
    kept = content[one : one + PAGE]
    content[one : one + PAGE] = content[other : other + PAGE]
    content[other : other + PAGE] = kept


def _cut(content: bytearray, chance: random.Random) -> None:
    del content[chance.randrange(len(content)) :]


DAMAGES: Sequence[Damage] = (_bit, _sector, _page, _swap, _cut)


def damaged(trial: Trial, *, told: bool = True) -> Tally:
    """Open each, look through it and write a note, in processes of their own."""
    trial.folder.mkdir(parents=True)
    verdicts: list[str] = []
    for first in range(0, trial.count, BATCH):
        turns = range(first, min(first + BATCH, trial.count))
        with ProcessPoolExecutor(1, nursery()) as pool:
            try:
                verdicts += pool.submit(_some, trial, turns, told).result()
            except BrokenProcessPool:
                verdicts.append("broken: the program crashed")
    return tally(verdicts)


def _some(trial: Trial, turns: range, told: bool) -> list[str]:
    return [_one(trial.folder / f"{turn}.desk", trial.chance(str(turn)), turn, told) for turn in turns]


def _one(path: Path, chance: random.Random, turn: int, told: bool) -> str:
    content = bytearray(WHOLE.read_bytes())
    DAMAGES[turn % len(DAMAGES)](content, chance)
    path.write_bytes(content)
    try:
        return _looked_through(path, bytes(content), told)
    finally:
        for one in path.parent.glob(f"{path.name}*"):
            one.unlink()


def _looked_through(path: Path, content: bytes, told: bool) -> str:
    try:
        with closing(Desk.open(path, FixedClock(NOON))) as desk:
            for act in _acts(desk) if told else _raw_acts(path):
                act()
    except DeskError:
        return _untouched(path, content)
    except Exception as error:  # noqa: BLE001  that is what is looked for
        return f"broken: {type(error).__name__}: {str(error)[:60]}"
    return "ok"


def _acts(desk: Desk) -> Iterator[Callable[[], object]]:
    """What is done each morning."""
    owner = desk.actor()
    yield lambda: desk.shop.get(owner)
    yield lambda: desk.check(owner)
    numbers = [row.number for row in desk.tickets.rows(owner, "", limit=50)]
    yield lambda: desk.tickets.rows(owner, "charge", limit=20)
    yield lambda: desk.customers.rows(owner, "", limit=20)
    yield from (partial(desk.tickets.get, owner, number) for number in numbers)
    yield from (partial(desk.papers.ticket, owner, number) for number in numbers[:3])


def _raw_acts(path: Path) -> Iterator[Callable[[], object]]:
    """The control: the same file read without the program."""
    with closing(sqlite.connect(path)) as connection:
        for table in ("ticket", "customer", "audit", "item", "line", "device", "note"):
            yield partial(_all, connection, table)
        words = "SELECT rowid FROM ticket_words WHERE ticket_words MATCH 'a'"
        yield lambda: connection.execute(words).fetchall()


def _all(connection: Any, table: str) -> object:
    return connection.execute(f"SELECT * FROM {table}").fetchall()


def _untouched(path: Path, content: bytes) -> str:
    return "ok" if path.read_bytes() == content else "broken: written to a file that was refused"


# Files that are no shop at all -----------------------------------------------------------------


def no_shop(trial: Trial, *, make: bool = False) -> Tally:
    """A shop file that is gone, empty or something else is never replaced by an empty shop."""
    trial.folder.mkdir(parents=True)
    paths = (trial.folder / f"{turn}.desk" for turn in range(99))
    return tally(_refused(path, content, make) for path, content in zip(paths, _no_shops(), strict=False))


def _no_shops() -> Iterator[bytes | None]:
    whole = WHOLE.read_bytes()
    yield from (None, b"", b"Dear customer,\n" * 400, b"\x89PNG\r\n\x1a\n" + bytes(9000))
    yield random.Random(5).randbytes(len(whole))
    yield from (whole[:100], whole[:4096], bytes(len(whole)), whole[:68] + b"XXXX" + whole[72:])


def _refused(path: Path, content: bytes | None, make: bool) -> str:
    if content is not None:
        path.write_bytes(content)
    try:
        if make:
            with closing(sqlite.connect(path)) as connection:
                connection.execute("CREATE TABLE IF NOT EXISTS ticket (id INTEGER PRIMARY KEY)")
        else:
            Desk.open(path, FixedClock(NOON)).close()
    except (DeskError, sqlite.DatabaseError):
        now = path.read_bytes() if path.exists() else None
        beside = [*path.parent.glob(f"{path.name}-*")]
        return "ok" if now == content and not beside else "broken: written to"
    return "broken: opened"


FAULTS = (
    Fault(
        "F30", "damaged files: bits, sectors, pages, swapped pages, cut", 100, 6_500,
        damaged, partial(damaged, told=False), "read without telling damage from a bug",
    ),
    Fault(
        "F32", "shop files that are gone, empty, or something else", 9, 9,
        no_shop, partial(no_shop, make=True), "opened as any SQLite file",
    ),
)  # fmt: skip

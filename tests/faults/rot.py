"""Bits that flip where no check of SQLite sees it, and shops of which pages are lost."""

from __future__ import annotations

import random
from collections import Counter
from contextlib import closing, suppress
from functools import partial
from pathlib import Path
from typing import Any

from deskapp.clock import FixedClock
from deskapp.errors import DeskError
from deskapp.services.country import shop_in
from deskapp.services.desk import Desk
from deskapp.services.salvage import salvage
from deskapp.store.driver import sqlite
from tests.builders import a_customer, a_line, an_intake
from tests.faults.fault import Fault, Tally, Trial
from tests.faults.shop import NOON

PAGE = 4096
TICKETS = 200
WANTED = 0.94  # of the tickets
LOST_OF = 23  # one page of so many: 10 of 230
TABLES = ("ticket", "item", "line", "status_step", "note", "message", "customer", "customer_phone", "device")


def bit_rot(trial: Trial, *, alone: bool = False) -> Tally:
    """Flip one bit so that what people read is another thing and SQLite says ok: the check has to say so."""
    sound = _shop(trial.folder, 40)
    good, held = sound.read_bytes(), _held(sound)
    chance, verdicts, path = trial.chance(), Counter[str](), trial.folder / "rotten.desk"
    while verdicts.total() < trial.count:
        bad = bytearray(good)
        bad[chance.randrange(PAGE, len(bad))] ^= 1 << chance.randrange(8)
        path.write_bytes(bad)
        if _seems_sound(path) and _held(path) != held:
            verdicts["lost: nobody saw it" if alone or not _said(path) else "ok"] += 1
    return Tally(verdicts)


def lost_pages(trial: Trial, *, straight: bool = False) -> Tally:
    """Write anything over pages; most of the tickets have to come back, in a shop that works."""
    sound = _shop(trial.folder, TICKETS)
    chance, verdicts = trial.chance(), Counter[str]()
    for turn in range(trial.count):
        folder = trial.folder / str(turn)
        folder.mkdir()
        broken = _overwritten(sound, folder / "broken.desk", chance)
        before = broken.read_bytes()
        verdict = _read_straight(broken) if straight else _saved(broken)
        verdicts[verdict if broken.read_bytes() == before else "broken: it was written to"] += 1
    return Tally(verdicts)


def _shop(folder: Path, tickets: int) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path, clock, chance = folder / "shop.desk", FixedClock(NOON), random.Random(tickets)
    with closing(Desk.create(path, shop_in("GB", "Northgate Repairs"), "Priya Nair", clock)) as desk:
        owner = desk.actor()
        for count in range(tickets):
            words = "drop water ładowarka " * chance.randint(1, 12)
            customer = a_customer(f"Customer {count % 50}", f"07700 9{count % 50:05d}")
            number = desk.tickets.take_in(owner, an_intake(words, customer=customer)).value.number
            desk.tickets.note(owner, number, f"Heard {words}")
            desk.tickets.message(owner, number, f"Dear customer, {words}")
            desk.tickets.add_line(owner, number, a_line())
            desk.tickets.move(owner, number, "in_work")
        desk.backups.make(owner, (folder / "backups",))
    return path


def _opened(path: Path) -> Any:
    return sqlite.connect(f"{path.as_uri()}?immutable=1", uri=True)


def _seems_sound(path: Path) -> bool:
    """What SQLite alone says."""
    with suppress(sqlite.Error, UnicodeDecodeError), closing(_opened(path)) as driver:
        said = driver.execute("PRAGMA integrity_check").fetchall()
        return bool(said == [("ok",)] and not driver.execute("PRAGMA foreign_key_check").fetchall())
    return False


def _held(path: Path) -> list[Any]:
    """All that people read."""
    with closing(_opened(path)) as driver:
        driver.text_factory = bytes
        names = {
            table: [
                row[1].decode()
                for row in driver.execute(f"PRAGMA table_info({table})")
                if row[1] != b"row_version"
            ]
            for table in TABLES
        }
        return [
            driver.execute(f"SELECT {', '.join(names[table])} FROM {table} ORDER BY id").fetchall()
            for table in TABLES
        ]


def _said(path: Path) -> bool:
    """Whether the program's check says anything, or refuses the file."""
    try:
        with closing(Desk.open(path, FixedClock(NOON))) as desk:
            return bool(desk.check(desk.actor()))
    except DeskError:
        return True


def _overwritten(sound: Path, broken: Path, chance: random.Random) -> Path:
    content = bytearray(sound.read_bytes())
    count = len(content) // PAGE
    for page in chance.sample(range(count), count // LOST_OF):
        content[page * PAGE : (page + 1) * PAGE] = chance.randbytes(PAGE)
    broken.write_bytes(content)
    return broken


def _saved(broken: Path) -> str:
    try:
        report = salvage(broken, broken.with_name("new.desk"), FixedClock(NOON))
        with closing(Desk.open(report.path, FixedClock(NOON))) as desk:
            owner = desk.actor()
            if problems := desk.check(owner):
                return f"broken: {problems[0]}"
            desk.tickets.take_in(owner, an_intake("Goes on"))
    except DeskError as error:
        return f"lost: {error}"
    return "ok" if report.found["ticket"] >= WANTED * TICKETS else "lost: tickets"


def _read_straight(broken: Path) -> str:
    """The control: the tickets with their items, as far as SQLite reads them from the top."""
    rows = 0
    with suppress(sqlite.Error, UnicodeDecodeError), closing(_opened(broken)) as driver:
        for _row in driver.execute(
            "SELECT ticket.number, item.fault FROM ticket NOT INDEXED JOIN item ON item.ticket_id = ticket.id"
        ):
            rows += 1
    return "ok" if rows >= WANTED * TICKETS else "lost: tickets"


FAULTS = (
    Fault(
        "F31", "a bit flips inside what people read", 20, 3_000,
        bit_rot, partial(bit_rot, alone=True), "SQLite's own checks alone",
    ),
    Fault(
        "F33", "one page of 23 is overwritten, and what is left is saved", 6, 90,
        lost_pages, partial(lost_pages, straight=True), "read as far as SQLite goes", 20,
    ),
)  # fmt: skip

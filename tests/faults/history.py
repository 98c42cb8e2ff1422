"""The history altered by somebody who knows SQLite: found by the chain, or by the anchor outside the file."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from deskapp.clock import FixedClock
from deskapp.services import audit
from deskapp.services.desk import Desk
from deskapp.store.driver import sqlite
from tests.builders import an_intake
from tests.faults.cuts import new_shop
from tests.faults.fault import Fault, Tally, Trial, tally
from tests.faults.own_folders import own_folders
from tests.faults.shop import NOON

GUARDS = "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' AND tbl_name = 'audit'"
COLUMNS = "at, person_id, role, source, action, kind, record_id, fields"
TICKETS = 12
Alter = Callable[[Any, random.Random], object]


def altered(trial: Trial, *, anchored: bool = True) -> Tally:
    """Alter the history of a shop that was seen whole, one way after the other."""
    trial.folder.mkdir(parents=True)
    with own_folders(trial.folder):
        path, yesterday = _shop(trial.folder)
        kinds = list(KINDS)
        return tally(
            _altered(path, yesterday, kinds[turn % len(kinds)], trial.chance(str(turn)), anchored)
            for turn in range(trial.count)
        )


def _shop(folder: Path) -> tuple[Path, Path]:
    """A shop that this computer has seen, and its file of the day before."""
    path, clock = new_shop(folder / "shop"), FixedClock(NOON)
    yesterday = folder / "yesterday.desk"
    for day in range(2):
        with closing(Desk.open(path, clock)) as desk:
            for _ticket in range(TICKETS):
                clock.moment += timedelta(minutes=3)
                desk.tickets.take_in(desk.actor(), an_intake())
            desk.anchors.keep(desk.actor())
        if not day:
            shutil.copy(path, yesterday)
    return path, yesterday


def _altered(shop: Path, yesterday: Path, kind: str, chance: random.Random, anchored: bool) -> str:
    kept = shop.with_suffix(".kept")
    shutil.copy(shop, kept)
    try:
        if kind == "put back":
            shutil.copy(yesterday, shop)
        else:
            with closing(sqlite.connect(shop, isolation_level=None)) as driver:
                _past_the_guards(driver, lambda inside: KINDS[kind](inside, chance))
        with closing(Desk.open(shop, FixedClock(NOON + timedelta(days=1)))) as desk:
            found = (*desk.check(desk.actor()), *(desk.anchors.look(desk.actor()) if anchored else ()))
        return "ok" if found else f"lost: {kind} is not found"
    finally:
        kept.replace(shop)


def _past_the_guards(driver: Any, alter: Callable[[Any], object]) -> None:
    guards = driver.execute(GUARDS).fetchall()
    for name, _sql in guards:
        driver.execute(f"DROP TRIGGER {name}")
    alter(driver)
    for _name, sql in guards:
        driver.execute(sql)


def _edit(driver: Any, chance: random.Random) -> None:
    column = chance.choice(("action", "kind", "at"))
    driver.execute(f"UPDATE audit SET {column} = {column} || 'x' WHERE id = ?", (_inside(driver, chance),))


def _delete(driver: Any, chance: random.Random) -> None:
    _remove(driver, "id = ?", _inside(driver, chance))


def _renumber(driver: Any, chance: random.Random) -> None:
    """One row to the end."""
    one, last = _inside(driver, chance), _last(driver)
    driver.execute("UPDATE audit_value SET audit_id = ? WHERE audit_id = ?", (last + 1, one))
    driver.execute("UPDATE audit SET id = ? WHERE id = ?", (last + 1, one))


def _swap(driver: Any, chance: random.Random) -> None:
    one = _inside(driver, chance)
    for before, after in ((one, -1), (one + 1, one), (-1, one + 1)):
        driver.execute("UPDATE audit SET id = ? WHERE id = ?", (after, before))


def _insert(driver: Any, chance: random.Random) -> None:
    """Room is made for a row in between that copies another one."""
    one = _inside(driver, chance)
    for row in range(_last(driver), one, -1):
        driver.execute("UPDATE audit SET id = ? WHERE id = ?", (row + 1, row))
    driver.execute(
        f"INSERT INTO audit (id, {COLUMNS}, chain) SELECT id + 1, {COLUMNS}, chain FROM audit WHERE id = ?",
        (one,),
    )


def _cut(driver: Any, chance: random.Random) -> None:
    _remove(driver, "id > ?", _last(driver) - chance.randint(1, 5))


def _write_anew(driver: Any, chance: random.Random) -> None:
    """The end is cut off and written in another way, with a chain that fits."""
    first = _last(driver) - chance.randint(1, 5)
    rows = driver.execute(f"SELECT id, {COLUMNS} FROM audit WHERE id > ?", (first,)).fetchall()
    [previous] = driver.execute("SELECT chain FROM audit WHERE id = ?", (first,)).fetchone()
    for row_id, *values in rows:
        row = dict(zip(COLUMNS.split(", "), values, strict=True))
        row["action"] = "note"
        previous = _chained(previous, row)
        driver.execute("UPDATE audit SET action = 'note', chain = ? WHERE id = ?", (previous, row_id))


def _chained(previous: str, row: dict[str, Any]) -> str:
    import json
    from datetime import datetime

    return audit.chain(
        previous, row | {"at": datetime.fromisoformat(row["at"]), "fields": json.loads(row["fields"])}
    )


def _remove(driver: Any, where: str, value: int) -> None:
    driver.execute(f"DELETE FROM audit_value WHERE audit_{where}", (value,))
    driver.execute(f"DELETE FROM audit WHERE {where}", (value,))


def _inside(driver: Any, chance: random.Random) -> int:
    return chance.randint(2, _last(driver) - 2)


def _last(driver: Any) -> int:
    [last] = driver.execute("SELECT max(id) FROM audit").fetchone()
    return int(last)


KINDS: Mapping[str, Alter] = {
    "edited": _edit,
    "deleted": _delete,
    "renumbered": _renumber,
    "swapped": _swap,
    "inserted": _insert,
    "cut off": _cut,
    "written anew": _write_anew,
    "put back": lambda _driver, _chance: None,  # the file of the day before
}
FAULTS = (
    Fault(
        "F48", "history altered in eight ways", 8, 160,
        altered, partial(altered, anchored=False), "without the anchor outside the file", control_count=160,
    ),
)  # fmt: skip

"""How long it takes to save an intake, beside the bare driver writing the very same rows as durably.

    python -m tests.benchmarks.intake_saving SHOP

Both work on copies of the shop. After each save of the product its new rows are read, and the driver writes
them into the other copy, in one commit and with the number series that goes on.
"""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

from deskapp.clock import FixedClock
from deskapp.domain.device import DeviceDraft
from deskapp.domain.item_type import Check
from deskapp.domain.money import Money
from deskapp.domain.ticket import Intake, ItemDraft, LineDraft
from deskapp.services.desk import Desk
from deskapp.store import schema
from deskapp.store.search_index import TABLES as INDEXES
from tests.benchmarks import large_shop
from tests.benchmarks.measuring import Figure, summary, table
from tests.benchmarks.raw_rows import bare, rows_of, write

RUNS = 300
WARM = 10
_OTHERWISE = {"number_series", "row_hash"}  # copied apart; not written when a ticket is taken in
_TABLES = (*(one.name for one in schema.metadata.sorted_tables if one.name not in _OTHERWISE), *INDEXES)
_NUMBER = "UPDATE number_series SET last = last + 1 WHERE series = 'ticket'"


def measure(shop: Path, name: str = "", runs: int = RUNS) -> Iterator[tuple[str, Figure]]:
    """The figures of one shop; `name` stands before their keys."""
    with tempfile.TemporaryDirectory(dir=shop.parent) as folder:
        mine, other = (Path(shutil.copy(shop, Path(folder) / f"{one}.desk")) for one in ("product", "bare"))
        with (
            closing(Desk.open(mine, FixedClock(large_shop.NOW))) as desk,
            bare(mine) as reader,
            bare(other) as writer,
        ):
            save, ids = _saving(desk), _last_ids(reader)
            wall: tuple[list[float], list[float]] = ([], [])
            cpu: tuple[list[float], list[float]] = ([], [])
            for run in range(runs + WARM):
                seconds, used = _timed(save)
                rows = rows_of(reader, _TABLES, ids)
                if run == 0:
                    _copy_series(reader, writer)
                ids = _last_ids(reader)
                bare_seconds, bare_used = _timed(partial(write, writer, [*rows, (_NUMBER, [()])]))
                if run >= WARM:
                    for place, (took, spent) in enumerate(((seconds, used), (bare_seconds, bare_used))):
                        wall[place].append(took * 1000)
                        cpu[place].append(spent * 1000)
    yield f"{name}save_intake", summary(wall[0], cpu[0])
    yield f"raw.{name}save_intake", summary(wall[1], cpu[1])


def _saving(desk: Desk) -> Callable[[], object]:
    """A customer of the directory brings two things of which one is known; two services are agreed."""
    chance, actor = random.Random(2), desk.actor()
    rows = desk.tickets.rows(actor, limit=500)
    known = [desk.tickets.by_id(actor, row.id) for row in chance.sample(rows, min(100, len(rows)))]
    price = Money(4900, desk.shop.get(actor).currency)
    checks = tuple(Check(key, key, "pass") for key in ("switches_on", "screen", "touch", "charging"))

    def save() -> object:
        ticket = chance.choice(known)
        first = ticket.items[0]
        serial = f"SN{chance.randrange(10**9)}"
        items = (
            ItemDraft(first.fault, first.device, first.device_id, "scratched", "charger", checklist=checks),
            ItemDraft("battery flat", DeviceDraft("Phone", "Apple", "iPhone 13", serial), accessories="case"),
        )
        lines = (LineDraft("Diagnosis", price, item=1), LineDraft("Battery", price, item=2))
        return desk.tickets.take_in(actor, Intake(items, ticket.edit.customer_id, lines=lines))

    return save


def _timed(work: Callable[[], object]) -> tuple[float, float]:
    """Wall and processor seconds."""
    used, started = time.process_time(), time.perf_counter()
    work()
    return time.perf_counter() - started, time.process_time() - used


def _last_ids(connection: Any) -> dict[str, int]:
    return {
        name: connection.execute(f"SELECT coalesce(max(rowid), 0) FROM {name}").fetchone()[0]
        for name in _TABLES
    }


def _copy_series(reader: Any, writer: Any) -> None:
    """What counts the numbers is there for both; the bare side goes on from before the first."""
    found = reader.execute("SELECT series, period, last - 1 FROM number_series").fetchall()
    statement = "INSERT OR REPLACE INTO number_series (series, period, last) VALUES (?, ?, ?)"
    writer.executemany(statement, found)


if __name__ == "__main__":
    print(table(dict(measure(Path(sys.argv[1])))))

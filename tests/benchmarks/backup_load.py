"""The counter while a backup is made: saving a ticket and reading the first page, and how long backups take.

python -m tests.benchmarks.backup_load FOLDER [TICKETS] [HISTORY]

A made-up shop, usually of 100 thousand tickets and a million entries of the history, is built there once and
worked with in copies. One thread serves the counter as the window does (a ticket every tenth of a second, the
first page of the queue in between, and one bare commit to another file, which says what the machine does),
another makes backups, as the program's thread for them does.
"""

from __future__ import annotations

import random
import shutil
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

from deskapp.clock import FixedClock
from deskapp.domain.ticket import Intake, ItemDraft
from deskapp.services import audit
from deskapp.services.desk import Desk
from deskapp.store import backup_copy
from deskapp.store.driver import connect
from deskapp.store.types import moment_text
from tests.benchmarks import large_shop
from tests.benchmarks.measuring import Figure

TICKETS, HISTORY = 100_000, 1_000_000
LIMIT_MS, PAUSE_MS = (
    50,
    100,
)  # for what is done at the counter: of a hundred one may take longer, and the longest
PACE = 0.1  # seconds between two tickets
QUIET, BACKUPS = 10, 1
_ROW = (
    "INSERT INTO audit (at, person_id, role, source, action, kind, record_id, fields, chain)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)


def measure(folder: Path, tickets: int = TICKETS, history: int = HISTORY) -> Iterator[tuple[str, Figure]]:
    """Each figure with its name, in milliseconds unless the name says otherwise."""
    shop = build(folder, tickets, history)
    with tempfile.TemporaryDirectory(dir=folder) as inner:
        path = Path(shutil.copy(shop, Path(inner) / "shop.desk"))
        yield "file MB", {"value": path.stat().st_size / 1e6}
        clock = FixedClock(large_shop.NOW)
        with closing(Desk.open(path, clock)) as desk:
            desk.load()
            yield from _beside(desk, "quiet", lambda: time.sleep(QUIET))
            steps: dict[str, list[float]] = {"backup s": [], "copying s": []}
            with _watched(steps["copying s"]):
                first = _timed(lambda: desk.backups.make(desk.actor(), [Path(inner) / "backups"]))
                yield "first backup s, which hashes each row once", {"value": first}

                def keep() -> None:
                    for _backup in range(BACKUPS):
                        clock.moment += timedelta(minutes=1)
                        make = lambda: desk.backups.make(desk.actor(), [Path(inner) / "backups"])  # noqa: E731
                        steps["backup s"].append(_timed(make))

                yield from _beside(desk, "backup", keep)
            yield from ((name, {"value": max(seconds[-BACKUPS:])}) for name, seconds in steps.items())


def build(folder: Path, tickets: int, history: int) -> Path:
    """The shop with a history that fits together; an existing one is kept."""
    path = folder / f"shop_{tickets}_{history}.desk"
    if path.exists():
        return path
    folder.mkdir(parents=True, exist_ok=True)
    plain = large_shop.build(folder / f"shop_{tickets}.desk", tickets)
    part = Path(shutil.copy(plain, path.with_suffix(".building")))
    with closing(connect(part, isolation_level=None)) as driver:
        for pragma in ("journal_mode = OFF", "synchronous = OFF"):
            driver.execute(f"PRAGMA {pragma}")
        driver.execute("BEGIN")
        driver.executemany(_ROW, _rows(driver, tickets, history))
        driver.execute("COMMIT")
        driver.execute("PRAGMA journal_mode = WAL")
    part.rename(path)
    return path


def _rows(driver: Any, tickets: int, count: int) -> Iterator[tuple[Any, ...]]:
    last = driver.execute("SELECT chain FROM audit ORDER BY id DESC LIMIT 1").fetchone()
    previous, chance, at = last[0] if last else "", random.Random(large_shop.SEED), large_shop.NOW
    for _row in range(count):
        row = {
            "at": at, "person_id": chance.randint(1, 12), "role": "technician", "source": "window",
            "action": chance.choice(("move", "note", "edit")), "kind": "ticket",
            "record_id": chance.randint(1, tickets), "fields": {"status": f"{chance.getrandbits(128):032x}"},
        }  # fmt: skip
        previous = audit.chain(previous, row)
        fields = f'{{"status": "{row["fields"]["status"]}"}}'  # type: ignore[index]  # a table
        yield (moment_text(at), *list(row.values())[1:7], fields, previous)


def _beside(desk: Desk, name: str, work: Callable[[], object]) -> Iterator[tuple[str, Figure]]:
    """Serve the counter for as long as the work lasts on another thread."""
    thread = threading.Thread(target=work)
    took: dict[str, list[float]] = {"bare commit": [], "new ticket": [], "first page": []}
    owner = desk.actor()
    bare = connect(desk.path.with_name("bare.desk"), isolation_level=None)
    for pragma in ("journal_mode = WAL", "synchronous = FULL"):
        bare.execute(f"PRAGMA {pragma}").fetchone()
    bare.execute("CREATE TABLE IF NOT EXISTS one (text)")
    thread.start()
    while thread.is_alive():
        took["bare commit"].append(_timed(lambda: bare.execute("INSERT INTO one VALUES ('x')")))
        took["new ticket"].append(_timed(lambda: desk.tickets.take_in(owner, _intake())))
        took["first page"].append(_timed(lambda: desk.tickets.rows(owner, "is:open", limit=100)))
        time.sleep(PACE)
    bare.close()
    yield from ((f"{what}, {name}", _figure(seconds)) for what, seconds in took.items())


def _intake() -> Intake:
    item = ItemDraft(fault="Screen is broken, touch dead", condition="scratched", accessories="charger")
    return Intake(items=(item,))


def _watched(seconds: list[float]) -> Any:
    """How long the copying itself takes."""
    copied = backup_copy.copy_tables

    def copy(driver: Any, progress: Any) -> None:
        seconds.append(_timed(lambda: copied(driver, progress)))

    return patch.object(backup_copy, "copy_tables", copy)


def _timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def _figure(seconds: list[float]) -> Figure:
    ordered = sorted(1000 * one for one in seconds)
    p99 = ordered[min(len(ordered) - 1, int(0.99 * len(ordered)))]
    return {"median": ordered[len(ordered) // 2], "p99": p99, "max": ordered[-1], "n": len(ordered)}


def main() -> None:
    """Print each figure, and beside those of the counter whether they keep the limit."""
    numbers = [int(word) for word in sys.argv[2:]]
    for name, found in measure(Path(sys.argv[1]), *numbers):
        if "p99" in found:
            word = "ok" if found["p99"] < LIMIT_MS and found["max"] < PAUSE_MS else "MISSED"
            said = "  ".join(f"{key} {value:.2f}" for key, value in found.items())
            print(f"{word:<7}{name:<24}{said}", flush=True)
        else:
            print(f"       {name:<44}{found['value']:.2f}", flush=True)


if __name__ == "__main__":
    main()

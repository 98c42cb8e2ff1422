"""How long the match list of the counter takes in a large directory, beside a bare look into the same index.

    python -m tests.benchmarks.directory_speed FOLDER [CUSTOMERS]

The bare side asks the driver for the newest eight ids of the trigram index, or of the words where letters are
typed, and reads the eight customers with their phones: what is shown, without open tickets and last visits.
"""

from __future__ import annotations

import itertools
import random
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from deskapp.clock import FixedClock
from deskapp.domain.text import fold
from deskapp.services.desk import Desk
from tests.benchmarks import large_shop
from tests.benchmarks.measuring import Figure, paired, table
from tests.benchmarks.raw_rows import bare

CUSTOMERS = 300_000
TICKETS = 20_000
LIMIT = 8
_PICKED = 200
_BARE = (
    "SELECT c.id, c.name, c.company, c.city, (SELECT p.typed FROM customer_phone p WHERE p.customer_id = c.id"
    " AND p.binned_at IS NULL ORDER BY p.position LIMIT 1) FROM (SELECT rowid AS id FROM {index}"
    " WHERE {index} MATCH ? ORDER BY rowid DESC LIMIT ?) AS hit JOIN customer c ON c.id = hit.id"
)


def measure(folder: Path, customers: int = CUSTOMERS, runs: int = 400) -> Iterator[tuple[str, Figure]]:
    """For what is typed: the match list, and the bare look-up under the same key with `raw.` before it."""
    path = large_shop.build(folder / f"directory_{customers}.desk", min(TICKETS, customers), customers)
    with closing(Desk.open(path, FixedClock(large_shop.NOW))) as desk, bare(path) as connection:
        actor = desk.actor()
        for key, typed, index, match in _typed(connection):
            product, raw = paired(
                _in_turn(typed, lambda word: desk.customers.match(actor, word)),
                _in_turn(match, _looking_up(connection, index)),
                runs,
            )
            yield f"match_{key}", product
            yield f"raw.match_{key}", raw


def _typed(connection: Any) -> Iterator[tuple[str, list[str], str, list[str]]]:
    """What is typed, and what of it is asked of which index."""
    chance = random.Random(3)
    [(last,)] = connection.execute("SELECT max(id) FROM customer")
    phones, names = [], []
    for _ in range(_PICKED):
        one = chance.randint(1, last)
        [(normal, name)] = connection.execute(
            "SELECT normal, name FROM customer JOIN customer_phone ON customer_id = customer.id"
            " WHERE customer.id = ?",
            (one,),
        )
        phones.append(normal)
        names.append(fold(name.split()[-1]))
    for many in (3, 4, 6):
        parts = [phone[-many - 2 : -2] for phone in phones]
        yield f"{many}_digits", parts, "customer_parts", [f'"{part}"' for part in parts]
    yield "whole_phone", phones, "customer_parts", [f'"{phone.lstrip("+")}"' for phone in phones]
    for many in (2, 3, 6):
        letters = [name[:many] for name in names]
        yield f"{many}_letters", letters, "customer_words", [f'"{some}"*' for some in letters]


def _in_turn(words: list[str], work: Callable[[str], object]) -> Callable[[], object]:
    turn = itertools.cycle(words)
    return lambda: work(next(turn))


def _looking_up(connection: Any, index: str) -> Callable[[str], object]:
    statement = _BARE.format(index=index)
    return lambda match: connection.execute(statement, (match, LIMIT)).fetchall()


if __name__ == "__main__":
    sizes = [int(size) for size in sys.argv[2:]] or [CUSTOMERS]
    for size in sizes:
        print(table(dict(measure(Path(sys.argv[1]), size))))

"""How long the daily writes take as service calls, durable, indexed and logged; and opening one ticket.

    python -m tests.benchmarks.write_speed SHOP

Works on a copy beside the shop, so that the shop stays as it was built.
"""

from __future__ import annotations

import itertools
import random
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

from deskapp.clock import FixedClock
from deskapp.domain.actor import Actor
from deskapp.domain.ticket import Intake, ItemDraft
from deskapp.services.desk import Desk
from tests.benchmarks import large_shop
from tests.benchmarks.measuring import Figure, table, timed

RUNS = 500
_PICKED = 512
_MOST_OPEN = 400


def measure(shop: Path, name: str = "") -> Iterator[tuple[str, Figure]]:
    """The figures of one shop; `name` stands before their keys."""
    with tempfile.TemporaryDirectory(dir=shop.parent) as folder:
        copy = Path(shutil.copy(shop, folder))
        with closing(Desk.open(copy, FixedClock(large_shop.NOW))) as desk:
            actor = desk.actor()
            yield f"{name}open_ticket", timed(_opening(desk, actor), 2000)
            yield f"{name}change_status", timed(_moving(desk, actor), RUNS)
            yield f"{name}create_ticket", timed(_taking_in(desk, actor), RUNS)


def _opening(desk: Desk, actor: Actor) -> Callable[[], object]:
    """Any of some hundred tickets of all ages, whole."""
    chance = random.Random(1)
    newest = desk.tickets.rows(actor, limit=1)[0].id
    picked = itertools.cycle([chance.randint(1, newest) for _ in range(_PICKED)])
    return lambda: desk.tickets.by_id(actor, next(picked))


def _moving(desk: Desk, actor: Actor) -> Callable[[], object]:
    """Open tickets take a step, one after the other and back again."""
    open_rows = desk.tickets.rows(actor, "is:open", sort="due", limit=_MOST_OPEN)
    numbers = itertools.cycle(row.number for row in open_rows)
    stands = {row.number: row.status for row in open_rows}

    def move() -> object:
        number = next(numbers)
        stands[number] = "testing" if stands[number] != "testing" else "in_work"
        return desk.tickets.move(actor, number, stands[number])

    return move


def _taking_in(desk: Desk, actor: Actor) -> Callable[[], object]:
    """A customer of the directory brings a device of the register."""
    chance = random.Random(2)
    rows = desk.tickets.rows(actor, limit=2000)
    intakes = []
    for row in rows:
        ticket = desk.tickets.by_id(actor, row.id)
        item = ticket.items[0]
        draft = ItemDraft(item.fault, item.device, item.device_id, "scratched", "charger")
        intakes.append(Intake((draft,), ticket.edit.customer_id, promised_at=ticket.edit.promised_at))
    return lambda: desk.tickets.take_in(actor, chance.choice(intakes))


if __name__ == "__main__":
    print(table(dict(measure(Path(sys.argv[1])))))

"""How long lists, jumps, searches and counts take as service calls, and how large the file is.

python -m tests.benchmarks.reading_speed SHOP
"""

from __future__ import annotations

import itertools
import random
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

from deskapp.clock import FixedClock
from deskapp.domain.actor import Actor
from deskapp.domain.status import Meaning
from deskapp.services.desk import Desk
from deskapp.store.driver import sqlite
from tests.benchmarks import large_shop
from tests.benchmarks.measuring import table, timed

COMMON, NAME_AND_DEVICE = "keyboard", "grace iphone"
"""A word in a quarter of the tickets; a word of customers beside one of devices."""
SORTS = (
    *("received", "due", "closed", "number", "customer", "device", "place", "status", "person", "priority"),
    *("total", "since", "updated"),
)
FAR = 50_000
Work = Callable[[], object]


def measure(shop: Path, name: str = "") -> Iterator[tuple[str, object]]:
    """The figures of one shop; `name` stands before their keys."""
    with closing(Desk.open(shop, FixedClock(large_shop.NOW))) as desk:
        actor = desk.actor()
        for key, work in (*_pages(desk, actor), *_searches(desk, actor, shop), *_counts(desk, actor)):
            yield f"{name}{key}", timed(work, 2000, 4.0)
    yield f"{name}size_mib", round(shop.stat().st_size / 2**20, 1)


def _pages(desk: Desk, actor: Actor) -> Iterator[tuple[str, Work]]:
    """The first page and a page far inside, in every order."""
    rows = desk.tickets.rows
    far = min(FAR, desk.tickets.count(actor) - 200)
    yield "queue_first_page", lambda: rows(actor, "is:open", sort="due", limit=50)
    yield "page_1000", lambda: rows(actor, sort="due", offset=far, limit=50)
    for sort in SORTS:
        yield f"first_page.open.{sort}", partial(rows, actor, "is:open", sort=sort, limit=50)
        yield f"first_page.all.{sort}", partial(rows, actor, sort=sort, limit=50)
        yield f"jump.all.{sort}", partial(rows, actor, sort=sort, offset=far, limit=50)
        yield f"jump.all.-{sort}", partial(rows, actor, sort=f"-{sort}", offset=far, limit=50)


def _searches(desk: Desk, actor: Actor, shop: Path) -> Iterator[tuple[str, Work]]:
    """The newest fifty, but where it says otherwise."""

    def search(typed: str, sort: str = "-received") -> Work:
        return lambda: desk.tickets.rows(actor, typed, sort=sort, limit=50)

    yield "search_common", search(COMMON)
    yield "search_prefix3", search(COMMON[:3])
    yield "search_prefix2", search(COMMON[:2])
    yield "search_two_words", search(NAME_AND_DEVICE)
    yield "search_nothing", search("quokkavolt")
    yield "search_open_common", search(f"is:open {COMMON}", "due")
    yield "search_best", search(COMMON, "best")
    phones, serials = _numbers(shop)
    yield "search_serial_part", search(serials[0][3:8])
    yield "search_phone_part", search(phones[0][-6:])
    endings = itertools.cycle(phone[-7:] for phone in phones)
    yield "phone_suffix", lambda: desk.customers.match(actor, next(endings))


def _counts(desk: Desk, actor: Actor) -> Iterator[tuple[str, Work]]:
    yield "status_counts", lambda: desk.tickets.counts(actor)
    yield "count_all", lambda: desk.tickets.count(actor)
    yield "count_open", lambda: desk.tickets.count(actor, "is:open")
    yield "count_common", lambda: desk.tickets.count(actor, COMMON)
    for by in ("status", "person", "day"):
        yield f"headings.all.{by}", partial(desk.tickets.group_counts, actor, "", by)
    far = desk.tickets.count(actor, "is:closed") // 2
    for column, offset in (("active", 0), ("closed", 0), ("closed", far)):
        at = "far" if offset else "first"
        cards = partial(desk.tickets.rows, actor, f"status:{column}", sort="due", offset=offset, limit=128)
        yield f"board.{column}.{at}", cards
    yield "board.counts", lambda: [desk.tickets.count(actor, f"status:{one.value}") for one in Meaning]


def _numbers(shop: Path) -> tuple[list[str], list[str]]:
    """Some phones and serials of the shop."""
    chance = random.Random(1)
    with closing(sqlite.connect(shop)) as connection:
        columns = (("normal", "customer_phone"), ("serial", "device"))
        found = []
        for column, name in columns:
            [(last,)] = connection.execute(f"SELECT max(id) FROM {name}")
            ids = sorted({chance.randint(1, last) for _ in range(300)})
            marks = ", ".join("?" * len(ids))
            rows = connection.execute(f"SELECT {column} FROM {name} WHERE id IN ({marks})", ids)
            found.append([text for (text,) in rows])
    return found[0], found[1]


if __name__ == "__main__":
    print(table(dict(measure(Path(sys.argv[1])))))

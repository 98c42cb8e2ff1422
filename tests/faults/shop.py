"""A shop at work without a window: acts of the services, each acknowledged once it is kept.

    python -m tests.faults.shop FILE SEED ACTS [WEAKNESS]

An acknowledgement is a line `ACK AUDIT_ID CHAIN`: the newest row of the history when the act returned.
Its chain value stands for everything that was done until then, so that nothing can be missing behind it.
"""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch

from deskapp.clock import FixedClock
from deskapp.domain.actor import Actor
from deskapp.services.desk import Desk
from deskapp.store import engine
from deskapp.store.driver import JOURNAL, connect
from deskapp.store.key import key_of
from tests.builders import a_line, an_intake

NOON = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
LAST = "SELECT id, chain FROM audit ORDER BY id DESC LIMIT 1"
WEAKNESSES = {"normal": "synchronous = NORMAL", "off": "synchronous = OFF"}

Say = Callable[[bytes], object]


def main(path: str, seed: str, acts: str, weakness: str = "") -> None:
    """Work as the words of the command line say; acknowledgements go to standard output, unbuffered."""
    work(Path(path), int(seed), int(acts), lambda line: os.write(1, line), weakness)


def work(path: Path, seed: int, acts: int, say: Say, weakness: str = "") -> None:
    """Do so many acts. A weakness is a control: `normal`, `off`, or `early`, which says what is not done.

    With `delete` the file is kept as where SQLite’s current build is missing; `delete+normal` is its control.
    """
    clock, key = FixedClock(NOON), key_of(path)
    with (
        kept_as(weakness),
        closing(Desk.open(path, clock)) as desk,
        closing(connect(path, key)) as reader,
    ):
        say(b"OPEN\n")
        for act in _acts(desk, clock, random.Random(seed), acts):
            if weakness == "early":
                newest, _chain = reader.execute(LAST).fetchone() or (0, "")
                say(f"ACK {newest + 1} ?\n".encode())
            act()
            newest, chain = reader.execute(LAST).fetchone()
            say(f"ACK {newest} {chain}\n".encode())


def kept_as(words: str) -> AbstractContextManager[object]:
    """Let this process keep shop files in another way."""
    journal, pragmas = JOURNAL, engine.PRAGMAS
    for word in words.split("+"):
        if word == "delete":
            journal, pragmas = word, ("journal_mode = delete", "synchronous = EXTRA", *pragmas[2:])
        elif pragma := WEAKNESSES.get(word):
            pragmas = (*pragmas, pragma)
    return patch.multiple(engine, JOURNAL=journal, PRAGMAS=pragmas)


def _acts(desk: Desk, clock: FixedClock, chance: random.Random, count: int) -> Iterator[Callable[[], Any]]:
    """The work of a day, in an order of chance; it begins with a ticket."""
    owner = desk.actor()
    numbers = [row.number for row in desk.tickets.rows(owner, "is:open", limit=20)]
    for _act in range(count):
        clock.moment += timedelta(minutes=chance.randint(1, 9))
        if not numbers or chance.random() < 0.4:
            yield lambda: numbers.append(desk.tickets.take_in(owner, an_intake(_words(chance))).value.number)
        else:
            yield _on_a_ticket(desk, owner, chance, numbers)


def _on_a_ticket(desk: Desk, owner: Actor, chance: random.Random, numbers: list[str]) -> Callable[[], Any]:
    number, words = chance.choice(numbers), _words(chance)
    tickets = desk.tickets
    return chance.choice(
        (
            lambda: tickets.note(owner, number, words),
            lambda: tickets.message(owner, number, words),
            lambda: tickets.add_line(owner, number, a_line(words[:200])),
            lambda: tickets.move(owner, number, _other_status(desk, owner, number)),
        )
    )


def _other_status(desk: Desk, owner: Actor, number: str) -> str:
    return "in_work" if desk.tickets.get(owner, number).status == "diagnosing" else "diagnosing"


def _words(chance: random.Random) -> str:
    """From a word to a page."""
    return " ".join(
        chance.choice(("drop", "water", "ładowarka", "Glas")) for _ in range(chance.randint(1, 400))
    )


if __name__ == "__main__":
    main(*sys.argv[1:])

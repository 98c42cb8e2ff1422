"""A made-up shop of any size, the same for the same number, written straight to the driver.

Every table that daily work fills for a ticket is filled, with its derived columns, its search texts
and its runs, as the program would have written them; only the audit is empty, as after an import.
A million tickets take about five minutes.

    python -m tests.benchmarks.large_shop FOLDER 10000 100000
"""

from __future__ import annotations

import random
import sys
from collections.abc import Iterable, Iterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from deskapp.clock import FixedClock
from deskapp.domain import text
from deskapp.domain.device import DeviceDraft
from deskapp.domain.number import format_number
from deskapp.services.country import shop_in
from deskapp.services.desk import Desk
from deskapp.services.device import search_texts
from deskapp.services.import_rows import insert_into
from deskapp.store import planner, schema, search_index
from deskapp.store.driver import sqlite
from deskapp.store.types import moment_text
from tests.benchmarks.shop_words import BRANDS, CITIES, COLOURS, FIRST, KINDS, PARTS, Words

SEED = 4711
NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
CHUNK = 10_000
OPEN_SHARE = 0.05
DAYS = 2190
PEOPLE = ("Owner", "Mia", "Tom", "Ada", "Ben", "Cleo", "Dan", "Eva", "Finn", "Gus", "Hana", "Ivo")

ROADS = (
    ("received",),
    ("received", "diagnosing"),
    ("received", "diagnosing", "waiting_part"),
    ("received", "diagnosing", "in_work", "ready"),
)
CLOSED = ("received", "in_work", "ready", "collected")
MEANINGS = {
    "received": "new",
    "diagnosing": "active",
    "in_work": "active",
    "waiting_part": "waiting",
    "ready": "ready",
    "collected": "closed",
}
_TAX = '[["VAT","20"]]'
_ZONE = ZoneInfo("Europe/London")

_INSERTS = {
    "customer": insert_into(
        schema.customer, "id", "name", "email", "street", "postcode", "city", "sort_name", "created_at"
    ),
    "customer_phone": insert_into(schema.customer_phone, "customer_id", "position", "typed", "normal"),
    "device": insert_into(
        schema.device, "id", "customer_id", "category", "brand", "model", "serial", "colour"
    ),
    "ticket": insert_into(
        schema.ticket, "id", "number", "code", "customer_id", "status", "meaning", "received_at",
        "received_by", "promised_at", "closed_at", "closed_month", "turnaround_min", "priority", "person_id",
        "tags", "device_label", "fault_line", "customer_label", "phone_label", "customer_sort", "total_minor",
        "status_since", "updated_at", "place", "prices_include_tax",
    ),
    "item": insert_into(
        schema.item, "id", "ticket_id", "position", "device_id", "fault", "condition", "accessories",
        "findings", "work_done", "status", "meaning", "closed_at",
    ),
    "line": insert_into(
        schema.line, "ticket_id", "item_id", "kind", "description", "quantity", "unit_price_minor",
        "tax_class", "tax_rates",
    ),
    "status_step": insert_into(
        schema.status_step, "ticket_id", "item_id", "from_status", "to_status", "person_id", "at"
    ),
    "note": insert_into(schema.note, "ticket_id", "text", "person_id", "at"),
}  # fmt: skip
_INSERTS |= {
    name: f"INSERT INTO {name} (rowid, {', '.join(columns)}) VALUES ({', '.join('?' * (len(columns) + 1))})"
    for name, columns in search_index.COLUMNS.items()
}
_BULKY = ("ticket", "item", "line", "status_step", "note", "device", "customer", "customer_phone")

Row = tuple[Any, ...]
Rows = dict[str, list[Row]]


def build(path: Path, tickets: int, customers: int = 0) -> Path:
    """Write the shop and answer its path; an existing one is kept. Usual are 2 customers for 5 tickets."""
    if path.exists():
        return path
    part = path.with_suffix(".building")
    part.unlink(missing_ok=True)
    with closing(Desk.create(part, shop_in("GB", "Benchmark Repairs"), PEOPLE[0], FixedClock(NOW))) as desk:
        for name in PEOPLE[1:]:
            desk.people.add(desk.actor(), name)
    with closing(sqlite.connect(part, isolation_level=None)) as connection:
        _fill(connection, _World(tickets, customers or max(50, tickets * 2 // 5)))
    part.rename(path)
    return path


def _fill(connection: Any, world: _World) -> None:
    """Rows first, then the indexes; both faster than the other way round."""
    for pragma in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -262144"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("BEGIN")
    indexes = connection.execute(
        f"SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql <> '' AND tbl_name IN {_BULKY}"
    ).fetchall()
    _run(connection, [f"DROP INDEX {name}" for name, _sql in indexes])
    for records in (world.customers(), world.devices(), world.tickets()):
        while some := list(islice(records, CHUNK)):
            _write(connection, some)
    _run(connection, ["INSERT INTO ticket_run (first_id) VALUES (1)", *(sql for _name, sql in indexes)])
    _run(connection, [f"INSERT INTO {name} ({name}) VALUES ('optimize')" for name in search_index.TABLES])
    # The segments that were merged into one leave holes behind.
    _run(connection, ["COMMIT", *planner.STATEMENTS, "VACUUM", "PRAGMA journal_mode = WAL"])


def _run(connection: Any, statements: Iterable[str]) -> None:
    for statement in statements:
        connection.execute(statement)


def _write(connection: Any, records: list[Rows]) -> None:
    for name, statement in _INSERTS.items():
        if rows := [row for record in records for row in record.get(name, ())]:
            connection.executemany(statement, rows)


class _World:
    def __init__(self, tickets: int, customers: int) -> None:
        self._count, self._people = tickets, customers
        self._chance = random.Random(f"{SEED}-{tickets}")
        self._words = Words(self._chance)
        self._customers: list[tuple[str, str, str, str, str]] = []  # label, sort, phone, words, digits
        self._devices: list[tuple[int, str, str, str]] = []  # owner, label, words, serial

    def customers(self) -> Iterator[Rows]:
        """As many as were asked for."""
        for customer_id in range(1, self._people + 1):
            yield self._customer(customer_id)

    def devices(self) -> Iterator[Rows]:
        """One for two tickets."""
        for device_id in range(1, max(60, self._count // 2) + 1):
            yield self._device(device_id)

    def tickets(self) -> Iterator[Rows]:
        """The newest are open."""
        closed = self._count - max(20, int(self._count * OPEN_SHARE))
        for ticket_id in range(1, self._count + 1):
            yield self._ticket(ticket_id, is_open=ticket_id > closed)

    def _customer(self, customer_id: int) -> Rows:
        chance, words = self._chance, self._words
        first, last = chance.choice(FIRST), chance.choice(words.surnames)
        name, sort = f"{first} {last}", text.fold(f"{last} {first}")
        digits = f"7{chance.randrange(10**8, 10**9)}"
        typed, normal = f"0{digits[:4]} {digits[4:]}", f"+44{digits}"
        email = f"{text.fold(name).replace(' ', '.')}{customer_id}@example.org"
        street = city = postcode = ""
        if chance.random() < 0.5:  # nobody asks for the address at the counter
            street, city = f"{chance.choice(words.streets)} {chance.randint(1, 180)}", chance.choice(CITIES)
            postcode = f"LS{chance.randint(1, 29)} {chance.randint(1, 9)}AB"
        folded = text.index_text((name, "", email, city, street, postcode))
        parts = f"0{digits} 44{digits}"
        self._customers.append((name, sort, typed, folded, parts))
        return {
            "customer": [(customer_id, name, email, street, postcode, city, sort, moment_text(NOW))],
            "customer_phone": [(customer_id, 0, typed, normal)],
            "customer_words": [(customer_id, folded)],
            "customer_parts": [(customer_id, parts)],
        }

    def _device(self, device_id: int) -> Rows:
        chance = self._chance
        owner, brand = chance.randint(1, len(self._customers)), chance.choice(tuple(BRANDS))
        serial = "".join(chance.choices("ABCDEFGHJKLMNPQRSTUVWXYZ23456789", k=11))
        draft = DeviceDraft(
            chance.choice(KINDS), brand, chance.choice(BRANDS[brand]), serial, chance.choice(COLOURS)
        )
        self._devices.append((owner, draft.label, *search_texts(draft)))
        row = (device_id, owner, draft.category, brand, draft.model, serial, draft.colour)
        return {"device": [row]}

    def _ticket(self, ticket_id: int, *, is_open: bool) -> Rows:
        chance = self._chance
        received = NOW - timedelta(days=DAYS * (1 - ticket_id / (self._count + 1)))
        road = chance.choice(ROADS) if is_open else CLOSED
        at = [received + timedelta(hours=7 * step) for step in range(len(road))]
        moments = [moment_text(moment) for moment in at]
        place = chance.randint(0, len(self._devices) - 1)
        person = chance.randint(1, len(PEOPLE)) if chance.random() < 0.9 else None
        rows = self._item(ticket_id, place + 1, road, moments)
        lines = self._lines(ticket_id) if len(road) > 2 else []
        note = chance.choice(self._words.details) if chance.random() < 0.3 else ""
        steps = zip((None, *road), road, moments, strict=False)
        return (
            rows
            | self._head(ticket_id, place, (road, at, moments), person, lines, rows["item"][0], note)
            | {
                "line": lines,
                "status_step": [(ticket_id, ticket_id, a, b, person or 1, moment) for a, b, moment in steps],
                "note": [(ticket_id, note, person, moments[-1])] if note else [],
            }
        )

    def _item(self, ticket_id: int, device: int, road: tuple[str, ...], moments: list[str]) -> Rows:
        chance, words = self._chance, self._words
        fault = f"{chance.choice(words.openers)} {chance.choice(words.details)}"
        if chance.random() < 0.5:
            fault = f"{fault} {chance.choice(words.details)}"
        findings = f"{chance.choice(words.findings)} {chance.choice(words.findings)}" if len(road) > 1 else ""
        done = chance.choice(words.findings) if len(road) > 3 else ""
        brought = (chance.choice(("good", "scratched", "dented")), chance.choice(("", "charger", "bag")))
        closed = moments[-1] if road is CLOSED else None
        state = (road[-1], MEANINGS[road[-1]], closed)
        return {"item": [(ticket_id, ticket_id, 1, device, fault, *brought, findings, done, *state)]}

    def _lines(self, ticket_id: int) -> list[Row]:
        chance = self._chance
        return [
            (
                ticket_id,
                ticket_id,
                "part",
                chance.choice(PARTS),
                "1",
                chance.randint(500, 15_000),
                "standard",
                _TAX,
            )
            for _ in range(chance.randint(1, 3))
        ]

    def _head(
        self, ticket_id: int, place: int, way: Any, person: int | None, lines: list[Row], item: Row, note: str
    ) -> Rows:
        (road, at, moments), chance = way, self._chance
        owner, label, device_words, serial = self._devices[place]
        name, sort, phone, words, digits = self._customers[owner - 1]
        number = format_number("{YY}{SEQ:5}{CHECK}", ticket_id, at[0].date())
        ended: Row = (None, None, None)
        if road is CLOSED:
            ended = (moments[-1], f"{at[-1].astimezone(_ZONE):%Y-%m}", 7 * 60 * (len(road) - 1))
        due = moment_text(at[0] + timedelta(days=chance.choice((1, 2, 3, 5, 7))))
        priority = chance.choices(("normal", "low", "high", "urgent"), (16, 2, 2, 1))[0]
        tags = chance.choice(("", "", "", "", "warranty", "express"))
        shelf = f"R{chance.randint(1, 40)}-{chance.randint(1, 9)}"
        total = sum(line[5] for line in lines)
        row = (
            *(ticket_id, number, number, owner, road[-1], MEANINGS[road[-1]], moments[0], 1, due, *ended),
            *(priority, person, tags, label, " ".join(item[4][:160].split()), name, phone, sort, total),
            *(moments[-1], moments[-1], shelf, 1 if lines else None),
        )
        said = ("", "", shelf, tags, item[4], item[5], item[6], item[7], item[8], "")
        own = text.index_text((*said, *(line[3] for line in lines), note))
        return {
            "ticket": [row],
            "ticket_words": [(ticket_id, own, words, device_words)],
            "ticket_parts": [(ticket_id, number, digits, serial)],
        }


if __name__ == "__main__":
    for size in sys.argv[2:]:
        print(build(Path(sys.argv[1]) / f"shop_{size}.desk", int(size)))

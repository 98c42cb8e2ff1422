"""A made-up shop of any size, the same for the same number and seed, written by the store itself."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Table, insert

from deskapp.clock import FixedClock
from deskapp.domain import text
from deskapp.domain.device import DeviceDraft
from deskapp.domain.number import format_number
from deskapp.services.country import shop_in
from deskapp.services.desk import Desk
from deskapp.services.device import search_texts
from deskapp.store import schema, search_index
from deskapp.store.engine import ShopFile

SEED = 4711
NOW = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
CHUNK = 5_000
OPEN_SHARE = 0.05

FIRST = [
    "Anna",
    "Ben",
    "Clara",
    "David",
    "Elena",
    "Farid",
    "Greta",
    "Hugo",
    "Ines",
    "Jonas",
    "Katya",
    "Liam",
    "Mara",
    "Nils",
    "Olga",
    "Pablo",
    "Rosa",
    "Sven",
    "Tara",
    "Zoë",
]
LAST = [
    "Meyer",
    "Wójcik",
    "Okafor",
    "Nielsen",
    "Rahman",
    "Carter",
    "Murphy",
    "Campbell",
    "Demir",
    "Bennett",
    "Yıldız",
    "Patel",
    "Rossi",
    "Nguyen",
    "Walker",
]
BRANDS = [
    "Bosch",
    "Miele",
    "Lenovo",
    "Dell",
    "Apple",
    "Samsung",
    "Canon",
    "Brother",
    "Makita",
    "Garmin",
    "Philips",
    "Sony",
    "Asus",
    "Acer",
]
KINDS = [
    "Laptop",
    "Phone",
    "Printer",
    "Coffee machine",
    "E-bike",
    "Drill",
    "Vacuum",
    "Tablet",
    "Amplifier",
    "Monitor",
]
PARTS = [
    "screen",
    "hinge",
    "keyboard",
    "fan",
    "charger",
    "port",
    "cable",
    "fuse",
    "pump",
    "valve",
    "motor",
    "bearing",
    "belt",
    "switch",
    "board",
    "sensor",
    "battery",
]
FAULTS = [
    "The {part} does not start since last week",
    "Makes a grinding noise near the {part}",
    "Smells of burning, {part} warm",
    "Shows error E{number} and stops",
    "Restarts at random, {part} replaced before",
    "{part} cracked after a fall",
]
ROADS = [
    ("received",),
    ("received", "diagnosing"),
    ("received", "diagnosing", "waiting_part"),
    ("received", "diagnosing", "in_work", "ready"),
]
CLOSED = ("received", "diagnosing", "in_work", "ready", "collected")
MEANINGS = {
    "received": "new",
    "diagnosing": "active",
    "in_work": "active",
    "waiting_part": "waiting",
    "ready": "ready",
    "collected": "closed",
}


def build(path: Path, tickets: int) -> Path:
    """Write the shop and answer its path; an existing file is kept."""
    if path.exists():
        return path
    part = path.with_suffix(".building")
    Desk.create(part, shop_in("GB", "Benchmark Repairs"), "Owner", FixedClock(NOW)).close()
    file = ShopFile(part)
    world = _World(tickets)
    with file.write() as tx:
        for chunk in world.customers():
            chunk.write(tx)
        for chunk in world.devices():
            chunk.write(tx)
    for chunk in world.tickets():
        with file.write() as tx:
            chunk.write(tx)
    with file.write() as tx:
        tx.exec_driver_sql("ANALYZE")
    file.close()
    part.rename(path)
    return path


@dataclass
class _Chunk:
    """Rows of several tables that are written together."""

    rows: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    words: dict[str, list[tuple[int, str]]] = field(default_factory=dict)

    def add(self, table: Table, **values: Any) -> None:
        self.rows.setdefault(table.name, []).append(values)

    def index(self, table: str, record_id: int, folded: str) -> None:
        self.words.setdefault(table, []).append((record_id, folded))

    def write(self, tx: Connection) -> None:
        for name, rows in self.rows.items():
            tx.execute(insert(schema.metadata.tables[name]), rows)
        for name, words in self.words.items():
            search_index.add(tx, name, words)


class _World:
    def __init__(self, tickets: int) -> None:
        self.count = tickets
        self.chance = random.Random(f"{SEED}-{tickets}")
        self.customer_count = max(50, tickets * 2 // 5)
        self.device_count = max(60, tickets // 2)
        self.labels: list[str] = []
        self.owners: list[int] = []

    def customers(self) -> Iterator[_Chunk]:
        for ids in _chunks(self.customer_count):
            chunk = _Chunk()
            for customer_id in ids:
                name = f"{self.chance.choice(FIRST)} {self.chance.choice(LAST)}"
                phone = f"07700 {self.chance.randint(100_000, 999_999)}"
                chunk.add(
                    schema.customer,
                    id=customer_id,
                    name=name,
                    city="Leeds",
                    sort_name=text.fold(name),
                    created_at=NOW,
                )
                chunk.add(
                    schema.customer_phone,
                    customer_id=customer_id,
                    position=0,
                    typed=phone,
                    normal="+44" + text.digits(phone)[1:],
                )
                chunk.index("customer_words", customer_id, text.fold(f"{name} Leeds"))
                chunk.index("customer_parts", customer_id, text.digits(phone))
            yield chunk

    def devices(self) -> Iterator[_Chunk]:
        for ids in _chunks(self.device_count):
            chunk = _Chunk()
            for device_id in ids:
                owner = self.chance.randint(1, self.customer_count)
                serial = "".join(self.chance.choices("ABCDEFGHJKLMNPQRSTUVWXYZ23456789", k=11))
                draft = DeviceDraft(
                    self.chance.choice(KINDS),
                    self.chance.choice(BRANDS),
                    f"X{self.chance.randint(100, 9999)}",
                    serial,
                )
                self.labels.append(draft.label)
                self.owners.append(owner)
                chunk.add(
                    schema.device,
                    id=device_id,
                    customer_id=owner,
                    category=draft.category,
                    brand=draft.brand,
                    model=draft.model,
                    serial=serial,
                )
                words, part = search_texts(draft)
                chunk.index("device_words", device_id, words)
                chunk.index("device_parts", device_id, part)
            yield chunk

    def tickets(self) -> Iterator[_Chunk]:
        closed = self.count - max(20, int(self.count * OPEN_SHARE))
        for ids in _chunks(self.count):
            chunk = _Chunk()
            for ticket_id in ids:
                self._ticket(chunk, ticket_id, is_open=ticket_id > closed)
            yield chunk

    def _ticket(self, chunk: _Chunk, ticket_id: int, *, is_open: bool) -> None:
        days = 2190 * (1 - ticket_id / (self.count + 1))
        received = NOW - timedelta(days=days, minutes=self.chance.randint(0, 300))
        received = received.replace(second=0, microsecond=0)
        road = self.chance.choice(ROADS) if is_open else CLOSED
        device = self.chance.randint(1, self.device_count)
        fault = " ".join(self._fault() for _ in range(self.chance.randint(1, 3)))
        at = [received + timedelta(hours=7 * step) for step in range(len(road))]
        number = format_number("{YY}{SEQ:5}{CHECK}", ticket_id, received.date())
        ended: dict[str, Any] = dict.fromkeys(("closed_at", "closed_month", "turnaround_min"))
        if not is_open:
            minutes = 7 * 60 * (len(road) - 1)
            ended = {"closed_at": at[-1], "closed_month": f"{at[-1]:%Y-%m}", "turnaround_min": minutes}
        chunk.add(
            schema.ticket,
            id=ticket_id,
            number=number,
            code=number,
            customer_id=self.owners[device - 1],
            status=road[-1],
            meaning=MEANINGS[road[-1]],
            received_at=received,
            received_by=1,
            promised_at=received + timedelta(days=self.chance.choice((1, 2, 3, 5, 7))),
            priority="normal",
            device_label=self.labels[device - 1],
            fault_line=fault[:160].strip(),
            **ended,
        )
        chunk.add(
            schema.item,
            id=ticket_id,
            ticket_id=ticket_id,
            position=1,
            device_id=device,
            fault=fault,
            status=road[-1],
            meaning=MEANINGS[road[-1]],
            closed_at=ended["closed_at"],
        )
        for before, after, moment in zip((None, *road), road, at, strict=False):
            chunk.add(
                schema.status_step,
                ticket_id=ticket_id,
                item_id=ticket_id,
                from_status=before,
                to_status=after,
                person_id=1,
                at=moment,
            )
        chunk.index("ticket_words", ticket_id, " ".join(text.words(f"{number} {fault}")))

    def _fault(self) -> str:
        part = PARTS[int(len(PARTS) * self.chance.random() ** 2)]
        return self.chance.choice(FAULTS).format(part=part, number=self.chance.randint(1, 99)) + "."


def _chunks(count: int) -> Sequence[range]:
    return [range(start, min(start + CHUNK, count + 1)) for start in range(1, count + 1, CHUNK)]

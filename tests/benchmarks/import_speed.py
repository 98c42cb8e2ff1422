"""How long an import takes, beside the bare driver writing the very same rows.

    python -m tests.benchmarks.import_speed [RECORDS]

The product reads, checks, plans and applies a CSV file of made-up repair records; the bare side gets
the finished rows of every table, search index included, and does one `executemany` each in one commit
on the same driver with the same pragmas.
"""

from __future__ import annotations

import csv
import random
import sys
import tempfile
import time
from contextlib import closing
from datetime import date, timedelta
from pathlib import Path

from deskapp.exchange.importing import apply_plan, read_plan
from tests.benchmarks.raw_rows import new_shop, write_anew

HEADER = (
    *(
        "id",
        "data_provider",
        "country",
        "partner_product_category",
        "product_category",
        "product_category_id",
    ),
    *("brand", "year_of_manufacture", "product_age", "repair_status", "repair_barrier_if_end_of_life"),
    *("group_identifier", "event_date", "problem"),
)
TABLES = (  # parents before children
    *("device", "ticket", "item", "status_step", "external_ref", "import_batch", "import_row"),
    *("number_series", "ticket_words", "ticket_parts"),
)

_KINDS = ("Kettle", "Lamp", "Vacuum", "Portable radio", "Sewing machine", "Small home electrical", "Laptop")
_DETAILS = ("", "desk lamp", "cordless", "guitar pedal", "bread maker", "with dock", "steam mop")
_SOUNDS = ("ka", "lo", "mi", "ter", "son", "vel", "dra", "phi", "ro", "wen", "sy", "bo")
_STATES = ("Fixed", "Fixed", "Repairable", "End of life", "Unknown")
_BARRIERS = ("", "Spare parts not available", "Too worn out", "No way to open product")
_FAULTS = ("does not start", "no power", "hums loudly", "leaks at the base", "battery won’t charge")
_WORDS = tuple(a + b + c for a in _SOUNDS for b in _SOUNDS for c in _SOUNDS)


def measure(records: int = 20_000) -> dict[str, float]:
    """Seconds of the product and of the bare driver, their ratio, and the product's records a second.

    The best of three runs each, in turn, because other programs run on the machine too.
    """
    products, raws = [], []
    with tempfile.TemporaryDirectory() as name:
        source = made_up(Path(name) / "records.csv", records)
        for run in range(3):
            shop = Path(name) / f"product{run}.desk"
            products.append(_product(shop, source))
            raws.append(write_anew(Path(name) / f"raw{run}.desk", shop, TABLES))
    product, raw = min(products), min(raws)
    return {
        "product_s": product,
        "raw_s": raw,
        "ratio": product / raw,
        "rows_per_s": records / product,
    }


def made_up(path: Path, records: int, seed: int = 7) -> Path:
    """A file of that many records like a repair café's; the same for the same seed."""
    chance = random.Random(seed)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(_record(chance, number) for number in range(1, records + 1))
    return path


def _record(chance: random.Random, number: int) -> tuple[object, ...]:
    kind, state = chance.choice(_KINDS), chance.choice(_STATES)
    day = date(2018, 1, 1) + timedelta(days=chance.randrange(2500))
    brand = "Unknown" if chance.random() < 0.25 else chance.choice(_WORDS).title()
    words = " ".join(chance.choices(_WORDS, k=chance.randint(3, 16)))
    barrier = chance.choice(_BARRIERS) if state == "End of life" else ""
    product = f"Electrical Item ~ {chance.choice(_DETAILS) or kind}"
    group = f"{chance.choice(_WORDS).title()} Repair Café"
    fault = f"{chance.choice(_FAULTS).capitalize()}, {words}."
    return (
        *(f"made_{number}", "Made up", "GBR", product, kind, _KINDS.index(kind) + 1, brand, "", ""),
        *(state, barrier, group, day.isoformat(), fault),
    )


def _product(path: Path, source: Path) -> float:
    with closing(new_shop(path)) as desk:
        actor = desk.actor()
        start = time.perf_counter()
        apply_plan(desk, actor, read_plan(desk, actor, source))
        return time.perf_counter() - start


def main(records: int) -> None:
    """Print what was measured."""
    for name, value in measure(records).items():
        print(f"{name:12} {value:10.3f}")


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)

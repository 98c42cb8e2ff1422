"""The speed of the counter in one table: each figure beside a bare one of the same run, and beside its limit.

python -m tests.benchmarks.counter_speed FOLDER [--quick]
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks import customer_import, directory_speed, intake_opening, intake_saving, large_shop
from tests.benchmarks.measuring import Figure, ratio

LIMITS = {"open_intake": 1.5, "unready_intake": 3, "save_intake": 3, "match": 4, "customer_import": 4}
"""How many times as long as the bare side each may take; keys by their beginnings. An intake that is not
ready is met by whoever asks for it in the first two seconds after the start, or for two at once.
"""
SLICE_MS = 50
"""How long making it ready may hold up a key."""
MEMORY_MB = 120
"""By how much a process may grow for ten times as many customers: by what the driver keeps of the file."""


def measure(folder: Path, *, quick: bool = False) -> dict[str, Figure]:
    """All pairs: the product under a key, the bare side under the same with `raw.` before it."""
    shop = large_shop.build(folder / "shop_10000.desk", 10_000)
    runs = 60 if quick else 400
    found = intake_opening.measure(15 if quick else 40)
    found |= dict(intake_saving.measure(shop, runs=runs))
    found |= dict(directory_speed.measure(folder, 10_000 if quick else directory_speed.CUSTOMERS, runs))
    return found | dict(imported(2_000 if quick else 100_000))


def imported(customers: int) -> Iterator[tuple[str, Figure]]:
    """An import as one figure: its best run, because it is long."""
    found = customer_import.measure(customers)
    for key, name in (("customer_import", "product_s"), ("raw.customer_import", "raw_s")):
        yield key, {"median": found[name] * 1000, "min": found[name] * 1000}
    grown = found["memory_mb"] - found["memory_tenth_mb"]
    yield "customer_import_grows_mb", {"median": grown}


def ratios(figures: dict[str, Figure]) -> dict[str, float]:
    """How many times as long as its bare side each takes."""
    pairs = ((key, figures.get(f"raw.{key}")) for key in figures)
    return {key: ratio(figures[key], raw) for key, raw in pairs if raw}


def limit_of(key: str) -> float:
    """The limit of a figure."""
    return next(limit for name, limit in LIMITS.items() if key.startswith(name))


def main() -> None:
    """Measure and print each ratio beside its limit."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    figures = measure(folder, quick="--quick" in sys.argv)
    for key, found in ratios(figures).items():
        word = "ok" if found <= limit_of(key) else "MISSED"
        took, raw = figures[key]["median"], figures[f"raw.{key}"]["median"]
        print(f"{word:<7} {key:<24} {found:>6.2f} of {limit_of(key):g}   ({took:.3f} / {raw:.3f} ms)")
    piece = figures["intake_slice"]["median"]
    print(f"        {'longest piece of the next':<24} {piece:>4.0f} ms of {SLICE_MS}")
    grown = figures["customer_import_grows_mb"]["median"]
    print(f"        {'ten times the customers':<24} {grown:>4.0f} MB of {MEMORY_MB}")


if __name__ == "__main__":
    main()

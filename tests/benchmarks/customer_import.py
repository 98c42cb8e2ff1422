"""How long an import of customers takes, beside the bare driver writing the very same rows.

    python -m tests.benchmarks.customer_import [CUSTOMERS]

The product reads, checks, resolves and writes a CSV file of made-up customers; the bare side gets
the finished rows of every table, search index included, and does one `executemany` each in one commit
on the same driver with the same pragmas. The memory is that of the product's run alone, for the file
and for a tenth of it.
"""

from __future__ import annotations

import csv
import random
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path

from deskapp.clock import FixedClock
from deskapp.exchange.importing import apply_plan, read_plan
from deskapp.services.desk import Desk
from tests.benchmarks.raw_rows import NOW, new_shop, write_anew

HEADER = (
    "Customer number",
    "Name",
    "Company",
    "Phone",
    "Mobile",
    "E-mail",
    "Street",
    "Postcode",
    "City",
    "Note",
)
TABLES = (  # parents before children
    *("customer", "customer_phone", "external_ref", "import_batch", "import_row"),
    *("customer_words", "customer_parts"),
)
SHORT = 50_000  # customers; a longer list is measured once
_SOUNDS = ("ka", "lo", "mi", "ter", "son", "vel", "dra", "phi", "ro", "wen", "sy", "bo")
_WORDS = tuple((a + b + c).title() for a in _SOUNDS for b in _SOUNDS for c in _SOUNDS)


def measure(customers: int = 20_000) -> dict[str, float]:
    """Seconds of processor time of the product and of the bare driver, their ratio, and megabytes of memory.

    The best of three runs each, in turn, or of one for a long list; each is told when it is known, because
    a list of 100,000 takes minutes. `plan_s` is the preview that the window shows before; the import itself
    reads the file anew.
    """
    plans: list[float] = []
    products: list[float] = []
    raws: list[float] = []
    with tempfile.TemporaryDirectory() as name:
        source = made_up(Path(name) / "customers.csv", customers)
        for run in range(3 if customers <= SHORT else 1):
            shop = Path(name) / f"product{run}.desk"
            plan, product = _product(shop, source)
            plans.append(plan)
            products.append(product)
            raws.append(write_anew(Path(name) / f"raw{run}.desk", shop, TABLES, time.process_time))
            print(f"run {run}: {plan:.2f} plan, {product:.2f}, raw {raws[-1]:.2f}", file=sys.stderr)
        small = made_up(Path(name) / "some.csv", customers // 10)
        memory = {file.stem: _memory(Path(name), file) for file in (small, source)}
    product, raw = min(products), min(raws)
    return {
        "product_s": product,
        "plan_s": min(plans),
        "raw_s": raw,
        "ratio": product / raw,
        "rows_per_s": customers / product,
        "memory_mb": memory[source.stem],
        "memory_tenth_mb": memory[small.stem],
    }


def made_up(path: Path, customers: int, seed: int = 7) -> Path:
    """A list of that many customers; the same for the same seed."""
    chance = random.Random(seed)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEADER)
        writer.writerows(_customer(chance, number) for number in range(1, customers + 1))
    return path


def _customer(chance: random.Random, number: int) -> tuple[object, ...]:
    given, family, street = chance.choices(_WORDS, k=3)
    company = f"{chance.choice(_WORDS)} Ltd" if chance.random() < 0.2 else ""
    mobile = f"07700 {chance.randrange(900000, 999999)}" if chance.random() < 0.5 else ""
    phone = f"020 7{chance.randrange(100, 999)} {chance.randrange(1000, 9999)}"
    note = " ".join(chance.choices(_WORDS, k=8)) if chance.random() < 0.1 else ""
    address = (f"{chance.randrange(1, 200)} {street} Road", f"N{chance.randrange(1, 22)} 1AB", "London")
    email = f"{given}.{family}.{number}@example.org".lower()
    return (f"C{number}", f"{given} {family}", company, phone, mobile, email, *address, note)


def _product(path: Path, source: Path) -> tuple[float, float]:
    with closing(new_shop(path)) as desk:
        actor = desk.actor()
        start = time.process_time()
        plan = read_plan(desk, actor, source)
        middle = time.process_time()
        apply_plan(desk, actor, plan)
        return middle - start, time.process_time() - middle


def _memory(folder: Path, source: Path) -> float:
    """Megabytes that a process of its own takes for the whole import."""
    shop = folder / f"{source.stem}.desk"
    new_shop(shop).close()
    command = [sys.executable, "-m", "tests.benchmarks.customer_import", "--memory", str(shop), str(source)]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


def _print_memory(shop: Path, source: Path) -> None:
    with closing(Desk.open(shop, FixedClock(NOW))) as desk:
        actor = desk.actor()
        apply_plan(desk, actor, read_plan(desk, actor, source))
    status = Path("/proc/self/status").read_text(encoding="ascii")  # the most that it ever held
    print(int(status.partition("VmHWM:")[2].split()[0]) / 1024)


def main(customers: int) -> None:
    """Print what was measured."""
    for name, value in measure(customers).items():
        print(f"{name:16} {value:10.3f}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--memory"]:
        _print_memory(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)

"""Measures the program and prints its figures; with --out they join a results file.

    python -m tests.benchmarks.run --data FOLDER [--sizes 10000,100000] [--out results.json] [--only list]

The keys are those of the published targets, so that a comparison can divide them by the raw limits
that were measured into the same file in the same run.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.benchmarks import large_shop
from tests.benchmarks.measuring import compiled, keep, table, timed_until

GROUPS = ("list", "write", "screen", "cold", "paper", "import", "counter")


def lists(folder: Path, size: int) -> Iterator[tuple[str, object]]:
    """Pages, jumps, searches and counts as service calls, and the size of the file."""
    from tests.benchmarks.reading_speed import measure

    yield from measure(large_shop.build(folder / f"shop_{size}.desk", size), f"{size}.")


def writes(folder: Path, size: int) -> Iterator[tuple[str, object]]:
    """One ticket opened, moved and taken in, as service calls on a copy of the shop."""
    from tests.benchmarks.write_speed import measure

    yield from measure(large_shop.build(folder / f"shop_{size}.desk", size), f"{size}.")


def cold(folder: Path, size: int) -> Iterator[tuple[str, object]]:
    """From the start of the process to the painted frame and to the list that can be used."""
    path = str(large_shop.build(folder / f"shop_{size}.desk", size))
    program = ["-m", "tests.benchmarks.cold_start", path]
    yield "cold_frame_painted", timed_until(program, "painted")
    yield "cold_start_painted", timed_until(program, "listed")
    yield "cold_start_ready", timed_until(program, "ready")
    yield "pss_after_start", _memory(program)


def papers(_folder: Path, _size: int) -> Iterator[tuple[str, object]]:
    """One page of paper, warm and first."""
    from tests.benchmarks.paper_speed import measure

    yield from measure().items()


def imports(_folder: Path, size: int) -> Iterator[tuple[str, object]]:
    """Records per second of a file that is imported with history and search index."""
    from tests.benchmarks.import_speed import measure

    figures = measure()
    yield f"{size}.import_rows_per_s", figures["rows_per_s"]
    yield "import_ratio_to_raw", figures["ratio"]


def counter(folder: Path, _size: int) -> Iterator[tuple[str, object]]:
    """The counter's figures, the bare ones beside them."""
    from tests.benchmarks.counter_speed import measure

    yield from measure(folder).items()


def screens(folder: Path, size: int) -> Iterator[tuple[str, object]]:
    """A page scrolled, a keystroke until its hits are painted, and the longest waits of the screen."""
    from tests.benchmarks.screen_speed import measure

    for name, figure in measure(large_shop.build(folder / f"shop_{size}.desk", size)).items():
        yield name if name == "ui_gap_during_report" else f"{size}.{name}", figure


def _memory(program: list[str]) -> float:
    import subprocess

    said = subprocess.run(
        [sys.executable, *program, "--memory"], capture_output=True, text=True, check=True, env=compiled()
    )
    return float(said.stdout.split()[-1])


_ONCE = (("cold", cold), ("paper", papers), ("import", imports), ("counter", counter))
"""What is measured at the largest size alone."""


def main() -> None:
    """Measure the chosen groups at the chosen sizes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--sizes", default="10000,100000")
    parser.add_argument("--only", default=",".join(GROUPS))
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    options.data.mkdir(parents=True, exist_ok=True)
    sizes = [int(size) for size in options.sizes.split(",")]
    chosen = options.only.split(",")
    figures: dict[str, object] = {}
    for size in sizes:
        figures |= dict(lists(options.data, size)) if "list" in chosen else {}
        figures |= dict(writes(options.data, size)) if "write" in chosen else {}
        figures |= dict(screens(options.data, size)) if "screen" in chosen else {}
    for name, group in _ONCE:
        if name in chosen:
            figures |= dict(group(options.data, sizes[-1]))
    print(table(figures))
    keep(options.out, figures)


if __name__ == "__main__":
    main()

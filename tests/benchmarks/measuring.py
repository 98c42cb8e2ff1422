"""Timing for the benchmarks: medians in wall and processor milliseconds, memory, a results file."""

from __future__ import annotations

import gc
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

Figure = dict[str, float]


def summary(wall: Sequence[float], cpu: Sequence[float] = ()) -> Figure:
    """Median, 95th percentile and minimum of wall milliseconds, and the median of processor time."""
    ordered = sorted(wall)
    found = {
        "median": round(statistics.median(ordered), 4),
        "p95": round(ordered[round(0.95 * (len(ordered) - 1))], 4),
        "max": round(ordered[-1], 4),
        "min": round(ordered[0], 4),
        "n": len(ordered),
    }
    return found | ({"cpu": round(statistics.median(cpu), 4)} if cpu else {})


def timed(work: Callable[[], object], runs: int = 200, seconds: float = 6.0) -> Figure:
    """How long `work` takes, over many runs in this process."""
    for _ in range(3):
        work()
    gc.collect()
    wall: list[float] = []
    cpu: list[float] = []
    end = time.perf_counter() + seconds
    while len(wall) < runs and (len(wall) < 3 or time.perf_counter() < end):
        used, started = time.process_time(), time.perf_counter()
        work()
        wall.append((time.perf_counter() - started) * 1000)
        cpu.append((time.process_time() - used) * 1000)
    return summary(wall, cpu)


def paired(
    work: Callable[[], Any],
    bare: Callable[[], Any],
    runs: int = 200,
    after: Callable[[Any], object] = lambda _made: None,
) -> tuple[Figure, Figure]:
    """How long both take, in turn and each as often first, so that a busy machine weighs on both alike.

    What `after` does with the answer of either is not measured.
    """
    both = (work, bare)
    for one in both * 3:
        after(one())
    gc.collect()
    wall: tuple[list[float], list[float]] = ([], [])
    cpu: tuple[list[float], list[float]] = ([], [])
    for run in range(runs):
        for place in (0, 1) if run % 2 else (1, 0):
            used, started = time.process_time(), time.perf_counter()
            made = both[place]()
            wall[place].append((time.perf_counter() - started) * 1000)
            cpu[place].append((time.process_time() - used) * 1000)
            after(made)
    return summary(wall[0], cpu[0]), summary(wall[1], cpu[1])


def ratio(work: Figure, bare: Figure) -> float:
    """How many times as long the work takes as the bare one: processor time where both have it."""
    field = "cpu" if "cpu" in work and "cpu" in bare else "median"
    return round(work[field] / bare[field], 2)


def timed_until(program: Sequence[str], word: str, runs: int = 11) -> Figure:
    """From the start of a fresh process to the line `word` on its output."""
    wall: list[float] = []
    for run in range(runs + 1):
        started = time.perf_counter()
        with subprocess.Popen(
            [sys.executable, *program], stdout=subprocess.PIPE, text=True, env=compiled()
        ) as process:
            assert process.stdout is not None
            while (line := process.stdout.readline().strip()) != word:
                if not line and process.poll() is not None:
                    message = f"the program ended without saying {word!r}"
                    raise RuntimeError(message)
            took = (time.perf_counter() - started) * 1000
            process.stdout.read()
        if run:  # the first only warms the disk cache
            wall.append(took)
    return summary(wall)


def compiled() -> dict[str, str]:
    """The environment of a program that keeps its compiled modules, as an installed one has them."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def pss_mib() -> float:
    """The memory of this process in MiB, shared pages counted by share (Linux)."""
    for line in Path("/proc/self/smaps_rollup").read_text(encoding="ascii").splitlines():
        if line.startswith("Pss:"):
            return round(int(line.split()[1]) / 1024, 1)
    return 0.0


def keep(path: Path | None, figures: dict[str, object]) -> None:
    """Merge the figures into the section `product` of a results file."""
    if path is None:
        return
    known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    known.setdefault("product", {}).update(figures)
    part = path.with_suffix(".part")
    part.write_text(json.dumps(known, indent=1), encoding="utf-8")
    os.replace(part, path)  # noqa: PTH105  one step


def table(figures: dict[str, object]) -> str:
    """The figures as lines that a person reads."""
    return "\n".join(f"{name:<42} {_shown(value)}" for name, value in figures.items())


def _shown(value: object) -> str:
    if not isinstance(value, dict):
        return f"{value:>12}"
    return "  ".join(
        f"{name} {number:>9.3f}" for name, number in value.items() if name in {"median", "cpu", "p95"}
    )

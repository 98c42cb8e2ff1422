"""How long a one-page service summary takes: logo, eight priced lines, totals, QR and Code 128."""

from __future__ import annotations

import gc
import statistics
import subprocess
import sys
import time
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from deskapp.domain.paper import Document
from tests.documents import builders

if TYPE_CHECKING:
    from collections.abc import Callable

    from deskapp.domain.paper import TicketPaper

_WARM_RUNS = 200
_COLD_RUNS = 9
_COLD = """
import sys, time
from deskapp.domain.paper import Document
from tests.benchmarks.paper_speed import eight_lines
paper = eight_lines(0, bytes.fromhex(sys.argv[1]))
start = time.perf_counter()
from deskapp.documents.render import render
render(Document.SERVICE_SUMMARY, paper)
print((time.perf_counter() - start) * 1000)
"""


def eight_lines(run: int, logo: bytes) -> TicketPaper:
    """A page's worth of summary; every run has its own number, so that no code is found ready made."""
    rows = tuple(builders.line(f"Step {n} of the repair", 990 + 310 * n, str(1 + n % 2)) for n in range(8))
    number = f"26{run:05}0"
    return replace(
        builders.paper(shop=builders.shop(logo=logo), items=(builders.item(lines=rows),)),
        number=number,
        code=number,
    )


def measure() -> dict[str, dict[str, float]]:
    """Milliseconds: `pdf_page` warm in this process, `pdf_first_page` in fresh ones, imports included."""
    logo = builders.logo_png((240, 80))
    return {
        "pdf_page": _warm(logo),
        "pdf_first_page": _summary([_first_page(logo) for _ in range(_COLD_RUNS)]),
    }


def _warm(logo: bytes) -> dict[str, float]:
    from deskapp.documents.render import render

    papers = [eight_lines(run, logo) for run in range(_WARM_RUNS)]
    for paper in papers[:3]:
        render(Document.SERVICE_SUMMARY, paper)
    gc.collect()
    times = [_timed(partial(render, Document.SERVICE_SUMMARY, paper)) for paper in papers]
    wall, cpu = zip(*times, strict=True)
    return {**_summary(list(wall)), "cpu": round(statistics.median(cpu), 4)}


def _timed(work: Callable[[], bytes]) -> tuple[float, float]:
    """Wall and processor milliseconds."""
    wall, cpu = time.perf_counter(), time.process_time()
    work()
    return (time.perf_counter() - wall) * 1000, (time.process_time() - cpu) * 1000


def _first_page(logo: bytes) -> float:
    done = subprocess.run(
        [sys.executable, "-c", _COLD, logo.hex()], check=True, capture_output=True, text=True
    )
    return float(done.stdout)


def _summary(samples: list[float]) -> dict[str, float]:
    ordered = sorted(samples)
    return {
        "median": round(statistics.median(samples), 4),
        "p95": round(ordered[round(0.95 * (len(ordered) - 1))], 4),
        "min": round(ordered[0], 4),
        "n": len(samples),
    }


if __name__ == "__main__":
    for name, figures in measure().items():
        print(name, figures)

"""Where the processes of a trial come from: a server that has imported everything once, and forks."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from multiprocessing import get_context
from multiprocessing.context import ForkServerContext
from pathlib import Path

PRELOADED = ["tests.faults.every", "deskapp.exchange.importing", "deskapp.tour.guide"]


def nursery() -> ForkServerContext:
    """All trials ask here: the server is begun once in a process, with what the first who asks names.

    A child imports the main program once more; what that imports is there already.
    """
    context = get_context("forkserver")
    context.set_forkserver_preload(PRELOADED)
    return context


def processor_seconds() -> float:
    """What this process used until now, with those it has and had (Linux) and with what came of them."""
    return sum(os.times()[:4]) + sum(_of_children())


def _of_children() -> Iterator[float]:
    for child in Path("/proc/self/task").glob("*/children"):
        for number in child.read_text(encoding="ascii").split():
            with suppress(OSError):
                words = Path(f"/proc/{number}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
                yield sum(int(word) for word in words[11:15]) / os.sysconf("SC_CLK_TCK")

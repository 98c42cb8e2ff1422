"""Tries the faults and prints a line of JSON for each.

python -m tests.faults.faults list
python -m tests.faults.faults run F03 F24 [--seed N] [--count N] [--jobs N]
python -m tests.faults.faults quick|full [--only F02,F03] [--results FILE] [--seed N]
python -m tests.faults.faults table --results FILE
python -m tests.faults.faults soak [--minutes 60] [--seed N]

With `--results` what is done is kept in a file, and not done again.
Exit code 1 where anything was lost or broken, or where a control came out well.
"""

from __future__ import annotations

import argparse
import logging
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

from tests.faults import results
from tests.faults.every import FAULTS
from tests.faults.fault import Fault, Report, Tally, Trial, versions
from tests.faults.nursery import processor_seconds
from tests.faults.soak import soak

SEED = 20260310


def main(words: Sequence[str]) -> int:
    """Do what the words say."""
    asked = _parser().parse_args(words)
    if asked.act == "list":
        for fault in FAULTS:
            print(f"{fault.id}  {fault.what} ({fault.quick} / {fault.full}); control: {fault.control_is}")
        return 0
    if asked.act == "soak":
        return soak(asked.minutes, asked.seed)
    if asked.act == "table":
        print(*results.table(asked.results, {fault.id: fault.full for fault in FAULTS}), sep="\n")
        return 0
    chosen = _chosen(asked)
    if not chosen:
        print("No such fault; see “list”.", file=sys.stderr)
        return 2
    reports = list(_reports(chosen, asked))
    return 0 if all(report.passed or report.skipped for report in reports) else 1


def _chosen(asked: argparse.Namespace) -> Sequence[Fault]:
    only = asked.ids if asked.act == "run" else [name for name in asked.only.split(",") if name]
    return [fault for fault in FAULTS if not only or fault.id in only]


def tried(fault: Fault, seed: int, count: int) -> Report:
    """Try a fault and its control."""
    if missing := fault.needs():
        return Report(fault.id, fault.what, seed, skipped=missing, versions=versions())
    began, spent = time.monotonic(), processor_seconds()
    logging.disable()  # what goes wrong on purpose
    with tempfile.TemporaryDirectory(prefix=f"{fault.id}-") as folder:
        tally = fault.run(Trial(Path(folder) / "run", count, seed))
        control = fault.control(Trial(Path(folder) / "control", min(count, fault.control_count), seed))
    logging.disable(logging.NOTSET)
    report = _report(fault, seed, tally, control)
    seconds, cpu = time.monotonic() - began, processor_seconds() - spent
    return replace(report, asked=count, seconds=round(seconds, 1), cpu=round(cpu, 1))


def _report(fault: Fault, seed: int, tally: Tally, control: Tally) -> Report:
    return Report(
        fault.id, fault.what, seed, tally.tried, tally.ok, tally.of("lost"), tally.of("broken"),
        tuple(sorted(set(tally.verdicts) - {"ok"}))[:5],
        fault.control_is, control.tried - control.ok, control.tried,
        versions=versions(),
    )  # fmt: skip


def _reports(chosen: Sequence[Fault], asked: argparse.Namespace) -> Iterator[Report]:
    """Kept and printed as they come; some faults at a time, in processes that import the program once."""
    known = results.kept(asked.results)
    left = [one for one in chosen if not results.is_done(known.get(one.id), _count(one, asked))]
    with ProcessPoolExecutor(asked.jobs, get_context("spawn")) as pool:
        under_way = [pool.submit(_by_id, one.id, asked.seed, _count(one, asked)) for one in left]
        for ended in as_completed(under_way):
            report = ended.result()
            print(report.line(), flush=True)
            results.keep(asked.results, report.line())
            yield report


def _by_id(name: str, seed: int, count: int) -> Report:
    [fault] = (fault for fault in FAULTS if fault.id == name)
    return tried(fault, seed, count)


def _count(fault: Fault, asked: argparse.Namespace) -> int:
    return int(asked.count or (fault.full if asked.act == "full" else fault.quick))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="faults", description=__doc__)
    parser.add_argument("act", choices=("list", "run", "quick", "full", "soak", "table"))
    parser.add_argument("ids", nargs="*", metavar="ID")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--count", type=int, default=0)
    parser.add_argument("--only", default="", help="of quick or full: these, with commas")
    parser.add_argument("--results", type=Path, help="a file of JSON lines")
    parser.add_argument("--minutes", type=float, default=60.0, help="of the soak")
    parser.add_argument("--jobs", type=int, default=2, help="faults at a time")
    return parser


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Each fault does no harm, and its control does; and the model of the disk loses what real ones lose."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.faults import results
from tests.faults.disk import Disk, cut_power
from tests.faults.every import FAULTS
from tests.faults.fault import Fault, Report
from tests.faults.faults import SEED, main, tried
from tests.faults.trace import Event


@pytest.mark.slow
@pytest.mark.timeout(300)
@pytest.mark.parametrize("fault", FAULTS, ids=[fault.id for fault in FAULTS])
def test_a_fault_does_no_harm_and_its_control_does(fault: Fault) -> None:
    report = tried(fault, SEED, fault.quick)
    if report.skipped:
        pytest.skip(report.skipped)
    if spoilt_by_load(report):
        report = tried(fault, SEED + 1, 3 * fault.quick)
    assert report.passed, report.line()


def spoilt_by_load(report: Report) -> bool:
    """Whether a machine with much else to do may be the cause: a kill that came before the work began,
    or a window that was slow for another reason. What is lost or broken otherwise is never tried again.
    """
    only_control = report.tried == report.ok and not report.control_failed
    return only_control or (report.id in {"F17", "F40"} and not report.passed)


def test_they_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list"]) == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == [one.id for one in FAULTS]
    assert main(["run", "F99"]) == 2


@pytest.mark.slow
def test_a_long_run_goes_on_where_it_stopped(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    kept = tmp_path / "results.jsonl"
    words = ["full", "--only", "F23", "--results", str(kept)]
    assert [main(words), main(words)] == [0, 0]
    assert len(kept.read_text(encoding="utf-8").splitlines()) == 1
    assert capfd.readouterr().out.count("F23") == 1


def test_the_table_says_what_was_tried_less_often_or_not_at_all(tmp_path: Path) -> None:
    kept = tmp_path / "results.jsonl"
    for report in (
        Report("F02", "kill", 1, tried=9, ok=9, control_failed=3, control_tried=4, asked=9),
        Report("F03", "cut", 1, tried=9_000, ok=9_000, control_failed=3, control_tried=4, asked=9_000),
        Report("F04", "full", 1, skipped="not root"),
    ):
        results.keep(kept, report.line())
    assert list(results.table(kept, {"F02": 10, "F03": 9_000, "F04": 1})) == [
        "| F02 | kill | 9 of 9 * | 3 of 4 |",
        "| F03 | cut | 9,000 of 9,000 | 3 of 4 |",
        "| F04 | full | SKIPPED: not root | |",
    ]


SAVED = (Event("write", "a", b"new", 0), Event("sync", "a"), Event("say", content=b"ACK 1\n"))


def test_what_was_synced_survives_and_what_was_not_may_be_lost() -> None:
    synced, waiting = set[bytes](), set[bytes]()
    for seed in range(40):
        disk = Disk({"a": b"old"}, random.Random(seed))
        disk.happens(SAVED[0])
        waiting.add(disk.left()["a"])
        disk.happens(SAVED[1])
        synced.add(disk.left()["a"])
    assert waiting == {b"old", b"new"}
    assert synced == {b"new"}


def test_a_name_is_the_old_or_the_new_one_until_its_folder_is_synced() -> None:
    left = set[tuple[str, ...]]()
    for seed in range(40):
        disk = Disk({"a.part": b"x"}, random.Random(seed))
        disk.happens(Event("rename", "a.part", to="a"))
        left.add(tuple(disk.left()))
    assert left == {("a.part",), ("a",)}


def test_large_writes_are_torn_between_sectors() -> None:
    old, new = b"o" * 2048, b"n" * 2048
    left = set[bytes]()
    for seed in range(200):
        disk = Disk({"a": old}, random.Random(seed))
        disk.happens(Event("write", "a", new))
        left.add(disk.left()["a"])
    torn = left - {old, new}
    assert torn
    assert all(len(set(content[at : at + 512])) == 1 for content in torn for at in range(0, 2048, 512))


def test_the_judge_hears_what_was_said_before_the_cut() -> None:
    heard = cut_power(SAVED, {"a": b"old"}, 30, lambda _files, said: b"".join(said).decode() or "nothing", 1)
    assert set(heard) == {"nothing", "ACK 1"}

"""The benchmark of the counter runs, and each figure stands beside a bare one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.benchmarks import counter_speed

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


def test_each_figure_of_the_counter_stands_beside_a_bare_one(tmp_path: Path) -> None:
    figures = counter_speed.measure(tmp_path, quick=True)
    found = counter_speed.ratios(figures)
    assert {key for key in found for name in counter_speed.LIMITS if key.startswith(name)} == set(found)
    assert all(any(key.startswith(name) for key in found) for name in counter_speed.LIMITS)
    assert min(found.values()) > 0
    assert {"customer_import_grows_mb", "intake_slice"} < set(figures)

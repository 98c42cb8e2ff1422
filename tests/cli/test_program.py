"""The command line as a program of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.processes import SOURCE


def a_program(*words: object, **more: Any) -> subprocess.CompletedProcess[str]:
    """Run a command in a process of its own, in a terminal that speaks ASCII."""
    buffered = {"PYTHONUNBUFFERED": ""}
    environment = os.environ | {"PYTHONPATH": str(SOURCE), "LC_ALL": "C", "LANGUAGE": "en"} | buffered
    command = [sys.executable, "-m", "deskapp", *map(str, words)]
    streams = {"capture_output": True} | more
    return subprocess.run(
        command, env=environment, text=True, encoding="utf-8", check=False, timeout=60, **streams
    )


def test_it_runs_as_a_program_whatever_the_terminal_speaks(shop_path: Path) -> None:
    added = a_program("ticket", "add", shop_path, "--from", "-", input='\ufeff{"fault": "Łukasz: 日本"}')
    assert (added.returncode, added.stderr) == (0, "")
    shown = a_program("ticket", "show", shop_path, added.stdout.strip(), "--json")
    assert json.loads(shown.stdout)["items"][0]["fault"] == "Łukasz: 日本"
    refused = a_program("ticket", "show", shop_path, "1")
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr == "There is no ticket 1; check the number.\n"


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a device that is always full")
def test_an_answer_that_cannot_be_written_is_said(shop_path: Path, number: str) -> None:
    with Path("/dev/full").open("w") as full:
        said = a_program(
            "ticket", "show", shop_path, number, capture_output=False, stdout=full, stderr=subprocess.PIPE
        )
    assert said.returncode == 1
    assert said.stderr == "The answer cannot be written: No space left on device.\n"


@pytest.mark.skipif(sys.platform == "win32", reason="a reader that leaves is no error there")
def test_a_reader_that_leaves_early_is_no_matter(shop_path: Path, number: str) -> None:
    show = f'"{sys.executable}" -m deskapp ticket show "{shop_path}" {number} --json'
    environment = os.environ | {"PYTHONPATH": str(SOURCE)}
    said = subprocess.run(
        ["bash", "-c", f"{show} | true"],
        env=environment,
        text=True,
        capture_output=True,
        check=True,
        timeout=60,
    )
    assert said.stderr == ""

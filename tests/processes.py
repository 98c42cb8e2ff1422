"""Other programs beside the test: a Python of their own on the same source."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[1] / "src"
LONGEST = 60.0


def start(code: str, *arguments: object) -> subprocess.Popen[str]:
    """Start Python on some code, with arguments in `sys.argv`."""
    environment = os.environ | {"PYTHONPATH": str(SOURCE), "PYTHONDONTWRITEBYTECODE": "1"}
    command = [sys.executable, "-c", textwrap.dedent(code), *map(str, arguments)]
    pipe = subprocess.PIPE
    return subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, text=True, env=environment)


def finish(process: subprocess.Popen[str]) -> str:
    """What the program said; a failure of it fails the test."""
    said, wrong = process.communicate(timeout=LONGEST)
    assert process.returncode == 0, wrong
    return said.strip()


def run(code: str, *arguments: object) -> str:
    """Run Python on some code to its end; answers what it said."""
    return finish(start(code, *arguments))


@contextmanager
def open_folder() -> Iterator[Path]:
    """A folder that every user of the computer can reach."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


def run_without_rights(code: str, *arguments: object) -> str:
    """Run Python in which `give_up_rights()` makes permissions count, which they do not for root."""
    if os.name != "posix":
        pytest.skip("permissions of folders work otherwise on this system")
    return run(textwrap.dedent(GIVE_UP_RIGHTS) + textwrap.dedent(code), *arguments)


# What is imported late is loaded before: a checkout in the home of root is closed to everybody else.
GIVE_UP_RIGHTS = """
    import importlib, os, pkgutil
    import deskapp.services, deskapp.store

    def give_up_rights():
        for room in (deskapp.store, deskapp.services):
            for module in pkgutil.iter_modules(room.__path__, room.__name__ + "."):
                importlib.import_module(module.name)
        if os.geteuid() == 0:
            os.setgid(65534)
            os.setuid(65534)
"""

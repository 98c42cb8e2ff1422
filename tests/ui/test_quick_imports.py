"""Modules imported after Qt are not read as source, which a start would feel."""

from __future__ import annotations

import subprocess
import sys

_PROGRAM = """
import linecache
import deskapp.ui
linecache.clearcache()
import sqlalchemy
print(sum(name.endswith('elements.py') for name in linecache.cache))
"""


def test_no_source_is_read_while_importing() -> None:
    said = subprocess.run([sys.executable, "-c", _PROGRAM], capture_output=True, text=True, check=True)
    assert int(said.stdout) == 0

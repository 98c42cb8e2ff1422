"""Files of the store's tests."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

FILES = Path(__file__).parent / "files"


@pytest.fixture
def filled_file(tmp_path: Path) -> Path:
    """A copy of the filled file of schema 0001."""
    return Path(shutil.copy(FILES / "0001.desk", tmp_path / "week.desk"))

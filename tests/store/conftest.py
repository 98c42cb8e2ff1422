"""Files of the store's tests."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from deskapp.store import shop_file
from deskapp.store.engine import ShopFile

FILES = Path(__file__).parent / "files"
SAVED = sorted(file.stem for file in FILES.glob("*.desk"))
OLDER = [revision for revision in SAVED if revision != shop_file.newest_revision()]


@pytest.fixture
def filled_file(tmp_path: Path) -> Path:
    """A copy of the filled file of the newest schema."""
    return Path(shutil.copy(FILES / f"{shop_file.newest_revision()}.desk", tmp_path / "week.desk"))


@pytest.fixture(params=OLDER)
def older_file(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """A copy of a filled file as an earlier program left it, for each of the schemas that were released."""
    return Path(shutil.copy(FILES / f"{request.param}.desk", tmp_path / "week.desk"))


@pytest.fixture
def file(shop_path: Path) -> Iterator[ShopFile]:
    """The test's own shop file, open."""
    file = ShopFile(shop_path)
    yield file
    file.close()

"""Dialogs for files begin in a folder that is there."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QStandardPaths

from deskapp.ui.shared import places

Location = QStandardPaths.StandardLocation


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folders = {Location.DocumentsLocation: "Papers", Location.DownloadLocation: "Loaded"}
    monkeypatch.setattr(QStandardPaths, "writableLocation", lambda kind: str(tmp_path / folders[kind]))
    monkeypatch.setattr(Path, "home", lambda: tmp_path)


def test_papers_begin_in_the_documents_or_at_home(tmp_path: Path) -> None:
    assert places.documents() == tmp_path
    (tmp_path / "Papers").mkdir()
    assert places.documents() == tmp_path / "Papers"


def test_what_is_brought_in_is_looked_for_in_the_downloads_then_the_documents(tmp_path: Path) -> None:
    assert places.downloads() == tmp_path
    (tmp_path / "Papers").mkdir()
    assert places.downloads() == tmp_path / "Papers"
    (tmp_path / "Loaded").mkdir()
    assert places.downloads() == tmp_path / "Loaded"

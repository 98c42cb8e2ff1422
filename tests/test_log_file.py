"""The log of this computer."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from deskapp.log_file import LogFile
from deskapp.paths import log_folder


@pytest.fixture
def log() -> logging.Logger:
    """A logger that writes to the log file alone."""
    made = logging.Logger("test", logging.INFO)  # noqa: LOG001  not one of the whole program  # noqa: LOG001  one that no other test can reach
    made.addHandler(LogFile())
    return made


def test_the_file_is_made_with_the_first_line(log: logging.Logger) -> None:
    path = log_folder() / "deskapp.log"
    assert not path.exists()
    log.warning("upgrade of %s failed", "shop.desk")
    log.handlers[0].close()
    assert "WARNING test: upgrade of shop.desk failed" in path.read_text(encoding="utf-8")


def test_a_long_log_turns_over(log: logging.Logger) -> None:
    for _line in range(30):
        log.info("x" * 50_000)
    log.handlers[0].close()
    assert sorted(path.name for path in log_folder().iterdir()) == ["deskapp.log", "deskapp.log.1"]


def test_a_folder_that_takes_nothing_stops_nobody(
    log: logging.Logger, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("DESKAPP_LOG", str(tmp_path / "file" / "log"))
    log.warning("nobody hears this")

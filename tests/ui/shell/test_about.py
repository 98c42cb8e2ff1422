"""About says what the program stands on."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from deskapp.services.keeping import how_kept
from deskapp.store.driver import JOURNAL, sqlite
from deskapp.ui.shell.about import About


def test_it_says_how_what_is_saved_is_kept(qtbot: QtBot) -> None:
    about = About(None)
    qtbot.addWidget(about)
    assert f"SQLite {sqlite.sqlite_version} · {JOURNAL.upper()} + " in about.detail.text()
    assert f"{how_kept()}, checked whenever one is opened" in about.detail.text()

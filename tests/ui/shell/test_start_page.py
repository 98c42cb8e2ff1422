"""The first page by keys alone: Enter presses, and a shop that was named and is not there can be made."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from deskapp.clock import FixedClock
from tests.ui.main_frame import WAIT, eventually, open_window

pytestmark = pytest.mark.usefixtures("dressed")


def test_enter_presses_what_has_the_focus(qtbot: QtBot, clock: FixedClock) -> None:
    with open_window(qtbot, clock, None) as window:
        start = window.show_start_page()
        start.new.setFocus()
        QTest.keyClick(start.new, Qt.Key.Key_Return)
        dialog = window.entrance.questions()
        assert dialog.isVisible()
        qtbot.waitUntil(dialog.trade.is_read, timeout=WAIT)


def test_a_named_shop_that_is_not_there_can_be_made_at_once(
    qtbot: QtBot, clock: FixedClock, tmp_path: Path
) -> None:
    named = tmp_path / "mine.desk"
    with open_window(qtbot, clock, None) as window:
        window.start(named)
        window.open_shop(named)
        start = window.show_start_page()
        eventually(qtbot, lambda: "There is no shop file" in start.banner.text())
        eventually(qtbot, start.new.hasFocus)
        QTest.keyClick(start.new, Qt.Key.Key_Return)
        dialog = window.entrance.questions()
        assert dialog.path() == named
        qtbot.waitUntil(dialog.trade.is_read, timeout=WAIT)

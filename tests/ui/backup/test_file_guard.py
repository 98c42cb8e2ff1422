"""The window tells that its file was taken away, and that its history is not the one that was seen."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest
from PySide6.QtWidgets import QAbstractButton
from pytestqt.qtbot import QtBot

from deskapp.clock import FixedClock
from deskapp.services.desk import Desk
from deskapp.ui.backup.file_guard import FileGuard
from deskapp.ui.main_window import MainWindow
from tests.builders import an_intake
from tests.services.test_anchor import cut_off
from tests.ui.main_frame import eventually, open_window

pytestmark = pytest.mark.usefixtures("dressed")


def guard(window: MainWindow) -> FileGuard:
    assert window.context is not None
    [found] = window.context.findChildren(FileGuard)
    return found


def test_a_file_that_is_moved_is_told_until_it_is_back(
    qtbot: QtBot, clock: FixedClock, shop_path: Path
) -> None:
    away = shop_path.with_name("away.desk")
    with open_window(qtbot, clock, shop_path) as window:
        shop_path.rename(away)
        guard(window).look()
        eventually(qtbot, lambda: "was moved, renamed or deleted" in window.banner.text())
        away.rename(shop_path)
        guard(window).look()
        assert window.banner.isHidden()


def test_a_history_that_was_cut_off_is_told_until_the_owner_says_why(
    qtbot: QtBot, clock: FixedClock, shop_path: Path
) -> None:
    with closing(Desk.open(shop_path, clock)) as desk:
        desk.tickets.take_in(desk.actor(), an_intake())
        desk.anchors.keep(desk.actor())
    cut_off(shop_path, 1)
    with open_window(qtbot, clock, shop_path) as window:
        guard(window).look_at_history()
        eventually(qtbot, lambda: "ends 1 entry before" in window.banner.text())
        button = next(
            one for one in window.banner.findChildren(QAbstractButton) if one.text() == "I know why"
        )
        button.click()
        eventually(qtbot, window.banner.isHidden)
        assert window.context is not None
        assert window.context.desk.anchors.look(window.context.actor) == ()

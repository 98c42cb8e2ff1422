"""What was chosen on this computer is there again, also after a window that never closed."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from deskapp import settings
from deskapp.clock import FixedClock
from tests.ui.main_frame import eventually, open_window

pytestmark = pytest.mark.usefixtures("dressed")


def test_a_shop_that_was_opened_and_a_choice_are_written_at_once(
    qtbot: QtBot, clock: FixedClock, shop_path: Path
) -> None:
    with open_window(qtbot, clock, shop_path) as window:
        eventually(qtbot, lambda: settings.load().last_shop == str(shop_path))
        window.keep(backup_folder="/media/stick")
        eventually(qtbot, lambda: settings.load().backup_folder == "/media/stick")
        assert settings.load().last_shop == str(shop_path)

"""A ticket that was begun and not saved outlives the window: quitting asks nothing and loses nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deskapp.services.desk import Desk
from deskapp.ui.intake.window import IntakeWindow
from tests.ui.main_frame import eventually, open_window

if TYPE_CHECKING:
    from pathlib import Path

    from deskapp.clock import FixedClock
    from deskapp.domain.actor import Actor

pytestmark = pytest.mark.usefixtures("dressed")


def counter() -> IntakeWindow:
    shown = (one for one in QApplication.topLevelWidgets() if one.isVisible())
    [intake] = [one for one in shown if isinstance(one, IntakeWindow)]
    return intake


def test_quitting_keeps_what_was_begun(
    qtbot: QtBot, shop_path: Path, clock: FixedClock, desk: Desk, owner: Actor
) -> None:
    with open_window(qtbot, clock, shop_path) as window:
        window.new_ticket()
        counter().form.items[0].fault.setPlainText("Screen cracked")
        window.close()
        eventually(qtbot, lambda: not window.isVisible())  # three writes, each of which reaches the disk
    [kept] = desk.drafts.ids(owner)
    assert "Screen cracked" in str(desk.drafts.get(owner, kept).content)

"""A ticket that was begun and not saved is not lost without a word."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deskapp.ui.intake.window import IntakeWindow
from deskapp.ui.shared.notice import Question
from tests.ui.main_frame import open_window

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from deskapp.clock import FixedClock
    from deskapp.ui.main_window import MainWindow


@pytest.fixture
def window(qtbot: QtBot, shop_path: Path, clock: FixedClock) -> Iterator[MainWindow]:
    """A window with half a ticket at the counter."""
    with open_window(qtbot, clock, shop_path) as opened:
        opened.new_ticket()
        counter().form.items[0].fault.setPlainText("Screen cracked")
        yield opened


def counter() -> IntakeWindow:
    shown = (one for one in QApplication.topLevelWidgets() if one.isVisible())
    [intake] = [one for one in shown if isinstance(one, IntakeWindow)]
    return intake


def question(window: MainWindow) -> Question:
    return next(one for one in window.findChildren(Question) if one.isVisible())


def test_closing_asks_first_and_the_ticket_comes_back(window: MainWindow, qtbot: QtBot) -> None:
    window.close()
    qtbot.waitUntil(lambda: any(one.isVisible() for one in window.findChildren(Question)))
    assert window.isVisible()
    question(window).reject()
    window.new_ticket()
    assert counter().form.items[0].fault.toPlainText() == "Screen cracked"
    counter().discard()


def test_throwing_it_away_closes(window: MainWindow, qtbot: QtBot) -> None:
    window.close()
    qtbot.waitUntil(lambda: any(one.isVisible() for one in window.findChildren(Question)))
    question(window).yes.click()
    qtbot.waitUntil(lambda: not window.isVisible())


def test_a_hasty_enter_throws_nothing_away(window: MainWindow, qtbot: QtBot) -> None:
    window.close()
    qtbot.waitUntil(lambda: any(one.isVisible() for one in window.findChildren(Question)))
    asked = question(window)
    qtbot.waitUntil(asked.isActiveWindow)
    QTest.keyClick(asked.focusWidget(), Qt.Key.Key_Return)
    assert window.isVisible()
    window.new_ticket()
    assert counter().form.items[0].fault.toPlainText() == "Screen cracked"
    counter().discard()

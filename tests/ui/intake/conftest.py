"""An intake window for each test, closed again behind it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deskapp.ui.intake.window import IntakeWindow

if TYPE_CHECKING:
    from deskapp.ui.context import DeskContext

from tests.ui.intake.hands import shown


@pytest.fixture
def window(context: DeskContext, qtbot: QtBot) -> IntakeWindow:
    """The window as it opens on a new shop."""
    return shown(IntakeWindow(context), qtbot)


@pytest.fixture(autouse=True)
def _closed() -> Iterator[None]:
    """No window outlives its test; they delete themselves, so that the plug-in cannot close them."""
    yield
    for window in QApplication.topLevelWidgets():
        if isinstance(window, IntakeWindow):
            window.close()

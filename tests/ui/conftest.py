"""What every test of the screen may use: a dressed program, a worker, and the formats of a British shop."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from pytestqt.qtbot import QtBot

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication

    from deskapp.clock import FixedClock
    from deskapp.ui.shared.formats import Formats
    from deskapp.ui.shared.jobs import Worker

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")


@pytest.fixture
def dressed(qapp: QApplication) -> QApplication:
    """The program in its light dress."""
    from deskapp.ui.shared import style

    style.apply(qapp, "light")
    return qapp


@pytest.fixture
def worker(qtbot: QtBot) -> Iterator[Worker]:
    """A worker that is idle again when the test ends."""
    from deskapp.ui.shared.jobs import Worker

    made = Worker()
    yield made
    assert made.close(), "a job did not end"


@pytest.fixture
def formats(clock: FixedClock) -> Formats:
    """British English, London time, the test's clock."""
    from deskapp.ui.shared.formats import Formats

    return Formats("en_GB", ZoneInfo("Europe/London"), clock.now)

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
    from deskapp.services.desk import Desk
    from deskapp.ui.context import DeskContext
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


@pytest.fixture
def context(dressed: QApplication, desk: Desk, worker: Worker) -> DeskContext:
    """What a page of the test's own shop is handed."""
    from PySide6.QtWidgets import QWidget

    from deskapp.settings import Settings
    from deskapp.ui.commands import Commands
    from deskapp.ui.context import DeskContext, OpenShop

    window = QWidget()
    made = DeskContext(OpenShop.of(desk), worker=worker, commands=Commands(window), settings=Settings())
    window.setParent(None)
    made.setProperty("window", window)  # lives as long as the context
    return made


@pytest.fixture(autouse=True)
def _swept(qapp: QApplication) -> Iterator[None]:
    """What a test leaves open is gone before the next one, whose change of style would dress it too."""
    from PySide6.QtCore import QEvent

    yield
    for widget in qapp.topLevelWidgets():
        widget.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)

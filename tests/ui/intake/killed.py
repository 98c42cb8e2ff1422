"""An intake page in a program of its own that is killed as soon as a draft of it is kept."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from deskapp.clock import FixedClock
from deskapp.services.desk import Desk
from tests.processes import start

on_unix = pytest.mark.skipif(sys.platform == "win32", reason="a signal of Unix")
_PAGE = """
import os
import sys
from pathlib import Path
os.environ["QT_QPA_PLATFORM"] = "offscreen"
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QWidget
from deskapp.clock import SystemClock
from deskapp.services.desk import Desk
from deskapp.settings import Settings
from deskapp.ui.commands import Commands
from deskapp.ui.context import DeskContext, OpenShop
from deskapp.ui.intake.window import IntakeWindow
from deskapp.ui.photos.sources import FileSource
from deskapp.ui.shared import style
from deskapp.ui.shared.jobs import Worker

app = style.application(sys.argv[:1])
desk = Desk.open(Path(sys.argv[1]), SystemClock())
main = QWidget()
context = DeskContext(OpenShop.of(desk), worker=Worker(), commands=Commands(main), settings=Settings())
window = IntakeWindow(context)
window.show()
item = window.form.items[0]
{act}
QTimer.singleShot(0, lambda: print("done", flush=True))
app.exec()
"""


@contextmanager
def after_killing(
    act: str, shop: Path, clock: FixedClock, qtbot: QtBot, *arguments: object
) -> Iterator[Desk]:
    """The desk after a line of code was done on the `item` of a page and the program was killed."""
    desk = Desk.open(shop, clock)
    try:
        with start(_PAGE.format(act=act), shop, *arguments) as running:
            try:
                assert running.stdout is not None
                assert running.stdout.readline().strip() == "done"
                qtbot.waitUntil(lambda: bool(desk.drafts.ids(desk.actor())), timeout=10_000)
            finally:
                running.kill()
        yield desk
    finally:
        desk.close()

"""What nobody holds any more ends on the window's thread, whatever the worker does meanwhile."""

from __future__ import annotations

import gc
import threading
import weakref

from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from deskapp.ui.shared.jobs import Worker


class _Ring(QWidget):
    """A widget that holds itself, as bound methods in attributes do."""

    def __init__(self) -> None:
        super().__init__()
        self.me = self


def _much_garbage() -> int:
    rings: list[list[object]] = []
    for _ in range(50_000):
        ring: list[object] = []
        ring.append(ring)
        rings.append(ring)
    return len(rings)


def test_a_forgotten_widget_is_not_collected_by_the_worker(
    dressed: QApplication, worker: Worker, qtbot: QtBot
) -> None:
    ended_on: list[threading.Thread] = []
    ring = _Ring()
    weakref.finalize(ring, lambda: ended_on.append(threading.current_thread()))
    del ring
    worker.submit(_much_garbage)
    qtbot.waitUntil(lambda: bool(ended_on))
    assert ended_on == [threading.main_thread()]


def test_python_collects_by_itself_again_once_the_worker_has_ended(dressed: QApplication) -> None:
    worker = Worker()
    assert not gc.isenabled()
    assert worker.close()
    assert gc.isenabled()

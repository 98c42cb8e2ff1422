"""Python's garbage is collected on the window's thread alone: a widget must not end on another one."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 250


class Sweeper(QObject):
    """Takes over from the automatic collection, which runs on whatever thread makes an object.

    Collecting a reference cycle that holds a widget on the worker's thread ends the program.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self, interval=_EVERY_MS)
        self._timer.timeout.connect(sweep)
        self._timer.start()

    def stop(self) -> None:
        """Give the collection back to Python, once there is no other thread."""
        self._timer.stop()
        gc.enable()


def sweep() -> None:
    """Collect what Python would have collected by now."""
    due = [count > limit > 0 for count, limit in zip(gc.get_count(), gc.get_threshold(), strict=True)]
    if any(due):
        gc.collect(max(place for place, is_due in enumerate(due) if is_due))

"""Python's garbage is collected on the window's thread alone: a widget must not end on another one."""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 250
_FIRST_MS = 2000  # by then a start is over, and all that it loaded is there


class Sweeper(QObject):
    """Takes over from the automatic collection, which runs on whatever thread makes an object.

    Collecting a reference cycle that holds a widget on the worker's thread ends the program.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._sweep)
        self._timer.start(_FIRST_MS)

    def stop(self) -> None:
        """Give the collection back to Python, once there is no other thread."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()

    def _sweep(self) -> None:
        if self._timer.interval() == _FIRST_MS:
            gc.collect()
            gc.freeze()  # what a start loaded stays; looking through it again would hold up the window
            self._timer.setInterval(_EVERY_MS)
        else:
            sweep()


def sweep() -> None:
    """Collect what Python would have collected by now."""
    due = [count > limit > 0 for count, limit in zip(gc.get_count(), gc.get_threshold(), strict=True)]
    if any(due):
        gc.collect(max(place for place, is_due in enumerate(due) if is_due))

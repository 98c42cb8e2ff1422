"""Watches over the open file: whether it is still in its place, and its history the one seen before."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from deskapp.domain.permission import Action
from deskapp.i18n import _

if TYPE_CHECKING:
    from deskapp.errors import DeskError
    from deskapp.ui.context import DeskContext
    from deskapp.ui.main_window import MainWindow

_LOOK_MS = 1_000
_FIRST_MS = 1_500  # when nobody waits for anything


class FileGuard(QObject):
    """Tells at the top of the window, once each, and stays until it is read or well again."""

    def __init__(self, window: MainWindow, context: DeskContext) -> None:
        super().__init__(context)
        self._window, self._context = window, context
        self._moved = ""
        self._timer = QTimer(self, interval=_LOOK_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        QTimer.singleShot(_FIRST_MS, self, self.look_at_history)

    def look(self) -> None:
        """See whether the file is where it was opened; what was saved is brought into it on the worker."""
        in_place = self._context.desk.is_in_place()
        if in_place and self._moved:
            if self._window.banner.text() == self._moved:
                self._window.banner.hush()
            self._moved = ""
        elif not in_place and not self._moved:
            self._moved = " "  # it is being asked for
            self._context.worker.submit(self._context.desk.check_place, on_failed=self._tell_moved)

    def look_at_history(self) -> None:
        """Compare it with where it was seen before, here and beside the backups."""
        folders = self._context.settings.backup_folders()
        self._context.read(self._context.desk.anchors.look, folders, then=self._take)

    def _take(self, said: tuple[str, ...]) -> None:
        folders = self._context.settings.backup_folders()
        if not said:
            self._context.read(self._context.desk.anchors.keep, then=_nothing)
            return
        accept = partial(
            self._context.read, self._context.desk.anchors.accept, folders, then=self._tell_accepted
        )
        if self._context.may(Action.RESTORE):
            self._window.banner.say("warning", said[0], _("I know why"), accept)
        else:
            self._window.banner.say("warning", said[0])

    def _tell_moved(self, error: DeskError) -> None:
        self._moved = str(error)
        self._window.banner.say("error", self._moved)

    def _tell_accepted(self, _nothing: None) -> None:
        self._window.banner.hush()
        self._context.tell(_("Written down; from here on the history counts as it is."))


def _nothing(_answer: object) -> None:
    """Nobody waits for it."""

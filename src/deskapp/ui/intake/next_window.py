"""The next intake window, built while nobody waits, so that opening it again shows a page at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QObject, QTimer

from deskapp.ui.intake.start import Start
from deskapp.ui.intake.window import IntakeWindow
from deskapp.ui.shared import style

if TYPE_CHECKING:
    from deskapp.domain.actor import Actor
    from deskapp.ui.context import DeskContext

_LATER_MS = 1000  # after a window was closed: whoever closed it looks at something else by then


class NextWindow(QObject):
    """One for each open shop, made for the first intake: a start of the program does not pay for it."""

    def __init__(self, context: DeskContext) -> None:
        super().__init__(context)
        self._context = context
        self._made: IntakeWindow | None = None
        self._is_wanted = False
        self._actor: Actor = context.actor
        self._later = QTimer(self, singleShot=True, interval=_LATER_MS)
        self._later.timeout.connect(self.build)
        context.shop_changed.connect(self._build_anew)
        style.news().changed.connect(self._build_anew)

    def open(self, asked: Start | int | None = None) -> IntakeWindow:
        """A window that is to be shown: the one that is ready, or a new one."""
        self._is_wanted = True
        window = self._taken() or IntakeWindow(self._context, begun=False)
        window.destroyed.connect(self._wait)
        window.begin(asked)
        return window

    def build(self) -> None:
        """Have one ready: built, dressed and laid out, but not begun, so that it keeps no draft."""
        if self._made is None:
            self._actor = self._context.actor
            self._made = IntakeWindow(self._context, begun=False)
            self._made.grab()

    def is_ready(self) -> bool:
        """Whether the next window is built."""
        return self._made is not None

    def rest(self) -> None:
        """The shop is being closed: there is no next one unless somebody opens a window again."""
        self._is_wanted = False
        self._later.stop()
        self._drop()

    def _drop(self) -> None:
        made, self._made = self._made, None
        if made is not None and shiboken6.isValid(made):
            made.deleteLater()

    def _taken(self) -> IntakeWindow | None:
        if self._actor != self._context.actor:
            self._drop()
        made, self._made = self._made, None
        return made

    def _wait(self, _gone: object = None) -> None:
        if self._is_wanted:
            self._later.start()

    def _build_anew(self) -> None:
        """The shop or the looks changed."""
        if self.is_ready():
            self._drop()
            self._later.start()

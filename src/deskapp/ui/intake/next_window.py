"""The next intake window, built while nobody waits, so that opening it shows a page at once."""

from __future__ import annotations

from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QGuiApplication

from deskapp.ui.intake.start import Start
from deskapp.ui.shared import style

if TYPE_CHECKING:
    from collections.abc import Callable

    from deskapp.domain.actor import Actor
    from deskapp.ui.context import DeskContext
    from deskapp.ui.intake.form import IntakeForm
    from deskapp.ui.intake.window import IntakeWindow

_LATER_MS = 1000  # after a window was opened or a key pressed: whoever did it looks at something else by then
_BETWEEN_MS = 30  # for what the person does, between two slices of the work
_TOUCHES = frozenset({QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel})
_PIECES = (
    "deskapp.domain.device",
    "deskapp.domain.ticket",
    "deskapp.domain.duplicate",
    "deskapp.ui.photos.page_photos",
    "deskapp.ui.intake.match_list",
    "deskapp.ui.intake.item_block",
    "deskapp.ui.intake.customer_block",
    "deskapp.ui.intake.promise_block",
    "deskapp.ui.intake.form",
    "deskapp.ui.intake.window",
)
"""What such a window is made of, loaded one after the other: none takes as long as somebody notices."""


class NextWindow(QObject):
    """One for each open shop. The first is built when the window rests after the start, which waits for none
    of it; each further one after one was opened.
    """

    def __init__(self, context: DeskContext) -> None:
        super().__init__(context)
        self._context = context
        self._page: IntakeForm | None = None  # of the window that is made next
        self._made: IntakeWindow | None = None
        self._actor: Actor = context.actor
        self._steps: list[Callable[[], object]] = []
        self._later = QTimer(self, singleShot=True)
        self._later.timeout.connect(self._go_on)
        context.shop_changed.connect(self._build_anew)
        style.news().changed.connect(self._build_anew)

    def open(self, asked: Start | int | None = None) -> IntakeWindow:
        """A window that is to be shown: the one that is ready, or a new one."""
        window = self._taken() or self._new()
        window.begin(asked)
        self.expect()
        return window

    def expect(self) -> None:
        """Have one ready soon, piece by piece, once nobody types."""
        load = [partial(import_module, name) for name in _PIECES]
        self._steps = [*load, self._make_page, self._make, self._dress]
        for window in QGuiApplication.topLevelWindows():
            window.installEventFilter(self)
        self._later.start(_LATER_MS)

    def build(self) -> None:
        """Have one ready now: built, dressed and laid out, but not begun, so that it keeps no draft."""
        self._make()
        self._dress()

    def is_ready(self) -> bool:
        """Whether the next window is built."""
        return self._made is not None

    def rest(self) -> None:
        """The shop is being closed: there is no next one unless somebody opens a window again."""
        self._later.stop()
        self._drop()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Wait on while somebody types or clicks."""
        if self._later.isActive() and event.type() in _TOUCHES:
            self._later.start(_LATER_MS)
        return False

    def steps(self) -> tuple[Callable[[], object], ...]:
        """What is left to do until one is ready, in pieces."""
        return tuple(self._steps)

    def _go_on(self) -> None:
        if self._steps:
            self._steps.pop(0)()
            self._later.start(_BETWEEN_MS)

    def _new(self) -> IntakeWindow:
        from deskapp.ui.intake.window import IntakeWindow

        page, self._page = self._page, None
        return IntakeWindow(self._context, begun=False, page=page)

    def _make_page(self) -> None:
        from deskapp.ui.intake.form import IntakeForm

        if self._made is None and self._page is None:
            self._actor = self._context.actor
            self._page = IntakeForm(self._context)

    def _make(self) -> None:
        if self._made is None:
            self._make_page()
            self._made = self._new()

    def _dress(self) -> None:
        if self._made is not None:
            self._made.grab()

    def _drop(self) -> None:
        for made in (self._made, self._page):
            if made is not None and shiboken6.isValid(made):
                made.deleteLater()
        self._made = self._page = None

    def _taken(self) -> IntakeWindow | None:
        if self._actor != self._context.actor:
            self._drop()
        made, self._made = self._made, None
        return made

    def _build_anew(self) -> None:
        """The shop or the looks changed."""
        if self.is_ready() or self._page:
            self._drop()
            self.expect()

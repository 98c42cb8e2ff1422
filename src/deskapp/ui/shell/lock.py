"""Locks the window: by key, after a time without a touch, and when the computer slept; lets people switch.

Everything that was open stays as it was under the page of the lock, with what was half typed. Another
person than before begins with a window of their own, to which nothing of the former one is left; where
something would be lost by that, they are told so first.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QCursor, QWindow
from PySide6.QtWidgets import QApplication, QStackedWidget, QWidget

from deskapp.errors import DeskError
from deskapp.i18n import _
from deskapp.ui.shell.cover import Cover
from deskapp.ui.shell.lock_page import LockPage

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from deskapp.domain.actor import Actor
    from deskapp.domain.person import Person
    from deskapp.domain.pin import PinState
    from deskapp.services.desk import Desk
    from deskapp.ui.context import DeskContext, OpenShop
    from deskapp.ui.main_window import MainWindow
    from deskapp.ui.tickets.pane import TicketPane

EVERY_MS = 10_000
_TOUCHES = frozenset({QEvent.Type.KeyPress, QEvent.Type.MouseButtonPress, QEvent.Type.Wheel})


class Lock(QObject):
    """One for each open shop; begins locked where the person whom the window opens with has a PIN."""

    def __init__(self, window: MainWindow, context: DeskContext) -> None:
        super().__init__(context)
        self._window, self._context = window, context
        self._state: PinState | None = None
        self._page: LockPage | None = None
        self._before: tuple[QWidget | None, QWidget | None] = (None, None)
        self._hidden: list[QWidget] = []
        self._cover: Cover | None = None
        self._warned = 0  # the person who was told what ends when they come in
        self._seen: set[QWindow] = set()
        self._mouse = QCursor.pos()
        self._touched = (context.desk.clock.now(), time.monotonic())
        context.lock_asked.connect(self.lock)
        context.changed.connect(self._read)
        window.toasts.changed.connect(self._hush)
        self._timer = QTimer(self, interval=EVERY_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()
        if not window.opener.is_handing_on():
            self._begin(context.desk.pins.state(context.actor))
        self._read()

    def lock(self) -> None:
        """Hide everything and ask who is there."""
        if self._context.is_locked:
            return
        self._keep_typed()
        self._context.is_locked, self._warned = True, 0
        while popup := QApplication.activePopupWidget():
            popup.close()
        self._window.toasts.clear()
        whole = self._whole()
        self._before = (whole.currentWidget(), QApplication.focusWidget() or self._window.focusWidget())
        self._hidden = [one for one in QApplication.topLevelWidgets() if self._is_beside(one)]
        for one in self._hidden:
            one.hide()
        self._cover = Cover(self._window, self._hidden)
        self._context.commands.hold(on=True)
        self._page = LockPage(whole)
        self._page.entered.connect(self._enter)
        self._page.recovered.connect(self._recover)
        whole.addWidget(self._page)
        whole.setCurrentWidget(self._page)
        self._read()

    def _keep_typed(self) -> None:
        """What is typed into the fields of a ticket goes into the file, where no other person ends it."""
        for window in QApplication.topLevelWidgets():
            for pane in _panes(window):
                pane.leave()

    def page(self) -> LockPage | None:
        """What asks who is there, while the window is locked."""
        return self._page

    def touch(self) -> None:
        """Somebody is there."""
        self._touched = (self._context.desk.clock.now(), time.monotonic())

    def look(self, now: datetime, monotonic: float) -> None:
        """Lock after too long by either clock: one stops while the computer sleeps, one can be put back."""
        state = self._state
        if state is None or not state.with_pin or not state.lock_minutes:
            return
        longest = max((now - self._touched[0]).total_seconds(), monotonic - self._touched[1])
        if longest >= state.lock_minutes * 60:
            self.lock()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _TOUCHES:
            self.touch()
        return False

    def _look(self) -> None:
        """Every few seconds: was the mouse moved, are there windows whose keys are not seen yet?"""
        if QCursor.pos() != self._mouse:
            self._mouse = QCursor.pos()
            self.touch()
        for one in QApplication.topLevelWindows():
            if one not in self._seen:
                self._seen.add(one)
                one.installEventFilter(self)
        self.look(self._context.desk.clock.now(), time.monotonic())

    def _begin(self, state: PinState) -> None:
        self._state = state
        if self._context.actor.person_id in state.with_pin:
            self.lock()

    def _read(self) -> None:
        context = self._context
        context.worker.submit(_known, context.desk, context.actor, on_done=self._know)

    def _know(self, known: tuple[Sequence[Person], PinState]) -> None:
        """Who was given another role, or left, has to show again who they are."""
        if not shiboken6.isValid(self):
            return
        people, self._state = known
        actor = self._context.actor
        me = next((one for one in people if one.id == actor.person_id and one.active), None)
        if me is None or me.role is not actor.role:
            self.lock()
        if self._page:
            first = actor.person_id if me else people[0].id
            self._page.show_people(people, self._state, first)

    def _enter(self, person_id: int, pin: str) -> None:
        pins = self._context.desk.pins
        self._context.read(pins.enter, person_id, pin, then=self._let_in, on_failed=self._refuse)

    def _recover(self, code: str) -> None:
        pins = self._context.desk.pins
        self._context.read(pins.recover, code, then=self._let_in, on_failed=self._refuse)

    def _refuse(self, error: DeskError) -> None:
        if self._page:
            self._page.say_wrong(str(error))

    def _let_in(self, actor: Actor) -> None:
        self.touch()
        if actor == self._context.actor:
            self._unlock()
        elif self._warned != actor.person_id and (ending := self._ending()):
            self._warned = actor.person_id
            self._refuse(DeskError(ending))
        else:
            self._context.worker.submit(_opened, self._context.desk, actor, on_done=self._switch)

    def _ending(self) -> str:
        """What would end, unsaved, with the window of the person before; nothing where nothing would."""
        said = {"name": self._context.actor.name}
        if self._context.beside.is_busy():
            words = _(
                "The import of {name} is still running. It would stop, and what it brought in would be taken"
                " out again. To come in all the same, continue once more."
            )
        elif self._window.pages.is_unsaved():
            words = _(
                "{name} has typed something into a form that is not saved yet, and it would be lost. To come"
                " in all the same, continue once more."
            )
        else:
            return ""
        return words.format(**said)

    def _unlock(self) -> None:
        """Everything as it was."""
        widget, focus = self._before
        self._leave(widget)
        for one in self._hidden:
            if shiboken6.isValid(one):
                one.show()
        if focus is not None and shiboken6.isValid(focus):
            focus.setFocus()

    def _switch(self, opened: OpenShop) -> None:
        """A window for another person; the windows beside it keep as drafts what was typed in them."""
        for one in self._hidden:
            if shiboken6.isValid(one):
                one.close()
        self._leave(self._before[0])
        self._window.opener.hand_on(opened)

    def _leave(self, widget: QWidget | None) -> None:
        self._context.is_locked = False
        if self._cover:
            self._cover.lift()
            self._cover = None
        whole = self._whole()
        if widget is not None:
            whole.setCurrentWidget(widget)
        if self._page:
            whole.removeWidget(self._page)
            self._page.deleteLater()
            self._page = None
        self._context.commands.hold(on=False)

    def _hush(self) -> None:
        if self._context.is_locked and self._window.toasts.current():
            self._window.toasts.clear()

    def _is_beside(self, widget: QWidget) -> bool:
        return widget is not self._window and widget.isVisible() and widget.isWindow()

    def _whole(self) -> QStackedWidget:
        whole = self._window.centralWidget()
        assert isinstance(whole, QStackedWidget)
        return whole


def _panes(window: QWidget) -> Sequence[TicketPane]:
    from deskapp.ui.tickets.pane import TicketPane

    return window.findChildren(TicketPane) if window.isVisible() else ()


def _known(desk: Desk, actor: Actor) -> tuple[Sequence[Person], PinState]:
    """Who works here and who has a PIN; runs on the worker."""
    return desk.people.list(actor), desk.pins.state(actor)


def _opened(desk: Desk, actor: Actor) -> OpenShop:
    from deskapp.ui.context import OpenShop

    return OpenShop.by(desk, actor)

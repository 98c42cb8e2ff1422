"""Leads through the window: what every step of the tour may use, and how a step is checked."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QAbstractAnimation
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from shiboken6 import isValid

from deskapp import paths, settings
from deskapp.app import make_window
from deskapp.clock import FixedClock
from deskapp.domain.customer import Customer
from deskapp.tour import hands
from deskapp.tour.failed import StepFailed

if TYPE_CHECKING:
    from pathlib import Path

    from deskapp.domain.actor import Actor
    from deskapp.domain.ticket import Ticket
    from deskapp.services.desk import Desk
    from deskapp.settings import Settings
    from deskapp.tour.album import Album
    from deskapp.ui.main_window import MainWindow
    from deskapp.ui.tickets.list import TicketList
    from deskapp.ui.tickets.pane import TicketPane

MORNING = datetime(2026, 3, 10, 9, 6, tzinfo=UTC)  # a Tuesday
SIZE = (1280, 800)
_NOT_YET = (AssertionError, AttributeError, IndexError, KeyError, RuntimeError, StepFailed)
"""What is raised while the thing that is looked for is not there, or not any more."""

Window = TypeVar("Window", bound=QWidget)


@dataclass(frozen=True, slots=True)
class Step:
    """A part of the tour; `does` raises `StepFailed` where the window does not do it."""

    name: str
    does: Callable[[Guide], None]


class Guide:
    """Holds the window, the clock and the album while the steps are taken."""

    def __init__(self, app: QApplication, album: Album) -> None:
        self.app, self.album = app, album
        self.clock = FixedClock(MORNING)
        self._window: MainWindow | None = None

    # The window -------------------------------------------------------------------------------

    @property
    def window(self) -> MainWindow:
        """The main window."""
        assert self._window is not None, "no window is open"
        return self._window

    def any_window(self) -> MainWindow | None:
        """The main window, if it is open."""
        return self._window

    def open_window(self, path: Path | None = None, kept: Settings | None = None) -> None:
        """Start the program on a shop, or without one as on the first day."""
        self._window = make_window(self.app, kept or settings.Settings(mode="light"), self.clock)
        self._window.resize(*SIZE)
        self._window.start(path)
        self._window.show()
        self._window.activateWindow()

    def close_window(self) -> None:
        """Close the program's window; its work comes to an end first."""
        if self._window is None:
            return
        window, self._window = self._window, None
        window.close()
        self.expect("the window closes", window.isVisible, wanted=False)
        window.deleteLater()

    def abandon(self) -> None:
        """After a failure: end the work and let go of the shop file, whatever stands open."""
        for dialog in (one for one in self.app.topLevelWidgets() if isinstance(one, QDialog)):
            dialog.reject()
        if self._window is not None:
            self._window.close()
            hands.wait_until(lambda: self._window is None or not self._window.isVisible())

    def begin_step(self) -> None:
        """Some time has passed: everything is done, and messages of before have left."""
        if self._window is not None:
            self.at_rest()
            self._window.toasts.clear()

    def clock_at(self, hour: int, minute: int) -> None:
        """Time goes on."""
        self.clock.moment = datetime.combine(self.clock.moment.date(), time(hour, minute), UTC)

    def front(self, kind: type[Window]) -> Window:
        """The window or dialog of a kind, as soon as it has the keyboard."""
        found = partial(self._open_one, kind)
        self.expect(f"a {kind.__name__} is open", lambda: _has_keyboard(found()), wanted=True)
        window = found()
        assert window is not None
        return window

    def closed(self, window: QWidget) -> None:
        """Wait until a window or dialog is closed."""
        self.expect("the window closes", lambda: isValid(window) and window.isVisible(), wanted=False)

    def gone(self, window: QWidget) -> None:
        """Wait until a window is closed, and go back to the main window."""
        self.closed(window)
        self.window.activateWindow()
        self.expect("the main window has the keyboard", lambda: _has_keyboard(self.window), wanted=True)

    @property
    def pane(self) -> TicketPane:
        """The ticket beside the queue."""
        pane: TicketPane = self.window.pages.tickets().pane()
        return pane

    @property
    def list(self) -> TicketList:
        """The queue."""
        tickets: TicketList = self.window.pages.tickets().list
        return tickets

    def shown_number(self) -> str:
        """The number of the ticket in the pane, or nothing."""
        ticket = self.pane.ticket()
        return ticket.number if ticket else ""

    # The shop file ----------------------------------------------------------------------------

    @property
    def desk(self) -> Desk:
        """The open shop file."""
        assert self.window.context is not None, "no shop is open"
        return self.window.context.desk

    @property
    def actor(self) -> Actor:
        """Who works at the window."""
        assert self.window.context is not None, "no shop is open"
        return self.window.context.actor

    def ticket_of(self, words: str) -> Ticket:
        """The newest ticket that a search finds, as it stands in the shop file."""
        rows = self.desk.tickets.rows(self.actor, words, limit=1)
        if not rows:
            raise StepFailed(f"the shop file holds a ticket for “{words}”", "none")
        return self.desk.tickets.get(self.actor, rows[0].number)

    def customer_named(self, name: str) -> Customer:
        """A customer as the shop file holds them."""
        [found] = self.desk.customers.rows(self.actor, name, limit=1)
        return self.desk.customers.get(self.actor, found.id)

    # Checking and keeping ---------------------------------------------------------------------

    def expect(
        self, what: str, see: Callable[[], object], wanted: object, *, seconds: float = hands.SECONDS
    ) -> None:
        """Wait until what is seen is what is wanted; `what` says it in a sentence."""
        _wait(what, see, lambda seen: bool(seen == wanted), f"“{wanted}”", seconds)

    def expect_in(self, what: str, see: Callable[[], object], *pieces: str) -> None:
        """Wait until all these pieces are part of what is seen."""
        wanted = ", ".join(f"“{piece}”" for piece in pieces)
        _wait(what, see, lambda seen: all(piece in str(seen) for piece in pieces), wanted, hands.SECONDS)

    def at_rest(self) -> None:
        """Wait until nothing is being read or written."""
        self.expect("the desk comes to rest", self.window.worker.is_busy, wanted=False)

    def picture(self, name: str, says: str, window: QWidget | None = None) -> None:
        """Keep a picture of the main window, or of another one, once all of it is there."""
        self.at_rest()
        hands.settle(rounds=10)  # a row that grows moves what is around it, layer by layer
        hands.wait_until(lambda: not _moves(window or self.window))
        self.album.picture(name, window or self.window, says)

    def look(self, mode: str) -> None:
        """Switch between light and dark as people do: by the name of the command."""
        hands.press("Ctrl+K")
        hands.write(f">{mode}")
        hands.press("Return")
        self.expect(f"the window is {mode}", lambda: self.window.settings.mode, mode)

    def check_health(self) -> None:
        """Fail where the program wrote a crash report or shows the banner of an error."""
        reports = sorted(paths.log_folder().glob("crash-*.txt"))
        if reports:
            lines = reports[0].read_text(encoding="utf-8").strip().splitlines()
            raise StepFailed("nothing crashes", lines[-1])
        if self._window and self._window.banner.isVisible():
            raise StepFailed("no error is shown", f"“{self._window.banner.text()}”")

    def _open_one(self, kind: type[Window]) -> Window | None:
        windows = [one for one in self.app.topLevelWidgets() if isinstance(one, kind) and one.isVisible()]
        return windows[-1] if windows else None


def _wait(
    what: str, see: Callable[[], object], holds: Callable[[object], bool], wanted: str, seconds: float
) -> None:
    seen: object = None

    def look() -> bool:
        nonlocal seen
        try:
            seen = see()
        except _NOT_YET as error:
            seen = f"nothing yet ({error})"
            return False
        return holds(seen)

    if not hands.wait_until(look, seconds):
        raise StepFailed(f"{what}: {wanted}", f"“{seen}”")


def _moves(window: QWidget) -> bool:
    """Whether something fades in or out in a window."""
    running = QAbstractAnimation.State.Running
    return any(one.state() is running for one in window.findChildren(QAbstractAnimation))


def _has_keyboard(window: QWidget | None) -> bool:
    if window is None:
        return False
    if not window.isActiveWindow() and not isinstance(QApplication.activeModalWidget(), QDialog):
        window.activateWindow()
    return window.isActiveWindow() and window.focusWidget() is not None

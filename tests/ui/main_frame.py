"""A main window on a real shop file, as the tests of the shell and of the queue drive it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pytestqt.qtbot import QtBot

from deskapp.clock import Clock
from deskapp.paths import log_folder
from deskapp.settings import Settings
from deskapp.ui.main_window import MainWindow
from deskapp.ui.tickets.pane import TicketPane

WAIT = 10_000


@contextmanager
def open_window(
    qtbot: QtBot,
    clock: Clock,
    path: Path | None,
    kept: Settings | None = None,
    size: tuple[int, int] = (1280, 800),
) -> Iterator[MainWindow]:
    """The window with the shop open and listed; closed again afterwards."""
    window = MainWindow(kept or Settings(), clock)
    window.resize(*size)
    if path is None:
        window.start(None)
        window.show()
        qtbot.waitExposed(window)
    else:
        with qtbot.waitSignal(window.ready, timeout=WAIT):
            window.start(path)
            window.show()
    try:
        settle(qtbot, window)
        yield window
    finally:
        close(qtbot, window)


def settle(qtbot: QtBot, window: MainWindow) -> None:
    """Wait until nothing is being read or written."""
    qtbot.waitUntil(lambda: not window.worker.is_busy(), timeout=WAIT)


def close(qtbot: QtBot, window: MainWindow) -> None:
    """Close the window as a person does, and wait until it let go of the file."""
    settle(qtbot, window)
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=WAIT)
    reports = [report.read_text(encoding="utf-8") for report in log_folder().glob("crash-*.txt")]
    assert not reports, reports[0]


def numbers(window: MainWindow) -> list[str]:
    """The ticket numbers that the queue shows, top to bottom."""
    records = window.pages.tickets().list.records
    return [records.row(place).number for place in range(records.rowCount())]


def open_ticket(qtbot: QtBot, window: MainWindow, number: str) -> TicketPane:
    """Show a ticket in the pane and wait until it is there."""
    window.navigator.show_ticket(number)
    pane = window.pages.tickets().pane()
    qtbot.waitUntil(lambda: shown(pane) == number, timeout=WAIT)
    settle(qtbot, window)
    return pane


def shown(pane: TicketPane) -> str:
    """The number of the ticket in the pane, or nothing."""
    ticket = pane.ticket()
    return ticket.number if ticket else ""


def eventually(qtbot: QtBot, holds: Callable[[], bool]) -> None:
    """Wait until something is so; fails when it does not come."""
    qtbot.waitUntil(holds, timeout=WAIT)

"""What somebody else writes to the shop file is seen here within two seconds, and moves nothing."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from deskapp.clock import FixedClock
from deskapp.domain.actor import Actor
from deskapp.services.desk import Desk
from deskapp.ui.main_window import MainWindow
from deskapp.ui.tickets.pane import TicketPane
from tests.builders import a_customer, an_intake
from tests.processes import finish, start
from tests.ui.main_frame import numbers, open_ticket, open_window, settle

pytestmark = pytest.mark.usefixtures("dressed")

AT_ONCE = 2.0
COUNTER = """
    import sys
    from deskapp import cli
    commands = iter(sys.stdin.buffer.readline, b"")

    print("ready", flush=True)
    for line in commands:
        words = line.decode().rstrip("\\n").split("|")
        if cli.main(words):
            sys.exit(1)
        print("done", flush=True)
"""


class Counter:
    """Another process with the command line of the same shop; its program is loaded already."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self.process = start(COUNTER, path)
        self._read("ready")

    def does(self, group: str, action: str, *words: str) -> float:
        """Carries out one command; answers the moment at which it was written."""
        assert self.process.stdin is not None
        self.process.stdin.write("|".join((group, action, str(self._path), *words)) + "\n")
        self.process.stdin.flush()
        self._read("done")
        return time.monotonic()

    def _read(self, word: str) -> None:
        assert self.process.stdout is not None
        while (line := self.process.stdout.readline().strip()) != word:
            if not line and self.process.poll() is not None:
                assert self.process.stderr is not None
                raise AssertionError(self.process.stderr.read())


@pytest.fixture
def counter(desk: Desk) -> Iterator[Counter]:
    made = Counter(desk.path)
    yield made
    finish(made.process)


@pytest.fixture
def shop(desk: Desk, owner: Actor) -> list[str]:
    """Sixty tickets, more than a window shows; answers their numbers, the oldest first."""
    found = []
    for place in range(60):
        customer = a_customer(f"Customer {place:02}", f"0161 555 {place:04}")
        found.append(
            desk.tickets.take_in(owner, an_intake(f"Fault {place:02}", customer=customer)).value.number
        )
    return found


def soon(qtbot: QtBot, holds: Callable[[], bool], written: float) -> None:
    """Fails when it is not so within two seconds after it was written."""
    qtbot.waitUntil(holds, timeout=10_000)
    assert time.monotonic() - written < AT_ONCE


def chosen(window: MainWindow) -> tuple[int | None, int]:
    """The ticket under the cursor, and how far the list is scrolled."""
    table = window.pages.tickets().list.table
    return table.current_id(), table.verticalScrollBar().value()


def test_a_ticket_of_another_process_appears_and_nothing_moves(
    qtbot: QtBot, desk: Desk, shop: list[str], clock: FixedClock, counter: Counter
) -> None:
    with open_window(qtbot, clock, desk.path) as window:
        tickets = window.pages.tickets().list
        tickets.table.select_place(45)
        settle(qtbot, window)
        row = tickets.row()
        assert row is not None
        before, top = chosen(window), tickets.table.rowAt(0)
        assert before[1] > 0
        written = counter.does("ticket", "add", "--customer", "Zoë Müller", "--fault", "New one")
        soon(qtbot, lambda: tickets.records.rowCount() == 61, written)
        soon(qtbot, lambda: window.sidebar.button("open").count() == 61, written)
        settle(qtbot, window)
        assert chosen(window)[0] == before[0]
        now = tickets.row()
        assert now is not None
        assert now.number == row.number
        assert abs(tickets.table.rowAt(0) - top) <= 1


def test_a_step_of_another_process_changes_its_row_and_the_open_ticket(
    qtbot: QtBot, desk: Desk, shop: list[str], clock: FixedClock, counter: Counter
) -> None:
    with open_window(qtbot, clock, desk.path) as window:
        pane = open_ticket(qtbot, window, shop[30])
        before = chosen(window)
        written = counter.does("ticket", "move", shop[30], "in_work")
        soon(qtbot, lambda: pane.header.chip.chip().text == "In work", written)
        settle(qtbot, window)
        assert chosen(window) == before
        row = window.pages.tickets().list.row()
        assert row is not None
        assert (row.number, row.status) == (shop[30], "in_work")


def test_counts_follow_another_process(
    qtbot: QtBot, desk: Desk, shop: list[str], clock: FixedClock, counter: Counter
) -> None:
    with open_window(qtbot, clock, desk.path) as window:
        counter.does("ticket", "move", shop[3], "in_work")
        written = counter.does("ticket", "move", shop[3], "ready")
        soon(qtbot, lambda: window.sidebar.button("ready").count() == 1, written)
        assert sorted(numbers(window)) == sorted(shop)


def test_what_is_being_typed_stays_while_another_process_writes_to_the_same_ticket(
    qtbot: QtBot, desk: Desk, owner: Actor, shop: list[str], clock: FixedClock, counter: Counter
) -> None:
    with open_window(qtbot, clock, desk.path) as window:
        pane = open_ticket(qtbot, window, shop[5])
        fault = pane.overview.cards[0].fault
        fault.setFocus()
        fault.selectAll()
        QTest.keyClicks(fault, "Typed he")
        written = counter.does("ticket", "note", shop[5], "Rang back")
        soon(qtbot, lambda: "Rang back" in notes(pane), written)
        QTest.keyClicks(fault, "re")
        assert fault.value() == "Typed here"
        pane.leave()
        settle(qtbot, window)
        assert desk.tickets.get(owner, shop[5]).items[0].fault == "Typed here"


def test_both_values_are_shown_where_another_process_changed_what_is_being_typed(
    qtbot: QtBot, desk: Desk, owner: Actor, shop: list[str], clock: FixedClock
) -> None:
    with open_window(qtbot, clock, desk.path) as window:
        pane = open_ticket(qtbot, window, shop[5])
        item = desk.tickets.get(owner, shop[5]).items[0]
        fault = pane.overview.cards[0].fault
        fault.setFocus()
        fault.selectAll()
        QTest.keyClicks(fault, "Mine")
        theirs = an_intake("Theirs").items[0]
        desk.tickets.edit_item(owner, shop[5], 1, theirs, item.row_version)
        qtbot.waitUntil(pane.clash.isVisible, timeout=10_000)
        assert fault.value() == "Mine"


def test_a_window_that_nobody_touches_reads_nothing(
    qtbot: QtBot, desk: Desk, shop: list[str], clock: FixedClock
) -> None:
    with open_window(qtbot, clock, desk.path) as window:
        heard: list[int] = []
        window.watch().news.connect(lambda: heard.append(1))
        assert window.context is not None
        window.context.act(window.context.desk.tickets.note, shop[0], "My own")
        settle(qtbot, window)
        settle(qtbot, window)
        for _look in range(20):
            window.watch().look()
        assert heard == []


def notes(pane: TicketPane) -> list[str]:
    """The notes of the ticket in the pane."""
    ticket = pane.ticket()
    return [note.text for note in ticket.notes] if ticket else []

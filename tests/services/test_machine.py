"""Any order of acts at the desk: the file holds together after every one of them."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from deskapp.clock import FixedClock
from deskapp.domain.status import SEEDED, Meaning
from deskapp.domain.ticket import ItemReport, Ticket
from deskapp.domain.undo import Done, Undo
from deskapp.errors import DeskError, Invalid
from deskapp.services.desk import Desk
from tests.builders import a_customer, a_line, an_intake, an_item
from tests.conftest import NOON

STATUSES = st.sampled_from([status.key for status in SEEDED])
TEXTS = st.sampled_from(["Port replaced", "Łukasz rang", "<b>x</b>", "0142"])
PLACES, ITEMS = st.integers(0, 9), st.sampled_from([None, None, 1, 2])
DEEPEST = 50
Kept = tuple[Undo, dict[str, object]]  # how an act is taken back, and what people saw before it


class DeskMachine(RuleBasedStateMachine):
    """One shop and two windows, each with its own stack of what can be undone and redone."""

    blank: Path

    @initialize()
    def open_shop(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        path = Path(shutil.copy(self.blank, self.folder.name))
        self.clock = FixedClock(NOON)
        self.desk = Desk.open(path, self.clock)
        self.owner = self.desk.actor()
        self.numbers: list[str] = []
        self.done: list[Kept] = []
        self.redo: list[Kept] = []
        self.shown = self.seen()

    def teardown(self) -> None:
        if hasattr(self, "desk"):
            self.desk.close()
            self.folder.cleanup()

    def keep(self, done: Done[Any]) -> None:
        """Remember how to take an act back, and what people saw before it."""
        self.done = [*self.done, (done.undo, self.shown)][-DEEPEST:]
        self.redo.clear()
        self.shown = self.seen()

    def seen(self) -> dict[str, object]:
        """What people see of every ticket."""
        return {number: self.seen_of(self.desk.tickets.get(self.owner, number)) for number in self.numbers}

    def seen_of(self, ticket: Ticket) -> object:
        items = [(item.status, item.closed_at, item.report, item.lines) for item in ticket.items]
        drafts = [
            (status, closed, report, [line.draft for line in lines])
            for status, closed, report, lines in items
        ]
        texts = [note.text for note in ticket.notes]
        customer = ticket.customer and ticket.customer.draft
        return (
            ticket.status,
            ticket.closed_at,
            ticket.edit,
            ticket.totals,
            ticket.binned,
            drafts,
            texts,
            customer,
        )

    def ticket(self, place: int) -> Ticket:
        return self.desk.tickets.get(self.owner, self.numbers[place % len(self.numbers)])

    # --- what people do ---------------------------------------------------------------------------

    @rule(items=st.integers(1, 3), again=st.booleans())
    def take_in(self, items: int, again: bool) -> None:
        known = self.desk.customers.rows(self.owner, limit=1)
        intake = an_intake(items=tuple(an_item(f"Fault {n}") for n in range(items)), lines=(a_line(),))
        if again and known:
            intake = replace(intake, customer=None, customer_id=known[0].id)
        done = self.desk.tickets.take_in(self.owner, intake)
        self.numbers.append(done.value.number)
        self.keep(done)

    @precondition(lambda self: self.numbers)
    @rule(place=PLACES, moves=st.lists(st.tuples(st.integers(0, 9), ITEMS), min_size=1, max_size=4))
    def move_on(self, place: int, moves: list[tuple[int, int | None]]) -> None:
        """Some steps that may be taken; with an item named, only if that one may."""
        for choice, item in moves:
            ticket = self.ticket(place)
            may_follow = self.desk.tickets.next_statuses(self.owner, ticket)
            if may_follow:
                self.move(ticket, may_follow[choice % len(may_follow)].key, item)

    @precondition(lambda self: self.numbers)
    @rule(place=PLACES, status=STATUSES, item=ITEMS)
    def move_anywhere(self, place: int, status: str, item: int | None) -> None:
        self.move(self.ticket(place), status, item)

    def move(self, ticket: Ticket, status: str, item: int | None) -> None:
        move = self.desk.tickets.move
        done = self.attempt(
            ticket, lambda: move(self.owner, ticket.number, status, item=item, reason="because")
        )
        assert done is None or status in {item.status for item in done.items}

    @precondition(lambda self: self.numbers)
    @rule(place=PLACES, text=TEXTS, kind=st.sampled_from(["note", "line", "edit", "report"]))
    def write(self, place: int, text: str, kind: str) -> None:
        ticket, tickets = self.ticket(place), self.desk.tickets
        owner, number = self.owner, ticket.number
        edit = replace(ticket.edit, place=text)
        report, version = ItemReport(work_done=text), ticket.items[0].row_version
        acts: dict[str, Callable[[], Done[Ticket]]] = {
            "note": lambda: tickets.note(owner, number, text),
            "line": lambda: tickets.add_line(owner, number, a_line(text, "12.50")),
            "edit": lambda: tickets.edit(owner, number, edit, ticket.row_version),
            "report": lambda: tickets.report(owner, number, 1, report, version),
        }
        done = self.attempt(ticket, acts[kind])
        assert (done is None) == ticket.binned
        if kind == "line" and done:
            assert (done.totals.gross - ticket.totals.gross).minor == 1250

    @precondition(lambda self: self.numbers)
    @rule(place=PLACES, remove=st.booleans())
    def change_line(self, place: int, remove: bool) -> None:
        ticket, tickets = self.ticket(place), self.desk.tickets
        if not ticket.lines:
            return
        owner, number, line = self.owner, ticket.number, ticket.lines[0]
        new = replace(line.draft, description="Other words")
        if remove:
            done = self.attempt(ticket, lambda: tickets.remove_line(owner, number, line.id))
        else:
            version = line.row_version
            done = self.attempt(ticket, lambda: tickets.edit_line(owner, number, line.id, new, version))
        assert (done is None) == ticket.binned

    @precondition(lambda self: self.numbers)
    @rule(place=PLACES, out=st.booleans())
    def bin_or_restore(self, place: int, out: bool) -> None:
        act = self.desk.tickets.restore if out else self.desk.tickets.bin
        ticket = self.ticket(place)
        done = self.attempt(ticket, lambda: act(self.owner, ticket.number))
        assert done.binned is not out if done else ticket.binned

    def attempt(self, ticket: Ticket, act: Callable[[], Done[Ticket]]) -> Ticket | None:
        """Do it seven minutes later; what is refused changes nothing."""
        self.clock.moment += timedelta(minutes=7)
        try:
            done = act()
        except Invalid:
            assert self.desk.tickets.get(self.owner, ticket.number) == ticket
            return None
        self.keep(done)
        return done.value

    @rule(name=st.sampled_from(["Zoë Müller", "Bo Äpfel", "???"]))
    def change_customer(self, name: str) -> None:
        known = self.desk.customers.rows(self.owner, limit=1)
        if known:
            customer = self.desk.customers.get(self.owner, known[0].id)
            draft = a_customer(name, "0161 496 0000")
            self.keep(self.desk.customers.edit(self.owner, customer.id, draft, customer.row_version))

    # --- what this window takes back and does again -----------------------------------------------

    @precondition(lambda self: self.done)
    @rule(times=st.integers(1, 5))
    def take_back(self, times: int) -> None:
        for undo, shown in self.done[-1 : -times - 1 : -1]:
            self.done.pop()
            self.clock.moment += timedelta(minutes=3)
            self.redo.append((self.desk.undo(self.owner, undo), self.shown))
            self.shown = self.seen()
            assert {**self.shown, **shown} == self.shown  # a ticket that was not there yet lies in the bin

    @precondition(lambda self: self.redo)
    @rule(times=st.integers(1, 5))
    def do_again(self, times: int) -> None:
        for redo, shown in self.redo[-1 : -times - 1 : -1]:
            self.redo.pop()
            self.done.append((self.desk.undo(self.owner, redo), self.shown))
            self.shown = self.seen()
            assert self.shown == shown

    @precondition(lambda self: len(self.done) > 1)
    @rule(depth=st.integers(0, DEEPEST))
    def take_back_out_of_order(self, depth: int) -> None:
        """From an older toast: either it is in nobody's way or it is refused and changes nothing."""
        place = depth % len(self.done)
        before = [self.desk.tickets.get(self.owner, number) for number in self.numbers]
        try:
            self.desk.undo(self.owner, self.done[place][0])
        except DeskError:
            assert [self.desk.tickets.get(self.owner, number) for number in self.numbers] == before
        else:
            self.done.clear()
            self.redo.clear()
            self.shown = self.seen()

    # --- what holds at every moment -----------------------------------------------------------------

    @invariant()
    def the_file_holds_together(self) -> None:
        if hasattr(self, "desk"):
            assert self.desk.check(self.owner) == ()

    @invariant()
    def lists_and_tickets_agree(self) -> None:
        if not hasattr(self, "desk"):
            return
        rows = {row.number: row for row in self.desk.tickets.rows(self.owner)}
        tickets = {number: self.desk.tickets.get(self.owner, number) for number in self.numbers}
        assert rows.keys() == {number for number, ticket in tickets.items() if not ticket.binned}
        for number, row in rows.items():
            ticket = tickets[number]
            assert (row.status, row.items, row.closed_at) == (
                ticket.status,
                len(ticket.items),
                ticket.closed_at,
            )
            assert (ticket.closed_at is not None) == all(i.meaning is Meaning.CLOSED for i in ticket.items)

    @invariant()
    def no_number_is_given_twice(self) -> None:
        if hasattr(self, "desk"):
            assert len(set(self.numbers)) == len(self.numbers)


@pytest.mark.timeout(300)
def test_any_order_of_acts(blank_shop: Path) -> None:
    class OnBlankShop(DeskMachine):
        blank = blank_shop

    few = settings(
        max_examples=20, stateful_step_count=20, deadline=None, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(OnBlankShop, settings=few)

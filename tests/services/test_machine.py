"""Any order of acts at the desk: the file holds together after every one of them."""

from __future__ import annotations

import shutil
import tempfile
from collections import Counter
from contextlib import suppress
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
from deskapp.domain.ticket import ItemReport, Ticket, TicketEdit
from deskapp.domain.undo import Done, Undo
from deskapp.errors import DeskError, Invalid, StaleWrite
from deskapp.services.desk import Desk
from tests.builders import a_customer, a_line, an_intake, an_item
from tests.conftest import NOON

STATUSES = st.sampled_from([status.key for status in SEEDED])
TEXTS = st.sampled_from(["Port replaced", "Łukasz rang", "<b>x</b>", "0142"])
DEEPEST = 50


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
        self.undone: dict[str, int] = Counter()
        self.done: list[Undo] = []
        self.redo: list[Undo] = []

    def teardown(self) -> None:
        if hasattr(self, "desk"):
            self.desk.close()
            self.folder.cleanup()

    def keep(self, done: Done[Any]) -> None:
        self.done = [*self.done, done.undo][-DEEPEST:]
        self.redo.clear()

    def ticket(self, place: int) -> Ticket:
        return self.desk.tickets.get(self.owner, self.numbers[place % len(self.numbers)])

    # --- what people do ---------------------------------------------------------------------------

    @rule(minutes=st.integers(1, 600))
    def wait(self, minutes: int) -> None:
        self.clock.moment += timedelta(minutes=minutes)

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
    @rule(place=st.integers(0, 9), status=STATUSES, item=st.sampled_from([None, 1, 2]), reason=TEXTS)
    def move(self, place: int, status: str, item: int | None, reason: str) -> None:
        before = self.ticket(place)
        try:
            done = self.desk.tickets.move(self.owner, before.number, status, item=item, reason=reason)
        except Invalid:
            assert self.ticket(place) == before
            return
        assert status in {item.status for item in done.value.items}
        self.keep(done)

    @precondition(lambda self: self.numbers)
    @rule(place=st.integers(0, 9), text=TEXTS)
    def note(self, place: int, text: str) -> None:
        done = self.desk.tickets.note(self.owner, self.ticket(place).number, text)
        assert done.value.notes[-1].text == text
        self.keep(done)

    @precondition(lambda self: self.numbers)
    @rule(place=st.integers(0, 9), text=TEXTS)
    def add_line(self, place: int, text: str) -> None:
        before = self.ticket(place)
        done = self.desk.tickets.add_line(self.owner, before.number, a_line(text, "12.50"))
        assert (done.value.totals.gross - before.totals.gross).minor == 1250
        self.keep(done)

    @precondition(lambda self: self.numbers)
    @rule(place=st.integers(0, 9), remove=st.booleans())
    def change_line(self, place: int, remove: bool) -> None:
        ticket = self.ticket(place)
        if not ticket.lines:
            return
        line, tickets = ticket.lines[0], self.desk.tickets
        if remove:
            self.keep(tickets.remove_line(self.owner, ticket.number, line.id))
        else:
            new = replace(line.draft, description="Other words")
            self.keep(tickets.edit_line(self.owner, ticket.number, line.id, new, line.row_version))

    @precondition(lambda self: self.numbers)
    @rule(place=st.integers(0, 9), text=TEXTS)
    def edit(self, place: int, text: str) -> None:
        ticket = self.ticket(place)
        edit = TicketEdit(place=text, customer_id=ticket.edit.customer_id)
        self.keep(self.desk.tickets.edit(self.owner, ticket.number, edit, ticket.row_version))

    @precondition(lambda self: self.numbers)
    @rule(place=st.integers(0, 9), text=TEXTS)
    def report(self, place: int, text: str) -> None:
        ticket = self.ticket(place)
        version = ticket.items[0].row_version
        self.keep(self.desk.tickets.report(self.owner, ticket.number, 1, ItemReport(work_done=text), version))

    @precondition(lambda self: self.numbers)
    @rule(place=st.integers(0, 9), out=st.booleans())
    def bin_or_restore(self, place: int, out: bool) -> None:
        act = self.desk.tickets.restore if out else self.desk.tickets.bin
        done = act(self.owner, self.ticket(place).number)
        assert done.value.binned is not out
        self.keep(done)

    @rule(name=st.sampled_from(["Zoë Müller", "Bo Äpfel", "???"]))
    def change_customer(self, name: str) -> None:
        known = self.desk.customers.rows(self.owner, limit=1)
        if known:
            customer = self.desk.customers.get(self.owner, known[0].id)
            draft = a_customer(name, "0161 496 0000")
            self.keep(self.desk.customers.edit(self.owner, customer.id, draft, customer.row_version))

    # --- what this window takes back and does again -----------------------------------------------

    @precondition(lambda self: self.done)
    @rule()
    def take_back(self) -> None:
        undo = self.done.pop()
        with suppress(DeskError):  # only a customer with other tickets stays
            self.redo.append(self.desk.undo(self.owner, undo))

    @precondition(lambda self: self.redo)
    @rule()
    def do_again(self) -> None:
        self.done.append(self.desk.undo(self.owner, self.redo.pop()))

    @precondition(lambda self: len(self.done) > 1)
    @rule(depth=st.integers(0, DEEPEST))
    def take_back_out_of_order(self, depth: int) -> None:
        """From an older toast: either it is in nobody's way or it is refused and changes nothing."""
        place = depth % len(self.done)
        before = [self.desk.tickets.get(self.owner, number) for number in self.numbers]
        try:
            self.desk.undo(self.owner, self.done[place])
        except (StaleWrite, DeskError):
            assert [self.desk.tickets.get(self.owner, number) for number in self.numbers] == before
        else:
            self.done.clear()
            self.redo.clear()

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
        max_examples=12, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(OnBlankShop, settings=few)

"""Merges of customers in any order with other work between: nothing is ever lost, and all can be undone."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, note, settings
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
from deskapp.domain.customer import Customer, CustomerDraft, Email, Phone
from deskapp.domain.field import Field, FieldOf
from deskapp.domain.merge import CHOSEN
from deskapp.domain.undo import Undo
from deskapp.errors import DeskError
from deskapp.services.desk import Desk
from tests.builders import an_intake
from tests.conftest import NOON
from tests.contents import rows

PLACES = st.integers(0, 9)
PHONES = ("0161 496 0001", "0161 496 0002", "0161 496 0003", "0161 496 0004")
NUMBERS = st.lists(st.sampled_from(PHONES), max_size=2, unique=True)
WORDS = st.sampled_from(["", "York", "Leeds"])
TAGS = st.lists(st.sampled_from(["vip", "rush", "trade"]), max_size=2, unique=True)
NOTES = st.sampled_from(["", "Rings twice", "Pays late", "Rings twice\n\nHas a dog"])
SOURCE = Field("Heard of us", of=FieldOf.CUSTOMER, key="source")
FIELDS = st.lists(st.sampled_from(["own.source", *sorted(CHOSEN)]), max_size=5, unique=True)
DRAFTS = st.builds(
    lambda phones, city, email, tags, note: CustomerDraft(
        "?",
        tuple(map(Phone, phones)),
        city=city,
        email=email and f"{email.lower()}@example.org",
        emails=(Email("more@example.org"),) if city else (),
        tags=tuple(sorted(tags)),
        note=note,
        fields={"source": note.split()[0]} if note else {},
    ),
    NUMBERS,
    WORDS,
    WORDS,
    TAGS,
    NOTES,
)


class MergeMachine(RuleBasedStateMachine):
    """A shop whose people merge customers, work on, and change their minds."""

    blank: Path

    @initialize(drafts=st.lists(DRAFTS, min_size=3, max_size=4))
    def open_shop(self, drafts: list[CustomerDraft]) -> None:
        self.folder = tempfile.TemporaryDirectory()
        path = Path(shutil.copy(self.blank, self.folder.name))
        self.clock = FixedClock(NOON)
        self.desk = Desk.open(path, self.clock)
        self.owner = self.desk.actor()
        self.desk.fields.keep(self.owner, [SOURCE], [])
        self.customers: list[int] = []
        self.brought: dict[str, int] = {}  # by ticket, the customer to whom it belongs without any merge
        self.edited: set[tuple[int, str]] = set()  # what was edited while a merge stood
        self.redo: list[Undo] = []
        for place, draft in enumerate(drafts):
            named = replace(draft, name=f"Customer {'ABCDEF'[place]}")
            self.customers.append(self.desk.customers.add(self.owner, named).value.id)
            self.take_in(place)
        self.first = {one: self.customer(one).draft for one in self.customers}

    def teardown(self) -> None:
        if hasattr(self, "desk"):
            self.undo_everything()
            self.desk.close()
            self.folder.cleanup()

    def customer(self, customer_id: int) -> Customer:
        return self.desk.customers.get(self.owner, customer_id)

    def living(self) -> list[int]:
        return [one for one in self.customers if not self.customer(one).binned]

    def standing(self) -> list[int]:
        """The merges that are not undone."""
        found = rows(self.desk.path, "SELECT id FROM customer_merge WHERE undone_at IS NULL ORDER BY id")
        return [row[0] for row in found]

    # --- what people do ---------------------------------------------------------------------------

    @rule(place=PLACES, other=PLACES, fields=FIELDS, third=st.booleans())
    def merge(self, place: int, other: int, fields: list[str], third: bool) -> None:
        living = self.living()
        kept, gone = living[place % len(living)], living[other % len(living)]
        several = [gone, *([one for one in living if one not in {kept, gone}][:1] if third else [])]
        self.clock.moment += timedelta(minutes=5)
        try:
            self.desk.merges.merge(self.owner, kept, several, dict.fromkeys(fields, gone))
        except DeskError:
            assert kept == gone
        else:
            assert [self.desk.merges.living(self.owner, one) for one in several] == [kept] * len(several)
            self.redo.clear()

    @rule(place=PLACES)
    def take_in(self, place: int) -> None:
        """For whomever: who chose a customer before they went brings it to the one who stands for them."""
        asked = self.customers[place % len(self.customers)]
        living = self.desk.merges.living(self.owner, asked)
        ticket = self.desk.tickets.take_in(self.owner, an_intake(customer=None, customer_id=asked)).value
        assert ticket.customer is not None
        assert ticket.customer.id == living
        self.brought[ticket.number] = living

    @precondition(lambda self: self.brought)
    @rule(place=PLACES, text=st.sampled_from(["Rang", "Will call"]))
    def note_on_ticket(self, place: int, text: str) -> None:
        number = sorted(self.brought)[place % len(self.brought)]
        self.clock.moment += timedelta(minutes=1)
        self.desk.tickets.note(self.owner, number, text)

    @rule(place=PLACES, city=st.sampled_from(["Hull", "Bath"]), phone=st.booleans())
    def edit(self, place: int, city: str, phone: bool) -> None:
        living = self.living()
        customer = self.customer(living[place % len(living)])
        draft = replace(customer.draft, city=city)
        if phone and len(draft.phones) < 6:
            draft = replace(draft, phones=(*draft.phones, Phone(f"0161 999 {len(self.edited):04d}")))
            self.edited.add((customer.id, draft.phones[-1].typed))
        self.desk.customers.edit(self.owner, customer.id, draft, customer.row_version)
        self.edited.add((customer.id, "city"))

    @rule(place=PLACES)
    def undo_merge(self, place: int) -> None:
        """In any order that makes sense."""
        merges = self.standing()
        if not merges:
            return
        merge = merges[place % len(merges)]
        [(kept,)] = rows(self.desk.path, "SELECT kept_id FROM customer_merge WHERE id = ?", merge)
        inside = self.customer(kept).binned
        self.clock.moment += timedelta(minutes=5)
        if inside:
            with pytest.raises(DeskError, match="undo that merge first"):
                self.desk.merges.undo(self.owner, merge)
        else:
            self.redo.append(self.desk.merges.undo(self.owner, merge).undo)

    @precondition(lambda self: self.redo)
    @rule()
    def merge_again(self) -> None:
        with suppress(DeskError):  # somebody of it may be gone elsewhere by now
            self.desk.undo(self.owner, self.redo.pop())

    @rule()
    def close_and_open_again(self) -> None:
        """What it takes to undo a merge lies in the file."""
        path = self.desk.path
        self.desk.close()
        self.desk = Desk.open(path, self.clock)
        self.redo.clear()

    # --- what holds at every moment -----------------------------------------------------------------

    @invariant()
    def the_file_holds_together(self) -> None:
        if hasattr(self, "first"):
            assert self.desk.check(self.owner) == ()

    @invariant()
    def everything_has_an_owner_who_is_there(self) -> None:
        if not hasattr(self, "first"):
            return
        owner = "LEFT JOIN customer c ON c.id = {0}.customer_id"
        lost = f"SELECT count(*) FROM {{0}} {owner} WHERE c.id IS NULL OR c.binned_at IS NOT NULL"
        for table in ("ticket", "device"):
            assert rows(self.desk.path, lost.format(table)) == [(0,)]
        for number, customer_id in self.brought.items():
            ticket = self.desk.tickets.get(self.owner, number)
            assert ticket.customer is not None
            assert ticket.customer.id == self.desk.merges.living(self.owner, customer_id)

    @invariant()
    def every_name_and_number_leads_to_whom_is_there(self) -> None:
        if not hasattr(self, "first"):
            return
        for one in self.customers:
            customer, living = self.customer(one), self.desk.merges.living(self.owner, one)
            names = {row.id for row in self.desk.customers.rows(self.owner, f"“{customer.name}”")}
            assert living in names or living in {
                row.id for row in self.desk.customers.rows(self.owner, customer.name)
            }
            for phone in customer.phones:
                found = {row.id for row in self.desk.customers.rows(self.owner, phone.typed)}
                assert living in found, (customer, phone)
            stands = self.customer(living).draft
            assert set(customer.draft.tags) <= set(stands.tags)
            assert all(piece in stands.note for piece in customer.draft.note.split("\n\n"))
            addresses = {stands.email, *(email.address for email in stands.emails)}
            assert {
                customer.draft.email,
                *(email.address for email in customer.draft.emails),
            } <= addresses | {""}

    # --- the end ------------------------------------------------------------------------------------

    def undo_everything(self) -> None:
        """All merges undone, the file stands as it would without them, but for later work."""
        while merges := self.standing():
            for merge in merges:
                try:
                    self.desk.merges.undo(self.owner, merge)
                except DeskError:
                    note(f"{merge} has to wait")
        assert self.living() == self.customers
        for one, before in self.first.items():
            assert self.without_edits(one, self.customer(one).draft) == self.without_edits(one, before)
        for number, customer_id in self.brought.items():
            ticket: Any = self.desk.tickets.get(self.owner, number)
            assert ticket.customer.id == customer_id
        assert self.desk.check(self.owner) == ()

    def without_edits(self, customer_id: int, draft: CustomerDraft) -> CustomerDraft:
        """The draft without what was edited since it was written down."""
        added = {what for _one, what in self.edited}
        phones = tuple(phone for phone in draft.phones if phone.typed not in added)
        edited = (customer_id, "city") in self.edited
        addresses = () if self.edited else draft.addresses
        return replace(draft, phones=phones, city="" if edited else draft.city, addresses=addresses)


@pytest.mark.timeout(600)
def test_any_order_of_merges_and_work(blank_shop: Path) -> None:
    class OnBlankShop(MergeMachine):
        blank = blank_shop

    few = settings(
        max_examples=10, stateful_step_count=12, deadline=None, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(OnBlankShop, settings=few)

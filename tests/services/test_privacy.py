"""Erasing a person: what goes is nowhere in the file's bytes afterwards, what stays still adds up."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from deskapp.clock import FixedClock
from deskapp.domain.actor import Actor
from deskapp.domain.customer import Address, Contact, CustomerDraft, Email, Phone
from deskapp.domain.device import DeviceDraft
from deskapp.domain.photo import Picture
from deskapp.domain.saved_view import ViewDraft
from deskapp.domain.ticket import Intake, ItemDraft
from deskapp.domain.undo import Done
from deskapp.errors import DeskError, Invalid, StaleWrite
from deskapp.services.desk import Desk
from deskapp.services.erasure_list import list_of
from deskapp.store import engine
from deskapp.store.erasing import Wiped
from tests.builders import a_customer, a_line

WHO = CustomerDraft(
    "Łukasz Wójcik",
    (Phone("07700 900142", label="mobile"),),
    "Wójcik Cycles Ltd",
    "lukasz.wojcik@example.org",
    "14 Quayside Terrace",
    note="Łukasz pays cash",
    alert="Ask for Wójcik senior",
    emails=(Email("bikes@wojcik.example"),),
    addresses=(Address("9 Hidden Lane"),),
    contacts=(Contact("Anneliese Wójcikowa", "wife", "07700 900777", email="anneliese@wojcik.example"),),
    tags=("wojcik-family",),
)
NEEDLES = (
    *("Łukasz Wójcik", "łukasz wójcik", "ŁUKASZ WÓJCIK", "lukasz wojcik", "Wójcik, Łukasz", "wojcik lukasz"),
    *("Wójcik", "wojcik", "WOJCIK", "07700 900142", "07700900142", "+447700900142", "447700900142"),
    *("lukasz.wojcik@example.org", "bikes@wojcik.example", "Quayside Terrace", "quayside", "Hidden Lane"),
    *("Anneliese", "anneliese", "07700 900777", "SERIAL-77120", "serial 77120", "356938035643809"),
    *("senior", "cash"),
)


def hits(folder: Path) -> set[str]:
    """Which of the needles lie in any file of the shop."""
    return {
        needle
        for file in folder.glob("shop.desk*")
        for needle in NEEDLES
        if needle.encode() in file.read_bytes()
    }


@pytest.fixture
def known(desk: Desk, owner: Actor) -> tuple[int, str, str]:
    """A person with everything that a shop can know; answers the customer, their ticket and another one's."""
    return fill(desk, owner)


def fill(desk: Desk, owner: Actor) -> tuple[int, str, str]:
    who = desk.customers.add(owner, WHO).value
    desk.customers.edit(owner, who.id, replace(WHO, street="15 Quayside Terrace"), 1)
    twin = desk.customers.add(owner, a_customer("Lukasz Wojcik", "+44 7700 900142")).value
    device = DeviceDraft("Bike", "Trek", "FX", "SERIAL-77120", imei="356938035643809")
    item = ItemDraft("Wójcik says: brake squeals, call 07700 900-142", device, accessories="Łukaszs lock")
    number = desk.tickets.take_in(owner, Intake((item,), customer_id=twin.id)).value.number
    desk.merges.merge(owner, who.id, [twin.id])
    desk.tickets.note(owner, number, "Told Łukasz Wójcik that it takes a week")
    desk.tickets.message(owner, number, "Dear Mr Wójcik, it is ready")
    desk.tickets.add_line(owner, number, a_line("Brake pads for Wójcik"))
    desk.tickets.move(owner, number, "waiting_part", reason="Lukasz Wojcik brings it")
    desk.photos.add(owner, number, [Picture(b"senior on a photo", b"senior", 4, 3)], caption="Wójcik's bike")
    spare = desk.devices.add(owner, DeviceDraft("Bike", "Loaner", "One", is_loaner=True)).value
    loan = desk.loans.lend(owner, number, spare.id, note="Wójcik has the key").value
    desk.loans.take_back(owner, loan.id)
    other = desk.tickets.take_in(
        owner, Intake((ItemDraft("Rattles"),), customer=a_customer("Zoë", "0161 4960000"))
    )
    desk.tickets.note(owner, other.value.number, "Neighbour of WÓJCIK, ŁUKASZ, see +44 7700 900 142.")
    desk.tickets.note(owner, other.value.number, "Łukasz is another one here")
    desk.drafts.keep(owner, {"customer": {"id": who.id}, "problem": "squeals"})
    desk.drafts.keep(owner, {"customer": {"new": {"name": "Lukasz Wojcik"}}})
    desk.drafts.keep(owner, {"customer": {"new": {"name": "Somebody else"}}})
    desk.views.add(owner, ViewDraft("His", "Łukasz Wójcik"))
    for status in ("in_work", "ready", "collected"):
        desk.tickets.move(owner, number, status)
    return who.id, number, other.value.number


def test_nothing_of_the_person_is_left_in_any_byte(
    desk: Desk, owner: Actor, known: tuple[int, str, str], tmp_path: Path
) -> None:
    assert len(hits(tmp_path)) > 15
    erased = desk.privacy.erase(owner, known[0])
    assert erased.clean
    assert hits(tmp_path) == set()
    desk.close()
    assert hits(tmp_path) == set()


def test_without_overwriting_pieces_would_be_left(
    shop_path: Path, clock: FixedClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control of the proof above: it can find something."""
    kept = [one for one in engine.PRAGMAS if "secure_delete" not in one]
    monkeypatch.setattr(engine, "PRAGMAS", (*kept, "secure_delete = OFF"))
    monkeypatch.setattr("deskapp.services.privacy.wipe", lambda file, _traces: Wiped(file.settle(), ()))
    desk = Desk.open(shop_path, clock)
    customer_id, *_others = fill(desk, desk.actor())
    desk.privacy.erase(desk.actor(), customer_id)
    assert hits(tmp_path)
    desk.close()


def test_a_file_that_kept_pieces_is_written_anew(
    shop_path: Path, clock: FixedClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = [one for one in engine.PRAGMAS if "secure_delete" not in one]
    monkeypatch.setattr(engine, "PRAGMAS", (*kept, "secure_delete = OFF"))
    desk = Desk.open(shop_path, clock)
    customer_id, *_others = fill(desk, desk.actor())
    assert desk.privacy.erase(desk.actor(), customer_id).clean
    found = hits(tmp_path)
    desk.close()
    assert found == set()


def test_money_dates_and_history_stay_and_the_file_is_sound(
    desk: Desk, owner: Actor, known: tuple[int, str, str], clock: FixedClock
) -> None:
    before = desk.tickets.get(owner, known[1])
    clock.moment += timedelta(days=3)
    desk.privacy.erase(owner, known[0])
    after = desk.tickets.get(owner, known[1])
    assert desk.check(owner) == ()
    assert after.customer is not None
    assert after.customer.name == f"Erased customer {known[0]}"
    assert after.customer.phones == ()
    assert after.totals == before.totals
    assert [step.at for step in after.steps] == [step.at for step in before.steps]
    assert after.items[0].fault == "[erased] says: brake squeals, call [erased]"
    assert [note.text for note in after.notes] == ["Told [erased] that it takes a week"]
    assert [message.text for message in after.messages] == ["Dear Mr [erased], it is ready"]
    assert after.items[0].lines[0].draft.description == "Brake pads for [erased]"
    [row] = desk.tickets.rows(owner, f"no:{known[1]}")
    assert (row.customer, row.phone, row.device) == (f"Erased customer {known[0]}", "", "Trek FX")


def test_others_keep_what_does_not_name_the_person(
    desk: Desk, owner: Actor, known: tuple[int, str, str]
) -> None:
    desk.privacy.erase(owner, known[0])
    other = desk.tickets.get(owner, known[2])
    assert [note.text for note in other.notes] == [
        "Neighbour of [erased], see [erased].",
        "Łukasz is another one here",
    ]
    assert other.customer is not None
    assert other.customer.name == "Zoë"
    assert [desk.drafts.get(owner, one).content for one in desk.drafts.ids(owner)] == [
        {"customer": {"new": {"name": "Somebody else"}}}
    ]


@pytest.mark.parametrize("query", ["wojcik", "Łukasz", "900142", "SERIAL-77120", "lukasz.wojcik@example.org"])
def test_no_search_finds_the_person(
    desk: Desk, owner: Actor, known: tuple[int, str, str], query: str
) -> None:
    assert desk.tickets.rows(owner, query) or desk.customers.rows(owner, query)
    desk.privacy.erase(owner, known[0])
    numbers = {row.number for row in desk.tickets.rows(owner, query)}
    assert numbers <= {known[2]}
    assert desk.customers.rows(owner, query) == ()
    assert desk.customers.match(owner, query) == ()


def test_the_ticket_is_found_under_the_new_name(
    desk: Desk, owner: Actor, known: tuple[int, str, str]
) -> None:
    desk.privacy.erase(owner, known[0])
    assert [row.number for row in desk.tickets.rows(owner, f'"erased customer {known[0]}"')] == [known[1]]


def test_the_plan_tells_what_the_erasure_does_and_does_nothing(
    desk: Desk, owner: Actor, known: tuple[int, str, str], tmp_path: Path
) -> None:
    plan = desk.privacy.plan(owner, known[0])
    assert desk.customers.get(owner, known[0]).name == "Łukasz Wójcik"
    erased = desk.privacy.erase(owner, known[0])
    assert plan.goes == erased.counts
    assert {count.kind: count.number for count in plan.goes} == {
        "master": 2, "reach": 5, "devices": 1, "photos": 1, "drafts": 2, "texts": 5, "elsewhere": 1,
        "notes": 1, "views": 1, "merges": 1, "history": 9,
    }  # fmt: skip
    assert {count.kind for count in plan.stays} == {"tickets", "lines", "kinds", "acts"}
    assert plan.obstacles == ()


def test_open_tickets_and_loaners_stand_in_the_way(desk: Desk, owner: Actor) -> None:
    ticket = desk.tickets.take_in(owner, Intake((ItemDraft("Rattles"),), customer=a_customer())).value
    assert ticket.customer is not None
    spare = desk.devices.add(owner, DeviceDraft("Phone", is_loaner=True)).value
    desk.loans.lend(owner, ticket.number, spare.id)
    plan = desk.privacy.plan(owner, ticket.customer.id)
    assert len(plan.obstacles) == 2
    assert ticket.number in plan.obstacles[0]
    with pytest.raises(DeskError, match=r"Hand them over or close them first\."):
        desk.privacy.erase(owner, ticket.customer.id)
    assert desk.customers.get(owner, ticket.customer.id).name == "Łukasz Wójcik"


def test_somebody_who_was_merged_away_is_erased_with_the_one_who_is_there(
    desk: Desk, owner: Actor, known: tuple[int, str, str]
) -> None:
    with pytest.raises(DeskError, match="take that one"):
        desk.privacy.plan(owner, known[0] + 1)
    erased = desk.privacy.erase(owner, known[0])
    assert erased.customer_ids == (known[0], known[0] + 1)
    with pytest.raises(DeskError, match="was erased already"):
        desk.privacy.erase(owner, known[0])
    with pytest.raises(DeskError, match="erased with the person"):
        desk.merges.undo(owner, 1)


@pytest.mark.parametrize("act", ["edit", "bin", "take_in", "transfer", "add device", "merge", "payer"])
def test_an_erased_customer_takes_part_in_nothing(
    desk: Desk, owner: Actor, known: tuple[int, str, str], act: str
) -> None:
    gone, other = known[0], desk.customers.add(owner, a_customer("Bo", "0161 4960999")).value.id
    desk.privacy.erase(owner, gone)
    device = desk.devices.add(owner, DeviceDraft("Phone")).value
    acts: dict[str, Callable[[], object]] = {
        "edit": lambda: desk.customers.edit(owner, gone, WHO, 99),
        "bin": lambda: desk.customers.bin(owner, gone),
        "take_in": lambda: desk.tickets.take_in(owner, Intake((ItemDraft("X"),), customer_id=gone)),
        "transfer": lambda: desk.devices.transfer(owner, device.id, gone),
        "add device": lambda: desk.devices.add(owner, DeviceDraft("Bike"), gone),
        "merge": lambda: desk.merges.merge(owner, other, [gone]),
        "payer": lambda: desk.customers.edit(owner, other, a_customer("Bo", payer_id=gone), 1),
    }
    with pytest.raises(Invalid):
        acts[act]()


def test_no_undo_brings_the_person_back(desk: Desk, owner: Actor, known: tuple[int, str, str]) -> None:
    """Whatever was done before and can be taken back: afterwards it cannot, or it names nobody."""
    customer_id, number, other = known
    ticket = desk.tickets.get(owner, number)
    neighbour = desk.tickets.get(owner, other)
    assert neighbour.customer is not None
    person = desk.customers.get(owner, customer_id)
    named = replace(neighbour.customer.draft, note="Knows Łukasz Wójcik")
    dones: list[Done[Any]] = [
        desk.customers.edit(owner, customer_id, replace(person.draft, note=""), person.row_version),
        desk.customers.edit(owner, neighbour.customer.id, named, neighbour.customer.row_version),
        desk.tickets.edit_item(owner, number, 1, ItemDraft("Squeals"), ticket.items[0].row_version),
    ]
    version = desk.customers.get(owner, neighbour.customer.id).row_version
    dones += [desk.customers.edit(owner, neighbour.customer.id, neighbour.customer.draft, version)]
    desk.privacy.erase(owner, customer_id)
    for done in dones:
        with pytest.raises(DeskError):
            desk.undo(owner, done.undo)
    with pytest.raises(StaleWrite, match="does not come back"):
        desk.undo(owner, dones[0].undo)


def test_what_names_nobody_can_still_be_taken_back(
    desk: Desk, owner: Actor, known: tuple[int, str, str]
) -> None:
    desk.privacy.erase(owner, known[0])
    done = desk.tickets.note(owner, known[1], "Found a screw of it")
    desk.undo(owner, done.undo)
    assert desk.check(owner) == ()


def test_history_that_only_grows_does_so_again_afterwards(
    desk: Desk, owner: Actor, known: tuple[int, str, str], shop_path: Path
) -> None:
    desk.privacy.erase(owner, known[0])
    desk.close()
    raw = sqlite3.connect(shop_path)
    for table, column in (("audit", "action"), ("status_step", "reason")):
        for statement in (f"UPDATE {table} SET {column} = ''", f"DELETE FROM {table}"):
            with pytest.raises(sqlite3.DatabaseError, match="append-only"):
                raw.execute(statement)
    assert raw.execute("SELECT count(*) FROM status_step WHERE reason = '[erased] brings it'").fetchone()[0]
    raw.close()


def test_erasures_are_written_down_without_a_name(
    desk: Desk, owner: Actor, known: tuple[int, str, str], shop_path: Path
) -> None:
    desk.privacy.erase(owner, known[0])
    lines = list_of(shop_path).read_text().splitlines()
    assert len(lines) == 2
    assert all("customer" in line for line in lines)
    with pytest.raises(DeskError):
        desk.privacy.erase(owner, known[0])
    assert list_of(shop_path).read_text().splitlines() == lines


def test_after_a_restore_they_are_erased_again(shop_path: Path, clock: FixedClock, tmp_path: Path) -> None:
    desk = Desk.open(shop_path, clock)
    customer_id, *_others = fill(desk, desk.actor())
    desk.close()
    backup = Path(shutil.copy(shop_path, tmp_path / "backup"))
    desk = Desk.open(shop_path, clock)
    desk.privacy.erase(desk.actor(), customer_id)
    desk.close()
    shutil.copy(backup, shop_path)
    assert hits(tmp_path)
    desk = Desk.open(shop_path, clock)
    assert desk.privacy.replay_erasures(desk.actor()) == (customer_id, customer_id + 1)
    assert hits(tmp_path) == set()
    assert desk.check(desk.actor()) == ()
    assert desk.privacy.replay_erasures(desk.actor()) == ()
    desk.close()


def test_somebody_else_under_the_same_number_is_left_alone(
    shop_path: Path, clock: FixedClock, tmp_path: Path
) -> None:
    backup = Path(shutil.copy(shop_path, tmp_path / "backup"))
    desk = Desk.open(shop_path, clock)
    customer_id, *_others = fill(desk, desk.actor())
    desk.privacy.erase(desk.actor(), customer_id)
    desk.close()
    shutil.copy(backup, shop_path)
    clock.moment = clock.moment.replace(day=11)
    desk = Desk.open(shop_path, clock)
    newcomer = desk.customers.add(desk.actor(), a_customer("Newcomer")).value
    assert newcomer.id == customer_id
    assert desk.privacy.replay_erasures(desk.actor()) == ()
    assert desk.customers.get(desk.actor(), newcomer.id).name == "Newcomer"
    desk.close()


def test_cancelled_half_way_nothing_was_done(desk: Desk, owner: Actor, known: tuple[int, str, str]) -> None:
    class Stop(Exception):
        """What the screen raises when somebody cancels."""

    def stop(done: int, _whole: int) -> None:
        if done > 3:
            raise Stop

    with pytest.raises(Stop):
        desk.privacy.erase(owner, known[0], progress=stop)
    assert desk.customers.get(owner, known[0]).name == "Łukasz Wójcik"
    assert desk.check(owner) == ()


def test_a_page_that_is_still_open_writes_nobody_down_again(
    desk: Desk, owner: Actor, known: tuple[int, str, str]
) -> None:
    content = {"customer": {"id": known[0]}, "problem": "Łukasz Wójcik says"}
    kept = desk.drafts.keep(owner, content)
    desk.privacy.erase(owner, known[0])
    for draft_id in (kept, None):
        with pytest.raises(Invalid, match="was erased"):
            desk.drafts.keep(owner, content, draft_id)
    assert len(desk.drafts.ids(owner)) == 1

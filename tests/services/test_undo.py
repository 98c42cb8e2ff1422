"""Taking back and doing again, act by act and one after another."""

# ruff: noqa: ARG005  every act is called with desk, owner and number, whether it needs them or not

from __future__ import annotations

import inspect
import shutil
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from deskapp.clock import FixedClock
from deskapp.domain.actor import Actor, Role
from deskapp.domain.customer import Phone
from deskapp.domain.enquiry import EnquiryDraft, EnquiryShow
from deskapp.domain.field import Field
from deskapp.domain.item_type import ItemType
from deskapp.domain.quick_job import QuickJob
from deskapp.domain.retention import Rules
from deskapp.domain.saved_view import Look, ViewDraft
from deskapp.domain.tax import TaxClass
from deskapp.domain.ticket import ItemReport, TicketEdit
from deskapp.domain.ticket_bulk import BulkChange
from deskapp.domain.trade import Setup
from deskapp.domain.undo import Done
from deskapp.domain.work_limit import WorkLimit
from deskapp.errors import StaleWrite
from deskapp.services.desk import Desk
from deskapp.services.trade import read_trade
from tests.builders import a_customer, a_device, a_line, a_service, an_intake, an_item
from tests.conftest import Fill
from tests.contents import rows, standing
from tests.services.conftest import Move, TakeIn
from tests.services.test_photo import a_picture

Act = Callable[[Any, Any, str], Done[Any]]

OTHER_TAXES = (TaxClass("a", "A"),)
NUMBER, READY, BINNED, LENT_ON = "26000018", "26000026", "26000034", "26000042"
LENT, FREE = 5, 6
GONE = 5  # a customer
ACTS: dict[str, Act] = {
    "take in": lambda d, o, n: d.tickets.take_in(o, an_intake(customer=a_customer("Zoë", "0161"))),
    "edit": lambda d, o, n: d.tickets.edit(o, n, TicketEdit(place="R7", tags=("rush",)), 1),
    "edit item": lambda d, o, n: d.tickets.edit_item(o, n, 1, an_item("Other", device=a_device("X")), 1),
    "new device": lambda d, o, n: d.tickets.edit_item(o, n, 2, an_item("Other"), 1),
    "report": lambda d, o, n: d.tickets.report(o, n, 1, ItemReport("Found", "Done", "Advice"), 1),
    "move": lambda d, o, n: d.tickets.move(o, n, "in_work"),
    "move one": lambda d, o, n: d.tickets.move(o, n, "waiting_part", item=2, reason="Port"),
    "close": lambda d, o, n: d.tickets.move(o, n, "cancelled", reason="Sold"),
    "note": lambda d, o, n: d.tickets.note(o, n, "Slow payer"),
    "message": lambda d, o, n: d.tickets.message(o, n, "Fertig"),
    "add line": lambda d, o, n: d.tickets.add_line(o, n, a_line("Case")),
    "edit line": lambda d, o, n: d.tickets.edit_line(o, n, 1, a_line("Other", "1.00", item=2), 1),
    "remove line": lambda d, o, n: d.tickets.remove_line(o, n, 1),
    "bin": lambda d, o, n: d.tickets.bin(o, n),
    "add customer": lambda d, o, n: d.customers.add(o, a_customer("Bo")),
    "edit customer": lambda d, o, n: d.customers.edit(o, 1, a_customer("Bo", city="York"), 1),
    "edit phones": lambda d, o, n: d.customers.edit(o, 1, replace(a_customer(), phones=(Phone("0161"),)), 1),
    "bin customer": lambda d, o, n: d.customers.bin(o, 1),
    "restore customer": lambda d, o, n: d.customers.restore(o, [1, GONE]),
    "add service": lambda d, o, n: d.catalog.add(o, a_service("NEW")),
    "edit service": lambda d, o, n: d.catalog.edit(o, 1, a_service(price="1.00"), 1),
    "retire": lambda d, o, n: d.catalog.retire(o, 1),
    "shop": lambda d, o, n: d.shop.save(o, replace(d.shop.get(o), city="York", tax_classes=OTHER_TAXES)),
    "person": lambda d, o, n: d.people.add(o, "Tom Ellis"),
    "rename person": lambda d, o, n: d.people.rename(o, 2, "Ann Lee", 1),
    "role": lambda d, o, n: d.people.set_role(o, 2, Role.FRONT_DESK, 1),
    "retire person": lambda d, o, n: d.people.retire(o, 2),
    "bring person back": lambda d, o, n: d.people.bring_back(o, 3),
    "hand over": lambda d, o, n: d.tickets.hand_over(o, READY),
    "restore": lambda d, o, n: d.tickets.restore(o, BINNED),
    "bring back": lambda d, o, n: d.catalog.bring_back(o, 2),
    "several": lambda d, o, n: d.bulk.change(o, [n, READY], BulkChange(fields={"place": "R7"})),
    "several to a status": lambda d, o, n: d.bulk.change(o, [n, READY], BulkChange("in_work", "Again")),
    "several to the bin": lambda d, o, n: d.bulk.change(o, [n, READY], BulkChange(to_bin=True)),
    "several out of it": lambda d, o, n: d.bulk.change(o, [BINNED], BulkChange(out_of_bin=True)),
    "add view": lambda d, o, n: d.views.add(o, ViewDraft("Rush", "tag:rush", Look("due", ("number",)))),
    "edit view": lambda d, o, n: d.views.edit(o, 1, ViewDraft("Other", "is:open", shared=True), 1),
    "bin view": lambda d, o, n: d.views.bin(o, 1),
    "arrange views": lambda d, o, n: d.views.arrange(o, (2, 1)),
    "add device": lambda d, o, n: d.devices.add(o, a_device("Spare"), 1),
    "edit device": lambda d, o, n: d.devices.edit(o, 1, a_device("S22", imei="352099001761481"), 1),
    "transfer": lambda d, o, n: d.devices.transfer(o, 1, 2, "Sold"),
    "bin device": lambda d, o, n: d.devices.bin(o, 1),
    "lend": lambda d, o, n: d.loans.lend(o, n, FREE, d.clock.now(), "charger"),
    "retention": lambda d, o, n: d.retention.keep(o, Rules((("photos", 24),))),
    "loan back": lambda d, o, n: d.loans.take_back(o, 1),
    "fields": lambda d, o, n: d.fields.keep(o, [Field("Network")], d.fields.list(o)),
    "item types": lambda d, o, n: d.item_types.keep(o, [ItemType("Phone")], d.item_types.list(o)),
    "trade": lambda d, o, n: d.trades.set_up(o, read_trade("bike-shop")),
    "whole trade": lambda d, o, n: d.trades.set_up_whole(o, read_trade("tailor")),
    "set-up": lambda d, o, n: d.trades.keep(
        o, Setup((ItemType("Kite"),), (Field("Wind"),), {"item": "Kite"}), d.trades.setup(o)
    ),
    "merge": lambda d, o, n: d.merges.merge(o, 1, [2], {"name": 2}),
    "undo merge": lambda d, o, n: d.merges.undo(o, 1),
    "not the same": lambda d, o, n: d.duplicates.not_same(o, 2, 1),
    "add enquiry": lambda d, o, n: d.enquiries.add(o, EnquiryDraft("Van?", "Bo", customer_id=1)),
    "edit enquiry": lambda d, o, n: d.enquiries.edit(o, 1, EnquiryDraft("Boat?", phone="0161"), 1),
    "close enquiry": lambda d, o, n: d.enquiries.close(o, 1),
    "open enquiry": lambda d, o, n: d.enquiries.reopen(o, 2),
    "bin enquiry": lambda d, o, n: d.enquiries.bin(o, 1),
    "take in enquiry": lambda d, o, n: d.tickets.take_in(o, an_intake(enquiry_id=1)),
    "keep columns": lambda d, o, n: d.mappings.keep(o, "List", {"Who": "name"}),
    "other columns": lambda d, o, n: d.mappings.keep(o, "List", {"Tel": "phone", "Kunde": "company"}),
    "rename columns": lambda d, o, n: d.mappings.rename(o, 1, "Till"),
    "forget columns": lambda d, o, n: d.mappings.bin(o, 1),
    "quick job": lambda d, o, n: d.quick_jobs.add(o, QuickJob((a_line(),), customer=a_customer("Bo"))),
    "add photos": lambda d, o, n: d.photos.add(o, n, [a_picture("new"), a_picture("first")], 2, "Dent"),
    "describe photo": lambda d, o, n: d.photos.describe(o, 1, "Scratch", 1),
    "bin photo": lambda d, o, n: d.photos.bin(o, 1),
    "limits": lambda d, o, n: d.work_limits.set(o, [WorkLimit(3, "active"), WorkLimit(0, "ready")]),
}  # fmt: skip


def furnish(desk: Desk, owner: Actor, _clock: FixedClock) -> None:
    """A ticket with a phone, a thing without a device, and a line; others that are ready and in the bin; a
    catalog with a retired entry; two views and a limit; two loaners, one of them out;
    two enquiries, one of them open; a photo; two people more, one of whom left.
    """
    desk.people.add(owner, "Ann Low")
    desk.people.retire(owner, desk.people.add(owner, "Bea Moss").value.id)
    desk.catalog.add(owner, a_service())
    items = (an_item(), replace(an_item("Rattles"), device=a_device("", brand="", category="")))
    intakes = [an_intake(items=items, lines=(a_line(),))]
    intakes += [an_intake(customer=a_customer("Zoë Quill", "0161 496")) for _ in range(3)]
    numbers = [desk.tickets.take_in(owner, intake).value.number for intake in intakes]
    assert numbers == [NUMBER, READY, BINNED, LENT_ON]
    desk.tickets.move(owner, READY, "in_work")
    desk.tickets.move(owner, READY, "ready")
    desk.tickets.bin(owner, BINNED)
    desk.merges.merge(owner, 3, [4])
    desk.catalog.retire(owner, desk.catalog.add(owner, a_service("OLD")).value.id)
    for loaner in (LENT, FREE):
        spare = desk.devices.add(owner, a_device(f"Spare {loaner}", is_loaner=True)).value
        assert spare.id == loaner
    desk.loans.lend(owner, LENT_ON, LENT)
    assert desk.customers.add(owner, a_customer("Gone")).value.id == GONE
    desk.customers.bin(owner, GONE)
    desk.mappings.keep(owner, "List", {"Tel": "phone", "Kunde": "name"})
    for name in ("First", "Second"):
        desk.views.add(owner, ViewDraft(name, "is:open"))
    desk.work_limits.set(owner, [WorkLimit(5, "ready")])
    desk.photos.add(owner, NUMBER, [a_picture("first")], 1, "Back")
    for name in ("First", "Second"):
        desk.enquiries.add(owner, EnquiryDraft("How long?", name))
    desk.enquiries.close(owner, 2)


@pytest.fixture(scope="module")
def furnished(filled: Callable[[Fill], Path]) -> Path:
    return filled(furnish)


@pytest.fixture
def shop_path(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """The furnished shop for who asks for the number of its first ticket, else a blank one."""
    made = request.getfixturevalue("furnished" if "number" in request.fixturenames else "blank_shop")
    return Path(shutil.copy(made, tmp_path / "shop.desk"))


@pytest.fixture
def number() -> str:
    return NUMBER


def seen(desk: Desk) -> tuple[object, ...]:
    """What people see: lists, searches, tickets."""
    owner = desk.actor()
    tickets = desk.tickets
    queries = ("", "lukasz", "0142", "samsung", "rush", "case", "other")
    listed = [[row[1:-1] for row in tickets.rows(owner, query)] for query in queries]  # without `updated_at`
    whole = [tickets.get(owner, row.number) for row in tickets.rows(owner)]
    sums = [(t.status, t.edit, t.totals, t.notes, t.messages, [i.report for i in t.items]) for t in whole]
    return (
        listed,
        sums,
        tickets.counts(owner) | {"bin": 0},  # what was taken back lies there
        desk.customers.rows(owner),
        [s.draft for s in desk.catalog.rows(owner)],
        [(view.draft, view.id) for view in desk.views.list(owner)],
        desk.work_limits.loads(owner),
        desk.devices.rows(owner),
        desk.loans.out(owner),
        [
            (row.number, photo.item, photo.caption, photo.kept)
            for row in tickets.rows(owner, "has:photo")
            for photo in desk.photos.of_ticket(owner, row.number)
        ],
        [(one.draft, one.ticket, one.closed_at) for one in desk.enquiries.rows(owner, show=EnquiryShow.ALL)],
    )


def test_every_act_of_the_desk_is_taken_back_here(desk: Desk) -> None:
    """A new service method that can be undone belongs into the table above."""
    tried = {names for act in ACTS.values() for names in pairwise(act.__code__.co_names)}
    acts = {
        (room, name)
        for room in (
            "bulk",
            "catalog",
            "customers",
            "devices",
            "enquiries",
            "fields",
            "item_types",
            "duplicates",
            "loans",
            "mappings",
            "merges",
            "people",
            "photos",
            "quick_jobs",
            "shop",
            "tickets",
            "trades",
            "views",
            "work_limits",
        )
        for name, method in inspect.getmembers(vars(getattr(desk, room))["_service"], inspect.ismethod)
        if not name.startswith("_") and str(method.__annotations__.get("return", "")).startswith("Done[")
    }
    assert acts - tried == set()
    assert len(acts) > 20


@pytest.mark.parametrize("name", ACTS)
def test_every_act_is_taken_back_done_again_and_taken_back(
    desk: Desk, owner: Actor, number: str, clock: FixedClock, name: str
) -> None:
    before, looked = standing(desk.path), seen(desk)
    clock.moment += timedelta(minutes=7)
    done = ACTS[name](desk, owner, number)
    after, then = standing(desk.path), seen(desk)
    assert after != before
    clock.moment += timedelta(minutes=7)
    redo = desk.undo(owner, done.undo)
    assert seen(desk) == looked
    assert without_new(standing(desk.path), before) == before
    undo = desk.undo(owner, redo)
    assert seen(desk) == then
    assert standing(desk.path) == after
    desk.undo(owner, undo)
    assert seen(desk) == looked
    assert desk.check(owner) == ()


def without_new(now: dict[str, list[Any]], before: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """Without the rows that an act added (taken back, they lie in the bin) and the number that it used."""
    kept = {table: now[table][: len(before[table])] for table in now}
    return kept | {"number_series": before["number_series"]}


@pytest.mark.parametrize("name", ACTS)
def test_the_label_says_what_was_done(desk: Desk, owner: Actor, number: str, name: str) -> None:
    label = ACTS[name](desk, owner, number).undo.label
    assert len(label.split()) > 1
    assert "{" not in label
    about = READY if name == "hand over" else number
    assert label.startswith(about) == (name in {"move", "move one", "close", "hand over", "edit"})


def test_acts_on_one_record_are_taken_back_one_after_another(desk: Desk, owner: Actor, number: str) -> None:
    tickets = desk.tickets
    undos, states = [], [seen(desk)]
    for status in ("diagnosing", "in_work", "testing", "in_work", "ready", "collected"):
        undos.append(tickets.move(owner, number, status).undo)
        states.append(seen(desk))
    for place in ("A", "B"):
        ticket = tickets.get(owner, number)
        undos.append(tickets.edit(owner, number, replace(ticket.edit, place=place), ticket.row_version).undo)
        states.append(seen(desk))
    redos = []
    for undo, state in zip(reversed(undos), reversed(states[:-1]), strict=True):
        redos.append(desk.undo(owner, undo))
        assert seen(desk) == state
    assert desk.check(owner) == ()
    for redo, state in zip(reversed(redos), states[1:], strict=True):
        desk.undo(owner, redo)
        assert seen(desk) == state
    assert desk.check(owner) == ()


def test_a_line_added_changed_and_both_taken_back(desk: Desk, owner: Actor, number: str) -> None:
    added = desk.tickets.add_line(owner, number, a_line("Case"))
    line = added.value.lines[-1]
    edited = desk.tickets.edit_line(owner, number, line.id, a_line("Sleeve"), line.row_version)
    desk.undo(owner, edited.undo)
    desk.undo(owner, added.undo)
    assert [line.draft.description for line in desk.tickets.get(owner, number).lines] == ["Charging port"]


def test_what_somebody_changed_since_is_not_taken_back(desk: Desk, owner: Actor, number: str) -> None:
    first = desk.tickets.edit(owner, number, TicketEdit(place="A"), 1)
    desk.tickets.edit(owner, number, TicketEdit(place="B"), 2)
    before = standing(desk.path)
    with pytest.raises(StaleWrite) as refusal:
        desk.undo(owner, first.undo)
    said = "26000018, place: changed again since by Priya Nair; it cannot be taken back any more."
    assert str(refusal.value) == said
    assert refusal.value.theirs["place"] == "B"
    assert standing(desk.path) == before


def test_another_field_of_the_same_record_is_in_nobody_s_way(desk: Desk, owner: Actor, number: str) -> None:
    first = desk.tickets.edit(owner, number, TicketEdit(place="A"), 1)
    desk.tickets.edit(owner, number, TicketEdit(place="A", tags=("rush",)), 2)
    desk.undo(owner, first.undo)
    edit = desk.tickets.get(owner, number).edit
    assert (edit.place, edit.tags) == ("", ("rush",))


def test_a_step_that_others_built_on_is_not_taken_back(
    desk: Desk, owner: Actor, number: str, move: Move
) -> None:
    undo = move(number, "in_work").undo
    move(number, "testing")
    with pytest.raises(StaleWrite):
        desk.undo(owner, undo)
    move(number, "in_work")  # it stands there again, but by way of another
    with pytest.raises(StaleWrite, match="status was changed again since"):
        desk.undo(owner, undo)
    assert desk.tickets.get(owner, number).status == "in_work"
    assert desk.check(owner) == ()


def test_the_refusal_of_several_names_the_one_that_was_changed(desk: Desk, owner: Actor, number: str) -> None:
    tom = desk.actor(desk.people.add(owner, "Tom Ellis", Role.FRONT_DESK).value.name)
    done = desk.bulk.change(owner, [number, READY], BulkChange(fields={"place": "R7"}))
    ready = desk.tickets.get(tom, READY)
    desk.tickets.edit(tom, READY, replace(ready.edit, place="B2"), ready.row_version)
    before = standing(desk.path)
    with pytest.raises(StaleWrite, match=f"^{READY}, place: changed again since by Tom Ellis;"):
        desk.undo(owner, done.undo)
    assert standing(desk.path) == before


def test_a_customer_who_was_added_again_keeps_their_tickets(
    desk: Desk, owner: Actor, take_in: TakeIn
) -> None:
    added = desk.customers.add(owner, a_customer("Bo"))
    again = desk.undo(owner, desk.undo(owner, added.undo))
    take_in(customer=None, customer_id=added.value.id)
    before = standing(desk.path)
    with pytest.raises(StaleWrite, match="has other tickets by now"):
        desk.undo(owner, again)
    assert standing(desk.path) == before


def test_a_line_that_was_added_again_and_then_changed_stays(desk: Desk, owner: Actor, number: str) -> None:
    added = desk.tickets.add_line(owner, number, a_line("Case"))
    again = desk.undo(owner, desk.undo(owner, added.undo))
    line = desk.tickets.get(owner, number).lines[-1]
    desk.tickets.edit_line(owner, number, line.id, a_line("Leather case"), line.row_version)
    with pytest.raises(StaleWrite):
        desk.undo(owner, again)


def test_an_undone_line_that_somebody_changed_stays(desk: Desk, owner: Actor, number: str) -> None:
    added = desk.tickets.add_line(owner, number, a_line("Case"))
    line = added.value.lines[-1]
    desk.tickets.edit_line(owner, number, line.id, a_line("Leather case"), line.row_version)
    with pytest.raises(StaleWrite):
        desk.undo(owner, added.undo)


def test_nothing_is_taken_back_twice(desk: Desk, owner: Actor, number: str) -> None:
    for name in ("move", "note", "edit", "remove line"):
        done = ACTS[name](desk, owner, number)
        desk.undo(owner, done.undo)
        with pytest.raises(StaleWrite):
            desk.undo(owner, done.undo)
    assert desk.check(owner) == ()


def test_whoever_read_before_an_undo_is_told_of_it(desk: Desk, owner: Actor, number: str) -> None:
    done = desk.tickets.edit(owner, number, TicketEdit(place="A"), 1)
    read = done.value
    desk.undo(owner, done.undo)
    with pytest.raises(StaleWrite):
        desk.tickets.edit(owner, number, TicketEdit(place="B"), read.row_version)


def test_whoever_read_phones_before_their_undo_is_told_of_it(desk: Desk, owner: Actor, number: str) -> None:
    done = desk.customers.edit(owner, 1, replace(a_customer(), phones=(Phone("0161"),)), 1)
    desk.undo(owner, done.undo)
    with pytest.raises(StaleWrite):
        desk.customers.edit(owner, 1, done.value.draft, done.value.row_version)


def test_a_number_once_given_stays_used(desk: Desk, owner: Actor, take_in: TakeIn) -> None:
    done = desk.tickets.take_in(owner, an_intake())
    desk.undo(owner, done.undo)
    assert take_in().number == "26000026"
    assert (desk.customers.count(owner), desk.tickets.count(owner, "is:deleted")) == (1, 1)


def test_a_device_of_an_undone_intake_is_gone_with_it(desk: Desk, owner: Actor) -> None:
    known = desk.customers.add(owner, a_customer()).value
    done = desk.tickets.take_in(owner, an_intake(customer=None, customer_id=known.id))
    redo = desk.undo(owner, done.undo)
    assert desk.devices.of_customer(owner, known.id) == ()
    desk.undo(owner, redo)
    assert len(desk.devices.of_customer(owner, known.id)) == 1


def test_what_was_undone_stays_in_the_history_struck_out(desk: Desk, owner: Actor, take_in: TakeIn) -> None:
    number = take_in().number
    done = desk.tickets.move(owner, number, "in_work")
    note = desk.tickets.note(owner, number, "x")
    desk.undo(owner, note.undo)
    desk.undo(owner, done.undo)
    history = desk.tickets.get(owner, number).history
    assert [(entry.kind, entry.text, entry.undone) for entry in history] == [
        ("intake", "Taken in", False),
        ("status", "In work", True),
        ("status", "Received", True),
        ("undo", "Took back an entry", False),
        ("undo", "Took back: status", False),
    ]


def test_the_time_that_an_undone_step_took_does_not_count(
    desk: Desk, owner: Actor, take_in: TakeIn, move: Move, clock: FixedClock
) -> None:
    number = take_in().number
    waited = move(number, "waiting_part")
    clock.moment += timedelta(hours=1)
    desk.undo(owner, waited.undo)
    move(number, "cancelled")
    assert rows(desk.path, "SELECT turnaround_min FROM ticket") == [(80,)]


def test_listeners_hear_of_an_undo(desk: Desk, owner: Actor, take_in: TakeIn) -> None:
    undo = desk.tickets.note(owner, take_in().number, "x").undo
    heard: list[int] = []
    desk.on_change(lambda: heard.append(1))
    desk.undo(owner, undo)
    assert heard == [1]

"""Many tickets in one act: what changes, what is refused and why, and all of it taken back at once."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from deskapp.clock import FixedClock
from deskapp.domain.actor import Actor
from deskapp.domain.ticket_bulk import BulkChange
from deskapp.domain.ticket_row import Priority
from deskapp.errors import DeskError, Invalid, NotFound
from deskapp.services.desk import Desk
from tests.builders import a_customer, a_device, an_intake, an_item


@pytest.fixture
def numbers(desk: Desk, owner: Actor) -> list[str]:
    """Twelve tickets."""
    intakes = (
        an_intake(f"Fault {place}", customer=a_customer(f"Customer {place}", f"07700 9001{place:02}"))
        for place in range(12)
    )
    return [desk.tickets.take_in(owner, intake).value.number for intake in intakes]


def statuses(desk: Desk, owner: Actor, numbers: list[str]) -> list[str]:
    return [desk.tickets.get(owner, number).status for number in numbers]


def state(desk: Desk, owner: Actor) -> list[object]:
    """What people see of every ticket, but for its history."""
    tickets = (desk.tickets.get(owner, row.number) for row in desk.tickets.rows(owner))
    return [(one.number, one.status, one.edit, one.closed_at, one.waiting_reason) for one in tickets]


def test_twelve_tickets_change_in_one_act(desk: Desk, owner: Actor, numbers: list[str]) -> None:
    mia = desk.people.add(owner, "Mia").value
    due = desk.clock.now() + timedelta(days=2)
    fields = {"person_id": mia.id, "promised_at": due, "priority": "high"}
    done = desk.bulk.change(owner, numbers, BulkChange("diagnosing", fields=fields, add_tags=("Rush job",)))
    assert len(done.value.changed) == 12
    assert not done.value.refused
    for number in numbers:
        ticket = desk.tickets.get(owner, number)
        assert (ticket.status, ticket.person) == ("diagnosing", "Mia")
        assert (ticket.edit.promised_at, ticket.edit.priority) == (due, Priority.HIGH)
        assert ticket.edit.tags == ("rush-job",)
    assert desk.tickets.count(owner, "status:diagnosing") == 12
    assert not desk.check(owner)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (BulkChange(fields={"priority": "high"}), "2 tickets: priority High"),
        (BulkChange(fields={"person_id": None, "place": "B4"}), "2 tickets: nobody assigned, place B4"),
        (BulkChange(add_tags=("rush",)), "2 tickets: tagged rush"),
        (BulkChange("diagnosing", add_tags=("rush",)), "Changed 2 tickets"),
    ],
)
def test_a_message_about_many_tickets_names_what_was_changed_to_what(
    desk: Desk, owner: Actor, numbers: list[str], change: BulkChange, said: str
) -> None:
    ready = BulkChange(fields={"person_id": owner.person_id, "place": "A1"})
    desk.bulk.change(owner, numbers[:2], ready)
    assert desk.bulk.change(owner, numbers[:2], change).undo.label == said


def test_one_undo_takes_all_of_it_back_and_once_more_does_it_again(
    desk: Desk, owner: Actor, numbers: list[str]
) -> None:
    before = state(desk, owner)
    done = desk.bulk.change(
        owner, numbers, BulkChange("waiting_part", "Ordered", {"place": "Shelf 2"}, add_tags=("later",))
    )
    after = state(desk, owner)
    redo = desk.undo(owner, done.undo)
    assert state(desk, owner) == before
    assert not desk.check(owner)
    desk.undo(owner, redo)
    assert state(desk, owner) == after
    assert not desk.check(owner)


def test_the_history_of_every_ticket_says_what_was_done_and_taken_back(
    desk: Desk, owner: Actor, numbers: list[str]
) -> None:
    done = desk.bulk.change(owner, numbers, BulkChange(fields={"place": "Shelf 2"}))
    desk.undo(owner, done.undo)
    for number in numbers:
        entries = [entry.text for entry in desk.tickets.get(owner, number).history]
        assert entries[-2:] == ["Changed place", "Took back: place"]


def test_tags_are_added_and_taken_away(desk: Desk, owner: Actor, numbers: list[str]) -> None:
    desk.bulk.change(owner, numbers[:2], BulkChange(add_tags=("red", "blue")))
    desk.bulk.change(owner, numbers[:3], BulkChange(add_tags=("green",), remove_tags=("red",)))
    tags = [desk.tickets.get(owner, number).edit.tags for number in numbers[:4]]
    assert tags == [("blue", "green"), ("blue", "green"), ("green",), ()]


def test_a_refused_ticket_stays_whole_as_it_was_and_the_others_are_done(
    desk: Desk, owner: Actor, numbers: list[str]
) -> None:
    desk.tickets.move(owner, numbers[0], "cancelled", reason="No parts")
    desk.tickets.bin(owner, numbers[1])
    kept = [desk.tickets.get(owner, number) for number in numbers[:2]]
    change = BulkChange("diagnosing", fields={"place": "Shelf 2"})
    done = desk.bulk.change(owner, [*numbers, "99999"], replace(change, reason=""))
    refused = {one.number: one.reason for one in done.value.refused}
    assert list(refused) == [numbers[0], numbers[1], "99999"]
    assert "needs a reason" in refused[numbers[0]]
    assert "bin" in refused[numbers[1]]
    assert "no longer" in refused["99999"]
    assert [desk.tickets.get(owner, number) for number in numbers[:2]] == kept
    assert statuses(desk, owner, numbers[2:]) == ["diagnosing"] * 10
    assert done.undo.label == "Changed 10 tickets"
    assert not desk.check(owner)


def test_a_ticket_that_is_refused_half_way_keeps_nothing_of_it(
    desk: Desk, owner: Actor, numbers: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.bulk.change(owner, numbers[:1], BulkChange(add_tags=("stuck",)))
    kept = desk.tickets.get(owner, numbers[0])

    def refuse(tags: str, change: BulkChange) -> str:
        if "stuck" in tags:
            raise Invalid("It is stuck.", "tags")
        return "free"

    monkeypatch.setattr("deskapp.services.ticket_bulk.tags_after", refuse)
    done = desk.bulk.change(owner, numbers[:2], BulkChange("diagnosing", add_tags=("free",)))
    assert [one.reason for one in done.value.refused] == ["It is stuck."]
    assert desk.tickets.get(owner, numbers[0]) == kept
    assert statuses(desk, owner, numbers[:2]) == ["received", "diagnosing"]
    assert not desk.check(owner)


def test_what_is_so_already_is_neither_changed_nor_refused(
    desk: Desk, owner: Actor, numbers: list[str]
) -> None:
    desk.tickets.move(owner, numbers[0], "diagnosing")
    kept = desk.tickets.get(owner, numbers[0])
    done = desk.bulk.change(owner, numbers[:3], BulkChange("diagnosing"))
    assert (len(done.value.changed), done.value.unchanged, done.value.refused) == (2, 1, ())
    assert desk.tickets.get(owner, numbers[0]) == kept
    assert done.undo.label == "2 tickets are now “Diagnosing”"


def test_a_further_item_that_is_ahead_is_not_moved_back(desk: Desk, owner: Actor) -> None:
    items = (an_item("One"), an_item("Two", device=a_device("Pixel 7")))
    number = desk.tickets.take_in(owner, an_intake(items=items)).value.number
    desk.tickets.move(owner, number, "diagnosing")
    desk.tickets.move(owner, number, "ready", item=2)
    desk.bulk.change(owner, [number], BulkChange("diagnosing"))
    assert [item.status for item in desk.tickets.get(owner, number).items] == ["diagnosing", "ready"]


def test_tickets_go_to_the_bin_and_come_back_together(desk: Desk, owner: Actor, numbers: list[str]) -> None:
    ids = [row.id for row in desk.tickets.rows(owner)]
    done = desk.bulk.change(owner, ids, BulkChange(to_bin=True))
    assert desk.tickets.count(owner) == 0
    assert desk.tickets.count(owner, "is:deleted") == 12
    assert done.undo.label == "Deleted 12 tickets"
    desk.undo(owner, done.undo)
    assert desk.tickets.count(owner) == 12


def test_tickets_are_restored_together(desk: Desk, owner: Actor, numbers: list[str]) -> None:
    desk.bulk.change(owner, numbers[:3], BulkChange(to_bin=True))
    done = desk.bulk.change(owner, numbers[:4], BulkChange(out_of_bin=True))
    assert (len(done.value.changed), done.value.unchanged) == (3, 1)
    assert done.undo.label == "Restored 3 tickets"
    assert desk.tickets.count(owner) == 12


def test_a_cancelled_change_leaves_nothing(desk: Desk, owner: Actor, numbers: list[str]) -> None:
    class Stopped(Exception):
        pass

    told: list[tuple[int, int]] = []

    def progress(done: int, whole: int) -> None:
        told.append((done, whole))
        if done == whole:
            raise Stopped

    before = state(desk, owner)
    with pytest.raises(Stopped):
        desk.bulk.change(owner, numbers, BulkChange("diagnosing"), progress=progress)
    assert told == [(0, 12), (12, 12)]
    assert state(desk, owner) == before
    assert not desk.check(owner)


def test_progress_goes_on_while_many_are_changed(desk: Desk, owner: Actor) -> None:
    for place in range(45):
        desk.tickets.take_in(owner, an_intake(f"Fault {place}", customer=None))
    ids = [row.id for row in desk.tickets.rows(owner)]
    told: list[int] = []
    desk.bulk.change(
        owner, ids, BulkChange(fields={"priority": "low"}), progress=lambda done, _whole: told.append(done)
    )
    assert told == [0, 20, 40, 45]


def test_an_undo_is_refused_whole_when_one_ticket_changed_since(
    desk: Desk, owner: Actor, numbers: list[str]
) -> None:
    done = desk.bulk.change(owner, numbers, BulkChange(fields={"place": "Shelf 2"}))
    desk.bulk.change(owner, numbers[5:6], BulkChange(fields={"place": "Shelf 3"}))
    now = state(desk, owner)
    with pytest.raises(DeskError, match="changed again since"):
        desk.undo(owner, done.undo)
    assert state(desk, owner) == now


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (BulkChange(), Invalid),
        (BulkChange(status="no-such"), NotFound),
        (BulkChange(fields={"person_id": 99}), NotFound),
        (BulkChange(add_tags=("x" * 40,)), Invalid),
    ],
)
def test_what_cannot_be_done_at_all_is_refused_as_a_whole(
    desk: Desk, owner: Actor, numbers: list[str], change: BulkChange, error: type[DeskError]
) -> None:
    before = state(desk, owner)
    with pytest.raises(error):
        desk.bulk.change(owner, numbers, change)
    assert state(desk, owner) == before


def test_the_clock_of_the_act_is_one(desk: Desk, owner: Actor, numbers: list[str], clock: FixedClock) -> None:
    clock.moment += timedelta(minutes=5)
    desk.bulk.change(owner, numbers, BulkChange("diagnosing"))
    moments = {desk.tickets.get(owner, number).steps[-1].at for number in numbers}
    assert moments == {clock.now()}

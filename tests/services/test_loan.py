"""Loaners: out once at most, back before the ticket is closed, and each act can be taken back."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from deskapp.domain.actor import Actor
from deskapp.domain.device import Device, Show
from deskapp.domain.ticket import Intake, ItemDraft
from deskapp.domain.ticket_bulk import BulkChange
from deskapp.errors import Invalid, NotFound, StaleWrite
from deskapp.services.desk import Desk
from tests.builders import a_customer, a_device, an_intake
from tests.services.conftest import Move, TakeIn

DUE = datetime(2026, 3, 20, 17, 0, tzinfo=UTC)


@pytest.fixture
def loaner(desk: Desk, owner: Actor) -> Device:
    return desk.devices.add(owner, a_device("A5 (red)", is_loaner=True)).value


@pytest.fixture
def number(take_in: TakeIn) -> str:
    return take_in().number


def test_a_loaner_goes_out_and_comes_back(desk: Desk, owner: Actor, loaner: Device, number: str) -> None:
    assert [one.id for one in desk.loans.free(owner)] == [loaner.id]
    done = desk.loans.lend(owner, number, loaner.id, DUE, "with charger")
    loan = done.value
    assert (loan.device, loan.number, loan.customer, loan.due_at, loan.note, loan.is_out) == (
        *("Samsung A5 (red)", number, "Łukasz Wójcik", DUE, "with charger", True),
    )
    assert done.undo.label == f"Lent “Samsung A5 (red)” on {number}"
    assert desk.loans.free(owner) == ()
    assert desk.loans.out(owner) == desk.loans.on_ticket(owner, number) == (loan,)
    [row] = desk.devices.rows(owner, show=Show.OUT)
    assert (row.lent_on, row.lent_to, row.due_at, row.is_out) == (number, "Łukasz Wójcik", DUE, True)
    assert [one.number for one in desk.tickets.rows(owner, "has:loaner")] == [number]
    back = desk.loans.take_back(owner, loan.id)
    assert not back.value.is_out
    assert desk.loans.out(owner) == ()
    assert desk.devices.rows(owner, show=Show.OUT) == ()
    assert len(desk.devices.rows(owner, show=Show.LOANERS)) == 1
    assert desk.tickets.rows(owner, "has:loaner") == ()
    said = [entry.text for entry in desk.tickets.get(owner, number).history]
    assert said[-2:] == ["Lent a loaner", "Took a loaner back"]
    with pytest.raises(Invalid, match="back already"):
        desk.loans.take_back(owner, loan.id)


@pytest.mark.parametrize("end", ["declined", "cancelled", "collected"])
def test_a_ticket_is_not_closed_while_its_loaner_is_out(
    desk: Desk, owner: Actor, loaner: Device, number: str, move: Move, end: str
) -> None:
    move(number, "in_work")
    move(number, "ready")
    loan = desk.loans.lend(owner, number, loaner.id).value
    refusal = f"“Samsung A5 \\(red\\)” is still out on ticket {number}; take it back first"
    if end != "collected":
        move(number, "in_work")
    with pytest.raises(Invalid, match=refusal):
        move(number, end)
    with pytest.raises(Invalid, match=refusal):
        desk.tickets.bin(owner, number)
    result = desk.bulk.change(owner, [number], BulkChange(end, "because")).value
    assert "still out" in result.refused[0].reason
    assert desk.tickets.get(owner, number).closed_at is None
    desk.loans.take_back(owner, loan.id)
    assert move(number, end).value.closed_at is not None
    assert desk.check(owner) == ()


def test_what_is_no_loaner_or_out_or_on_a_closed_ticket_is_not_lent(
    desk: Desk, owner: Actor, loaner: Device, number: str, take_in: TakeIn, move: Move
) -> None:
    other = take_in(customer=a_customer("Zoë", "0161 496"))
    brought = other.items[0].device_id
    assert brought is not None
    with pytest.raises(Invalid, match="is no loaner"):
        desk.loans.lend(owner, number, brought)
    with pytest.raises(NotFound):
        desk.loans.lend(owner, number, 99)
    desk.loans.lend(owner, number, loaner.id)
    with pytest.raises(Invalid, match=f"is out on ticket {number}"):
        desk.loans.lend(owner, other.number, loaner.id)
    with pytest.raises(Invalid, match=f"is out on ticket {number}"):
        desk.devices.bin(owner, loaner.id)
    second = desk.devices.add(owner, a_device("B", is_loaner=True)).value
    move(other.number, "cancelled")
    with pytest.raises(Invalid, match="closed"):
        desk.loans.lend(owner, other.number, second.id)


def test_lending_and_taking_back_are_undone_but_never_into_two_hands(
    desk: Desk, owner: Actor, loaner: Device, number: str, take_in: TakeIn
) -> None:
    other = take_in(customer=a_customer("Zoë", "0161 496")).number
    lent = desk.loans.lend(owner, number, loaner.id)
    redo = desk.undo(owner, lent.undo)
    assert desk.loans.out(owner) == ()
    desk.loans.lend(owner, other, loaner.id)
    with pytest.raises(StaleWrite, match="lent again"):
        desk.undo(owner, redo)
    [out] = desk.loans.out(owner)
    back = desk.loans.take_back(owner, out.id)
    desk.undo(owner, back.undo)
    assert [one.number for one in desk.loans.out(owner)] == [other]
    assert desk.check(owner) == ()


def test_taking_back_is_not_undone_on_a_ticket_that_was_closed_since(
    desk: Desk, owner: Actor, loaner: Device, number: str, move: Move
) -> None:
    loan = desk.loans.lend(owner, number, loaner.id).value
    back = desk.loans.take_back(owner, loan.id)
    closing = move(number, "cancelled")
    with pytest.raises(StaleWrite, match="closed since"):
        desk.undo(owner, back.undo)
    redo = desk.undo(owner, closing.undo)
    desk.undo(owner, back.undo)
    with pytest.raises(Invalid, match="still out"):
        desk.undo(owner, redo)


def test_an_intake_whose_loaner_is_out_is_not_taken_back(desk: Desk, owner: Actor, loaner: Device) -> None:
    from tests.builders import an_intake

    done = desk.tickets.take_in(owner, an_intake())
    desk.loans.lend(owner, done.value.number, loaner.id)
    with pytest.raises(Invalid, match="still out"):
        desk.undo(owner, done.undo)


def test_a_loaner_that_is_out_is_not_taken_back_as_a_record(desk: Desk, owner: Actor) -> None:
    spare = desk.devices.add(owner, a_device("Spare", is_loaner=True))
    number = desk.tickets.take_in(owner, an_intake()).value.number
    lent = desk.loans.lend(owner, number, spare.value.id).value
    with pytest.raises(StaleWrite, match="in use by now"):
        desk.undo(owner, spare.undo)
    back = desk.loans.take_back(owner, lent.id)
    desk.tickets.bin(owner, number)
    with pytest.raises(StaleWrite):
        desk.undo(owner, back.undo)
    assert desk.check(owner) == ()


def test_a_device_that_another_ticket_names_by_now_stays(desk: Desk, owner: Actor) -> None:
    first = desk.tickets.take_in(owner, an_intake())
    device = first.value.items[0].device_id
    desk.tickets.take_in(owner, Intake((ItemDraft("Again", device_id=device),)))
    with pytest.raises(StaleWrite, match="in use by now"):
        desk.undo(owner, first.undo)
    assert not desk.tickets.get(owner, first.value.number).binned

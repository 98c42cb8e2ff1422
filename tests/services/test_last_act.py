"""Whatever is done with a ticket, it is known when that was last, and the file agrees with its history."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from deskapp.clock import FixedClock
from deskapp.domain.actor import Actor
from deskapp.domain.device import DeviceDraft
from deskapp.domain.enquiry import EnquiryDraft
from deskapp.domain.item_secret import Secret, SecretKind
from deskapp.domain.paper import Document
from deskapp.domain.photo import Picture
from deskapp.services.desk import Desk
from tests.builders import an_intake, an_item

Act = Callable[[Desk, Actor, str], object]
PICTURE = Picture(b"large", b"small", 40, 30)
SECRET = Secret(SecretKind.PASSCODE, "1470")


def lend(desk: Desk, owner: Actor, number: str) -> object:
    spare = desk.devices.add(owner, DeviceDraft("Phone", "Nokia", "105", is_loaner=True)).value
    return desk.loans.lend(owner, number, spare.id)


def begin_an_enquiry(desk: Desk, owner: Actor, _number: str) -> object:
    asked = desk.enquiries.add(owner, EnquiryDraft("Do you mend kettles?", name="Ada")).value
    return desk.tickets.take_in(owner, an_intake(enquiry_id=asked.id))


ACTS: dict[str, Act] = {
    "print": lambda desk, owner, number: desk.papers.printed(owner, number, Document.CLAIM_TICKET, b"%PDF"),
    "reveal": lambda desk, owner, number: desk.secrets.reveal(owner, number, 1),
    "another secret": lambda desk, owner, number: desk.secrets.keep(owner, number, 1, SECRET),
    "no secret": lambda desk, owner, number: desk.secrets.keep(owner, number, 1, None),
    "note": lambda desk, owner, number: desk.tickets.note(owner, number, "Called"),
    "photo": lambda desk, owner, number: desk.photos.add(owner, number, [PICTURE]),
    "loan": lend,
    "enquiry": begin_an_enquiry,
    "move": lambda desk, owner, number: desk.tickets.move(owner, number, "diagnosing"),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_the_file_agrees_with_its_history_after(
    desk: Desk, owner: Actor, clock: FixedClock, act: Act
) -> None:
    number = desk.tickets.take_in(owner, an_intake(items=(an_item(secret=SECRET),))).value.number
    clock.moment += timedelta(minutes=7)
    act(desk, owner, number)
    assert desk.check(owner) == ()


@pytest.mark.parametrize(
    "way",
    [
        ["1 diagnosing", "2 diagnosing", "1 in_work", "undo", "2 ready", "1 ready"],
        ["1 testing", "2 testing", "1 in_work", "2 ready", "1 ready", "collected"],
        ["1 cancelled", "2 diagnosing", "1 diagnosing", "2 cancelled", "1 ready", "1 in_work"],
        ["diagnosing", "2 waiting_part", "undo", "2 ready", "1 cancelled", "undo", "ready"],
    ],
    ids=" ".join,
)
def test_since_when_a_ticket_stands_so_is_what_its_history_says(
    desk: Desk, owner: Actor, clock: FixedClock, way: list[str]
) -> None:
    """Steps of two items, of which the one that is behind counts; a daily step reads no history."""
    number = desk.tickets.take_in(owner, an_intake(items=(an_item(), an_item("Cracked")))).value.number
    done = None
    for said in way:
        clock.moment += timedelta(minutes=7)
        item, _space, status = said.rpartition(" ")
        if said == "undo":
            assert done
            desk.undo(owner, done.undo)
        else:
            done = desk.tickets.move(owner, number, status, item=int(item) if item else None, reason="So")
        assert desk.check(owner) == ()

"""Enquiries: they take no number, are found by words and digits, and become a ticket in one act."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from deskapp.clock import FixedClock
from deskapp.domain.actor import Actor
from deskapp.domain.customer import Phone
from deskapp.domain.enquiry import EnquiryDraft, EnquiryShow
from deskapp.domain.ticket import Intake
from deskapp.errors import DeskError, Invalid, NotFound, StaleWrite
from deskapp.services.desk import Desk
from tests.builders import a_customer, an_intake
from tests.contents import rows, standing

ASKED = EnquiryDraft("Screen of a Galaxy A52, about £95?", "Zoë Müller", "0113 496 0142", "zoe@example.org")


def numbers(desk: Desk, query: str = "", show: EnquiryShow = EnquiryShow.OPEN) -> list[str]:
    owner = desk.actor()
    found = [one.number for one in desk.enquiries.rows(owner, query, show=show)]
    assert desk.enquiries.count(owner, query, show) == len(found)
    return found


def test_it_is_written_down_with_who_and_when_and_takes_no_number(desk: Desk, owner: Actor) -> None:
    made = desk.enquiries.add(owner, ASKED).value
    assert (made.number, made.at, made.person) == ("E-1", desk.clock.now(), "Priya Nair")
    assert (made.draft, made.name, made.reach, made.is_open) == (ASKED, "Zoë Müller", "0113 496 0142", True)
    assert desk.enquiries.get(owner, 1) == made
    assert rows(desk.path, "SELECT count(*) FROM number_series") == [(0,)]
    assert desk.tickets.count(owner) == 0
    assert desk.check(owner) == ()


def test_the_newest_comes_first_and_pages_join(desk: Desk, owner: Actor, clock: FixedClock) -> None:
    for name in ("Ada", "Bo", "Cy", "Di"):
        desk.enquiries.add(owner, replace(ASKED, name=name))
        clock.moment += timedelta(minutes=5)
    pages = [desk.enquiries.rows(owner, offset=offset, limit=3) for offset in (0, 3)]
    assert [one.name for page in pages for one in page] == ["Di", "Cy", "Bo", "Ada"]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("galaxy", ["E-1"]),
        ("zoe mull", ["E-1"]),
        ("ZOË", ["E-1"]),
        ("galaxy bike", []),
        ("lukasz", ["E-2"]),
        ("4960142", ["E-1"]),
        ("0113-496", ["E-1"]),
        ("900142", ["E-2"]),
        ("E-2", ["E-2"]),
        ("100%", ["E-2"]),
        ("_", []),
        ("", ["E-2", "E-1"]),
    ],
)
def test_they_are_found_by_words_and_by_digits(
    desk: Desk, owner: Actor, query: str, found: list[str]
) -> None:
    customer = desk.customers.add(owner, a_customer()).value
    desk.enquiries.add(owner, ASKED)
    desk.enquiries.add(owner, EnquiryDraft("Bike at 100% by Friday?", customer_id=customer.id))
    assert numbers(desk, query) == found


def test_who_has_that_number_alone_is_linked_however_it_is_typed(desk: Desk, owner: Actor) -> None:
    known = desk.customers.add(owner, a_customer(phone="07700 900142")).value
    made = desk.enquiries.add(owner, replace(ASKED, phone="+44 (7700) 900-142")).value
    assert (made.draft.customer_id, made.name) == (known.id, "Łukasz Wójcik")
    assert desk.enquiries.add(owner, replace(ASKED, phone="900142")).value.draft.customer_id is None
    desk.customers.add(owner, replace(a_customer("Ewa"), phones=(Phone("07700 900142"),)))
    assert desk.enquiries.add(owner, replace(ASKED, phone="07700900142")).value.draft.customer_id is None


def test_a_customer_who_was_merged_is_the_other_one(desk: Desk, owner: Actor) -> None:
    one, other = (desk.customers.add(owner, a_customer(name, "")).value for name in ("Ada", "Adah"))
    desk.enquiries.add(owner, EnquiryDraft("Bike?", customer_id=other.id))
    merged = desk.merges.merge(owner, one.id, [other.id])
    assert desk.enquiries.get(owner, 1).customer == "Ada"
    assert desk.enquiries.add(owner, EnquiryDraft("Van?", customer_id=other.id)).value.customer == "Ada"
    desk.undo(owner, merged.undo)
    assert desk.enquiries.get(owner, 1).customer == "Adah"


def test_somebody_in_the_bin_or_unknown_is_refused(desk: Desk, owner: Actor) -> None:
    gone = desk.customers.add(owner, a_customer()).value
    desk.customers.bin(owner, gone.id)
    for customer_id in (gone.id, 99):
        with pytest.raises(DeskError):
            desk.enquiries.add(owner, EnquiryDraft("?", customer_id=customer_id))
    assert numbers(desk) == []


def test_it_is_changed_unless_somebody_was_faster(desk: Desk, owner: Actor) -> None:
    made = desk.enquiries.add(owner, ASKED).value
    changed = desk.enquiries.edit(owner, made.id, replace(ASKED, text="Two screens"), made.row_version).value
    assert changed.draft.text == "Two screens"
    with pytest.raises(StaleWrite) as refusal:
        desk.enquiries.edit(owner, made.id, ASKED, made.row_version)
    assert refusal.value.theirs["text"] == "Two screens"


def test_answered_ones_leave_the_list_and_come_back(desk: Desk, owner: Actor) -> None:
    for _time in range(3):
        desk.enquiries.add(owner, ASKED)
    desk.enquiries.close(owner, 2)
    assert (numbers(desk), numbers(desk, show=EnquiryShow.CLOSED)) == (["E-3", "E-1"], ["E-2"])
    assert numbers(desk, show=EnquiryShow.ALL) == ["E-3", "E-2", "E-1"]
    with pytest.raises(Invalid, match="closed already"):
        desk.enquiries.close(owner, 2)
    desk.enquiries.reopen(owner, 2)
    with pytest.raises(Invalid, match="is open"):
        desk.enquiries.reopen(owner, 2)
    desk.enquiries.bin(owner, 3)
    assert numbers(desk, show=EnquiryShow.ALL) == ["E-2", "E-1"]
    with pytest.raises(NotFound):
        desk.enquiries.close(owner, 9)


def converted(desk: Desk, owner: Actor) -> Intake:
    made = desk.enquiries.add(owner, ASKED).value
    return an_intake(made.draft.text, enquiry_id=made.id)


def test_the_intake_closes_it_and_the_ticket_knows_it(desk: Desk, owner: Actor, clock: FixedClock) -> None:
    intake, asked = converted(desk, owner), clock.moment
    clock.moment += timedelta(days=2)
    ticket = desk.tickets.take_in(owner, intake).value
    assert ticket.enquiry is not None
    assert (ticket.enquiry.number, ticket.enquiry.at) == ("E-1", asked)
    made = desk.enquiries.get(owner, 1)
    assert (made.ticket, made.is_open, made.closed_at) == (ticket.number, False, clock.moment)
    assert numbers(desk, ticket.number, EnquiryShow.CLOSED) == ["E-1"]
    with pytest.raises(Invalid, match=f"became ticket {ticket.number}"):
        desk.enquiries.reopen(owner, 1)
    assert desk.check(owner) == ()


def test_taking_the_intake_back_opens_it_again(desk: Desk, owner: Actor) -> None:
    done = desk.tickets.take_in(owner, converted(desk, owner))
    redo = desk.undo(owner, done.undo)
    assert (numbers(desk), desk.enquiries.get(owner, 1).ticket) == (["E-1"], "")
    assert desk.tickets.by_id(owner, done.value.id).enquiry is None
    desk.undo(owner, redo)
    assert (numbers(desk), desk.enquiries.get(owner, 1).ticket) == ([], done.value.number)
    assert desk.check(owner) == ()


def test_it_becomes_one_ticket_and_a_refused_one_leaves_nothing(desk: Desk, owner: Actor) -> None:
    intake = converted(desk, owner)
    first = desk.tickets.take_in(owner, intake).value
    before = standing(desk.path)
    with pytest.raises(Invalid, match=f"Ticket {first.number} was made of this enquiry already") as refusal:
        desk.tickets.take_in(owner, intake)
    assert refusal.value.field == "enquiry_id"
    for wrong in (9, 2):
        desk.enquiries.close(owner, desk.enquiries.add(owner, ASKED).value.id) if wrong == 2 else None
        before = standing(desk.path)
        with pytest.raises(Invalid):
            desk.tickets.take_in(owner, replace(intake, enquiry_id=wrong))
        assert standing(desk.path) == before


def test_one_whose_ticket_lies_in_the_bin_can_be_opened_again(desk: Desk, owner: Actor) -> None:
    ticket = desk.tickets.take_in(owner, converted(desk, owner)).value
    desk.tickets.bin(owner, ticket.number)
    assert desk.enquiries.reopen(owner, 1).value.ticket == ""
    assert numbers(desk) == ["E-1"]


def test_who_did_what_is_in_the_audit_and_a_stale_undo_is_refused(desk: Desk, owner: Actor) -> None:
    added = desk.enquiries.add(owner, ASKED)
    desk.enquiries.edit(owner, 1, replace(ASKED, name="Zoë M."), 1)
    with pytest.raises(StaleWrite, match="Name: changed again since by Priya Nair"):
        desk.undo(owner, added.undo)
    desk.tickets.take_in(owner, an_intake(enquiry_id=1))
    acts = rows(desk.path, "SELECT action FROM audit WHERE kind = 'enquiry' ORDER BY id")
    assert acts == [("add",), ("edit",), ("convert",)]
    assert desk.check(owner) == ()

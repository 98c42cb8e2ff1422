"""An erasure takes a person out of the cards of others, and takes nothing that is the others' own."""

from __future__ import annotations

import json
import shutil
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from deskapp.clock import FixedClock
from deskapp.domain.actor import Actor
from deskapp.domain.customer import Address, Contact, CustomerDraft, Email, Phone
from deskapp.domain.device import DeviceDraft
from deskapp.domain.enquiry import EnquiryDraft, EnquiryShow
from deskapp.domain.ticket import Intake, ItemDraft
from deskapp.exchange.person_json import person_json
from deskapp.services import restore
from deskapp.services.desk import Desk

JAN = CustomerDraft("Jan van der Berg", (Phone("07700 900142"),), "Acme Cycles Ltd", "jan@example.org")
FIRM = CustomerDraft(
    "",
    (Phone("0161 4960000", label="Jan van der Berg too"),),
    "Acme Cycles Ltd",
    contacts=(
        Contact("Jan van der Berg", "buyer", "07700 900999", email="jan@example.org"),
        Contact("Jan", "buyer", "07700 900142"),
        Contact("Front desk", "calls Jan van der Berg", "07700 900142", email="desk@example.org"),
    ),
    emails=(Email("shop@acme.example", "Jan van der Berg"),),
    addresses=(Address("c/o Jan van der Berg, 3 High St"),),
)
NEEDLES = (
    "Jan van der Berg",
    "jan van der berg",
    "jan@example.org",
    "07700 900142",
    "900999",
    "+447700900142",
)


def left(desk: Desk) -> list[str]:
    """What of the person lies in the file."""
    desk.close()
    content = b"".join(one.read_bytes() for one in desk.path.parent.glob(f"{desk.path.name}*"))
    return [one for one in NEEDLES if one.encode() in content]


def test_a_person_goes_from_the_contacts_and_addresses_of_a_firm(desk: Desk, owner: Actor) -> None:
    jan = desk.customers.add(owner, JAN).value
    firm = desk.customers.add(owner, FIRM).value
    plan = desk.privacy.plan(owner, jan.id)
    assert desk.privacy.erase(owner, jan.id).counts == plan.goes
    draft = desk.customers.get(owner, firm.id).draft
    assert draft.contacts == (Contact("Front desk", "calls [erased]", email="desk@example.org"),)
    assert [one.street for one in draft.addresses] == ["c/o [erased], 3 High St"]
    assert (draft.phones[0].label, draft.emails[0].label) == ("[erased] too", "[erased]")
    assert draft.company == "Acme Cycles Ltd"
    for words in ("jan@example.org", "van der berg", "900142"):
        assert desk.customers.rows(owner, words) == ()
    assert desk.check(owner) == ()
    assert left(desk) == []


def test_the_firm_somebody_works_for_keeps_its_name(desk: Desk, owner: Actor) -> None:
    jan = desk.customers.add(owner, JAN).value
    firm = desk.customers.add(owner, FIRM).value
    item = ItemDraft("Acme Cycles Ltd says fork bent, ask van der Berg, Jan")
    number = desk.tickets.take_in(owner, Intake((item,), customer_id=firm.id)).value.number
    desk.privacy.erase(owner, jan.id)
    ticket = desk.tickets.get(owner, number)
    assert ticket.items[0].fault == "Acme Cycles Ltd says fork bent, ask [erased]"


def test_the_contact_of_a_firm_who_is_a_customer_too_is_left_alone(desk: Desk, owner: Actor) -> None:
    contact = Contact("John Smith", "buyer", "07700 900199", email="john@example.org")
    firm = desk.customers.add(owner, CustomerDraft("", (), "Old Firm Ltd", contacts=(contact,))).value
    draft = CustomerDraft(
        "John Smith", (Phone("07700 900199"),), email="john@example.org", note="John Smith likes SMS"
    )
    john = desk.customers.add(owner, draft).value
    item = ItemDraft("John Smith says it rattles")
    number = desk.tickets.take_in(owner, Intake((item,), customer_id=john.id)).value.number
    desk.tickets.note(owner, number, "Call John Smith 07700 900199; Old Firm Ltd pays")
    content = {"customer": {"id": john.id}, "problem": "John Smith's second phone"}
    kept = desk.drafts.keep(owner, content)
    asked = EnquiryDraft(customer_id=john.id, name="John Smith", phone="07700 900199", text="An iPad?")
    desk.enquiries.add(owner, asked)
    desk.privacy.erase(owner, firm.id)
    ticket = desk.tickets.get(owner, number)
    assert ticket.items[0].fault == item.fault
    assert [note.text for note in ticket.notes] == ["Call John Smith 07700 900199; [erased] pays"]
    assert desk.drafts.get(owner, kept).content == content
    assert [one.draft.phone for one in desk.enquiries.rows(owner, "", show=EnquiryShow.ALL)] == [
        "07700 900199"
    ]
    assert desk.customers.get(owner, john.id).draft == john.draft
    assert b"Old Firm" not in desk.path.read_bytes()


def test_what_a_spouse_has_too_stays_with_her(desk: Desk, owner: Actor, tmp_path: Path) -> None:
    jan = desk.customers.add(owner, JAN).value
    desk.customers.edit(owner, jan.id, replace(jan.draft, phones=()), 1)
    desk.customers.edit(owner, jan.id, jan.draft, 2)
    mia = desk.customers.add(owner, CustomerDraft("Mia van der Berg", (Phone("07700 900142"),))).value
    asked = EnquiryDraft(customer_id=mia.id, name="Mia van der Berg", phone="07700 900142", text="An e-bike?")
    desk.enquiries.add(owner, asked)
    desk.enquiries.add(owner, EnquiryDraft(name="Jan van der Berg", phone="07700 900142", text="For him"))
    desk.enquiries.add(owner, EnquiryDraft(name="Mia", phone="07700 900142", text="Is it ready?"))
    number = desk.tickets.take_in(owner, Intake((ItemDraft("Squeals"),), customer_id=mia.id)).value.number
    desk.tickets.note(owner, number, "Call 07700 900142, not Jan van der Berg")
    kept = desk.drafts.keep(
        owner, {"customer": {"id": mia.id}, "problem": "like Jan van der Berg, 07700 900142"}
    )
    plan = desk.privacy.plan(owner, jan.id)
    assert [one for one in plan.remarks if "Mia van der Berg" in one]
    desk.privacy.erase(owner, jan.id)
    enquiries = [one.draft for one in desk.enquiries.rows(owner, "", show=EnquiryShow.ALL)]
    assert {one.text for one in enquiries} == {"An e-bike?", "Is it ready?"}
    assert {one.phone for one in enquiries} == {"07700 900142"}
    assert desk.tickets.get(owner, number).notes[0].text == "Call 07700 900142, not [erased]"
    assert desk.drafts.get(owner, kept).content["problem"] == "like [erased], 07700 900142"
    assert desk.customers.get(owner, mia.id).draft.phones[0].typed == "07700 900142"


def test_a_namesake_keeps_their_own_tickets(desk: Desk, owner: Actor) -> None:
    jan = desk.customers.add(owner, JAN).value
    namesake = desk.customers.add(owner, CustomerDraft("Jan van der Berg", (Phone("0161 4960001"),))).value
    third = desk.customers.add(owner, CustomerDraft("Zoë", (Phone("0161 4960002"),))).value
    numbers = [
        desk.tickets.take_in(
            owner, Intake((ItemDraft("Jan van der Berg rang"),), customer_id=one)
        ).value.number
        for one in (namesake.id, third.id)
    ]
    desk.privacy.erase(owner, jan.id)
    faults = [desk.tickets.get(owner, one).items[0].fault for one in numbers]
    assert faults == ["Jan van der Berg rang", "[erased] rang"]


OTTO = Contact("Otto Kontakt", phone="07700 900113")
EKO = CustomerDraft(
    "Eva Eko",
    (Phone("07700 900112"),),
    email="eko@e.org",
    street="9 Hidden Lane",
    alert="Debt collector",
    contacts=(OTTO,),
)
OF_EKO = ("Eva Eko", "eva eko", "900112", "eko@e.org", "Hidden Lane", "Debt", "Otto Kontakt", "900113")


def parted(desk: Desk, owner: Actor, clock: FixedClock) -> tuple[int, int]:
    """Two customers who were merged, worked on, and made two again."""
    echo = desk.customers.add(owner, CustomerDraft("Eva Echo", (Phone("07700 900111"),))).value
    eko = desk.customers.add(owner, EKO).value
    clock.moment += timedelta(days=1)
    merged = desk.merges.merge(owner, echo.id, [eko.id])
    clock.moment += timedelta(days=1)
    both = desk.customers.get(owner, echo.id)
    desk.customers.edit(owner, echo.id, replace(both.draft, street="10 Hidden Lane"), both.row_version)
    both = desk.customers.get(owner, echo.id)
    desk.customers.edit(owner, echo.id, replace(both.draft, street="9 Hidden Lane"), both.row_version)
    clock.moment += timedelta(days=1)
    desk.undo(owner, merged.undo)
    assert desk.customers.get(owner, echo.id).draft.street == ""
    return echo.id, eko.id


def test_after_an_undone_merge_nothing_of_them_is_left_with_the_other(
    desk: Desk, owner: Actor, clock: FixedClock
) -> None:
    echo, eko = parted(desk, owner, clock)
    desk.privacy.erase(owner, eko)
    assert desk.check(owner) == ()
    assert desk.customers.get(owner, echo).draft.phones[0].typed == "07700 900111"
    desk.close()
    content = desk.path.read_bytes()
    assert [one for one in OF_EKO if one.encode() in content] == []


def test_after_an_undone_merge_the_other_one_is_not_exported(
    desk: Desk, owner: Actor, clock: FixedClock
) -> None:
    echo, eko = parted(desk, owner, clock)
    assert [one for one in OF_EKO if one in exported(desk, owner, echo)] == []
    assert "Hidden Lane" in exported(desk, owner, eko)


def exported(desk: Desk, owner: Actor, customer_id: int) -> str:
    return json.dumps(person_json(desk.privacy.record(owner, customer_id)), ensure_ascii=False)


def test_a_device_is_exported_with_what_was_said_while_it_was_theirs(
    desk: Desk, owner: Actor, clock: FixedClock
) -> None:
    alice = desk.customers.add(owner, CustomerDraft("Alice Former")).value
    bob = desk.customers.add(owner, CustomerDraft("Bob Newer")).value
    device = desk.devices.add(owner, DeviceDraft("Phone", "Fair", "5", note="unpaid bill"), alice.id).value
    for note in ("Alice, divorce", "Was Alice Former's"):
        clock.moment += timedelta(days=1)
        now = desk.devices.get(owner, device.id)
        desk.devices.edit(owner, device.id, replace(now.draft, note=note), now.row_version)
    clock.moment += timedelta(days=1)
    desk.devices.transfer(owner, device.id, bob.id, reason="Bought from Alice Former")
    clock.moment += timedelta(days=1)
    now = desk.devices.get(owner, device.id)
    desk.devices.edit(owner, device.id, replace(now.draft, colour="blue"), now.row_version)
    of_bob, of_alice = exported(desk, owner, bob.id), exported(desk, owner, alice.id)
    assert [one for one in ("Alice", "divorce", "unpaid") if one in of_bob] == []
    assert "Bought from [erased]" in of_bob
    assert "blue" in of_bob
    assert "divorce" in of_alice
    assert "blue" not in of_alice


def test_the_copy_that_an_upgrade_made_brings_nobody_back(tmp_path: Path, clock: FixedClock) -> None:
    """Upgraded once more it is the same shop, whose list of the erased counts."""
    old = Path(__file__).parents[1] / "store" / "files" / "0002.desk"
    path = Path(shutil.copy(old, tmp_path / "week.desk"))
    with closing(Desk.open(path, clock)) as desk:
        actor = desk.actor()
        free = [
            one for one in desk.customers.rows(actor, "") if not desk.privacy.plan(actor, one.id).obstacles
        ]
        desk.privacy.erase(actor, free[0].id)
    done = restore.swap(tmp_path / "week.before-0003.desk", path, clock)
    assert done.erased == (free[0].id,)
    with closing(Desk.open(path, clock)) as desk:
        assert desk.customers.get(desk.actor(), free[0].id).name == f"Erased customer {free[0].id}"


def test_what_is_left_because_it_is_also_said_of_others_is_told(desk: Desk, owner: Actor) -> None:
    jan = desk.customers.add(owner, replace(JAN, street="14 Quayside Terrace")).value
    desk.customers.add(owner, CustomerDraft("Mia", street="14 Quayside Terrace"))
    device = DeviceDraft("Bike", "Trek", "FX", "SERIAL-77120")
    desk.devices.add(owner, device, jan.id)
    erased = desk.privacy.erase(owner, jan.id)
    assert erased.clean
    assert erased.left == ("14 Quayside Terrace",)


def test_what_an_erasure_would_take_is_exported(desk: Desk, owner: Actor) -> None:
    jan = desk.customers.add(owner, JAN).value
    mia = desk.customers.add(owner, CustomerDraft("Mia", (Phone("0161 4960002"),))).value
    desk.enquiries.add(owner, EnquiryDraft(name="J.", email="JAN@example.org", text="Asked for a tandem"))
    desk.drafts.keep(owner, {"customer": {"id": jan.id}, "problem": "Wheel is bent"})
    number = desk.tickets.take_in(owner, Intake((ItemDraft("Squeals"),), customer_id=mia.id)).value.number
    desk.tickets.note(owner, number, "Mia is often late\nFriend of Jan van der Berg")
    said = exported(desk, owner, jan.id)
    for words in ("Asked for a tandem", "Wheel is bent", "Friend of Jan van der Berg"):
        assert words in said
    assert "often late" not in said


def test_a_name_of_one_word_stays_elsewhere_and_the_plan_says_where(desk: Desk, owner: Actor) -> None:
    madonna = desk.customers.add(owner, CustomerDraft("Madonna")).value
    mia = desk.customers.add(owner, CustomerDraft("Mia")).value
    number = desk.tickets.take_in(
        owner, Intake((ItemDraft("As Madonna's"),), customer_id=mia.id)
    ).value.number
    [remark] = desk.privacy.plan(owner, madonna.id).remarks
    assert number in remark
    erased = desk.privacy.erase(owner, madonna.id)
    assert "madonna" in {one.lower() for one in erased.left}

"""Makes `0003.desk`: the week of `0002.desk`, and what happened at the counter; it fills every table.

    python -m tests.store.files.make_0003

Run while 0003 is the newest schema; the file is committed and never made again after its release,
because it stands for the files that customers have.
"""

from __future__ import annotations

import shutil
import tempfile
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from deskapp.clock import FixedClock
from deskapp.domain.customer import Address, Contact, CustomerDraft, Email, Phone
from deskapp.domain.device import DeviceDraft
from deskapp.domain.enquiry import EnquiryDraft
from deskapp.domain.field import Field, FieldKind, FieldOf
from deskapp.domain.item_secret import Secret, SecretKind
from deskapp.domain.money import Money
from deskapp.domain.quick_job import QuickJob
from deskapp.domain.retention import Rules
from deskapp.domain.ticket import Intake, ItemDraft, LineDraft
from deskapp.exchange.photo_file import shrunk
from deskapp.services.desk import Desk
from deskapp.services.trade import read_trade
from tests.pictures import a_jpeg
from tests.store.files import make_0002

BEFORE = Path(__file__).with_name("0002.desk")
TARGET = Path(__file__).with_name("0003.desk")
LATER = make_0002.LATER + timedelta(days=4)


def main() -> None:
    """Write the file beside this script."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(shutil.copy(BEFORE, Path(folder) / "0003.desk"))
        with closing(Desk.open(made, FixedClock(LATER))) as desk:
            _at_the_counter(desk)
            problems = desk.check(desk.actor())
        assert problems == (), problems
        TARGET.write_bytes(made.read_bytes())
    print(TARGET)


def _at_the_counter(desk: Desk) -> None:
    owner = desk.actor()
    desk.trades.set_up(owner, read_trade("phone-repair"))
    read = desk.fields.list(owner)
    weight = Field("Weight", FieldKind.NUMBER, unit="g")
    desk.fields.keep(owner, (*read, weight, Field("Member since", FieldKind.DATE, FieldOf.CUSTOMER)), read)
    firm = CustomerDraft(
        "",
        (Phone("0113 496 0777", label="desk"),),
        "Harbour Dental Ltd",
        kind="firm",
        emails=(Email("books@example.org", "invoices"),),
        addresses=(Address("2 Quay Street", "LS1 2AB", "Leeds", label="surgery"),),
        contacts=(Contact("Ines Duarte", "practice manager", "07700 900555"),),
        tags=("contract",),
    )
    desk.customers.add(owner, firm)
    _merge(desk)
    spare = desk.devices.add(owner, DeviceDraft("Phone", "Nokia", "105", is_loaner=True)).value
    item = ItemDraft("Will not start", DeviceDraft("Phone", "Apple", "iPhone 12", imei="356938035643809"))
    number = desk.tickets.take_in(owner, Intake((item,), customer_id=2)).value.number
    desk.secrets.keep(owner, number, 1, Secret(SecretKind.PASSCODE, "1470"))
    loan = desk.loans.lend(owner, number, spare.id, due_at=LATER + timedelta(days=3)).value
    desk.loans.take_back(owner, loan.id)
    desk.loans.lend(owner, number, spare.id, note="Charger too")
    front, back = (shrunk(a_jpeg(colour), "made.jpg") for colour in ("navy", "green"))
    desk.photos.add(owner, number, [front], 1, "Crack over the camera")
    desk.photos.bin(owner, desk.photos.add(owner, number, [back]).value[1].id)
    desk.pins.keep(owner, desk.people.list(owner)[-1].id, "2749")
    own = desk.tickets.get(owner, number).items[0].device_id
    assert own is not None
    desk.devices.transfer(owner, own, 3, "Sold to a friend")
    desk.drafts.keep(owner, {"customer": {"name": "Half a ticket"}})
    _asked(desk)
    _gone(desk)
    _backed_up(desk)
    desk.mappings.keep(owner, "Customers of the till", {"Kunde": "name", "Tel": "phone", "Punkte": ""})


def _backed_up(desk: Desk) -> None:
    """With a backup the rows get their hashes."""
    with tempfile.TemporaryDirectory() as folder:
        desk.backups.make(desk.actor(), (Path(folder),))


def _asked(desk: Desk) -> None:
    """An enquiry that is open, one that was answered, one that became a ticket, and a quick job."""
    owner = desk.actor()
    price = EnquiryDraft("Screen of a Galaxy A52, what does it cost?", "Ewa Lind", "0113 496 0888")
    desk.enquiries.add(owner, price)
    answered = desk.enquiries.add(owner, EnquiryDraft("Do you mend kettles?", email="kettle@example.org"))
    desk.enquiries.close(owner, answered.value.id)
    asked = desk.enquiries.add(owner, EnquiryDraft("Battery of my phone, today?", customer_id=2)).value
    item = ItemDraft(asked.draft.text, DeviceDraft("Phone", "Fairphone", "4"))
    desk.tickets.take_in(owner, Intake((item,), customer_id=2, enquiry_id=asked.id))
    glass = LineDraft("Glass protector, fitted", Money(1200, desk.shop.get(owner).currency))
    desk.quick_jobs.add(owner, QuickJob((glass,)))


def _gone(desk: Desk) -> None:
    """Somebody who was erased, with a ticket that stays, and how long data is kept."""
    owner = desk.actor()
    person = desk.customers.add(owner, CustomerDraft("Nobody Known", (Phone("07700 900911"),))).value
    intake = Intake((ItemDraft("Nobody Known says it hums"),), customer_id=person.id)
    number = desk.tickets.take_in(owner, intake).value.number
    desk.tickets.move(owner, number, "declined", reason="Nobody Known thought better of it")
    desk.privacy.erase(owner, person.id)
    desk.retention.keep(owner, Rules((("photos", 24), ("drafts", 6))))


def _merge(desk: Desk) -> None:
    """Two that were one, two that are not, and a merge that was undone."""
    owner = desk.actor()
    again, other, twin = (
        desk.customers.add(owner, CustomerDraft(name, (Phone(phone),))).value
        for name, phone in (
            ("Zoe Mueller", "07700 900142"),
            ("Amara Okafor", "07700 900999"),
            ("A. Okafor", "07700 900733"),
        )
    )
    desk.merges.merge(owner, 1, [again.id])
    desk.duplicates.not_same(owner, 3, other.id)
    merged = desk.merges.merge(owner, 3, [twin.id])
    desk.undo(owner, merged.undo)


if __name__ == "__main__":
    main()

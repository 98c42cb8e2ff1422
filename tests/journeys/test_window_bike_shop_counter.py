"""A Saturday at the counter of a bike shop in Utrecht, by the keyboard alone."""

from __future__ import annotations

from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from deskapp.clock import FixedClock
from deskapp.domain.catalog import ServiceDraft
from deskapp.domain.customer import CustomerDraft, Phone
from deskapp.domain.device import DeviceDraft
from deskapp.domain.money import Currency, Money
from deskapp.domain.paper import Document
from deskapp.services.country import shop_in
from deskapp.services.desk import Desk
from deskapp.services.trade import read_trade
from deskapp.tour.hands import go_to, press, write
from deskapp.ui.devices.lend_dialog import LendDialog
from deskapp.ui.devices.notice_bar import DeviceNoticeBar
from deskapp.ui.intake.quick_window import QuickWindow
from deskapp.ui.papers.preview_window import PreviewWindow
from tests.journeys import counter
from tests.journeys.counter import Keys

if TYPE_CHECKING:
    from deskapp.domain.ticket import Ticket
    from deskapp.tour.guide import Guide
    from deskapp.ui.intake.item_block import ItemBlock

EUR = Currency("EUR")
SATURDAY = datetime(2026, 4, 4, 7, 10, tzinfo=UTC)  # ten past nine in Utrecht
FRAME, LEASED = "GZ8K41907", "VL20-77341"
TUESDAY = datetime(2026, 4, 7, 15, 0, tzinfo=UTC)  # five o'clock there, the day after Easter Monday
QUICK_SECONDS = 20
THURSDAY = datetime(2026, 4, 9, 15, 0, tzinfo=UTC)


@pytest.fixture
def shop_path(tmp_path: Path) -> Path:
    """A Dutch shop with people of the directory, a leased bike and a bike that it lends."""
    path = tmp_path / "spaak.desk"
    clock = FixedClock(datetime(2026, 3, 10, 9, tzinfo=UTC))
    with closing(Desk.create(path, shop_in("NL", "Spaak & Ketting"), "Joris de Vries", clock)) as desk:
        owner = desk.actor()
        desk.trades.set_up(owner, read_trade("bike-shop"))
        lessor = desk.customers.add(owner, CustomerDraft("", kind="firm", company="Velolease BV")).value
        people = (
            CustomerDraft("Elif Yıldız", (Phone("030 123 45 61"),)),
            CustomerDraft("Søren Østergård", (Phone("030 123 45 62"),), payer_id=lessor.id),
            CustomerDraft("Ana Popescu", (Phone("030 123 45 63"),)),
        )
        for one in people:
            desk.customers.add(owner, one)
        desk.catalog.add(owner, ServiceDraft("PUN", "Puncture", Money(1750, EUR), tax_class="reduced"))
        desk.devices.add(owner, DeviceDraft("Bike", "Koga", "Evia", frame_number=LEASED), lessor.id)
        desk.devices.add(owner, DeviceDraft("Bike", "Batavus", "L2", is_loaner=True))
    return path


@pytest.fixture(autouse=True)
def _saturday(guide: Guide) -> None:
    guide.clock.moment = SATURDAY


# 9:10


def test_famke_sets_a_limit_and_it_is_on_the_tag(guide: Guide) -> None:
    intake = counter.begin(guide)
    counter.new_customer(guide, intake, "030 555 01 01", "Famke Visser")
    [bike] = intake.form.items
    counter.describe(bike, category="Bike", brand="Gazelle", model="Orange C8", serial=FRAME)
    counter.describe(bike, fault="gears skip")
    counter.fill_own(bike, {"key_number": "4471"})
    promise = intake.form.promise
    # A promise that the program offers from opening hours and holidays is not there yet.
    for field, text in ((promise.promised, "tue"), (promise.limit, "120"), (promise.place, "R7")):
        go_to(field)
        write(text)
    guide.expect_in("Tuesday", promise.promised.understood.full_text, "7 Apr")
    ticket = counter.save(guide, intake, "gears skip")
    counter.leave(guide, intake)
    edit = ticket.edit
    assert (edit.promised_at, edit.cost_limit, edit.place) == (TUESDAY, Money(12000, EUR), "R7")
    assert [fact.value for fact in ticket.items[0].own] == ["4471"]
    counter.open_ticket(guide, ticket.number)
    counter.print_paper(guide, Document.CLAIM_TICKET, "Famke Visser", FRAME, "4471", "€ 120,00", "7 apr")
    words = (ticket.number, "Famke Visser", "Gazelle Orange C8", FRAME, "R7", "€ 120,00")
    tag = counter.print_paper(guide, Document.LABEL, *words)
    assert counter.sizes_of(tag) == {counter.LABEL_MM}


# 9:25


def test_a_family_brings_three_bikes_on_one_ticket(guide: Guide) -> None:
    intake = counter.begin(guide)
    counter.new_customer(guide, intake, "030 555 01 02", "Koster family")
    for place, model in enumerate(("Omafiets", "Kid 20", "Cargo")):
        if place:
            press("Ctrl+I")
        counter.describe(intake.form.items[place], category="Bike", model=model, fault="small service")
        counter.add_service(guide, intake, "SRV-1")
    guide.expect("three times 49.00", intake.form.services.sums.total.full_text, "€\xa0147,00")
    go_to(intake.form.promise.promised)
    write("tue")
    ticket = counter.save(guide, intake, "koster")
    counter.leave(guide, intake)
    assert [[line.amount for line in item.lines] for item in ticket.items] == [[Money(4900, EUR)]] * 3
    counter.open_ticket(guide, ticket.number)
    claim = counter.print_paper(guide, Document.CLAIM_TICKET, "Omafiets", "Kid 20", "Cargo", "€ 147,00")
    assert all(page.count("7 apr") == page.count("Promised for") for page in counter.pages_of(claim))
    tags = counter.pages_of(counter.print_paper(guide, Document.LABEL, "1/3", "2/3", "3/3"))
    assert [("Omafiets" in one, "Kid 20" in one, "Cargo" in one) for one in tags] == [
        (True, False, False),
        (False, True, False),
        (False, False, True),
    ]


# 9:40


def test_a_puncture_is_mended_while_she_waits(guide: Guide) -> None:
    guide.clock.moment = SATURDAY.replace(minute=40)
    keys = Keys(guide.app)
    press("Ctrl+J")
    window = guide.front(QuickWindow)
    write("punc")
    guide.expect_in("the catalog knows it", window.services.search.offered, "Puncture")
    press("Return")
    guide.expect("it is on the list", lambda: len(window.services.lines), 1)
    press("Return")
    preview = guide.front(PreviewWindow)
    assert keys.seconds() <= QUICK_SECONDS
    words = ("Puncture", "€ 17,50", "9% on € 16,06 € 1,44")
    counter.shown_paper(guide, Document.RECEIPT, *words)
    guide.gone(preview)
    ticket = ticket_of(guide, preview.number)
    assert (ticket.kind, ticket.status, ticket.customer) == ("quick", "collected", None)
    assert ticket.totals.gross == Money(1750, EUR)
    assert [line.tax for line in ticket.totals.taxes] == [Money(144, EUR)]
    assert guide.desk.tickets.count(guide.actor, "is:open") == 0


# 9:55


def test_who_rides_who_owns_and_who_pays_are_three(guide: Guide) -> None:
    intake = counter.begin(guide)
    search = intake.form.customer.search
    write("yildiz")
    guide.expect_in("the letters of an English keyboard find her", search.offered, "Elif Yıldız")
    press("Ctrl+A")
    counter.known_customer(guide, intake, "soren", "Søren Østergård")
    guide.expect_in("who pays", intake.form.customer.known.payer.full_text, "Velolease BV")
    [bike] = intake.form.items
    go_to(bike.serial)
    write(LEASED)
    guide.expect_in("who owns it", lambda: notices(bike), "belongs to Velolease BV")
    press("Tab", "Space")
    guide.expect_in("it is that one", bike.pick.currentText, "Koga Evia", LEASED)
    counter.describe(bike, fault="brakes squeal")
    counter.fill_own(bike, {"lease_contract": "VL-88213"})
    ticket = counter.save(guide, intake, "squeal")
    counter.leave(guide, intake)
    assert ticket.customer is not None
    device_id = ticket.items[0].device_id
    assert device_id is not None
    names = (
        ticket.customer.name,
        guide.desk.devices.get(guide.actor, device_id).owner,
        ticket.customer.payer,
    )
    assert names == ("Søren Østergård", "Velolease BV", "Velolease BV")
    assert [fact.value for fact in ticket.items[0].own] == ["VL-88213"]


def notices(block: ItemBlock) -> list[str]:
    return [bar.text() for bar in block.findChildren(DeviceNoticeBar)]


# 12:10


def test_a_loaner_goes_out_and_the_ticket_waits_for_it(guide: Guide) -> None:
    intake = counter.begin(guide)
    counter.known_customer(guide, intake, "pope", "Ana Popescu")
    counter.describe(intake.form.items[0], category="E-bike", fault="display dark")
    number = counter.save(guide, intake, "display dark").number
    counter.leave(guide, intake)
    counter.open_ticket(guide, number)
    waits_for_the_display(guide, number)
    lend(guide, number)
    cannot_be_closed(guide, number)
    comes_back(guide, number)


def waits_for_the_display(guide: Guide, number: str) -> None:
    guide.clock.moment = SATURDAY.replace(hour=10)
    press("Ctrl+2", "S")
    write("part")
    press("Return")
    write("Display ordered, Thu 9 Apr")
    press("Return")
    guide.expect("it waits", lambda: ticket_of(guide, number).status, "waiting_part")
    assert ticket_of(guide, number).steps[-1].reason == "Display ordered, Thu 9 Apr"


def lend(guide: Guide, number: str) -> None:
    """The bike goes out; the slip that is signed for it is not there yet."""
    guide.at_rest()
    press("Ctrl+K")
    write(">lend a device")
    press("Return")
    dialog = guide.front(LendDialog)
    guide.expect_in("L2 is free", dialog.device.currentText, "L2")
    go_to(dialog.due)
    write("thu")
    press("Return")
    guide.gone(dialog)
    [loan] = guide.desk.loans.out(guide.actor)
    assert (loan.device, loan.number, loan.due_at) == ("Batavus L2", number, THURSDAY)
    guide.expect_in("the ticket says so", guide.pane.loans.texts, "Batavus L2", "9 Apr")


def cannot_be_closed(guide: Guide, number: str) -> None:
    press("Ctrl+2", "S")
    write("ready")
    press("Return")
    guide.expect("it is ready", lambda: ticket_of(guide, number).status, "ready")
    press("Ctrl+2", "H")
    guide.expect_in("and why it cannot go", lambda: said(guide), "L2", "out")
    assert ticket_of(guide, number).status == "ready"


def said(guide: Guide) -> str:
    return guide.window.banner.text()


def comes_back(guide: Guide, number: str) -> None:
    guide.at_rest()
    press("Ctrl+K")
    write(">loaner is back")
    press("Return")
    guide.expect("L2 is back", lambda: guide.desk.loans.out(guide.actor), ())
    guide.at_rest()
    press("Ctrl+2", "H")
    guide.expect("now it is closed", lambda: ticket_of(guide, number).status, "collected")


def ticket_of(guide: Guide, number: str) -> Ticket:
    return guide.desk.tickets.get(guide.actor, number)

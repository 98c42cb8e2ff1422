"""A Tuesday morning at the counter of a phone shop in Leeds, by the keyboard alone."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QImage

from deskapp.clock import FixedClock
from deskapp.domain.actor import Role
from deskapp.domain.customer import CustomerDraft, Phone
from deskapp.domain.device import DeviceDraft
from deskapp.domain.paper import Document
from deskapp.domain.ticket import Intake, ItemDraft
from deskapp.services.country import shop_in
from deskapp.services.desk import Desk
from deskapp.services.line import line_from_service
from deskapp.services.trade import read_trade
from deskapp.store.driver import sqlite
from deskapp.tour.hands import choose, focus, go_to, press, rewrite, write
from deskapp.ui.enquiries.page import EnquiriesPage
from deskapp.ui.intake.window import IntakeWindow
from deskapp.ui.papers.after_intake import SHOW, AfterIntakeDialog
from deskapp.ui.tickets.status_dialog import StatusDialog
from tests.builders import pounds
from tests.journeys import counter
from tests.journeys.counter import Keys
from tests.pictures import a_jpeg
from tests.ui.scanner.fake import Keyboard

if TYPE_CHECKING:
    from deskapp.domain.ticket import Ticket
    from deskapp.tour.guide import Guide
    from deskapp.ui.intake.item_block import ItemBlock

ZOE, LUKASZ = "N-1042", "N-0967"
IMEI, GALAXY = "359089114237654", "353456112874307"
FAULT = "display cracked, touch dead at the top"
PASSCODE = "482913"
QUESTION = "Galaxy A52 screen, estimate GBP 95, valid 14 days, to 24 Mar"
ASKED = ("Hannah Reed", "07700 900778")
WALK_IN_SECONDS = 90


@pytest.fixture
def shop_path(tmp_path: Path) -> Path:
    """The shop as it opens on 10 March 2026: three people, its services, and Łukasz' repair of January."""
    path, clock = tmp_path / "northgate.desk", FixedClock(datetime(2026, 1, 20, 10, tzinfo=UTC))
    settings = replace(shop_in("GB", "Northgate Phone Repair"), ticket_template="N-{SEQ:4}")
    with closing(Desk.create(path, settings, "Priya Nair", clock)) as desk:
        owner = desk.actor()
        desk.trades.set_up(owner, read_trade("phone-repair"))
        for name, role in (("Tom Ellis", Role.TECHNICIAN), ("Aisha Khan", Role.FRONT_DESK)):
            desk.people.add(owner, name, role)
        count_on(path, 966)
        january(desk, clock)
        count_on(path, 1041)
    return path


def january(desk: Desk, clock: FixedClock) -> None:
    """A charging port of 79 pounds with 90 days of warranty, collected on the day."""
    owner = desk.actor()
    [port] = desk.catalog.rows(owner, "CHG-S21")
    galaxy = ItemDraft("Does not charge", DeviceDraft("Phone", "Samsung", "Galaxy S21", GALAXY))
    customer = CustomerDraft("Łukasz Wójcik", (Phone("07700 900467"),))
    intake = Intake((galaxy,), customer=customer, lines=(line_from_service(port),))
    number = desk.tickets.take_in(owner, intake).value.number
    assert (number, port.draft.price) == (LUKASZ, pounds("79.00"))
    for status in ("in_work", "ready", "collected"):
        desk.tickets.move(owner, number, status)


def count_on(path: Path, last: int) -> None:
    """The next ticket has the number after this."""
    with closing(sqlite.connect(path, isolation_level=None)) as connection:
        connection.execute(
            "INSERT OR REPLACE INTO number_series (series, period, last) VALUES ('ticket', '', ?)", (last,)
        )


def test_zoe_brings_her_phone_and_tom_begins(guide: Guide) -> None:
    keys = Keys(guide.app)
    intake = counter.begin(guide)
    want_labels(guide, intake)
    keys.count = 0
    zoe_comes(guide, intake)
    phone_is_described(guide, intake)
    work_is_agreed(guide, intake)
    ticket = saved_with_papers(guide, intake)
    assert keys.seconds() <= WALK_IN_SECONDS
    assert (ticket.number, ticket.code) == (ZOE, "1042")
    passcode_is_revealed(guide)
    tom_begins(guide)
    assert guide.desk.check(guide.actor) == ()


def want_labels(guide: Guide, intake: IntakeWindow) -> None:
    """The shop wants its label beside the claim ticket, and says so once."""
    press("Ctrl+Shift+P")
    dialog = guide.front(AfterIntakeDialog)
    choose(dialog.boxes[Document.LABEL], SHOW)
    press("Escape")
    guide.closed(dialog)
    guide.front(IntakeWindow)
    guide.expect("back to the phone", focus, intake.form.customer.search)


# 9:06


def zoe_comes(guide: Guide, intake: IntakeWindow) -> None:
    new = intake.form.customer.new
    guide.expect_in("the page says when and who", intake.received.full_text, "09:06", "Priya Nair")
    counter.new_customer(guide, intake, "07700 900142", "Zoë Müller")
    go_to(new.language)
    write("Ger")
    press("Return")
    guide.expect("she speaks German", new.language.key, "de")


def phone_is_described(guide: Guide, intake: IntakeWindow) -> None:
    [item] = intake.form.items
    counter.describe(item, category="Phone", brand="Apple", model="iPhone 13")
    go_to(item.serial)
    write(f"{IMEI[:-1]}5")
    press("Tab")
    wrong = item.row_of_number.wrong
    guide.expect_in("a wrong last digit is refused with its reason", wrong, "last digit", "write SN before")
    press("Ctrl+S")
    guide.expect("it waits at the number", focus, item.serial)
    assert guide.desk.tickets.count(guide.actor, "is:open") == 0
    rewrite(IMEI)
    counter.describe(item, colour="blue", fault=FAULT)
    guide.expect("the right one is taken", wrong, "")
    go_to(item.checks)
    press("1", "2", "2", "+")  # switches on; screen and touch fail; the rest passes
    results = item.checks.results()
    assert (len(results), [key for key, result in results.items() if result == "fail"]) == (
        12,
        ["screen", "touch"],
    )
    [case] = [tick for tick in item.ticks.buttons() if tick.text() == "Case"]
    go_to(case)
    press("Space")
    go_to(item.secret)
    write(PASSCODE)
    guide.expect("it is shown as dots", item.secret.edit.displayText, "●" * len(PASSCODE))
    two_photos_are_taken(guide, item)


def two_photos_are_taken(guide: Guide, item: ItemBlock) -> None:
    """The program of the webcam copies them."""
    photos = item.photos
    assert photos is not None
    for count, colour in enumerate(("navy", "green"), start=1):
        guide.app.clipboard().setImage(QImage.fromData(a_jpeg(colour)))
        press("Ctrl+Shift+V")
        guide.expect("it is in the strip", lambda: len(photos.drafts()), count)


# 9:09


def work_is_agreed(guide: Guide, intake: IntakeWindow) -> None:
    """She takes the original screen; quoting two options side by side is not there yet."""
    counter.add_service(guide, intake, "SCR-IP13-OEM")
    guide.expect("the total runs along", intake.form.services.sums.total.full_text, "£189.00")
    promise = intake.form.promise
    for field, text in ((promise.promised, "15:30"), (promise.deposit, "50")):
        go_to(field)
        write(text)
    guide.expect_in("half past three today", promise.promised.understood.full_text, "15:30")


def saved_with_papers(guide: Guide, intake: IntakeWindow) -> Ticket:
    guide.clock_at(9, 9)
    press("Ctrl+Return")
    guide.expect_in("it is saved", intake.aftermath.words.full_text, ZOE)
    label = counter.shown_paper(guide, Document.LABEL, ZOE, "Zoë Müller", "Apple iPhone 13", IMEI, "blue")
    assert (len(counter.pages_of(label)), counter.sizes_of(label)) == (1, {counter.LABEL_MM})
    # The balance follows with payments, a label for the case with the set of labels.
    words = (ZOE, "Zoë Müller", IMEI, FAULT, "Case", "189,00", "50,00", "15:30", "10. März 2026")
    counter.shown_paper(guide, Document.CLAIM_TICKET, *words)
    guide.front(IntakeWindow)
    counter.leave(guide, intake)
    ticket = guide.ticket_of("iphone")
    promised = datetime(2026, 3, 10, 15, 30, tzinfo=UTC)
    assert (ticket.edit.promised_at, ticket.edit.deposit) == (promised, pounds("50.00"))
    assert [photo.item for photo in guide.desk.photos.of_ticket(guide.actor, ZOE)] == [1, 1]
    return ticket


def passcode_is_revealed(guide: Guide) -> None:
    counter.open_ticket(guide, ZOE)
    row = guide.pane.overview.cards[0].secret
    assert PASSCODE not in row.words.full_text()
    go_to(row.reveal)
    press("Space")
    guide.expect_in("it is shown", row.words.full_text, PASSCODE)
    shown = guide.desk.tickets.get(guide.actor, ZOE).history[-1]
    assert (shown.text, shown.person) == ("Looked at the passcode or pattern", "Priya Nair")
    assert PASSCODE not in str(guide.desk.tickets.get(guide.actor, ZOE).history)


# 10:00


def tom_begins(guide: Guide) -> None:
    """The label's code opens the ticket over whatever is shown; his PIN and the timer are not there yet."""
    guide.clock_at(10, 0)
    press("Ctrl+3")
    Keyboard(guide.window).type("1042", pace=8)
    guide.expect("the ticket is shown", guide.shown_number, ZOE)
    press("Ctrl+2", "S")
    write("in work")
    press("Return")
    guide.expect("it is in work", lambda: guide.ticket_of("iphone").status, "in_work")
    [step] = [step for step in guide.ticket_of("iphone").steps if step.after == "in_work"]
    assert step.at == datetime(2026, 3, 10, 10, 0, tzinfo=UTC)


# 9:25


def test_a_galaxy_comes_back(guide: Guide) -> None:
    guide.clock_at(9, 25)
    press("Ctrl+K")
    write("lukasz")
    guide.expect_in("he and his ticket", guide.window.omnibox.hits().titles, LUKASZ, "Łukasz Wójcik")
    press("Return")
    guide.expect("the ticket of January is shown", guide.shown_number, LUKASZ)
    assert guide.pane.overview.cards[0].device["serial"].value() == GALAXY
    press("Ctrl+K")
    write(">came back")
    press("Return")
    intake = guide.front(IntakeWindow)
    guide.expect_in("the page says what came back", intake.form.comeback.text, LUKASZ, "20 Apr")
    guide.expect("he is taken", intake.form.customer.known.name.full_text, "Łukasz Wójcik")
    [item] = intake.form.items
    guide.expect_in("with his Galaxy", item.pick.currentText, "Galaxy S21", GALAXY)
    counter.describe(item, fault="charging again")
    ticket = counter.save(guide, intake, "charging again")
    assert ticket.comeback_of is not None
    assert (ticket.number, ticket.comeback_of.number, ticket.totals.gross) == (ZOE, LUKASZ, pounds("0.00"))
    [cover] = ticket.comeback_of.covers
    assert cover.until == date(2026, 4, 20)
    counter.leave(guide, intake)
    # What the rework cost the shop follows with the books.
    old = guide.desk.tickets.get(guide.actor, LUKASZ)
    assert (old.came_back, old.totals.gross) == ((ZOE,), pounds("79.00"))


# 9:40


def test_a_question_on_the_phone_takes_no_number_until_it_is_a_ticket(guide: Guide) -> None:
    """An estimate with a day until which it holds follows with the quotes; until then it is what was said."""
    guide.clock_at(9, 40)
    tickets = guide.desk.tickets.count(guide.actor)
    press("Ctrl+Shift+E")
    page = guide.window.pages.page("enquiries")
    assert isinstance(page, EnquiriesPage)
    guide.expect("the talk begins with the phone", focus, page.form.phone)
    write("07700 900778")
    go_to(page.form.name)
    write("Hannah Reed")
    go_to(page.form.text)
    write(QUESTION)
    press("Ctrl+S")
    guide.expect_in("it is in the book", page.card.stands.full_text, "E-1", "09:40", "Priya Nair")
    assert (guide.desk.tickets.count(guide.actor), page.card.text.full_text()) == (tickets, QUESTION)
    press("Ctrl+T")
    intake = guide.front(IntakeWindow)
    new = intake.form.customer.new
    guide.expect("who asked stands there", lambda: (new.name.value(), new.phone.text()), ASKED)
    guide.expect("and what was asked", intake.form.items[0].fault.value, QUESTION)
    ticket = counter.save(guide, intake, "a52")
    counter.leave(guide, intake)
    assert ticket.enquiry is not None
    assert (ticket.number, ticket.enquiry.number) == (ZOE, "E-1"), "the next number, none was lost"
    assert guide.desk.enquiries.count(guide.actor) == 0, "nobody waits any more"


# 13:30


def test_three_tablets_of_a_cafe_go_their_own_ways(guide: Guide) -> None:
    guide.clock_at(13, 30)
    tablets = (
        ("screen cracked", "SCR-IPAD9", "99.00"),
        ("screen black", "SCR-IPAD9", "99.00"),
        ("battery flat", "BAT-IPAD", "79.00"),
    )
    intake = counter.begin(guide)
    counter.new_customer(guide, intake, "0113 496 0123", "")
    write_company(intake)
    for place, (fault, code, _price) in enumerate(tablets):
        if place:
            press("Ctrl+I")
        counter.describe(intake.form.items[place], category="Tablet", model="iPad", fault=fault)
        counter.add_service(guide, intake, code)
    guide.expect("all three together", intake.form.services.sums.total.full_text, "£277.00")
    ticket = counter.save(guide, intake, "ipad")
    counter.leave(guide, intake)
    assert ticket.customer is not None
    assert ticket.customer.name == "Greenleaf Café Ltd"
    prices = [[line.amount for line in item.lines] for item in ticket.items]
    assert prices == [[pounds(price)] for _fault, _code, price in tablets]
    counter.open_ticket(guide, ticket.number)
    labels = counter.print_paper(guide, Document.LABEL, "1/3", "2/3", "3/3")
    assert (len(counter.pages_of(labels)), counter.sizes_of(labels)) == (3, {counter.LABEL_MM})
    for place, status in ((1, "in_work"), (2, "in_work"), (0, "in_work"), (0, "ready"), (2, "ready")):
        step(guide, ticket.number, place, status)
    step(guide, ticket.number, 1, "waiting_part", "screen is ordered")
    statuses = [item.status for item in guide.desk.tickets.get(guide.actor, ticket.number).items]
    assert statuses == ["ready", "waiting_part", "ready"]
    guide.expect_in("the ticket says how far it is", guide.pane.header.what.full_text, "2 of 3 ready")


def step(guide: Guide, number: str, place: int, status: str, reason: str = "") -> None:
    """One of the three takes a step of its own."""
    go_to(guide.pane.overview.cards[place].step)
    press("Space")
    dialog = guide.front(StatusDialog)
    choose(dialog.status, status)
    if reason:
        go_to(dialog.reason)
        write(reason)
    press("Return")
    guide.gone(dialog)
    tickets, actor = guide.desk.tickets, guide.actor
    guide.expect("it stands there", lambda: tickets.get(actor, number).items[place].status, status)
    guide.at_rest()


def write_company(intake: IntakeWindow) -> None:
    go_to(intake.form.customer.new.company)
    write("Greenleaf Café Ltd")

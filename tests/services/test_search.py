"""What somebody at the counter types, and which tickets that finds."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deskapp.clock import FixedClock
from deskapp.domain.customer import CustomerDraft, Phone
from deskapp.domain.device import DeviceDraft
from deskapp.domain.ticket import Intake, ItemDraft
from deskapp.errors import DeskError
from deskapp.services.desk import Desk
from tests.builders import a_line, an_item
from tests.conftest import NOON

NAMES = {
    "lukasz": (
        "Łukasz Wójcik",
        "07700 900142",
        DeviceDraft("Phone", "Samsung", "Galaxy S21", "353456112874307"),
    ),
    "zoe": ("Zoë Müller", "+44 7700 900733", DeviceDraft("Phone", "Apple", "iPhone 13", "359089114237654")),
    "yildiz": (
        "Mehmet Yıldız",
        "0113 496 0999",
        DeviceDraft("Bicycle", "Gazelle", "Orange C8", "GZ8K-41907"),
    ),
    "soren": ("Søren Østergård", "+45 32 12 34 56", DeviceDraft("E-bike", "", "Loaner L2")),
    "zhanna": ("Жанна Петрова", "07700 900001", DeviceDraft()),
    "grossmann": ("Jürgen Großmann", "", DeviceDraft()),
    "hanoi": ("Hà Nội Café", "", DeviceDraft()),
    "giannis": ("ΓΙΆΝΝΗΣ Παπαδόπουλος", "", DeviceDraft()),
    "mohammed": ("محمد علي", "", DeviceDraft()),
    "cote": ("Amélie Côté", "", DeviceDraft()),
}
FAULTS = {"lukasz": "Does not charge, gets hot", "zoe": "Display cracked", "yildiz": "Gears skip, chain worn"}


@pytest.fixture(scope="module")
def desk(blank_shop: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A desk with a ticket for each name, one without a customer, and one in the bin."""
    desk = Desk.open(Path(shutil.copy(blank_shop, tmp_path_factory.mktemp("search"))), FixedClock(NOON))
    owner = desk.actor()
    for key, (name, phone, device) in NAMES.items():
        customer = CustomerDraft(name, (Phone(phone),) if phone else ())
        item = ItemDraft(FAULTS.get(key, "Serviced"), device)
        desk.tickets.take_in(owner, Intake((item,), customer=customer, tags=(key,)))
    desk.tickets.take_in(owner, Intake((ItemDraft("Sort the cables"),), tags=("internal",)))
    binned = desk.tickets.take_in(owner, Intake((an_item("Entered twice"),), tags=("binned",))).value
    desk.tickets.bin(owner, binned.number)
    number = desk.tickets.rows(owner, "lukasz")[0].number
    desk.tickets.move(owner, number, "waiting_part", reason="Port ordered")
    desk.tickets.add_line(owner, number, a_line("Charging port"))
    desk.tickets.note(owner, number, "Slow payer")
    desk.tickets.message(owner, number, "Wir melden uns.")
    yield desk
    desk.close()


def found(desk: Desk, query: str) -> set[str]:
    """The keys of the tickets that a query finds; the list and the count must agree."""
    rows = desk.tickets.rows(desk.actor(), query)
    assert desk.tickets.count(desk.actor(), query) == len(rows)
    return {row.tags for row in rows}


EVERYBODY = {*NAMES, "internal"}


@pytest.mark.parametrize(
    ("typed", "who"),
    [
        ("lukasz", "lukasz"),
        ("ŁUKASZ", "lukasz"),
        ("wojcik luk", "lukasz"),
        ("zoe muller", "zoe"),
        ("ZOË", "zoe"),
        ("Mu\u0308ller", "zoe"),
        ("yildiz", "yildiz"),
        ("YILDIZ", "yildiz"),
        ("soren ostergard", "soren"),
        ("жанна", "zhanna"),
        ("ЖАН", "zhanna"),
        ("grossmann", "grossmann"),
        ("GROSSMANN", "grossmann"),
        ("großmann", "grossmann"),
        ("ha noi", "hanoi"),
        ("γιαννης", "giannis"),
        ("ΓΙΑΝΝΗΣ", "giannis"),
        ("محمد", "mohammed"),
        ("cote", "cote"),
        ("amelie", "cote"),
    ],
)
def test_a_customer_s_ticket_is_found_however_the_name_is_typed(desk: Desk, typed: str, who: str) -> None:
    assert found(desk, typed) == {who}


@pytest.mark.parametrize(
    ("typed", "who"),
    [
        ("0142", {"lukasz"}),
        ("900142", {"lukasz"}),
        ("07700 900142", {"lukasz"}),
        ("07700900142", {"lukasz"}),
        ("+44 7700 900142", {"lukasz"}),
        ("+447700900142", {"lukasz"}),
        ("0044 7700 900142", {"lukasz"}),
        ("(07700) 900-142", {"lukasz"}),
        ("07700 900733", {"zoe"}),
        ("٠٧٧٠٠ ٩٠٠١٤٢", {"lukasz"}),
        ("32 12 34 56", {"soren"}),
        ("3212 3456", {"soren"}),
        ("7700", {"lukasz", "zoe", "zhanna"}),
        ("4307", {"lukasz"}),
        ("35 345611 287430 7", {"lukasz"}),
        ("41907", {"yildiz"}),
        ("GZ8K41907", {"yildiz"}),
        ("gz8k-41907", {"yildiz"}),
        ("8k41", {"yildiz"}),
    ],
)
def test_parts_of_phones_and_serial_numbers_find(desk: Desk, typed: str, who: set[str]) -> None:
    assert found(desk, typed) == who


@pytest.mark.parametrize(
    ("typed", "who"),
    [
        ("lukasz charge", {"lukasz"}),
        ("lukasz galaxy hot 0142", {"lukasz"}),
        ("lukasz cracked", set()),
        ("samsung wojcik port", {"lukasz"}),
        ("slow", {"lukasz"}),
        ("melden", {"lukasz"}),
        ("zoe 0733 iphone", {"zoe"}),
        ("bicy", {"yildiz"}),
        ("charge charge charge", {"lukasz"}),
    ],
)
def test_every_word_must_be_somewhere_at_the_ticket(desk: Desk, typed: str, who: set[str]) -> None:
    assert found(desk, typed) == who


@pytest.mark.parametrize(
    ("typed", "who"),
    [
        ('"gets hot"', {"lukasz"}),
        ('"hot gets"', set()),
        ('"galaxy s21"', {"lukasz"}),
        ('"jurgen grossmann"', {"grossmann"}),
        ('"get"', set()),
    ],
)
def test_a_phrase_stands_as_it_is_written(desk: Desk, typed: str, who: set[str]) -> None:
    assert found(desk, typed) == who


@pytest.mark.parametrize(
    ("typed", "who"),
    [
        ("-lukasz", EVERYBODY - {"lukasz"}),
        ("-galaxy", EVERYBODY - {"lukasz"}),
        ("-7700", EVERYBODY - {"lukasz", "zoe", "zhanna"}),
        ('-"gets hot"', EVERYBODY - {"lukasz"}),
        ("serviced -zhanna -cote", {"soren", "grossmann", "hanoi", "giannis", "mohammed"}),
        ("-status:waiting", EVERYBODY - {"lukasz"}),
        ("-is:open", set()),
        ("-is:overdue", EVERYBODY),
        ("-nothing-like-that", EVERYBODY),
    ],
)
def test_without_also_finds_tickets_that_have_no_customer(desk: Desk, typed: str, who: set[str]) -> None:
    assert found(desk, typed) == who


@pytest.mark.parametrize(
    ("typed", "who"),
    [
        ("status:waiting_part", {"lukasz"}),
        ('status:"Waiting for part"', {"lukasz"}),
        ('status:"waiting FOR part"', {"lukasz"}),
        ("status:waiting", {"lukasz"}),
        ("STATUS:Waiting", {"lukasz"}),
        ("status:new lukasz", set()),
        ("is:waiting", {"lukasz"}),
        ("is:open", EVERYBODY),
        ("is:closed", set()),
        ("is:deleted", {"binned"}),
        ("is:deleted twice", {"binned"}),
        ("twice", set()),
        ("no:26000018", {"lukasz"}),
        ("no:2600", EVERYBODY),
        ("no:26%", set()),
        ("no:_6000018", set()),
        ("", EVERYBODY),
        ("*", EVERYBODY),
    ],
)
def test_filters_and_the_bin(desk: Desk, typed: str, who: set[str]) -> None:
    assert found(desk, typed) == who


def test_the_same_search_asked_twice_answers_what_is_true_now(desk: Desk) -> None:
    owner, clock = desk.actor(), desk.clock
    assert found(desk, "is:overdue") == set()
    assert isinstance(clock, FixedClock)
    number = desk.tickets.rows(owner, "zoe")[0].number
    ticket = desk.tickets.get(owner, number)
    due = replace(ticket.edit, promised_at=clock.now() + timedelta(hours=1))
    done = desk.tickets.edit(owner, number, due, ticket.row_version)
    assert found(desk, "is:overdue") == set()
    clock.moment += timedelta(hours=2)
    assert found(desk, "is:overdue") == {"zoe"}
    clock.moment -= timedelta(hours=2)
    desk.undo(owner, done.undo)


HARD = st.sampled_from(
    [*"\"'*():-^{}+%_\\\x00 ", "OR ", "AND ", "NOT ", "NEAR(", "is:", "status:", "no:", "ł", "߀"]
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.one_of(st.text(max_size=6), HARD), max_size=15).map("".join))
def test_nothing_that_can_be_typed_breaks_the_search(desk: Desk, typed: str) -> None:
    owner = desk.actor()
    for ask in (desk.tickets.count, desk.customers.count, desk.catalog.count):
        with suppress(DeskError):
            assert ask(owner, typed) >= 0


def test_the_longest_search_is_answered(desk: Desk) -> None:
    words = " ".join(f"word{number}" for number in range(20))
    assert found(desk, words) == set()
    assert found(desk, '"' + "a " * 190 + '"') == set()

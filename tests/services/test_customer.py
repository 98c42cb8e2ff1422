"""The directory: writing customers down, finding and changing them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from deskapp.clock import FixedClock
from deskapp.domain.actor import Actor
from deskapp.domain.customer import CustomerDraft, CustomerMatch, Phone
from deskapp.errors import DeskError, StaleWrite
from deskapp.services.desk import Desk
from tests.builders import a_customer, an_intake


@pytest.fixture
def directory(desk: Desk, owner: Actor) -> Desk:
    """A desk with five customers."""
    for draft in (
        a_customer("Łukasz Wójcik", "07700 900142"),
        a_customer("Zoë Müller", "+44 7700 900733"),
        CustomerDraft("", (Phone("0113 496 0123"),), "Greenleaf Café Ltd", city="Leeds", postcode="LS1 4AB"),
        CustomerDraft("Ana Popescu", company="24/7 Couriers", postcode="10115"),
        CustomerDraft("Bo Äpfel"),
    ):
        desk.customers.add(owner, draft)
    return desk


def names(found: tuple[CustomerMatch, ...]) -> list[str]:
    return [match.name for match in found]


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("07700 900142", "+447700900142"),
        ("+44 (0)7700 900142", "+447700900142"),
        ("0044 7700 900142", "+447700900142"),
        ("+45 32 12 34 56", "+4532123456"),
        ("ext. 12", ""),
        ("call the café", ""),
        ("1", ""),
    ],
)
def test_a_phone_is_kept_as_typed_beside_its_normal_form(
    desk: Desk, owner: Actor, typed: str, normal: str
) -> None:
    added = desk.customers.add(owner, CustomerDraft("A", (Phone(typed, label="home"),))).value
    assert added.phones == (Phone(typed, normal, "home"),)
    assert desk.customers.get(owner, added.id) == added


def test_a_phone_is_read_as_in_the_customer_s_own_country(desk: Desk, owner: Actor) -> None:
    added = desk.customers.add(owner, CustomerDraft("A", (Phone("030 901820"),), country="de")).value
    assert added.phones[0].normal == "+4930901820"


def test_the_directory_is_sorted_by_surname(directory: Desk, owner: Actor) -> None:
    listed = directory.customers.rows(owner)
    assert names(listed) == ["Bo Äpfel", "Greenleaf Café Ltd", "Zoë Müller", "Ana Popescu", "Łukasz Wójcik"]
    assert names(directory.customers.rows(owner, offset=1, limit=2)) == names(listed)[1:3]
    assert directory.customers.count(owner) == 5


@pytest.mark.parametrize(
    ("typed", "who"),
    [
        ("lukasz", ["Łukasz Wójcik"]),
        ("muller zoe", ["Zoë Müller"]),
        ("muller 0733", ["Zoë Müller"]),
        ("0733 0142", []),
        ("greenleaf leeds", ["Greenleaf Café Ltd"]),
        ("0123", ["Greenleaf Café Ltd"]),
        ("0113-496 01 23", ["Greenleaf Café Ltd"]),
        ("+44 7700 900142", ["Łukasz Wójcik"]),
        ("10115", ["Ana Popescu"]),
        ("24/7", ["Ana Popescu"]),
        ("apfel", ["Bo Äpfel"]),
        ("nobody", []),
    ],
)
def test_a_customer_is_found(directory: Desk, owner: Actor, typed: str, who: list[str]) -> None:
    assert names(directory.customers.rows(owner, typed)) == who
    assert directory.customers.count(owner, typed) == len(who)


@pytest.mark.parametrize(
    ("typed", "who"),
    [
        ("w", []),
        ("wo", ["Łukasz Wójcik"]),
        ("77", []),
        ("770", ["Zoë Müller", "Łukasz Wójcik"]),
        ("07700 900", ["Zoë Müller", "Łukasz Wójcik"]),
        ("07700 900142", ["Łukasz Wójcik"]),
        ("0900 14 2", ["Łukasz Wójcik"]),
        ("0900 142", ["Łukasz Wójcik"]),
        ("00 900142", ["Łukasz Wójcik"]),
        ("07700 90", ["Zoë Müller", "Łukasz Wójcik"]),
        ("+44 7700 900142", ["Łukasz Wójcik"]),
        ("17700 900142", []),
        ("ojcik", []),
        ("", []),
        ("--", []),
        ("***", []),
    ],
)
def test_who_is_offered_while_somebody_types(
    directory: Desk, owner: Actor, typed: str, who: list[str]
) -> None:
    assert names(directory.customers.match(owner, typed)) == who


@pytest.mark.parametrize(("typed", "who"), [("0900 142", "Łukasz"), ("79001421", "Jan"), ("0790014", "Jan")])
def test_seven_digits_are_the_end_of_a_number_before_they_are_a_part(
    directory: Desk, owner: Actor, typed: str, who: str
) -> None:
    directory.customers.add(owner, CustomerDraft("Jan Smit", (Phone("07900 142111"),)))
    assert [match.name.split()[0] for match in directory.customers.match(owner, typed)] == [who]


def test_a_line_of_the_directory_tells_customers_apart(
    directory: Desk, owner: Actor, clock: FixedClock
) -> None:
    zoe = directory.customers.rows(owner, "zoe")[0].id
    directory.tickets.take_in(owner, an_intake(customer=None, customer_id=zoe))
    clock.moment += timedelta(days=1)
    number = directory.tickets.take_in(owner, an_intake(customer=None, customer_id=zoe)).value.number
    directory.tickets.move(owner, number, "cancelled", reason="Sold it")
    [match] = directory.customers.rows(owner, "zoe")
    assert (match.phone, match.open_tickets, match.last_visit) == ("+44 7700 900733", 1, clock.now())


def test_a_customer_is_changed_and_found_under_the_new_name_alone(directory: Desk, owner: Actor) -> None:
    zoe = directory.customers.get(owner, 2)
    new = replace(zoe.draft, name="Zoë Østergård", phones=(Phone("0161 496 0000"),))
    changed = directory.customers.edit(owner, zoe.id, new, zoe.row_version).value
    assert changed.name == "Zoë Østergård"
    assert names(directory.customers.rows(owner, "ostergard 496 0000")) == ["Zoë Østergård"]
    assert directory.customers.count(owner, "muller") == 0
    assert directory.customers.count(owner, "900733") == 0


@pytest.mark.parametrize("change", [{"city": "York"}, {"phones": (Phone("0161 496 0000"),)}])
def test_a_stale_change_is_refused_even_of_the_phones_alone(
    directory: Desk, owner: Actor, change: dict[str, object]
) -> None:
    zoe = directory.customers.get(owner, 2)
    new = replace(zoe.draft, **change)  # type: ignore[arg-type]  # a field and its value
    changed = directory.customers.edit(owner, 2, new, zoe.row_version).value
    with pytest.raises(StaleWrite):
        directory.customers.edit(owner, 2, replace(zoe.draft, city="Hull"), zoe.row_version)
    assert directory.customers.get(owner, 2) == changed


def test_a_customer_in_the_bin_is_offered_no_more_and_keeps_the_tickets(
    directory: Desk, owner: Actor
) -> None:
    directory.tickets.take_in(owner, an_intake(customer=None, customer_id=2))
    undo = directory.customers.bin(owner, 2).undo
    assert directory.customers.count(owner, "zoe") == 0
    assert directory.customers.match(owner, "zoe") == ()
    assert [row.customer for row in directory.tickets.rows(owner, "zoe")] == ["Zoë Müller"]
    directory.undo(owner, undo)
    assert directory.customers.count(owner, "zoe") == 1


def test_a_name_without_letters_is_a_name(desk: Desk, owner: Actor) -> None:
    for name in ("???", "🙂", "— —"):
        assert desk.customers.add(owner, CustomerDraft(name)).value.name == name
    assert desk.check(owner) == ()


def test_a_new_customer_is_not_taken_back_once_others_came_in(desk: Desk, owner: Actor) -> None:
    first = desk.tickets.take_in(owner, an_intake())
    assert first.value.customer is not None
    second = desk.tickets.take_in(owner, an_intake(customer=None, customer_id=first.value.customer.id))
    with pytest.raises(DeskError, match="other tickets by now"):
        desk.undo(owner, first.undo)
    desk.undo(owner, second.undo)
    desk.undo(owner, first.undo)
    assert (desk.customers.count(owner), desk.tickets.count(owner)) == (0, 0)


def test_the_bin_lists_who_can_come_back_and_gives_them_back(directory: Desk, owner: Actor) -> None:
    for gone in (1, 2, 5):
        directory.customers.bin(owner, gone)
    directory.merges.merge(owner, 3, [4])
    assert names(directory.customers.rows(owner, "is:deleted")) == ["Bo Äpfel", "Zoë Müller", "Łukasz Wójcik"]
    assert names(directory.customers.rows(owner, "zoe IS:deleted")) == ["Zoë Müller"]
    assert directory.customers.count(owner, "is:deleted") == 3
    back = directory.customers.restore(owner, [1, 2, 3])
    assert (back.value, back.undo.label) == (2, "Restored 2 customers")
    assert names(directory.customers.match(owner, "lukasz")) == ["Łukasz Wójcik"]
    assert directory.customers.count(owner, "is:deleted") == 1
    directory.undo(owner, back.undo)
    assert directory.customers.count(owner, "is:deleted") == 3
    with pytest.raises(DeskError, match="Ana Popescu was merged; undo the merge"):
        directory.customers.restore(owner, [4])
    with pytest.raises(DeskError, match="no customer 99"):
        directory.customers.restore(owner, [1, 99])
    assert directory.customers.count(owner, "is:deleted") == 3


def test_who_was_erased_is_not_in_the_bin(directory: Desk, owner: Actor) -> None:
    directory.customers.bin(owner, 5)
    directory.privacy.erase(owner, 5)
    assert directory.customers.count(owner, "is:deleted") == 0
    with pytest.raises(DeskError, match="was erased"):
        directory.customers.restore(owner, [5])

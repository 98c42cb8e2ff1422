"""The register: found by part of a number, kept in step with tickets, and whose a device is over time."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from datetime import timedelta

import pytest

from deskapp.clock import FixedClock
from deskapp.domain.actor import Actor
from deskapp.domain.customer import Customer
from deskapp.domain.device import Device, DeviceDraft, Known, Ownership, Show, checked
from deskapp.errors import Invalid, NotFound, StaleWrite
from deskapp.services.desk import Desk
from deskapp.store.driver import sqlite
from tests.builders import a_customer, a_device, an_intake, an_item
from tests.services.conftest import Move, TakeIn

IMEI = "352099001761481"
PHONE = a_device(serial="R58N-30ABC", imei=IMEI, colour="grün")
BIKE = DeviceDraft("Bicycle", "Gazelle", "Orange C8", frame_number="GZ 8K.41907")


@pytest.fixture
def lukasz(take_in: TakeIn) -> Customer:
    """Has brought a phone."""
    customer = take_in(an_intake(items=(an_item(device=PHONE),))).customer
    assert customer is not None
    return customer


@pytest.fixture
def grace(desk: Desk, owner: Actor) -> Customer:
    return desk.customers.add(owner, a_customer("Grace Hopper", "0161 496 0000")).value


@pytest.fixture
def phone(desk: Desk, owner: Actor, lukasz: Customer) -> Device:
    [device] = desk.devices.of_customer(owner, lukasz.id)
    return device


@pytest.fixture
def bike(desk: Desk, owner: Actor, grace: Customer) -> Device:
    """Was written down before it was ever brought."""
    return desk.devices.add(owner, BIKE, grace.id).value


@pytest.fixture
def listed(desk: Desk, owner: Actor) -> Callable[..., list[str]]:
    def models(query: str = "", show: Show = Show.ALL) -> list[str]:
        found = [row.draft.model for row in desk.devices.rows(owner, query, show=show)]
        assert desk.devices.count(owner, query, show) == len(found)
        return found

    return models


@pytest.mark.parametrize(
    ("query", "models"),
    [
        ("", ["Orange C8", "Galaxy S21"]),
        ("30ab", ["Galaxy S21"]),
        ("r58n30", ["Galaxy S21"]),
        ("R58N-30", ["Galaxy S21"]),
        ("0176", ["Galaxy S21"]),
        ("35-209900", ["Galaxy S21"]),
        ("8k41", ["Orange C8"]),
        ("gz 8k", ["Orange C8"]),
        ("gazelle", ["Orange C8"]),
        ("gaz ora", ["Orange C8"]),
        ("gruen", []),
        ("grun", ["Galaxy S21"]),
        ("wojcik", ["Galaxy S21"]),
        ("hopper oran", ["Orange C8"]),
        ("hopper galaxy", []),
        ("azelle", []),
        ("99999", []),
        ("%", ["Orange C8", "Galaxy S21"]),
        ("<q>", []),
    ],
)
def test_it_is_found_by_words_its_owner_and_part_of_its_numbers(
    phone: Device, bike: Device, listed: Callable[..., list[str]], query: str, models: list[str]
) -> None:
    assert listed(query) == models


def test_only_the_device_that_holds_the_number_is_found_not_what_came_with_it(
    take_in: TakeIn, listed: Callable[..., list[str]]
) -> None:
    other = a_device("Tab A8", serial="XX99")
    take_in(an_intake(items=(an_item(device=PHONE), an_item(device=other))))
    assert listed("30abc") == ["Galaxy S21"]
    assert listed("tab") == ["Tab A8"]


def test_the_list_says_how_often_and_when_it_was_brought(
    desk: Desk, owner: Actor, take_in: TakeIn, phone: Device, clock: FixedClock
) -> None:
    clock.moment += timedelta(days=3)
    again = take_in(
        an_intake(customer=None, customer_id=phone.customer_id, items=(an_item(device_id=phone.id),))
    )
    [row] = desk.devices.rows(owner)
    assert (row.tickets, row.ticket, row.owner) == (2, again.number, "Łukasz Wójcik")
    assert row.brought_at == again.received_at
    desk.tickets.bin(owner, again.number)
    [row] = desk.devices.rows(owner)
    assert row.tickets == 1
    assert row.ticket != again.number


def test_an_imei_is_kept_as_digits_and_a_ticket_is_found_by_it(
    desk: Desk, owner: Actor, take_in: TakeIn
) -> None:
    ticket = take_in(an_intake(items=(an_item(device=a_device(imei="35-209900-176148-1")),)))
    assert ticket.items[0].device.imei == IMEI
    framed = take_in(an_intake(items=(an_item(device=BIKE),)))
    assert [row.number for row in desk.tickets.rows(owner, "0176148")] == [ticket.number]
    assert [row.number for row in desk.tickets.rows(owner, "serial:8k419")] == [framed.number]
    assert desk.check(owner) == ()


def test_a_change_is_seen_on_the_ticket_and_a_stale_one_is_refused(
    desk: Desk, owner: Actor, phone: Device, take_in: TakeIn
) -> None:
    new = a_device("Galaxy S22", serial="NEW1")
    desk.devices.edit(owner, phone.id, new, phone.row_version)
    [row] = desk.tickets.rows(owner, "new1")
    assert row.device == "Samsung Galaxy S22"
    with pytest.raises(StaleWrite) as refused:
        desk.devices.edit(owner, phone.id, PHONE, phone.row_version)
    assert refused.value.theirs["serial"] == "NEW1"
    assert desk.check(owner) == ()


def test_what_is_nothing_at_all_is_refused(desk: Desk, owner: Actor) -> None:
    with pytest.raises(Invalid, match="what it is") as refused:
        desk.devices.add(owner, DeviceDraft(colour="red"))
    assert refused.value.field == "model"
    with pytest.raises(Invalid, match="IMEI"):
        desk.devices.add(owner, a_device(imei="1" * 61))
    with pytest.raises(NotFound):
        desk.devices.get(owner, 99)


def test_a_mistyped_imei_is_refused_but_one_that_stood_there_holds_nothing_up(
    desk: Desk, owner: Actor, phone: Device, take_in: TakeIn
) -> None:
    wrong = f"{IMEI[:-1]}2"
    for refused in (lambda: desk.devices.add(owner, a_device(imei=wrong)),
                    lambda: take_in(an_intake(items=(an_item(device=a_device(imei=wrong)),))),
                    lambda: desk.devices.edit(owner, phone.id, a_device(imei=wrong), 1)):  # fmt: skip
        with pytest.raises(Invalid, match="last digit") as error:
            refused()
        assert error.value.field == "imei"
    with closing(sqlite.connect(desk.path)) as file, file:
        file.execute("UPDATE device SET imei = ?", (wrong,))
    odd = replace(phone.draft, imei=wrong, colour="red")
    assert desk.devices.edit(owner, phone.id, odd, phone.row_version).value.draft == odd
    again = an_intake(items=(an_item(device=odd, device_id=phone.id),))
    assert take_in(again).items[0].device.imei == wrong


@pytest.mark.parametrize(
    ("typed", "serial", "imei"),
    [
        (f"SN {IMEI[:-1]}2", f"{IMEI[:-1]}2", ""),
        (f"s/n: {IMEI[:-1]}2", f"{IMEI[:-1]}2", ""),
        (f"SN{IMEI}", IMEI, ""),
        ("SNA12", "", "SNA12"),
        ("sn 12 A", "", "sn 12 A"),
        ("3520990", "", "3520990"),
    ],
)
def test_what_is_marked_as_a_serial_number_becomes_one(typed: str, serial: str, imei: str) -> None:
    found = checked(DeviceDraft(imei=typed))
    assert (found.serial, found.imei) == (serial, imei)


def test_a_device_in_the_bin_stays_on_its_ticket(
    desk: Desk, owner: Actor, phone: Device, listed: Callable[..., list[str]]
) -> None:
    done = desk.devices.bin(owner, phone.id)
    assert listed() == []
    assert len(desk.tickets.rows(owner, "galaxy")) == 1
    desk.undo(owner, done.undo)
    assert listed() == ["Galaxy S21"]


# --- whose it is --------------------------------------------------------------------------------------


def test_a_device_changes_hands_with_a_reason_and_remembers(
    desk: Desk, owner: Actor, phone: Device, lukasz: Customer, grace: Customer, clock: FixedClock
) -> None:
    first = clock.now()
    assert desk.devices.owners(owner, phone.id) == (Ownership("Łukasz Wójcik", first),)
    clock.moment += timedelta(days=2)
    done = desk.devices.transfer(owner, phone.id, grace.id, "Sold <b>it</b>")
    assert done.value.owner == "Grace Hopper"
    assert done.undo.label == "Samsung Galaxy S21 belongs to Grace Hopper now"
    now, before = desk.devices.owners(owner, phone.id)
    assert (now.owner, now.since, now.person, now.reason) == (
        *("Grace Hopper", clock.now(), owner.name, "Sold <b>it</b>"),
    )
    assert before == Ownership("Łukasz Wójcik", first)
    assert [one.id for one in desk.devices.of_customer(owner, grace.id)] == [phone.id]
    redo = desk.undo(owner, done.undo)
    assert desk.devices.get(owner, phone.id).customer_id == lukasz.id
    assert [one.owner for one in desk.devices.owners(owner, phone.id)] == [
        *("Łukasz Wójcik", "Grace Hopper", "Łukasz Wójcik"),
    ]
    desk.undo(owner, redo)
    assert desk.devices.get(owner, phone.id).owner == "Grace Hopper"
    assert desk.devices.owners(owner, phone.id)[0].owner == "Grace Hopper"
    assert desk.check(owner) == ()


def test_a_device_may_be_given_to_nobody_but_not_twice_or_to_the_bin(
    desk: Desk, owner: Actor, phone: Device, lukasz: Customer, grace: Customer
) -> None:
    with pytest.raises(Invalid, match="already"):
        desk.devices.transfer(owner, phone.id, lukasz.id)
    assert desk.devices.transfer(owner, phone.id, None, "Found").value.owner == ""
    desk.customers.bin(owner, grace.id)
    with pytest.raises(Invalid, match="bin"):
        desk.devices.transfer(owner, phone.id, grace.id)
    with pytest.raises(NotFound):
        desk.devices.transfer(owner, phone.id, 99)


def test_two_people_who_give_it_away_at_once_do_not_undo_each_other(
    desk: Desk, owner: Actor, phone: Device, grace: Customer
) -> None:
    first = desk.devices.transfer(owner, phone.id, grace.id)
    desk.devices.transfer(owner, phone.id, None)
    with pytest.raises(StaleWrite):
        desk.undo(owner, first.undo)


# --- at the counter -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "typed",
    [
        a_device(serial="r58n30abc"),
        DeviceDraft(serial=IMEI),
        DeviceDraft(imei="35 209900 176148 1"),
    ],
    ids=["serial", "IMEI in the field of the serial", "IMEI"],
)
def test_somebody_elses_number_is_told_with_the_name(
    desk: Desk, owner: Actor, phone: Device, grace: Customer, typed: DeviceDraft
) -> None:
    notice = desk.devices.known(owner, typed, grace.id)
    assert notice is not None
    assert (notice.kind, notice.owner, notice.device.id) == (Known.THEIRS, "Łukasz Wójcik", phone.id)


def test_the_same_device_is_told_with_its_last_ticket_and_how_long_ago(
    desk: Desk, owner: Actor, phone: Device, lukasz: Customer, clock: FixedClock, move: Move
) -> None:
    def kind() -> Known | None:
        notice = desk.devices.known(owner, PHONE, lukasz.id)
        return notice.kind if notice else None

    [number] = [row.number for row in desk.tickets.rows(owner)]
    assert kind() is Known.HERE
    for status in ("in_work", "ready", "collected"):
        move(number, status)
    clock.moment += timedelta(days=12)
    notice = desk.devices.known(owner, DeviceDraft(), lukasz.id, phone.id)
    assert notice is not None
    assert (notice.kind, notice.ticket, notice.days) == (Known.RECENT, number, 12)
    clock.moment += timedelta(days=100)
    assert kind() is Known.MINE
    assert desk.devices.known(owner, DeviceDraft(), lukasz.id, phone.id) is None


def test_a_short_or_new_number_and_what_lies_in_the_bin_say_nothing(
    desk: Desk, owner: Actor, phone: Device, bike: Device, grace: Customer
) -> None:
    for typed in (DeviceDraft(), DeviceDraft(serial="R"), a_device(), DeviceDraft(serial="R58N-30")):
        assert desk.devices.known(owner, typed, grace.id) is None
    notice = desk.devices.known(owner, DeviceDraft(frame_number="gz8k41907"), None)
    assert notice is not None
    assert notice.kind is Known.THEIRS
    desk.devices.bin(owner, bike.id)
    assert desk.devices.known(owner, BIKE, None) is None


def test_a_ticket_is_told_of_another_device_with_its_number_that_is_somebody_elses(
    desk: Desk, owner: Actor, phone: Device, grace: Customer
) -> None:
    claimed = desk.devices.claimed
    assert claimed(owner, PHONE, phone.customer_id, phone.id) is None
    other = desk.devices.add(owner, a_device("Copy", serial="R58N30ABC"), grace.id).value
    notice = claimed(owner, PHONE, phone.customer_id, phone.id)
    assert notice is not None
    assert (notice.device.id, notice.owner) == (other.id, "Grace Hopper")

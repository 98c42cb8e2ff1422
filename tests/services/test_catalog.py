"""The catalog: what the shop sells, and what old tickets keep of it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from deskapp.domain.actor import Actor
from deskapp.domain.catalog import Kind, ServiceDraft
from deskapp.domain.warranty import Warranty, WarrantyUnit
from deskapp.errors import Invalid, NotFound, StaleWrite
from deskapp.services.desk import Desk
from deskapp.services.line import line_from_service
from tests.builders import a_service, an_intake, pounds

SCREEN = ServiceDraft(
    "SCR-IP13-OEM", "Original screen iPhone 13", pounds("189.00"), Kind.PART, "Screens", "standard",
    pounds("96.00"), 45, Warranty(12, WarrantyUnit.MONTHS), "With frame",
)  # fmt: skip


def codes(desk: Desk, owner: Actor, query: str = "", *, retired: bool = False) -> list[str]:
    found = desk.catalog.rows(owner, query, retired=retired)
    assert desk.catalog.count(owner, query, retired=retired) == len(found)
    return [service.code for service in found]


def test_an_entry_is_kept_whole(desk: Desk, owner: Actor) -> None:
    added = desk.catalog.add(owner, SCREEN).value
    assert added.draft == SCREEN
    assert desk.catalog.by_code(owner, " scr-ip13-oem ") == added


def test_a_line_from_the_catalog_says_what_the_entry_says(desk: Desk, owner: Actor) -> None:
    line = line_from_service(desk.catalog.add(owner, SCREEN).value, 2)
    assert (line.description, line.unit_price, line.kind, line.warranty, line.item) == (
        SCREEN.name,
        SCREEN.price,
        Kind.PART,
        SCREEN.warranty,
        2,
    )


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["DIA", "BAT", "SCR"]),
        ("scr", ["SCR"]),
        ("IPHONE bat", ["BAT"]),
        ("ectric", []),
        ("“elec", ["BAT"]),
    ],
)
def test_entries_are_found_by_the_beginnings_of_words(
    desk: Desk, owner: Actor, query: str, found: list[str]
) -> None:
    for code, name, category in (
        ("SCR", "Screen iPhone", "Phones"),
        ("BAT", "Battery iPhone", "Electrics"),
        ("DIA", "Diagnosis", ""),
    ):
        desk.catalog.add(owner, a_service(code, name, category=category))
    assert codes(desk, owner, query) == found


def test_a_retired_entry_is_offered_no_more_and_stays_on_old_tickets(desk: Desk, owner: Actor) -> None:
    service = desk.catalog.add(owner, SCREEN).value
    number = desk.tickets.take_in(owner, an_intake(lines=(line_from_service(service),))).value.number
    desk.catalog.retire(owner, service.id)
    assert codes(desk, owner) == []
    assert codes(desk, owner, retired=True) == ["SCR-IP13-OEM"]
    assert desk.catalog.by_code(owner, "SCR-IP13-OEM").retired
    assert desk.tickets.get(owner, number).lines[0].draft.service_id == service.id
    desk.catalog.bring_back(owner, service.id)
    assert codes(desk, owner) == ["SCR-IP13-OEM"]


def test_a_new_price_does_not_touch_what_was_written(desk: Desk, owner: Actor) -> None:
    service = desk.catalog.add(owner, SCREEN).value
    number = desk.tickets.take_in(owner, an_intake(lines=(line_from_service(service),))).value.number
    dearer = replace(SCREEN, price=pounds("199.00"))
    assert desk.catalog.edit(owner, service.id, dearer, service.row_version).value.draft == dearer
    assert desk.tickets.get(owner, number).totals.gross == pounds("189.00")


def test_two_entries_never_share_a_code(desk: Desk, owner: Actor) -> None:
    desk.catalog.add(owner, a_service("ONE"))
    two = desk.catalog.add(owner, a_service("TWO")).value
    with pytest.raises(Invalid, match="already has an entry “ONE”") as refusal:
        desk.catalog.edit(owner, two.id, a_service("one"), two.row_version)
    assert refusal.value.field == "code"
    assert desk.catalog.edit(owner, two.id, a_service("two", "Other"), two.row_version).value.name == "Other"


def test_a_code_whose_entry_was_taken_back_is_free_again(desk: Desk, owner: Actor) -> None:
    undo = desk.catalog.add(owner, a_service("ONE", "First")).undo
    desk.undo(owner, undo)
    with pytest.raises(NotFound):
        desk.catalog.by_code(owner, "ONE")
    again = desk.catalog.add(owner, a_service("ONE", "Second"))
    assert desk.catalog.by_code(owner, "ONE").name == "Second"
    desk.undo(owner, again.undo)
    assert codes(desk, owner, retired=True) == []


def test_a_stale_change_is_refused(desk: Desk, owner: Actor) -> None:
    service = desk.catalog.add(owner, a_service()).value
    desk.catalog.edit(owner, service.id, a_service(price="85.00"), service.row_version)
    with pytest.raises(StaleWrite) as refusal:
        desk.catalog.edit(owner, service.id, a_service(price="90.00"), service.row_version)
    assert refusal.value.theirs["price_minor"] == 8500

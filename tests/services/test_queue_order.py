"""Whatever happened in a shop, a list holds the tickets that it should, in the order that it says."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from deskapp.clock import FixedClock
from deskapp.domain.actor import Actor
from deskapp.domain.built_in_view import BUILT_IN
from deskapp.domain.status import SEEDED
from deskapp.domain.ticket_row import Priority
from deskapp.services.desk import Desk
from deskapp.services.ticket_counts import VIEWS
from deskapp.services.ticket_order import SORTS
from deskapp.store.driver import sqlite
from tests.builders import a_customer, a_device, an_intake, an_item
from tests.conftest import NOON

WORDS = ("keyboard", "keys", "key", "hinge", "keyhole")
PEOPLE = ("Zoë", "adam")
LATER = [(st.integers(0, 600), 6), (st.integers(-90_000, -1), 1)]


@dataclass(frozen=True)
class Past:
    """How one ticket came in, minutes after the one before, and what became of it."""

    minutes: int
    words: tuple[str, ...]
    name: str
    model: str
    phone: str
    due: int | None
    person: str
    priority: Priority
    place: str
    fate: str


PASTS = st.builds(
    Past,
    minutes=st.one_of(*(kind for kind, weight in LATER for _ in range(weight))),
    words=st.lists(st.sampled_from(WORDS), max_size=2).map(tuple),
    name=st.sampled_from(["Anna Meyer", "Ben Keyes", "łukasz", ""]),
    model=st.sampled_from(["iPhone 13", "galaxy", "Keyline"]),
    phone=st.sampled_from(["07700 900142", "07700 900143", "0113 4960142"]),
    due=st.one_of(st.none(), st.integers(-3, 3)),
    person=st.sampled_from(["", *PEOPLE]),
    priority=st.sampled_from(Priority),
    place=st.sampled_from(["", "b 1", "A 2", "a 1"]),
    fate=st.sampled_from(["", "", "ready", "cancelled", "cancelled", "bin", "unbin"]),
)


@pytest.fixture(scope="module")
def peopled(blank_shop: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = Path(shutil.copy(blank_shop, tmp_path_factory.mktemp("order")))
    with closing(Desk.open(path, FixedClock(NOON))) as desk:
        for name in PEOPLE:
            desk.people.add(desk.actor(), name)
    return path


def live(desk: Desk, clock: FixedClock, pasts: Sequence[Past]) -> Actor:
    """Let it all happen."""
    owner = desk.actor()
    ids = {person.name: person.id for person in desk.people.list(owner)} | {"": None}
    for past in pasts:
        clock.moment += timedelta(minutes=past.minutes)
        item = an_item(" ".join(("Fault", *past.words)), device=a_device(past.model))
        intake = an_intake(
            items=(item,),
            customer=a_customer(past.name, past.phone) if past.name else None,
            promised_at=None if past.due is None else clock.moment + timedelta(days=past.due),
            person_id=ids[past.person],
            priority=past.priority,
            place=past.place,
        )
        meet(desk, owner, desk.tickets.take_in(owner, intake).value.number, past.fate)
    return owner


def meet(desk: Desk, owner: Actor, number: str, fate: str) -> None:
    if fate == "ready":
        desk.tickets.move(owner, number, "in_work")
    if fate in {"ready", "cancelled"}:
        desk.tickets.move(owner, number, fate, reason="because")
    if "bin" in fate:
        undo = desk.tickets.bin(owner, number).undo
        if fate == "unbin":
            desk.undo(owner, undo)


def records(path: Path) -> list[dict[str, Any]]:
    """Every ticket as the file holds it, with what the index holds of it."""
    with closing(sqlite.connect(path)) as connection:
        connection.row_factory = sqlite.Row
        found = connection.execute(
            "SELECT t.*, w.text || ' | ' || w.customer || ' | ' || w.device AS said,"
            " p.number || ' ' || p.phone || ' ' || p.serial AS parts, person.name AS person"
            " FROM ticket t LEFT JOIN person ON person.id = t.person_id"
            " JOIN ticket_words w ON w.rowid = iif(t.binned_at IS NULL, t.id, -t.id)"
            " JOIN ticket_parts p ON p.rowid = w.rowid"
        )
        return [dict(row) for row in found]


Record = dict[str, Any]


def says(*words: str) -> Callable[[Record], bool]:
    return lambda row: all(
        f" {word}" in f" {row['said']}" or (word.isdigit() and word in row["parts"]) for word in words
    )


def is_open(row: Record) -> bool:
    return row["closed_at"] is None


QUERIES: dict[str, Callable[[Record], bool]] = {
    "": lambda _row: True,
    "is:open": is_open,
    "is:closed": lambda row: not is_open(row),
    "is:ready": lambda row: row["meaning"] == "ready",
    "key": says("key"),
    "keyboard": says("keyboard"),
    "keyb m": says("keyb"),
    "meyer iphone": says("meyer", "iphone"),
    "keyboard hinge": says("keyboard", "hinge"),
    "keyboard -hinge": lambda row: says("keyboard")(row) and not says("hinge")(row),
    "keys or hinge": lambda row: says("keys")(row) or says("hinge")(row),
    "-keyboard": lambda row: not says("keyboard")(row),
    "0142": says("0142"),
    "meyer 0142": says("meyer", "0142"),
    "is:open keyboard": lambda row: is_open(row) and says("keyboard")(row),
    "is:open 0142": lambda row: is_open(row) and says("0142")(row),
    "is:closed keyb": lambda row: not is_open(row) and says("keyb")(row),
}


def order(sort: str, rows: list[Record]) -> list[int]:
    """The ids as a person would sort the rows."""
    name, falling = sort.removeprefix("-"), sort.startswith("-")
    places = {status.key: place for place, status in enumerate(SEEDED)}
    meanings = ["new", "active", "waiting", "ready", "closed"]
    pressing = ["urgent", "high", "normal", "low"]
    keys: dict[str, Callable[[Record], Any]] = {
        "received": lambda row: row["received_at"],
        "due": lambda row: row["promised_at"] or "",
        "closed": lambda row: row["closed_at"] or row["received_at"],
        "number": lambda row: row["number"],
        "customer": lambda row: row["customer_sort"],
        "device": lambda row: row["device_label"].lower(),
        "place": lambda row: row["place"].lower(),
        "status": lambda row: (meanings.index(row["meaning"]), places[row["status"]]),
        "person": lambda row: (row["person"] is None, (row["person"] or "").casefold()),
        "priority": lambda row: pressing.index(row["priority"]),
        "total": lambda row: row["total_minor"],
        "since": lambda row: row["status_since"],
        "updated": lambda row: row["updated_at"],
    }
    ordered = sorted(rows, key=lambda row: (keys[name](row), row["id"]), reverse=falling)
    last = {"due": "promised_at", "closed": "closed_at"}.get(name)
    if last:
        ordered.sort(key=lambda row: row[last] is None)
    return [row["id"] for row in ordered]


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pasts=st.lists(PASTS, min_size=1, max_size=12), data=st.data())
def test_every_list_is_what_sorting_all_tickets_by_hand_would_give(
    peopled: Path, tmp_path_factory: pytest.TempPathFactory, pasts: list[Past], data: st.DataObject
) -> None:
    path = Path(shutil.copy(peopled, tmp_path_factory.mktemp("lived")))
    clock = FixedClock(NOON)
    with closing(Desk.open(path, clock)) as desk:
        owner = live(desk, clock, pasts)
        kept = [row for row in records(path) if row["binned_at"] is None]
        for query, holds in QUERIES.items():
            meant = [row for row in kept if holds(row)]
            assert desk.tickets.count(owner, query) == len(meant), query
            for sort in ("-received", *(data.draw(st.sampled_from(SORTS)) for _ in range(2))):
                turned = sort if sort.startswith("-") else data.draw(st.sampled_from(["", "-"])) + sort
                expected = order(turned, meant)
                check_windows(desk, owner, query, turned, expected)


def check_windows(desk: Desk, owner: Actor, query: str, sort: str, expected: list[int]) -> None:
    def ids(offset: int = 0, limit: int | None = None) -> list[int]:
        return [row.id for row in desk.tickets.rows(owner, query, sort=sort, offset=offset, limit=limit)]

    assert ids() == expected, (query, sort)
    for offset in (0, 1, 3, len(expected)):
        assert ids(offset=offset, limit=2) == expected[offset : offset + 2], (query, sort, offset)


def test_the_counts_of_the_views_are_those_of_their_queries(peopled: Path, tmp_path: Path) -> None:
    path, clock = Path(shutil.copy(peopled, tmp_path)), FixedClock(NOON)
    plain = Past(0, ("key",), "Anna Meyer", "galaxy", "07700 900142", 1, "", Priority.NORMAL, "", "")
    fates = ("", "ready", "cancelled", "bin")
    pasts = [
        replace(plain, minutes=1_500, fate=fate, due=due, person=person)
        for fate in fates
        for due in (None, -1, 0, 3)
        for person in ("", "adam")
    ]
    with closing(Desk.open(path, clock)) as desk:
        for asker in (live(desk, clock, pasts), desk.actor("adam")):
            counts = desk.tickets.counts(asker)
            assert counts == {view: desk.tickets.count(asker, BUILT_IN[view]) for view in VIEWS}
            assert counts["bin"] == 8
            assert len(set(counts.values())) > 4

"""The search index says what the records say, and is made anew when it does not."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace

import pytest

from deskapp.domain.actor import Actor
from deskapp.services.desk import Desk
from deskapp.services.search_upkeep import out_of_step
from deskapp.store.driver import sqlite
from deskapp.store.engine import ShopFile
from tests.builders import a_customer, an_intake
from tests.services.conftest import TakeIn


@pytest.fixture
def shop(desk: Desk, owner: Actor, take_in: TakeIn) -> Desk:
    """Two tickets of two customers, and one in the bin."""
    take_in()
    take_in(customer=a_customer("Zoë Müller", "07700 900733"))
    desk.tickets.bin(owner, take_in(customer=a_customer("Ben Binned", "07700 900999")).number)
    return desk


def differences(desk: Desk) -> dict[str, int]:
    with closing(ShopFile(desk.path)) as file, file.read() as connection:
        return out_of_step(connection)


def alter(desk: Desk, sql: str) -> None:
    with closing(sqlite.connect(desk.path)) as connection, connection:
        connection.execute(sql)


ALTERED = {
    "UPDATE ticket_words SET text = 'something else' WHERE rowid = 1": {"ticket_words": 1},
    "UPDATE ticket_parts SET phone = '' WHERE rowid = 2": {"ticket_parts": 1},
    "DELETE FROM ticket_words WHERE rowid = 2": {"ticket_words": 1},
    "DELETE FROM ticket_words": {"ticket_words": 3},
    "INSERT INTO ticket_words (rowid, text) VALUES (99, 'nobody')": {"ticket_words": 1},
    "UPDATE ticket_words SET rowid = 3 WHERE rowid = -3": {"ticket_words": 1},
    "INSERT INTO customer_parts (rowid, text) VALUES (99, '0142')": {"customer_parts": 1},
    "DELETE FROM customer_words WHERE rowid = 1": {"customer_words": 1, "ticket_words": 1},
    "UPDATE item SET fault = 'changed behind the back' WHERE id = 1": {"ticket_words": 1},
    "UPDATE customer SET name = 'Somebody' WHERE id = 2": {"customer_words": 1},
}


@pytest.mark.parametrize("alteration", ALTERED)
def test_what_differs_is_found_and_gone_after_making_the_index_anew(
    shop: Desk, owner: Actor, alteration: str
) -> None:
    assert differences(shop) == {}
    alter(shop, alteration)
    found = differences(shop)
    assert found.keys() == ALTERED[alteration].keys()
    assert sum(found.values()) >= sum(ALTERED[alteration].values())
    assert any("search index" in sentence for sentence in shop.check(owner))
    shop.rebuild_index(owner)
    assert differences(shop) == {}
    assert not any("search index" in sentence for sentence in shop.check(owner))


def test_making_it_anew_finds_what_was_found_before(shop: Desk, owner: Actor) -> None:
    queries = ("lukasz", "zoe samsung", "0733", "is:deleted binned", "charge")
    before = [shop.tickets.rows(owner, query) for query in queries]
    assert all(before)
    shop.rebuild_index(owner)
    assert [shop.tickets.rows(owner, query) for query in queries] == before


def test_a_customer_s_new_name_and_phone_find_all_their_tickets(
    desk: Desk, owner: Actor, take_in: TakeIn
) -> None:
    first = take_in()
    assert first.customer
    known = first.customer
    take_in(customer=None, customer_id=known.id)
    desk.tickets.bin(owner, take_in(customer=None, customer_id=known.id).number)
    changed = replace(known.draft, name="Ann Other", phones=a_customer(phone="0113 496 0777").phones)
    done = desk.customers.edit(owner, known.id, changed, known.row_version)
    assert [len(desk.tickets.rows(owner, query)) for query in ("ann", "0777", "lukasz", "0142")] == [
        2,
        2,
        0,
        0,
    ]
    assert len(desk.tickets.rows(owner, "is:deleted ann")) == 1
    assert differences(desk) == {}
    desk.undo(owner, done.undo)
    assert [len(desk.tickets.rows(owner, query)) for query in ("ann", "0777", "lukasz", "0142")] == [
        0,
        0,
        2,
        2,
    ]
    assert differences(desk) == {}


def test_a_single_letter_at_the_end_waits_for_the_next(desk: Desk, owner: Actor, take_in: TakeIn) -> None:
    take_in(fault="Hinge broken")
    take_in(fault="Screen broken")
    for typed, many in (("broken h", 2), ("broken hi", 1), ("broken x", 2), ("h", 2), ("hi", 1)):
        assert len(desk.tickets.rows(owner, typed)) == desk.tickets.count(owner, typed) == many, typed


def test_the_best_matches_come_first(desk: Desk, owner: Actor, take_in: TakeIn) -> None:
    best = take_in(fault="Hinge hinge hinge").number
    take_in(fault="A long story about a door whose hinge is mentioned once among many other things")
    assert desk.tickets.rows(owner, "hinge", sort="best")[0].number == best
    assert desk.tickets.rows(owner, "hinge")[0].number != best
    assert len(desk.tickets.rows(owner, "", sort="best")) == 2


def test_old_records_that_were_logged_late_are_old_in_a_search(desk: Desk, owner: Actor) -> None:
    from datetime import timedelta

    from deskapp.clock import FixedClock

    assert isinstance(desk.clock, FixedClock)
    numbers = []
    for days in (0, 1, -30, 1, -60, 90):
        desk.clock.moment += timedelta(days=days)
        intake = an_intake("Keyboard", customer=None)
        numbers.append((desk.clock.moment, desk.tickets.take_in(owner, intake).value.number))
    newest = [number for _at, number in sorted(numbers, reverse=True)]
    for limit in (1, 2, 3, 6, None):
        rows = desk.tickets.rows(owner, "keyboard", limit=limit)
        assert [row.number for row in rows] == newest[:limit]

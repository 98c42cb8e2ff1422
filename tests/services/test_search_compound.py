"""Words that an index cuts: numbers of other systems, hyphenated words, names with an apostrophe."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from deskapp.domain.actor import Actor
from deskapp.services.desk import Desk
from deskapp.services.ticket_index import index_ticket
from deskapp.store import schema
from deskapp.store.engine import ShopFile
from tests.builders import a_customer, an_intake


@pytest.fixture
def imported(desk: Desk, owner: Actor) -> None:
    """Three tickets with numbers of another system."""
    file = ShopFile(desk.path)
    for external_id in ("cafe_3", "cafe_31", "cafe_317"):
        ticket = desk.tickets.take_in(owner, an_intake("Kettle leaks")).value
        with file.write() as tx:
            table = schema.ticket
            tx.execute(update(table).where(table.c.id == ticket.id).values(external_id=external_id))
            index_ticket(tx, ticket.id)
    file.close()


def found(desk: Desk, owner: Actor, query: str) -> list[str]:
    return sorted(desk.tickets.get(owner, row.number).external_id for row in desk.tickets.rows(owner, query))


@pytest.mark.usefixtures("imported")
@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        ("cafe_3", ["cafe_3"]),
        ("cafe_31", ["cafe_31"]),
        ("cafe_", ["cafe_3", "cafe_31", "cafe_317"]),
        ("-cafe_3", ["cafe_31", "cafe_317"]),
        ("cafe_3 kettle", ["cafe_3"]),
        ("kettle_3", []),
    ],
)
def test_the_whole_number_of_another_system_is_that_ticket(
    desk: Desk, owner: Actor, query: str, numbers: list[str]
) -> None:
    assert found(desk, owner, query) == numbers


def test_a_compound_word_stands_side_by_side(desk: Desk, owner: Actor) -> None:
    bike = an_intake("E-bike motor stops", customer=a_customer("Liam O’Connor"))
    number = desk.tickets.take_in(owner, bike).value.number
    desk.tickets.take_in(owner, an_intake("Bike of Mr E. stops", customer=a_customer("Connor Murphy")))
    for query in ("e-bike", "e-bi", "o'conn", "O’Connor"):
        assert [row.number for row in desk.tickets.rows(owner, query)] == [number], query

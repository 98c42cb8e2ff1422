"""The life of a ticket on a real file."""

from __future__ import annotations

from deskapp.domain.actor import Actor
from deskapp.services.desk import Desk
from tests.builders import an_intake


def test_a_ticket_gets_the_next_number_of_the_year(desk: Desk, owner: Actor) -> None:
    first, second = (desk.tickets.take_in(owner, an_intake()).value.number for _ in range(2))
    assert (first, second) == ("26000018", "26000026")

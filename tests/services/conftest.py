"""What the tests of the services share: short ways to say what happened at the desk."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from deskapp.clock import FixedClock
from deskapp.domain.actor import Actor
from deskapp.domain.ticket import Intake, Ticket
from deskapp.domain.undo import Done
from deskapp.services.desk import Desk
from tests.builders import an_intake

TakeIn = Callable[..., Ticket]
Move = Callable[..., Done[Ticket]]


@pytest.fixture
def take_in(desk: Desk, owner: Actor) -> TakeIn:
    """Takes in a ticket: `take_in(fault="No power", …)` or `take_in(intake)`."""

    def take(intake: Intake | None = None, **said: object) -> Ticket:
        return desk.tickets.take_in(owner, intake or an_intake(**said)).value  # type: ignore[arg-type]  # any field

    return take


@pytest.fixture
def move(desk: Desk, owner: Actor, clock: FixedClock) -> Move:
    """Moves a ticket ten minutes later, with a reason in case one is asked for."""

    def step(number: str, status: str, *, item: int | None = None, reason: str = "because") -> Done[Ticket]:
        clock.moment += timedelta(minutes=10)
        return desk.tickets.move(owner, number, status, item=item, reason=reason)

    return step

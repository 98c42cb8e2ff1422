"""Quick jobs: one act takes a ticket in, moves it to its end and leaves a number for the receipt."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from deskapp.domain.quick_job import QuickJob, intake_of
from deskapp.domain.undo import Done, Later, Undo, UndoStep
from deskapp.i18n import _
from deskapp.services import audit
from deskapp.services.catalog import check_offered
from deskapp.services.status import all_statuses
from deskapp.services.ticket_intake import take_in
from deskapp.services.ticket_read import read_ticket
from deskapp.services.ticket_status import move_items
from deskapp.store import schema

if TYPE_CHECKING:
    from deskapp.clock import Clock
    from deskapp.domain.actor import Actor
    from deskapp.domain.ticket import Ticket
    from deskapp.store.engine import ShopFile

STEPS = ("in_work", "ready", "collected")
"""The way that every ticket goes at least, taken in one moment."""


class QuickJobs:
    """Work of one shop file that is done while the customer waits."""

    def __init__(self, file: ShopFile, clock: Clock) -> None:
        self._file = file
        self._clock = clock

    def add(self, actor: Actor, job: QuickJob) -> Done[Ticket]:
        """Write down what was done as a ticket that is over; undoing puts it into the bin."""
        intake, now = intake_of(job, actor.person_id), self._clock.now()
        with self._file.write() as tx:
            for line in intake.lines:
                check_offered(tx, line.service_id)
            ticket_id, number, steps = take_in(tx, actor, intake, self._clock)
            statuses = all_statuses(tx)
            for key in STEPS:
                move_items(tx, actor, ticket_id, statuses[key], now, position=None, reason="")
            audit.record(tx, actor, now, "move", ("ticket", ticket_id), {"status": (None, STEPS[-1])})
        undo = Undo(_("Quick job {number}").format(number=number), tuple(map(_lasting, steps)), (ticket_id,))
        return Done(Later(partial(self._read, ticket_id)), undo)

    def _read(self, ticket_id: int) -> Ticket:
        with self._file.record() as record:
            return read_ticket(record, ticket_id)


def _lasting(step: UndoStep) -> UndoStep:
    """A step that asks nothing of what the ticket derives from its steps."""
    if step.table != schema.ticket.name:
        return step
    derived = {"status", "meaning"}
    return replace(step, after={name: value for name, value in step.after.items() if name not in derived})

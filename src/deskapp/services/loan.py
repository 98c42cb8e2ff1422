"""Loaners: lend one for as long as a ticket is open, and take it back."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from deskapp.domain import text
from deskapp.domain.device import Device
from deskapp.domain.loan import Loan
from deskapp.domain.undo import Done, Later, Undo
from deskapp.errors import Invalid, NotFound
from deskapp.i18n import _
from deskapp.services.device import device_row, draft_of
from deskapp.services.lent import LOANS, known_loan, loan_of, out_now, out_on
from deskapp.services.lent_now import OUT
from deskapp.services.ticket_act import Act, perform
from deskapp.services.ticket_read import ticket_id_of
from deskapp.store import schema

if TYPE_CHECKING:
    from datetime import datetime

    from deskapp.clock import Clock
    from deskapp.domain.actor import Actor
    from deskapp.store.engine import ShopFile

_loan, _device, _ticket = schema.loan, schema.device, schema.ticket
_LONGEST_NOTE = 500


class Loans:
    """What one shop lends."""

    def __init__(self, file: ShopFile, clock: Clock) -> None:
        self._file = file
        self._clock = clock

    def free(self, actor: Actor) -> tuple[Device, ...]:
        """The loaners that are in the shop."""
        out = select(_loan.c.device_id).where(*OUT)
        there = (_device.c.is_loaner, _device.c.binned_at.is_(None), _device.c.id.not_in(out))
        with self._file.read() as connection:
            found = connection.execute(select(_device).where(*there).order_by(_device.c.id))
            return tuple(Device(row.id, draft_of(row), row.customer_id, row.row_version) for row in found)

    def out(self, actor: Actor) -> tuple[Loan, ...]:
        """Everything that is out, what is due first at the top."""
        due = (_loan.c.due_at.is_(None), _loan.c.due_at, _loan.c.id)
        with self._file.read() as connection:
            return tuple(loan_of(row) for row in connection.execute(LOANS.where(*OUT).order_by(*due)))

    def on_ticket(self, actor: Actor, number: str) -> tuple[Loan, ...]:
        """What is out on a ticket."""
        with self._file.read() as connection:
            return out_on(connection, ticket_id_of(connection, number))

    def lend(
        self, actor: Actor, number: str, device_id: int, due_at: datetime | None = None, note: str = ""
    ) -> Done[Loan]:
        """Give a loaner to the customer of a ticket until a moment."""
        clean = text.line(note, "note", _LONGEST_NOTE)

        def give(act: Act) -> None:
            _check_open(act)
            name = _check_free(act, device_id)
            values = {"device_id": device_id, "ticket_id": act.ticket_id, "out_at": act.now, "due_at": due_at}
            act.add(_loan, values | {"out_by": actor.person_id, "note": clean})
            act.label = _("Lent “{device}” on {number}").format(device=name, number=act.number)

        return self._performed(actor, number, "lend", give)

    def take_back(self, actor: Actor, loan_id: int) -> Done[Loan]:
        """The customer brought the loaner back."""
        with self._file.read() as connection:
            loan = known_loan(connection, loan_id)
        if loan is None:
            raise NotFound(_("That loan is not in the shop file."))

        def take(act: Act) -> None:
            now = known_loan(act.tx, loan_id)
            if now is None or not now.is_out:
                raise Invalid(_("“{device}” is back already.").format(device=loan.device))
            act.change(_loan, loan_id, {"back_at": act.now, "back_by": actor.person_id})
            act.label = _("Took “{device}” back").format(device=loan.device)

        return self._performed(actor, loan.number, "loan_back", take)

    def _performed(self, actor: Actor, number: str, action: str, work: Any) -> Done[Loan]:
        with self._file.write() as tx:
            undo: Undo = perform(Act(tx, number, "", self._clock.now()), actor, action, work)
        [loan_id] = [step.id for step in undo.steps if step.table == _loan.name]
        return Done(Later(partial(self._read, loan_id)), undo)

    def _read(self, loan_id: int) -> Loan:
        with self._file.read() as connection:
            loan = known_loan(connection, loan_id)
        if loan is None:
            raise NotFound(_("That loan is not in the shop file."))
        return loan


def _check_open(act: Act) -> None:
    closed = act.tx.execute(select(_ticket.c.closed_at).where(_ticket.c.id == act.ticket_id)).scalar_one()
    if closed is not None:
        message = _("Ticket {number} is closed; lend on an open ticket.")
        raise Invalid(message.format(number=act.number), "device_id")


def _check_free(act: Act, device_id: int) -> str:
    """The name of a loaner that may go out; raises `Invalid` for any other device."""
    row = device_row(act.tx, device_id)
    name = draft_of(row).name or _("Device")
    if not row.is_loaner or row.binned_at is not None:
        message = _("“{device}” is no loaner; mark it as one in the register first.")
        raise Invalid(message.format(device=name), "device_id")
    if loan := out_now(act.tx, device_id):
        message = _("“{device}” is out on ticket {number}; take it back first.")
        raise Invalid(message.format(device=name, number=loan.number), "device_id")
    return name

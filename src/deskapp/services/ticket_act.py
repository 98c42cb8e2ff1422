"""One act on one ticket inside its unit: what it changes, how it is taken back, what the audit says."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select

from deskapp.domain.undo import Undo, UndoStep
from deskapp.errors import Invalid, NotFound
from deskapp.i18n import _
from deskapp.services import audit, rows
from deskapp.services.lent import refuse_while_out
from deskapp.services.ticket_index import index_ticket
from deskapp.services.ticket_read import known_ticket, read_items
from deskapp.store import schema
from deskapp.store.statement import Reading, change_row

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy import Connection, Table

    from deskapp.domain.actor import Actor

_NOT_FOUND_BY = {
    "promised_at",
    "planned_at",
    "priority",
    "person_id",
    "cost_limit_minor",
    "deposit_minor",
    "terms",
}
"""Fields of a ticket that are no part of its search text, nor of anything that is derived."""

_line = schema.line
_LINE = Reading(
    select(_line).where(
        _line.c.id == bindparam("id"),
        _line.c.ticket_id == bindparam("ticket_id"),
        _line.c.binned_at.is_(None),
    )
)


class Act:
    """Collects the undo steps and the audited changes while an act writes."""

    def __init__(self, tx: Connection, number: str, label: str, now: datetime) -> None:
        self.tx = tx
        row = known_ticket(tx, number)
        self.ticket_id, self.number, self._binned = int(row.id), str(row.number), row.binned_at is not None
        self.label = label.format(number=self.number)
        self.now = now
        self.steps: list[UndoStep] = []
        self.changes: dict[str, tuple[Any, Any]] = {}

    def change(
        self,
        table: Table,
        row_id: int,
        values: dict[str, Any],
        version: int | None = None,
        *,
        touch: bool = False,
    ) -> None:
        """Update a row and remember both sides."""
        before, step = rows.change(self.tx, table, row_id, values, version, touch=touch)
        self.steps.append(step)
        self.changes |= {name: (value, values[name]) for name, value in before.items()}

    def add(self, table: Table, values: dict[str, Any]) -> None:
        """Insert a row."""
        self.steps.append(rows.add(self.tx, table, values, self.now)[1])

    def put_into_bin(self, table: Table, row_id: int, *, out: bool = False) -> None:
        """Put a row into the bin, or take it out; a ticket stays out of it while its loaner is not back."""
        if table is schema.ticket and not out:
            refuse_while_out(self.tx, row_id)
        self.steps.append(rows.change(self.tx, table, row_id, {"binned_at": None if out else self.now})[1])

    def refuse_binned(self) -> None:
        """What lies in the bin is not worked on; it would be lost from sight with the work."""
        if self._binned:
            message = _("Ticket {number} is in the bin; restore it first.")
            raise Invalid(message.format(number=self.number), "number")

    def item(self, position: int) -> Any:
        """The ticket's item at that position; raises `NotFound`."""
        for row in read_items(self.tx, self.ticket_id):
            if row.position == position:
                return row
        raise NotFound(_("This ticket has no item {item}.").format(item=position))

    def line(self, line_id: int) -> Any:
        """The ticket's line with that id; raises `NotFound`."""
        row = _LINE.first(self.tx, id=line_id, ticket_id=self.ticket_id)
        if row is None:
            raise NotFound(_("That line is no longer on the ticket."))
        return row


def touch(tx: Connection, ticket_id: int, now: datetime) -> None:
    """Remember when something was last done with a ticket."""
    change_row(tx, schema.ticket, ticket_id, {"updated_at": now})


def perform(act: Act, actor: Actor, action: str, work: Callable[[Act], None]) -> Undo:
    """Do the work and settle it; answers how to take it back."""
    if action != "restore":
        act.refuse_binned()
    work(act)
    settle(act, actor, action)
    return Undo(act.label, tuple(act.steps), (act.ticket_id,))


def settle(act: Act, actor: Actor, action: str) -> None:
    """Write what the ticket derives from what was done, its search text and the audit."""
    if action == "edit" and act.changes.keys() <= _NOT_FOUND_BY:
        touch(act.tx, act.ticket_id, act.now)
    elif action != "move":  # which wrote what it derives, and changes nothing else that lists show
        index_ticket(act.tx, act.ticket_id)
        touch(act.tx, act.ticket_id, act.now)
    audit.record(act.tx, actor, act.now, action, ("ticket", act.ticket_id), act.changes)

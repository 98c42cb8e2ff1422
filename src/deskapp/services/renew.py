"""Computing anew what tickets keep for speed, after an upgrade or where a check found it wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, insert, select, update

from deskapp.services.ticket_derived import queue_columns
from deskapp.services.ticket_read import read_items
from deskapp.store import schema

if TYPE_CHECKING:
    from sqlalchemy import Connection

_ticket, _audit, _run = schema.ticket, schema.audit, schema.ticket_run
_LAST_ACT = (
    select(func.max(_audit.c.at))
    .where(_audit.c.kind == "ticket", _audit.c.record_id == _ticket.c.id)
    .scalar_subquery()
)


def renew_tickets(tx: Connection) -> None:
    """Write the derived columns of every ticket, and where the order of ids parts from that of intake."""
    for ticket_id in tx.execute(select(_ticket.c.id)).scalars().all():
        columns = queue_columns(tx, ticket_id, read_items(tx, ticket_id))
        tx.execute(update(_ticket).where(_ticket.c.id == ticket_id).values(**columns))
    tx.execute(update(_ticket).values(updated_at=func.coalesce(_LAST_ACT, _ticket.c.received_at)))
    renew_runs(tx)


def renew_runs(tx: Connection) -> None:
    """Find the runs of tickets whose order by id is that of their intake."""
    before = func.lag(_ticket.c.received_at).over(order_by=_ticket.c.id)
    steps = select(_ticket.c.id, _ticket.c.received_at, before.label("before")).subquery()
    first = select(steps.c.id).where((steps.c.before.is_(None)) | (steps.c.received_at < steps.c.before))
    tx.execute(_run.delete())
    tx.execute(insert(_run).from_select(["first_id"], first))

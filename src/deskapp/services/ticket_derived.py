"""What the queue shows and sorts by, kept with the ticket so that a page of the list is one look-up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlalchemy import text as sql

from deskapp.domain.ticket import line_totals
from deskapp.domain.turnaround import status_since
from deskapp.services.catalog import currency_of
from deskapp.services.customer_names import customer_columns
from deskapp.services.device import draft_of
from deskapp.services.status import all_statuses
from deskapp.services.ticket_read import read_lines, read_steps
from deskapp.store import schema

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

LONGEST_FAULT_LINE = 160
_ticket = schema.ticket
_OWNER = select(_ticket.c.customer_id, _ticket.c.group_name, _ticket.c.received_at).where(
    _ticket.c.id == sql(":id")
)


def queue_columns(connection: Connection, ticket_id: int, items: Sequence[Any]) -> dict[str, Any]:
    """The derived columns of a ticket; `items` are its rows with their devices' columns, by position."""
    owner = connection.execute(_OWNER, {"id": ticket_id}).one()
    since = status_since(read_steps(connection, ticket_id), all_statuses(connection))
    return {
        **item_columns(items),
        **customer_columns(connection, owner.customer_id, owner.group_name),
        "total_minor": _total(connection, ticket_id),
        "status_since": since or owner.received_at,
    }


def item_columns(items: Sequence[Any]) -> dict[str, Any]:
    """What the queue shows of a ticket's items."""
    first = items[0]
    label = draft_of(first).label if first.device_id else ""
    return {"device_label": label, "fault_line": fault_line(first.fault), "item_count": len(items)}


def fault_line(fault: str) -> str:
    """The beginning of a fault as one line of the queue."""
    return " ".join(fault[:LONGEST_FAULT_LINE].split())


def _total(connection: Connection, ticket_id: int) -> int:
    lines, includes_tax = read_lines(connection, ticket_id)
    return line_totals(lines, currency_of(connection), inclusive=includes_tax).gross.minor if lines else 0

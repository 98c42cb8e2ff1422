"""What the queue shows and sorts by, kept with the ticket so that a page of the list is one look-up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select

from deskapp.domain.ticket import line_totals
from deskapp.domain.turnaround import status_since
from deskapp.services.catalog import currency_of
from deskapp.services.customer_names import customer_columns
from deskapp.services.device import draft_of
from deskapp.services.status import all_statuses
from deskapp.services.ticket_read import includes_tax, read_lines, read_steps
from deskapp.store import schema
from deskapp.store.statement import Reading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Connection

LONGEST_FAULT_LINE = 160
_ticket = schema.ticket
_OWNER = Reading(
    select(
        _ticket.c.customer_id, _ticket.c.group_name, _ticket.c.received_at, _ticket.c.prices_include_tax
    ).where(_ticket.c.id == bindparam("id"))
)


def queue_columns(connection: Connection, ticket_id: int, items: Sequence[Any]) -> dict[str, Any]:
    """The derived columns of a ticket; `items` are its rows with their devices' columns, by position."""
    owner = _OWNER.first(connection, id=ticket_id)
    assert owner is not None
    since = status_since(read_steps(connection, ticket_id), all_statuses(connection))
    return {
        **item_columns(items),
        **customer_columns(connection, owner.customer_id, owner.group_name),
        "total_minor": total_of(connection, ticket_id, inclusive=includes_tax(connection, owner)),
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


def total_of(connection: Connection, ticket_id: int, *, inclusive: bool) -> int:
    """The gross total of a ticket's lines, in smallest units."""
    lines = read_lines(connection, ticket_id)
    return line_totals(lines, currency_of(connection), inclusive=inclusive).gross.minor if lines else 0

"""Computing anew what tickets keep for speed, after an upgrade or where a check found it wrong."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import Text, bindparam, func, insert, select, type_coerce

from deskapp.domain.ticket import line_totals
from deskapp.domain.turnaround import Step, status_since
from deskapp.services.customer_names import NAME_COLUMNS, group_columns
from deskapp.services.line import line_of
from deskapp.services.shop import read_shop
from deskapp.services.status import all_statuses
from deskapp.services.ticket_derived import item_columns
from deskapp.services.ticket_read import ALL_ITEMS, as_steps, includes_tax
from deskapp.store import schema
from deskapp.store.statement import Reading, change_row
from deskapp.store.types import moment_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import Connection

_ticket, _item, _line, _step = schema.ticket, schema.item, schema.line, schema.status_step
_customer, _audit, _run = schema.customer, schema.audit, schema.ticket_run

AT_A_TIME = 2_000  # tickets, so that the memory does not grow with their number

_LAST_ACT = (
    select(_audit.c.at)
    .where(_audit.c.kind == "ticket", _audit.c.record_id == _ticket.c.id)
    .order_by(_audit.c.id.desc())
    .limit(1)
    .scalar_subquery()
)
_MOMENTS = {"status_since", "updated_at"}
_TICKETS = Reading(
    select(
        # As text, because right after an upgrade no moment stands there yet.
        *(type_coerce(one, Text).label(one.name) if one.name in _MOMENTS else one for one in _ticket.c),
        *(shown.label(f"shown_{name}") for name, shown in NAME_COLUMNS.items()),
        func.coalesce(_LAST_ACT, _ticket.c.received_at).label("last_act"),
    )
    .outerjoin(_customer, _customer.c.id == _ticket.c.customer_id)
    .where(_ticket.c.id > bindparam("after"))
    .order_by(_ticket.c.id)
    .limit(bindparam("most"))
)
_FROM, _TO = bindparam("first"), bindparam("last")
_ITEMS = Reading(ALL_ITEMS.where(_item.c.ticket_id.between(_FROM, _TO)))
_STEPS = Reading(select(_step).where(_step.c.ticket_id.between(_FROM, _TO)).order_by(_step.c.id))
_LINES = Reading(
    select(_line)
    .where(_line.c.ticket_id.between(_FROM, _TO), _line.c.binned_at.is_(None))
    .order_by(_line.c.id)
)


class TicketRows(NamedTuple):
    """One ticket's row, with the rows that its columns come from."""

    row: Any
    items: list[Any]
    steps: list[Step]
    lines: list[Any]


class Derived:
    """What the derived columns of tickets ought to hold, in the shop as it stands."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._currency, self._statuses = read_shop(connection).currency, all_statuses(connection)
        self._totals: dict[object, int] = {}  # tickets carry the same few services over and over

    def of(self, ticket: TicketRows) -> dict[str, Any]:
        """The columns of one ticket."""
        row = ticket.row
        return {
            **item_columns(ticket.items),
            **self._names(row),
            "total_minor": self._total(ticket) if ticket.lines else 0,
            "status_since": status_since(ticket.steps, self._statuses) or row.received_at,
            "updated_at": row.last_act,
        }

    def wrong(self, ticket: TicketRows) -> list[str]:
        """The names of the columns that hold something else."""
        row = ticket.row
        return [
            name
            for name, value in self.of(ticket).items()
            if getattr(row, name) != (moment_text(value) if name in _MOMENTS else value)
        ]

    def _names(self, row: Any) -> dict[str, str]:
        if row.customer_id is None:
            return group_columns(row.group_name)
        return {name: getattr(row, f"shown_{name}") for name in NAME_COLUMNS}

    def _total(self, ticket: TicketRows) -> int:
        inclusive = includes_tax(self._connection, ticket.row)
        key = (
            inclusive,
            *((line.quantity, line.unit_price_minor, str(line.tax_rates)) for line in ticket.lines),
        )
        if key not in self._totals:
            lines = [line_of(row, self._currency, 1) for row in ticket.lines]
            self._totals[key] = line_totals(lines, self._currency, inclusive=inclusive).gross.minor
        return self._totals[key]


def every_ticket(connection: Connection) -> Iterator[list[TicketRows]]:
    """All tickets, those in the bin too, some at a time in the order of their ids."""
    after = 0
    while rows := _TICKETS.all(connection, after=after, most=AT_A_TIME):
        first, after = rows[0].id, rows[-1].id
        found = [_by_ticket(one.all(connection, first=first, last=after)) for one in (_ITEMS, _LINES)]
        steps = _by_ticket(_STEPS.all(connection, first=first, last=after))
        items, lines = found
        yield [TicketRows(row, items[row.id], as_steps(steps[row.id]), lines[row.id]) for row in rows]


def _by_ticket(rows: Iterable[Any]) -> defaultdict[int, list[Any]]:
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.ticket_id].append(row)
    return found


def renew_tickets(tx: Connection) -> None:
    """Write the derived columns of every ticket, and where the order of ids parts from that of intake."""
    derived = Derived(tx)
    for some in every_ticket(tx):
        for ticket in some:
            change_row(tx, _ticket, ticket.row.id, derived.of(ticket))
    renew_runs(tx)


def renew_runs(tx: Connection) -> None:
    """Find the runs of tickets whose order by id is that of their intake."""
    before = func.lag(_ticket.c.received_at).over(order_by=_ticket.c.id)
    steps = select(_ticket.c.id, _ticket.c.received_at, before.label("before")).subquery()
    first = select(steps.c.id).where((steps.c.before.is_(None)) | (steps.c.received_at < steps.c.before))
    tx.execute(_run.delete())
    tx.execute(insert(_run).from_select(["first_id"], first))

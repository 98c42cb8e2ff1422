"""Computing anew what tickets keep for speed, after an upgrade or where a check found it wrong."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import String, bindparam, func, insert, select, type_coerce

from deskapp.domain.turnaround import status_since
from deskapp.services.customer_names import NAME_COLUMNS, group_columns
from deskapp.services.device import FIELDS as DEVICE_FIELDS
from deskapp.services.status import all_statuses
from deskapp.services.ticket_derived import item_columns, total_of
from deskapp.services.ticket_read import ALL_ITEMS, as_steps, includes_tax
from deskapp.store import schema
from deskapp.store.statement import Reading

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import BindParameter, ColumnElement, Connection, Select, Table

_ticket, _item, _line, _step = schema.ticket, schema.item, schema.line, schema.status_step
_customer, _device, _audit, _run = schema.customer, schema.device, schema.audit, schema.ticket_run

AT_A_TIME = 2_000  # tickets, so that the memory does not grow with their number

_LAST_ACT = (
    select(_audit.c.at)
    .where(_audit.c.kind == "ticket", _audit.c.record_id == _ticket.c.id)
    .order_by(_audit.c.id.desc())
    .limit(1)
    .scalar_subquery()
)
_COLUMNS = (
    *("customer_label", "phone_label", "customer_sort", "device_label", "fault_line", "item_count"),
    *("total_minor", "status_since", "updated_at"),
)
_OF_HISTORY = ("status", "meaning", "closed_at", "closed_month", "turnaround_min")
_UPDATE = f"UPDATE ticket SET {', '.join(f'{name} = ?' for name in _COLUMNS)} WHERE id = ?"  # noqa: S608  own names
_FROM: BindParameter[int] = bindparam("first")
_TO: BindParameter[int] = bindparam("last")


def _plain(table: Table, *names: str) -> tuple[ColumnElement[Any], ...]:
    """Columns as the file holds them: there are a great many rows, and right after an upgrade no moment
    stands in the new columns yet.
    """
    return tuple(type_coerce(table.c[name], String).label(name) for name in names)


_TICKETS = Reading(
    select(
        *(_ticket.c[name] for name in ("id", "customer_id", "group_name", "prices_include_tax")),
        *_plain(_ticket, "received_at", *_COLUMNS, *_OF_HISTORY),
        *(shown.label(f"shown_{name}") for name, shown in NAME_COLUMNS.items()),
        type_coerce(func.coalesce(_LAST_ACT, _ticket.c.received_at), String).label("last_act"),
    )
    .outerjoin(_customer, _customer.c.id == _ticket.c.customer_id)
    .where(_ticket.c.id > bindparam("after"))
    .order_by(_ticket.c.id)
    .limit(bindparam("most"))
)
_ITEMS = Reading(
    ALL_ITEMS.with_only_columns(
        *(_item.c[name] for name in ("id", "ticket_id", "fault", "device_id", "status")),
        *(_device.c[name] for name in DEVICE_FIELDS),
    ).where(_item.c.ticket_id.between(_FROM, _TO))
)
_STEPS = Reading(
    select(_step.c.id, _step.c.ticket_id, _step.c.item_id, _step.c.to_status, *_plain(_step, "at"))
    .add_columns(_step.c.undoes_id)
    .where(_step.c.ticket_id.between(_FROM, _TO))
    .order_by(_step.c.id)
)
_LINES = Reading(
    select(_line.c.ticket_id, *_plain(_line, "quantity", "unit_price_minor", "tax_rates"))
    .where(_line.c.ticket_id.between(_FROM, _TO), _line.c.binned_at.is_(None))
    .order_by(_line.c.id)
)


class TicketRows(NamedTuple):
    """One ticket's row, with the rows that its columns come from."""

    row: Any
    items: list[Any]
    steps: list[Any]
    lines: list[Any]


class Derived:
    """What the derived columns of tickets ought to hold, in the shop as it stands."""

    def __init__(self, connection: Connection) -> None:
        self._connection, self._statuses = connection, all_statuses(connection)
        self._totals: dict[object, int] = {}  # tickets carry the same few services over and over

    def of(self, ticket: TicketRows) -> dict[str, Any]:
        """The columns of one ticket, as the file holds them."""
        row = ticket.row
        since: Any = status_since(as_steps(ticket.steps), self._statuses)  # as text, like its steps
        return {
            **(item_columns(ticket.items) if ticket.items else {}),
            **self._names(row),
            "total_minor": self._total(ticket) if ticket.lines else 0,
            "status_since": since or row.received_at,
            "updated_at": row.last_act,
        }

    def wrong(self, ticket: TicketRows) -> list[str]:
        """The names of the columns that hold something else."""
        row = ticket.row
        return [name for name, value in self.of(ticket).items() if getattr(row, name) != value]

    def _names(self, row: Any) -> dict[str, Any]:
        if row.customer_id is None:
            return group_columns(row.group_name)
        return {name: getattr(row, f"shown_{name}") for name in NAME_COLUMNS}

    def _total(self, ticket: TicketRows) -> int:
        inclusive = includes_tax(self._connection, ticket.row)
        key = (inclusive, *(line[1:] for line in ticket.lines))
        if key not in self._totals:
            self._totals[key] = total_of(self._connection, ticket.row.id, inclusive=inclusive)
        return self._totals[key]


def every_ticket(connection: Connection) -> Iterator[list[TicketRows]]:
    """All tickets, those in the bin too, some at a time in the order of their ids."""
    after = 0
    while rows := _TICKETS.all(connection, after=after, most=AT_A_TIME):
        first, after = rows[0].id, rows[-1].id
        items, steps, lines = (
            _by_ticket(one.all(connection, first=first, last=after)) for one in (_ITEMS, _STEPS, _LINES)
        )
        yield [TicketRows(row, items[row.id], steps[row.id], lines[row.id]) for row in rows]


def _by_ticket(rows: Iterable[Any]) -> defaultdict[int, list[Any]]:
    found: defaultdict[int, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.ticket_id].append(row)
    return found


def unknown_runs(connection: Connection) -> int:
    """How many runs of tickets begin that the file does not know of."""
    known = select(_run.c.first_id)
    found = _first_of_runs().subquery()
    return connection.execute(
        select(func.count()).select_from(found).where(found.c.id.not_in(known))
    ).scalar_one()


def renew_tickets(tx: Connection) -> None:
    """Write the derived columns of every ticket, and where the order of ids parts from that of intake."""
    derived = Derived(tx)
    for some in every_ticket(tx):
        values = [(derived.of(ticket), ticket.row.id) for ticket in some if ticket.items]
        tx.exec_driver_sql(_UPDATE, [(*(new[name] for name in _COLUMNS), key) for new, key in values])
    renew_runs(tx)


def renew_runs(tx: Connection) -> None:
    """Find the runs of tickets whose order by id is that of their intake."""
    tx.execute(_run.delete())
    tx.execute(insert(_run).from_select(["first_id"], _first_of_runs()))


def _first_of_runs() -> Select[int]:
    before = func.lag(_ticket.c.received_at).over(order_by=_ticket.c.id)
    steps = select(_ticket.c.id, _ticket.c.received_at, before.label("before")).subquery()
    return select(steps.c.id).where((steps.c.before.is_(None)) | (steps.c.received_at < steps.c.before))

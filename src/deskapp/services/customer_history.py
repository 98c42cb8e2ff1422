"""Reading what the shop did for a customer so far, inside a unit that is already open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, case, func, select

from deskapp.domain.customer_history import CustomerEvent, CustomerHistory, CustomerMoney
from deskapp.domain.money import Money
from deskapp.services.person import people_names
from deskapp.services.shop import read_shop
from deskapp.store import schema
from deskapp.store.statement import Reading

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement, Table

    from deskapp.store.statement import Unit

_ticket = schema.ticket
_MOST = 100
_MINE = (_ticket.c.customer_id == bindparam("id"), _ticket.c.binned_at.is_(None))
_IS_OPEN = _ticket.c.closed_at.is_(None)
_HANDED_OVER = _ticket.c.status == "collected"


def _sum(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.coalesce(func.sum(case((condition, _ticket.c.total_minor), else_=0)), 0)


_SUMS = Reading(
    select(
        _sum(_HANDED_OVER).label("ever"),
        _sum(
            _HANDED_OVER & (_ticket.c.closed_at >= bindparam("since", type_=_ticket.c.closed_at.type))
        ).label("last_year"),
        _sum(_IS_OPEN).label("open"),
        func.count().label("visits"),
    ).where(*_MINE)
)


def _events(table: Table, text: str) -> Reading:
    shown = (_ticket.c.number, table.c.at, table.c[text].label("text"), table.c.person_id)
    there = [table.c.binned_at.is_(None)] if "binned_at" in table.c else []
    joined = select(*shown).join(_ticket, _ticket.c.id == table.c.ticket_id)
    return Reading(joined.where(*_MINE, *there).order_by(table.c.at.desc(), table.c.id.desc()).limit(_MOST))


_PAPERS, _MESSAGES = _events(schema.printing, "document"), _events(schema.message, "text")


def read_history(connection: Unit, customer_id: int, now: datetime) -> CustomerHistory:
    """Money, papers and messages of a customer; the last year ends `now`."""
    return CustomerHistory(
        _money(connection, customer_id, now),
        _read(connection, _PAPERS, customer_id),
        _read(connection, _MESSAGES, customer_id),
    )


def _money(connection: Unit, customer_id: int, now: datetime) -> CustomerMoney:
    currency = read_shop(connection).currency
    row = _SUMS.first(connection, id=customer_id, since=_a_year_before(now))
    assert row is not None, "sums are always one row"
    ever, last_year, opened = (Money(minor, currency) for minor in (row.ever, row.last_year, row.open))
    return CustomerMoney(ever, last_year, opened, row.visits)


def _a_year_before(now: datetime) -> datetime:
    day = min(now.day, 28) if now.month == 2 else now.day
    return now.replace(year=now.year - 1, day=day)


def _read(connection: Unit, events: Reading, customer_id: int) -> tuple[CustomerEvent, ...]:
    people = people_names(connection)
    return tuple(
        CustomerEvent(row.number, row.at, row.text, people.get(row.person_id, ""))
        for row in events.all(connection, id=customer_id)
    )

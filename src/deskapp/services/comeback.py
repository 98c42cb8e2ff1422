"""What came back: the link to the ticket it came from, and the warranties that go on from there."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select

from deskapp.domain.comeback import Comeback, Cover
from deskapp.domain.warranty import Warranty, WarrantyUnit
from deskapp.errors import Invalid
from deskapp.i18n import _
from deskapp.services.person import people_names
from deskapp.services.shop import read_shop
from deskapp.store import schema
from deskapp.store.statement import Reading

if TYPE_CHECKING:
    from collections.abc import Iterator

    from deskapp.store.statement import Unit

_ticket, _item, _line = schema.ticket, schema.item, schema.line
_LONGEST_CHAIN = 50
_ONE = Reading(select(_ticket).where(_ticket.c.id == bindparam("id")))
_LATER = Reading(
    select(_ticket.c.number)
    .where(_ticket.c.comeback_of == bindparam("id"), _ticket.c.binned_at.is_(None))
    .order_by(_ticket.c.id)
)
_COVERED = Reading(
    select(_line.c.description, _line.c.warranty_number, _line.c.warranty_unit, _item.c.closed_at)
    .join(_item, _item.c.id == _line.c.item_id)
    .where(
        _line.c.ticket_id == bindparam("id"),
        _line.c.binned_at.is_(None),
        _line.c.warranty_number.is_not(None),
        _item.c.status == "collected",
        _item.c.closed_at.is_not(None),
    )
    .order_by(_line.c.id)
)


def comeback_column(tx: Unit, ticket_id: int | None) -> dict[str, Any]:
    """The column of a new ticket; raises `Invalid` where the other one is not closed."""
    if ticket_id is None:
        return {}
    row = _ONE.first(tx, id=ticket_id)
    if row is None or row.binned_at is not None:
        raise Invalid(_("The ticket it came back from is not there."), "comeback_of")
    if row.closed_at is None:
        message = _("Ticket {number} is not closed; go on with it, nothing came back yet.")
        raise Invalid(message.format(number=row.number), "comeback_of")
    return {"comeback_of": ticket_id}


def read_comeback(connection: Unit, ticket_id: int | None) -> Comeback | None:
    """The ticket that something came back from, with the warranties of all repairs before."""
    row = _ONE.first(connection, id=ticket_id) if ticket_id else None
    if row is None or row.closed_at is None:
        return None
    covers = sorted(_covers(connection, row), key=lambda cover: cover.until, reverse=True)
    person = people_names(connection).get(row.person_id, "")
    return Comeback(row.id, row.number, person, row.closed_at, tuple(covers))


def coming_back(connection: Unit, ticket_id: int) -> Comeback:
    """The same before there is a new ticket; raises `Invalid` where the old one is not closed."""
    comeback_column(connection, ticket_id)
    comeback = read_comeback(connection, ticket_id)
    assert comeback is not None, "it is closed"
    return comeback


def later_tickets(connection: Unit, ticket_id: int) -> tuple[str, ...]:
    """The numbers of the tickets by which something came back from this one."""
    return tuple(row.number for row in _LATER.all(connection, id=ticket_id))


def _covers(connection: Unit, row: Any) -> Iterator[Cover]:
    """Each from its own hand-over, back to the first repair: a comeback begins none anew."""
    zone = read_shop(connection).zone
    for _step in range(_LONGEST_CHAIN):
        if row is None:
            return
        for line in _COVERED.all(connection, id=row.id):
            warranty = Warranty(line.warranty_number, WarrantyUnit(line.warranty_unit))
            until = warranty.until(line.closed_at.astimezone(zone).date())
            yield Cover(row.number, line.description, until)
        row = _ONE.first(connection, id=row.comeback_of) if row.comeback_of else None

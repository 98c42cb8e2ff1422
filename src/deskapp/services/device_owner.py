"""Whose a device was, which only grows, and the tickets on which it was brought."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import bindparam, func, select

from deskapp.domain.device import Ownership, Visit
from deskapp.domain.undo import UndoStep
from deskapp.i18n import _
from deskapp.services.customer_names import NAME_COLUMNS
from deskapp.services.device import device_row
from deskapp.services.person import people_names
from deskapp.store import schema
from deskapp.store.statement import Reading, add_row

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from deskapp.domain.actor import Actor

_owner, _customer = schema.device_owner, schema.customer
_ticket, _item, _device = schema.ticket, schema.item, schema.device
_NAME = NAME_COLUMNS["customer_label"]
_OWNERS = Reading(
    select(_owner.c.at, _owner.c.person_id, _owner.c.reason, _NAME.label("name"))
    .outerjoin(_customer, _customer.c.id == _owner.c.customer_id)
    .where(_owner.c.device_id == bindparam("id"))
    .order_by(_owner.c.id.desc())
)
_NOW = Reading(
    select(_NAME.label("name"))
    .select_from(_device)
    .join(_customer, _customer.c.id == _device.c.customer_id)
    .where(_device.c.id == bindparam("id"))
)
_MINE = (
    _ticket.c.id.in_(
        select(_item.c.ticket_id).where(_item.c.device_id == bindparam("id"), _item.c.binned_at.is_(None))
    ),
    _ticket.c.binned_at.is_(None),
)
_VISITS = Reading(
    select(
        *(_ticket.c[name] for name in ("id", "number", "received_at", "status", "customer_label")),
        *(_ticket.c[name] for name in ("fault_line", "closed_at")),
    )
    .where(*_MINE)
    .order_by(_ticket.c.received_at.desc(), _ticket.c.id.desc())
    .limit(bindparam("most"))
)
_FIRST = Reading(select(func.min(_ticket.c.received_at).label("at")).where(*_MINE))
_EVERY = -1


def visits(connection: Connection, device_id: int, most: int = _EVERY) -> tuple[Visit, ...]:
    """The tickets on which a device was brought, the newest first."""
    return tuple(
        Visit(
            row.id,
            row.number,
            row.received_at,
            row.status,
            row.fault_line,
            row.customer_label,
            is_open=row.closed_at is None,
        )
        for row in _VISITS.all(connection, id=device_id, most=most)
    )


def owners(connection: Connection, device_id: int) -> tuple[Ownership, ...]:
    """Whose it was, the newest first; where it never changed hands, since it was first brought."""
    people = people_names(connection)
    kept = tuple(
        Ownership(row.name or "", row.at, people.get(row.person_id, ""), row.reason)
        for row in _OWNERS.all(connection, id=device_id)
    )
    if kept:
        return kept
    now = _NOW.value(connection, id=device_id)
    return (Ownership(now, _FIRST.value(connection, id=device_id)),) if now else ()


def give(
    tx: Connection, actor: Actor, device_id: int, customer_id: int | None, now: datetime, reason: str
) -> UndoStep:
    """Append whose it is from now on; before the first change also whose it was until then."""
    old = device_row(tx, device_id).customer_id
    if old != customer_id and _OWNERS.first(tx, id=device_id) is None:
        first = _FIRST.value(tx, id=device_id) or now
        add_row(tx, _owner, {"device_id": device_id, "customer_id": old, "at": first, "reason": ""})
    return _append(tx, actor, (device_id, old, customer_id), now, reason)


def give_back(tx: Connection, actor: Actor, step: UndoStep, now: datetime) -> UndoStep:
    """Append that an entry was taken back; taking that back does it again."""
    device_id = tx.execute(select(_owner.c.device_id).where(_owner.c.id == step.id)).scalar_one()
    change = (device_id, step.after["customer_id"], step.before["customer_id"])
    return _append(tx, actor, change, now, _("Taken back"))


def _append(
    tx: Connection, actor: Actor, change: tuple[int, object, object], now: datetime, reason: str
) -> UndoStep:
    device_id, old, new = change
    values = {"device_id": device_id, "customer_id": new, "at": now, "reason": reason}
    row_id = add_row(tx, _owner, {**values, "person_id": actor.person_id})
    return UndoStep(_owner.name, row_id, {"customer_id": old}, {"customer_id": new})

"""What hangs on a customer: how it goes to another one, and how it comes back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import literal, select, update

from deskapp.store import schema
from deskapp.store.statement import add_row

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from sqlalchemy import Column, Connection

    Moved = dict[str, list[int]]
    """By what it is, the ids of the rows."""

TICKET = "ticket"
HANGING: dict[str, Column[Any]] = {
    TICKET: schema.ticket.c.customer_id,
    "device": schema.device.c.customer_id,
    "enquiry": schema.enquiry.c.customer_id,
    "payer": schema.customer.c.payer_id,
    "external_ref": schema.external_ref.c.record_id,
}
_AT_ONCE = 500


def move(tx: Connection, gone_id: int, kept_id: int) -> Moved:
    """Everything of the one who goes, in the bin or not, is the other's from now on."""
    moved: Moved = {}
    for kind, owner in HANGING.items():
        mine = [owner == gone_id, owner.table.c.id != kept_id if kind == "payer" else literal(value=True)]
        if kind == "external_ref":
            mine.append(schema.external_ref.c.kind == "customer")
        ids = list(tx.execute(select(owner.table.c.id).where(*mine).order_by(owner.table.c.id)).scalars())
        moved[kind] = _give(tx, owner, ids, gone_id, kept_id)
    return moved


def move_back(tx: Connection, moved: Moved, gone_id: int, kept_id: int) -> Moved:
    """What came with the one who was gone is theirs again, unless somebody gave it to a third one since."""
    return {kind: _give(tx, owner, moved.get(kind, []), kept_id, gone_id) for kind, owner in HANGING.items()}


def tell_owners(
    tx: Connection,
    device_ids: Sequence[int],
    customer_id: int,
    at: datetime,
    person_id: int | None,
    reason: str,
) -> None:
    """Devices whose owners are written down get the new one written behind the others."""
    owner = schema.device_owner
    for some in _parts(device_ids):
        known = select(owner.c.device_id).where(owner.c.device_id.in_(some)).distinct()
        entry = {"customer_id": customer_id, "at": at, "person_id": person_id, "reason": reason}
        for device_id in tx.execute(known.order_by(owner.c.device_id)).scalars().all():
            add_row(tx, owner, {"device_id": device_id, **entry})


def _give(tx: Connection, owner: Column[Any], ids: Sequence[int], from_id: int, to_id: int) -> list[int]:
    table, given = owner.table, list[int]()
    for some in _parts(ids):
        mine = select(table.c.id).where(table.c.id.in_(some), owner == from_id).order_by(table.c.id)
        found = list(tx.execute(mine).scalars())
        values: dict[str, Any] = {owner.name: to_id}
        if "row_version" in table.c:
            values["row_version"] = table.c.row_version + 1
        tx.execute(update(table).where(table.c.id.in_(found)).values(values))
        given += found
    return given


def _parts(ids: Sequence[int]) -> Iterator[Sequence[int]]:
    for first in range(0, len(ids), _AT_ONCE):
        yield ids[first : first + _AT_ONCE]

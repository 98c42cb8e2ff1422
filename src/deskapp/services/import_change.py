"""Changing what an earlier import wrote: fields that a newer file says differently, tickets taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, update

from deskapp.domain.device import DeviceDraft
from deskapp.domain.import_plan import FIELDS
from deskapp.services import audit, rows
from deskapp.services.device import add_device
from deskapp.services.import_judge import TICKET
from deskapp.services.ticket_index import index_ticket, renew_device
from deskapp.services.ticket_run import part
from deskapp.services.ticket_status import derive
from deskapp.store import schema, search_index

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from deskapp.domain.actor import Actor
    from deskapp.services.import_judge import Judged, Merge

ACTION = "import"
OF_TICKET = ("received_at", "group_name")
OF_ITEM = ("fault", "condition", "outcome", "barrier", "closed_at")
OF_DEVICE = ("category", "brand", "model", "year")

_ref, _ticket = schema.external_ref, schema.ticket
_MARK = (
    update(_ref)
    .where(_ref.c.system == bindparam("of_system"), _ref.c.kind == TICKET)
    .where(_ref.c.external_id == bindparam("of_id"))
    .values(fingerprint=bindparam("mark"))
)
_OUT_OF_BIN = (
    update(_ticket)
    .where(_ticket.c.id == bindparam("of_id"))
    .values(binned_at=None, row_version=_ticket.c.row_version + 1)
)


def change_ticket(tx: Connection, actor: Actor, merge: Merge, now: datetime) -> None:
    """Write the fields that a record changes, what derives from them, and the audit row to undo it by."""
    if not merge.takes:
        return
    row, said = merge.now, dict(zip(FIELDS, merge.judged.ticket.values, strict=True))
    values = {name: said[name] for name in merge.takes}
    if "received_at" in values and row.closed_at == row.received_at:  # never opened here
        values["closed_at"] = values["received_at"]
    places = (row.id, row.item_id, row.device_id)
    changes = write_fields(tx, places, values, now)
    audit.record(tx, actor, now, ACTION, (TICKET, row.id), changes)


def write_fields(
    tx: Connection, places: tuple[int, int, int | None], values: Mapping[str, Any], now: datetime
) -> dict[str, tuple[Any, Any]]:
    """Write imported fields of a ticket (`places`: its id, its item's, its device's); answers both sides."""
    ticket_id, item_id, device_id = places
    changes: dict[str, tuple[Any, Any]] = {}
    if device_id is None and not values.keys().isdisjoint(OF_DEVICE):
        device_id = _blank_device(tx, item_id, now)
    for table, row_id, names in (
        (schema.ticket, ticket_id, OF_TICKET),
        (schema.item, item_id, OF_ITEM),
        (schema.device, device_id, OF_DEVICE),
    ):
        new = {name: values[name] for name in names if name in values}
        if new and row_id is not None:
            before, _step = rows.change(tx, table, row_id, new)
            changes |= {name: (old, new[name]) for name, old in before.items()}
    if "received_at" in changes:
        part(tx, ticket_id)
    _renew(tx, ticket_id, device_id, now)
    return changes


def mark(tx: Connection, system: str, judged: Sequence[Judged]) -> None:
    """Remember what these records say now."""
    if judged:
        tx.execute(
            _MARK,
            [{"of_system": system, "of_id": one.ticket.external_id, "mark": one.mark} for one in judged],
        )


def take_out_of_bin(tx: Connection, judged: Sequence[Judged]) -> None:
    """Bring back tickets that an undone import had put into the bin."""
    if judged:
        tx.execute(_OUT_OF_BIN, [{"of_id": one.ticket_id} for one in judged])
        search_index.follow_bin(tx)


def _blank_device(tx: Connection, item_id: int, now: datetime) -> int:
    """A device for an item that had none, to be filled in."""
    device_id = add_device(tx, DeviceDraft(), None, now)[0]
    rows.change(tx, schema.item, item_id, {"device_id": device_id})
    return device_id


def _renew(tx: Connection, ticket_id: int, device_id: int | None, now: datetime) -> None:
    derive(tx, ticket_id, now)
    if device_id is None:
        index_ticket(tx, ticket_id)
    else:
        renew_device(tx, device_id)

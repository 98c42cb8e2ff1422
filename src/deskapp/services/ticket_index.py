"""Writes anew what queue and search read of a ticket after one of its parts was changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from deskapp.services.ticket_derived import queue_columns
from deskapp.services.ticket_read import read_items
from deskapp.services.ticket_texts import index_texts
from deskapp.store import schema
from deskapp.store.statement import renew_row

if TYPE_CHECKING:
    from sqlalchemy import Connection

_ticket, _item = schema.ticket, schema.item


def index_ticket(tx: Connection, ticket_id: int) -> None:
    """Write anew what is derived from the ticket's parts: its search text, and what the queue shows."""
    index_texts(tx, ticket_id)
    renew_row(tx, _ticket, ticket_id, queue_columns(tx, ticket_id, read_items(tx, ticket_id)))


def renew_device(tx: Connection, device_id: int, *, item_id: int | None = None) -> None:
    """Write anew what tickets show of a changed device, and let their items be read again before a change.

    Not so the item through which it was changed, whose version is looked after there.
    """
    mine = _item.c.device_id == device_id
    grown = {"row_version": _item.c.row_version + 1}
    tx.execute(_item.update().where(mine, _item.c.id.is_distinct_from(item_id)).values(**grown))
    for ticket_id in tx.execute(select(_item.c.ticket_id).where(mine).distinct()).scalars().all():
        index_ticket(tx, ticket_id)

"""Passcodes and patterns of items: written down, shown on request, and really gone at hand-over.

They lie in a table of their own. No history, index or paper holds one; that somebody looked is written
down, what they saw is not. There is nothing to undo, because that would keep what was erased.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, delete, select

from deskapp.domain.item_secret import Secret, SecretKind, checked
from deskapp.errors import Invalid, NotFound
from deskapp.i18n import _
from deskapp.services import audit
from deskapp.services.ticket_act import touch
from deskapp.services.ticket_read import known_ticket, read_items, read_ticket
from deskapp.store import schema
from deskapp.store.erasing import erased
from deskapp.store.statement import Reading, Statement, add_row

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import Connection

    from deskapp.clock import Clock
    from deskapp.domain.actor import Actor
    from deskapp.domain.ticket import Ticket
    from deskapp.store.engine import ShopFile

_secret = schema.item_secret
_OF_ITEM = _secret.c.item_id == bindparam("of_item")
_KEPT = Reading(select(_secret.c.kind, _secret.c.value).where(_OF_ITEM))
_ERASED = Statement(delete(_secret).where(_OF_ITEM))


class ItemSecrets:
    """What the shop was told to unlock an item with."""

    def __init__(self, file: ShopFile, clock: Clock) -> None:
        self._file = file
        self._clock = clock

    def reveal(self, actor: Actor, number: str, position: int) -> Secret:
        """The passcode or pattern of an item; the history says who looked."""
        with self._file.write() as tx:
            ticket_id, item = _item(tx, number, position)
            row = _KEPT.first(tx, of_item=item.id)
            if row is None:
                raise NotFound(_("No passcode is kept for this item; it is erased at hand-over."))
            now = self._clock.now()
            audit.record(tx, actor, now, "reveal_secret", ("ticket", ticket_id))
            touch(tx, ticket_id, now)
        return Secret(SecretKind(row.kind), row.value)

    def keep(self, actor: Actor, number: str, position: int, secret: Secret | None) -> Ticket:
        """Write down another passcode or pattern of an item that is here, or none."""
        new = checked(secret)
        with self._file.write() as tx:
            ticket_id, item = _item(tx, number, position)
            if new and item.closed_at:
                raise Invalid(_("The item was handed over; nothing is kept to unlock it."), "secret")
            now = self._clock.now()
            action = _replace(tx, actor, item.id, new, now)
            if action:
                audit.record(tx, actor, now, action, ("ticket", ticket_id))
                touch(tx, ticket_id, now)
            return read_ticket(tx, ticket_id)


def keep_secret(tx: Connection, actor: Actor, item_id: int, secret: Secret, now: datetime) -> None:
    """Write down how an item is unlocked."""
    values = {"item_id": item_id, "kind": secret.kind.value, "value": secret.value}
    add_row(tx, _secret, {**values, "at": now, "person_id": actor.person_id})


def erase_secrets(
    tx: Connection, actor: Actor, ticket_id: int, item_ids: Iterable[int], now: datetime
) -> None:
    """Delete what was kept of these items of a ticket; the history says so where there was anything."""
    if sum(_ERASED.run(tx, {"of_item": item_id}).rowcount for item_id in item_ids):
        erased(tx)
        audit.record(tx, actor, now, "erase_secret", ("ticket", ticket_id))


def _replace(tx: Connection, actor: Actor, item_id: int, new: Secret | None, now: datetime) -> str:
    """Put a secret in the place of another; answers what that is called in the history."""
    was_there = _ERASED.run(tx, {"of_item": item_id}).rowcount
    if was_there:
        erased(tx)
    if new:
        keep_secret(tx, actor, item_id, new, now)
        return "keep_secret"
    return "erase_secret" if was_there else ""


def _item(tx: Connection, number: str, position: int) -> tuple[int, Any]:
    ticket_id = int(known_ticket(tx, number).id)
    for row in read_items(tx, ticket_id):
        if row.position == position:
            return ticket_id, row
    raise NotFound(_("This ticket has no item {item}.").format(item=position))

"""Taking an act back: a new transaction that restores the rows, if nobody changed them since."""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy import select

from deskapp.domain.undo import Undo, UndoStep
from deskapp.errors import DeskError, StaleWrite
from deskapp.i18n import _
from deskapp.services import audit, rows
from deskapp.services.customer import index_customer
from deskapp.services.customer_parts import PARTS
from deskapp.services.device_owner import give_back
from deskapp.services.erased import check_stays_erased
from deskapp.services.lent import check_device_goes, refuse_while_out
from deskapp.services.lent import check_restored as check_loan
from deskapp.services.person import check_an_owner
from deskapp.services.saved_view import check_restored
from deskapp.services.shop import read_shop, renew_months
from deskapp.services.ticket_act import touch
from deskapp.services.ticket_index import index_ticket, renew_device
from deskapp.services.ticket_status import check_history, derive, reverse_step
from deskapp.services.undo_refusal import refusal
from deskapp.store import schema

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from sqlalchemy import Connection, Table

    from deskapp.domain.actor import Actor


def take_back(tx: Connection, actor: Actor, undo: Undo, now: datetime) -> Undo:
    """Restore what the act changed, newest row first; answers how to do it again."""
    if not undo.steps:
        raise DeskError(_("There is nothing to take back."))
    restored = (_restore(tx, actor, undo, step, now) for step in reversed(undo.steps))
    redo = tuple(step for step in restored if step)
    _renew(tx, undo, now)
    _record(tx, actor, undo, now)
    return Undo(undo.label, redo, undo.ticket_ids)


def _record(tx: Connection, actor: Actor, undo: Undo, now: datetime) -> None:
    """The history of every ticket of the act says which fields went back."""
    own, shared = defaultdict[int, dict[str, tuple[None, None]]](dict), dict[str, tuple[None, None]]()
    for step in undo.steps:
        fields = own[step.id] if step.table == schema.ticket.name else shared
        fields |= dict.fromkeys(step.before, (None, None))
    for ticket_id in undo.ticket_ids:
        audit.record(tx, actor, now, "undo", ("ticket", ticket_id), shared | own[ticket_id])
    if not undo.ticket_ids:
        audit.record(tx, actor, now, "undo", (undo.steps[0].table, undo.steps[0].id), shared)


def _restore(tx: Connection, actor: Actor, undo: Undo, step: UndoStep, now: datetime) -> UndoStep | None:
    """How to do the step again; an import is brought in again by its file alone."""
    table = schema.metadata.tables[step.table]
    if table is schema.import_batch:
        _take_import_back(tx, actor, step.id, now)
        return None
    if table is schema.status_step:  # history only grows
        return reverse_step(tx, actor, step.id, now)
    if table is schema.customer_merge:
        return _turn_merge(tx, actor, step, now)
    if table is schema.device_owner:
        return give_back(tx, actor, step, now)
    _check_free(tx, undo, step)
    try:
        return rows.restore(tx, table, step)
    except StaleWrite as error:
        raise refusal(tx, step, error) from error


def _check_free(tx: Connection, undo: Undo, step: UndoStep) -> None:
    """What others lean on by now is not taken away."""
    table = schema.metadata.tables[step.table]
    check_stays_erased(tx, table, step)
    if table is schema.ticket and step.before.get("binned_at"):
        refuse_while_out(tx, step.id)
    if table is schema.device and step.before.get("binned_at"):
        check_device_goes(tx, step, undo.ticket_ids)
    if table is schema.customer and "created_at" in step.after:
        _check_nobody_inside(tx, step.id)
    if table is schema.customer and (undo.ticket_ids or "created_at" in step.after):
        _check_no_other_tickets(tx, step.id, undo)


def _turn_merge(tx: Connection, actor: Actor, step: UndoStep, now: datetime) -> UndoStep:
    from deskapp.services.merge import reverse

    return reverse(tx, actor, step, now)


def _take_import_back(tx: Connection, actor: Actor, batch_id: int, now: datetime) -> None:
    from deskapp.services.import_undo import undo_batch

    undone = tx.execute(select(schema.import_batch.c.undone_at).where(schema.import_batch.c.id == batch_id))
    if undone.scalar() is not None:
        raise StaleWrite(_("That import was taken back already."))
    undo_batch(tx, actor, batch_id, now)


def _check_nobody_inside(tx: Connection, customer_id: int) -> None:
    customer = schema.customer
    if tx.execute(select(customer.c.id).where(customer.c.merged_into == customer_id).limit(1)).first():
        raise StaleWrite(_("Another customer was merged into this one since; undo that merge first."))


def _check_no_other_tickets(tx: Connection, customer_id: int, undo: Undo) -> None:
    ticket = schema.ticket
    theirs = (ticket.c.customer_id == customer_id, ticket.c.binned_at.is_(None))
    if tx.execute(select(ticket.c.id).where(*theirs, ticket.c.id.not_in(undo.ticket_ids))).first():
        raise StaleWrite(_("The customer has other tickets by now, so this cannot be taken back any more."))


def _renew(tx: Connection, undo: Undo, now: datetime) -> None:
    """Write anew what is derived from the restored rows: search texts, statuses, months."""
    touched = {(step.table, step.id) for step in undo.steps}
    for table, row_id in touched:
        if renew := _RENEWED.get(table):
            renew(tx, row_id)
    for ticket_id in undo.ticket_ids:
        check_history(tx, ticket_id)
        derive(tx, ticket_id, now)
        index_ticket(tx, ticket_id)
        touch(tx, ticket_id, now)


def _renew_owner(table: Table, tx: Connection, row_id: int) -> None:
    """The customer to whom a phone, an e-mail, an address or a contact belongs."""
    owner = tx.execute(select(table.c.customer_id).where(table.c.id == row_id)).scalar_one()
    index_customer(tx, owner)


def _renew_shop(tx: Connection, _shop_id: int) -> None:
    renew_months(tx, read_shop(tx))


_RENEWED: dict[str, Callable[[Connection, int], object]] = {
    "customer": index_customer,
    **{part.table.name: partial(_renew_owner, part.table) for part in PARTS.values()},
    "device": renew_device,
    "loan": check_loan,
    "person": check_an_owner,
    "saved_view": check_restored,
    "shop": _renew_shop,
}

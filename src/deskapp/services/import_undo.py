"""Taking an import back, without touching what people did since."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import exists, func, literal, or_, select, update

from deskapp.domain.import_plan import CUSTOMER_PRESETS, UndoneImport, Verdict, remarked
from deskapp.errors import DeskError, NotFound
from deskapp.i18n import _
from deskapp.services import audit, import_unfinished
from deskapp.services.import_change import ACTION, write_fields
from deskapp.services.import_judge import TAKEN_BACK, TICKET, ticket_now
from deskapp.store import schema, search_index

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlalchemy import ColumnElement, Connection, Select

    from deskapp.domain.actor import Actor

BATCH = "import_batch"
UNDO = "undo_import"

_ticket, _row, _ref, _audit = schema.ticket, schema.import_row, schema.external_ref, schema.audit
_MOMENTS = ("received_at", "closed_at")
_OF_BATCHES = select(_audit.c.id, _audit.c.record_id).where(_audit.c.kind == BATCH, _audit.c.action == ACTION)
_NEVER = 2**62


def undo_batch(tx: Connection, actor: Actor, batch_id: int, now: datetime) -> UndoneImport:
    """Put what the batch brought into the bin and its changes back; raises `DeskError` the second time."""
    batch = tx.execute(select(schema.import_batch).where(schema.import_batch.c.id == batch_id)).first()
    if batch is None:
        raise NotFound(_("There is no import {number}.").format(number=batch_id))
    if batch.undone_at is not None:
        raise DeskError(_("That import was taken back already."))
    undone = _undo_of(batch.preset)(tx, actor, batch_id, now)
    tx.execute(update(schema.import_batch).where(schema.import_batch.c.id == batch_id).values(undone_at=now))
    audit.record(tx, actor, now, UNDO, (BATCH, batch_id))
    import_unfinished.end(tx, batch_id)
    return undone


def _undo_of(preset: str) -> Callable[[Connection, Actor, int, datetime], UndoneImport]:
    if preset not in CUSTOMER_PRESETS:
        return _undo_tickets
    from deskapp.services.customer_import_undo import undo_customers

    return undo_customers


def _undo_tickets(tx: Connection, actor: Actor, batch_id: int, now: datetime) -> UndoneImport:
    restored, kept = _restore_fields(tx, actor, batch_id, now)
    made = _rows_of(batch_id, Verdict.NEW)
    whole = tx.execute(select(func.count()).select_from(made.subquery())).scalar_one()
    untouched = made.where(~_touched(_row.c.ticket_id))
    _mark_taken_back(tx, untouched)
    binned = tx.execute(
        update(_ticket)
        .where(_ticket.c.id.in_(untouched), _ticket.c.binned_at.is_(None))
        .values(binned_at=now, row_version=_ticket.c.row_version + 1)
    ).rowcount
    search_index.follow_bin(tx)
    return UndoneImport(batch_id, binned, restored, kept + whole - binned)


def _rows_of(batch_id: int, verdict: Verdict) -> Select[int]:
    return select(_row.c.ticket_id).where(_row.c.batch_id == batch_id, _row.c.outcome == verdict.value)


def _touched(ticket_id: ColumnElement[Any]) -> ColumnElement[bool]:
    """Whether people did anything with the ticket: each act of theirs leaves an audit row or a printing."""
    acts = exists().where(
        _audit.c.kind == TICKET, _audit.c.record_id == ticket_id, _audit.c.action.not_in((ACTION, UNDO))
    )
    return or_(acts, exists().where(schema.printing.c.ticket_id == ticket_id))


def _mark_taken_back(tx: Connection, tickets: Select[int]) -> None:
    """Let a later import of these records bring their tickets back instead of making new ones."""
    marked = _ref.c.fingerprint.startswith(TAKEN_BACK)
    mine = (_ref.c.kind == TICKET, _ref.c.record_id.in_(tickets), ~marked)
    tx.execute(update(_ref).where(*mine).values(fingerprint=literal(TAKEN_BACK) + _ref.c.fingerprint))


def _restore_fields(tx: Connection, actor: Actor, batch_id: int, now: datetime) -> tuple[int, int]:
    """Put changed fields back where they still hold what the import wrote; (tickets restored, kept)."""
    restored = kept = 0
    for audit_id, ticket_id in tx.execute(changes_of(tx, batch_id, TICKET)).all():
        done = _restore_ticket(tx, actor, audit_id, ticket_id, now)
        restored, kept = restored + done, kept + (not done)
    return restored, kept


def open_segment(tx: Connection, actor: Actor, now: datetime, batch_id: int) -> None:
    """Say in the history that the batch goes on, where another began since it was written to last."""
    if tx.execute(_OF_BATCHES.order_by(_audit.c.id.desc()).limit(1)).one().record_id != batch_id:
        audit.record(tx, actor, now, ACTION, (BATCH, batch_id))


def changes_of(tx: Connection, batch_id: int, kind: str) -> Select[int, int]:
    """The audit rows of the batch's changes: they lie between its own and the next of another import."""
    begun = list(tx.execute(_OF_BATCHES.order_by(_audit.c.id)))
    ends = [row.id for row in begun[1:]] + [_NEVER]
    own = [
        _audit.c.id.between(row.id, end)
        for row, end in zip(begun, ends, strict=True)
        if row.record_id == batch_id
    ]
    return select(_audit.c.id, _audit.c.record_id).where(
        _audit.c.kind == kind, _audit.c.action == ACTION, or_(*own)
    )


def _restore_ticket(tx: Connection, actor: Actor, audit_id: int, ticket_id: int, now: datetime) -> bool:
    """Whether any field of the ticket was put back."""
    values = select(schema.audit_value).where(schema.audit_value.c.audit_id == audit_id)
    wrote = {
        row.field: (_value(row.field, row.before), _value(row.field, row.after)) for row in tx.execute(values)
    }
    row = ticket_now(tx, ticket_id)
    if row is None:
        return False
    back = {name: before for name, (before, after) in wrote.items() if getattr(row, name) == after}
    if not back:
        return False
    changes = write_fields(tx, (ticket_id, row.item_id, row.device_id), back, now)
    audit.record(tx, actor, now, UNDO, (TICKET, ticket_id), changes)
    _remember(tx, ticket_id, back)
    return True


def _remember(tx: Connection, ticket_id: int, back: dict[str, Any]) -> None:
    """What stands in the fields that were put back is again what was imported last."""
    for ref_id, mark in tx.execute(
        select(_ref.c.id, _ref.c.fingerprint).where(_ref.c.kind == TICKET, _ref.c.record_id == ticket_id)
    ).all():
        bare = mark.removeprefix(TAKEN_BACK)
        renewed = mark[: len(mark) - len(bare)] + remarked(bare, back)
        tx.execute(update(_ref).where(_ref.c.id == ref_id).values(fingerprint=renewed))


def _value(name: str, plain: Any) -> Any:
    return datetime.fromisoformat(plain) if name in _MOMENTS and plain is not None else plain

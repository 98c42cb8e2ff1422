"""Taking an import of customers back, without touching what people did since."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, literal, select, update

from deskapp.domain.customer_import import CUSTOMER_FIELDS, customer_values
from deskapp.domain.import_plan import UndoneImport, Verdict, remarked
from deskapp.services.customer import read_customer
from deskapp.services.customer_import_rows import with_parts, write_draft
from deskapp.services.customer_parts import PARTS
from deskapp.services.customer_resolve import CUSTOMER, TAKEN_BACK
from deskapp.services.import_change import ACTION
from deskapp.services.import_undo import UNDO, changes_of
from deskapp.store import schema

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection, Select

    from deskapp.domain.actor import Actor
    from deskapp.domain.customer import CustomerDraft

_customer, _row, _ref, _audit = schema.customer, schema.import_row, schema.external_ref, schema.audit
_OWN = {"import_row", *(part.table.name for part in PARTS.values())}


def undo_customers(tx: Connection, actor: Actor, batch_id: int, now: datetime) -> UndoneImport:
    """Put the batch's customers into the bin and its changes back."""
    restored, kept = _restore_all(tx, actor, batch_id, now)
    made = select(_row.c.customer_id).where(_row.c.batch_id == batch_id, _row.c.outcome == Verdict.NEW.value)
    whole = tx.execute(select(func.count()).select_from(made.subquery())).scalar_one()
    untouched = select(_customer.c.id).where(_customer.c.id.in_(made), *_untouched())
    ids = list(tx.execute(untouched.where(_customer.c.binned_at.is_(None))).scalars())
    _mark_taken_back(tx, untouched)
    tx.execute(
        update(_customer)
        .where(_customer.c.id.in_(untouched), _customer.c.binned_at.is_(None))
        .values(binned_at=now, row_version=_customer.c.row_version + 1)
    )
    return UndoneImport(batch_id, len(ids), restored, kept + whole - len(ids), of_customers=True)


def _untouched() -> Iterator[ColumnElement[bool]]:
    """Nobody did anything with the customer, and nothing in the shop belongs to them."""
    yield _customer.c.merged_into.is_(None)
    for column in _references():
        yield _customer.c.id.not_in(select(column).where(column.is_not(None)))
    acts = select(_audit.c.record_id).where(
        _audit.c.kind == CUSTOMER, _audit.c.action.not_in((ACTION, UNDO)), _audit.c.record_id.is_not(None)
    )
    yield _customer.c.id.not_in(acts)


def _references() -> list[ColumnElement[Any]]:
    """The columns of all tables that name a customer, but for what an import writes itself."""
    return [
        key.parent
        for table in schema.metadata.sorted_tables
        if table.name not in _OWN
        for key in table.foreign_keys
        if key.column.table.name == _customer.name
    ]


def _mark_taken_back(tx: Connection, customers: Select[int]) -> None:
    """Let a later import of these records bring their customers back instead of making new ones."""
    mine = (_ref.c.kind == CUSTOMER, _ref.c.record_id.in_(customers))
    unmarked = ~_ref.c.fingerprint.startswith(TAKEN_BACK)
    tx.execute(
        update(_ref).where(*mine, unmarked).values(fingerprint=literal(TAKEN_BACK) + _ref.c.fingerprint)
    )


def _restore_all(tx: Connection, actor: Actor, batch_id: int, now: datetime) -> tuple[int, int]:
    """Put changed fields back where they still hold what the import wrote; (customers restored, kept)."""
    restored = kept = 0
    for audit_id, customer_id in tx.execute(changes_of(tx, batch_id, CUSTOMER)).all():
        done = _restore(tx, actor, audit_id, customer_id, now)
        restored, kept = restored + done, kept + (not done)
    return restored, kept


def _restore(tx: Connection, actor: Actor, audit_id: int, customer_id: int, now: datetime) -> bool:
    values = select(schema.audit_value).where(schema.audit_value.c.audit_id == audit_id)
    wrote = {row.field: (row.before, row.after) for row in tx.execute(values)}
    here = read_customer(tx, customer_id).draft
    draft = _before(here, wrote)
    if draft == here:
        return False
    write_draft(tx, actor, customer_id, draft, now=now, action=UNDO)
    _remember(tx, customer_id, draft)
    return True


def _before(here: CustomerDraft, wrote: dict[str, tuple[Any, Any]]) -> CustomerDraft:
    """What stood here, in the fields that nobody changed since."""
    old_parts, new_parts = wrote.get("parts", ({}, {}))
    then, now = with_parts(here, old_parts), with_parts(here, new_parts)
    back = {name: getattr(then, name) for name in old_parts if getattr(now, name) == getattr(here, name)}
    for name, (before, after) in wrote.items():
        if name == "tags" and " ".join(here.tags) == after:
            back["tags"] = tuple(before.split())
        elif name in CUSTOMER_FIELDS and name not in PARTS and getattr(here, name) == after:
            back[name] = before
    return replace(here, **back)


def _remember(tx: Connection, customer_id: int, draft: CustomerDraft) -> None:
    """What was put back is again what was imported last."""
    marks = select(_ref.c.id, _ref.c.fingerprint).where(
        _ref.c.kind == CUSTOMER, _ref.c.record_id == customer_id
    )
    values = dict(zip(CUSTOMER_FIELDS, customer_values(draft), strict=True))
    for ref_id, mark in tx.execute(marks).all():
        bare = mark.removeprefix(TAKEN_BACK)
        renewed = mark[: len(mark) - len(bare)] + remarked(bare, values, CUSTOMER_FIELDS)
        tx.execute(update(_ref).where(_ref.c.id == ref_id).values(fingerprint=renewed))

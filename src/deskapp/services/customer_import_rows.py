"""Writing imported customers: new ones in bulk straight to the driver, changed ones one by one."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, select, update

from deskapp.services import audit, rows
from deskapp.services.customer import index_customer, read_customer, row_values, search_texts
from deskapp.services.customer_parts import PARTS, change_parts, changed_parts
from deskapp.services.customer_resolve import CUSTOMER
from deskapp.services.import_rows import insert_into
from deskapp.store import schema, search_index
from deskapp.store.types import json_text, moment_text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from deskapp.domain.actor import Actor
    from deskapp.domain.customer import CustomerDraft

_customer, _ref = schema.customer, schema.external_ref
_REFS = insert_into(_ref, "system", "kind", "external_id", "record_id", "fingerprint")
_IMPORTED = ("phones", "emails", "addresses")
_PART_ROWS = {
    field: insert_into(PARTS[field].table, "customer_id", "position", *PARTS[field].columns)
    for field in _IMPORTED
}
_MARK = (
    update(_ref)
    .where(_ref.c.system == bindparam("of_system"), _ref.c.kind == CUSTOMER)
    .where(_ref.c.external_id == bindparam("of_id"))
    .values(fingerprint=bindparam("mark"))
)


def add_customers(
    tx: Connection, system: str, new: Sequence[tuple[str, str, CustomerDraft]], now: datetime
) -> list[int]:
    """Write new customers, each with its id in the system and its fingerprint; answers their ids here."""
    if not new:
        return []
    first = int(tx.execute(select(func.coalesce(func.max(_customer.c.id), 0))).scalar_one()) + 1
    ids = list(range(first, first + len(new)))
    drafts = [draft for _identity, _mark, draft in new]
    at = moment_text(now)
    values = [row_values(draft) | {"fields": json_text(draft.fields)} for draft in drafts]
    insert = insert_into(_customer, "id", "created_at", *values[0])
    tx.exec_driver_sql(insert, [(id_, at, *one.values()) for id_, one in zip(ids, values, strict=True)])
    for field, statement in _PART_ROWS.items():
        if made := _part_rows(field, ids, drafts):
            tx.exec_driver_sql(statement, made)
    refer(tx, system, [(identity, mark, id_) for id_, (identity, mark, _draft) in zip(ids, new, strict=True)])
    _index(tx, ids, drafts)
    return ids


def refer(tx: Connection, system: str, refs: Sequence[tuple[str, str, int]]) -> None:
    """Remember which records became which customers, and what they said: id, fingerprint, customer."""
    if refs:
        tx.exec_driver_sql(_REFS, [(system, CUSTOMER, identity, id_, mark) for identity, mark, id_ in refs])


def remark(tx: Connection, system: str, marks: Sequence[tuple[str, str]]) -> None:
    """Remember what known records say now: id and fingerprint."""
    if marks:
        tx.execute(
            _MARK, [{"of_system": system, "of_id": identity, "mark": mark} for identity, mark in marks]
        )


def take_out_of_bin(tx: Connection, ids: Sequence[int]) -> None:
    """Bring back customers whom an undone import had put into the bin."""
    for id_ in ids:
        rows.change(tx, _customer, id_, {"binned_at": None})


def write_draft(
    tx: Connection, actor: Actor, customer_id: int, new: CustomerDraft, *, now: datetime, action: str
) -> None:
    """Give a customer other values, with an audit row by which that can be taken back."""
    old = read_customer(tx, customer_id).draft
    values, shown = row_values(new), changed_parts(old, new)
    before, _step = rows.change(tx, _customer, customer_id, values, touch=bool(shown))
    change_parts(tx, customer_id, new, now)
    changes = {name: (value, values[name]) for name, value in before.items()} | shown
    if shown:
        changes["parts"] = (_raw(old, shown), _raw(new, shown))
    audit.record(tx, actor, now, action, (CUSTOMER, customer_id), changes)
    index_customer(tx, customer_id)


def with_parts(draft: CustomerDraft, raw: dict[str, list[list[str]]]) -> CustomerDraft:
    """The draft with phones, e-mails and addresses as an audit row keeps them."""
    made: dict[str, Any] = {
        field: tuple(PARTS[field].made(*values) for values in parts) for field, parts in raw.items()
    }
    return replace(draft, **made)


def _raw(draft: CustomerDraft, fields: Any) -> dict[str, list[list[Any]]]:
    return {field: _columns(field, draft) for field in fields}


def _columns(field: str, draft: CustomerDraft) -> list[list[Any]]:
    return [[getattr(one, name) for name in PARTS[field].columns] for one in getattr(draft, field)]


def _part_rows(field: str, ids: Sequence[int], drafts: Sequence[CustomerDraft]) -> list[tuple[Any, ...]]:
    return [
        (id_, place, *values)
        for id_, draft in zip(ids, drafts, strict=True)
        if getattr(draft, field)
        for place, values in enumerate(_columns(field, draft))
    ]


def _index(tx: Connection, ids: Sequence[int], drafts: Sequence[CustomerDraft]) -> None:
    texts = [search_texts(draft) for draft in drafts]
    search_index.add(
        tx, "customer_words", [(id_, words) for id_, (words, _phones) in zip(ids, texts, strict=True)]
    )
    search_index.add(
        tx, "customer_parts", [(id_, phones) for id_, (_words, phones) in zip(ids, texts, strict=True)]
    )

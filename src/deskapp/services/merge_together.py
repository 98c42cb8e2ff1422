"""Making one customer of two, inside a unit that is open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select

from deskapp.domain.merge import CHOSEN, join, lacking
from deskapp.errors import DeskError
from deskapp.i18n import _
from deskapp.services import audit, rows
from deskapp.services.customer import index_customer, read_customer, sort_name
from deskapp.services.customer_parts import PARTS
from deskapp.services.erased import check_not_erased
from deskapp.services.merge_moves import TICKET, move, tell_owners
from deskapp.services.merge_record import Merge, active_of, write
from deskapp.services.merged import living_id
from deskapp.services.ticket_act import touch
from deskapp.services.ticket_texts import index_texts
from deskapp.store import schema
from deskapp.store.statement import Reading, add_row, change_row

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import datetime

    from sqlalchemy import Connection

    from deskapp.domain.actor import Actor
    from deskapp.domain.customer import Customer, CustomerDraft
    from deskapp.domain.merge import Joined

_customer = schema.customer
_OWN = Reading(select(_customer.c.fields, _customer.c.payer_id).where(_customer.c.id == bindparam("id")))
MERGED, PARTED = "merge", "undo_merge"


def put_together(
    tx: Connection,
    actor: Actor,
    pair: tuple[int, int],
    choices: Mapping[str, int],
    now: datetime,
    *,
    again: Merge | None = None,
) -> int:
    """Merge the second of a pair into the first; answers the merge's id.

    `choices` names for a field whose value counts. `again` is the same merge, which was undone.
    """
    kept, gone = (_there(tx, one) for one in pair)
    new, joined = join(kept.draft, gone.draft, _taken(kept, gone, choices))
    fields = _fields(kept, gone, new)
    own = _own_fields(kept.draft, new)
    write_customer(
        tx, kept.id, new, {name: pair[1] for name, pair in fields.items()}, own_now(tx, kept.id, own, 1)
    )
    joined_rows = {field: add_rows(tx, kept.id, field, joined, again) for field in PARTS}
    merge = Merge(
        kept.id,
        gone.id,
        again.at if again else now,
        again.person_id if again else actor.person_id,
        max((one.turn for one in active_of(tx, kept.id)), default=0) + 1,
        fields,
        own,
        joined,
        joined_rows,
        move(tx, gone.id, kept.id),
        again.id if again else 0,
    )
    rows.change(tx, _customer, gone.id, {"binned_at": now, "merged_into": kept.id})
    merge_id = write(tx, merge)
    settle(tx, (kept.id,), merge.moved[TICKET])
    tell_owners(tx, merge.moved["device"], kept.id, now, actor.person_id, _("Customers merged"))
    changes: dict[str, Any] = {name: (before, after) for name, (before, after) in fields.items()}
    if own:
        changes["fields"] = (dict(kept.draft.fields), dict(new.fields))
    tell(tx, actor, now, MERGED, (kept.id, gone.id), merge.moved[TICKET], changes)
    return merge_id


def write_customer(
    tx: Connection, customer_id: int, draft: CustomerDraft, fields: dict[str, Any], own: dict[str, Any]
) -> None:
    """Write what a customer has only one of; `fields` are those that change."""
    lists = {"tags": " ".join(draft.tags), "note": draft.note, "sort_name": sort_name(draft)}
    rows.change(tx, _customer, customer_id, {**fields, **lists, "fields": own}, touch=True)


def own_now(tx: Connection, customer_id: int, changes: dict[str, list[Any]], side: int) -> dict[str, Any]:
    """The shop's own fields of a customer with changes, of which `side` 1 is what was put there."""
    row = _OWN.first(tx, id=customer_id)
    assert row is not None
    new = dict(row.fields)
    for key, pair in changes.items():
        if pair[side] is None:
            new.pop(key, None)
        else:
            new[key] = pair[side]
    return new


def settle(tx: Connection, customer_ids: Iterable[int], ticket_ids: Iterable[int]) -> None:
    """Write anew by what customers and tickets are found, and how tickets show their customer."""
    for customer_id in customer_ids:
        index_customer(tx, customer_id)
    for ticket_id in ticket_ids:
        index_texts(tx, ticket_id)


def tell(
    tx: Connection,
    actor: Actor,
    now: datetime,
    action: str,
    pair: tuple[int, int],
    ticket_ids: Iterable[int],
    changes: dict[str, Any],
) -> None:
    """Write to the history of both customers, and of the tickets that went from one to the other."""
    kept_id, gone_id = pair
    into = {"merged_into": (None, kept_id) if action == MERGED else (kept_id, None)}
    audit.record(tx, actor, now, action, ("customer", kept_id), changes)
    audit.record(tx, actor, now, action, ("customer", gone_id), into)
    went = {"customer_id": (gone_id, kept_id) if action == MERGED else (kept_id, gone_id)}
    for ticket_id in ticket_ids:
        audit.record(tx, actor, now, action, (TICKET, ticket_id), went)
        touch(tx, ticket_id, now)


def _there(tx: Connection, customer_id: int) -> Customer:
    customer = read_customer(tx, customer_id)
    check_not_erased(tx, customer_id)
    if (now := living_id(tx, customer_id)) != customer_id:
        message = _("{name} was merged into {other} already.")
        raise DeskError(message.format(name=customer.name, other=read_customer(tx, now).name))
    if customer.binned:
        raise DeskError(_("{name} is in the bin; restore them first.").format(name=customer.name))
    return customer


def _taken(kept: Customer, gone: Customer, choices: Mapping[str, int]) -> frozenset[str]:
    """The fields that the one who goes gives: those chosen, and what the other lacks; nobody pays himself."""
    taken = {name for name, chosen in choices.items() if chosen == gone.id}
    taken |= lacking(kept.draft, gone.draft) - choices.keys()
    return frozenset(taken - {"payer_id"} if gone.draft.payer_id in {kept.id, gone.id} else taken)


def _fields(kept: Customer, gone: Customer, new: CustomerDraft) -> dict[str, list[Any]]:
    changed = {name: [getattr(kept.draft, name), getattr(new, name)] for name in CHOSEN}
    fields = {name: pair for name, pair in changed.items() if pair[0] != pair[1]}
    if new.payer_id == gone.id:
        fields["payer_id"] = [kept.draft.payer_id, None]
    return fields


def _own_fields(kept: CustomerDraft, new: CustomerDraft) -> dict[str, list[Any]]:
    """The shop's own fields that change: what stood there and what is put there, None for nothing."""
    pairs = {key: [kept.fields.get(key), new.fields.get(key)] for key in {**kept.fields, **new.fields}}
    return {key: pair for key, pair in pairs.items() if pair[0] != pair[1]}


def add_rows(
    tx: Connection, kept_id: int, field: str, joined: Joined, again: Merge | None = None
) -> list[int]:
    """Write what joins behind what is there; rows that left with the undoing of this merge come back."""
    part, ids = PARTS[field], list[int]()
    left = list(again.rows[field]) if again else []
    place = len(part.rows(tx, kept_id))
    for value in getattr(joined, field):
        columns = {name: getattr(value, name) for name in part.columns}
        row_id = next((one for one in left if _is_left(tx, part.table, one, columns)), 0)
        if row_id:
            left.remove(row_id)
            change_row(tx, part.table, row_id, {"binned_at": None})
        else:
            new = {"customer_id": kept_id, "position": place + len(ids), **columns}
            row_id = add_row(tx, part.table, new)
        ids.append(row_id)
    return ids


def _is_left(tx: Connection, table: Any, row_id: int, columns: dict[str, Any]) -> bool:
    row = tx.execute(select(table).where(table.c.id == row_id, table.c.binned_at.is_not(None))).first()
    return row is not None and all(getattr(row, name) == value for name, value in columns.items())

"""What a merge that was undone left of one customer with the other: rows that went, and old values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, or_, select

from deskapp.services.customer_parts import PARTS
from deskapp.services.merge_together import MERGED, PARTED
from deskapp.store import schema

if TYPE_CHECKING:
    from collections.abc import Collection
    from typing import Any

    from sqlalchemy import Connection

_merge, _audit, _value = schema.customer_merge, schema.audit, schema.audit_value


def acts_with_others(connection: Connection, kept_ids: Collection[int]) -> set[int]:
    """Acts in the history of customers whose values are also those of somebody who left them again."""
    undone = select(_merge).where(_merge.c.kept_id.in_(kept_ids), _merge.c.undone_at.is_not(None))
    found = set[int]()
    for row in connection.execute(undone.where(_merge.c.gone_id.not_in(kept_ids))):
        found |= _acts(connection, row)
    return found


def forget_left(tx: Connection, gone_ids: Collection[int]) -> int:
    """Delete what customers left with others; answers how many rows and values that were."""
    number = 0
    undone = select(_merge).where(_merge.c.gone_id.in_(gone_ids), _merge.c.undone_at.is_not(None))
    for row in tx.execute(undone.where(_merge.c.kept_id.not_in(gone_ids))).all():
        for name, ids in row.detail.get("rows", {}).items():
            table = PARTS[name].table
            left = (table.c.id.in_(ids), table.c.binned_at.is_not(None))
            number += tx.execute(delete(table).where(*left)).rowcount
        number += tx.execute(delete(_value).where(_value.c.audit_id.in_(_acts(tx, row)))).rowcount
    return number


def _acts(connection: Connection, merge: Any) -> set[int]:
    """The merge and its undoing, and what was done to the customer between them."""
    between = (_audit.c.at > merge.at) & (_audit.c.at < merge.undone_at)
    itself = _audit.c.action.in_((MERGED, PARTED)) & _audit.c.at.between(merge.at, merge.undone_at)
    theirs = (_audit.c.kind == "customer", _audit.c.record_id == merge.kept_id)
    return {*connection.execute(select(_audit.c.id).where(*theirs, or_(between, itself))).scalars()}

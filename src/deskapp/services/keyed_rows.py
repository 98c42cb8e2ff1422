"""Short lists of rows with keys, kept whole: what is new is added, what is gone goes to the bin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from deskapp.domain.field import key_of
from deskapp.services import rows

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from sqlalchemy import Connection, Table

    from deskapp.domain.undo import UndoStep


def keep(tx: Connection, table: Table, wanted: Sequence[dict[str, Any]], now: datetime) -> Iterator[UndoStep]:
    """Bring the rows of a table to the wanted ones, in their order; answers what it takes back.

    A row without a key gets one made from its label: that of a binned row with that label, which then
    comes back with what records hold under it.
    """
    stored = {row.key: row for row in tx.execute(select(table))}
    named: set[str] = {values["key"] for values in wanted}
    for position, values in enumerate(wanted):
        key = values["key"] or _key(values, stored, named)
        named.add(key)
        yield from _keep_one(tx, table, stored.get(key), {**values, "key": key, "position": position}, now)
    for key, row in stored.items():
        if key not in named and row.binned_at is None:
            yield rows.change(tx, table, row.id, {"binned_at": now})[1]


def _key(values: dict[str, Any], stored: dict[str, Any], named: set[str]) -> str:
    for key, row in stored.items():
        gone = row.binned_at is not None and key not in named
        if gone and row.label == values["label"]:
            return key
    return key_of(values["label"], {*stored, *named})


def _keep_one(
    tx: Connection, table: Table, row: Any, values: dict[str, Any], now: datetime
) -> Iterator[UndoStep]:
    if row is None:
        yield rows.add(tx, table, values, now)[1]
        return
    before, step = rows.change(tx, table, row.id, {**values, "binned_at": None})
    if before:
        yield step

"""Writing rows so that every change checks the version it was made against and can be taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select, update

from deskapp.domain.undo import UndoStep
from deskapp.errors import NotFound, StaleWrite
from deskapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import Connection, RowMapping, Table


def add(tx: Connection, table: Table, values: Mapping[str, Any], now: datetime) -> tuple[int, UndoStep]:
    """Insert a row; taking that back puts it in the bin."""
    result = tx.execute(insert(table), dict(values))
    primary_key = result.inserted_primary_key
    assert primary_key is not None
    row_id = int(primary_key[0])
    return row_id, UndoStep(table.name, row_id, {"binned_at": now}, {**values, "binned_at": None})


def change(
    tx: Connection,
    table: Table,
    row_id: int,
    values: Mapping[str, Any],
    expected_version: int | None = None,
    *,
    touch: bool = False,
) -> tuple[dict[str, Any], UndoStep]:
    """Update a row and answer what it held before; a stale version is refused with what stands there now.

    With `touch` the version grows even when no column changes, because something of the record
    that lies in other rows does.
    """
    row = _read(tx, table, row_id)
    if expected_version is not None and row["row_version"] != expected_version:
        message = _("This was changed elsewhere since you opened it; look at the new values and try again.")
        raise StaleWrite(message, {name: row[name] for name in values})
    before = {name: row[name] for name, value in values.items() if row[name] != value}
    after = {name: values[name] for name in before}
    if before or touch:
        renewed = {**after, "row_version": row["row_version"] + 1}
        tx.execute(update(table).where(table.c.id == row_id).values(**renewed))
    return before, UndoStep(table.name, row_id, before, after)


def restore(tx: Connection, table: Table, step: UndoStep) -> UndoStep:
    """Put back what a row held, unless somebody changed it since; answers how to do it again."""
    row = _read(tx, table, step.id)
    if any(row[name] != value for name, value in step.after.items()):
        message = _("This was changed again since; it cannot be taken back any more.")
        raise StaleWrite(message, {name: row[name] for name in step.after})
    return change(tx, table, step.id, step.before, touch=True)[1]


def _read(tx: Connection, table: Table, row_id: int) -> RowMapping:
    row = tx.execute(select(table).where(table.c.id == row_id)).mappings().first()
    if row is None:
        raise NotFound(_("That record is no longer in the shop file."))
    return row

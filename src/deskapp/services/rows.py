"""Writing rows so that every change checks the version it was made against and can be taken back."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select

from deskapp.domain.undo import UndoStep
from deskapp.errors import NotFound, StaleWrite
from deskapp.i18n import _
from deskapp.store.statement import Reading, add_row, change_row

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import Connection, Table


_ONLY_GROWS = {"updated_at"}  # taking back a later act does not bring it back


def add(tx: Connection, table: Table, values: Mapping[str, Any], now: datetime) -> tuple[int, UndoStep]:
    """Insert a row; taking that back puts it in the bin."""
    row_id = add_row(tx, table, values)
    held = {name: value for name, value in values.items() if name not in _ONLY_GROWS}
    return row_id, UndoStep(table.name, row_id, {"binned_at": now}, {**held, "binned_at": None})


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
    if expected_version is not None and row.row_version != expected_version:
        message = _("This was changed elsewhere since you opened it; look at the new values and try again.")
        raise StaleWrite(message, {name: getattr(row, name) for name in values})
    return change_known(tx, table, row, values, touch=touch)


def change_known(
    tx: Connection, table: Table, row: Any, values: Mapping[str, Any], *, touch: bool = False
) -> tuple[dict[str, Any], UndoStep]:
    """Update a row that this unit has just read; `row` answers its columns by name."""
    before = {name: old for name, value in values.items() if (old := getattr(row, name)) != value}
    after = {name: values[name] for name in before}
    if before or touch:
        change_row(tx, table, row.id, {**after, "row_version": row.row_version + 1})
    return before, UndoStep(table.name, row.id, before, after)


def restore(tx: Connection, table: Table, step: UndoStep) -> UndoStep:
    """Put back what a row held, unless somebody changed it since; answers how to do it again."""
    row = _read(tx, table, step.id)
    if any(getattr(row, name) != value for name, value in step.after.items()):
        message = _("This was changed again since; it cannot be taken back any more.")
        raise StaleWrite(message, {name: getattr(row, name) for name in step.after})
    return change_known(tx, table, row, step.before, touch=True)[1]


def _read(tx: Connection, table: Table, row_id: int) -> Any:
    row = _reading(table).first(tx, row_id=row_id)
    if row is None:
        raise NotFound(_("That record is no longer in the shop file."))
    return row


@lru_cache
def _reading(table: Table) -> Reading:
    return Reading(select(table).where(table.c.id == bindparam("row_id")))

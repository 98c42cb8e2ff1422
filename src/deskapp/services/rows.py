"""Writing rows so that every change checks the version it was made against and can be taken back."""

from __future__ import annotations

from dataclasses import replace
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


def add(
    tx: Connection,
    table: Table,
    values: Mapping[str, Any],
    now: datetime,
    derived: Mapping[str, Any] | None = None,
) -> tuple[int, UndoStep]:
    """Insert a row; taking that back puts it in the bin.

    `derived` are columns that come from other rows, so that they may change before it is taken back.
    """
    row_id = add_row(tx, table, {**values, **derived} if derived else values)
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
    """Put back what a row held, unless somebody changed it since; answers how to do it again.

    That can be done as long as the row holds all that it holds then, not only what goes back: a row
    that was added may be changed once it is there again.
    """
    row = _read(tx, table, step.id)
    theirs = {name: now for name, value in step.after.items() if (now := getattr(row, name)) != value}
    if theirs:
        raise StaleWrite(_("This was changed again since; it cannot be taken back any more."), theirs)
    redo = change_known(tx, table, row, step.before, touch=True)[1]
    return replace(redo, after={**step.after, **redo.after})


def _read(tx: Connection, table: Table, row_id: int) -> Any:
    row = _reading(table).first(tx, row_id=row_id)
    if row is None:
        raise NotFound(_("That record is no longer in the shop file."))
    return row


@lru_cache
def _reading(table: Table) -> Reading:
    return Reading(select(table).where(table.c.id == bindparam("row_id")))

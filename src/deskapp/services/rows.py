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

    from sqlalchemy import Connection, Table


def add(tx: Connection, table: Table, values: Mapping[str, Any], now: datetime) -> tuple[int, UndoStep]:
    """Insert a row; taking that back puts it in the bin."""
    result = tx.execute(insert(table), dict(values))
    primary_key = result.inserted_primary_key
    assert primary_key is not None
    row_id = int(primary_key[0])
    return row_id, UndoStep(table.name, row_id, {"binned_at": now}, 1)


def change(
    tx: Connection, table: Table, row_id: int, values: Mapping[str, Any], expected_version: int | None = None
) -> tuple[dict[str, Any], UndoStep]:
    """Update a row and answer what it held before; a stale version is refused with what stands there now."""
    row = tx.execute(select(table).where(table.c.id == row_id)).mappings().first()
    if row is None:
        raise NotFound(_("That record is no longer in the shop file."))
    if expected_version is not None and row["row_version"] != expected_version:
        message = _("This was changed elsewhere since you opened it; look at the new values and try again.")
        raise StaleWrite(message, {name: row[name] for name in values})
    before = {name: row[name] for name, value in values.items() if row[name] != value}
    version = row["row_version"]
    if before:
        version += 1
        changed = {name: values[name] for name in before}
        tx.execute(update(table).where(table.c.id == row_id).values(**changed, row_version=version))
    return before, UndoStep(table.name, row_id, before, version)

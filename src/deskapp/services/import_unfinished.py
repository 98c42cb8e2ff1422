"""Remembering how far an import is while it is written unit by unit, so that what is cut off is told.

The mark is a row of the batch that goes with the last unit; until then it says how to go on.
"""

from __future__ import annotations

import json
import os
import time
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select, update

from deskapp.domain.import_plan import CUSTOMER_PRESETS
from deskapp.domain.import_unfinished import UnfinishedImport
from deskapp.store import schema

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection

UNDER_WAY = "under_way"
SILENT_SECONDS = 20.0
"""After so long without a sign of another program its import counts as cut off."""

_row, _batch = schema.import_row, schema.import_batch
_IS_MARK = _row.c.outcome == UNDER_WAY


def begin(tx: Connection, batch: int, lines: int, way: Mapping[str, Any], *, last_id: int = 0) -> None:
    """The batch has more units than this one."""
    said = {"lines": lines, "last_id": last_id, "way": dict(way), **_sign()}
    values = {"batch_id": batch, "row": 0, "outcome": UNDER_WAY, "problem": json.dumps(said)}
    tx.execute(insert(_row), values)


def reach(tx: Connection, batch: int, line: int) -> None:
    """All up to this line, or so many tickets, are in the unit that is being written."""
    said = _said(tx, batch)
    if said is not None:
        tx.execute(update(_row).where(_of(batch)).values(row=line, problem=json.dumps(said | _sign())))


def end(tx: Connection, batch: int) -> None:
    """The batch is whole, or taken back whole."""
    tx.execute(delete(_row).where(_of(batch)))


def unfinished(connection: Connection, own: int = 0) -> UnfinishedImport | None:
    """The newest import that was cut off; not `own`, which goes on here, nor what another program writes."""
    asked = (
        select(*(_row.c[name] for name in ("batch_id", "row", "problem")))
        .add_columns(*(_batch.c[name] for name in ("file_name", "sha256", "preset")))
        .join(_batch, _batch.c.id == _row.c.batch_id)
        .where(_IS_MARK, _batch.c.undone_at.is_(None), _batch.c.id != own)
        .order_by(_batch.c.id.desc())
    )
    for batch, line, said, name, digest, preset in connection.execute(asked):
        mark = _read(said)
        if not _goes_on(mark):
            lines, last_id = int(mark.get("lines", line)), int(mark.get("last_id", 0))
            way, of_customers = mark.get("way", {}), preset in CUSTOMER_PRESETS
            return UnfinishedImport(batch, name, digest, line, lines, last_id, way, of_customers=of_customers)
    return None


def _of(batch: int) -> Any:
    return (_row.c.batch_id == batch) & _IS_MARK


def _said(connection: Connection, batch: int) -> dict[str, Any] | None:
    said = connection.execute(select(_row.c.problem).where(_of(batch))).scalar()
    return None if said is None else _read(said)


def _read(said: str) -> dict[str, Any]:
    """What the mark says; an erasure may have blacked a part of it out, and then it cannot go on."""
    try:
        mark = json.loads(said)
    except ValueError:
        return {}
    return mark if isinstance(mark, dict) else {}


def _sign() -> dict[str, Any]:
    return {"at": time.time(), "by": os.getpid()}


def _goes_on(mark: dict[str, Any]) -> bool:
    """Whether another program may be writing it just now."""
    if mark.get("by") == os.getpid() or not 0 <= time.time() - mark.get("at", 0) < SILENT_SECONDS:
        return False
    return os.name != "posix" or _is_alive(int(mark.get("by", 0)))


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)  # asks, and does nothing
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return process > 0

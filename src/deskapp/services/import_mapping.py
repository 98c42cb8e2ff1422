"""The mappings of columns that were said by hand, each found again by the set of a file's headers."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from deskapp.domain import text
from deskapp.domain.import_mapping import CUSTOMERS, LONGEST_NAME, KeptMapping
from deskapp.domain.undo import Done, Undo
from deskapp.errors import Invalid, NotFound
from deskapp.i18n import _
from deskapp.services import audit, rows
from deskapp.store import schema

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from sqlalchemy import Connection

    from deskapp.clock import Clock
    from deskapp.domain.actor import Actor
    from deskapp.store.engine import ShopFile

_mapping = schema.import_mapping
_KIND = _mapping.name


class ImportMappings:
    """The mappings that one shop file keeps."""

    def __init__(self, file: ShopFile, clock: Clock) -> None:
        self._file = file
        self._clock = clock

    def list(self, actor: Actor) -> tuple[KeptMapping, ...]:
        """All of them, the newest first."""
        there = select(_mapping).where(_mapping.c.binned_at.is_(None))
        with self._file.read() as connection:
            found = map(_of, connection.execute(there))
            return tuple(sorted(found, key=lambda one: one.at, reverse=True))

    def find(self, actor: Actor, headers: Iterable[str]) -> KeptMapping | None:
        """The one for files with these columns, in any order."""
        with self._file.read() as connection:
            return _with(connection, headers)

    def keep(self, actor: Actor, name: str, columns: Mapping[str, str]) -> Done[KeptMapping]:
        """Remember which column fills which field; a file with these columns has only one mapping."""
        now = self._clock.now()
        detail = {"columns": dict(columns), "at": now.isoformat()}
        with self._file.write() as tx:
            if known := _with(tx, columns):
                mapping_id = known.id
                _before, step = rows.change(tx, _mapping, mapping_id, {"mapping": detail})
            else:
                values = {"name": _name(name), "kind": CUSTOMERS, "headers": sorted(set(columns))}
                mapping_id, step = rows.add(tx, _mapping, {**values, "mapping": detail}, now)
            audit.record(tx, actor, now, "keep", (_KIND, mapping_id))
            kept = _read(tx, mapping_id)
            return Done(kept, Undo(_("Remembered the columns of “{name}”").format(name=kept.name), (step,)))

    def rename(self, actor: Actor, mapping_id: int, name: str) -> Done[KeptMapping]:
        """Call a mapping by another name."""
        now, clean = self._clock.now(), _name(name)
        with self._file.write() as tx:
            before, step = rows.change(tx, _mapping, mapping_id, {"name": clean})
            if before:
                audit.record(tx, actor, now, "edit", (_KIND, mapping_id), {"name": (before["name"], clean)})
            undo = Undo(_("Renamed the columns to “{name}”").format(name=clean), (step,))
            return Done(_read(tx, mapping_id), undo)

    def bin(self, actor: Actor, mapping_id: int) -> Done[KeptMapping]:
        """Forget a mapping; files of that kind are found out anew."""
        now = self._clock.now()
        with self._file.write() as tx:
            kept = _read(tx, mapping_id)
            _before, step = rows.change(tx, _mapping, mapping_id, {"binned_at": now})
            audit.record(tx, actor, now, "bin", (_KIND, mapping_id))
            return Done(kept, Undo(_("Forgot the columns of “{name}”").format(name=kept.name), (step,)))


def _with(connection: Connection, headers: Iterable[str]) -> KeptMapping | None:
    asked = select(_mapping).where(
        _mapping.c.kind == CUSTOMERS,
        _mapping.c.headers == sorted(set(headers)),
        _mapping.c.binned_at.is_(None),
    )
    row = connection.execute(asked.order_by(_mapping.c.id.desc()).limit(1)).first()
    return _of(row) if row is not None else None


def _read(connection: Connection, mapping_id: int) -> KeptMapping:
    row = connection.execute(select(_mapping).where(_mapping.c.id == mapping_id)).first()
    if row is None:
        raise NotFound(_("These columns are not remembered any more."))
    return _of(row)


def _of(row: Any) -> KeptMapping:
    at = datetime.fromisoformat(row.mapping["at"])
    return KeptMapping(row.id, row.name, row.mapping["columns"], at, row.row_version)


def _name(name: str) -> str:
    clean = text.line(name, "name", LONGEST_NAME)
    if not clean:
        raise Invalid(_("Columns that are remembered need a name."), "name")
    return clean

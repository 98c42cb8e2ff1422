"""Rows of a damaged file put into a sound one: cleaned, patched from indexes, and without loose ends."""

from __future__ import annotations

import json
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from deskapp.domain.actor import Role
from deskapp.domain.number import code_of
from deskapp.domain.status import SEEDED
from deskapp.domain.ticket_row import Priority
from deskapp.i18n import _
from deskapp.store import schema
from deskapp.store.types import Exact, JsonText, Moment

if TYPE_CHECKING:
    from collections.abc import Iterable

    from deskapp.store.salvage import Wreck

_MADE_ANEW = {"alembic_version", "ticket_run"}
_MEANINGS = {status.key: status.meaning.value for status in SEEDED}
_OPEN_ENDED = {"line", "status_step"}  # whose item may be another one of the ticket
_ROUNDS = 20


class Filler:
    """Fills a file of the same schema, in the unit that is open there with foreign keys off."""

    def __init__(self, driver: Any, wreck: Wreck) -> None:
        self._driver, self._wreck = driver, wreck
        self._columns = {name: self._of(name) for (name,) in driver.execute(_TABLES).fetchall()}
        self.found: dict[str, int] = {}
        self.lost: dict[str, int] = {}
        self.patched: tuple[str, ...] = ()
        self._lost_tickets: dict[int, dict[str, Any]] = {}

    def takes(self, table: str) -> bool:
        """Whether that table is filled from the damaged one."""
        return table in self._columns and table not in _MADE_ANEW

    def fill(self, table: str) -> None:
        """Bring over the rows of a table."""
        known = self._wreck.known_of(table)
        for row in self._wreck.rows(table):
            key = row.get("id")
            if self._put(table, row) and isinstance(key, int):
                known.pop(key, None)
        if known:
            self.lost[table] = len(known)
        if table == "ticket":
            self._lost_tickets = known

    def patch_tickets(self) -> None:
        """Make tickets whose rows are lost of what the indexes knew of them; their texts lie elsewhere."""
        patched = []
        for row_id, values in sorted(self._lost_tickets.items()):
            if "number" not in values:
                continue
            row = {"id": row_id, "priority": "normal", **self._supposed(row_id), **values}
            row |= {
                "code": code_of(str(row["number"])),
                "meaning": _MEANINGS.get(str(row["status"]), "active"),
            }
            if self._put("ticket", row):
                patched.append((row_id, str(row["number"])))
        for row_id, _number in patched:
            del self._lost_tickets[row_id]
        self.patched = tuple(number for _id, number in patched)
        self.lost["ticket"] = len(self._lost_tickets)

    def _supposed(self, ticket_id: int) -> dict[str, Any]:
        """What other rows say of a ticket: where it stands, and when it came."""
        status = self._driver.execute(_STANDS, (ticket_id,)).fetchone() or ("received",)
        came = self._driver.execute(_CAME, (ticket_id, ticket_id)).fetchone()
        return {"status": status[0], "received_at": came[0]}

    def missing_numbers(self) -> tuple[str, ...]:
        """The numbers of the tickets that are lost, as far as they are known."""
        return tuple(sorted(str(row["number"]) for row in self._lost_tickets.values() if "number" in row))

    def mend_references(self) -> None:
        """Let nothing point to what is lost: give up the reference, or a row that needs it."""
        self._stand_in_items()
        for _round in range(_ROUNDS):
            loose = self._driver.execute("PRAGMA foreign_key_check").fetchall()
            for table, rowid, _parent, which in loose:
                self._mend(table, rowid, which)
            if not loose:
                return

    def _stand_in_items(self) -> None:
        """A ticket has an item at least."""
        bare = (
            "SELECT id, status, meaning, closed_at FROM ticket WHERE id NOT IN (SELECT ticket_id FROM item)"
        )
        for ticket_id, status, meaning, closed_at in self._driver.execute(bare).fetchall():
            fault = _("(lost when the file was damaged)")
            row = {"ticket_id": ticket_id, "position": 1, "fault": fault, "status": status}
            if self._put("item", {**row, "meaning": meaning, "closed_at": closed_at}):
                self.found["item"] -= 1

    def _mend(self, table: str, rowid: int, which: int) -> None:
        keys = self._driver.execute(f'PRAGMA foreign_key_list("{table}")').fetchall()
        column = next(row[3] for row in keys if row[0] == which)
        if not self._columns[table][column]["required"]:
            self._driver.execute(f'UPDATE "{table}" SET "{column}" = NULL WHERE rowid = ?', (rowid,))  # noqa: S608  names of the schema
        elif not (table in _OPEN_ENDED and column == "item_id" and self._other_item(table, rowid)):
            self._driver.execute(f'DELETE FROM "{table}" WHERE rowid = ?', (rowid,))  # noqa: S608  as above
            self.found[table] -= 1
            self.lost[table] = self.lost.get(table, 0) + 1

    def _other_item(self, table: str, rowid: int) -> bool:
        """Hang a line or a step on the first item that its ticket still has."""
        item = f'SELECT min(id) FROM item WHERE ticket_id = "{table}".ticket_id'  # noqa: S608  as above
        there = f'UPDATE "{table}" SET item_id = ({item}) WHERE rowid = ? AND ({item}) IS NOT NULL'  # noqa: S608  as above
        return bool(self._driver.execute(there, (rowid,)).rowcount)

    def _put(self, table: str, row: dict[str, Any]) -> bool:
        columns = self._columns[table]
        clean = _clean(table, {name: value for name, value in row.items() if name in columns})
        for name, facts in columns.items():
            if clean.get(name) is None and facts["required"]:
                clean.pop(name, None)  # the file's own default, where there is one
        names, places = ", ".join(f'"{name}"' for name in clean), ", ".join("?" * len(clean))
        sql = f'INSERT OR IGNORE INTO "{table}" ({names}) VALUES ({places})'  # noqa: S608  as above
        done = bool(self._driver.execute(sql, [*clean.values()]).rowcount == 1)
        self.found[table] = self.found.get(table, 0) + done
        return done

    def _of(self, table: str) -> dict[str, dict[str, bool]]:
        rows: Iterable[Any] = self._driver.execute(f'PRAGMA table_info("{table}")').fetchall()
        return {row[1]: {"required": bool(row[3])} for row in rows}


_STANDS = "SELECT status FROM item WHERE ticket_id = ? ORDER BY position LIMIT 1"
_CAME = (
    "SELECT coalesce((SELECT min(at) FROM status_step WHERE ticket_id = ?),"
    " (SELECT received_at FROM ticket WHERE id < ? ORDER BY id DESC LIMIT 1), '1970-01-01T00:00:00+00:00')"
)
_TABLES = (
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'"
    " AND name NOT LIKE 'sqlite_%' AND name NOT GLOB '*_words_*' AND name NOT GLOB '*_parts_*'"
    " AND name <> 'row_hash'"
)


def _clean(table: str, row: dict[str, Any]) -> dict[str, Any]:
    """A row whose values mean something: what is none of its kind is left out."""
    known = schema.metadata.tables.get(table)
    clean = {}
    for name, value in row.items():
        kind = known.c[name].type if known is not None and name in known.c else None
        said = value.replace("\x00", "") if isinstance(value, str) else value
        clean[name] = said if said is None or kind is None or _means(kind, said) else None
    if clean.get("role", Role.OWNER.value) not in set(Role):
        clean["role"] = None
    if clean.get("priority", Priority.NORMAL.value) not in set(Priority):
        clean["priority"] = Priority.NORMAL.value
    return clean


def _means(kind: object, value: Any) -> bool:
    try:
        if isinstance(kind, JsonText):
            json.loads(value)
        elif isinstance(kind, Moment) and value:
            datetime.fromisoformat(value)
        elif isinstance(kind, Exact):
            Decimal(value)
    except (ValueError, TypeError, InvalidOperation, RecursionError):
        return False
    return True

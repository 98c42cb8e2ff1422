"""The append-only history of who changed what: a hash chain over ids, field names and salted hashes.

Personal values lie apart, with their salt, so that erasing a person leaves the chain valid.
"""

from __future__ import annotations

import hashlib
import json
import os
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from deskapp.store import schema
from deskapp.store.kept import keep, kept
from deskapp.store.statement import Reading, add_row
from deskapp.store.types import JsonSpelled, json_text, moment_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Connection, Row

    from deskapp.domain.actor import Actor
    from deskapp.store.statement import Unit

SALVAGE, GAPS = "salvage", "gaps"
_SPELLED = json.JSONEncoder(ensure_ascii=False)
_COLUMNS = ("at", "person_id", "role", "source", "action", "kind", "record_id", "fields")
_LAST = Reading(select(schema.audit.c.chain).order_by(schema.audit.c.id.desc()).limit(1))


def record(
    tx: Connection,
    actor: Actor,
    at: datetime,
    action: str,
    target: tuple[str, int | None],
    changes: Mapping[str, tuple[Any, Any]] | None = None,
) -> None:
    """Append one act; `target` is the kind of record and its id, `changes` holds before and after."""
    values = [
        {"field": field, "salt": os.urandom(8).hex(), "before": _plain(before), "after": _plain(after)}
        for field, (before, after) in (changes or {}).items()
    ]
    row = {
        "at": at,
        "person_id": actor.person_id,
        "role": actor.role.value,
        "source": actor.source.value,
        "action": action,
        "kind": target[0],
        "record_id": target[1],
        "fields": {value["field"]: _hash(value["salt"], value["after"]) for value in values},
    }
    row["chain"], spelled = _chained(_last_chain(tx), row)
    audit_id = add_row(tx, schema.audit, {**row, "fields": spelled})
    keep(tx, _last_chain, row["chain"])
    for value in values:
        add_row(tx, schema.audit_value, {"audit_id": audit_id, **value})


@kept
def _last_chain(tx: Unit) -> str:
    """What the next row stands behind; nobody else can add one while this unit writes."""
    return _LAST.value(tx) or ""


def chain(previous: str, row: Mapping[str, Any]) -> str:
    """The chain value of a row behind `previous`."""
    return _chained(previous, row)[0]


def _chained(previous: str, row: Mapping[str, Any]) -> tuple[str, JsonSpelled]:
    """The chain value, over a list as JSON, and the fields at its end as they lie in the file."""
    who_and_what = _spelled(*(row[name] for name in _COLUMNS[1:-2]))
    fields = JsonSpelled(json_text(row["fields"]))
    content = f'["{moment_text(row["at"])}",{who_and_what},{json_text(row["record_id"])},{fields}]'
    return hashlib.sha256(f"{previous}{content}".encode()).hexdigest(), fields


@lru_cache(maxsize=256, typed=True)  # a day knows few people and few kinds of acts
def _spelled(*values: str | int | None) -> str:
    """Some values as they stand within a list as JSON."""
    return json_text(values)[1:-1]


def first_broken(tx: Connection) -> int | None:
    """The id of the first audit row whose chain does not fit, or None when all do.

    Where rows are lost that a damaged file held, the row of its salvage says so.
    """
    known = _known_gaps(tx)
    return next((one for one in gaps(tx) if one not in known), None)


def gaps(tx: Connection) -> list[int]:
    """The ids of the rows that do not follow from the row before."""
    found, previous = [], ""
    rows: list[Row[Any]] = list(tx.execute(select(schema.audit).order_by(schema.audit.c.id)))
    for row in rows:
        if row.chain != chain(previous, row._asdict()):
            found.append(int(row.id))
        previous = row.chain
    return found


def _known_gaps(tx: Connection) -> set[int]:
    """What a salvage wrote down, as long as it is what its row in the chain stands for."""
    row, value = schema.audit, schema.audit_value
    mine = select(row.c.fields, value.c.salt, value.c.after).join(value, value.c.audit_id == row.c.id)
    found = tx.execute(mine.where(row.c.action == SALVAGE, value.c.field == GAPS))
    return {
        one for fields, salt, after in found if fields.get(GAPS) == _hash(salt, after) for one in after or ()
    }


def _hash(salt: str, value: object) -> str:
    return hashlib.sha256((salt + _SPELLED.encode(value)).encode()).hexdigest()[:32]


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return moment_text(value)
    if isinstance(value, Decimal | date):
        return str(value)
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    return value

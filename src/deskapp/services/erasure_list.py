"""Who was erased, in a small file beside the shop file: a backup that is restored knows nothing of it.

It holds ids and moments and never a name. `since` is when a customer was written down, so that somebody
else who got the same number in an older copy of the shop is left alone.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from deskapp.domain.privacy import ErasureNote
from deskapp.errors import DeskError
from deskapp.i18n import _
from deskapp.store import schema
from deskapp.store.types import moment_text
from deskapp.whole_file import write_whole

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection

ENDING = ".erased"
_customer, _shop = schema.customer, schema.shop


def list_of(path: Path) -> Path:
    """Where the list of a shop file lies."""
    return path.with_name(path.name + ENDING)


def read_list(path: Path) -> tuple[ErasureNote, ...]:
    """What the list beside a shop file says; raises `DeskError` where it cannot be read."""
    file = list_of(path)
    try:
        lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
        return tuple(_note(json.loads(line)) for line in lines if line.strip())
    except (OSError, ValueError, KeyError, TypeError) as error:
        message = _("“{file}” cannot be read; it says who was erased. Put it back from where it was copied.")
        raise DeskError(message.format(file=file.name)) from error


def write_list(path: Path, notes: tuple[ErasureNote, ...]) -> None:
    """Write what is to be remembered, besides what the list says already."""
    known = dict.fromkeys((*read_list(path), *notes))
    write_whole(list_of(path), "".join(f"{_line(note)}\n" for note in known).encode())


def erased_here(connection: Connection) -> tuple[ErasureNote, ...]:
    """Who was erased in the shop file itself."""
    shop, gone = shop_id(connection), _customer.c.erased_at.is_not(None)
    found = select(_customer.c.id, _customer.c.erased_at, _customer.c.created_at).where(gone)
    return tuple(
        ErasureNote(shop, row.id, row.created_at, row.erased_at)
        for row in connection.execute(found.order_by(_customer.c.erased_at, _customer.c.id))
    )


def due_again(connection: Connection, notes: tuple[ErasureNote, ...]) -> tuple[int, ...]:
    """The customers of the list who are there again, because an older copy of the file was restored."""
    shop = shop_id(connection)
    since = {note.customer_id: note.since for note in notes if note.shop == shop}
    there = select(_customer.c.id, _customer.c.created_at).where(_customer.c.erased_at.is_(None))
    rows = connection.execute(there.order_by(_customer.c.merged_into.is_not(None), _customer.c.id))
    return tuple(row.id for row in rows if since.get(row.id) == row.created_at)


def shop_id(connection: Connection) -> str:
    """By which the copies of one shop know each other."""
    return str(connection.execute(select(_shop.c.uid)).scalar() or "")


def _line(note: ErasureNote) -> str:
    moments = {"since": moment_text(note.since), "at": moment_text(note.at)}
    return json.dumps({"shop": note.shop, "customer": note.customer_id, **moments})


def _note(said: Any) -> ErasureNote:
    moments = (datetime.fromisoformat(said[name]) for name in ("since", "at"))
    return ErasureNote(str(said["shop"]), int(said["customer"]), *moments)

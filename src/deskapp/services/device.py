"""A device as the file holds it: its columns, its search texts, and the numbers it is known by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, or_, select

from deskapp.domain import text
from deskapp.domain.device import DeviceDraft, code_key
from deskapp.errors import NotFound
from deskapp.i18n import _
from deskapp.services import rows
from deskapp.store import schema
from deskapp.store.statement import Reading

if TYPE_CHECKING:
    from sqlalchemy import ColumnElement, Connection

    from deskapp.domain.undo import UndoStep

_device = schema.device
FIELDS = (
    *("category", "brand", "model", "serial", "colour", "year"),
    *("imei", "frame_number", "note", "is_loaner"),
)
CODES = ("serial", "imei", "frame_number")
_ONE = Reading(select(_device).where(_device.c.id == bindparam("id")))
_BETWEEN = "-/. :_"  # what people put between the signs of a number


def add_device(tx: Connection, draft: DeviceDraft, customer_id: int | None, now: Any) -> tuple[int, UndoStep]:
    """Write a new device inside a unit that is already open."""
    return rows.add(tx, _device, {**values(draft), "customer_id": customer_id}, now)


def known_device(connection: Connection, device_id: int) -> DeviceDraft:
    """The device with that id; raises `NotFound` when the register has none."""
    return draft_of(device_row(connection, device_id))


def device_row(connection: Connection, device_id: int) -> Any:
    """The row of a device, in the bin or not; raises `NotFound`."""
    row = _ONE.first(connection, id=device_id)
    if row is None:
        raise NotFound(_("That device is not in the register."))
    return row


def search_texts(draft: DeviceDraft) -> tuple[str, str]:
    """By which words a device's tickets are found, and by which parts of its numbers."""
    said = [draft.category, draft.brand, draft.model, *draft.codes, draft.colour]
    return text.index_text(said), " ".join(filter(None, map(code_key, draft.codes)))


def values(draft: DeviceDraft) -> dict[str, Any]:
    """The columns of a device."""
    return {name: getattr(draft, name) for name in FIELDS}


def draft_of(row: Any) -> DeviceDraft:
    """The device in a row that holds its columns by name."""
    return DeviceDraft(*(getattr(row, name) for name in FIELDS))


def holds_code(part: str) -> ColumnElement[bool]:
    """Whether one of a device's numbers holds this part, which is written as `code_key` writes it."""
    return or_(*(_bare(name).contains(part, autoescape=True) for name in CODES))


def is_code(name: str) -> ColumnElement[bool]:
    """Whether one of a device's numbers is the parameter of that name."""
    return or_(*(_bare(code) == bindparam(name) for code in CODES))


def _bare(name: str) -> ColumnElement[str]:
    bare: ColumnElement[str] = func.folded(_device.c[name])
    for sign in _BETWEEN:
        bare = func.replace(bare, sign, "")
    return bare

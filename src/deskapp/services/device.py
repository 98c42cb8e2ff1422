"""The register of devices."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select
from sqlalchemy import text as sql

from deskapp.domain import text
from deskapp.domain.device import Device, DeviceDraft
from deskapp.errors import NotFound
from deskapp.i18n import _
from deskapp.services import rows
from deskapp.store import schema
from deskapp.store.statement import Reading

if TYPE_CHECKING:
    from sqlalchemy import Connection, Row

    from deskapp.clock import Clock
    from deskapp.domain.actor import Actor
    from deskapp.domain.undo import UndoStep
    from deskapp.store.engine import ShopFile

_device = schema.device
FIELDS = ("category", "brand", "model", "serial", "colour", "year")
_ONE = Reading(select(_device).where(_device.c.id == bindparam("id")))
_OF_CUSTOMER = (
    select(_device)
    .where(_device.c.customer_id == sql(":customer_id"), _device.c.binned_at.is_(None))
    .order_by(_device.c.id.desc())
)


class Devices:
    """The devices of one shop file."""

    def __init__(self, file: ShopFile, clock: Clock) -> None:
        self._file = file
        self._clock = clock

    def of_customer(self, actor: Actor, customer_id: int) -> tuple[Device, ...]:
        """What a customer has brought before, the newest first."""
        with self._file.read() as connection:
            return tuple(
                _device_of(row) for row in connection.execute(_OF_CUSTOMER, {"customer_id": customer_id})
            )


def add_device(tx: Connection, draft: DeviceDraft, customer_id: int | None, now: Any) -> tuple[int, UndoStep]:
    """Write a new device inside a unit that is already open."""
    return rows.add(tx, _device, {**values(draft), "customer_id": customer_id}, now)


def known_device(connection: Connection, device_id: int) -> DeviceDraft:
    """The device with that id; raises `NotFound` when the register has none."""
    row = _ONE.first(connection, id=device_id)
    if row is None:
        raise NotFound(_("That device is not in the register."))
    return draft_of(row)


def search_texts(draft: DeviceDraft) -> tuple[str, str]:
    """By which words a device's tickets are found, and by which parts of its serial number."""
    said = [draft.category, draft.brand, draft.model, draft.serial, draft.colour]
    return text.index_text(said), "".join(text.words(draft.serial))


def values(draft: DeviceDraft) -> dict[str, Any]:
    """The columns of a device."""
    return {name: getattr(draft, name) for name in FIELDS}


def draft_of(row: Any) -> DeviceDraft:
    """The device in a row that holds its columns by name."""
    return DeviceDraft(*(getattr(row, name) for name in FIELDS))


def _device_of(row: Row[Any]) -> Device:
    return Device(row.id, draft_of(row), row.customer_id, row.row_version)

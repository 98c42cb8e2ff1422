"""The register of devices: add, edit, find, say whose they are, and what is known of one at the counter."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select
from sqlalchemy import text as sql

from deskapp.domain import text
from deskapp.domain.device import Device, DeviceDraft, DeviceNotice, Known, Show, checked_for_register
from deskapp.domain.undo import Done, Undo, UndoStep
from deskapp.errors import Invalid
from deskapp.i18n import _
from deskapp.services import audit, rows
from deskapp.services.customer import read_customer
from deskapp.services.customer_names import NAME_COLUMNS
from deskapp.services.device import add_device, device_row, draft_of, values
from deskapp.services.device_find import counted, found, holders, page
from deskapp.services.device_owner import give, owners, visits
from deskapp.services.erased import check_not_erased
from deskapp.services.lent import out_now
from deskapp.services.ticket_index import renew_device
from deskapp.store import schema
from deskapp.store.statement import Reading

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from deskapp.clock import Clock
    from deskapp.domain.actor import Actor
    from deskapp.domain.device import DeviceRow, Ownership, Visit
    from deskapp.store.engine import ShopFile

RECENT = timedelta(days=90)
"""So long a device that comes again is spoken of: it may be a comeback."""

_device, _customer = schema.device, schema.customer
_WITH_OWNER = select(_device, NAME_COLUMNS["customer_label"].label("owner")).outerjoin(
    _customer, _customer.c.id == _device.c.customer_id
)
_ONE = Reading(_WITH_OWNER.where(_device.c.id == bindparam("id")))
_OF_CUSTOMER = (
    select(_device)
    .where(_device.c.customer_id == sql(":customer_id"), _device.c.binned_at.is_(None))
    .order_by(_device.c.id.desc())
)
_LONGEST_REASON = 500


class Devices:
    """The devices of one shop file."""

    def __init__(self, file: ShopFile, clock: Clock) -> None:
        self._file = file
        self._clock = clock

    # --- reading ---------------------------------------------------------------------------------

    def of_customer(self, actor: Actor, customer_id: int) -> tuple[Device, ...]:
        """What a customer has brought before, the newest first."""
        with self._file.read() as connection:
            theirs = connection.execute(_OF_CUSTOMER, {"customer_id": customer_id})
            return tuple(_plain_device(row) for row in theirs)

    def get(self, actor: Actor, device_id: int) -> Device:
        """One device and whose it is; raises `NotFound`."""
        with self._file.read() as connection:
            return _read(connection, device_id)

    def rows(
        self,
        actor: Actor,
        query: str = "",
        *,
        show: Show = Show.ALL,
        offset: int = 0,
        limit: int | None = None,
    ) -> tuple[DeviceRow, ...]:
        """The register, the newest first: words of the device or its owner, parts of its numbers."""
        with self._file.read() as connection:
            return page(connection, found(query, show), offset, limit)

    def count(self, actor: Actor, query: str = "", show: Show = Show.ALL) -> int:
        """How many devices match."""
        with self._file.read() as connection:
            return counted(connection, found(query, show))

    def visits(self, actor: Actor, device_id: int) -> tuple[Visit, ...]:
        """The tickets on which it was brought, the newest first."""
        with self._file.read() as connection:
            return visits(connection, device_id)

    def owners(self, actor: Actor, device_id: int) -> tuple[Ownership, ...]:
        """Whose it was, the newest first."""
        with self._file.read() as connection:
            return owners(connection, device_id)

    def known(
        self, actor: Actor, draft: DeviceDraft, customer_id: int | None, device_id: int | None = None
    ) -> DeviceNotice | None:
        """What the register knows of a device that is being written down, or was chosen by its id."""
        with self._file.read() as connection:
            ids = [device_id] if device_id is not None else holders(connection, draft)
            devices = [device for one in ids if not (device := _read(connection, one)).binned]
            notices = [_notice(connection, one, customer_id, self._clock) for one in devices]
            told = [one for one in notices if one and not (device_id and one.kind is Known.MINE)]
            return min(told, key=_weight, default=None)

    def claimed(
        self, actor: Actor, draft: DeviceDraft, customer_id: int | None, device_id: int | None
    ) -> DeviceNotice | None:
        """Whose the device of a ticket is, or another one with its numbers, where that is somebody else."""
        with self._file.read() as connection:
            own = [] if device_id is None else [device_id]
            ids = dict.fromkeys([*own, *holders(connection, draft)])
            found = (_notice(connection, _read(connection, one), customer_id, self._clock) for one in ids)
            return next((one for one in found if one and one.kind is Known.THEIRS), None)

    # --- writing ---------------------------------------------------------------------------------

    def add(self, actor: Actor, draft: DeviceDraft, customer_id: int | None = None) -> Done[Device]:
        """Write down a device before anybody brings it, or a loaner."""
        clean, now = checked_for_register(draft), self._clock.now()
        with self._file.write() as tx:
            if customer_id is not None:
                read_customer(tx, customer_id)
                check_not_erased(tx, customer_id)
            device_id, step = add_device(tx, clean, customer_id, now)
            give(tx, actor, device_id, customer_id, now, "")
            audit.record(tx, actor, now, "add", ("device", device_id))
            return _done(tx, device_id, _("Added {name}"), step)

    def edit(self, actor: Actor, device_id: int, draft: DeviceDraft, row_version: int) -> Done[Device]:
        """Keep a changed device; `row_version` is the version that was read."""
        now = self._clock.now()
        with self._file.write() as tx:
            new = values(checked_for_register(draft, draft_of(device_row(tx, device_id))))
            before, step = rows.change(tx, _device, device_id, new, row_version)
            if before:
                renew_device(tx, device_id)
            changes = {name: (value, new[name]) for name, value in before.items()}
            audit.record(tx, actor, now, "edit", ("device", device_id), changes)
            return _done(tx, device_id, _("Changed {name}"), step)

    def transfer(
        self, actor: Actor, device_id: int, customer_id: int | None, reason: str = ""
    ) -> Done[Device]:
        """Say that a device belongs to somebody else from now on, or to nobody of the directory."""
        why, now = text.line(reason, "reason", _LONGEST_REASON), self._clock.now()
        with self._file.write() as tx:
            old = device_row(tx, device_id).customer_id
            check_not_erased(tx, customer_id)
            if customer_id is not None and read_customer(tx, customer_id).binned:
                raise Invalid(_("That customer is in the bin."), "customer_id")
            if old == customer_id:
                raise Invalid(_("It belongs to them already."), "customer_id")
            owner = give(tx, actor, device_id, customer_id, now, why)
            step = rows.change(tx, _device, device_id, {"customer_id": customer_id})[1]
            changes = {"customer_id": (old, customer_id), "reason": ("", why)}
            audit.record(tx, actor, now, "transfer", ("device", device_id), changes)
            return _done(tx, device_id, _("{name} belongs to {owner} now"), owner, step)

    def bin(self, actor: Actor, device_id: int) -> Done[Device]:
        """Put a device into the bin; its tickets keep it."""
        now = self._clock.now()
        with self._file.write() as tx:
            if loan := out_now(tx, device_id):
                message = _("“{device}” is out on ticket {number}; take it back first.")
                raise Invalid(message.format(device=loan.device, number=loan.number))
            _before, step = rows.change(tx, _device, device_id, {"binned_at": now})
            audit.record(tx, actor, now, "bin", ("device", device_id))
            return _done(tx, device_id, _("Deleted {name}"), step)


def _done(tx: Connection, device_id: int, label: str, *steps: UndoStep) -> Done[Device]:
    device = _read(tx, device_id)
    said = label.format(name=device.draft.name or _("Device"), owner=device.owner or _("nobody"))
    return Done(device, Undo(said, steps))


def _read(connection: Connection, device_id: int) -> Device:
    row = _ONE.first(connection, id=device_id) or device_row(connection, device_id)
    return Device(
        row.id, draft_of(row), row.customer_id, row.row_version, row.owner or "", row.binned_at is not None
    )


def _plain_device(row: Any) -> Device:
    return Device(row.id, draft_of(row), row.customer_id, row.row_version)


def _notice(
    connection: Connection, device: Device, customer_id: int | None, clock: Clock
) -> DeviceNotice | None:
    """The weightiest thing to say about a device of the register."""
    last = next(iter(visits(connection, device.id, 1)), None)
    ticket, at = (last.number, last.at) if last else ("", None)
    days = (clock.now() - at).days if at else 0
    if device.customer_id is not None and device.customer_id != customer_id:
        return DeviceNotice(Known.THEIRS, device, ticket, at, days)
    if last and last.is_open:
        return DeviceNotice(Known.HERE, device, ticket, at, days)
    if at and clock.now() - at <= RECENT:
        return DeviceNotice(Known.RECENT, device, ticket, at, days)
    return DeviceNotice(Known.MINE, device, ticket, at, days)


def _weight(notice: DeviceNotice) -> tuple[int, int]:
    return list(Known).index(notice.kind), -notice.device.id

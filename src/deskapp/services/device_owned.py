"""When the devices of a person were theirs, and who had them before: that time is nobody else's business."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, or_, select

from deskapp.domain.traces import Traces, traces_of
from deskapp.store import schema

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import ColumnElement, Connection

    from deskapp.services.erasure_person import Someone

_device, _owner, _audit = schema.device, schema.device_owner, schema.audit
_customer = schema.customer


def while_theirs(connection: Connection, who: Someone) -> Iterator[ColumnElement[bool]]:
    """Which acts in the history of devices are of a time when these were the person's."""
    had = select(_owner.c.device_id).where(_owner.c.customer_id.in_(who.ids))
    mine = or_(_device.c.customer_id.in_(who.ids), _device.c.id.in_(had))
    for device_id in connection.execute(select(_device.c.id).where(mine).order_by(_device.c.id)).scalars():
        of_it = and_(_audit.c.kind == "device", _audit.c.record_id == device_id)
        entries = select(_owner.c.at, _owner.c.customer_id).where(_owner.c.device_id == device_id)
        rows = connection.execute(entries.order_by(_owner.c.id)).all()
        if not rows:
            yield of_it
        ends = [*(row.at for row in rows[1:]), None]
        for place, (row, end) in enumerate(zip(rows, ends, strict=True)):
            if row.customer_id in who.ids:
                since = _audit.c.at >= row.at if place else _audit.c.id > 0
                yield and_(of_it, since, _audit.c.at < end if end else _audit.c.id > 0)


def former_owners(connection: Connection, device_id: int, who: Someone) -> Traces:
    """What gives away others whose a device was."""
    had = select(_owner.c.customer_id).where(
        _owner.c.device_id == device_id, _owner.c.customer_id.not_in(who.ids)
    )
    named = select(_customer.c.name, _customer.c.company).where(_customer.c.id.in_(had))
    names = {one for row in connection.execute(named) for one in row if one}
    return traces_of(names=names, closely=True)

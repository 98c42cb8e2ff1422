"""When the devices of a person were theirs, and who had them before: that time is nobody else's business."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import or_, select

from deskapp.domain.traces import Traces, traces_of
from deskapp.store import schema

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection, Select

    from deskapp.services.erasure_person import Someone

    Stretch = tuple[datetime | None, datetime | None]

_device, _owner, _customer = schema.device, schema.device_owner, schema.customer


def ever_theirs(who: Someone) -> Select[tuple[int]]:
    """The devices that are or were the person's."""
    had = select(_owner.c.device_id).where(_owner.c.customer_id.in_(who.ids))
    return select(_device.c.id).where(or_(_device.c.customer_id.in_(who.ids), _device.c.id.in_(had)))


class Owned:
    """When each of them was theirs; one that never changed hands always was."""

    def __init__(self, connection: Connection, who: Someone) -> None:
        rows = connection.execute(
            select(_owner).where(_owner.c.device_id.in_(ever_theirs(who))).order_by(_owner.c.id)
        ).all()
        entries: dict[int, list[tuple[datetime, int | None]]] = {}
        for row in rows:
            entries.setdefault(row.device_id, []).append((row.at, row.customer_id))
        self._stretches = {one: list(_stretches(known, who.ids)) for one, known in entries.items()}

    def at(self, device_id: int, moment: datetime, *, edited: bool) -> bool:
        """Whether a device was theirs then; what was edited as it changed hands was before that."""
        known = self._stretches.get(device_id)
        return known is None or any(
            (since is None or moment > since or (moment == since and not edited))
            and (until is None or moment < until or (moment == until and edited))
            for since, until in known
        )


def _stretches(entries: list[tuple[datetime, int | None]], ids: tuple[int, ...]) -> list[Stretch]:
    """From each entry of theirs to the next one; whoever is named first had it before that too."""
    found: list[Stretch] = []
    for place, (at, customer_id) in enumerate(entries):
        if customer_id in ids:
            until = entries[place + 1][0] if place + 1 < len(entries) else None
            found.append((at if place else None, until))
    return found


def former_owners(connection: Connection, device_id: int, who: Someone) -> Traces:
    """What gives away others whose a device was."""
    had = select(_owner.c.customer_id).where(
        _owner.c.device_id == device_id, _owner.c.customer_id.not_in(who.ids)
    )
    named = select(_customer.c.name, _customer.c.company).where(_customer.c.id.in_(had))
    names = {one for row in connection.execute(named) for one in row if one}
    return traces_of(names=names, closely=True)

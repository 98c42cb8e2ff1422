"""A device of the register as JSON for other programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from datetime import datetime

    from deskapp.domain.device import DeviceRow

_FIELDS = ("category", "brand", "model", "serial", "imei", "frame_number", "colour", "year")


def device_json(row: DeviceRow) -> dict[str, Any]:
    """A line of the register; moments are ISO 8601 in UTC."""
    lent = {"ticket": row.lent_on, "customer": row.lent_to, "due_at": _moment(row.due_at)}
    return {
        "id": row.id,
        "device": row.draft.label,
        **{name: getattr(row.draft, name) for name in _FIELDS},
        "owner": row.owner,
        "tickets": row.tickets,
        "last_ticket": row.ticket,
        "brought_at": _moment(row.brought_at),
        "is_loaner": row.draft.is_loaner,
        "lent": lent if row.is_out else None,
    }


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None

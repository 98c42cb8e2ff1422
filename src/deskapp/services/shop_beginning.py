"""What every shop file begins with: its settings, the person who owns it, and the statuses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import insert

from deskapp.domain.actor import Role
from deskapp.domain.status import SEEDED, Status
from deskapp.services.person import checked_name
from deskapp.services.shop import add_shop
from deskapp.store import schema

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from deskapp.domain.shop import Shop


def begin_shop(tx: Connection, shop: Shop, owner: str, now: datetime) -> None:
    """Write them into an empty file."""
    add_shop(tx, shop, now)
    tx.execute(insert(schema.person), {"name": checked_name(owner), "role": Role.OWNER.value})
    tx.execute(insert(schema.status), [_seeded(status) for status in SEEDED])


def _seeded(status: Status) -> dict[str, object]:
    return {
        "key": status.key,
        "label": status.label,
        "meaning": status.meaning.value,
        "icon": status.icon,
        "position": status.order,
    }

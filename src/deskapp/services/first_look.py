"""What the window shows at once of a shop: the first page of its open tickets, soonest due first.

A start would otherwise wait for the database toolkit and the services, which take longer to load
than the window itself (measured: 1.3 times a bare window with this, 2 without any of ours). What
is shown is read again by the desk as soon as that is there; a test holds both against each other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from deskapp.domain.money import Currency
from deskapp.domain.status import Meaning, Status
from deskapp.domain.ticket_row import TicketRow
from deskapp.i18n import _
from deskapp.store.glance import glance

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

ROWS = 50
_COLUMNS = {
    "received_iso": "received_at",
    "promised_iso": "promised_at",
    "closed_iso": "closed_at",
    "since_iso": "status_since",
    "updated_iso": "updated_at",
    "customer": "customer_label",
    "phone": "phone_label",
    "device": "device_label",
    "fault": "fault_line",
    "person": "coalesce((SELECT name FROM person WHERE person.id = ticket.person_id), '')",
    "items": "item_count",
}
_TICKETS = (
    f"SELECT {', '.join(_COLUMNS.get(name, name) for name in TicketRow._fields)} FROM ticket"  # noqa: S608  own names
    " WHERE closed_at IS NULL AND binned_at IS NULL"
    f" ORDER BY coalesce(promised_at, '~'), id LIMIT {ROWS}"
)
_STATUSES = "SELECT key, label, meaning, icon, position FROM status ORDER BY position"
_SHOP = (
    "SELECT name, language, time_zone, currency, currency_digits FROM shop"
    " WHERE NOT EXISTS (SELECT 1 FROM pin)"  # who has to show a PIN first sees nothing before
)


@dataclass(frozen=True, slots=True)
class FirstLook:
    """Just enough of a shop to show its open tickets as its people write things."""

    name: str
    language: str
    zone: ZoneInfo
    currency: Currency
    statuses: Mapping[str, Status]
    rows: tuple[TicketRow, ...]


def first_look(path: Path) -> FirstLook | None:
    """Read it; None where there is nothing to show, and where opening the file will tell why."""
    found = glance(path, _SHOP, _STATUSES, _TICKETS)
    if found is None or not (found[0] and found[2]):
        return None
    (name, language, zone, currency, digits), statuses, tickets = found[0][0], found[1], found[2]
    try:
        return FirstLook(
            name,
            language,
            ZoneInfo(zone),
            Currency(currency, digits),
            {key: Status(key, _(label), Meaning(meaning), *rest) for key, label, meaning, *rest in statuses},
            tuple(TicketRow._make(ticket) for ticket in tickets),
        )
    except (ValueError, ZoneInfoNotFoundError):
        return None

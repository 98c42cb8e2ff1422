"""A line of the queue as the file holds it, apart from all that a ticket is: a start needs no more."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from deskapp.i18n import N_


class Priority(StrEnum):
    """How much a ticket presses."""

    LOW = "low"
    NORMAL = "normal"
    HIGH = "high"
    URGENT = "urgent"


PRIORITY_LABELS = {
    Priority.LOW: N_("Low"),
    Priority.NORMAL: N_("Normal"),
    Priority.HIGH: N_("High"),
    Priority.URGENT: N_("Urgent"),
}


class RowAsKept(NamedTuple):
    """A line of the queue with its moments as the file holds them (ISO 8601 in UTC)."""

    id: int
    number: str
    status: str
    meaning: str
    priority: str
    received_iso: str
    promised_iso: str | None
    closed_iso: str | None
    customer: str
    phone: str
    device: str
    fault: str
    person: str
    place: str
    tags: str  # with a space between
    items: int
    total_minor: int  # gross, in the shop's currency
    since_iso: str
    updated_iso: str


class TicketRow(RowAsKept):
    """A ticket as one line of the queue.

    A tuple, because lists make thousands of them; its moments are read when somebody asks for them,
    because a list shows few of its rows.
    """

    __slots__ = ()

    @property
    def received_at(self) -> datetime:
        """When it came in."""
        return datetime.fromisoformat(self.received_iso)

    @property
    def promised_at(self) -> datetime | None:
        """When it was promised for."""
        return datetime.fromisoformat(self.promised_iso) if self.promised_iso else None

    @property
    def closed_at(self) -> datetime | None:
        """When it was closed."""
        return datetime.fromisoformat(self.closed_iso) if self.closed_iso else None

    @property
    def status_since(self) -> datetime:
        """Since when it has its status."""
        return datetime.fromisoformat(self.since_iso)

    @property
    def updated_at(self) -> datetime:
        """When anything was done with it last."""
        return datetime.fromisoformat(self.updated_iso)

"""A line of the queue as the file holds it."""

from __future__ import annotations

from typing import NamedTuple


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

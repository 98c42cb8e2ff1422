"""What happened to a ticket, in order: steps, notes, messages, papers and changes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class StatusStep:
    """One step of one item from a status to another; `undone` steps count for nothing."""

    id: int
    item: int
    before: str | None
    after: str
    person: str
    at: datetime
    reason: str = ""
    undone: bool = False


@dataclass(frozen=True, slots=True)
class Note:
    """Internal text of the staff; no paper and no message ever carries it."""

    id: int
    text: str
    person: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Message:
    """Text meant for the customer, as prepared at the desk."""

    id: int
    text: str
    person: str
    at: datetime


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One line of a ticket's history as people read it."""

    at: datetime
    person: str
    kind: str
    text: str
    undone: bool = False

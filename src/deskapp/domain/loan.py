"""A device of the shop that a customer has while theirs is being worked on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Loan:
    """A loaner that went out on a ticket; it is out as long as `back_at` is none."""

    id: int
    device_id: int
    device: str
    ticket_id: int
    number: str
    customer: str
    out_at: datetime
    due_at: datetime | None = None
    back_at: datetime | None = None
    note: str = ""

    @property
    def is_out(self) -> bool:
        """Whether the customer still has it."""
        return self.back_at is None

"""What time it is: one clock for the whole program, which tests and tours can set."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from typing import Protocol

from deskapp.errors import DeskError


class Clock(Protocol):
    """Answers the present moment, always in UTC."""

    def now(self) -> datetime:
        """The present moment with its zone, in whole seconds."""
        ...


class SystemClock:
    """The computer's clock."""

    def now(self) -> datetime:
        """The present moment in UTC."""
        return datetime.now(UTC).replace(microsecond=0)


class FixedClock:
    """A clock that stands still until it is set."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment.astimezone(UTC).replace(microsecond=0)

    def now(self) -> datetime:
        """The moment it was set to."""
        return self.moment


def clock_from_environment() -> Clock:
    """The computer's clock, or the one that `DESKAPP_NOW` (ISO 8601) fixes."""
    text = os.environ.get("DESKAPP_NOW")
    if not text:
        return SystemClock()
    try:
        moment = datetime.fromisoformat(text)
        return FixedClock(moment if moment.tzinfo else moment.replace(tzinfo=UTC))
    except (ValueError, OverflowError) as error:
        message = f"DESKAPP_NOW is not a date and time: {text!r}. Write it like 2026-03-10T09:06."
        raise DeskError(message) from error

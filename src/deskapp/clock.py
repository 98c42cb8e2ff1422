"""What time it is: one clock for the whole program, which tests and tours can set."""

from __future__ import annotations

import os
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Protocol

from deskapp.errors import DeskError

if TYPE_CHECKING:
    from collections.abc import Callable


class Clock(Protocol):
    """Answers the present moment, always in UTC."""

    def now(self) -> datetime:
        """The present moment with its zone, in whole seconds."""
        ...

    def unhurried(self) -> datetime:
        """The present moment for those who have to wait: nobody gains by setting the clock ahead."""
        ...


def _of_the_day() -> datetime:
    return datetime.now(UTC)


class SystemClock:
    """The computer's clock, beside the one that counts since the computer began and that nobody sets."""

    def __init__(
        self, day: Callable[[], datetime] = _of_the_day, steady: Callable[[], float] = time.monotonic
    ) -> None:
        self._day, self._steady = day, steady
        self._seen = (day(), steady())

    def now(self) -> datetime:
        """The present moment in UTC."""
        return self._day().replace(microsecond=0)

    def unhurried(self) -> datetime:
        """Never further on than the steady clock went since this was asked last, or since the beginning.

        Setting the clock back counts, for good: whoever sets it ahead again is where they were.
        """
        (moment, ticks), now = self._seen, self._steady()
        least = min(self._day(), moment + timedelta(seconds=now - ticks))
        self._seen = (least, now)
        return least.replace(microsecond=0)


class FixedClock:
    """A clock that stands still until it is set."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment.astimezone(UTC).replace(microsecond=0)

    def now(self) -> datetime:
        """The moment it was set to."""
        return self.moment

    def unhurried(self) -> datetime:
        """The same."""
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

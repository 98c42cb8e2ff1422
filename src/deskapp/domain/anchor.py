"""Where the history of a shop stood when it was last seen: kept outside of the file that it is about."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Anchor:
    """The last entry of a history, `at` the moment when it was looked at; `head` is the end of its chain."""

    entry: int
    head: str
    at: datetime


class Fit(StrEnum):
    """How a history stands to an anchor: it goes on from there, a backup was restored since, it ends before,
    or it is another one from there on.
    """

    GOES_ON = "goes_on"
    RESTORED = "restored"
    SHORTER = "shorter"
    OTHER = "other"

    @property
    def is_explained(self) -> bool:
        """Whether there is nothing to ask about."""
        return self in {Fit.GOES_ON, Fit.RESTORED}

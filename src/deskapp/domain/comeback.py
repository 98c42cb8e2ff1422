"""A repair that came back: which ticket it was, who did it, and how long the shop still answers for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class Cover:
    """A warranty that runs from the hand-over of the first repair, whatever is done since."""

    number: str
    description: str
    until: date


@dataclass(frozen=True, slots=True)
class Comeback:
    """The ticket that something came back from; `covers` are of all repairs before, the last to end first."""

    id: int
    number: str
    person: str
    closed_at: datetime
    covers: tuple[Cover, ...] = ()

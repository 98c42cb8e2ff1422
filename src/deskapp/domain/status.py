"""The statuses of an item, what they mean, and which may follow which."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from deskapp.i18n import N_

if TYPE_CHECKING:
    from collections.abc import Iterable


class Meaning(StrEnum):
    """What a status means to the desk, in order of advance."""

    NEW = "new"
    ACTIVE = "active"
    WAITING = "waiting"
    READY = "ready"
    CLOSED = "closed"


@dataclass(frozen=True, slots=True)
class Status:
    """One status of a shop; `key` never changes, `label` is what people read."""

    key: str
    label: str
    meaning: Meaning
    icon: str = "circle"
    order: int = 0

    @property
    def asks_reason(self) -> bool:
        """Whether a move into this status wants to know why."""
        return self.meaning is Meaning.WAITING or self.key in {"declined", "cancelled"}


SEEDED = (
    Status("received", N_("Received"), Meaning.NEW, "circle", 10),
    Status("diagnosing", N_("Diagnosing"), Meaning.ACTIVE, "half-circle", 20),
    Status("in_work", N_("In work"), Meaning.ACTIVE, "half-circle", 30),
    Status("testing", N_("Testing"), Meaning.ACTIVE, "half-circle", 40),
    Status("waiting_customer", N_("Waiting for customer"), Meaning.WAITING, "hourglass", 50),
    Status("waiting_part", N_("Waiting for part"), Meaning.WAITING, "hourglass", 60),
    Status("waiting_other", N_("Waiting for others"), Meaning.WAITING, "hourglass", 70),
    Status("ready", N_("Ready"), Meaning.READY, "tick-circle", 80),
    Status("collected", N_("Collected"), Meaning.CLOSED, "filled-circle", 90),
    Status("declined", N_("Declined"), Meaning.CLOSED, "slash-circle", 100),
    Status("cancelled", N_("Cancelled"), Meaning.CLOSED, "slash-circle", 110),
)

_ENDINGS = frozenset({"declined", "cancelled"})
_MAY_FOLLOW: dict[Meaning, frozenset[Meaning]] = {
    Meaning.NEW: frozenset({Meaning.ACTIVE, Meaning.WAITING}),
    Meaning.ACTIVE: frozenset({Meaning.ACTIVE, Meaning.WAITING, Meaning.READY}),
    Meaning.WAITING: frozenset({Meaning.ACTIVE, Meaning.READY}),
    Meaning.READY: frozenset({Meaning.ACTIVE, Meaning.WAITING}),
    Meaning.CLOSED: frozenset(),
}
_ADVANCE = {meaning: rank for rank, meaning in enumerate(Meaning)}


def may_follow(now: Status, then: Status, *, worked_on: bool = True) -> bool:
    """Whether an item in `now` may be moved to `then` (reopening a closed one included).

    `worked_on` is False for an item that was over when it came here, with an import.
    """
    if now.key == then.key:
        return False
    if is_reopening(now, then, worked_on=worked_on):
        return True
    if then.meaning is Meaning.CLOSED:
        return _may_end(now.meaning, then.key)
    return then.meaning in _MAY_FOLLOW[now.meaning]


def is_reopening(now: Status, then: Status, *, worked_on: bool = True) -> bool:
    """Whether the step opens a closed item again, which needs a reason.

    What was handed over is not opened again: a comeback is a ticket of its own. What came here closed
    was never handed over here, so it can be opened.
    """
    may_open = now.key in _ENDINGS or (now.meaning is Meaning.CLOSED and not worked_on)
    return may_open and then.meaning is Meaning.ACTIVE


def needs_reason(now: Status, then: Status) -> bool:
    """Whether this step, where it may be taken, is refused without a reason."""
    return then.asks_reason or now.meaning is Meaning.CLOSED


def least_advanced(statuses: Iterable[Status]) -> Status:
    """The ticket's own status: that of its least advanced open item, or of the last closed one."""
    known = sorted(statuses, key=lambda status: (_ADVANCE[status.meaning], status.order))
    return known[0]


def _may_end(now: Meaning, key: str) -> bool:
    if now is Meaning.READY:
        return key not in _ENDINGS
    return now is not Meaning.CLOSED and key in _ENDINGS

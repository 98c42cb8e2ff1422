"""How long a ticket took from intake to close, with waiting left out, and since when it stands as it does."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from deskapp.domain.status import Meaning, Status, least_advanced

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime


_BY_ID = attrgetter("id")


class Step(NamedTuple):
    """A step of one item as the history holds it; `undoes` names the step that it takes back."""

    id: int
    item: int
    after: str
    at: datetime
    undoes: int | None = None


def effective(steps: Sequence[Step]) -> list[Step]:
    """The steps that still count: neither undone nor themselves an undoing, oldest first."""
    if all(step.undoes is None for step in steps):
        return sorted(steps, key=_BY_ID)
    void: set[int] = set()
    for step in sorted(steps, key=_BY_ID, reverse=True):
        if step.undoes is not None:
            if step.id not in void:
                void.add(step.undoes)
            void.add(step.id)
    return [step for step in sorted(steps, key=_BY_ID) if step.id not in void]


def turnaround_minutes(steps: Sequence[Step], statuses: Mapping[str, Status]) -> int | None:
    """Whole minutes from the first step to the closing one, without those spent waiting.

    None while the ticket is open, and for one that came in already closed (an import).
    """
    now: dict[int, Status] = {}
    counted = 0.0
    opened: datetime | None = None
    last: datetime | None = None
    meaning = Meaning.CLOSED
    for step in effective(steps):
        if last is not None and meaning not in {Meaning.WAITING, Meaning.CLOSED}:
            counted += max((step.at - last).total_seconds(), 0)  # the PC's clock may have been set back
        now[step.item] = statuses[step.after]
        meaning, last = least_advanced(now.values()).meaning, step.at
        if meaning is not Meaning.CLOSED:
            opened = opened or step.at
    if opened is None or meaning is not Meaning.CLOSED:
        return None
    return int(counted // 60)


def status_since(steps: Sequence[Step], statuses: Mapping[str, Status]) -> datetime | None:
    """When the ticket last came into the status that its items make; None without steps."""
    now: dict[int, Status] = {}
    shown, since = "", None
    for step in effective(steps):
        now[step.item] = statuses[step.after]
        if (made := least_advanced(now.values()).key) != shown:
            shown, since = made, step.at
    return since

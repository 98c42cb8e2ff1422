"""How much work is meant to be in hand at once: in a column of the board, and with a person."""

from __future__ import annotations

from dataclasses import dataclass

from deskapp.domain.status import Meaning
from deskapp.errors import Invalid
from deskapp.i18n import _

HIGHEST = 9999
LIMITED = (Meaning.NEW, Meaning.ACTIVE, Meaning.WAITING, Meaning.READY)
"""The columns that may have a limit: what is closed is nobody's work."""

IN_HAND = (Meaning.NEW, Meaning.ACTIVE, Meaning.WAITING)
"""What counts as a person's work: what is ready only waits for its owner."""


@dataclass(frozen=True, slots=True)
class WorkLimit:
    """The most tickets that a meaning, or a person's work, should hold; exactly one of the two is named."""

    most: int
    meaning: str = ""
    person_id: int | None = None


@dataclass(frozen=True, slots=True)
class WorkLoad:
    """A limit and how many tickets there are in the whole shop, whatever the queue shows."""

    limit: WorkLimit
    count: int
    person: str = ""

    @property
    def is_over(self) -> bool:
        """Whether more is in hand than was meant."""
        return self.count > self.limit.most


def checked_limit(limit: WorkLimit) -> WorkLimit:
    """The limit as it can be kept; `most` of 0 means none."""
    if bool(limit.meaning) == (limit.person_id is not None):
        raise ValueError("a limit belongs to a meaning or to a person")
    if limit.meaning and limit.meaning not in LIMITED:
        raise ValueError(f"no limit of {limit.meaning}")
    if not 0 <= limit.most <= HIGHEST:
        raise Invalid(_("A limit lies between 1 and {most}.").format(most=HIGHEST), "most")
    return limit

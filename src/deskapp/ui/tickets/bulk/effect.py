"""What a change would do to tickets, said before it is made: a line for each of the first few."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from deskapp.domain.status import may_follow, needs_reason
from deskapp.domain.ticket_bulk import tags_after
from deskapp.domain.ticket_row import PRIORITY_LABELS, Priority
from deskapp.i18n import _

if TYPE_CHECKING:
    from deskapp.domain.status import Status
    from deskapp.domain.ticket_bulk import BulkChange
    from deskapp.domain.ticket_row import TicketRow
    from deskapp.ui.context import DeskContext


@dataclass(frozen=True, slots=True)
class Effect:
    """Tells of changes in the words of one shop; `people` names those who work there by id."""

    context: DeskContext
    people: dict[int, str]

    def targets(self, rows: Sequence[TicketRow]) -> list[Status]:
        """The statuses that at least one of the tickets may go to, in the shop's order."""
        now = self._now(rows)
        return [then for then in self.context.statuses.values() if any(may_follow(one, then) for one in now)]

    def asks_reason(self, rows: Sequence[TicketRow], status: str) -> bool:
        """Whether a reason has to be given for at least one of them."""
        then = self.context.statuses.get(status)
        now = self._now(rows)
        return then is not None and any(needs_reason(one, then) for one in now if may_follow(one, then))

    def staying(self, rows: Sequence[TicketRow], change: BulkChange) -> int:
        """How many would be refused, as far as their rows tell."""
        then = self.context.statuses.get(change.status)
        if then is None:
            return 0
        stuck = {one.key for one in self._now(rows) if one != then and not may_follow(one, then)}
        return sum(row.status in stuck for row in rows)

    def line(self, row: TicketRow, change: BulkChange) -> str:
        """For example `Received → Diagnosing · Nobody → Mia`; nothing where all stays."""
        statuses = self.context.statuses
        then = statuses.get(change.status)
        if then and row.status != then.key and not may_follow(statuses[row.status], then):
            return _("stays “{status}”").format(status=statuses[row.status].label)
        pairs = ((before, after) for before, after in self._pairs(row, change) if before != after)
        return " · ".join((*(f"{before} → {after}" for before, after in pairs), *_tags(row, change)))

    def _pairs(self, row: TicketRow, change: BulkChange) -> Iterator[tuple[str, str]]:
        statuses = self.context.statuses
        if change.status in statuses:
            yield statuses[row.status].label, statuses[change.status].label
        for name, say in self._sayings(row).items():
            if name in change.fields:
                yield say[0], say[1](change.fields[name])

    def _sayings(self, row: TicketRow) -> dict[str, tuple[str, Callable[[object], str]]]:
        return {
            "person_id": (row.person or _("Nobody"), self._person),
            "promised_at": (self._moment(row.promised_at), self._moment),
            "priority": (_priority(row.priority), _priority),
        }

    def _person(self, person: object) -> str:
        return self.people.get(person, "") if isinstance(person, int) else _("Nobody")

    def _moment(self, moment: object) -> str:
        return self.context.formats.near(moment) if isinstance(moment, datetime) else _("No date")

    def _now(self, rows: Sequence[TicketRow]) -> list[Status]:
        return [self.context.statuses[key] for key in dict.fromkeys(row.status for row in rows)]


def _tags(row: TicketRow, change: BulkChange) -> Iterator[str]:
    """What comes and what goes, for example `+rush −later`."""
    before, after = row.tags.split(), tags_after(row.tags, change).split()
    yield from (f"+{tag}" for tag in after if tag not in before)
    yield from (f"−{tag}" for tag in before if tag not in after)


def _priority(level: object) -> str:
    return _(PRIORITY_LABELS[Priority(str(level))])

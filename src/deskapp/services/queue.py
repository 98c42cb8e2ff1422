"""The queue: which tickets a query means, in an order, and how many; apart from what is done to a ticket.

A start shows the queue at once and needs the rest a moment later.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskapp.domain import text
from deskapp.services.query_values import query_values
from deskapp.services.ticket_counts import view_counts
from deskapp.services.ticket_ending import numbers_ending
from deskapp.services.ticket_groups import group_counts
from deskapp.services.ticket_list import count_tickets, customer_rows, ticket_rows
from deskapp.store.reader import Stop

if TYPE_CHECKING:
    from collections.abc import Mapping

    from deskapp.clock import Clock
    from deskapp.domain.actor import Actor
    from deskapp.domain.ticket_row import TicketRow
    from deskapp.store.engine import ShopFile

_LONGEST_CODE = 20


class Queue:
    """The tickets of one shop file as lists."""

    def __init__(self, file: ShopFile, clock: Clock) -> None:
        self._file = file
        self._clock = clock

    def rows(
        self,
        actor: Actor,
        query: str = "",
        *,
        sort: str = "-received",
        offset: int = 0,
        limit: int | None = None,
        stop: Stop | None = None,
    ) -> tuple[TicketRow, ...]:
        """A window of the tickets that a query means; `sort` is a column, with `-` in front descending.

        `best` sorts the newest thousand hits by how well they match. A jump costs what the first page
        does, and no order needs more than its page. What nobody waits for any more, for example after
        the next key, is ended by `stop.stop()` from another thread and raises `Stopped`; `stopper()`
        makes one for each search.
        """
        return ticket_rows(
            self._file, actor, query, self._clock.now(), sort=sort, window=(offset, limit), stop=stop
        )

    def stopper(self) -> Stop:
        """By which another thread can end the `rows` or the `count` that it is given to."""
        return Stop()

    def ending(self, actor: Actor, typed: str, limit: int = 8) -> tuple[TicketRow, ...]:
        """The tickets whose printed code ends in the typed digits; `18` is number 18 of this year first."""
        wanted = text.digits(typed)[-_LONGEST_CODE:]
        if not wanted:
            return ()
        with self._file.read() as connection:
            numbers = numbers_ending(connection, wanted, self._clock.now(), limit)
        return tuple(row for number in numbers for row in self.rows(actor, f'no:"{number}"', limit=1))

    def count(self, actor: Actor, query: str = "", *, stop: Stop | None = None) -> int:
        """How many tickets a query means; ask for the rows first, as counting a common word takes longer."""
        return count_tickets(self._file, actor, query, self._clock.now(), stop)

    def counts(self, actor: Actor) -> dict[str, int]:
        """How many tickets lie in each built-in view that is counted (`ticket_counts.VIEWS`), by key."""
        return view_counts(self._file, actor, self._clock.now())

    def group_counts(self, actor: Actor, query: str, by: str) -> dict[str, int]:
        """How many tickets of a query stand under each `status`, `person` or due `day` (the shop's days)."""
        return group_counts(self._file, actor, query, self._clock.now(), by)

    def query_values(self, actor: Actor) -> Mapping[str, tuple[str, ...]]:
        """What can stand behind the operators of a query here, by the operator's English name."""
        with self._file.read() as connection:
            return query_values(connection)

    def of_customer(self, actor: Actor, customer_id: int, limit: int = 50) -> tuple[TicketRow, ...]:
        """A customer's newest tickets."""
        return customer_rows(self._file, customer_id, limit)

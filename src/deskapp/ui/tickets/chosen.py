"""Which tickets are chosen in the queue: their rows, or all that a query means."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

if TYPE_CHECKING:
    from deskapp.domain.ticket_row import TicketRow
    from deskapp.ui.tickets.listing import Listing
    from deskapp.ui.tickets.table import TicketTable


@dataclass(frozen=True, slots=True)
class Chosen:
    """`rows` are the chosen tickets; where all of a long list are chosen, `query` says it instead."""

    count: int = 0
    rows: tuple[TicketRow, ...] = ()
    query: str | None = None

    @property
    def numbers(self) -> tuple[str, ...]:
        """The numbers of the chosen tickets."""
        return tuple(row.number for row in self.rows)


class Choice(QObject):
    """Tells what is chosen once the keys rest; `changed` carries a `Chosen`."""

    changed = Signal(object)

    def __init__(self, table: TicketTable, listing: Listing) -> None:
        super().__init__(table)
        self._table, self._listing = table, listing
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._tell)
        self._asked = 0
        self._by_news = False
        self.now = Chosen()
        table.selection_changed.connect(self._soon.start)
        table.records.refreshed.connect(self._hear_news)

    def hurry(self) -> None:
        """A command follows at once: tell now what is chosen."""
        if self._soon.isActive():
            self._soon.stop()
            self._tell()

    def _hear_news(self) -> None:
        self._by_news = True

    def _tell(self) -> None:
        runs = self._table.chosen_runs()
        count = sum(len(run) - self._listing.headings_in(run) for run in runs)
        by_news, self._by_news = self._by_news, False
        if by_news and count == self.now.count > 1 and not all(map(self._table.records.is_held_whole, runs)):
            return  # rows far away may stand elsewhere now; what was chosen stays chosen
        self._asked += 1
        asked, records = self._asked, self._table.records
        if count == self._listing.count and count > 1 and not all(map(records.is_held_whole, runs)):
            assert self._listing.wanted is not None, "something is listed"
            self._take(asked, Chosen(count, query=self._listing.wanted.query))
        else:
            records.read(runs, lambda rows: self._take(asked, Chosen(len(rows), tuple(rows))))

    def _take(self, asked: int, chosen: Chosen) -> None:
        if asked == self._asked and chosen != self.now:
            self.now = chosen
            self.changed.emit(chosen)

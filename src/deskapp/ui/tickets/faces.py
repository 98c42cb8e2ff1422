"""The two faces of the queue: its tickets as a table or as a board, or a word that there are none."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from deskapp.ui.tickets.chosen import Chosen

if TYPE_CHECKING:
    from deskapp.domain.ticket_row import TicketRow
    from deskapp.ui.context import DeskContext
    from deskapp.ui.shared.record_table import RecordTable
    from deskapp.ui.tickets.board.board import Board
    from deskapp.ui.tickets.table import TicketTable


class Faces(QStackedWidget):
    """`board_made` carries the board once there is one, `chosen` what is `Chosen` on it.

    The columns of the board are tables of cards, so whoever works with the table of the queue works
    with `front()` and need not know which face it is.
    """

    board_made = Signal(object)
    chosen = Signal(object)

    def __init__(self, context: DeskContext, table: TicketTable, empty: QWidget) -> None:
        super().__init__()
        self._context, self._table, self._empty = context, table, empty
        self._board: Board | None = None
        self.is_board = False
        self._soon = QTimer(self, singleShot=True, interval=0)
        self._soon.timeout.connect(self._tell_chosen)
        self.addWidget(table)
        self.addWidget(empty)

    def turn(self, *, to_board: bool) -> None:
        """Show the other face; what it holds has to be listed anew."""
        if to_board != self.is_board:
            self.is_board = to_board
            self.setCurrentWidget(self.board() if to_board else self._table)
            self.chosen.emit(Chosen())

    def board(self) -> Board:
        """The board, made when it is first looked at."""
        if self._board is None:
            from deskapp.ui.tickets.board.board import Board

            self._board = board = Board(self._context)
            board.selection_changed.connect(self._soon.start)
            self.addWidget(board)
            self.board_made.emit(board)
        return self._board

    def front(self) -> RecordTable:
        """The table, or the column of the board that has the cursor."""
        return self.board().front() if self.is_board else self._table

    def row(self) -> TicketRow | None:
        """The ticket under the cursor, as far as it is known."""
        front = self.front()
        found: TicketRow | None = None
        if front.current_id() is not None:
            found = front.records.row(front.currentIndex().row())
        return found

    def select_id(self, ticket_id: int) -> bool:
        """Put the cursor on a ticket; False when it is not among those that are held."""
        return self.board().select_id(ticket_id) if self.is_board else self._table.select_id(ticket_id)

    def is_empty(self) -> bool:
        """Whether there are no tickets to be seen."""
        return self.currentWidget() is self._empty

    def enter(self) -> None:
        """Go to the tickets."""
        if self.is_board:
            self.board().enter()
            return
        self._table.setFocus()
        if self._table.current_id() is None:
            self._table.select_place(0)

    def lacks(self, ticket_id: int) -> bool:
        """Whether a ticket is certainly not among those that are listed, all of which are held."""
        tables = self.board().lists if self.is_board else [self._table]
        held = (one.records.is_held_whole(range(one.records.rowCount())) for one in tables)
        return all(held) and all(one.records.place_of(ticket_id) < 0 for one in tables)

    def let_go(self) -> None:
        """Have no ticket under the cursor and none chosen: another one is looked at."""
        self.front().let_go()

    def show_tickets(self, *, there: bool) -> None:
        """Show the tickets, or in their place that there are none."""
        full = self.board() if self.is_board else self._table
        self.setCurrentWidget(full if there else self._empty)

    def _tell_chosen(self) -> None:
        if self.is_board:
            cards = self.board().front()
            cards.records.read(cards.chosen_runs(), partial(self._take_chosen, cards))

    def _take_chosen(self, cards: RecordTable, rows: list[TicketRow]) -> None:
        if cards is self.front():
            self.chosen.emit(Chosen(len(rows), tuple(rows)))

"""The queue as columns by status meaning; each reads only the cards that are looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QWidget

from deskapp.domain.status import Meaning
from deskapp.i18n import _
from deskapp.ui.shared import style
from deskapp.ui.shared.pages import PAGE
from deskapp.ui.tickets.board.card_list import CardList
from deskapp.ui.tickets.board.column import BoardColumn
from deskapp.ui.tickets.board.mover import Mover

if TYPE_CHECKING:
    from deskapp.domain.ticket_row import TicketRow
    from deskapp.domain.work_limit import WorkLoad
    from deskapp.ui.context import DeskContext
    from deskapp.ui.shared.groups import Fetch
    from deskapp.ui.shared.jobs import Job


Rows = Mapping[Meaning, "Sequence[TicketRow]"]


class Counted(NamedTuple):
    """How many cards each column has, and the limits with what there is of each."""

    counts: Mapping[Meaning, int]
    loads: Sequence[WorkLoad]


class Board(QScrollArea):
    """Speaks like the table of the queue: `opened`, `current_changed`, `selection_changed`, `menu_asked`.

    `listed` carries how many tickets the query means once the cards are there, `failed` a `DeskError`.
    """

    opened = Signal(int)
    current_changed = Signal(object)
    selection_changed = Signal(int)
    menu_asked = Signal(QPoint)
    listed = Signal(int)
    failed = Signal(object)

    def __init__(self, context: DeskContext) -> None:
        super().__init__()
        self._context = context
        self._query, self._sort = "", "-received"
        self._jobs: list[Job] = []
        self._followed: tuple[int, BoardColumn] | None = None
        self.columns = {meaning: BoardColumn(context, meaning) for meaning in Meaning}
        self.lists = [column.cards for column in self.columns.values()]
        self._latest = self.lists[0]
        self.mover = Mover(context, self)
        self._lay_out()
        for place, column in enumerate(self.columns.values()):
            self._connect(place, column)
        self.mover.moved.connect(self._follow)

    # What the screen asks ---------------------------------------------------------------------

    def show_query(self, query: str, sort: str) -> None:
        """Put the tickets that a query means into the columns; what cannot be read changes nothing."""
        self._give_up()
        show = partial(self._show, query, sort)
        self._read(_first_cards, query, sort, on_done=show)

    def refresh(self) -> None:
        """Read again what is shown; cards, cursor and sight keep their place."""
        self._read(_counted, self._query, on_done=partial(self._recount, self._query))

    def query(self) -> tuple[str, str]:
        """What is shown, and in which order."""
        return self._query, self._sort

    def front(self) -> CardList:
        """The column that has the cursor."""
        return self._latest

    def select_id(self, ticket_id: int) -> bool:
        """Put the cursor on a ticket; False when it is not among the cards that are held."""
        for cards in self.lists:
            if cards.select_id(ticket_id):
                self._use(cards)
                return True
        return False

    def enter(self) -> None:
        """Go to the card that had the cursor last, else to the first there is."""
        filled = [cards for cards in self.lists if cards.records.rowCount()]
        cards = self._latest if self._latest in filled or not filled else filled[0]
        cards.setFocus(Qt.FocusReason.OtherFocusReason)
        if cards.current_id() is None:
            cards.select_place(0)

    # Own --------------------------------------------------------------------------------------

    def _show(self, query: str, sort: str, rows: Rows) -> None:
        """The first cards at once; how many there are behind them is counted afterwards."""
        self._query, self._sort, self._followed = query, sort, None
        for meaning, column in self.columns.items():
            fetch = _reader(self._context, narrowed(query, meaning), sort)
            column.cards.records.show(fetch, len(rows[meaning]), rows[meaning])
        self._read(_counted, query, on_done=partial(self._count, query))

    def _count(self, query: str, counted: Counted) -> None:
        if query == self._query:
            for meaning, column in self.columns.items():
                column.cards.records.grow(counted.counts[meaning])
            self._show_heads(counted)

    def _recount(self, query: str, counted: Counted) -> None:
        if query == self._query:
            for meaning, column in self.columns.items():
                column.cards.records.refresh(counted.counts[meaning])
            self._show_heads(counted)

    def _read(self, call: Any, *values: str, on_done: Any) -> None:
        self._jobs = [job for job in self._jobs if not job.ended]
        job = self._context.worker.submit(
            call, self._context, *values, on_done=on_done, on_failed=self.failed.emit
        )
        self._jobs.append(job)

    def _give_up(self) -> None:
        for job in self._jobs:
            job.cancel()

    def _show_heads(self, counted: Counted) -> None:
        loads = {load.limit.meaning: load for load in counted.loads if load.limit.meaning}
        for meaning, column in self.columns.items():
            column.show_count(counted.counts[meaning], loads.get(meaning.value))
        self.listed.emit(sum(counted.counts.values()))

    def _step(self, place: int, side: int) -> None:
        """To the card beside, over columns without any."""
        here, beside = self.lists[place], place + side
        while 0 <= beside < len(self.lists):
            cards = self.lists[beside]
            if cards.records.rowCount():
                middle = here.visualRect(here.currentIndex()).center().y()
                near = cards.rowAt(max(0, middle))
                cards.select_place(near if near >= 0 else cards.records.rowCount() - 1)
                cards.setFocus(Qt.FocusReason.OtherFocusReason)
                return
            beside += side

    def _push(self, place: int, side: int) -> None:
        if 0 <= place + side < len(self.lists):
            cards = self.lists[place]
            at = cards.viewport().mapToGlobal(cards.visualRect(cards.currentIndex()).center())
            self._move(cards, place + side, at)

    def _drop(self, place: int, source: CardList, at: QPoint) -> None:
        if source in self.lists:
            self._move(source, place, at)

    def _move(self, source: CardList, place: int, at: QPoint) -> None:
        self.mover.move(_held(source), list(self.columns)[place], at)

    def _follow(self, ticket_id: int, meaning: str) -> None:
        """The cursor goes along with what was moved, as soon as it is where it went."""
        self._followed = ticket_id, self.columns[Meaning(meaning)]
        self._find()

    def _find(self) -> None:
        if self._followed is None:
            return
        ticket_id, column = self._followed
        if column.cards.select_id(ticket_id):
            self._followed = None
            self._use(column.cards)
            column.cards.setFocus(Qt.FocusReason.OtherFocusReason)

    def _use(self, cards: CardList) -> None:
        """One column holds the choice: what was chosen in another is let go."""
        if cards is not self._latest:
            left, self._latest = self._latest, cards
            left.selectionModel().clear()
            self.ensureWidgetVisible(cards, 0, 0)

    def _tell_current(self, cards: CardList, ticket_id: int | None) -> None:
        if ticket_id is not None:
            self._use(cards)
        if cards is self._latest:
            self.current_changed.emit(ticket_id)

    def _tell_selection(self, cards: CardList, count: int) -> None:
        if count:
            self._use(cards)
        if cards is self._latest:
            self.selection_changed.emit(count)

    def _ask_limits(self, meaning: str) -> None:
        from deskapp.ui.tickets.board.limits_dialog import LimitsDialog

        LimitsDialog.ask(self.window(), self._context, meaning)

    def _connect(self, place: int, column: BoardColumn) -> None:
        cards = column.cards
        cards.opened.connect(self.opened)
        cards.menu_asked.connect(self.menu_asked)
        cards.current_changed.connect(partial(self._tell_current, cards))
        cards.selection_changed.connect(partial(self._tell_selection, cards))
        cards.stepped.connect(partial(self._step, place))
        cards.pushed.connect(partial(self._push, place))
        cards.dropped.connect(partial(self._drop, place))
        cards.records.refreshed.connect(self._find)
        cards.records.failed.connect(self.failed)
        column.limits_asked.connect(self._ask_limits)

    def _lay_out(self) -> None:
        self.setAccessibleName(_("Board"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        inside = QWidget()
        inside.setProperty("kind", "sheet")
        inside.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        row = QHBoxLayout(inside)
        row.setContentsMargins(style.S, 0, style.S, style.S)
        row.setSpacing(style.S)
        for column in self.columns.values():
            row.addWidget(column)
        self.setWidget(inside)


def narrowed(query: str, meaning: Meaning) -> str:
    """The query of one column."""
    return f"({query}) status:{meaning.value}" if query else f"status:{meaning.value}"


def _held(cards: CardList) -> list[TicketRow]:
    places = (place for run in cards.chosen_runs() for place in run if cards.records.is_held(place))
    return [row for place in places if (row := cards.records.row(place)) is not None]


def _reader(context: DeskContext, query: str, sort: str) -> Fetch:
    tickets, actor = context.desk.tickets, context.actor

    def read(offset: int, limit: int) -> Sequence[TicketRow]:
        return tickets.rows(actor, query, sort=sort, offset=offset, limit=limit)

    return read


# On the worker ------------------------------------------------------------------------------------


def _first_cards(context: DeskContext, query: str, sort: str) -> Rows:
    return {meaning: _reader(context, narrowed(query, meaning), sort)(0, PAGE) for meaning in Meaning}


def _counted(context: DeskContext, query: str) -> Counted:
    count = context.desk.tickets.count
    counts = {meaning: count(context.actor, narrowed(query, meaning)) for meaning in Meaning}
    return Counted(counts, context.desk.work_limits.loads(context.actor))

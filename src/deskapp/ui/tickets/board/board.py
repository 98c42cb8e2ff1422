"""The queue as columns by status meaning; each reads only the cards that are looked at."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QWidget

from deskapp.domain.status import Meaning
from deskapp.i18n import _
from deskapp.ui.shared import style
from deskapp.ui.shared.paged_model import PAGE
from deskapp.ui.tickets.board.card_list import CardList
from deskapp.ui.tickets.board.column import BoardColumn
from deskapp.ui.tickets.board.mover import Mover

if TYPE_CHECKING:
    from deskapp.domain.ticket import TicketRow
    from deskapp.domain.work_limit import WorkLoad
    from deskapp.ui.context import DeskContext
    from deskapp.ui.shared.jobs import Job


class Filled(NamedTuple):
    """What the columns hold: the first cards of each, how many there are, and the limits."""

    rows: Mapping[Meaning, Sequence[TicketRow]]
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
        self._job: Job | None = None
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
        """Put the tickets that a query means into the columns."""
        if self._job:
            self._job.cancel()
        self._query, self._sort, self._followed = query, sort, None
        self._job = self._context.worker.submit(
            _filled, self._context, query, sort, on_done=self._show, on_failed=self.failed.emit
        )

    def refresh(self) -> None:
        """Read again what is shown; cards, cursor and sight keep their place."""
        read = partial(_counted, self._context, self._query, self._sort)
        self._context.worker.submit(
            read, on_done=partial(self._recount, self._query), on_failed=self.failed.emit
        )

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

    def _show(self, filled: Filled) -> None:
        actor, tickets, sort = self._context.actor, self._context.desk.tickets, self._sort
        for meaning, column in self.columns.items():
            query = narrowed(self._query, meaning)

            def fetch(offset: int, limit: int, query: str = query) -> Sequence[TicketRow]:
                return tickets.rows(actor, query, sort=sort, offset=offset, limit=limit)

            column.cards.records.show(fetch, filled.counts[meaning], filled.rows[meaning])
        self._show_heads(filled)

    def _recount(self, query: str, filled: Filled) -> None:
        if query == self._query:
            for meaning, column in self.columns.items():
                column.cards.records.refresh(filled.counts[meaning])
            self._show_heads(filled)

    def _show_heads(self, filled: Filled) -> None:
        loads = {load.limit.meaning: load for load in filled.loads if load.limit.meaning}
        for meaning, column in self.columns.items():
            column.show_count(filled.counts[meaning], loads.get(meaning.value))
        self.listed.emit(sum(filled.counts.values()))

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


def _filled(context: DeskContext, query: str, sort: str) -> Filled:
    """The first cards of each column; runs on the worker."""
    tickets, actor = context.desk.tickets, context.actor
    rows = {
        meaning: tickets.rows(actor, narrowed(query, meaning), sort=sort, limit=PAGE) for meaning in Meaning
    }
    counts = {
        meaning: len(first) if len(first) < PAGE else tickets.count(actor, narrowed(query, meaning))
        for meaning, first in rows.items()
    }
    return Filled(rows, counts, context.desk.work_limits.loads(actor))


def _counted(context: DeskContext, query: str, _sort: str) -> Filled:
    tickets, actor = context.desk.tickets, context.actor
    counts = {meaning: tickets.count(actor, narrowed(query, meaning)) for meaning in Meaning}
    return Filled({}, counts, context.desk.work_limits.loads(actor))

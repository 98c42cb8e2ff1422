"""The queue: a filter that is always text, the table, and what stands there when it is empty."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from deskapp.i18n import _, ngettext
from deskapp.ui.shared import style
from deskapp.ui.shared.empty_state import EmptyState
from deskapp.ui.shared.paged_model import PAGE, PagedModel
from deskapp.ui.shared.plain import muted, title
from deskapp.ui.shell.places import PLACES, Place, heading_of, view_of
from deskapp.ui.tickets.columns import sentence, ticket_columns
from deskapp.ui.tickets.filter import FilterBox
from deskapp.ui.tickets.table import TicketTable

if TYPE_CHECKING:
    from deskapp.domain.ticket import TicketRow
    from deskapp.errors import DeskError
    from deskapp.ui.context import DeskContext
    from deskapp.ui.shared.jobs import Job

Page = tuple["tuple[TicketRow, ...]", int]
_PAUSE_MS = 60


class TicketList(QWidget):
    """`opened` carries the id of a ticket that Enter or a double click asks for, `current_changed` the row
    under the cursor or None, `view_changed` the key of the view that the filter stands in, `listed` that
    rows are there.
    """

    opened = Signal(int)
    current_changed = Signal(object)
    view_changed = Signal(str)
    listed = Signal()

    def __init__(self, context: DeskContext) -> None:
        super().__init__()
        self._context = context
        self._view = PLACES["open"]
        self._sort = ""
        self._job: Job | None = None
        self._shown_query: str | None = None
        self.head, self.count = title(), muted()
        self.saved_views: tuple[Place, ...] = ()
        self.box = FilterBox(context)
        self.filter, self.wrong = self.box.field, self.box.wrong
        self.records = PagedModel(
            ticket_columns(context), sentence=sentence(context), worker=context.worker, parent=self
        )
        self.table = TicketTable(self.records, _("Tickets"))
        self.empty = EmptyState()
        self._stack = QStackedWidget()
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._connect()
        self._lay_out()

    # What the screen tells --------------------------------------------------------------------

    def show_view(self, view: Place) -> None:
        """Write the view's query into the filter and list what it means."""
        self._view, self._sort = view, ""
        self.box.show_query(view.query)
        self._name_view()
        self._list()

    def show_query(self, query: str) -> None:
        """Write another query into the filter and list what it means."""
        self.box.show_query(query)
        self._name_view_of(query)
        self._list()

    def view(self) -> Place:
        """The view that the filter stands in."""
        return self._view

    def row(self) -> TicketRow | None:
        """The ticket under the cursor, as far as the list knows it."""
        row: TicketRow | None = (
            self.records.row(self.table.currentIndex().row()) if self.table.current_id() else None
        )
        return row

    def query(self) -> str:
        """What the filter says."""
        return self.filter.text().strip()

    def clear_filter(self) -> None:
        """Go back to the plain view, or from a plain view to all."""
        plain = self.query() == self._view.query
        self.show_view(PLACES["all"] if plain else self._view)

    def clear_words(self) -> None:
        """Take away what narrows the view."""
        if self.query() != self._view.query:
            self.show_view(self._view)

    def refresh(self) -> None:
        """Read again what is shown, keeping the place."""
        if self._shown_query is not None:
            count = self._context.desk.tickets.count
            self._context.read(count, self._shown_query, then=partial(self._recount, self._shown_query))

    # Own --------------------------------------------------------------------------------------

    def _typed(self) -> None:
        self._name_view_of(self.query())
        if self.box.is_understood():
            self._pause.start()
        else:
            self._pause.stop()  # the list stays as it was

    def _name_view_of(self, query: str) -> None:
        """A query that goes on where the view ends stays in the view."""
        begun = bool(self._view.query) and query.startswith(f"{self._view.query} ")
        if not (begun or query == self._view.query):
            self._view = view_of(query, self.saved_views)
        self._name_view()

    def _name_view(self) -> None:
        self.head.setText(heading_of(self._view, self._context.shop))
        self.view_changed.emit(self._view.key)

    def _sort_by(self, order: str, falling: bool) -> None:
        self._sort = f"-{order}" if falling else order
        self._list()

    def _list(self) -> None:
        self._pause.stop()
        if self._job:
            self._job.cancel()
        query = self.query()
        self.table.show_order(self._order())
        self._job = self._context.worker.submit(
            _first_page,
            self._context,
            query,
            self._order(),
            on_done=partial(self._show, query),
            on_failed=self._say_wrong,
        )

    def _order(self) -> str:
        return self._sort or self._view.sort or "-received"

    def _show(self, query: str, page: Page) -> None:
        rows, count = page
        self._shown_query = query
        tickets, actor, order = self._context.desk.tickets, self._context.actor, self._order()

        def fetch(offset: int, limit: int) -> tuple[TicketRow, ...]:
            return tickets.rows(actor, query, sort=order, offset=offset, limit=limit)

        self.box.say_wrong(None)
        self.records.show(fetch, count, rows)
        self._show_count(count)
        self.listed.emit()

    def _recount(self, query: str, count: int) -> None:
        if query == self._shown_query:
            self.records.refresh(count)
            self._show_count(count)

    def _show_count(self, count: int) -> None:
        shown = self._context.formats.number(count)
        self.count.setText(ngettext("{count} ticket", "{count} tickets", count).format(count=shown))
        self._stack.setCurrentWidget(self.table if count else self.empty)
        if not count:
            self._say_empty()

    def _say_wrong(self, error: DeskError) -> None:
        """An unknown word is named under the filter; the list stays as it was."""
        self.box.say_wrong(error)
        self.listed.emit()

    def _say_empty(self) -> None:
        if self.query() != self._view.query:
            words = _("Nothing matches “{query}”").format(query=self.query())
            self.empty.say(
                "search", words, _("Look for fewer or other words."), _("Clear filter"), self.clear_filter
            )
        elif self._view.key in {"open", "all"}:
            hint = _("A ticket holds what a customer brings, and how far it is.")
            action = self._context.commands.action("new_ticket")
            self.empty.say("tickets", _("No tickets yet"), hint, _("Log the first one"), action.trigger)
        else:
            say = _EMPTY_VIEWS.get(self._view.key, _nothing_here)
            self.empty.say(self._view.icon, say())

    def _connect(self) -> None:
        self.box.edited.connect(self._typed)
        self.filter.entered.connect(self._enter_list)
        self.filter.left.connect(self._leave_filter)
        self._pause.timeout.connect(self._list)
        self.table.opened.connect(self.opened)
        self.table.current_changed.connect(self.current_changed)
        self.table.sort_asked.connect(self._sort_by)
        self.records.failed.connect(self._context.show_error)

    def _enter_list(self) -> None:
        if self._pause.isActive():
            self._list()
        self.table.setFocus()
        if self.table.current_id() is None:
            self.table.select_place(0)

    def _leave_filter(self) -> None:
        if self.query() != self._view.query:
            self.clear_words()
        else:
            self._enter_list()

    def _lay_out(self) -> None:
        heads = QHBoxLayout()
        heads.setSpacing(style.S)
        heads.addWidget(self.head)
        heads.addWidget(self.count, 0, Qt.AlignmentFlag.AlignBottom)
        heads.addStretch(1)
        top = QVBoxLayout()
        top.setContentsMargins(style.L, style.L, style.L, style.M)
        top.setSpacing(style.S)
        top.addLayout(heads)
        top.addWidget(self.box)
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.empty)
        self.setProperty("kind", "sheet")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self._stack, 1)
        self._stack.setContentsMargins(style.S, 0, 0, 0)


def _first_page(context: DeskContext, query: str, order: str) -> Page:
    """The first rows of a query and how many there are; runs on the worker."""
    tickets, actor = context.desk.tickets, context.actor
    rows = tickets.rows(actor, query, sort=order, limit=PAGE)
    return rows, len(rows) if len(rows) < PAGE else tickets.count(actor, query)


def _nothing_here() -> str:
    return _("No ticket is in this view")


_EMPTY_VIEWS = {
    "today": lambda: _("Nothing is due today"),
    "mine": lambda: _("Nothing is assigned to you"),
    "unassigned": lambda: _("Every ticket has somebody"),
    "waiting": lambda: _("Nothing waits for anybody"),
    "ready": lambda: _("Nothing is ready to hand over"),
    "overdue": lambda: _("Nothing is late"),
    "stale": lambda: _("Every open ticket has news"),
    "uncollected": lambda: _("Nothing waits to be collected"),
    "closed": lambda: _("No ticket is closed yet"),
    "closed_week": lambda: _("No ticket was closed this week"),
    "bin": lambda: _("The bin is empty"),
}

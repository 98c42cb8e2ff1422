"""The queue: a filter that is always text, the table, and what stands there when it is empty."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QCursor
from PySide6.QtWidgets import QHBoxLayout, QToolTip, QVBoxLayout, QWidget

from deskapp.domain.query import parse, with_term
from deskapp.domain.saved_view import Look
from deskapp.errors import Invalid
from deskapp.i18n import _, ngettext
from deskapp.ui.shared import style
from deskapp.ui.shared.buttons import button, icon_button
from deskapp.ui.shared.empty_state import EmptyState
from deskapp.ui.shared.own_values import OwnValues
from deskapp.ui.shared.paged_model import PagedModel
from deskapp.ui.shared.plain import headline, muted, plain_tip, title
from deskapp.ui.shell.places import PLACES, Place, heading_of, view_of
from deskapp.ui.tickets.chosen import Choice
from deskapp.ui.tickets.columns import row_tip, sentence, ticket_columns
from deskapp.ui.tickets.faces import Faces
from deskapp.ui.tickets.filter import FilterBox
from deskapp.ui.tickets.layouts import Layout, keep_layout, kept_layout
from deskapp.ui.tickets.listing import Listing, Wanted
from deskapp.ui.tickets.nothing import Nothing
from deskapp.ui.tickets.table import TicketTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from deskapp.domain.ticket import Ticket
    from deskapp.domain.ticket_row import TicketRow
    from deskapp.errors import DeskError
    from deskapp.ui.context import DeskContext
    from deskapp.ui.tickets.board.board import Board

_PAUSE_MS = 0  # what is read for the key before ends at once


class TicketList(QWidget):
    """`opened` carries the id of a ticket that Enter or a double click asks for, `current_changed` the row
    under the cursor or None, `view_changed` the key of the view that the filter stands in, `listed` that
    rows are there. `selection_changed` carries what is `Chosen`, `look_changed` tells of another grouping
    or density. `save_asked` asks to keep what is shown as a view.
    """

    opened = Signal(int)
    current_changed = Signal(object)
    view_changed = Signal(str)
    listed = Signal()
    save_asked = Signal()
    selection_changed = Signal(object)
    look_changed = Signal()

    def __init__(self, context: DeskContext) -> None:
        super().__init__()
        self._context = context
        self._view = PLACES["open"]
        self._laid_out: Place | None = None
        self._sort = ""
        self._enters = False
        self._carried: int | None = None  # the ticket that goes along from one face to the other
        self._grouping = ""
        self._density = ""
        self.head, self.count = title(), muted()
        self._saved_views: tuple[Place, ...] = ()
        self.box = FilterBox(context)
        self.filter, self.wrong = self.box.field, self.box.wrong
        self.own = OwnValues(context, self)
        self.records = PagedModel(
            (*ticket_columns(context), *self.own.columns()),
            sentence=sentence(context),
            worker=context.worker,
            parent=self,
        )
        self.table = TicketTable(self.records, _("Tickets"))
        self.listing = Listing(context, self.records)
        self.choice = Choice(self.table, self.listing)
        self.empty = EmptyState()
        self.nothing = Nothing(context, self, self.empty)
        self.save_button = button(_("Save view…"), self.save_asked.emit, kind="quiet")
        self.faces = Faces(context, self.table, self.empty)
        self.board_button = icon_button("board", _("Board"), self._turn)
        self.board_button.setCheckable(True)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._connect()
        self._lay_out()
        self.own.read.connect(self.table.viewport().update)
        context.shop_changed.connect(self._add_columns)

    # What the screen tells --------------------------------------------------------------------

    def show_view(self, view: Place) -> None:
        """Write the view's query into the filter and list what it means."""
        self._keep_layout()
        self._enters = False
        self._view = self._laid_out = view
        self._use_layout(view)
        self.box.show_query(view.query)
        self._name_view()
        self._list()

    def show_read(self, view: Place, rows: Sequence[TicketRow]) -> None:
        """Show a view whose first rows were read elsewhere; more are not asked for."""
        self._view = self._laid_out = view
        self._use_layout(view)
        self.box.show_query(view.query)
        self._name_view()
        self.table.show_order(self._order())
        self.records.show(lambda offset, limit: rows[offset : offset + limit], len(rows), rows)
        self._show()

    def show_query(self, query: str) -> None:
        """Write another query into the filter and list what it means."""
        self.box.show_query(query)
        self._name_view_of(query)
        self._list()

    def set_saved_views(self, views: tuple[Place, ...]) -> None:
        """These are the views that people kept; one that is shown may have another name now."""
        self._saved_views = views
        if not self._view.saved:
            return
        if kept := next((one for one in views if one.key == self._view.key), None):
            self._view = kept
        else:
            self._view = self._laid_out = view_of(self.query(), views)
            self._use_layout(self._view)  # a view that is gone orders nothing any more
            self._list()
        self._name_view()

    def look(self) -> Look:
        """How the list shows its tickets now, as a view keeps it."""
        columns = self.table.wanted_columns()
        plain = tuple(column.key for column in self.records.columns if column.shown)
        return Look(self._order(), () if columns == plain else columns, self._grouping, self._density)

    def use_look(self, look: Look) -> None:
        """Show tickets as a view keeps it, from the next listing on."""
        self._sort, self._grouping = look.sort, look.grouping
        self.table.use_columns(look.columns)
        self._use_density(look.density)

    def group_by(self, grouping: str) -> None:
        """Put the tickets under headings: '' for none, `status`, `person` or `day`."""
        if grouping != self._grouping:
            self._grouping = grouping
            self.look_changed.emit()
            self._list()

    def set_density(self, density: str) -> None:
        """How much room a row takes, in this view."""
        self._use_density(density)
        self.look_changed.emit()

    def show_board(self, *, on: bool) -> None:
        """Show the tickets as a board, or as a table, in this view."""
        if on != self.faces.is_board:
            self._carried = self.faces.front().current_id()
            self._use_face(board=on)
            self._enters = True
            self.look_changed.emit()
            self._list()

    def keep_layout(self) -> None:
        """Keep how the view looks on this computer."""
        self._keep_layout()

    def view(self) -> Place:
        """The view that the filter stands in."""
        return self._view

    def row(self) -> TicketRow | None:
        """The ticket under the cursor, as far as the list knows it."""
        return self.faces.row()

    def query(self) -> str:
        """What the filter says."""
        return self.filter.text().strip()

    def listed_query(self) -> tuple[str, str]:
        """What is listed, and in which order; while a word is wrong that is not what the filter says."""
        if self.faces.is_board:
            return self.faces.board().query()
        wanted = self.listing.wanted
        return (wanted.query, wanted.order) if wanted else (self.query(), self._order())

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
        if self.faces.is_board:
            self.faces.board().refresh()
        else:
            self.listing.refresh()

    def read_again(self) -> None:
        """List anew what the filter says."""
        self._list()

    # Own --------------------------------------------------------------------------------------

    def _add_columns(self) -> None:
        """The shop may have fields that it did not have before."""
        known = {column.key for column in self.records.columns}
        self.table.add_columns([one for one in self.own.columns() if one.key not in known])

    def _keep_layout(self) -> None:
        if self._laid_out:
            face = "board" if self.faces.is_board else ""
            layout = Layout(self.table.layout_state(), self._sort, self._grouping, self._density, face)
            keep_layout(self._context, self._laid_out, layout)

    def _use_layout(self, view: Place) -> None:
        """As the view was left on this computer, else as it was saved."""
        layout = kept_layout(self._context, view)
        if layout is None:
            self.use_look(view.saved.draft.look if view.saved else Look())
        else:
            self._sort, self._grouping = layout.sort, layout.grouping
            self.table.restore_layout(layout.columns)
            self._use_density(layout.density)
        self._use_face(board=layout is not None and layout.face == "board")
        self.look_changed.emit()

    def _use_density(self, density: str) -> None:
        self._density = density
        self.table.set_density(cast("style.Density", density or self._context.settings.density))

    def _use_face(self, *, board: bool) -> None:
        self.faces.turn(to_board=board)
        self.board_button.setChecked(board)

    def _turn(self) -> None:
        self.show_board(on=not self.faces.is_board)

    def _made(self, board: Board) -> None:
        board.opened.connect(self.opened)
        board.current_changed.connect(self.current_changed)
        board.listed.connect(self._show_board_count)
        board.failed.connect(self._say_wrong)

    def _typed(self) -> None:
        self._enters = False  # what follows are words, not keys of the list
        if self.box.is_understood():
            self._name_view_of(self.query())
            self._pause.start()
        else:
            self._pause.stop()  # the list stays as it was

    def _name_view_of(self, query: str) -> None:
        """A query that goes on where the view ends stays in the view."""
        self._view = view_of(query, self._saved_views, self._view)
        self._name_view()

    def _name_view(self) -> None:
        self.head.setText(heading_of(self._view, self._context.shop))
        self.save_button.setVisible(self.query() != self._view.query)
        self.view_changed.emit(self._view.key)

    def _sort_by(self, order: str, falling: bool) -> None:
        turned = order[1:] if order.startswith("-") else f"-{order}"
        wanted = turned if falling else order
        if self._sort_in_filter():  # which wins, so it is what has to be changed
            self.show_query(with_term(self.query(), f"sort:{wanted}"))
        else:
            self._sort = wanted
            self._list()

    def _list(self) -> None:
        self._pause.stop()
        if self.faces.is_board:
            self.faces.board().show_query(self.query(), self._order())
            return
        wanted = Wanted(self.query(), self._order(), self._grouping)
        self.table.show_order(self._sort_in_filter() or wanted.order)
        self.listing.show(wanted)

    def _sort_in_filter(self) -> str:
        return parse(self.query()).sort if self.box.is_understood() else ""

    def _order(self) -> str:
        return self._sort or self._view.sort or "-received"

    def _show(self) -> None:
        self.box.say_wrong(None)
        self.faces.show_tickets(there=self.records.rowCount() > 0)
        self._enter_listed(count=self.records.rowCount())
        self.listed.emit()

    def _show_count(self, count: int) -> None:
        shown = self._context.formats.number(count)
        self.count.setText(ngettext("{count} ticket", "{count} tickets", count).format(count=shown))
        self.faces.show_tickets(there=count > 0)
        if not count:
            self.nothing.say()

    def _show_board_count(self, count: int) -> None:
        self.box.say_wrong(None)
        self._show_count(count)
        self._enter_listed(count=count)
        self.listed.emit()

    def _say_wrong(self, error: DeskError) -> None:
        """An unknown word is named under the filter and the list stays as it was."""
        if isinstance(error, Invalid):
            self.box.say_wrong(error)
        else:
            self.nothing.say_wrong(error)
            self.faces.show_tickets(there=False)
        self.listed.emit()

    def _connect(self) -> None:
        self.box.edited.connect(self._typed)
        self.filter.entered.connect(self._enter_list)
        self.filter.left.connect(self._leave_filter)
        self._pause.timeout.connect(self._list)
        self.table.opened.connect(self.opened)
        self.table.current_changed.connect(self.current_changed)
        self.table.sort_asked.connect(self._sort_by)
        self.table.fold_asked.connect(self.listing.fold)
        self.table.tip_asked.connect(self._ask_tip)
        self.records.failed.connect(self._context.show_error)
        self.listing.shown.connect(self._show)
        self.listing.counted.connect(self._show_count)
        self.listing.refused.connect(self._say_wrong)
        self.choice.changed.connect(self.selection_changed)
        self.faces.chosen.connect(self.selection_changed)
        self.faces.board_made.connect(self._made)

    def _ask_tip(self, record: int, point: QPoint) -> None:
        self._context.read(self._context.desk.tickets.by_id, record, then=partial(self._show_tip, point))

    def _show_tip(self, point: QPoint, ticket: Ticket) -> None:
        """All of what is cut off in the row, unless the pointer has gone on."""
        if (QCursor.pos() - point).manhattanLength() < style.XXL:
            QToolTip.showText(point, plain_tip(row_tip(self._context, ticket)), self.table.viewport())

    def _enter_list(self) -> None:
        if not self.box.is_understood():
            return  # what stands in the list is not what was typed
        if self._pause.isActive():
            self._list()
        self._enters = True
        if self.listed_query()[0] == self.query():  # else once that is listed
            self._enter_listed(count=0 if self.faces.is_empty() else 1)

    def _enter_listed(self, *, count: int) -> None:
        """Go to the tickets if somebody asked for it; where there are none, typing goes on in the filter."""
        enters, self._enters = self._enters, False
        carried, self._carried = self._carried, None
        if enters and count:
            if carried is not None:
                self.faces.select_id(carried)
            self.faces.enter()

    def _leave_filter(self) -> None:
        if self.query() != self._view.query:
            self.clear_words()
        else:
            self._enter_list()

    def _lay_out(self) -> None:
        heads = QHBoxLayout()
        heads.setSpacing(style.S)
        words = headline(self.head, self.count)
        heads.addLayout(words)
        heads.setAlignment(words, Qt.AlignmentFlag.AlignVCenter)  # the buttons beside are higher
        heads.addStretch(1)
        heads.addWidget(self.save_button)
        heads.addWidget(self.board_button)
        top = QVBoxLayout()
        top.setContentsMargins(style.L, style.L, style.L, style.M)
        top.setSpacing(style.S)
        top.addLayout(heads)
        top.addWidget(self.box)
        self.setProperty("kind", "sheet")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self.faces, 1)
        self.faces.setContentsMargins(style.S, 0, 0, 0)

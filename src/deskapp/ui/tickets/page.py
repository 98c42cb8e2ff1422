"""The screen of the queue: the list at the left, the ticket at the right."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QWidget

from deskapp.domain.query import parse
from deskapp.i18n import _
from deskapp.ui.shared.empty_state import EmptyState
from deskapp.ui.shared.parts import neighbour
from deskapp.ui.shell import list_look
from deskapp.ui.shell.places import Place
from deskapp.ui.tickets.board.limit_watch import LimitWatch
from deskapp.ui.tickets.chosen import Chosen
from deskapp.ui.tickets.keys import ListKeys
from deskapp.ui.tickets.list import TicketList
from deskapp.ui.tickets.split import Split

if TYPE_CHECKING:
    from deskapp.domain.ticket import Ticket
    from deskapp.domain.ticket_bulk import BulkResult
    from deskapp.settings import Settings
    from deskapp.ui.commands import Commands
    from deskapp.ui.context import DeskContext
    from deskapp.ui.shared.record_table import RecordTable
    from deskapp.ui.tickets.board.board import Board
    from deskapp.ui.tickets.bulk.pane import BulkPane
    from deskapp.ui.tickets.pane import TicketPane

_IN_THE_PANE = {"edit_ticket", "add_line", "add_note", "add_message", "print_choose"}


class TicketsPage(QWidget):
    """`view_changed` carries the key of the view that the list stands in."""

    view_changed = Signal(str)

    def __init__(self, context: DeskContext) -> None:
        super().__init__()
        self._context = context
        self.list = TicketList(context)
        self.keys = ListKeys(context, self.list, self.number)
        self.side = QStackedWidget()
        self._nothing = EmptyState()
        self._pane: TicketPane | None = None
        self._place, self._goes_on = 0, False
        self._bulk: BulkPane | None = None
        self._chosen, self._asked_for = Chosen(), ""
        LimitWatch(context, self)
        self.split = Split(self.list, self.side)
        self._lay_out()
        self.keys.refused.connect(self._show_refused)
        self._connect()
        self._restore(context.settings)

    # What the window asks ---------------------------------------------------------------------

    def activate(self) -> None:
        """Begin in the list."""
        self.list.faces.front().setFocus()

    def find_field(self) -> None:
        """Go to the filter."""
        self.list.filter.enter()

    def show_view(self, view: Place) -> None:
        """List the tickets of a view."""
        self.list.show_view(view)

    def view_key(self) -> str:
        """The view that the list stands in."""
        return self.list.view().key

    def open_ticket(self, number: str) -> None:
        """Show a ticket, whether or not the list holds it."""
        self._show_side()
        self._asked_for = number
        self.keys.setters.put_aside()
        self.list.faces.let_go()  # keys mean the ticket that is asked for, in the list or not
        self.pane().open(number)

    def show_pane(self, *, on: bool) -> None:
        """Show or hide the pane."""
        self.side.setVisible(on)
        if on and (row := self.list.row()):
            self.pane().open(row.number)

    def peek(self) -> None:
        """Show the ticket under the cursor, or put it away again; the focus stays in the list."""
        on = self.side.isHidden()
        self.show_pane(on=on)
        self._context.commands.set_on("toggle_pane", on=on)

    def go_to_part(self, step: int) -> None:
        """Filter, list and ticket in a circle."""
        parts: list[QWidget] = [self.list.filter, self.list.faces.front()]
        if (self.shows_ticket() or self.shows_bulk()) and not self.side.isHidden():
            parts.append(self.side)
        part = neighbour(parts, step)
        if part is self.side and self._bulk and self.shows_bulk():
            self._bulk.enter()
        elif part is self.side:
            self.pane().enter()
        else:
            part.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def pane(self) -> TicketPane:
        """The ticket at the right, built when it is first needed."""
        if self._pane is None:
            from deskapp.ui.tickets.pane import TicketPane

            self._pane = TicketPane(self._context)
            self._pane.closed.connect(self._leave_pane)
            self._pane.gone.connect(self._forget)
            self._pane.opened.connect(self._mark)
            self.side.addWidget(self._pane)
        if self._pane.ticket():  # before the first one is read it would be an empty frame
            self.side.setCurrentWidget(self._pane)
        return self._pane

    def run(self, command: str) -> None:
        """Carry out a command: on the rows of the list while it has the focus, else on the ticket shown."""
        if self.keys.run(command):
            return
        self.list.choice.hurry()
        if self._chosen.count > 1 and self.bulk().run(command):
            return
        if command == "edit_ticket" and self.list.table.hasFocus() and self.list.table.edit_current():
            return
        if self.shows_ticket() and not self.side.isHidden():
            self._run_now(command)
        elif number := self.number():
            if command in _IN_THE_PANE:
                self._show_side()
            self._asked_for = number
            self.pane().open(number, then=partial(self._run_now, command))

    def number(self) -> str:
        """The ticket that commands mean: the one under the cursor, else the one beside the list."""
        if row := self.list.row():
            return row.number
        if self._asked_for or self.side.isHidden() or not self.shows_ticket():
            return self._asked_for
        ticket = self.pane().ticket()
        return ticket.number if ticket else ""

    def shows_ticket(self) -> bool:
        """Whether a ticket stands at the right."""
        return self._pane is not None and self.side.currentWidget() is self._pane

    def shows_bulk(self) -> bool:
        """Whether several tickets stand at the right."""
        return self._bulk is not None and self.side.currentWidget() is self._bulk

    def bulk(self) -> BulkPane:
        """What takes the place of the ticket while several are chosen, built when it is first needed."""
        if self._bulk is None:
            from deskapp.ui.tickets.bulk.pane import BulkPane

            self._bulk = BulkPane(self._context)
            self._bulk.closed.connect(self._leave_pane)
            self._bulk.left.connect(self._leave_bulk)
            self.side.addWidget(self._bulk)
        return self._bulk

    def show_board(self, *, on: bool) -> None:
        """Show the queue as a board, or as a table."""
        self.list.show_board(on=on)

    def ask_limits(self) -> None:
        """Ask how much work is meant to be in hand."""
        from deskapp.ui.tickets.board.limits_dialog import LimitsDialog

        LimitsDialog.ask(self.window(), self._context)

    def menu(self) -> QMenu:
        """What can be done with the ticket under the cursor."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._context.commands.fill_menu(menu, "ticket")
        menu.addSeparator()
        self._context.commands.fill_menu(menu, "print")
        return menu

    def kept(self, settings: Settings) -> Settings:
        """The settings with the widths and columns as they are now."""
        self.list.keep_layout()
        return self.split.kept(replace(settings, headers=self._context.settings.headers))

    @property
    def commands(self) -> Commands:
        """The window's commands."""
        return self._context.commands

    def density(self) -> str:
        """How high rows are where a view does not say it."""
        return self._context.settings.density

    def use_density(self, density: str) -> None:
        """How high rows are from now on, in every view that does not say it."""
        self._context.settings = replace(self._context.settings, density=density)
        self.list.set_density("")

    def put_pane(self, *, below: bool) -> None:
        """Put the ticket below the list, or right of it."""
        self._context.settings = replace(self._context.settings, pane_below=below)
        self.split.put_below(on=below)
        self._show_look()
        self._show_side()

    # Own --------------------------------------------------------------------------------------

    def _run_now(self, command: str) -> None:
        self.pane().run(command)

    def _follow(self, record: int | None) -> None:
        """The cursor moved: the pane shows that ticket. A ticket that left the list stays in the pane."""
        row = self.list.row()
        if record is None or row is None or self.shows_bulk():
            return  # what is chosen says when the pane is the ticket's again
        self._goes_on = False
        self._place = self.list.faces.front().currentIndex().row()
        self._provide(there=True, binned=self._lists_bin())
        if not self.side.isHidden():
            self.pane().open(row.number)

    def _open(self, _record: int) -> None:
        self._show_side()
        if row := self.list.row():
            self.pane().open(row.number, then=self.pane().enter)

    def _mark(self, ticket: Ticket) -> None:
        """A ticket was read: show it, and mark it in the list where it is there."""
        if self._chosen.count > 1 and ticket.number != self._asked_for:
            return  # several were chosen meanwhile
        self._asked_for = ""
        self.side.setCurrentWidget(self.pane())
        self._context.commands.provide("ticket", there=True)
        faces = self.list.faces
        if faces.front().current_id() != ticket.id and not faces.select_id(ticket.id):
            faces.let_go()
        self._say_outside()

    def _say_outside(self) -> None:
        """A ticket may stay in the pane that the list does not hold; what is far down cannot be known."""
        ticket = self._pane.ticket() if self._pane else None
        known = self.list.faces.is_board or self.list.listing.count is not None
        if self._pane and ticket:
            self._pane.header.say_outside(on=known and self.list.faces.lacks(ticket.id))

    def _show_look(self) -> None:
        list_look.show(self)

    def _show_chosen(self, chosen: Chosen) -> None:
        """Several chosen tickets take the place of the one, until what came of them was read."""
        self._chosen = chosen
        if chosen.count > 1:
            binned = self._lists_bin()
            self._provide(there=True, binned=binned)
            self.bulk().show_chosen(chosen, binned=binned)
            self.side.setCurrentWidget(self.bulk())
        else:
            self._leave_bulk()

    def _show_refused(self, result: BulkResult) -> None:
        """Some of the chosen tickets stayed as they were: each is listed with its reason."""
        self._show_side()
        self.bulk().show_refused(result)
        self.side.setCurrentWidget(self.bulk())

    def _lists_bin(self) -> bool:
        return "deleted" in parse(self.list.listed_query()[0]).states()

    def _provide(self, *, there: bool, binned: bool = False) -> None:
        """Say what there is to work with: a ticket, which may be in the bin or not."""
        for need, is_there in (("ticket", there), ("binned", binned), ("live", there and not binned)):
            self._context.commands.provide(need, there=is_there)

    def _leave_bulk(self) -> None:
        if self._bulk and self.shows_bulk() and self._chosen.count < 2 and not self._bulk.holds():
            self.side.setCurrentWidget(self._nothing)
            self._follow(self.list.faces.front().current_id())

    def _ask_value(self, kind: str, corner: QPoint) -> None:
        self.keys.open(kind, corner)

    def _ask_menu(self, point: QPoint) -> None:
        if self.list.row():
            self.menu().popup(point)

    def _forget(self) -> None:
        """The ticket was put into the bin: go on with the one that takes its place in the list."""
        self.side.setCurrentWidget(self._nothing)
        self._provide(there=False)
        self.list.faces.front().setFocus()
        self._goes_on = True
        self._go_on()

    def _go_on(self) -> None:
        """Choose a neighbour once the list knows that its ticket is gone."""
        front = self.list.faces.front()
        rows = front.records.rowCount()
        if self._goes_on and front.current_id() is None and rows:
            self._goes_on = False
            front.select_place(min(self._place, rows - 1))

    def _leave_pane(self) -> None:
        self.list.faces.front().setFocus()

    def _show_side(self) -> None:
        if self.side.isHidden():
            self.side.show()
            self._context.commands.set_on("toggle_pane", on=True)

    def _escape(self) -> None:
        """Take away what narrows the view; from a plain view, put the pane away."""
        if self.list.query() != self.list.view().query:
            self.list.clear_words()
        elif not self.side.isHidden():
            self.peek()

    def _connect(self) -> None:
        self.list.current_changed.connect(self._follow)
        self.list.opened.connect(self._open)
        self._attach(self.list.table)
        self.list.faces.board_made.connect(self._attach_board)
        self.list.table.edit_asked.connect(self._ask_value)
        self.list.selection_changed.connect(self._show_chosen)
        self.list.look_changed.connect(self._show_look)
        self.list.view_changed.connect(self.view_changed)
        self.list.listed.connect(self._say_outside)
        self.list.look_changed.connect(self._show_face)
        self._context.changed.connect(self.list.refresh)

    def _attach(self, table: RecordTable) -> None:
        """Let menu and keys of the list work on a table, or on a column of the board."""
        table.menu_asked.connect(self._ask_menu)
        table.records.refreshed.connect(self._go_on)
        table.records.refreshed.connect(self._say_outside)
        self._context.commands.attach_list(table)
        _on_key("Esc", table, Qt.ShortcutContext.WidgetShortcut, self._escape)

    def _attach_board(self, board: Board) -> None:
        for cards in board.lists:
            self._attach(cards)

    def _show_face(self) -> None:
        self._context.commands.set_on("toggle_board", on=self.list.faces.is_board)

    def _restore(self, settings: Settings) -> None:
        self.split.use(settings)
        self.side.setVisible(settings.pane)

    def _lay_out(self) -> None:
        self._nothing.say("ticket", _("Choose a ticket"), _("What it holds is shown here."))
        self.side.addWidget(self._nothing)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.split)


def _on_key(keys: str, widget: QWidget, context: Qt.ShortcutContext, run: Callable[[], object]) -> None:
    """Run something on a key; the context is set apart because the constructor drops it beside a slot."""
    shortcut = QShortcut(QKeySequence(keys), widget)
    shortcut.setContext(context)
    shortcut.activated.connect(run)

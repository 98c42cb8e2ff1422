"""The screen of the queue: the list at the left, the ticket at the right."""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QByteArray, QPoint, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSplitter, QStackedWidget, QWidget

from deskapp.i18n import _
from deskapp.ui.shared.empty_state import EmptyState
from deskapp.ui.shell.places import Place
from deskapp.ui.tickets.list import TicketList

if TYPE_CHECKING:
    from deskapp.domain.ticket import Ticket
    from deskapp.settings import Settings
    from deskapp.ui.context import DeskContext
    from deskapp.ui.tickets.pane import TicketPane

_VIEW, _UNWANTED = "tickets", "tickets.unwanted"
_PANE_WIDTH = 404
_PANE_LEAST = 380


class TicketsPage(QWidget):
    """`view_changed` carries the key of the view that the list stands in."""

    view_changed = Signal(str)

    def __init__(self, context: DeskContext) -> None:
        super().__init__()
        self._context = context
        self.list = TicketList(context)
        self.side = QStackedWidget()
        self._nothing = EmptyState()
        self._pane: TicketPane | None = None
        self._place, self._goes_on = 0, False
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._lay_out()
        self._connect()
        self._restore(context.settings)

    # What the window asks ---------------------------------------------------------------------

    def activate(self) -> None:
        """Begin in the list."""
        self.list.table.setFocus()

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
        self.pane().open(number)

    def show_pane(self, *, on: bool) -> None:
        """Show or hide the pane."""
        self.side.setVisible(on)
        if on and (row := self.list.row()):
            self.pane().open(row.number)

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
        """Carry out a command on the ticket that is shown."""
        row = self.list.row()
        if self.shows_ticket() and not self.side.isHidden():
            self._run_now(command)
        elif row:
            self.pane().open(row.number, then=partial(self._run_now, command))

    def shows_ticket(self) -> bool:
        """Whether a ticket stands at the right."""
        return self._pane is not None and self.side.currentWidget() is self._pane

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
        state = b64encode(self._splitter.saveState().data()).decode()
        kept = settings.with_splitter(_VIEW, state).with_header(_VIEW, self.list.table.header_state())
        return kept.with_header(_UNWANTED, self.list.table.unwanted())

    # Own --------------------------------------------------------------------------------------

    def _run_now(self, command: str) -> None:
        self.pane().run(command)

    def _follow(self, record: int | None) -> None:
        """The cursor moved: the pane shows that ticket. A ticket that left the list stays in the pane."""
        row = self.list.row()
        if record is None or row is None:
            return
        self._goes_on = False
        self._place = self.list.table.currentIndex().row()
        self._context.commands.provide("ticket", there=True)
        if not self.side.isHidden():
            self.pane().open(row.number)

    def _open(self, _record: int) -> None:
        self._show_side()
        if row := self.list.row():
            self.pane().open(row.number, then=self.pane().enter)

    def _mark(self, ticket: Ticket) -> None:
        """A ticket was read: show it, and mark it in the list where it is there."""
        self.side.setCurrentWidget(self.pane())
        self._context.commands.provide("ticket", there=True)
        if self.list.table.current_id() != ticket.id:
            self.list.table.select_id(ticket.id)

    def _ask_menu(self, point: QPoint) -> None:
        if self.list.row():
            self.menu().popup(point)

    def _forget(self) -> None:
        """The ticket was put into the bin: go on with the one that takes its place in the list."""
        self.side.setCurrentWidget(self._nothing)
        self._context.commands.provide("ticket", there=False)
        self.list.table.setFocus()
        self._goes_on = True
        self._go_on()

    def _go_on(self) -> None:
        """Choose a neighbour once the list knows that its ticket is gone."""
        rows = self.list.records.rowCount()
        if self._goes_on and self.list.table.current_id() is None and rows:
            self._goes_on = False
            self.list.table.select_place(min(self._place, rows - 1))

    def _leave_pane(self) -> None:
        self.list.table.setFocus()

    def _show_side(self) -> None:
        if self.side.isHidden():
            self.side.show()
            self._context.commands.set_on("toggle_pane", on=True)

    def _next_part(self) -> None:
        self._go_to_part(1)

    def _part_before(self) -> None:
        self._go_to_part(-1)

    def _go_to_part(self, step: int) -> None:
        """Filter, list and ticket in a circle."""
        parts: list[QWidget] = [self.list.filter, self.list.table]
        if self.shows_ticket() and not self.side.isHidden():
            parts.append(self.pane())
        focused = self.window().focusWidget()
        now = next((at for at, part in enumerate(parts) if part is focused or part.isAncestorOf(focused)), 0)
        part = parts[(now + step) % len(parts)]
        if part is self._pane:
            self._pane.enter()
        else:
            part.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _connect(self) -> None:
        self.list.current_changed.connect(self._follow)
        self.list.opened.connect(self._open)
        self.list.table.menu_asked.connect(self._ask_menu)
        self.list.view_changed.connect(self.view_changed)
        self.list.records.refreshed.connect(self._go_on)
        self._context.changed.connect(self.list.refresh)
        self._context.commands.attach_list(self.list.table)
        here = Qt.ShortcutContext.WidgetWithChildrenShortcut
        _on_key("F6", self, here, self._next_part)
        _on_key("Shift+F6", self, here, self._part_before)
        _on_key("Esc", self.list.table, Qt.ShortcutContext.WidgetShortcut, self.list.clear_words)

    def _restore(self, settings: Settings) -> None:
        table = self.list.table
        table.restore_header(settings.headers.get(_VIEW, ""))
        table.restore_unwanted(settings.headers.get(_UNWANTED))
        with suppress(ValueError):  # a spoiled setting
            self._splitter.restoreState(QByteArray(b64decode(settings.splitters.get(_VIEW, ""))))
        self.side.setVisible(settings.pane)

    def _lay_out(self) -> None:
        self._nothing.say("ticket", _("Choose a ticket"), _("What it holds is shown here."))
        self.side.addWidget(self._nothing)
        self.side.setMinimumWidth(_PANE_LEAST)
        self._splitter.addWidget(self.list)
        self._splitter.addWidget(self.side)
        self._splitter.setStretchFactor(0, 1)
        self._splitter.setStretchFactor(1, 0)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.setSizes([10_000, _PANE_WIDTH])
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._splitter)


def _on_key(keys: str, widget: QWidget, context: Qt.ShortcutContext, run: Callable[[], object]) -> None:
    """Run something on a key; the context is set apart because the constructor drops it beside a slot."""
    shortcut = QShortcut(QKeySequence(keys), widget)
    shortcut.setContext(context)
    shortcut.activated.connect(run)

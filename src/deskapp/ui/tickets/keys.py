"""What the keys of the queue do with the rows that are chosen in it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property, partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QItemSelectionModel, QObject, QPoint, Signal

from deskapp.errors import DeskError
from deskapp.i18n import _

if TYPE_CHECKING:
    from deskapp.domain.ticket_bulk import BulkChange
    from deskapp.domain.ticket_row import TicketRow
    from deskapp.ui.context import DeskContext
    from deskapp.ui.shared.record_table import RecordTable
    from deskapp.ui.tickets.list import TicketList
    from deskapp.ui.tickets.setters.setters import Setters

SETTERS = {
    "change_status": "status",
    "assign": "person",
    "set_due": "due",
    "set_priority": "priority",
    "set_tags": "tags",
    "add_note": "note",
}
"""The commands that open a popup over the list, by what the popup sets."""

_TOGGLE = QItemSelectionModel.SelectionFlag.Toggle | QItemSelectionModel.SelectionFlag.Rows


class ListKeys(QObject):
    """Carries out commands on the rows of a list while the list has the focus.

    `refused` carries the `BulkResult` of a change that some tickets did not take.
    """

    refused = Signal(object)

    def __init__(self, context: DeskContext, tickets: TicketList, number: Callable[[], str]) -> None:
        super().__init__(tickets)
        self._context, self._list = context, tickets
        self._number = number  # of the ticket that is looked at, in the list or beside it

    @cached_property
    def setters(self) -> Setters:
        """The popups, loaded when the first of them is asked for."""
        from deskapp.ui.tickets.setters.setters import Setters

        setters = Setters(self._context, self._list.table)
        setters.changed.connect(self.change)
        setters.noted.connect(self._note)
        return setters

    def run(self, command: str) -> bool:
        """Carry a command out here; False where it is the pane's."""
        from deskapp.ui.tickets.setters import offers

        front = self._list.faces.front()
        if command not in SETTERS or not front.hasFocus():
            return False
        row = self._list.row()
        if row is None and not front.chosen_runs():
            return False  # the pane shows a ticket that is not in the list
        if command == "change_status" and row and not offers.statuses(self._context, [row]):
            return False  # the pane knows more: what came here closed may be opened again
        self.open(SETTERS[command], self._corner())
        return True

    def open(self, kind: str, corner: QPoint) -> None:
        """Ask for one thing of the chosen rows; those of a long list are read first."""
        from deskapp.domain.ticket_bulk import MOST_TICKETS

        command = next(key for key, set_ in SETTERS.items() if set_ == kind)
        if reason := self._context.commands.refused.get(command):
            self._context.tell(reason)
            return
        table = self._list.faces.front()
        runs, current = table.chosen_runs(), self._list.row()
        count = sum(map(len, runs))
        if count > MOST_TICKETS:
            words = _("At most {count} tickets are changed at once; choose fewer.")
            shown = self._context.formats.number(MOST_TICKETS)
            self._context.show_error(DeskError(words.format(count=shown)))
        elif current and count < 2:  # where the cursor went without choosing, the pane followed
            self._open(table, kind, corner, [current])
        elif runs:
            table.records.read(runs, partial(self._open, table, kind, corner))

    def select_row(self) -> None:
        """Choose the row under the cursor besides the others, or leave it out."""
        table = self._list.faces.front()
        table.selectionModel().select(table.currentIndex(), _TOGGLE)

    def duplicate(self) -> None:
        """Begin a ticket for the customer and the device of the one under the cursor."""
        from deskapp.ui.tickets.duplicate import begin_same

        if number := self._number():
            begin_same(self._context, number)

    def comeback(self) -> None:
        """Begin a ticket for what came back from the one under the cursor."""
        from deskapp.ui.tickets.duplicate import begin_comeback

        if number := self._number():
            begin_comeback(self._context, number)

    def open_window(self) -> None:
        """Show the ticket under the cursor in a window of its own."""
        if number := self._number():
            self._context.open_window(number)

    def export_list(self) -> None:
        """Write the whole list to a file, in its order."""
        from deskapp.ui.tickets.export import ListExport

        query, order = self._list.listed_query()
        ListExport(self._context, self._list.window(), query, order).ask_place()

    def change(self, rows: Sequence[TicketRow], change: BulkChange) -> None:
        """Make a change on some tickets; one act that can be taken back."""
        from deskapp.ui.tickets.setters.carrying import change_tickets

        call = partial(change_tickets, self._context.desk)
        self._context.act(call, rows, change, then=self._tell_refused)

    def _open(self, table: RecordTable, kind: str, corner: QPoint, rows: Sequence[TicketRow]) -> None:
        self.setters.open(kind, rows, corner, table)

    def _note(self, rows: Sequence[TicketRow], words: str) -> None:
        for row in rows:
            self._context.act(self._context.desk.tickets.note, row.number, words)

    def _tell_refused(self, value: Any) -> None:
        if getattr(value, "refused", None):
            self.refused.emit(value)

    def _corner(self) -> QPoint:
        """Below the row under the cursor, a little to the right."""
        table = self._list.faces.front()
        box = table.visualRect(table.currentIndex())
        return table.viewport().mapTo(table, QPoint(48, box.bottom() + 2))

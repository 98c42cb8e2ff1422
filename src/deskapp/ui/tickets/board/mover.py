"""Moves cards to another meaning: straight where one step is meant, asked for where there are several."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QMenu, QWidget

from deskapp.domain.permission import Action, why_not
from deskapp.domain.status import may_follow, needs_reason
from deskapp.domain.ticket_bulk import BulkChange
from deskapp.i18n import _
from deskapp.ui.shared import icons
from deskapp.ui.tickets.bulk.reason_dialog import ReasonDialog
from deskapp.ui.tickets.columns import status_chip
from deskapp.ui.tickets.status_dialog import StatusDialog

if TYPE_CHECKING:
    from deskapp.domain.status import Meaning, Status
    from deskapp.domain.ticket import Ticket
    from deskapp.domain.ticket_bulk import BulkResult
    from deskapp.domain.ticket_row import TicketRow
    from deskapp.ui.context import DeskContext


class Mover(QObject):
    """`moved` carries the id of a ticket that was moved and the meaning it has now."""

    moved = Signal(int, str)

    def __init__(self, context: DeskContext, window: QWidget) -> None:
        super().__init__(window)
        self._context, self._window = context, window
        self.menu: QMenu | None = None

    def move(self, rows: Sequence[TicketRow], meaning: Meaning, at: QPoint) -> None:
        """Take tickets to a meaning; a choice, where there is one, opens at a point of the screen."""
        if reason := why_not(self._context.actor.role, Action.MOVE):
            self._context.tell(reason)
        elif len(rows) == 1:
            tell = partial(self._move_one, meaning, at)
            self._context.worker.submit(
                _with_steps,
                self._context,
                rows[0].id,
                on_done=tell,
                on_failed=self._context.show_error,
            )
        elif rows:
            self._move_many(rows, meaning, at)

    # One --------------------------------------------------------------------------------------

    def _move_one(self, meaning: Meaning, at: QPoint, found: tuple[Ticket, Sequence[Status]]) -> None:
        ticket, steps = found
        targets = [status for status in steps if status.meaning is meaning]
        self._choose(targets or self._first_of(meaning), at, partial(self._take_step, ticket))

    def _take_step(self, ticket: Ticket, then: Status) -> None:
        """What cannot be is refused by the desk, which says why and what can."""
        now = [(self._context.statuses[item.status], ticket.worked_on(item)) for item in ticket.items]
        if any(needs_reason(one, then) for one, worked in now if may_follow(one, then, worked_on=worked)):
            dialog = StatusDialog(self._window.window(), self._context, ticket, then.key)
            dialog.moved.connect(self._tell_moved)
            dialog.open()
        else:
            self._context.act(self._context.desk.tickets.move, ticket.number, then.key, then=self._tell_moved)

    def _tell_moved(self, ticket: Ticket) -> None:
        self.moved.emit(ticket.id, ticket.meaning.value)

    # Many -------------------------------------------------------------------------------------

    def _move_many(self, rows: Sequence[TicketRow], meaning: Meaning, at: QPoint) -> None:
        now = {self._context.statuses[row.status] for row in rows}
        of_meaning = [status for status in self._context.statuses.values() if status.meaning is meaning]
        targets = [then for then in of_meaning if any(may_follow(one, then) for one in now)]
        self._choose(targets or of_meaning[:1], at, partial(self._take_all, rows))

    def _take_all(self, rows: Sequence[TicketRow], then: Status) -> None:
        now = {self._context.statuses[row.status] for row in rows}
        if any(needs_reason(one, then) for one in now if may_follow(one, then)):
            dialog = ReasonDialog(self._window.window(), then, len(rows))
            dialog.given.connect(partial(self._change_all, rows, then))
            dialog.open()
        else:
            self._change_all(rows, then, "")

    def _change_all(self, rows: Sequence[TicketRow], then: Status, reason: str) -> None:
        ids = [row.id for row in rows]
        change = BulkChange(then.key, reason)
        tell = partial(self._tell_all, then.meaning)
        self._context.act(self._context.desk.bulk.change, ids, change, then=tell)

    def _tell_all(self, meaning: Meaning, result: BulkResult) -> None:
        if result.refused:
            first, count = result.refused[0], len(result.refused)
            words = _("{count} stay as they were, for example {number}: {reason}")
            self._context.tell(words.format(count=count, number=first.number, reason=first.reason))
        if result.changed:
            self.moved.emit(result.changed[0], meaning.value)

    # Own --------------------------------------------------------------------------------------

    def _first_of(self, meaning: Meaning) -> list[Status]:
        return [status for status in self._context.statuses.values() if status.meaning is meaning][:1]

    def _choose(self, targets: Sequence[Status], at: QPoint, take: partial[None]) -> None:
        if len(targets) == 1:
            take(targets[0])
            return
        menu = QMenu(self._window)
        menu.setAccessibleName(_("New status"))
        menu.aboutToHide.connect(menu.deleteLater)
        for status in targets:
            words = f"{status.label}…" if status.asks_reason else status.label
            picture = icons.icon(status.icon, status_chip(self._context, status.key).family)
            menu.addAction(picture, words).triggered.connect(partial(_take, take, status))
        self.menu = menu
        menu.popup(at)
        if menu.actions():
            menu.setActiveAction(menu.actions()[0])


def _take(take: partial[None], status: Status, *_state: object) -> None:
    take(status)


def _with_steps(context: DeskContext, ticket_id: int) -> tuple[Ticket, Sequence[Status]]:
    """A ticket and where it may go; runs on the worker."""
    tickets, actor = context.desk.tickets, context.actor
    ticket = tickets.by_id(actor, ticket_id)
    return ticket, tickets.next_statuses(actor, ticket)

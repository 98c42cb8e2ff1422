"""Writes the whole list, or what is chosen in it, to a file for spreadsheets."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from deskapp.domain.permission import Action
from deskapp.ui.tickets.bulk.outlets import ExportOutlet

if TYPE_CHECKING:
    from deskapp.domain.actor import Actor
    from deskapp.domain.ticket_row import TicketRow
    from deskapp.services.desk import Desk
    from deskapp.ui.context import DeskContext

_AT_ONCE = 2000


class ListExport(ExportOutlet):
    """Asks for the place, then reads and writes on the worker, however long the list is."""

    def __init__(self, context: DeskContext, window: QWidget, query: str, sort: str) -> None:
        super().__init__(context, _NoScreen(window), context)
        self._query, self._sort = query, sort

    def save_to(self, place: str) -> None:
        """Write the list there."""
        from deskapp.exchange.ticket_csv import OwnColumns, save_tickets

        context = self._context
        labels = {key: status.label for key, status in context.statuses.items()}
        rows = every_row(context.desk, context.actor, self._query, self._sort)
        own = OwnColumns(context.fields, partial(context.desk.fields.of_tickets, context.actor))
        work = partial(save_tickets, rows, labels, context.shop.zone, Path(place), own)
        context.worker.submit(work, on_done=self._tell_saved, on_failed=context.show_error)


def every_row(desk: Desk, actor: Actor, query: str, sort: str) -> Iterator[TicketRow]:
    """All rows that a query means, window by window."""
    desk.demand(actor, Action.EXPORT_LISTS)
    place = 0
    while rows := desk.tickets.rows(actor, query, sort=sort, offset=place, limit=_AT_ONCE):
        yield from rows
        place += len(rows)


class _NoScreen:
    """Nothing is shown while the list is written; only the dialog has its window."""

    def __init__(self, window: QWidget) -> None:
        self._window = window

    def rows(self) -> tuple[TicketRow, ...]:
        """None are chosen one by one."""
        return ()

    def window(self) -> QWidget:
        """The window that dialogs belong to."""
        return self._window

    def show_work(self, *, on: bool, whole: int = 0) -> None:
        """It goes on beside other work."""

    def show_progress(self, done: int, whole: int) -> None:
        """It goes on beside other work."""

"""One ticket in a window of its own, beside the queue."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from deskapp.i18n import N_, _
from deskapp.ui.command import PALETTE, SHEET, Command
from deskapp.ui.commands import Commands
from deskapp.ui.shared.fitting import open_at
from deskapp.ui.shared.shortcut_sheet import sheet_of
from deskapp.ui.shell.allowed import use_role
from deskapp.ui.shell.command_list import COMMANDS as QUEUE_COMMANDS
from deskapp.ui.shell.palette_bar import palette_of
from deskapp.ui.tickets.pane import TicketPane

if TYPE_CHECKING:
    from deskapp.domain.ticket import Ticket
    from deskapp.ui.context import DeskContext

_OF_TICKET = ("print", "print_choose")
COMMANDS = (
    Command("ticket_close", N_("&Close"), "file", keys=("Esc", "Ctrl+W")),
    *(command for command in QUEUE_COMMANDS if command.key in _OF_TICKET),
    PALETTE,
    SHEET,
)


class TicketWindow(QWidget):
    """Shows the ticket `number` as the pane beside the queue does."""

    def __init__(self, context: DeskContext, number: str) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.number = number
        self.setWindowTitle(_("Ticket {number}").format(number=number))
        self.pane = TicketPane(context)
        self.pane.opened.connect(self._begin)
        self.pane.gone.connect(self.close)
        self.commands = Commands(self, COMMANDS)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.pane)
        self._bind(context)
        open_at(self, 560, 780)
        self.pane.open(number)

    def _begin(self, _ticket: Ticket) -> None:
        self.commands.provide("ticket", there=True)

    def _bind(self, context: DeskContext) -> None:
        acts: dict[str, Callable[[], object]] = {
            "ticket_close": self.close,
            **{key: partial(self.pane.run, key) for key in _OF_TICKET},
            "omnibox": palette_of(self, self.commands, context),
            "shortcuts": sheet_of(self, self.commands),
        }
        for key, run in acts.items():
            self.commands.bind(key, run)
        use_role(self.commands, context.actor.role)

    def closeEvent(self, event: QCloseEvent) -> None:
        """What is being typed is kept."""
        self.pane.leave()
        super().closeEvent(event)

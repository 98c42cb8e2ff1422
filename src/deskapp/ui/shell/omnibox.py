"""The search at the top of the window: tickets, customers and commands by what is typed."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QWidget

from deskapp.domain.text import fold
from deskapp.i18n import _
from deskapp.ui.shared import icons
from deskapp.ui.shared.status_chip import chip_of
from deskapp.ui.shell.hits import Hit, HitList

if TYPE_CHECKING:
    from deskapp.domain.customer import CustomerMatch
    from deskapp.domain.ticket import TicketRow
    from deskapp.errors import DeskError
    from deskapp.ui.commands import Commands
    from deskapp.ui.context import DeskContext
    from deskapp.ui.shared.jobs import Job

Found = tuple["tuple[TicketRow, ...]", "tuple[CustomerMatch, ...]"]
_PAUSE_MS = 80
_TICKETS, _CUSTOMERS, _COMMANDS = 6, 4, 6


class Omnibox(QLineEdit):
    """Type to find, Enter to open, Escape to go back. A `>` in front finds commands only."""

    def __init__(self, commands: Commands, host: QWidget) -> None:
        super().__init__()
        self._commands = commands
        self._context: DeskContext | None = None
        self._job: Job | None = None
        self._before: QWidget | None = None
        self.hits = HitList(self, host)
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._find)
        self.textEdited.connect(self._typed)
        self._dress()

    def use(self, context: DeskContext | None) -> None:
        """Search in this shop from now on."""
        self._context = context
        self.clear()
        self.hits.hide()

    def enter(self) -> None:
        """Go to the field and remember where to go back to."""
        now = self.window().focusWidget()
        self._before = now if now is not self else self._before
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._pause.isActive():
            self._pause.stop()
            self._find(pick=True)
        else:
            super().keyPressEvent(event)

    def leave(self) -> None:
        """Empty the field and give the focus back."""
        self.clear()
        self.hits.hide()
        if self._before:
            self._before.setFocus(Qt.FocusReason.OtherFocusReason)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self.update()

    def _typed(self) -> None:
        self._pause.start()

    def _find(self, *, pick: bool = False) -> None:
        typed = self.text().strip()
        if self._job:
            self._job.cancel()
        if not typed:
            self.hits.hide()
        elif self._context is None or typed.startswith(">"):
            self._show(self._command_hits(typed.removeprefix(">")), pick=pick)
        else:
            show = partial(self._show_found, typed, pick)
            self._job = self._context.worker.submit(
                _search, self._context, typed, on_done=show, on_failed=self._say
            )

    def _show_found(self, typed: str, pick: bool, found: Found) -> None:
        tickets, customers = found
        hits = [self._ticket_hit(row) for row in tickets]
        hits += [self._customer_hit(match) for match in customers]
        hits += self._command_hits(typed)
        self._show(hits or [Hit(_("Nothing found for “{typed}”").format(typed=typed))], pick=pick)

    def _show(self, hits: list[Hit], *, pick: bool) -> None:
        if not self.hasFocus():
            return
        self.hits.show_hits(hits)
        if pick:
            self.hits.pick()

    def _say(self, error: DeskError) -> None:
        self.hits.show_hits([Hit(str(error), icon="warning")])

    def _ticket_hit(self, row: TicketRow) -> Hit:
        assert self._context is not None
        status = self._context.statuses[row.status]
        chip = chip_of(status.label, row.meaning, status.icon)
        detail = " · ".join(filter(None, (row.customer, row.device)))
        return Hit(
            row.number,
            detail,
            "ticket",
            chip=chip,
            run=self._run(partial(self._context.open_ticket, row.number)),
        )

    def _customer_hit(self, match: CustomerMatch) -> Hit:
        assert self._context is not None
        detail = " · ".join(filter(None, (match.company, match.phone, match.city)))
        return Hit(
            match.name, detail, "customer", run=self._run(partial(self._context.open_customer, match.id))
        )

    def _command_hits(self, typed: str) -> list[Hit]:
        """The commands that hold a word beginning with each typed word."""
        wanted = fold(typed).split()
        hits = []
        for command in self._commands.bound():
            words, action = fold(command.name).split(), self._commands.action(command.key)
            if action.isEnabled() and all(any(word.startswith(want) for word in words) for want in wanted):
                keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
                hits.append(
                    Hit(
                        command.name.rstrip("…"),
                        icon=command.icon or "keyboard",
                        aside=keys,
                        run=self._run(action.trigger),
                    )
                )
        return hits[:_COMMANDS]

    def _run(self, run: Callable[[], object]) -> Callable[[], object]:
        def leave_and_run() -> None:
            self.leave()
            run()

        return leave_and_run

    def _dress(self) -> None:
        self.setPlaceholderText(_("Search tickets, customers and commands"))
        self.setAccessibleName(_("Search or command"))
        self.setClearButtonEnabled(True)
        self.addAction(icons.icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.setMinimumWidth(280)
        self.setMaximumWidth(560)


def _search(context: DeskContext, typed: str) -> Found:
    """What the desk finds; runs on the worker."""
    desk, actor = context.desk, context.actor
    customers = () if ":" in typed else desk.customers.match(actor, typed, _CUSTOMERS)
    return desk.tickets.rows(actor, typed, limit=_TICKETS), customers

"""The ticket at the right of the queue: its head, its customer, and five tabs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QTabWidget, QVBoxLayout, QWidget

from deskapp.domain.paper import Document
from deskapp.domain.status import may_follow, needs_reason
from deskapp.errors import NotFound
from deskapp.i18n import _
from deskapp.ui.devices.loan_bar import LoanBar
from deskapp.ui.shared import style
from deskapp.ui.shared.jobs import Job
from deskapp.ui.shared.versions_bar import VersionsBar, saved_by
from deskapp.ui.tickets import rights
from deskapp.ui.tickets.comeback_bar import ComebackBar
from deskapp.ui.tickets.customer_card import CustomerCard
from deskapp.ui.tickets.files_tab import FilesTab
from deskapp.ui.tickets.header import TicketHeader
from deskapp.ui.tickets.history_tab import HistoryTab
from deskapp.ui.tickets.money_tab import MoneyTab
from deskapp.ui.tickets.next_action import fitting_paper
from deskapp.ui.tickets.overview_tab import OverviewTab
from deskapp.ui.tickets.saver import Saver
from deskapp.ui.tickets.status_dialog import StatusDialog
from deskapp.ui.tickets.tab import Tab
from deskapp.ui.tickets.talk import CUSTOMER, INTERNAL
from deskapp.ui.tickets.work_tab import WorkTab

if TYPE_CHECKING:
    from deskapp.domain.audit import LastAct
    from deskapp.domain.status import Status
    from deskapp.domain.ticket import Ticket
    from deskapp.errors import DeskError
    from deskapp.ui.context import DeskContext
    from deskapp.ui.tickets.field_set import Clash, FieldSet

_WIDE, _HEAD, _ANY_WIDTH = 820, 400, 16_777_215
"""From which width on the head stands beside the tabs and how wide it is then; Qt's word for no limit."""


class TicketPane(QWidget):
    """`opened` carries the ticket that is shown, `gone` tells that it is in the bin, `closed` that Escape
    was typed.
    """

    opened = Signal(object)
    gone = Signal()
    closed = Signal()

    def __init__(self, context: DeskContext) -> None:
        super().__init__()
        self._context = context
        self._ticket: Ticket | None = None
        self._job: Job | None = None
        self._then: Callable[[], object] | None = None
        self.saver = Saver(context)
        self.header, self.customer, self.clash = TicketHeader(context), CustomerCard(context), VersionsBar()
        self.loans = LoanBar(context)
        self.comeback = ComebackBar(context)
        self.overview, self.work = OverviewTab(context, self.saver), WorkTab(context, self.saver)
        self.money, self.files, self.history = (
            MoneyTab(context, self.saver),
            FilesTab(context),
            HistoryTab(context),
        )
        self.tabs = QTabWidget()
        self._behind: set[Tab] = set()
        self._connect()
        self._lay_out()
        context.read(context.desk.people.list, then=self.header.set_people)

    # What the screen asks ---------------------------------------------------------------------

    def open(self, number: str, then: Callable[[], object] | None = None) -> None:
        """Show a ticket; what is being typed for the one before is kept."""
        self.leave()
        if self._job:
            self._job.cancel()
        self._then = then
        self._job = self._read(number, self._show)

    def ticket(self) -> Ticket | None:
        """The ticket that is shown."""
        return self._ticket

    def enter(self) -> None:
        """Go to the ticket itself: Tab leads on to its next step, which no second Enter may take."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def focusNextPrevChild(self, next_: bool) -> bool:
        if next_ and self.hasFocus() and self.header.next.isVisible():
            self.header.next.setFocus(Qt.FocusReason.TabFocusReason)
            return True
        return super().focusNextPrevChild(next_)

    def leave(self) -> None:
        """Keep what is being typed."""
        if self._ticket:
            self.header.fields.commit()
            for tab in self._tabs():
                tab.leave()

    def run(self, command: str) -> None:
        """Carry out a command of the ticket menu, on a ticket that is still being read once it is there."""
        if self._job and not self._job.ended:
            self._then = partial(self.run, command)
        elif self._ticket:
            self._commands()[command]()

    def show_tab(self, tab: Tab) -> None:
        """Bring a tab to the front."""
        self.tabs.setCurrentWidget(tab)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.leave()
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The number is marked while the ticket itself has the focus."""
        super().focusInEvent(event)
        self.header.number.setSelection(0, len(self.header.number.full_text()))

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.header.number.setSelection(0, 0)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Below the list there is more width than height: the head stands at the left then."""
        super().resizeEvent(event)
        wide = self.width() >= _WIDE and self.width() > self.height()
        way = QBoxLayout.Direction.LeftToRight if wide else QBoxLayout.Direction.TopToBottom
        if way != self._parts.direction():
            self._parts.setDirection(way)
            self._head.setMaximumWidth(_HEAD if wide else _ANY_WIDTH)
            self._head.setMinimumWidth(_HEAD if wide else 0)

    # Showing ----------------------------------------------------------------------------------

    def _read(self, number: str, show: Callable[[Any], object]) -> Job:
        return self._context.worker.submit(
            _whole, self._context, number, on_done=show, on_failed=self._cannot_read
        )

    def _show(self, found: tuple[Ticket, Sequence[Status]]) -> None:
        ticket, statuses = found
        if self._ticket and ticket.id == self._ticket.id:
            self._update(found)
        else:
            self._ticket = ticket
            self.clash.leave()
            self.saver.use(ticket)
            self._show_head(ticket, statuses)
            self.header.fields.load(self.header.values(ticket))
            self._behind = set(self._tabs())
            self._catch_up()
            rights.apply(self._context, self, ticket)
        self.opened.emit(ticket)
        then, self._then = self._then, None
        if then:
            then()

    def _update(self, found: tuple[Ticket, Sequence[Status]]) -> None:
        """The same ticket was read again; what is being typed stays."""
        ticket, statuses = found
        if self._ticket is None or ticket.id != self._ticket.id:
            return
        if ticket.binned and not self._ticket.binned:
            self._leave_binned()
            return
        self._ticket = ticket
        self.saver.use(ticket)
        self._show_head(ticket, statuses)
        self.header.fields.update(self.header.values(ticket))
        for tab in self._tabs():
            if tab not in self._behind:
                tab.update_ticket(ticket)
        rights.apply(self._context, self, ticket)

    def _show_head(self, ticket: Ticket, statuses: Sequence[Status]) -> None:
        self.header.show_ticket(ticket, statuses)
        self.customer.show_customer(ticket)
        self.comeback.show_ticket(ticket)
        self.loans.show_ticket(ticket)
        self._context.commands.provide("binned", there=ticket.binned)
        self._context.commands.provide("live", there=not ticket.binned)

    def _catch_up(self) -> None:
        """A tab is filled when it is first looked at."""
        tab = self.tabs.currentWidget()
        if self._ticket and isinstance(tab, Tab) and tab in self._behind:
            self._behind.remove(tab)
            tab.load(self._ticket)
            rights.apply(self._context, self, self._ticket)

    def _refresh(self) -> None:
        if self._ticket:
            self._read(self._ticket.number, self._update)

    def _cannot_read(self, error: DeskError) -> None:
        self._then = None
        self._context.show_error(error)
        if isinstance(error, NotFound) and self._ticket is None:
            self.gone.emit()

    def _leave_binned(self) -> None:
        self._ticket = None
        self.gone.emit()

    # Doing ------------------------------------------------------------------------------------

    def _step(self, status: str) -> None:
        """Take a step; where a reason is to be known, ask for it first."""
        ticket, then = self._shown(), self._context.statuses[status]
        now = [(self._context.statuses[item.status], ticket.worked_on(item)) for item in ticket.items]
        if any(needs_reason(one, then) for one, worked in now if may_follow(one, then, worked_on=worked)):
            self._ask_status(status)
        else:
            self._context.act(self._context.desk.tickets.move, ticket.number, status)

    def _ask_status(self, status: str = "", item: int | None = None) -> None:
        self.leave()
        StatusDialog(self.window(), self._context, self._shown(), status, item).open()

    def _ask_item_status(self, position: int) -> None:
        self._ask_status(item=position)

    def _preview(self, document: Document) -> None:
        self.leave()
        self._context.preview(self._shown().number, document)

    def _bin(self) -> None:
        self._context.act(self._context.desk.tickets.bin, self._shown().number)

    def _restore(self) -> None:
        self._context.act(self._context.desk.tickets.restore, self._shown().number)

    def _hand_over(self) -> None:
        self._context.act(self._context.desk.tickets.hand_over, self._shown().number)

    def _write(self, kind: str) -> None:
        self.show_tab(self.work)
        self.work.box.begin(kind)

    def _edit(self) -> None:
        self.show_tab(self.overview)
        self.overview.edit()

    def _enter_tags(self) -> None:
        self.show_tab(self.overview)
        self.overview.tags.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _add_line(self) -> None:
        self.show_tab(self.money)
        self.money.begin()

    def _add_photos(self) -> None:
        self.show_tab(self.files)
        self.files.photos.ask_files()

    def _lend(self) -> None:
        self.loans.lend(self._shown())

    def _print_fitting(self) -> None:
        self._preview(fitting_paper(self._shown()))

    def _commands(self) -> dict[str, Callable[[], object]]:
        return {
            "change_status": self._ask_status,
            "hand_over": self._hand_over,
            "assign": self.header.choose_person,
            "set_due": self.header.enter_due,
            "set_priority": self.header.choose_priority,
            "set_tags": self._enter_tags,
            "edit_ticket": self._edit,
            "add_line": self._add_line,
            "add_note": partial(self._write, INTERNAL),
            "add_message": partial(self._write, CUSTOMER),
            "add_photos": self._add_photos,
            "lend": self._lend,
            "loan_back": self.loans.take_back,
            "delete": self._bin,
            "restore": self._restore,
            "print": self._print_fitting,
            "print_choose": self.header.choose_paper,
        }

    # Own --------------------------------------------------------------------------------------

    def _shown(self) -> Ticket:
        assert self._ticket is not None, "no ticket is shown"
        return self._ticket

    def _tabs(self) -> tuple[Tab, ...]:
        return (self.overview, self.work, self.money, self.files, self.history)

    def _save_head(self, changes: dict[str, Any]) -> None:
        from dataclasses import replace

        ticket = self.saver.ticket
        call = self._context.desk.tickets.edit
        self.saver.save(self.header.fields, None, call, replace(ticket.edit, **changes), ticket.row_version)

    def _ask_which(self, fields: FieldSet, clashes: Sequence[Clash]) -> None:
        """Fields were changed here and elsewhere: the person says which value is right."""
        values = [(clash.label, clash.mine, clash.theirs) for clash in clashes]

        def decide(places: tuple[int, ...]) -> None:
            fields.decide([clashes[place].name for place in places])

        self.clash.ask(values, fields.keep_mine, fields.take_theirs, decide, fields)
        ticket = self._shown()
        self._context.read(self._context.desk.audit.last, "ticket", ticket.id, then=self._say_who)

    def _say_who(self, act: LastAct | None) -> None:
        self.clash.say_who(saved_by(self._context, act) if act else "")

    def _connect(self) -> None:
        self.header.step_asked.connect(self._step)
        self.header.print_asked.connect(self._preview)
        self.header.restore_asked.connect(self._restore)
        self.header.fields.changed.connect(self._save_head)
        self.saver.watch(self.header.fields, self.header.values)
        self.saver.stale.connect(self._refresh)
        self.saver.clashed.connect(self._ask_which)
        self.overview.step_asked.connect(self._ask_item_status)
        self._context.changed.connect(self._refresh)
        self.tabs.currentChanged.connect(self._catch_up)

    def _lay_out(self) -> None:
        self.setProperty("kind", "sheet")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setAccessibleName(_("Ticket"))
        names = (_("Overview"), _("Work"), _("Money"), _("Files"), _("History"))
        for name, tab in zip(names, self._tabs(), strict=True):
            self.tabs.addTab(tab, name)
        self.tabs.setDocumentMode(True)
        self.tabs.setProperty("kind", "pane")
        self._head = QWidget()
        top = QVBoxLayout(self._head)
        top.setContentsMargins(style.L, style.L, style.L, style.S)
        top.setSpacing(style.M)
        for piece in (self.header, self.clash, self.customer, self.comeback, self.loans):
            top.addWidget(piece)
        top.addStretch(1)
        self._parts = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._parts.setContentsMargins(0, 0, 0, 0)
        self._parts.setSpacing(0)
        self._parts.addWidget(self._head)
        self._parts.addWidget(self.tabs, 1)


def _whole(context: DeskContext, number: str) -> tuple[Ticket, Sequence[Status]]:
    """A ticket and where it may go; runs on the worker."""
    tickets, actor = context.desk.tickets, context.actor
    ticket = tickets.get(actor, number)
    return ticket, tickets.next_statuses(actor, ticket)

"""A customer of the directory at the counter: who it is, and what the shop should remember."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from deskapp.domain.customer import Customer
from deskapp.domain.device import Device
from deskapp.domain.ticket_row import TicketRow
from deskapp.i18n import _, ngettext
from deskapp.ui.shared import style
from deskapp.ui.shared.banner import Banner
from deskapp.ui.shared.buttons import button
from deskapp.ui.shared.plain import PlainLabel, muted, section
from deskapp.ui.shared.status_chip import Chip, StatusChip, chip_of

if TYPE_CHECKING:
    from deskapp.ui.context import DeskContext

_MOST_TICKETS = 3


@dataclass(frozen=True, slots=True)
class Past:
    """A customer with the newest tickets and the devices."""

    customer: Customer
    tickets: tuple[TicketRow, ...]
    devices: tuple[Device, ...]

    @property
    def open_tickets(self) -> tuple[TicketRow, ...]:
        """The tickets that are not closed."""
        return tuple(row for row in self.tickets if row.closed_at is None)


class KnownCustomer(QWidget):
    """Name, how to reach them, the alert, and the tickets that are open."""

    change_asked = Signal()

    def __init__(self, context: DeskContext) -> None:
        super().__init__()
        self._context = context
        self.name = section()
        self.badge = StatusChip()
        self.reach = muted(wrap=True)
        self.visits = PlainLabel(wrap=True)
        self.payer = PlainLabel(wrap=True)
        self.alert = Banner()
        self.change = button(_("Ch&ange"), self.change_asked.emit, kind="quiet")
        self._tickets = QVBoxLayout()
        self._tickets.setSpacing(style.XS)
        self._lay_out()

    def show_past(self, past: Past) -> None:
        """Show another customer."""
        customer = past.customer
        self.name.setText(customer.name)
        draft = customer.draft
        company = draft.company if draft.name else ""
        reach = (*(phone.shown for phone in draft.phones), draft.email, company, draft.city)
        self.reach.setText("  ·  ".join(filter(None, reach)))
        self.payer.setText(_("Paid by {name}").format(name=customer.payer) if customer.payer else "")
        self.payer.setVisible(bool(customer.payer))
        self._show_visits(past)
        if draft.alert:
            self.alert.say("warning", draft.alert)
        else:
            self.alert.hush()

    def _show_visits(self, past: Past) -> None:
        self.badge.set_chip(Chip(_("Returning"), "active", "history") if past.tickets else Chip(""))
        said = []
        if past.tickets:
            last = max(row.received_at for row in past.tickets)
            said.append(_("Last visit {day}").format(day=self._context.formats.day(last)))
        if count := len(past.open_tickets):
            said.append(ngettext("{count} open ticket", "{count} open tickets", count).format(count=count))
        self.visits.setText("  ·  ".join(said) or _("First visit"))
        while (old := self._tickets.takeAt(0)) is not None:
            if gone := old.widget():
                gone.deleteLater()
        for row in past.open_tickets[:_MOST_TICKETS]:
            self._tickets.addWidget(_OpenTicket(self._context, row))

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(style.M)
        head.addWidget(self.name)
        head.addWidget(self.badge)
        head.addStretch(1)
        head.addWidget(self.change)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.XS)
        column.addLayout(head)
        column.addWidget(self.reach)
        column.addWidget(self.payer)
        column.addWidget(self.visits)
        column.addWidget(self.alert)
        column.addLayout(self._tickets)


class _OpenTicket(QWidget):
    def __init__(self, context: DeskContext, row: TicketRow) -> None:
        super().__init__()
        self._context, self._number = context, row.number
        open_it = button(row.number, self._open, kind="quiet")
        open_it.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # Tab goes straight to the item
        open_it.setAccessibleName(_("Open ticket {number}").format(number=row.number))
        status = context.statuses.get(row.status)
        line = QHBoxLayout(self)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(style.S)
        line.addWidget(open_it)
        if status:
            line.addWidget(StatusChip(chip_of(status.label, status.meaning, status.icon)))
        line.addWidget(muted("  ·  ".join(filter(None, (row.device, row.fault))), elide=True), 1)

    def _open(self) -> None:
        self._context.open_ticket(self._number)

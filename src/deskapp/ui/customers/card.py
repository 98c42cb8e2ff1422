"""A customer on one sheet: how to reach them, what to remember, what they brought."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from deskapp.domain.customer import Customer, CustomerDraft
from deskapp.domain.device import Device
from deskapp.domain.ticket import TicketRow
from deskapp.i18n import _
from deskapp.ui.customers.columns import ticket_columns
from deskapp.ui.shared import style
from deskapp.ui.shared.banner import Banner
from deskapp.ui.shared.buttons import button, icon_button
from deskapp.ui.shared.paged_model import PagedModel
from deskapp.ui.shared.picture import Picture
from deskapp.ui.shared.plain import PlainLabel, muted, section, title
from deskapp.ui.shared.record_table import RecordTable

if TYPE_CHECKING:
    from deskapp.domain.actor import Actor
    from deskapp.services.desk import Desk
    from deskapp.ui.context import DeskContext

_MOST_TICKETS = 50
_MOST_ROWS = 8


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the card shows."""

    customer: Customer
    tickets: tuple[TicketRow, ...]
    devices: tuple[Device, ...]

    @property
    def id(self) -> int:
        """The customer's."""
        return self.customer.id


def read_sheet(desk: Desk, actor: Actor, customer_id: int) -> Sheet:
    """Read it; runs on the worker."""
    customer = desk.customers.get(actor, customer_id)
    tickets = desk.tickets.of_customer(actor, customer_id, limit=_MOST_TICKETS)
    return Sheet(customer, tickets, desk.devices.of_customer(actor, customer_id))


class CustomerCard(QScrollArea):
    """`ticket_asked`, `edit_asked` and `removal_asked` tell which button was pressed."""

    ticket_asked = Signal()
    edit_asked = Signal()
    removal_asked = Signal()

    def __init__(self, context: DeskContext) -> None:
        super().__init__()
        self._context = context
        self.sheet: Sheet | None = None
        self.name, self.company = title(), muted()
        self.name.setWordWrap(True)
        self.alert = Banner()
        self.new_ticket = button(_("New ticket"), self.ticket_asked.emit, kind="primary", icon="plus")
        self.edit = button(_("Edit"), self.edit_asked.emit, icon="edit")
        self.remove = icon_button("trash", _("Delete customer"), self.removal_asked.emit, keys=_("Del"))
        self.facts = QGridLayout()
        self.note = PlainLabel(wrap=True).selectable()
        self.model = PagedModel(ticket_columns(context), parent=self)
        self.tickets = RecordTable(self.model, _("Tickets of this customer"))
        self.no_tickets = muted(_("Nothing was brought yet."))
        self.devices = QVBoxLayout()
        self.tickets.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.tickets.opened.connect(self._open_ticket)
        self._lay_out()

    def show_sheet(self, sheet: Sheet) -> None:
        """Show another customer."""
        self.sheet, draft = sheet, sheet.customer.draft
        self.name.setText(sheet.customer.name)
        self.company.setText(draft.company if draft.name else "")
        self.company.setVisible(bool(draft.company and draft.name))
        if draft.alert:
            self.alert.say("warning", draft.alert)
        else:
            self.alert.hush()
        self._show_facts(draft)
        self.note.setText(draft.note)
        self._note_part.setVisible(bool(draft.note))
        self._show_tickets(sheet.tickets)
        self._show_devices(sheet.devices)

    def _show_facts(self, draft: CustomerDraft) -> None:
        _empty(self.facts)
        for row, (icon, text, kind) in enumerate(_facts(draft)):
            self.facts.addWidget(Picture(icon), row, 0, Qt.AlignmentFlag.AlignTop)
            self.facts.addWidget(PlainLabel(text, wrap=True).selectable(), row, 1)
            self.facts.addWidget(muted(kind), row, 2, Qt.AlignmentFlag.AlignTop)

    def _show_tickets(self, tickets: tuple[TicketRow, ...]) -> None:
        self.model.show(lambda offset, limit: tickets[offset : offset + limit], len(tickets), tickets)
        self.tickets.setVisible(bool(tickets))
        self.no_tickets.setVisible(not tickets)
        rows = min(len(tickets), _MOST_ROWS)
        head = self.tickets.horizontalHeader().sizeHint().height()
        self.tickets.setFixedHeight(head + rows * style.row_height() + 4)
        fits = len(tickets) <= _MOST_ROWS
        never, when_needed = Qt.ScrollBarPolicy.ScrollBarAlwaysOff, Qt.ScrollBarPolicy.ScrollBarAsNeeded
        self.tickets.setVerticalScrollBarPolicy(never if fits else when_needed)

    def _show_devices(self, devices: tuple[Device, ...]) -> None:
        _empty(self.devices)
        for device in devices:
            details = "  ·  ".join(filter(None, (device.draft.colour, device.draft.serial)))
            line = QHBoxLayout()
            line.setSpacing(style.S)
            line.addWidget(PlainLabel(device.label or device.draft.serial or _("Device")))
            line.addWidget(muted(details, elide=True), 1)
            self.devices.addLayout(line)
        self._devices_part.setVisible(bool(devices))

    def _open_ticket(self, ticket_id: int) -> None:
        if self.sheet:
            row = next(row for row in self.sheet.tickets if row.id == ticket_id)
            self._context.open_ticket(row.number)

    def _lay_out(self) -> None:
        acts = QHBoxLayout()
        acts.setSpacing(style.S)
        acts.addWidget(self.new_ticket)
        acts.addWidget(self.edit)
        acts.addStretch(1)
        acts.addWidget(self.remove)
        self.facts.setColumnStretch(1, 1)
        self.facts.setHorizontalSpacing(style.S)
        self.facts.setVerticalSpacing(style.XS)
        self.devices.setSpacing(style.XS)
        self._note_part = _part(_("Note"), self.note)
        tickets = _part(_("Tickets"), self.tickets, self.no_tickets)
        self._devices_part = _part(_("Devices"), self.devices)
        inner = QWidget()
        column = QVBoxLayout(inner)
        column.setContentsMargins(style.L, style.L, style.L, style.L)
        column.setSpacing(style.M)
        for piece in (self.name, self.company, acts, self.alert, self.facts, self._note_part, tickets):
            column.addWidget(piece) if isinstance(piece, QWidget) else column.addLayout(piece)
        column.addWidget(self._devices_part)
        column.addStretch(1)
        self.setWidget(inner)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)


def _facts(draft: CustomerDraft) -> Iterator[tuple[str, str, str]]:
    """Icon, text and kind of each way to reach them."""
    for phone in draft.phones:
        yield "phone", phone.shown, phone.label
    place = " ".join(filter(None, (draft.postcode, draft.city)))
    address = "\n".join(filter(None, (draft.street, place, draft.country)))
    for icon, text, kind in (
        ("mail", draft.email, ""),
        ("place", address, ""),
        ("file", draft.tax_id, _("tax id")),
        ("message", draft.language, _("language")),
    ):
        if text:
            yield icon, text, kind


def _part(heading: str, *pieces: QWidget | QVBoxLayout) -> QWidget:
    part = QWidget()
    column = QVBoxLayout(part)
    column.setContentsMargins(0, style.S, 0, 0)
    column.setSpacing(style.XS)
    column.addWidget(section(heading))
    for piece in pieces:
        if isinstance(piece, QWidget):
            column.addWidget(piece)
        else:
            column.addLayout(piece)
    return part


def _empty(layout: QGridLayout | QVBoxLayout | QHBoxLayout) -> None:
    while (item := layout.takeAt(0)) is not None:
        if widget := item.widget():
            widget.setParent(None)
            widget.deleteLater()
        elif isinstance(inner := item.layout(), QHBoxLayout):
            _empty(inner)

"""A customer on one sheet: how to reach them, what to remember, what they brought."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from deskapp.domain.customer import Customer
from deskapp.domain.customer_history import CustomerHistory
from deskapp.domain.device import Device
from deskapp.domain.merge import PastMerge
from deskapp.domain.permission import Action
from deskapp.domain.ticket_row import TicketRow
from deskapp.i18n import _
from deskapp.ui.customers.columns import ticket_columns
from deskapp.ui.customers.facts import facts_of, own_facts_of
from deskapp.ui.customers.history_tabs import MessagesTab, MoneyTab, PapersTab
from deskapp.ui.customers.merge_past import MergedFrom
from deskapp.ui.shared import style
from deskapp.ui.shared.banner import Banner
from deskapp.ui.shared.buttons import button, icon_button
from deskapp.ui.shared.flow import Flow
from deskapp.ui.shared.only import only
from deskapp.ui.shared.paged_model import PagedModel
from deskapp.ui.shared.picture import Picture
from deskapp.ui.shared.plain import PlainLabel, muted, title
from deskapp.ui.shared.record_card import RecordCard, empty, part, show_rows
from deskapp.ui.shared.record_table import RecordTable

if TYPE_CHECKING:
    from deskapp.domain.actor import Actor
    from deskapp.services.desk import Desk
    from deskapp.ui.context import DeskContext

_MOST_TICKETS, _MONEY_TAB = 50, 2


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the card shows."""

    customer: Customer
    tickets: tuple[TicketRow, ...]
    devices: tuple[Device, ...]
    history: CustomerHistory
    merges: tuple[PastMerge, ...] = ()

    @property
    def id(self) -> int:
        """The customer's."""
        return self.customer.id


def read_sheet(desk: Desk, actor: Actor, customer_id: int) -> Sheet:
    """Read it; runs on the worker."""
    customer = desk.customers.get(actor, customer_id)
    tickets = desk.tickets.of_customer(actor, customer_id, limit=_MOST_TICKETS)
    devices = desk.devices.of_customer(actor, customer_id)
    history, merges = desk.customers.history(actor, customer_id), desk.merges.into(actor, customer_id)
    return Sheet(customer, tickets, devices, history, merges)


class CustomerCard(RecordCard):
    """The `…_asked` signals tell which button was pressed, `tag_asked` the tag."""

    tag_asked = Signal(str)
    ticket_asked = Signal()
    edit_asked = Signal()
    removal_asked = Signal()
    return_asked = Signal()
    export_asked = Signal()
    erasure_asked = Signal()

    def __init__(self, context: DeskContext) -> None:
        super().__init__()
        self._context = context
        self.sheet: Sheet | None = None
        self.name, self.company = title(), muted()
        self.name.setWordWrap(True)
        self.alert, self.binned = Banner(), Banner(closable=False)
        self.new_ticket = button(_("New ticket"), self.ticket_asked.emit, kind="primary", icon="plus")
        self.edit = button(_("Edit"), self.edit_asked.emit, icon="edit")
        self.remove = icon_button("trash", _("Delete customer"), self.removal_asked.emit, keys=_("Del"))
        self.export = button(_("Export data…"), self.export_asked.emit, kind="quiet", icon="export")
        self.erase = button(_("Erase person…"), self.erasure_asked.emit, kind="quiet", icon="trash")
        self.facts = QGridLayout()
        self.note = PlainLabel(wrap=True).selectable()
        self.model = PagedModel(ticket_columns(context), parent=self)
        self.tickets = RecordTable(self.model, _("Tickets of this customer"))
        self.no_tickets = muted(_("Nothing was brought yet."))
        self.devices = QVBoxLayout()
        self.no_devices = muted(_("Nothing is registered yet."))
        self.money, self.papers, self.messages = MoneyTab(context), PapersTab(context), MessagesTab(context)
        self.barred = Banner()
        self.payer = button("", self._open_payer, kind="quiet", icon="customer")
        self.tags = QWidget()
        self._tag_row = Flow(self.tags, style.XS)
        self.merged = MergedFrom(context)
        self.tabs = QTabWidget()
        self.tickets.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.tickets.opened.connect(self._open_ticket)
        self._lay_out()
        only(context, Action.CHANGE_CUSTOMER, self.edit, self.remove)
        only(context, Action.TAKE_IN, self.new_ticket)
        only(context, Action.MERGE, self.merged)
        only(context, Action.EXPORT_PERSON, self.export)
        only(context, Action.ERASE, self.erase)
        self.tabs.setTabVisible(_MONEY_TAB, context.may(Action.SEE_MONEY))

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
        if draft.do_not_contact:
            self.barred.say("info", _("Does not want to be contacted by us."))
        else:
            self.barred.hush()
        self.payer.setText(_("Paid by {name}").format(name=sheet.customer.payer))
        self.payer.setVisible(draft.payer_id is not None)
        self._show_bin(is_in=sheet.customer.binned)
        self._show_tags(draft.tags)
        self._show_facts(sheet.customer)
        self.note.setText(draft.note)
        self._note_part.setVisible(bool(draft.note))
        self.merged.show_merges(sheet.id, sheet.merges)
        self._show_tickets(sheet.tickets)
        self._show_devices(sheet.devices)
        for tab in (self.money, self.papers, self.messages):
            tab.show_history(sheet.history)

    def _show_bin(self, *, is_in: bool) -> None:
        """Who lies in the bin can only be looked at, and taken out of it."""
        self.acts.setHidden(is_in)
        if is_in:
            words = _("Lies in the bin.")
            self.binned.say("info", words, _("Take out of bin"), self.return_asked.emit)
        else:
            self.binned.hush()

    def _show_tags(self, tags: tuple[str, ...]) -> None:
        empty(self._tag_row)
        for tag in tags:
            made = button(tag, partial(self.tag_asked.emit, tag), kind="tag")
            made.setAccessibleName(_("List everybody with the tag {tag}").format(tag=tag))
            self._tag_row.addWidget(made)
        self.tags.setVisible(bool(tags))

    def _open_payer(self) -> None:
        if self.sheet and self.sheet.customer.draft.payer_id is not None:
            self._context.open_customer(self.sheet.customer.draft.payer_id)

    def _show_facts(self, customer: Customer) -> None:
        empty(self.facts)
        facts = (*facts_of(customer.draft), *own_facts_of(customer, self._context.formats))
        for row, (icon, text, kind) in enumerate(facts):
            self.facts.addWidget(Picture(icon), row, 0, Qt.AlignmentFlag.AlignTop)
            self.facts.addWidget(PlainLabel(text, wrap=True).selectable(), row, 1)
            self.facts.addWidget(muted(kind), row, 2, Qt.AlignmentFlag.AlignTop)

    def _show_tickets(self, tickets: tuple[TicketRow, ...]) -> None:
        show_rows(self.tickets, tickets, self.no_tickets)

    def _show_devices(self, devices: tuple[Device, ...]) -> None:
        empty(self.devices)
        for device in devices:
            details = "  ·  ".join(filter(None, (device.draft.colour, device.draft.serial)))
            line = QHBoxLayout()
            line.setSpacing(style.S)
            line.addWidget(PlainLabel(device.label or device.draft.serial or _("Device")))
            line.addWidget(muted(details, elide=True), 1)
            self.devices.addLayout(line)
        self.no_devices.setVisible(not devices)

    def _open_ticket(self, ticket_id: int) -> None:
        if self.sheet:
            row = next(row for row in self.sheet.tickets if row.id == ticket_id)
            self._context.open_ticket(row.number)

    def _lay_out(self) -> None:
        self.acts = QWidget()
        acts = QHBoxLayout(self.acts)
        acts.setContentsMargins(0, 0, 0, 0)
        acts.setSpacing(style.S)
        acts.addWidget(self.new_ticket)
        acts.addWidget(self.edit)
        acts.addStretch(1)
        acts.addWidget(self.remove)
        self.facts.setColumnStretch(1, 1)
        self.facts.setHorizontalSpacing(style.S)
        self.facts.setVerticalSpacing(style.XS)
        self.devices.setSpacing(style.XS)
        self._note_part = part(_("Note"), self.note)
        self._lay_out_tabs()
        column = self.column
        for piece in (
            self.name,
            self.company,
            self.acts,
            self.binned,
            self.alert,
            self.barred,
            self.tags,
            self.facts,
        ):
            column.addWidget(piece) if isinstance(piece, QWidget) else column.addLayout(piece)
        column.addWidget(self.payer, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._note_part)
        column.addWidget(self.merged)
        column.addWidget(self.tabs, 1)
        privacy = QHBoxLayout()
        privacy.setSpacing(style.S)
        privacy.addWidget(self.export)
        privacy.addWidget(self.erase)
        privacy.addStretch(1)
        column.addLayout(privacy)

    def _lay_out_tabs(self) -> None:
        devices = QWidget()
        column = QVBoxLayout(devices)
        column.setContentsMargins(0, 0, 0, 0)
        column.addLayout(self.devices)
        column.addWidget(self.no_devices)
        tickets = QWidget()
        rows = QVBoxLayout(tickets)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(self.tickets)
        rows.addWidget(self.no_tickets)
        self.tabs.setDocumentMode(True)
        self.tabs.setProperty("kind", "close")  # five names in a narrow card
        self.tabs.setAccessibleName(_("What the shop did for this customer"))
        pieces = (tickets, devices, self.money, self.papers, self.messages)
        names = (_("Tickets"), _("Devices"), _("Money"), _("Papers"), _("Messages"))
        for name, piece in zip(names, pieces, strict=True):
            page = QWidget()
            inside = QVBoxLayout(page)
            inside.setContentsMargins(0, style.M, 0, 0)
            inside.addWidget(piece)
            inside.addStretch(1)
            self.tabs.addTab(page, name)

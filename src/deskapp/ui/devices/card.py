"""A device on one sheet: what it is, whose it is and was, and when it was brought."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout

from deskapp.domain.device import Device, Ownership, Visit
from deskapp.domain.loan import Loan
from deskapp.domain.permission import Action
from deskapp.i18n import _
from deskapp.ui.devices.columns import visit_columns
from deskapp.ui.shared import style
from deskapp.ui.shared.banner import Banner
from deskapp.ui.shared.buttons import button, icon_button
from deskapp.ui.shared.only import only
from deskapp.ui.shared.paged_model import PagedModel
from deskapp.ui.shared.plain import PlainLabel, muted, title
from deskapp.ui.shared.record_card import RecordCard, empty, part, show_rows
from deskapp.ui.shared.record_table import RecordTable

if TYPE_CHECKING:
    from deskapp.domain.actor import Actor
    from deskapp.services.desk import Desk
    from deskapp.ui.context import DeskContext


@dataclass(frozen=True, slots=True)
class Sheet:
    """What the card shows."""

    device: Device
    visits: tuple[Visit, ...]
    owners: tuple[Ownership, ...]
    loan: Loan | None = None

    @property
    def id(self) -> int:
        """The device's."""
        return self.device.id


def read_sheet(desk: Desk, actor: Actor, device_id: int) -> Sheet:
    """Read it; runs on the worker."""
    devices = desk.devices
    device = devices.get(actor, device_id)
    out = desk.loans.out(actor) if device.draft.is_loaner else ()
    loan = next((one for one in out if one.device_id == device_id), None)
    return Sheet(device, devices.visits(actor, device_id), devices.owners(actor, device_id), loan)


class DeviceCard(RecordCard):
    """The `…_asked` signals tell which button was pressed."""

    ticket_asked = Signal()
    edit_asked = Signal()
    transfer_asked = Signal()
    removal_asked = Signal()

    def __init__(self, context: DeskContext) -> None:
        super().__init__()
        self._context = context
        self.sheet: Sheet | None = None
        self.name, self.owner = title(), muted(elide=True)
        self.name.setWordWrap(True)
        self.loan = Banner()
        self.new_ticket = button(_("New ticket"), self.ticket_asked.emit, kind="primary", icon="plus")
        self.edit = button(_("Edit"), self.edit_asked.emit, icon="edit")
        self.transfer = button(_("New owner…"), self.transfer_asked.emit, kind="quiet")
        self.show_owner = icon_button("chevron-right", _("Show the customer"), self._open_owner)
        self.remove = icon_button("trash", _("Delete device"), self.removal_asked.emit, keys=_("Del"))
        self.facts, self.owners = QGridLayout(), QGridLayout()
        self.note = PlainLabel(wrap=True).selectable()
        self.model = PagedModel(visit_columns(context), parent=self)
        self.visits = RecordTable(self.model, _("Tickets of this device"))
        self.visits.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.visits.opened.connect(self._open_ticket)
        self.no_visits = muted(_("It was never brought."))
        self._lay_out()
        only(context, Action.CHANGE_CUSTOMER, self.edit, self.remove, self.transfer, self.loan)
        only(context, Action.TAKE_IN, self.new_ticket)

    def show_sheet(self, sheet: Sheet) -> None:
        """Show another device."""
        self.sheet, device = sheet, sheet.device
        self.name.setText(device.draft.name or _("Device"))
        nobody = _("Loaner of the shop") if device.draft.is_loaner else _("Owner not known")
        self.owner.setText(device.owner or nobody)
        self.show_owner.setVisible(device.customer_id is not None)
        self._show_loan(sheet.loan)
        _fill(self.facts, _facts(device))
        self.note.setText(device.draft.note)
        self._note_part.setVisible(bool(device.draft.note))
        self._show_visits(sheet.visits)
        _fill(self.owners, (_owner_line(self._context, one) for one in sheet.owners))
        self._owners_part.setVisible(any(one.owner for one in sheet.owners))

    def _show_loan(self, loan: Loan | None) -> None:
        if loan is None:
            self.loan.hush()
            return
        take_back = partial(self._context.act, self._context.desk.loans.take_back, loan.id)
        self.loan.say("info", loan_sentence(self._context, loan), _("Took it back"), take_back)

    def _show_visits(self, visits: tuple[Visit, ...]) -> None:
        show_rows(self.visits, visits, self.no_visits)

    def _open_ticket(self, ticket_id: int) -> None:
        if self.sheet:
            visit = next(one for one in self.sheet.visits if one.id == ticket_id)
            self._context.open_ticket(visit.number)

    def _open_owner(self) -> None:
        if self.sheet and self.sheet.device.customer_id is not None:
            self._context.open_customer(self.sheet.device.customer_id)

    def _lay_out(self) -> None:
        owner, acts = QHBoxLayout(), QHBoxLayout()
        owner.addWidget(self.owner, 1)
        owner.addWidget(self.transfer)
        owner.addWidget(self.show_owner)
        acts.setSpacing(style.S)
        for piece in (self.new_ticket, self.edit):
            acts.addWidget(piece)
        acts.addStretch(1)
        acts.addWidget(self.remove)
        for grid in (self.facts, self.owners):
            grid.setColumnStretch(1, 1)
            grid.setHorizontalSpacing(style.M)
            grid.setVerticalSpacing(style.XS)
        self._note_part = part(_("Note"), self.note)
        visits = part(_("Timeline"), self.visits, self.no_visits)
        self._owners_part = part(_("Owners"), self.owners)
        column = self.column
        column.addWidget(self.name)
        column.addLayout(owner)
        column.addLayout(acts)
        column.addWidget(self.loan)
        column.addLayout(self.facts)
        for shown in (self._note_part, visits, self._owners_part):
            column.addWidget(shown)
        column.addStretch(1)


def loan_sentence(context: DeskContext, loan: Loan) -> str:
    """Who has a loaner, since when and until when."""
    out = context.formats.day(loan.out_at)
    words = _("Lent to {name} on {number} since {day}").format(
        name=loan.customer or _("nobody of the directory"), number=loan.number, day=out
    )
    if loan.due_at is None:
        return words
    return _("{loan}, due {day}").format(loan=words, day=context.formats.day(loan.due_at))


def _facts(device: Device) -> Iterator[tuple[str, str]]:
    """Name and value of what is known."""
    draft = device.draft
    for name, value in (
        (_("Type"), draft.category),
        (_("Serial number"), draft.serial),
        (_("IMEI"), draft.imei),
        (_("Frame number"), draft.frame_number),
        (_("Colour"), draft.colour),
        (_("Year"), str(draft.year or "")),
    ):
        if value:
            yield name, value


def _owner_line(context: DeskContext, one: Ownership) -> tuple[str, str]:
    since = context.formats.day(one.since) if one.since else ""
    said = (one.owner or _("Nobody of the directory"), one.reason, one.person)
    return since, "  ·  ".join(filter(None, said))


def _fill(grid: QGridLayout, lines: Iterator[tuple[str, str]]) -> None:
    empty(grid)
    for row, (name, value) in enumerate(lines):
        grid.addWidget(muted(name), row, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(PlainLabel(value, wrap=True).selectable(), row, 1)

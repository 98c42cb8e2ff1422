"""Lends a device of the shop to the customer of a ticket."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from deskapp.domain.device import Device
from deskapp.domain.loan import Loan
from deskapp.errors import DeskError, Invalid
from deskapp.i18n import _
from deskapp.ui.shared import style
from deskapp.ui.shared.fields import ChoiceBox, TextField
from deskapp.ui.shared.form import Form
from deskapp.ui.shared.moment_edit import DateTimeEdit
from deskapp.ui.shared.plain import muted, title

if TYPE_CHECKING:
    from deskapp.domain.ticket import Ticket
    from deskapp.ui.context import DeskContext

_LONGEST_NOTE = 500


class LendDialog(QDialog):
    """Offers the loaners that are in the shop."""

    def __init__(self, parent: QWidget, context: DeskContext, ticket: Ticket) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Lend a device"))
        self._context, self._ticket = context, ticket
        self.device, self.due = ChoiceBox(), DateTimeEdit(context.formats)
        self.note = TextField(longest=_LONGEST_NOTE)
        self.form = Form()
        self.form.add("device_id", _("&Loaner"), self.device)
        self.form.add("moment", _("&Due back"), self.due)
        self.form.add("note", _("&Note"), self.note, hint=_("For example what goes with it."))
        self._lay_out()
        self.due.set_moment(ticket.edit.promised_at)
        context.read(context.desk.loans.free, then=self._offer)

    def lend(self) -> None:
        """Have the desk lend it, or say at the field why not."""
        self.form.clear_errors()
        try:
            due = self.due.moment()
        except Invalid as error:
            self.form.show_error(error)
            return
        self.go.setEnabled(False)
        self._context.act(
            self._context.desk.loans.lend,
            self._ticket.number,
            int(self.device.key()),
            due,
            self.note.value(),
            then=self._lent,
            on_failed=self._say_wrong,
        )

    def _offer(self, devices: tuple[Device, ...]) -> None:
        self.device.set_choices((str(one.id), _label(one)) for one in devices)
        self.go.setEnabled(bool(devices))
        self.device.setEnabled(bool(devices))
        if not devices:
            hint = _("No loaner is free. Mark a device as a loaner in the register of devices.")
            self.form.row("device_id").say_hint(hint)
        self.device.setFocus()

    def _lent(self, _loan: Loan) -> None:
        self.accept()

    def _say_wrong(self, error: DeskError) -> None:
        self.go.setEnabled(True)
        if not (isinstance(error, Invalid) and self.form.show_error(error)):
            self.form.show_error(Invalid(str(error), "device_id"))

    def _lay_out(self) -> None:
        buttons = QDialogButtonBox()
        buttons.addButton(_("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        self.go = buttons.addButton(_("Lend"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.go.setProperty("kind", "primary")
        self.go.setDefault(True)
        self.go.setEnabled(False)
        buttons.accepted.connect(self.lend)
        buttons.rejected.connect(self.reject)
        customer = self._ticket.customer.name if self._ticket.customer else ""
        what = " · ".join(filter(None, (_("Ticket {number}").format(number=self._ticket.number), customer)))
        column = QVBoxLayout(self)
        column.setContentsMargins(style.XL, style.XL, style.XL, style.L)
        column.setSpacing(style.L)
        column.addWidget(title(_("Lend a device")))
        column.addWidget(muted(what, elide=True))
        column.addWidget(self.form)
        column.addWidget(buttons)
        self.setMinimumWidth(460)


def _label(device: Device) -> str:
    draft = device.draft
    return "  ·  ".join(filter(None, (draft.label, draft.colour, *draft.codes))) or _("Device")

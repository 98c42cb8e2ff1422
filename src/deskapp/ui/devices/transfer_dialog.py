"""Says whose a device is from now on, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QVBoxLayout, QWidget

from deskapp.domain.device import Device
from deskapp.errors import DeskError, Invalid
from deskapp.i18n import _
from deskapp.ui.customers.customer_field import CustomerField, owner_words
from deskapp.ui.shared import style
from deskapp.ui.shared.fields import TextField
from deskapp.ui.shared.form import Form
from deskapp.ui.shared.plain import muted, title

if TYPE_CHECKING:
    from deskapp.ui.context import DeskContext

_LONGEST_REASON = 500


class TransferDialog(QDialog):
    """Nobody chosen means that the owner is not known any more."""

    def __init__(self, parent: QWidget, context: DeskContext, device: Device) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("New owner"))
        self._context, self._device = context, device
        self.owner = CustomerField(context, owner_words())
        self.reason = TextField(longest=_LONGEST_REASON)
        self.form = Form()
        self.form.add("customer_id", _("New &owner"), self.owner)
        self.form.add("reason", _("&Why"), self.reason, hint=_("Stands in the history of the device."))
        self._lay_out()
        self.owner.search.setFocus()

    def keep(self) -> None:
        """Have the desk keep it, or say at the field why not."""
        self.form.clear_errors()
        self.go.setEnabled(False)
        self._context.act(
            self._context.desk.devices.transfer,
            self._device.id,
            self.owner.customer_id(),
            self.reason.value(),
            then=self._kept,
            on_failed=self._say_wrong,
        )

    def _kept(self, _device: Device) -> None:
        self.accept()

    def _say_wrong(self, error: DeskError) -> None:
        self.go.setEnabled(True)
        if not (isinstance(error, Invalid) and self.form.show_error(error)):
            self.form.show_error(Invalid(str(error), "customer_id"))

    def _lay_out(self) -> None:
        buttons = QDialogButtonBox()
        buttons.addButton(_("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        self.go = buttons.addButton(_("Keep"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.go.setProperty("kind", "primary")
        self.go.setDefault(True)
        buttons.accepted.connect(self.keep)
        buttons.rejected.connect(self.reject)
        now = _("{device} belongs to {owner} now.").format(
            device=self._device.draft.name or _("Device"), owner=self._device.owner or _("nobody")
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(style.XL, style.XL, style.XL, style.L)
        column.setSpacing(style.L)
        column.addWidget(title(_("New owner")))
        column.addWidget(muted(now, wrap=True))
        column.addWidget(self.form)
        column.addWidget(buttons)
        self.setMinimumWidth(460)

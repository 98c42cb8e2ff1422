"""The register of devices across customers."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from deskapp.domain.device import Device, DeviceRow, Show
from deskapp.i18n import _
from deskapp.ui.devices.card import DeviceCard, Sheet, read_sheet
from deskapp.ui.devices.columns import SHOW_LABELS, device_columns, device_sentence
from deskapp.ui.devices.form import DeviceForm
from deskapp.ui.devices.transfer_dialog import TransferDialog
from deskapp.ui.intake.start import Start
from deskapp.ui.shared.buttons import button
from deskapp.ui.shared.directory_page import DirectoryPage
from deskapp.ui.shared.fields import ChoiceBox
from deskapp.ui.shared.only import only
from deskapp.ui.shared.plain import set_name
from deskapp.ui.shared.record_list import RecordList

if TYPE_CHECKING:
    from deskapp.ui.context import DeskContext


class DevicesPage(DirectoryPage):
    """What customers bring again and again, and what the shop lends."""

    def __init__(self, context: DeskContext) -> None:
        self.card, self.form = DeviceCard(context), DeviceForm(context)
        self._devices, self._actor, self._show = context.desk.devices, context.actor, Show.ALL
        columns = device_columns(context)
        records = RecordList(_("Devices"), columns, context.worker, self._rows, self._count, device_sentence)
        super().__init__(context, records, self.card, self.form)
        self.show_box = ChoiceBox((one.value, _(label)) for one, label in SHOW_LABELS.items())
        self.new_button = button(_("New device"), self.new_device, icon="plus")
        self._dress()
        only(context, self.action, self.new_button)
        self._connect_card()
        self.add_key("F2", self.edit_device)
        self.add_key("Del", self.delete_device)

    def open_device(self, device_id: int) -> None:
        """Show a device, whether or not the list holds it."""
        self.show_box.set_key(Show.ALL.value)
        self._show = Show.ALL
        self.open_record(device_id)

    def new_device(self) -> None:
        """Write down a device; a loaner where loaners are listed."""
        self.edit_now(partial(self.form.begin, None, loaner=self._show is not Show.ALL))

    def edit_device(self) -> None:
        """Change the device that is shown."""
        if self.card.sheet and self.is_reading():
            self.edit_now(partial(self.form.begin, self.card.sheet.device))

    def transfer_device(self) -> None:
        """Say whose the device is from now on."""
        if self.card.sheet and self.is_reading():
            TransferDialog(self.window(), self._context, self.card.sheet.device).open()

    def ticket_for_device(self) -> None:
        """Take the device in again."""
        if self.card.sheet and self.shown is not None:
            device = self.card.sheet.device
            start = Start(device.customer_id, device_id=device.id, device=device.draft)
            self._context.open_intake(start=start)

    def delete_device(self) -> None:
        """Put the device into the bin; that can be undone."""
        if self.shown is not None and self.is_reading():
            self._context.act(self._devices.bin, self.shown)

    def read_sheet(self, record: int) -> Sheet | None:
        sheet = read_sheet(self._context.desk, self._context.actor, record)
        return None if sheet.device.binned else sheet

    def show_sheet(self, sheet: Sheet) -> None:
        self.card.show_sheet(sheet)

    def settled(self, *, there: bool) -> None:
        self._context.commands.provide("device", there=there)

    def say_empty(self, query: str) -> None:
        empty = self.list.empty
        if query:
            words = _("No device matches “{query}”").format(query=query)
            hint = _("Part of a serial number, an IMEI or a name is enough.")
            empty.say("search", words, hint, _("Clear filter"), self.list.clear_filter)
        elif self._show is Show.OUT:
            empty.say(
                "device", _("Nothing is lent out"), _("“Lend a device” stands in the menu of a ticket.")
            )
        elif self._show is Show.LOANERS:
            hint = _("A device that you mark as a loaner can be lent on a ticket.")
            empty.say("device", _("No loaners yet"), hint, self.offered(_("New device")), self.new_device)
        else:
            hint = _("Intake fills this list by itself.")
            empty.say("device", _("No devices yet"), hint, self.offered(_("New device")), self.new_device)

    def _rows(self, query: str, offset: int, limit: int) -> Sequence[DeviceRow]:
        return self._devices.rows(self._actor, query, show=self._show, offset=offset, limit=limit)

    def _count(self, query: str) -> int:
        return self._devices.count(self._actor, query, self._show)

    def _list(self, key: str) -> None:
        self._show = Show(key)
        self.list.list_now()

    def _kept(self, device: Device) -> None:
        self.kept(device.id)

    def _go_to_card(self, _record: int) -> None:
        """Enter in the list: go on to the device."""
        self.card.new_ticket.setFocus(Qt.FocusReason.TabFocusReason)

    def _connect_card(self) -> None:
        self.show_box.chosen.connect(self._list)
        self.list.opened.connect(self._go_to_card)
        self.card.ticket_asked.connect(self.ticket_for_device)
        self.card.edit_asked.connect(self.edit_device)
        self.card.transfer_asked.connect(self.transfer_device)
        self.card.removal_asked.connect(self.delete_device)
        self.form.saved.connect(self._kept)

    def _dress(self) -> None:
        self.list.filter.setPlaceholderText(_("Filter: part of a number, a model, an owner"))
        self.list.filter.setAccessibleName(_("Filter devices"))
        set_name(self.show_box, _("Which devices"))
        self.list.tools.addWidget(self.show_box)
        self.list.tools.addWidget(self.new_button)
        self.nobody.say("device", _("No device is chosen"))

"""Writing down a device, or changing what is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QCheckBox

from deskapp.domain.device import (
    Device,
    DeviceDraft,
    bare_imei,
    checked_for_register,
    imei_doubt,
    wrong_imei,
)
from deskapp.errors import Invalid
from deskapp.i18n import _
from deskapp.ui.customers.customer_field import CustomerField, owner_words
from deskapp.ui.shared.fields import TextArea, TextField
from deskapp.ui.shared.record_form import RecordForm

if TYPE_CHECKING:
    from deskapp.ui.context import DeskContext

_LINES = ("category", "brand", "model", "serial", "imei", "frame_number", "colour")


class DeviceForm(RecordForm):
    """All that the register holds about a device; whose it is only while it is new."""

    def __init__(self, context: DeskContext) -> None:
        super().__init__(context)
        self._device: Device | None = None
        self.category, self.brand = TextField(longest=60), TextField(longest=60)
        self.model, self.serial = TextField(longest=120), TextField(longest=60)
        self.imei, self.frame_number = TextField(longest=60), TextField(longest=60)
        self.colour, self.year = TextField(longest=40), TextField(longest=4)
        self.note = TextArea(lines=4)
        self.is_loaner = QCheckBox(_("Lent to customers while theirs is here"))
        self.owner = CustomerField(context, owner_words())
        self._lay_out_fields()
        self.imei.editingFinished.connect(self._say_doubt)

    def begin(self, device: Device | None, *, loaner: bool = False) -> None:
        """Begin with a device of the register, or with a new one."""
        self._device = device
        self.heading.setText(_("Edit device") if device else _("New device"))
        self._owner_row.setVisible(device is None)
        self.owner.choose(None, "")
        if device:
            self.load(device.draft, device.row_version)
        else:
            self.load(DeviceDraft(is_loaner=loaner))

    def begin_typing(self) -> None:
        self.category.setFocus()
        self.category.selectAll()

    def fill(self, draft: DeviceDraft) -> None:
        for name in _LINES:
            self._line(name).setText(getattr(draft, name))
        self.year.setText(str(draft.year or ""))
        self.note.set_value(draft.note)
        self.is_loaner.setChecked(draft.is_loaner)
        self._say_doubt()

    def typed(self) -> DeviceDraft:
        lines = {name: self._line(name).value() for name in _LINES}
        loaner = self.is_loaner.isChecked()
        draft = DeviceDraft(**lines, year=self._year(), note=self.note.value(), is_loaner=loaner)
        return checked_for_register(draft, self._device.draft if self._device else None)

    def keep(self, draft: DeviceDraft, version: int | None) -> None:
        devices, act = self._context.desk.devices, self._context.act
        if self._device is None:
            act(devices.add, draft, self.owner.customer_id(), then=self.kept, on_failed=self.refuse)
        else:
            act(devices.edit, self._device.id, draft, version, then=self.kept, on_failed=self.refuse)

    def audited(self) -> tuple[str, int] | None:
        return ("device", self._device.id) if self._device else None

    def read_again(self) -> None:
        if self._device:
            self._context.read(self._context.desk.devices.get, self._device.id, then=self._compare_with)

    def shown(self, field: str, draft: DeviceDraft) -> str:
        if field == "is_loaner":
            return _("Yes") if draft.is_loaner else _("No")
        return super().shown(field, draft)

    def _compare_with(self, device: Device) -> None:
        self.compare(device.draft, device.row_version)

    def _line(self, name: str) -> TextField:
        field = getattr(self, name)
        assert isinstance(field, TextField)
        return field

    def _year(self) -> int | None:
        typed = self.year.value()
        if typed and not (typed.isascii() and typed.isdecimal()):
            raise Invalid(_("Write the year with four digits, for example 2021."), "year")
        return int(typed) if typed else None

    def _say_doubt(self) -> None:
        """What is odd about the IMEI, or why it is refused."""
        row, imei = self.form.row("imei"), self.imei.value()
        stands = self._device is not None and bare_imei(imei) == self._device.draft.imei
        row.say_doubt(imei_doubt(imei))
        if not stands and (reason := wrong_imei(imei)):
            row.say_wrong(reason)

    def _lay_out_fields(self) -> None:
        form = self.form
        form.add("category", _("T&ype"), self.category)
        form.add_beside("brand", _("Br&and"), self.brand)
        form.add("model", _("&Model"), self.model)
        form.add("serial", _("Serial &number"), self.serial)
        form.add("imei", _("&IMEI"), self.imei)
        form.add("frame_number", _("F&rame number"), self.frame_number)
        form.add("colour", _("C&olour"), self.colour)
        form.add_beside("year", _("Year"), self.year)
        form.add("is_loaner", _("&Loaner"), self.is_loaner)
        form.add("customer_id", _("O&wner"), self.owner)
        self._owner_row = form.row("customer_id")
        form.add("note", _("Note"), self.note, hint=_("For the staff; no paper carries it."))

"""Looks up what is typed as a device at the counter, and says what the register knows about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QPushButton, QToolButton, QWidget

from deskapp.domain.device import Device, DeviceDraft, imei_doubt, looks_like_imei, wrong_imei
from deskapp.ui.devices.notice_bar import DeviceNoticeBar

if TYPE_CHECKING:
    from deskapp.ui.context import DeskContext
    from deskapp.ui.intake.item_block import ItemBlock

Customer = Callable[[], tuple[int | None, Sequence[Device]]]
"""Answers who stands at the counter, as far as the directory knows them, and what they brought before."""


class DeviceWatch(QObject):
    """Sits beside the number of an item of the intake."""

    def __init__(self, block: ItemBlock, context: DeskContext, customer: Customer) -> None:
        super().__init__(block)
        self._block, self._customer = block, customer
        self.bar = DeviceNoticeBar(context)
        self.bar.use_asked.connect(self._use)
        block.body.insertWidget(block.body.indexOf(block.row_of_fault), self.bar)
        block.serial.textChanged.connect(self.look)
        block.serial.editingFinished.connect(self._say_doubt)
        block.pick.currentIndexChanged.connect(self.look)
        self.bar.furnished.connect(self._put_in_order)

    def look(self) -> None:
        """Look up what stands in the fields now."""
        customer_id, _devices = self._customer()
        chosen = self._block.pick.key()
        if chosen:
            self.bar.look(DeviceDraft(), customer_id, int(chosen))
        else:
            self.bar.look(self._block.typed_device(), customer_id)

    def _use(self, device: Device) -> None:
        """It is that one: nothing of it has to be written down again."""
        self.bar.hush()
        others = [one for one in self._customer()[1] if one.id != device.id]
        self._block.set_devices([*others, device])
        self._block.pick.set_key(str(device.id))
        self._block.serial.clear()
        self._block.fault.setFocus()

    def _say_doubt(self) -> None:
        """Why the IMEI is refused, or what is odd about it; a serial number may look like one."""
        device, row = self._block.typed_device(), self._block.row_of_number
        reason = wrong_imei(device.imei)
        if reason:
            row.say_wrong(reason)
        else:
            like = device.serial if looks_like_imei(device.serial) else ""
            row.say_doubt(imei_doubt(device.imei or like))

    def _put_in_order(self) -> None:
        """The button comes after the number that it is about."""
        for close in self.bar.findChildren(QToolButton):
            close.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # what is said goes by itself
        before: QWidget = self._block.serial
        for one in self.bar.findChildren(QPushButton):
            QWidget.setTabOrder(before, one)
            before = one
        QWidget.setTabOrder(before, self._block.colour)

"""What the register knows about a device while somebody writes it down: whose it is, when it was here."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

import shiboken6
from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QPushButton

from deskapp.domain.device import DeviceDraft, DeviceNotice, Known
from deskapp.i18n import _, ngettext
from deskapp.ui.shared.banner import Banner, Kind

if TYPE_CHECKING:
    from deskapp.domain.device import Device
    from deskapp.ui.context import DeskContext
    from deskapp.ui.shared.jobs import Job

_PAUSE_MS = 150


class DeviceNoticeBar(Banner):
    """Hidden while there is nothing to say. `use_asked` carries the device of the register that is meant.

    `look` may be called with every keystroke; `chosen` is a device of the register, if one was chosen.
    On a ticket, which has its device, `offers` is off: only what is somebody else's is told there.
    """

    use_asked = Signal(object)

    def __init__(self, context: DeskContext, *, offers: bool = True) -> None:
        super().__init__()
        self._context, self._offers = context, offers
        self._asked: tuple[DeviceDraft, int | None, int | None] = (DeviceDraft(), None, None)
        self._job: Job | None = None
        self._pause = QTimer(self, singleShot=True, interval=_PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        self.notice: DeviceNotice | None = None

    def look(self, draft: DeviceDraft, customer_id: int | None, chosen: int | None = None) -> None:
        """Look the device up; says nothing where neither a number nor a choice tells it from others."""
        numbers = DeviceDraft(serial=draft.serial, imei=draft.imei, frame_number=draft.frame_number)
        asked = (numbers, customer_id, chosen)
        if asked == self._asked:
            return
        self._asked = asked
        if draft.codes or chosen is not None:
            self._pause.start()
        else:
            self._pause.stop()
            self._show(asked, None)

    def notice_button(self) -> QPushButton:
        """The button that stands beside what is said."""
        return next(one for one in self.findChildren(QPushButton) if not one.isHidden())

    def _ask(self) -> None:
        if self._job:
            self._job.cancel()
        devices, show = self._context.desk.devices, partial(self._show, self._asked)
        call = devices.known if self._offers else devices.claimed
        self._job = self._context.read(call, *self._asked, then=show)

    def _show(self, asked: tuple[DeviceDraft, int | None, int | None], notice: DeviceNotice | None) -> None:
        if asked != self._asked or not shiboken6.isValid(self):
            return
        self.notice = notice
        if notice is None:
            self.hush()
        elif self._offers and asked[2] is None:
            use = partial(self.use_asked.emit, notice.device)
            self.say(_kind(notice), sentence(notice), _("Use that device"), use)
        elif asked[2] not in {None, notice.device.id}:
            open_it = partial(self._context.open_device, notice.device.id)
            self.say("warning", sentence(notice), _("Show"), open_it)
        elif notice.kind is Known.THEIRS and asked[1] is not None:
            give = partial(self._transfer, notice.device, asked[1])
            self.say("warning", sentence(notice), _("New owner"), give)
        else:
            self.say(_kind(notice), sentence(notice))

    def _transfer(self, device: Device, customer_id: int) -> None:
        """It changed hands: it belongs to who stands at the counter."""
        self._asked = (DeviceDraft(), None, None)
        self.hush()
        self._context.act(self._context.desk.devices.transfer, device.id, customer_id)


def sentence(notice: DeviceNotice) -> str:
    """What is known of a device, in a sentence."""
    name = notice.device.draft.name or _("Device")
    if notice.kind is Known.THEIRS:
        words = _("{device} belongs to {owner}.")
    elif notice.kind is Known.HERE:
        words = _("{device} is here already on ticket {number}.")
    elif notice.kind is Known.RECENT and notice.days == 0:
        words = _("{device} was here today (ticket {number}).")
    elif notice.kind is Known.RECENT:
        words = ngettext(
            "{device} was here {days} day ago (ticket {number}).",
            "{device} was here {days} days ago (ticket {number}).",
            notice.days,
        )
    else:
        words = _("{device} of this customer has that number.")
    return words.format(device=name, owner=notice.owner, number=notice.ticket, days=notice.days)


def _kind(notice: DeviceNotice) -> Kind:
    return "info" if notice.kind is Known.MINE else "warning"

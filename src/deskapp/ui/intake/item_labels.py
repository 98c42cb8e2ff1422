"""How a device is called where one is picked, and labels whose keys another item has."""

from __future__ import annotations

from deskapp.domain.device import Device
from deskapp.i18n import _


def device_label(device: Device) -> str:
    """What it is, its colour and its numbers."""
    parts = (device.label or _("Device"), device.draft.colour, *device.draft.codes)
    return "  ·  ".join(filter(None, parts))


def without_key(label: str) -> str:
    """The label without the mark of its key; a doubled one is a sign of its own."""
    return "&&".join(piece.replace("&", "") for piece in label.split("&&"))

"""A lasting thing that customers bring, or that the shop lends: it keeps its history across tickets."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from deskapp.domain import text
from deskapp.domain.item_type import FRAME_NUMBER, IMEI, SERIAL
from deskapp.errors import Invalid
from deskapp.i18n import _

LONGEST_BRAND = 60
LONGEST_MODEL = 120
LONGEST_CODE = 60
OLDEST_YEAR, NEWEST_YEAR = 1800, 2200
_IMEI_SIGNS = frozenset("0123456789 -./")
_IMEI_DIGITS = 15
_FEWEST_IMEI_DIGITS = 14  # without its check digit, or with a version in its place
_MARKED_SERIAL = re.compile(r"s/?n\b[\s.:#]*(?=\d)|sn(?=\d)", re.IGNORECASE)
"""What people write before a serial number, so that it is not taken for an IMEI."""


@dataclass(frozen=True, slots=True)
class DeviceDraft:
    """What the desk writes down about a device. `note` is for the staff, a loaner is the shop's own."""

    category: str = ""
    brand: str = ""
    model: str = ""
    serial: str = ""
    colour: str = ""
    year: int | None = None
    imei: str = ""
    frame_number: str = ""
    note: str = ""
    is_loaner: bool = False

    @property
    def label(self) -> str:
        """What people call it, for example `Apple iPhone 14`, or `Dyson Vacuum` where no model is known."""
        return " ".join(part for part in (self.brand, self.model or self.category) if part)

    @property
    def codes(self) -> tuple[str, ...]:
        """The numbers that tell it from every other one, as far as they are known."""
        return tuple(filter(None, (self.serial, self.imei, self.frame_number)))

    def with_number(self, typed: str, number: str) -> DeviceDraft:
        """With what was typed as the number of a thing that is told apart by `number`.

        What holds letters is no IMEI: it is the serial number of that phone, and so is what follows an SN.
        """
        is_serial = number == IMEI and not set(typed) <= _IMEI_SIGNS
        place = SERIAL if is_serial else number
        said = (_marked_serial(typed) or typed) if place == SERIAL else typed
        places = {SERIAL: "", IMEI: "", FRAME_NUMBER: ""} | {place: said}
        return replace(self, serial=places[SERIAL], imei=places[IMEI], frame_number=places[FRAME_NUMBER])

    @property
    def name(self) -> str:
        """The label, else a number, else nothing."""
        return self.label or next(iter(self.codes), "")


@dataclass(frozen=True, slots=True)
class Device:
    """A device in the register, and whose it is."""

    id: int
    draft: DeviceDraft
    customer_id: int | None = None
    row_version: int = 1
    owner: str = ""
    binned: bool = False

    @property
    def label(self) -> str:
        """What people call it."""
        return self.draft.label


@dataclass(frozen=True, slots=True)
class DeviceRow:
    """A line of the register. `ticket` and `brought_at` are of the last time it was brought; `lent_on` is
    the ticket for which a loaner is out, until `due_at`.
    """

    id: int
    draft: DeviceDraft
    customer_id: int | None
    owner: str
    tickets: int
    ticket: str
    brought_at: datetime | None
    lent_on: str = ""
    lent_to: str = ""
    due_at: datetime | None = None

    @property
    def is_out(self) -> bool:
        """Whether it is lent to somebody now."""
        return bool(self.lent_on)


@dataclass(frozen=True, slots=True)
class Visit:
    """A ticket on which a device was brought; `id` is the ticket's."""

    id: int
    number: str
    at: datetime
    status: str
    fault: str
    customer: str
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Ownership:
    """Whose a device was from a moment on; `person` wrote it down."""

    owner: str
    since: datetime | None
    person: str = ""
    reason: str = ""


class Show(Enum):
    """Which part of the register is listed."""

    ALL = "all"
    LOANERS = "loaners"
    OUT = "out"


class Known(Enum):
    """Why the desk is told about a device that the register holds already."""

    THEIRS = "theirs"  # it is somebody else's
    HERE = "here"  # it lies in the shop on an open ticket
    RECENT = "recent"  # it was here not long ago
    MINE = "mine"  # it is this customer's, and need not be written down again


@dataclass(frozen=True, slots=True)
class DeviceNotice:
    """What the register knows about a device that is being written down."""

    kind: Known
    device: Device
    ticket: str = ""
    at: datetime | None = None
    days: int = 0

    @property
    def owner(self) -> str:
        """Whose it is there."""
        return self.device.owner


def checked(device: DeviceDraft, before: DeviceDraft | None = None) -> DeviceDraft:
    """A device as it can be kept; raises `Invalid` naming the field that cannot.

    An IMEI that it had `before` stays, whatever it is: the shop may have had it from elsewhere.
    """
    if device.year is not None and not OLDEST_YEAR <= device.year <= NEWEST_YEAR:
        raise Invalid(_("Write the year with four digits, for example 2021."), "year")
    clean = replace(
        device,
        category=text.line(device.category, "category", 60),
        brand=text.line(device.brand, "brand", LONGEST_BRAND),
        model=text.line(device.model, "model", LONGEST_MODEL),
        serial=text.line(device.serial, "serial", LONGEST_CODE),
        colour=text.line(device.colour, "colour", 40),
        imei=bare_imei(text.line(device.imei, "imei", LONGEST_CODE)),
        frame_number=text.line(device.frame_number, "frame_number", LONGEST_CODE),
        note=text.block(device.note, "note"),
    )
    if clean.imei != (before.imei if before else ""):
        refuse_wrong_imei(clean.imei)
    return _with_marked_serial(clean)


def checked_for_register(device: DeviceDraft, before: DeviceDraft | None = None) -> DeviceDraft:
    """A device that stands for itself, without a ticket that says more about it."""
    clean = checked(device, before)
    if not clean.name:
        raise Invalid(_("Write down what it is: a type, a model or a number."), "model")
    return clean


def refuse_wrong_imei(typed: str) -> None:
    """Raise `Invalid` for an IMEI that is mistyped."""
    if reason := wrong_imei(typed):
        raise Invalid(reason, "imei")


def wrong_imei(typed: str) -> str:
    """Why fifteen digits of which the last does not fit the others are refused, with the way out."""
    if not looks_like_imei(typed):
        return ""
    from stdnum import imei

    if imei.is_valid(bare_imei(typed)):
        return ""
    return _(
        "The last digit of this IMEI does not fit the others: read it again. If the device really shows "
        "it so, write SN before it, and it is kept as a serial number."
    )


def looks_like_imei(typed: str) -> bool:
    """Whether it has fifteen digits and nothing but what people put between them."""
    bare = bare_imei(typed.strip())
    return len(bare) == _IMEI_DIGITS and bare.isdecimal()


def bare_imei(typed: str) -> str:
    """An IMEI without what people put between its digits; anything else as it was typed."""
    return text.digits(typed) if set(typed) <= _IMEI_SIGNS else typed


def imei_doubt(typed: str) -> str:
    """What is odd about an IMEI that is kept all the same, in a sentence; nothing where it may be right."""
    bare = bare_imei(" ".join(typed.split()))
    if not bare:
        return ""
    if _marked_serial(bare):
        return _("It is kept as a serial number.")
    if not bare.isdecimal() or len(bare) < _FEWEST_IMEI_DIGITS:
        return _("An IMEI has 15 digits; this one is kept as typed.")
    from stdnum import imei

    if imei.is_valid(bare):
        return ""
    if len(bare) == _IMEI_DIGITS:  # kept from elsewhere: nobody can type it here
        return _("The last digit of this IMEI does not fit the others: one is mistyped.")
    return _("An IMEI has 15 digits; this one has {count}. It is kept as typed.").format(count=len(bare))


def _marked_serial(typed: str) -> str:
    """The number after an SN, where it would be taken for an IMEI without that."""
    mark = _MARKED_SERIAL.match(typed)
    rest = typed[mark.end() :] if mark else ""
    return rest if looks_like_imei(rest) else ""


def _with_marked_serial(device: DeviceDraft) -> DeviceDraft:
    """A number that was marked as a serial number in the field of the IMEI goes where it belongs."""
    serial = _marked_serial(device.imei)
    return replace(device, serial=serial, imei="") if serial and not device.serial else device


def code_key(code: str) -> str:
    """A number as it is compared: without case and what stands between its signs."""
    return "".join(text.words(code))

"""The types of things that people bring to a shop: what is looked at and what comes with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from deskapp.domain import text
from deskapp.domain.field import key_of
from deskapp.errors import Invalid
from deskapp.i18n import N_, _

MOST_CHECKS, MOST_ACCESSORIES = 40, 40
LONGEST_LABEL, LONGEST_NOTE = 60, 200
RESULT_LABELS = {
    "": N_("Not looked at"),
    "pass": N_("Pass"),
    "fail": N_("Fail"),
    "untested": N_("Cannot test"),
    "none": N_("Not applicable"),
}
"""How a thing can stand on the checklist of an item."""

SERIAL, IMEI, FRAME_NUMBER = "serial", "imei", "frame_number"
_NUMBERS = {"phone": IMEI, "tablet": IMEI, "watch": IMEI, "bike": FRAME_NUMBER}
_NOT_ELECTRIC = frozenset({"bike", "garment", "furniture", "toy", "part"})
_NOT_LOCKED = _NOT_ELECTRIC | {"appliance", "tool", "wrench"}
ICONS = (
    *("device", "phone", "tablet", "watch", "laptop", "server", "printer", "console", "bike", "appliance"),
    *("garment", "furniture", "audio", "toy", "tool", "wrench", "part", "person"),
)
"""The pictures that a type can have."""


@dataclass(frozen=True, slots=True)
class Point:
    """One thing of a checklist that is looked at when an item comes in."""

    key: str
    label: str


@dataclass(frozen=True, slots=True)
class Check:
    """How one thing of the checklist stood when an item came in, in the words of that day."""

    key: str
    label: str
    result: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class ItemType:
    """A type of items. `key` never changes; an empty one is made from the label."""

    label: str
    icon: str = ICONS[0]
    checklist: tuple[Point, ...] = ()
    accessories: tuple[str, ...] = ()
    key: str = ""

    @property
    def number(self) -> str:
        """By which number of a device such things are told apart: what is shown as a bike has a frame."""
        return _NUMBERS.get(self.icon, SERIAL)

    @property
    def has_passcode(self) -> bool:
        """Whether such things may be locked by a passcode or pattern, so that it is asked for."""
        return self.icon not in _NOT_LOCKED


def may_be_locked(item_type: ItemType | None, types: Sequence[ItemType]) -> bool:
    """Whether a passcode is asked for; of a thing without a type where any type of the shop has one."""
    asked = (item_type,) if item_type else types
    return not asked or any(one.has_passcode for one in asked)


def may_be_electric(item_type: ItemType | None, types: Sequence[ItemType]) -> bool:
    """Whether it may have a switch and a display; a thing without a type where any type of the shop has."""
    asked = (item_type,) if item_type else types
    return not asked or any(one.icon not in _NOT_ELECTRIC for one in asked)


def checked(item_type: ItemType) -> ItemType:
    """The type as it can be kept; raises `Invalid` naming what cannot."""
    label = text.line(item_type.label, "label", LONGEST_LABEL)
    if not label:
        raise Invalid(_("A type needs a name, for example Phone."), "label")
    return replace(
        item_type,
        label=label,
        icon=item_type.icon if item_type.icon in ICONS else ICONS[0],
        checklist=_checked_points(item_type.checklist),
        accessories=_checked_accessories(item_type.accessories),
    )


def _checked_points(points: tuple[Point, ...]) -> tuple[Point, ...]:
    clean: list[Point] = []
    for point in points:
        label = text.line(point.label, "checklist", LONGEST_LABEL)
        if label and all(label != other.label for other in clean):
            taken = {other.key for other in clean}
            key = point.key if point.key and point.key not in taken else key_of(label, taken)
            clean.append(Point(key, label))
    _check_count(clean)
    return tuple(clean)


def _check_count(checks: list[Point] | tuple[Check, ...]) -> None:
    if len(checks) > MOST_CHECKS:
        raise Invalid(_("A checklist holds up to {count} things.").format(count=MOST_CHECKS), "checklist")


def _checked_accessories(accessories: tuple[str, ...]) -> tuple[str, ...]:
    cleaned = (text.line(one, "accessories", LONGEST_LABEL) for one in accessories)
    kept = tuple(dict.fromkeys(one for one in cleaned if one))
    if len(kept) > MOST_ACCESSORIES:
        message = _("A type has up to {count} accessories.")
        raise Invalid(message.format(count=MOST_ACCESSORIES), "accessories")
    return kept


def checked_checks(checks: tuple[Check, ...]) -> tuple[Check, ...]:
    """A filled checklist as it can be kept; what was not looked at is left out."""
    _check_count(checks)
    for check in checks:
        if check.result not in RESULT_LABELS:
            known = ", ".join(filter(None, RESULT_LABELS))
            message = _("“{value}” is not known here; there is {known}.")
            raise Invalid(message.format(value=check.result[:LONGEST_LABEL], known=known), "checklist")
    return tuple(
        Check(
            text.line(check.key, "checklist", LONGEST_LABEL),
            text.line(check.label, "checklist", LONGEST_LABEL),
            check.result,
            text.line(check.note, "checklist", LONGEST_NOTE),
        )
        for check in checks
        if check.result or check.note
    )

"""One thing brought in, as it was written down at the counter; every value can be changed in place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from deskapp.domain.device import DeviceDraft, imei_doubt, refuse_wrong_imei
from deskapp.domain.field import Field, FieldOf, of_record
from deskapp.domain.item_type import FRAME_NUMBER, IMEI, RESULT_LABELS, SERIAL, Check, may_be_locked
from deskapp.domain.ticket import OUTCOME_LABELS, ItemDraft
from deskapp.i18n import _
from deskapp.ui.devices.notice_bar import DeviceNoticeBar
from deskapp.ui.intake.checks import Checks, points_for
from deskapp.ui.shared import style
from deskapp.ui.shared.buttons import button
from deskapp.ui.shared.fields import TextField
from deskapp.ui.shared.plain import caption, strong
from deskapp.ui.shared.status_chip import StatusChip
from deskapp.ui.tickets.columns import status_chip
from deskapp.ui.tickets.facts import Facts, GrowingText, write_line
from deskapp.ui.tickets.field_set import Bound, FieldSet
from deskapp.ui.tickets.own_facts import OwnFacts, bound_values, changed_values, others
from deskapp.ui.tickets.secret_row import SecretRow

if TYPE_CHECKING:
    from deskapp.domain.item_type import ItemType, Point
    from deskapp.domain.ticket import Item
    from deskapp.ui.context import DeskContext

_NUMBERS = (SERIAL, IMEI, FRAME_NUMBER)
_DEVICE = ("category", "brand", "model", "colour", *_NUMBERS)


class ItemCard(QWidget):
    """An item of the ticket. `step_asked` carries its position when its own status is to be changed."""

    step_asked = Signal(int)

    def __init__(self, context: DeskContext, position: int) -> None:
        super().__init__()
        self._context, self.position = context, position
        self.head, self.chip = strong(elide=True), StatusChip()
        self.step = button(_("Change status…"), self._ask_step, kind="quiet")
        self.fault = GrowingText(_("What is wrong, in the customer's words"))
        self.condition = GrowingText(_("Scratches, dents …"))
        self.accessories = TextField(_("Charger, case …"))
        self.device = {name: TextField() for name in _DEVICE}
        self.checks, self.secret = Checks(), SecretRow(context)
        self.outcome = caption(wrap=True)
        self.facts = Facts()
        self.fields = FieldSet(self)
        self._words: Mapping[str, str] = {}
        self._imei = ""  # as it stands in the file
        self._points: tuple[Point, ...] = ()
        self.own = OwnFacts(self.facts, self.fields, context.formats)
        self.notice = DeviceNoticeBar(context, offers=False)
        self._bind()
        self._lay_out()

    def show_item(self, item: Item, *, several: bool) -> None:
        """Show what is not changed by typing: the head, the status and which fields there are."""
        self._offer_points(item)
        self.own.show(of_record(self._context.fields, FieldOf.ITEM, item.item_type))
        self._use_words()
        self._show_numbers(item)
        label = item.device.label or _("Item")
        self.head.setText(
            _("Item {position}: {device}").format(position=item.position, device=label) if several else label
        )
        self.chip.set_chip(status_chip(self._context, item.status))
        self.chip.setVisible(several)
        self.step.setVisible(several)
        ended = _(OUTCOME_LABELS[item.outcome]) if item.outcome else ""
        self.outcome.setText(" · ".join(part for part in (ended, item.barrier) if part))
        self.outcome.setVisible(bool(self.outcome.full_text()))

    def look_up(self, item: Item, customer_id: int | None) -> None:
        """Say where the device is somebody else's than the ticket's customer."""
        if item.closed_at is None and customer_id is not None:
            self.notice.look(item.device, customer_id, item.device_id)

    def stops(self) -> tuple[QWidget, ...]:
        """The fields in the order in which Tab comes by them."""
        device = (self.device[name] for name in ("brand", "model", "category", "colour", *_NUMBERS))
        first = (self.step, self.fault, self.checks, self.condition, self.accessories)
        return (*first, self.secret.reveal, self.secret.change, *device, *self.own.stops())

    def _bind(self) -> None:
        self.fields.bind("fault", Bound(_("Problem"), self.fault.value, self.fault.set_value))
        self.fields.bind("condition", Bound(_("Condition"), self.condition.value, self.condition.set_value))
        checks = Bound(_("Checklist"), self.checks.checks, self._show_checks, _say_checks)
        self.fields.bind("checklist", checks)
        self.checks.left.connect(self.fields.commit)
        self._bind_line("accessories", _("Accessories"), self.accessories)
        for name, label in _device_labels().items():
            self._bind_line(name, label, self.device[name])
        self.fields.bind(IMEI, Bound(_("IMEI"), self._read_imei, self._show_imei))
        self.device[IMEI].editingFinished.connect(self._say_doubt)
        self.fault.left.connect(self.fields.commit)
        self.condition.left.connect(self.fields.commit)
        self.fields.wrong.connect(self.facts.say_wrong)

    def _show_numbers(self, item: Item) -> None:
        """Those that it has, and the one by which such things are told apart; the same for a passcode."""
        item_type = self._type_of(item)
        asked = item_type.number if item_type else SERIAL
        for name in _NUMBERS:
            self.facts.set_shown(name, shown=name == asked or bool(getattr(item.device, name)))
        locked = may_be_locked(item_type, self._context.types)
        self.facts.set_shown("secret", shown=locked or item.secret is not None)

    def _read_imei(self) -> str:
        """A mistyped one is refused here, so that it holds nothing else back; what stood there stays."""
        typed = self.device[IMEI].value()
        if typed != self._imei:
            refuse_wrong_imei(typed)
        return typed

    def _show_imei(self, imei: str) -> None:
        self._imei = imei
        write_line(self.device[IMEI])(imei)
        self._say_doubt()

    def _say_doubt(self) -> None:
        self.facts.say_doubt(IMEI, imei_doubt(self.device[IMEI].value()))

    def _show_checks(self, checks: tuple[Check, ...]) -> None:
        """What was looked at, and what still can be."""
        self.checks.show_found(checks, self._points)

    def _offer_points(self, item: Item) -> None:
        """What is looked at on such a thing, as at the counter."""
        item_type = self._type_of(item)
        self._points = points_for(item_type, self._context.types, self._context.shop.language)
        self.facts.set_shown("checklist", shown=bool(self._points or item.checklist))
        self._show_checks(self.checks.checks())

    def _type_of(self, item: Item) -> ItemType | None:
        return next((one for one in self._context.types if one.key == item.item_type), None)

    def _bind_line(self, name: str, label: str, field: TextField) -> None:
        self.fields.bind(name, Bound(label, field.value, write_line(field)))
        field.editingFinished.connect(self.fields.commit)

    def _use_words(self) -> None:
        """Call things as the shop does."""
        words = self._context.shop.words
        if words != self._words:
            self._words = words
            for name, label in _labels().items():
                self.facts.rename(name, words.get(name, "").replace("&", "&&") or label)

    def _ask_step(self) -> None:
        self.step_asked.emit(self.position)

    def _lay_out(self) -> None:
        self.facts.add("fault", _("&Problem"), self.fault)
        self.facts.add("checklist", _("Checklist"), self.checks)
        self.facts.add("condition", _("Condition"), self.condition)
        self.facts.add("accessories", _("Accessories"), self.accessories)
        labels = _device_labels()
        self.facts.add("brand", _("Brand, model"), _pair(self.device["brand"], self.device["model"], (2, 3)))
        self.facts.add(
            "category", _("Type, colour"), _pair(self.device["category"], self.device["colour"], (2, 3))
        )
        for name in _NUMBERS:
            self.facts.add(name, labels[name], self.device[name])
        self.facts.add("secret", _("Passcode"), self.secret, quiet=False)
        for name, field in self.device.items():
            field.setAccessibleName(labels[name])
            field.setPlaceholderText(labels[name])
        row = QHBoxLayout()
        row.setSpacing(style.S)
        row.addWidget(self.head, 1)
        row.addWidget(self.step)
        row.addWidget(self.chip)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(style.XS)
        column.addLayout(row)
        column.addWidget(self.outcome)
        column.addWidget(self.facts)
        column.addWidget(self.notice)


def item_values(item: Item, fields: Sequence[Field]) -> dict[str, Any]:
    """What the card's fields show of an item; `fields` are the shop's own."""
    device: DeviceDraft = item.device
    shown = {name: getattr(device, name) for name in _DEVICE}
    own = bound_values(item.fields, fields)
    texts = {"fault": item.fault, "condition": item.condition, "accessories": item.accessories}
    return {**texts, "checklist": item.checklist, **shown, **own}


def _say_checks(checks: tuple[Check, ...]) -> str:
    said = ((f"{check.label}: {_(RESULT_LABELS[check.result])}", check.note) for check in checks)
    return ", ".join(f"{point} ({note})" if note else point for point, note in said)


def changed_item(item: Item, changes: dict[str, Any]) -> ItemDraft:
    """The item as it would be with these changes."""
    device = replace(item.device, **{name: changes[name] for name in _DEVICE if name in changes})
    rest = {name: value for name, value in others(changes).items() if name not in _DEVICE}
    draft = ItemDraft(
        fault=item.fault,
        device=device,
        device_id=item.device_id,
        condition=item.condition,
        accessories=item.accessories,
        item_type=item.item_type,
        checklist=item.checklist,
        fields=changed_values(item.fields, changes),
    )
    return replace(draft, **rest)


def _labels() -> dict[str, str]:
    """The neutral words where a shop may have its own."""
    return {
        "fault": _("&Problem"),
        "condition": _("Condition"),
        "accessories": _("Accessories"),
        "serial": _("Serial number"),
    }


def _device_labels() -> dict[str, str]:
    return {
        "category": _("Type"),
        "brand": _("Brand"),
        "model": _("Model"),
        "serial": _("Serial number"),
        "imei": _("IMEI"),
        "frame_number": _("Frame number"),
        "colour": _("Colour"),
    }


def _pair(one: QLineEdit, other: QLineEdit, shares: tuple[int, int]) -> QWidget:
    pair = QWidget()
    row = QHBoxLayout(pair)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(style.XS)
    row.addWidget(one, shares[0])
    row.addWidget(other, shares[1])
    pair.setFocusProxy(one)
    return pair

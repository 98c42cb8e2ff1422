"""One thing brought in: a device of the customer or a new one, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from deskapp.domain.device import Device, DeviceDraft, looks_like_imei
from deskapp.domain.field import PREFIX, Field, FieldOf, Values, of_record
from deskapp.domain.item_secret import Secret, SecretKind
from deskapp.domain.item_type import FRAME_NUMBER, ICONS, IMEI, SERIAL, ItemType, may_be_locked
from deskapp.domain.ticket import ItemDraft, checked_item
from deskapp.errors import Invalid
from deskapp.i18n import N_, _, language
from deskapp.ui.intake.checks import Checks, hint, points_for
from deskapp.ui.intake.item_labels import device_label, without_key
from deskapp.ui.intake.problems import Problems
from deskapp.ui.intake.secret_field import SecretField
from deskapp.ui.intake.ticks import Ticks
from deskapp.ui.intake.type_field import TypeField
from deskapp.ui.photos.intake_photos import IntakePhotos
from deskapp.ui.shared import style
from deskapp.ui.shared.buttons import icon_button
from deskapp.ui.shared.card import Card
from deskapp.ui.shared.fields import ChoiceBox, TextArea, TextField
from deskapp.ui.shared.form import FieldRow, set_shown
from deskapp.ui.shared.own_fields import OwnFields
from deskapp.ui.shared.plain import section, set_name
from deskapp.ui.shared.tab_order import put_behind

if TYPE_CHECKING:
    from deskapp.ui.context import DeskContext

LONGEST_CONDITION = 2000
_NUMBERS = {
    SERIAL: N_("Serial number or IMEI"),
    IMEI: N_("IMEI or serial number"),
    FRAME_NUMBER: N_("Frame number"),
}
_KEYED = ("pick", "category", "fault", "checklist", "accessories", "secret")
_LINES = ("category", "brand", "model", "serial", "colour", "condition", "accessories")


class ItemBlock(Card):
    """One item of the intake. `removal_asked` carries the block.

    What belongs to an item and has a block of its own, pictures for example, goes into `extras`.
    """

    removal_asked = Signal(object)

    def __init__(
        self,
        devices: Sequence[Device] = (),
        types: Sequence[ItemType] = (),
        parent: QWidget | None = None,
        *,
        further: bool = False,
    ) -> None:
        super().__init__(parent=parent)
        self._further = further  # than the first: nothing is known of it
        self._keyed: dict[str, str] = {}  # labels whose keys go to another item
        self._types: tuple[ItemType, ...] = ()
        self._words: Mapping[str, str] = {}
        self._language = language()
        self._wanted = ""  # the device of a draft, until those of its customer are known
        self._devices = {str(device.id): device for device in devices}
        self.pick = ChoiceBox()
        self.category, self.brand = TypeField(), TextField(longest=60)
        self.model, self.serial = TextField(longest=120), TextField(longest=60)
        self.colour, self.accessories = TextField(longest=40), TextField(_("charger, case …"))
        self.fault = TextArea(_("As the customer says it"), lines=2)
        self.condition = TextField(_("scratches, dents, missing parts …"), LONGEST_CONDITION)
        self.checks, self.ticks, self.secret = Checks(), Ticks(), SecretField()
        self.own: OwnFields | None = None  # of shops that have fields of their own
        self.photos: IntakePhotos | None = None  # of a page that is asked
        self._fields: tuple[Field, ...] = ()
        self._own_place, self.extras = QVBoxLayout(), QVBoxLayout()
        self.heading = section()
        self.remove = icon_button("trash", _("Remove this item"), self._ask_removal)
        self._lay_out_head()
        self._make_rows()
        self._lay_out()
        self.pick.currentIndexChanged.connect(self._show_fields)
        self.category.textChanged.connect(self._follow_type)
        self.set_types(types)
        self.set_devices(devices)
        self.set_place(1, of=1)

    def set_devices(self, devices: Sequence[Device]) -> None:
        """Offer what the customer has brought before; without any there is nothing to pick."""
        self._devices = {str(device.id): device for device in devices}
        labels = [(key, device_label(device)) for key, device in self._devices.items()]
        self.pick.set_choices([("", _("Something else")), *labels])
        if self._wanted in self._devices:
            self.pick.set_key(self._wanted)
            self._wanted = ""
        elif not self._further and not self._is_typed() and len(self._devices) == 1:
            self.pick.set_key(next(iter(self._devices)))
        set_shown(self._rows["pick"], shown=bool(self._devices))
        self._show_fields()

    def set_types(self, types: Sequence[ItemType]) -> None:
        """The types of the shop: each has its checklist and what often comes with it."""
        if tuple(types) == self._types:
            return
        self._types = tuple(types)
        self.category.set_types(self._types)
        self._follow_type()

    def ask(self, context: DeskContext) -> None:
        """Ask for the shop's own fields too, in its own words."""
        for name, row in self._rows.items():
            if word := context.shop.words.get(name):
                row.label.setText(word.replace("&", "&&"))
                set_name(row.field, word)
        self._fields, self._words = context.fields, context.shop.words
        self._language = context.shop.language
        if self._fields:
            self.own = OwnFields(context.formats, self)
            self._own_place.addWidget(self.own)
        self._ask_photos(context)
        self.set_place(*self._place)
        self._follow_type()

    def _ask_photos(self, context: DeskContext) -> None:
        self.photos = IntakePhotos(context)
        self._rows["photos"] = FieldRow(_("Photos"), self.photos, parent=self)
        set_name(self.photos, _("Photos from files…"))
        self.extras.addWidget(self._rows["photos"])
        put_behind(self.secret.kind, *self.photos.stops())

    def item_type(self) -> ItemType | None:
        """The type of the shop that is named in the field or by the device, if it is one."""
        device = self._devices.get(self.pick.key())
        return self.category.called(device.draft.category if device else self.category.text())

    def said(self) -> tuple[str, str]:
        """Brand and model of what is brought, and what is wrong with it."""
        device = self._devices.get(self.pick.key())
        what = device.draft if device else self.typed_device()
        return f"{what.brand} {what.model}", self.fault.value()

    @property
    def number(self) -> str:
        """By which number the device is told apart: `serial`, `imei` or `frame_number`."""
        item_type = self.item_type()
        return item_type.number if item_type else SERIAL

    def content(self) -> dict[str, Any]:
        """What stands in the fields, for a draft."""
        lines: dict[str, Any] = {name: getattr(self, name).text() for name in _LINES}
        secret = self.secret.typed()
        return lines | {
            "device": self.pick.key() or self._wanted,
            "fault": self.fault.toPlainText(),
            "checks": self.checks.content(),
            "ticks": list(self.ticks.ticked()),
            "secret": [secret.kind.value, secret.value] if secret else [],
            "own": self.own.content() if self.own else {},
            "photos": self.photos.content() if self.photos else [],
        }

    def restore(self, content: Mapping[str, Any]) -> None:
        """Write what a draft holds into the fields."""
        for name in _LINES:
            getattr(self, name).setText(content.get(name, ""))
        self.fault.set_value(content.get("fault", ""))
        self.checks.restore(content.get("checks", {}))
        self.ticks.set_ticked(content.get("ticks", ()))
        if self.own:
            self.own.set_values(content.get("own", {}))
        if self.photos:
            self.photos.restore(content.get("photos", ()))
        if secret := content.get("secret"):
            self.secret.set_secret(Secret(SecretKind(secret[0]), secret[1]))
            self._show_secret()
        self._wanted = content.get("device", "")

    def set_device(self, device: DeviceDraft) -> None:
        """Write down a new device, as far as it is known."""
        for field, value in (
            (self.category, device.category),
            (self.brand, device.brand),
            (self.model, device.model),
            (self.serial, next(iter(device.codes), "")),
            (self.colour, device.colour),
        ):
            if value:
                field.setText(value)

    def set_place(self, place: int, of: int) -> None:
        """Say which item this is, where there are several."""
        self._place = (place, of)
        word = self._words.get("item", "")
        many = f"{word} {place}" if word else _("Item {place}").format(place=place)
        self.heading.setText(many if of > 1 else word or _("Item"))
        self.setAccessibleName(self.heading.full_text())
        set_shown(self.remove, shown=of > 1)
        top = style.M if of == 1 else 2  # a button is higher than the words beside it
        self.body.setContentsMargins(style.L, top, style.L, style.M)

    def hold_keys(self, *, held: bool) -> None:
        """Let the letters of the labels go to another item, or have them again."""
        for name in _KEYED:
            label = self._rows[name].label
            if held and name not in self._keyed:
                self._keyed[name] = label.text()
                label.setText(without_key(label.text()))
            elif not held and name in self._keyed:
                label.setText(self._keyed.pop(name))

    def is_further(self) -> bool:
        """Whether it was added to the first item."""
        return self._further

    def follow(self, other: ItemBlock) -> None:
        """Let Tab come here from the end of another item."""
        put_behind(
            other.last_stop(), self.remove, self.pick, self.category, self.brand, self.model, self.serial,
            self.colour, self.fault, self.checks, self.condition, self.accessories, *self._stops_of_type(),
            self.secret.edit, self.secret.kind, *(self.photos.stops() if self.photos else ()),
        )  # fmt: skip

    def last_stop(self) -> QWidget:
        """Where Tab leaves this item."""
        return self.photos.stops()[-1] if self.photos else self.secret.kind

    def is_empty(self) -> bool:
        """Whether nothing was typed."""
        return not self._is_typed()

    def read(self, problems: Problems) -> ItemDraft:
        """What was typed; a reason against it at the problem."""
        device = self._devices.get(self.pick.key())
        draft = ItemDraft(
            fault=self.fault.value(),
            device=device.draft if device else self.typed_device(),
            device_id=device.id if device else None,
            condition=self.condition.value(),
            accessories=", ".join(filter(None, (*self.ticks.ticked(), self.accessories.value()))),
            secret=self.secret.typed(),
            item_type=item_type.key if (item_type := self.item_type()) else "",
            checklist=self.checks.checks(),
            fields=self._own_values(problems),
            photos=self.photos.drafts() if self.photos else (),
        )
        for row in self._rows.values():
            row.clear()
        try:
            return checked_item(draft)
        except Invalid as error:
            field = "serial" if error.field in _NUMBERS else error.field  # one field for all its numbers
            problems.add(self._rows.get(field, self._rows["fault"]), str(error))
            return draft

    def _own_values(self, problems: Problems) -> Values:
        try:
            return self.own.values() if self.own else {}
        except Invalid as error:
            assert self.own is not None, "it was refused there"
            problems.add(self.own.row(error.field.removeprefix(PREFIX)), str(error))
            return {}

    @property
    def row_of_fault(self) -> FieldRow:
        """Where a reason against the whole item stands."""
        return self._rows["fault"]

    @property
    def row_of_number(self) -> FieldRow:
        """Where a reason against the number of the device stands."""
        return self._rows["serial"]

    @property
    def row_of_photos(self) -> FieldRow:
        """Where a reason against the photographs stands."""
        return self._rows["photos"]

    def typed_device(self) -> DeviceDraft:
        """The device as it is typed, its number where such things have it."""
        said = (self.category.value(), self.brand.value(), self.model.value())
        draft = DeviceDraft(*said, colour=self.colour.value())
        typed = self.serial.value()
        is_imei = self._may_be_phone() and looks_like_imei(typed)
        return draft.with_number(typed, IMEI if is_imei else self.number)

    def _may_be_phone(self) -> bool:
        """Whether nothing says that it is none: a type without a picture of its own shows a phone."""
        item_type = self.item_type()
        return item_type is None or item_type.icon == ICONS[0]

    def _is_typed(self) -> bool:
        typed = any(field.text().strip() for field in self._line_edits())
        marked = self.checks.checks() or self.ticks.ticked() or self.secret.typed()
        own = self.own is not None and self.own.is_typed()
        shot = self.photos is not None and not self.photos.is_empty()
        return bool(self.fault.value() or typed or marked or own or shot)

    def _line_edits(self) -> tuple[QLineEdit, ...]:
        return (
            self.category, self.brand, self.model, self.serial, self.colour, self.condition, self.accessories
        )  # fmt: skip

    def _show_fields(self) -> None:
        device = self._devices.get(self.pick.key())
        for name in ("category", "brand", "model", "serial", "colour"):
            set_shown(self._rows[name], shown=device is None)
        self._follow_type()

    def _follow_type(self) -> None:
        """Ask for what belongs to the type."""
        item_type = self.item_type()
        self._call_number(_(_NUMBERS[self.number]))
        points = points_for(item_type, self._types, self._language)
        self.checks.set_points(points)
        set_shown(self._rows["checklist"], shown=bool(points))
        self.ticks.offer(item_type.accessories if item_type else ())
        if self.own:
            key = item_type.key if item_type else ""
            self.own.show_fields(of_record(self._fields, FieldOf.ITEM, key))
        self._show_secret()
        put_behind(self.accessories, *self._stops_of_type())

    def _show_secret(self) -> None:
        """Nobody is asked for the passcode of a bike; one that is typed stays in sight."""
        asked = may_be_locked(self.item_type(), self._types) or self.secret.typed() is not None
        set_shown(self._rows["secret"], shown=asked)

    def _call_number(self, neutral: str) -> None:
        """What the shop says comes before our own word for the number of such a thing."""
        word = self._words.get("serial", neutral)
        self._rows["serial"].label.setText(word.replace("&", "&&"))
        set_name(self.serial, word)

    def _stops_of_type(self) -> tuple[QWidget, ...]:
        """What is asked for one type and not for another, in the order of the talk."""
        return (*self.ticks.buttons(), *(self.own.stops() if self.own else ()))

    def _ask_removal(self) -> None:
        self.removal_asked.emit(self)

    def _make_rows(self) -> None:
        """In the order in which Tab comes by them."""
        self._rows = {
            "pick": FieldRow(_("&Device of this customer"), self.pick, parent=self),
            "category": FieldRow(_("&Type"), self.category, parent=self),
            "brand": FieldRow(_("Brand"), self.brand, parent=self),
            "model": FieldRow(_("Model"), self.model, parent=self),
            "serial": FieldRow(_("Serial number or IMEI"), self.serial, parent=self),
            "colour": FieldRow(_("Colour"), self.colour, parent=self),
            "fault": FieldRow(_("P&roblem in the customer's words"), self.fault, parent=self),
            "checklist": FieldRow(_("Chec&klist"), self.checks, hint=hint(), parent=self),
            "condition": FieldRow(_("Condition"), self.condition, parent=self),
            "accessories": FieldRow(_("Left &with it"), self.accessories, parent=self),
            "secret": FieldRow(_("Pass&code or pattern"), self.secret, parent=self),
        }

    def _lay_out_head(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self.heading)
        head.addStretch(1)
        head.addWidget(self.remove)
        self.add(head)

    def _lay_out(self) -> None:
        self.add(self._rows["pick"])
        self.add(_line(self._rows, ("category", 3), ("brand", 3), ("model", 4)))
        self.add(_line(self._rows, ("serial", 6), ("colour", 4)))
        self.add(self._rows["fault"])
        self.add(self._rows["checklist"])
        self.add(_line(self._rows, ("condition", 1), ("accessories", 1)))
        self.add(self.ticks)
        self.add(self._own_place)
        self.add(self._rows["secret"])
        self.add(self.extras)


def _line(rows: dict[str, FieldRow], *places: tuple[str, int]) -> QGridLayout:
    """Fields side by side with their shares of the width."""
    grid = QGridLayout()
    grid.setHorizontalSpacing(style.M)
    for column, (name, share) in enumerate(places):
        grid.addWidget(rows[name], 0, column, Qt.AlignmentFlag.AlignTop)
        grid.setColumnStretch(column, share)
    return grid


def focus_first(block: ItemBlock) -> None:
    """Put the cursor where this item begins."""
    picks = block.pick.isVisibleTo(block) and not block.is_further()
    target: QWidget = block.pick if picks or block.pick.key() else block.category
    target.setFocus(Qt.FocusReason.TabFocusReason)

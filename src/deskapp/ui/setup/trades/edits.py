"""Editors of item types, of own fields and of the shop's words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from deskapp.domain.field import KIND_LABELS, OF_LABELS, Field, FieldKind, FieldOf
from deskapp.domain.item_type import ICONS, ItemType, Point
from deskapp.domain.shop import LONGEST_WORD, WORDS
from deskapp.i18n import _
from deskapp.ui.setup.trades.list_edit import ListEdit
from deskapp.ui.shared import icons
from deskapp.ui.shared.fields import ChoiceBox, TextArea, TextField
from deskapp.ui.shared.form import Form
from deskapp.ui.shared.plain import set_tip


class TypesEdit(ListEdit[ItemType]):
    """Item types with what is looked at and what comes with them."""

    def __init__(self) -> None:
        super().__init__(_("Item types"))
        self.icon = ChoiceBox()
        for name in ICONS:
            self.icon.addItem(icons.icon(name), "", name)
            self.icon.setItemData(self.icon.count() - 1, name, 11)  # Qt's AccessibleTextRole
        set_tip(self.icon, _("Says too which number such a thing has, and whether it may have a passcode."))
        self.checklist, self.accessories = TextArea(lines=7), TextArea(lines=4)
        self.form.add("label", _("&Name of the type"), self.label)
        self.form.add_beside("icon", _("P&icture"), self.icon, stretch=0)
        self.form.add("checklist", _("&Checklist"), self.checklist, hint=_("One thing on each line."))
        self.form.add(
            "accessories", _("Often left &with it"), self.accessories, hint=_("One thing on each line.")
        )

    def fresh(self) -> ItemType:
        return ItemType("")

    def name_of(self, record: ItemType) -> str:
        return record.label

    def fill(self, record: ItemType) -> None:
        self.label.setText(record.label)
        self.icon.set_key(record.icon)
        self.checklist.set_value("\n".join(point.label for point in record.checklist))
        self.accessories.set_value("\n".join(record.accessories))

    def typed(self, before: ItemType) -> ItemType:
        keys = {point.label: point.key for point in before.checklist}
        points = tuple(Point(keys.get(line, ""), line) for line in _lines(self.checklist))
        return replace(
            before,
            label=self.label.value(),
            icon=self.icon.key(),
            checklist=points,
            accessories=_lines(self.accessories),
        )


class FieldsEdit(ListEdit[Field]):
    """The shop's own fields."""

    def __init__(self) -> None:
        super().__init__(_("Own fields"))
        self.kind = ChoiceBox((kind.value, _(label)) for kind, label in KIND_LABELS.items())
        self.of = ChoiceBox((of.value, _(label)) for of, label in OF_LABELS.items())
        self.item_type, self.unit = ChoiceBox(), TextField(longest=12)
        self.choices = TextArea(lines=5)
        self.form.add("label", _("&Name of the field"), self.label)
        self.form.add("of", _("&Belongs to"), self.of)
        self.form.add_beside("item_type", _("Only for the &type"), self.item_type)
        self.form.add("kind", _("&Kind"), self.kind)
        self.form.add_beside("unit", _("&Unit"), self.unit)
        self.form.add("choices", _("&Choices"), self.choices, hint=_("One thing on each line."))
        for box in (self.kind, self.of):
            box.currentIndexChanged.connect(self._show_rows)
        self.set_types(())

    def set_types(self, types: Sequence[ItemType]) -> None:
        """A field may belong to one of these."""
        self.item_type.set_choices(
            [("", _("Every type")), *((one.key, one.label) for one in types if one.key)]
        )

    def fresh(self) -> Field:
        return Field("")

    def name_of(self, record: Field) -> str:
        return record.label

    def fill(self, record: Field) -> None:
        self.label.setText(record.label)
        self.kind.set_key(record.kind.value)
        self.of.set_key(record.of.value)
        self._offer_several(record.item_type)
        self.item_type.setCurrentIndex(max(0, self.item_type.findData(record.item_type)))
        self.unit.setText(record.unit)
        self.choices.set_value("\n".join(record.choices))
        self._show_rows()

    def _offer_several(self, keys: str) -> None:
        """Several types at once, as shops of several trades begin, can be kept but not put together here."""
        labels = [self.item_type.itemText(self.item_type.findData(key)) for key in keys.split()]
        if self.item_type.findData(keys) < 0 and len(labels) > 1 and all(labels):
            self.item_type.addItem(", ".join(labels), keys)

    def typed(self, before: Field) -> Field:
        return replace(
            before,
            label=self.label.value(),
            kind=FieldKind(self.kind.key()),
            of=FieldOf(self.of.key()),
            unit=self.unit.value(),
            choices=_lines(self.choices),
            item_type=self.item_type.key(),
        )

    def _show_rows(self) -> None:
        """Only what this kind has."""
        self.form.row("unit").setVisible(self.kind.key() == FieldKind.NUMBER)
        self.form.row("choices").setVisible(self.kind.key() == FieldKind.CHOICE)
        self.form.row("item_type").setVisible(self.of.key() == FieldOf.ITEM)


class WordsEdit(Form):
    """What the shop calls things; an empty field means the neutral word that stands in it."""

    def __init__(self) -> None:
        super().__init__()
        self.words = {key: TextField(_(neutral), LONGEST_WORD) for key, neutral in WORDS.items()}
        for key, field in self.words.items():
            self.add(key, _(WORDS[key]), field)

    def set_words(self, words: Mapping[str, str]) -> None:
        """Show these."""
        for key, field in self.words.items():
            field.setText(words.get(key, ""))

    def typed(self) -> dict[str, str]:
        """The words that are its own."""
        return {key: field.value() for key, field in self.words.items() if field.value()}


def _lines(area: TextArea) -> tuple[str, ...]:
    lines = (line.strip() for line in area.value().splitlines())
    return tuple(line for line in lines if line)

"""One service or part of an intake: what, how many, at which price."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from deskapp.domain.catalog import Kind
from deskapp.domain.money import Currency, Money
from deskapp.domain.permission import Action
from deskapp.domain.ticket import LARGEST_QUANTITY, LineDraft, checked_line
from deskapp.domain.warranty import Warranty, WarrantyUnit
from deskapp.errors import Invalid
from deskapp.i18n import _
from deskapp.ui.intake.problems import Problems
from deskapp.ui.shared import style
from deskapp.ui.shared.buttons import icon_button
from deskapp.ui.shared.fields import ChoiceBox, MoneyEdit, TextField
from deskapp.ui.shared.form import FieldRow
from deskapp.ui.shared.plain import PlainLabel

if TYPE_CHECKING:
    from deskapp.ui.context import DeskContext


class ServiceLine(QWidget):
    """`changed` tells that the sum may have changed; `removal_asked` carries the line."""

    changed = Signal()
    removal_asked = Signal(object)

    def __init__(self, context: DeskContext, draft: LineDraft) -> None:
        super().__init__()
        self._draft = draft
        self._nothing = Money(0, context.shop.currency)
        self.words = PlainLabel(draft.description, elide=True)
        self.item = ChoiceBox()
        self.quantity = TextField(longest=10)
        self.price = MoneyEdit(context.shop.currency, context.formats)
        self.quantity.setText(context.formats.number(draft.quantity))
        self.price.set_money(draft.unit_price if draft.unit_price.minor else None)
        self.quantity_row = FieldRow(_("Quantity"), self.quantity)
        self.price_row = FieldRow(_("Price"), self.price)
        self.remove = icon_button(
            "close", _("Remove {what}").format(what=draft.description), self._ask_removal
        )
        for row in (self.quantity_row, self.price_row):
            row.label.hide()  # the head of the list says it once
        self.quantity.textChanged.connect(self.changed)
        self.price.textChanged.connect(self.changed)
        self._lay_out()
        self.price_row.setVisible(context.may(Action.SEE_MONEY))
        self.set_items(1)

    def set_items(self, count: int) -> None:
        """Let the line belong to one of so many items."""
        items = [(str(place), _("Item {place}").format(place=place)) for place in range(1, count + 1)]
        self.item.set_choices(items)
        self.item.setVisible(count > 1)

    def forget_item(self, place: int) -> None:
        """An item went away; lines of the ones behind it move up with them."""
        here = int(self.item.key() or 1)
        self.item.set_key(str(max(1, here - 1 if here >= place else here)))

    def draft(self) -> LineDraft:
        """The line as it is typed; raises `Invalid` for a quantity or price that is none."""
        price = self.price.money() or self._nothing
        item = int(self.item.key() or 1)
        return replace(self._draft, quantity=self._quantity(), unit_price=price, item=item)

    def read(self, problems: Problems) -> LineDraft:
        """The line; every reason against it at its field."""
        quantity = problems.read(self.quantity_row, self._quantity, Decimal(1))
        price = problems.read(self.price_row, self.price.money, None) or self._nothing
        item = int(self.item.key() or 1)
        return replace(self._draft, quantity=quantity, unit_price=price, item=item)

    def content(self) -> dict[str, Any]:
        """The line as it is typed, for a draft."""
        draft, warranty = self._draft, self._draft.warranty
        return {
            "description": draft.description,
            "kind": draft.kind.value,
            "tax_class": draft.tax_class,
            "service": draft.service_id,
            "warranty": [warranty.number, warranty.unit.value] if warranty else [],
            "quantity": self.quantity.text(),
            "price": self.price.text(),
            "item": self.item.key(),
        }

    def restore(self, content: Mapping[str, Any]) -> None:
        """Write what was typed into the fields."""
        self.quantity.setText(content["quantity"])
        self.price.setText(content["price"])
        self.item.set_key(content["item"])

    def _quantity(self) -> Decimal:
        number = quantity_of(self.quantity.value() or "1")
        return checked_line(replace(self._draft, quantity=number)).quantity

    def _ask_removal(self) -> None:
        self.removal_asked.emit(self)

    def _lay_out(self) -> None:
        digit = self.fontMetrics().horizontalAdvance("0")
        self.quantity_row.setFixedWidth(digit * 5 + 24)
        self.price_row.setFixedWidth(digit * 9 + 24)
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(style.S)
        row.addWidget(self.words, 1)
        row.addWidget(self.item)
        row.addWidget(self.quantity_row)
        row.addWidget(self.price_row)
        row.addWidget(self.remove)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(row)
        for cell in (self.quantity_row, self.price_row):
            column.addWidget(cell.note)  # a reason needs more width than its field has
            cell.note.setAlignment(Qt.AlignmentFlag.AlignRight)


def draft_of(content: Mapping[str, Any], currency: Currency) -> LineDraft:
    """The line that a draft of the page holds, without what was typed."""
    warranty = content["warranty"]
    return LineDraft(
        content["description"],
        Money(0, currency),
        kind=Kind(content["kind"]),
        tax_class=content["tax_class"],
        service_id=content["service"],
        warranty=Warranty(warranty[0], WarrantyUnit(warranty[1])) if warranty else None,
    )


def quantity_of(text: str) -> Decimal:
    """A quantity as people type it, with a point or a comma; raises `Invalid` (field `quantity`)."""
    try:
        number = Decimal(text.replace(",", "."))
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite() or not 0 < number <= LARGEST_QUANTITY:
        raise Invalid(_("“{text}” is not a quantity; write it like 1 or 0.5.").format(text=text), "quantity")
    return number

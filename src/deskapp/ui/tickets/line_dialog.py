"""One line of a ticket: work or a part, how many, for how much, taxed how, and with what warranty."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QVBoxLayout, QWidget

from deskapp.domain.catalog import Kind
from deskapp.domain.money import Money
from deskapp.domain.permission import Action
from deskapp.domain.ticket import LineDraft, checked_line
from deskapp.domain.warranty import Warranty, WarrantyUnit
from deskapp.errors import DeskError, Invalid
from deskapp.i18n import _
from deskapp.ui.shared import style
from deskapp.ui.shared.banner import Banner
from deskapp.ui.shared.fields import ChoiceBox, MoneyEdit, TextField
from deskapp.ui.shared.form import Form
from deskapp.ui.shared.plain import title

if TYPE_CHECKING:
    from deskapp.domain.ticket import Ticket
    from deskapp.ui.context import DeskContext

_LONGEST_WARRANTY = 999


class LineDialog(QDialog):
    """Open it with a draft or none; `save` is given the dialog and the line to keep."""

    def __init__(
        self,
        parent: QWidget,
        context: DeskContext,
        ticket: Ticket,
        draft: LineDraft | None,
        save: Callable[[LineDialog, LineDraft], object],
    ) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._draft = draft or LineDraft("", Money(0, ticket.currency))
        self._formats, self._save = context.formats, save
        self._sees_price = context.may(Action.SEE_MONEY)
        self.setWindowTitle(_("Change a line") if draft else _("Add a line"))
        self.description = TextField()
        self.quantity = TextField(longest=12)
        self.price = MoneyEdit(ticket.currency, context.formats)
        self.tax = ChoiceBox([(one.key, one.label) for one in context.shop.tax_classes])
        self.kind = ChoiceBox([(Kind.SERVICE.value, _("Service")), (Kind.PART.value, _("Part"))])
        self.item = ChoiceBox(
            [
                (str(item.position), f"{item.position}: {item.device.label or item.fault[:40]}")
                for item in ticket.items
            ]
        )
        self.warranty = TextField(longest=4)
        self.unit = ChoiceBox([(unit.value, _UNITS[unit]()) for unit in WarrantyUnit])
        self.outcome = TextField(_("for example: old part returned"))
        self.banner, self.form = Banner(), Form()
        self._fill(several=len(ticket.items) > 1)
        self._show(new=draft is None)
        for name in ("price", "tax_class"):
            self.form.row(name).setVisible(self._sees_price)
        self._lay_out()

    def save(self) -> None:
        """Hand the line over to be kept, or show at the field why it cannot be."""
        self.form.clear_errors()
        self.banner.hush()
        try:
            line = checked_line(self.line())
        except Invalid as error:
            self.say_wrong(error)
            return
        self.keep.setEnabled(False)
        self._save(self, line)

    def line(self) -> LineDraft:
        """The line as it stands in the fields; raises `Invalid`."""
        price = self.price.money() if self._sees_price else self._draft.unit_price
        if price is None:
            raise Invalid(_("Type a price; 0 is one."), "price")
        return replace(
            self._draft,
            description=self.description.value(),
            unit_price=price,
            quantity=self._quantity(),
            kind=Kind(self.kind.key()),
            tax_class=self.tax.key(),
            item=int(self.item.key() or 1),
            warranty=self._warranty(),
            result=self.outcome.value(),
        )

    def say_wrong(self, error: DeskError) -> None:
        """The line was not kept; all that was typed stays."""
        self.keep.setEnabled(True)
        if not (isinstance(error, Invalid) and self.form.show_error(error)):
            self.banner.say("error", str(error))

    def _quantity(self) -> Decimal:
        typed = self.quantity.value().replace(",", ".")
        try:
            return Decimal(typed or "1")
        except InvalidOperation:
            raise Invalid(
                _("“{text}” is not a quantity; write it like 2 or 1.5.").format(text=self.quantity.value()),
                "quantity",
            ) from None

    def _warranty(self) -> Warranty | None:
        typed = self.warranty.value()
        if not typed:
            return None
        if not (typed.isdecimal() and 0 < int(typed) <= _LONGEST_WARRANTY):
            raise Invalid(_("Write a whole number, for example 90 days or 12 months."), "warranty")
        return Warranty(int(typed), WarrantyUnit(self.unit.key()))

    def _fill(self, *, several: bool) -> None:
        self.form.add("description", _("&Description"), self.description)
        if several:
            self.form.add("item", _("&Item"), self.item)
        self.form.add("quantity", _("&Quantity"), self.quantity)
        self.form.add_beside("price", _("&Price each"), self.price, stretch=2)
        self.form.add_beside("tax_class", _("&Tax"), self.tax, stretch=2)
        self.form.add("warranty", _("&Warranty"), self.warranty)
        self.form.add_beside("unit", _("counted in"), self.unit, stretch=2)
        self.form.add_beside("kind", _("&Kind"), self.kind, stretch=2)
        self.form.add("result", _("&Result"), self.outcome, hint=_("Stands on the service summary."))

    def _show(self, *, new: bool) -> None:
        draft = self._draft
        self.description.setText(draft.description)
        self.quantity.setText(self._formats.number(draft.quantity))
        self.price.set_money(None if new else draft.unit_price)
        self.tax.set_key(draft.tax_class)
        self.kind.set_key(draft.kind.value)
        self.item.set_key(str(draft.item))
        self.warranty.setText(str(draft.warranty.number) if draft.warranty else "")
        self.unit.set_key((draft.warranty.unit if draft.warranty else WarrantyUnit.DAYS).value)
        self.outcome.setText(draft.result)

    def _lay_out(self) -> None:
        buttons = QDialogButtonBox()
        buttons.addButton(_("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        self.keep = buttons.addButton(_("Save line"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.keep.setProperty("kind", "primary")
        self.keep.setDefault(True)
        buttons.accepted.connect(self.save)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(style.XL, style.XL, style.XL, style.L)
        column.setSpacing(style.L)
        column.addWidget(title(self.windowTitle()))
        column.addWidget(self.banner)
        column.addWidget(self.form)
        row = QHBoxLayout()
        row.addWidget(buttons)
        column.addLayout(row)
        self.setMinimumWidth(520)
        self.description.setFocus()


_UNITS = {
    WarrantyUnit.DAYS: lambda: _("days"),
    WarrantyUnit.MONTHS: lambda: _("months"),
    WarrantyUnit.YEARS: lambda: _("years"),
}

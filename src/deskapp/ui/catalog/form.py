"""Writing down a service or part, or changing it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from deskapp.domain.catalog import Kind, Service, ServiceDraft, checked
from deskapp.domain.money import Money
from deskapp.domain.warranty import Warranty, WarrantyUnit
from deskapp.errors import Invalid
from deskapp.i18n import _
from deskapp.ui.catalog.columns import KIND_LABELS, UNIT_LABELS, warranty_text
from deskapp.ui.shared import style
from deskapp.ui.shared.fields import ChoiceBox, MoneyEdit, TextArea, TextField
from deskapp.ui.shared.record_form import RecordForm

if TYPE_CHECKING:
    from deskapp.ui.context import DeskContext

_MOST_MINUTES, _LONGEST_WARRANTY = 100_000, 1000


class ServiceForm(RecordForm):
    """All that the catalog holds about a service or part."""

    def __init__(self, context: DeskContext) -> None:
        super().__init__(context)
        self._service: Service | None = None
        self.code, self.name = TextField(_("for example SCR-IP14"), 30), TextField()
        self.kind = ChoiceBox((kind.value, _(label)) for kind, label in KIND_LABELS.items())
        self.category = TextField(longest=60)
        self.price = MoneyEdit(context.shop.currency, context.formats)
        self.cost = MoneyEdit(context.shop.currency, context.formats)
        self.tax = ChoiceBox()
        self.minutes = TextField(longest=6)
        self.warranty = WarrantyEdit()
        self.description = TextArea(lines=4, longest=2000)
        self._lay_out_fields()

    def begin(self, service: Service | None) -> None:
        """Begin with an entry of the catalog, or with a new one."""
        self._service = service
        shop = self._context.shop
        for field in (self.price, self.cost):
            field.use(shop.currency, self._context.formats)
        self.tax.set_choices((one.key, one.label) for one in shop.tax_classes)
        self.heading.setText(_("Edit entry") if service else _("New entry"))
        if service:
            self.load(service.draft, service.row_version)
        else:
            first = shop.tax_classes[0].key if shop.tax_classes else "standard"
            self.load(ServiceDraft("", "", Money(0, shop.currency), tax_class=first))

    def begin_typing(self) -> None:
        field = self.name if self._service else self.code
        field.setFocus()
        field.selectAll()

    def fill(self, draft: ServiceDraft) -> None:
        self.code.setText(draft.code)
        self.name.setText(draft.name)
        self.kind.set_key(draft.kind.value)
        self.category.setText(draft.category)
        self.price.set_money(draft.price if self._service else None)
        self.cost.set_money(draft.cost)
        self.tax.set_key(draft.tax_class)
        self.minutes.setText(str(draft.minutes or ""))
        self.warranty.set_warranty(draft.warranty)
        self.description.set_value(draft.description)

    def typed(self) -> ServiceDraft:
        return checked(
            ServiceDraft(
                code=self.code.value(),
                name=self.name.value(),
                price=self.price.money() or Money(0, self._context.shop.currency),
                kind=Kind(self.kind.key()),
                category=self.category.value(),
                tax_class=self.tax.key(),
                cost=self._cost(),
                minutes=_whole(self.minutes.value(), "minutes", _MOST_MINUTES),
                warranty=self.warranty.warranty(),
                description=self.description.value(),
            )
        )

    def keep(self, draft: ServiceDraft, version: int | None) -> None:
        catalog, act = self._context.desk.catalog, self._context.act
        if self._service is None:
            act(catalog.add, draft, then=self.kept, on_failed=self.refuse)
        else:
            act(catalog.edit, self._service.id, draft, version, then=self.kept, on_failed=self.refuse)

    def audited(self) -> tuple[str, int] | None:
        return ("service", self._service.id) if self._service else None

    def read_again(self) -> None:
        if self._service:
            catalog = self._context.desk.catalog
            self._context.read(catalog.rows, "", retired=True, then=self._compare_with)

    def shown(self, field: str, draft: ServiceDraft) -> str:
        if field in {"price", "cost"}:
            money = getattr(draft, field)
            return self._context.formats.money(money) if money else ""
        if field == "warranty":
            return warranty_text(draft.warranty)
        return super().shown(field, draft)

    def _compare_with(self, services: tuple[Service, ...]) -> None:
        for service in services:
            if self._service and service.id == self._service.id:
                self.compare(service.draft, service.row_version)

    def _cost(self) -> Money | None:
        try:
            return self.cost.money()
        except Invalid as error:
            raise Invalid(str(error), "cost") from error

    def _lay_out_fields(self) -> None:
        form, shop = self.form, self._context.shop
        how = _("with tax") if shop.prices_include_tax else _("without tax")
        form.add("code", _("C&ode"), self.code, hint=_("Short and unique; found by typing it."))
        form.add_beside("kind", _("&Kind"), self.kind)
        form.add("name", _("Na&me"), self.name, hint=_("As the customer reads it."))
        form.add("category", _("C&ategory"), self.category)
        form.add("price", _("Pr&ice, {how}").format(how=how), self.price)
        form.add_beside("tax_class", _("Ta&x"), self.tax)
        form.add("cost", _("Costs &us"), self.cost, hint=_("Never printed."))
        form.add_beside("minutes", _("Takes mi&nutes"), self.minutes)
        form.add("warranty", _("&Warranty"), self.warranty)
        form.add("description", _("&Description"), self.description)


class WarrantyEdit(QWidget):
    """A number and its unit; an empty number means none."""

    def __init__(self) -> None:
        super().__init__()
        self.number = TextField(longest=4)
        self.unit = ChoiceBox((unit.value, _(label)) for unit, label in UNIT_LABELS.items())
        self.unit.setAccessibleName(_("Unit of the warranty"))
        self.setFocusProxy(self.number)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(style.S)
        row.addWidget(self.number, 1)
        row.addWidget(self.unit, 2)

    def warranty(self) -> Warranty | None:
        """What is typed; raises `Invalid` (field `warranty`)."""
        number = _whole(self.number.value(), "warranty", _LONGEST_WARRANTY)
        return Warranty(number, WarrantyUnit(self.unit.key())) if number else None

    def set_warranty(self, warranty: Warranty | None) -> None:
        """Show a warranty."""
        self.number.setText(str(warranty.number) if warranty else "")
        self.unit.set_key((warranty.unit if warranty else WarrantyUnit.MONTHS).value)


def _whole(text: str, field: str, most: int) -> int | None:
    if not text:
        return None
    if not (text.isascii() and text.isdigit()) or int(text) > most:
        raise Invalid(_("“{text}” is not a whole number up to {most}.").format(text=text, most=most), field)
    return int(text) or None

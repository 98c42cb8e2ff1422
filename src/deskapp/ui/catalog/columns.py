"""What the catalog shows about each service and part."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskapp.domain.catalog import Kind, Service
from deskapp.domain.warranty import Warranty, WarrantyUnit
from deskapp.i18n import N_, _, ngettext
from deskapp.ui.shared.only import seen
from deskapp.ui.shared.paged_model import Column
from deskapp.ui.shared.status_chip import Chip

if TYPE_CHECKING:
    from deskapp.ui.context import DeskContext

KIND_LABELS = {Kind.SERVICE: N_("Service"), Kind.PART: N_("Part")}
UNIT_LABELS = {
    WarrantyUnit.DAYS: N_("days"),
    WarrantyUnit.MONTHS: N_("months"),
    WarrantyUnit.YEARS: N_("years"),
}


def service_columns(context: DeskContext) -> tuple[Column, ...]:
    """Code, name, kind, category, price, tax class, warranty."""
    columns = [
        Column("code", _("Code"), lambda row: row.code, 100, tabular=True),
        Column("name", _("Name"), lambda row: row.name, 130, strong=True, stretch=True),
        Column(
            "price", _("Price"), lambda row: context.formats.money(row.draft.price), 76, "right", tabular=True
        ),
        Column("kind", _("Kind"), lambda row: kind_chip(row).text, 76, muted=True),
        Column("category", _("Category"), lambda row: row.draft.category, 108, muted=True),
        Column(
            "tax", _("Tax"), lambda row: tax_label(context, row.draft.tax_class), 84, muted=True, shown=False
        ),
        Column("warranty", _("Warranty"), lambda row: warranty_text(row.draft.warranty), 120),
    ]
    return seen(context, columns)


def service_sentence(row: Service) -> str:
    """A whole row as it is read aloud."""
    retired = _("retired") if row.retired else ""
    return ", ".join(filter(None, (row.name, row.code, row.draft.category, retired)))


def kind_chip(row: Service) -> Chip:
    """Service, part, or retired."""
    if row.retired:
        return Chip(_("Retired"), "closed", "slash-circle")
    kind = row.draft.kind
    return Chip(_(KIND_LABELS[kind]), "new" if kind is Kind.SERVICE else "active", kind.value)


def tax_label(context: DeskContext, key: str) -> str:
    """What the shop calls a tax class."""
    return next((one.label for one in context.shop.tax_classes if one.key == key), key)


def tax_text(context: DeskContext, key: str) -> str:
    """What the price says about tax, for example `VAT 20 % included`."""
    number = context.formats.number
    rates = next((one.rates for one in context.shop.tax_classes if one.key == key), ())
    if not rates:
        return _("no tax")
    taxes = " + ".join(f"{rate.name} {number(rate.percent)} %" for rate in rates)
    inclusive = context.shop.prices_include_tax
    return (_("{taxes} included") if inclusive else _("plus {taxes}")).format(taxes=taxes)


def warranty_text(warranty: Warranty | None) -> str:
    """For example `12 months`."""
    if warranty is None:
        return ""
    forms = {
        WarrantyUnit.DAYS: ngettext("{count} day", "{count} days", warranty.number),
        WarrantyUnit.MONTHS: ngettext("{count} month", "{count} months", warranty.number),
        WarrantyUnit.YEARS: ngettext("{count} year", "{count} years", warranty.number),
    }
    return forms[warranty.unit].format(count=warranty.number)

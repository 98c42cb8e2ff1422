"""Lines of a ticket: from the catalog or by hand, with the tax rates of the day."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from deskapp.domain.catalog import Kind, Service
from deskapp.domain.money import Currency, Money
from deskapp.domain.tax import TaxRate
from deskapp.domain.ticket import Line, LineDraft, checked_line
from deskapp.errors import Invalid
from deskapp.i18n import _
from deskapp.services.catalog import warranty_of, warranty_values

if TYPE_CHECKING:
    from deskapp.domain.shop import Shop


def line_from_service(service: Service, item: int = 1) -> LineDraft:
    """The line that a catalog entry makes on a ticket."""
    draft = service.draft
    return LineDraft(
        description=draft.name,
        unit_price=draft.price,
        kind=draft.kind,
        tax_class=draft.tax_class,
        item=item,
        service_id=service.id,
        warranty=draft.warranty,
    )


def line_values(draft: LineDraft, shop: Shop) -> dict[str, Any]:
    """The columns of a line, without those that say where it belongs."""
    line = checked_line(draft)
    if line.unit_price.currency != shop.currency:
        raise Invalid(_("The shop counts in {currency}.").format(currency=shop.currency.code), "unit_price")
    rates = shop.tax_class(line.tax_class).rates
    return {
        "service_id": line.service_id,
        "kind": line.kind.value,
        "description": line.description,
        "quantity": line.quantity,
        "unit_price_minor": line.unit_price.minor,
        "tax_class": line.tax_class,
        "tax_rates": [[rate.name, str(rate.percent)] for rate in rates],
        "result": line.result,
        **warranty_values(line.warranty),
    }


def line_of(row: Any, currency: Currency, item: int) -> Line:
    """The line in a row."""
    draft = LineDraft(
        description=row.description,
        unit_price=Money(row.unit_price_minor, currency),
        quantity=row.quantity,
        kind=Kind(row.kind),
        tax_class=row.tax_class,
        item=item,
        service_id=row.service_id,
        warranty=warranty_of(row),
        result=row.result,
    )
    rates = tuple(TaxRate(name, Decimal(percent)) for name, percent in row.tax_rates)
    return Line(row.id, draft, rates, row.row_version)

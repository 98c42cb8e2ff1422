"""A line of a ticket from JSON: by its code in the catalog, or by description and price."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from deskapp.domain.catalog import Kind
from deskapp.domain.ticket import LineDraft
from deskapp.domain.warranty import Warranty, WarrantyUnit
from deskapp.errors import Invalid
from deskapp.exchange.json_values import (
    decimal,
    json_object,
    money,
    refuse_unknown,
    several,
    text,
    texts,
    whole,
)
from deskapp.i18n import _
from deskapp.services.line import line_from_service

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from deskapp.domain.actor import Actor
    from deskapp.domain.shop import Shop
    from deskapp.services.desk import Desk

_LINE_FIELDS = frozenset(
    {"code", "description", "unit_price", "quantity", "kind", "tax_class", "result", "warranty", "item"}
)


def line_from(desk: Desk, actor: Actor, given: Mapping[str, Any], item: int = 1) -> LineDraft:
    """A line by catalog `code`, or by `description` and `unit_price`; what is named wins over the catalog."""
    refuse_unknown(given, _LINE_FIELDS, _("a line"))
    shop = desk.shop.get(actor)
    item = whole(given.get("item", item), "item")
    overrides = _overrides(given, shop)
    if given.get("code"):
        return replace(_from_catalog(desk, actor, text(given, "code"), item), **overrides)
    if "description" not in overrides or "unit_price" not in overrides:
        raise Invalid(_("A line needs a catalog code, or a description and a price."), "description")
    return LineDraft(item=item, **overrides)


def lines_from(desk: Desk, actor: Actor, given: Mapping[str, Any], place: int) -> Iterator[LineDraft]:
    """The lines of an item: written out, or catalog codes under `services`."""
    for line in several(given, "lines"):
        yield line_from(desk, actor, json_object(line), place)
    for code in texts(given, "services"):
        yield _from_catalog(desk, actor, code, place)


def _from_catalog(desk: Desk, actor: Actor, code: str, item: int) -> LineDraft:
    service = desk.catalog.by_code(actor, code)
    if service.retired:
        raise Invalid(_("“{code}” is retired; bring it back first.").format(code=service.code), "code")
    return line_from_service(service, item)


def _overrides(given: Mapping[str, Any], shop: Shop) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in ("description", "tax_class", "result"):
        if given.get(name):
            found[name] = text(given, name)
    if given.get("unit_price") is not None:
        found["unit_price"] = money(given["unit_price"], shop, "unit_price")
    if given.get("quantity") is not None:
        found["quantity"] = decimal(given["quantity"])
    if given.get("kind"):
        found["kind"] = _kind(given["kind"])
    if given.get("warranty"):
        found["warranty"] = _warranty(json_object(given["warranty"]))
    return found


def _kind(given: object) -> Kind:
    try:
        return Kind(str(given))
    except ValueError:
        known = ", ".join(kind.value for kind in Kind)
        raise Invalid(_("The kind of a line is one of {known}.").format(known=known), "kind") from None


def _warranty(given: Mapping[str, Any]) -> Warranty:
    try:
        return Warranty(whole(given.get("number"), "warranty"), WarrantyUnit(given.get("unit", "days")))
    except ValueError:
        raise Invalid(_("A warranty has a number and a unit: days, months or years."), "warranty") from None

"""An intake, a customer or a line from JSON: the same names that a ticket is shown with."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from deskapp.domain.catalog import Kind
from deskapp.domain.customer import CustomerDraft, Phone
from deskapp.domain.device import DeviceDraft
from deskapp.domain.money import Money, parse_money
from deskapp.domain.ticket import Intake, ItemDraft, LineDraft, Priority
from deskapp.domain.warranty import Warranty, WarrantyUnit
from deskapp.errors import Invalid
from deskapp.i18n import _
from deskapp.services.line import line_from_service

if TYPE_CHECKING:
    from collections.abc import Mapping
    from zoneinfo import ZoneInfo

    from deskapp.domain.actor import Actor
    from deskapp.domain.shop import Shop
    from deskapp.services.desk import Desk

_TICKET = frozenset(
    {
        *(
            "customer",
            "customer_id",
            "phone",
            "promised_at",
            "planned_at",
            "priority",
            "person",
            "place",
            "tags",
        ),
        *(
            "cost_limit",
            "items",
            "lines",
            "services",
            "device",
            "brand",
            "model",
            "category",
            "serial",
            "colour",
        ),
        *("year", "fault", "condition", "accessories"),
    }
)
_CUSTOMER = ("name", "company", "email", "street", "postcode", "city", "country", "language", "tax_id")
_DEVICE = ("category", "brand", "model", "serial", "colour")


def intake_from(desk: Desk, actor: Actor, given: Mapping[str, Any]) -> Intake:
    """The intake that a JSON object describes; a name that means nothing here is refused."""
    _refuse_unknown(given)
    shop = desk.shop.get(actor)
    items = _list(given, "items") or [given]
    customer_id, customer = _customer(desk, actor, given)
    return Intake(
        items=tuple(_item(item) for item in items),
        customer_id=customer_id,
        customer=customer,
        lines=tuple(_lines(desk, actor, given, items)),
        promised_at=moment_from(given.get("promised_at"), "promised_at", shop.zone),
        planned_at=moment_from(given.get("planned_at"), "planned_at", shop.zone),
        priority=_priority(given.get("priority")),
        person_id=desk.actor(_text(given, "person")).person_id if given.get("person") else None,
        place=_text(given, "place"),
        tags=tuple(str(tag) for tag in _list(given, "tags")),
        cost_limit=_money(given["cost_limit"], shop) if given.get("cost_limit") else None,
    )


def customer_from(given: Mapping[str, Any]) -> CustomerDraft:
    """The customer that a JSON object describes; phones are a list, or one `phone`."""
    phones = [*_list(given, "phones"), *([given["phone"]] if given.get("phone") else [])]
    return CustomerDraft(
        **{name: _text(given, name) for name in _CUSTOMER},
        phones=tuple(Phone(str(phone)) for phone in phones),
    )


def line_from(desk: Desk, actor: Actor, given: Mapping[str, Any], item: int = 1) -> LineDraft:
    """A line by catalog `code`, or by `description` and `unit_price`; what is named wins over the catalog."""
    shop = desk.shop.get(actor)
    item = int(given.get("item", item))
    overrides = _overrides(given, shop)
    if given.get("code"):
        base = line_from_service(desk.catalog.by_code(actor, str(given["code"])), item)
        return _replaced(base, overrides)
    if "description" not in overrides or "unit_price" not in overrides:
        raise Invalid(_("A line needs a catalog code, or a description and a price."), "description")
    return LineDraft(item=item, **overrides)


def moment_from(typed: object, field: str, zone: ZoneInfo) -> datetime | None:
    """A moment in ISO 8601; without a zone it is the shop's, a bare date means the end of its day."""
    if not typed:
        return None
    try:
        moment = datetime.fromisoformat(str(typed))
    except ValueError:
        message = _("“{text}” is not a date and time; write it like 2026-03-12T17:00.")
        raise Invalid(message.format(text=typed), field) from None
    if len(str(typed)) <= len("2026-03-12"):
        moment = moment.replace(hour=17)
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _customer(desk: Desk, actor: Actor, given: Mapping[str, Any]) -> tuple[int | None, CustomerDraft | None]:
    if given.get("customer_id"):
        return desk.customers.get(actor, _whole(given["customer_id"], "customer_id")).id, None
    customer = given.get("customer")
    if isinstance(customer, str):
        customer = {"name": customer}
    if not isinstance(customer, dict):
        customer = {}
    if given.get("phone"):
        customer = {"name": given["phone"], **customer, "phone": given["phone"]}
    if not customer:
        return None, None
    if customer.get("id"):
        return desk.customers.get(actor, _whole(customer["id"], "customer")).id, None
    draft = customer_from(customer)
    return _known(desk, actor, draft), draft


def _known(desk: Desk, actor: Actor, draft: CustomerDraft) -> int | None:
    """The id of the one customer with that phone and name, who then is not written down twice."""
    from deskapp.domain.text import fold

    for phone in draft.phones:
        for match in desk.customers.match(actor, phone.typed):
            if draft.name in {"", phone.typed} or fold(draft.name) in {fold(match.name), fold(match.company)}:
                return match.id
    return None


def _item(given: object) -> ItemDraft:
    if not isinstance(given, dict):
        raise Invalid(_("An item is a JSON object with a device or a fault."), "items")
    device = given.get("device")
    named = device if isinstance(device, dict) else {**given, "model": given.get("model") or device or ""}
    return ItemDraft(
        fault=_text(given, "fault"),
        device=DeviceDraft(
            **{name: _text(named, name) for name in _DEVICE},
            year=_whole(named["year"], "year") if named.get("year") else None,
        ),
        condition=_text(given, "condition"),
        accessories=_text(given, "accessories"),
    )


def _lines(desk: Desk, actor: Actor, given: Mapping[str, Any], items: list[Any]) -> list[LineDraft]:
    lines = [line_from(desk, actor, _object(line)) for line in _list(given, "lines")]
    lines += [line_from(desk, actor, {"code": code}) for code in _list(given, "services")]
    if items != [given]:
        for position, item in enumerate(items, start=1):
            lines += [line_from(desk, actor, _object(line), position) for line in _list(item, "lines")]
    return lines


def _overrides(given: Mapping[str, Any], shop: Shop) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name in ("description", "tax_class", "result"):
        if given.get(name):
            found[name] = _text(given, name)
    if given.get("unit_price") is not None:
        found["unit_price"] = _money(given["unit_price"], shop)
    if given.get("quantity") is not None:
        found["quantity"] = _decimal(given["quantity"])
    if given.get("kind"):
        found["kind"] = Kind(given["kind"])
    if given.get("warranty"):
        found["warranty"] = _warranty(_object(given["warranty"]))
    return found


def _replaced(line: LineDraft, overrides: dict[str, Any]) -> LineDraft:
    from dataclasses import replace

    return replace(line, **overrides)


def _warranty(given: Mapping[str, Any]) -> Warranty:
    try:
        return Warranty(int(given["number"]), WarrantyUnit(given.get("unit", "days")))
    except (KeyError, ValueError, TypeError):
        raise Invalid(_("A warranty has a number and a unit: days, months or years."), "warranty") from None


def _money(given: object, shop: Shop) -> Money:
    """An amount as text or number, or an object with `amount` and `currency`."""
    if isinstance(given, dict):
        if given.get("currency", shop.currency.code) != shop.currency.code:
            raise Invalid(
                _("The shop counts in {currency}.").format(currency=shop.currency.code), "unit_price"
            )
        given = given.get("amount")
    return parse_money(str(given), shop.currency)


def _decimal(given: object) -> Decimal:
    try:
        return Decimal(str(given).replace(",", "."))
    except InvalidOperation:
        raise Invalid(_("“{text}” is not a quantity.").format(text=given), "quantity") from None


def _priority(given: object) -> Priority:
    try:
        return Priority(str(given or Priority.NORMAL))
    except ValueError:
        known = ", ".join(priority.value for priority in Priority)
        raise Invalid(_("The priority is one of {known}.").format(known=known), "priority") from None


def _whole(given: object, field: str) -> int:
    try:
        return int(str(given))
    except ValueError:
        raise Invalid(_("“{field}” is a whole number.").format(field=field), field) from None


def _text(given: Mapping[str, Any], field: str) -> str:
    value = given.get(field)
    if value is None:
        return ""
    if not isinstance(value, str | int):
        raise Invalid(_("“{field}” is a text.").format(field=field), field)
    return str(value)


def _list(given: Mapping[str, Any], field: str) -> list[Any]:
    value = given.get(field) or []
    if not isinstance(value, list):
        raise Invalid(_("“{field}” is a list.").format(field=field), field)
    return value


def _object(given: object) -> dict[str, Any]:
    if not isinstance(given, dict):
        raise Invalid(_("A line is a JSON object."), "lines")
    return given


def _refuse_unknown(given: Mapping[str, Any]) -> None:
    if unknown := sorted(given.keys() - _TICKET):
        message = _("A ticket has no “{field}”; it has {known}.")
        raise Invalid(message.format(field=unknown[0], known=", ".join(sorted(_TICKET))), unknown[0])

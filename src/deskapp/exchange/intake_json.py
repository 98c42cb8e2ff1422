"""An intake, a customer or a line from JSON: the same names that a ticket is shown with."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from deskapp.domain.catalog import Kind
from deskapp.domain.customer import Address, Contact, CustomerDraft, Email, Phone
from deskapp.domain.device import DeviceDraft
from deskapp.domain.field import FieldOf
from deskapp.domain.item_secret import Secret, SecretKind
from deskapp.domain.item_type import Check
from deskapp.domain.money import Money, parse_money
from deskapp.domain.text import code_points, fold, lost_in
from deskapp.domain.ticket import Intake, ItemDraft, LineDraft
from deskapp.domain.ticket_row import Priority
from deskapp.domain.warranty import Warranty, WarrantyUnit
from deskapp.errors import Invalid
from deskapp.i18n import _
from deskapp.services.line import line_from_service
from deskapp.services.phone import same_number

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from zoneinfo import ZoneInfo

    from deskapp.domain.actor import Actor
    from deskapp.domain.shop import Shop
    from deskapp.services.desk import Desk

_DEVICE = ("category", "brand", "model", "serial", "imei", "frame_number", "colour")
_DEVICE_FIELDS = frozenset({*_DEVICE, "year"})
_ITEM_FIELDS = _DEVICE_FIELDS | {
    *("device", "fault", "condition", "accessories", "lines", "services"),
    *("item_type", "checklist", "passcode", "fields"),
}
_TICKET_FIELDS = _ITEM_FIELDS | {
    *("customer", "customer_id", "phone", "promised_at", "planned_at", "priority", "person", "place", "tags"),
    *("cost_limit", "deposit", "terms", "items", "comeback_of"),
}
_CUSTOMER = (
    *("name", "company", "email", "street", "postcode", "city", "country", "language", "tax_id"),
    *("note", "alert", "kind", "channel", "price_group", "iban"),
)
_SEVERAL = {"emails": Email, "addresses": Address, "contacts": Contact}
_CUSTOMER_FIELDS = frozenset(
    {*_CUSTOMER, *_SEVERAL, "phone", "phones", "tags", "do_not_contact", "payer_id", "fields"}
)
_LINE_FIELDS = frozenset(
    {"code", "description", "unit_price", "quantity", "kind", "tax_class", "result", "warranty", "item"}
)
_LARGEST_WHOLE = 2**53  # what JSON and SQLite both keep exactly


def intake_from(desk: Desk, actor: Actor, given: Mapping[str, Any]) -> Intake:
    """The intake that a JSON object describes; a name that means nothing here is refused."""
    _refuse_unknown(given, _TICKET_FIELDS, _("a ticket"))
    shop = desk.shop.get(actor)
    items = _items(given)
    of_ticket = {one.key for one in desk.fields.list(actor) if one.of is FieldOf.TICKET}
    customer_id, customer = _customer(desk, actor, given)
    return Intake(
        items=tuple(_item(item, of_ticket if item is given else set()) for item in items),
        customer_id=customer_id,
        customer=customer,
        lines=tuple(line for place, item in enumerate(items, 1) for line in _lines(desk, actor, item, place)),
        promised_at=moment_from(given.get("promised_at"), "promised_at", shop.zone),
        planned_at=moment_from(given.get("planned_at"), "planned_at", shop.zone),
        priority=_priority(given.get("priority")),
        person_id=desk.actor(_text(given, "person")).person_id if given.get("person") else None,
        place=_text(given, "place"),
        tags=_texts(given, "tags"),
        cost_limit=_money(given["cost_limit"], shop, "cost_limit") if given.get("cost_limit") else None,
        deposit=_money(given["deposit"], shop, "deposit") if given.get("deposit") else None,
        terms=None if given.get("terms") is None else _text(given, "terms"),
        comeback_of=desk.tickets.get(actor, _text(given, "comeback_of")).id
        if given.get("comeback_of")
        else None,
        fields={key: one for key, one in _fields(given).items() if given.get("items") or key in of_ticket},
    )


def customer_from(given: Mapping[str, Any]) -> CustomerDraft:
    """The customer that a JSON object describes; phones are a list, or one `phone`.

    A phone is a number, or an object with `typed` and `label`; further `emails`, `addresses` and
    `contacts` are lists of objects.
    """
    _refuse_unknown(given, _CUSTOMER_FIELDS, _("a customer"))
    values: dict[str, Any] = {name: _text(given, name) for name in _CUSTOMER}
    values |= {name: tuple(_each(given, name, made)) for name, made in _SEVERAL.items()}
    phones = (*(_phone(one) for one in _list(given, "phones")), Phone(_text(given, "phone")))
    return CustomerDraft(
        **values,
        phones=tuple(phone for phone in phones if phone.typed),
        tags=_texts(given, "tags"),
        do_not_contact=_yes_or_no(given, "do_not_contact"),
        payer_id=_whole(given["payer_id"], "payer_id") if given.get("payer_id") else None,
        fields=_fields(given),
    )


def customer_changed(draft: CustomerDraft, given: Mapping[str, Any]) -> CustomerDraft:
    """A customer with what a JSON object says of them; whatever it does not name stays."""
    said = customer_from(given)
    return replace(draft, **{name: getattr(said, name) for name in given})


def _phone(given: object) -> Phone:
    if not isinstance(given, dict):
        return Phone(_as_text(given, "phones"))
    _refuse_unknown(given, frozenset({"typed", "label", "normal"}), _("a phone"))
    return Phone(_text(given, "typed") or _text(given, "normal"), label=_text(given, "label"))


def _each(given: Mapping[str, Any], field: str, made: type[Any]) -> Iterator[Any]:
    known = frozenset(one.name for one in fields(made))
    for one in _list(given, field):
        if not isinstance(one, dict):
            raise Invalid(_("“{field}” is a list of JSON objects.").format(field=field), field)
        _refuse_unknown(one, known, field)
        yield made(**{name: _text(one, name) for name in known})


def _yes_or_no(given: Mapping[str, Any], field: str) -> bool:
    value = given.get(field) or False
    if not isinstance(value, bool):
        raise Invalid(_("“{field}” is true or false.").format(field=field), field)
    return value


def line_from(desk: Desk, actor: Actor, given: Mapping[str, Any], item: int = 1) -> LineDraft:
    """A line by catalog `code`, or by `description` and `unit_price`; what is named wins over the catalog."""
    _refuse_unknown(given, _LINE_FIELDS, _("a line"))
    shop = desk.shop.get(actor)
    item = _whole(given.get("item", item), "item")
    overrides = _overrides(given, shop)
    if given.get("code"):
        return replace(_from_catalog(desk, actor, _text(given, "code"), item), **overrides)
    if "description" not in overrides or "unit_price" not in overrides:
        raise Invalid(_("A line needs a catalog code, or a description and a price."), "description")
    return LineDraft(item=item, **overrides)


def moment_from(typed: object, field: str, zone: ZoneInfo) -> datetime | None:
    """A moment in ISO 8601; without a zone it is the shop's, a bare date means five in the afternoon."""
    if not typed:
        return None
    try:
        moment = datetime.fromisoformat(str(typed)).replace(microsecond=0)
        if len(str(typed)) <= len("2026-03-12"):
            moment = moment.replace(hour=17)
        return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        message = _("“{text}” is not a date and time; write it like 2026-03-12T17:00.")
        raise Invalid(message.format(text=typed), field) from None


def _items(given: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    items = _list(given, "items")
    if not items:
        return [given]
    if doubled := sorted(name for name in _ITEM_FIELDS - {"fields"} if given.get(name)):
        message = _("“{field}” belongs into one of the items, because the ticket has a list of them.")
        raise Invalid(message.format(field=doubled[0]), doubled[0])
    for item in items:
        if not isinstance(item, dict):
            raise Invalid(_("An item is a JSON object with a device or a fault."), "items")
        _refuse_unknown(item, _ITEM_FIELDS, _("an item"))
    return items


def _customer(desk: Desk, actor: Actor, given: Mapping[str, Any]) -> tuple[int | None, CustomerDraft | None]:
    if given.get("customer_id"):
        return desk.customers.get(actor, _whole(given["customer_id"], "customer_id")).id, None
    said, phone = given.get("customer") or {}, _text(given, "phone")
    if not isinstance(said, str | dict):
        raise Invalid(_("A customer is a name or a JSON object."), "customer")
    customer: dict[str, Any] = {"name": said} if isinstance(said, str) else dict(said)
    if customer.get("id"):
        return desk.customers.get(actor, _whole(customer["id"], "customer")).id, None
    if phone:
        unnamed = {} if customer.get("name") or customer.get("company") else {"name": phone}
        customer |= {"phone": phone, **unnamed}
    if not any(customer.values()):
        return None, None
    draft = customer_from(customer)
    return _known(desk, actor, draft), draft


def _known(desk: Desk, actor: Actor, draft: CustomerDraft) -> int | None:
    """The id of the customer with that very phone and name, who then is not written down twice."""
    country = draft.country or desk.shop.get(actor).country
    for phone in draft.phones:
        for match in desk.customers.match(actor, phone.typed):
            known = desk.customers.get(actor, match.id)
            names = {fold(known.draft.name), fold(known.draft.company)}
            is_named = draft.name in {"", phone.typed} or fold(draft.name) in names
            if is_named and any(same_number(phone, other, country) for other in known.phones):
                return known.id
    return None


def _fields(given: Mapping[str, Any]) -> dict[str, Any]:
    """The values of the shop's own fields; the desk refuses what does not fit them."""
    values = given.get("fields") or {}
    if not isinstance(values, dict):
        raise Invalid(_("“{field}” is a JSON object.").format(field="fields"), "fields")
    return values


def _check(given: object) -> Check:
    if not isinstance(given, dict):
        raise Invalid(_("“{field}” is a list of JSON objects.").format(field="checklist"), "checklist")
    names = ("key", "label", "result", "note")
    _refuse_unknown(given, frozenset(names), "checklist")
    return Check(*(_text(given, name) for name in names))


def _secret(given: object) -> Secret | None:
    """A passcode as text, or an object with `kind` and `value`."""
    said: dict[str, Any] = given if isinstance(given, dict) else {"value": given}
    value, kind = said.get("value"), said.get("kind", SecretKind.PASSCODE.value)
    if given is not None and not (isinstance(value, str) and kind in set(SecretKind)):
        raise Invalid(_("A passcode is a text, or an object with “kind” and “value”."), "passcode")
    return Secret(SecretKind(kind), value) if value else None


def _item(given: Mapping[str, Any], of_ticket: set[str]) -> ItemDraft:
    device = given.get("device")
    if isinstance(device, dict):
        _refuse_unknown(device, _DEVICE_FIELDS, _("a device"))
        named: Mapping[str, Any] = device
    else:
        named = {**given, "model": given.get("model") or _text(given, "device")}
    texts: dict[str, Any] = {name: _text(named, name) for name in _DEVICE}
    return ItemDraft(
        fault=_text(given, "fault"),
        device=DeviceDraft(
            **texts,
            year=_whole(named["year"], "year") if named.get("year") else None,
        ),
        condition=_text(given, "condition"),
        accessories=_text(given, "accessories"),
        item_type=_text(given, "item_type"),
        checklist=tuple(_check(one) for one in _list(given, "checklist")),
        secret=_secret(given.get("passcode")),
        fields={key: value for key, value in _fields(given).items() if key not in of_ticket},
    )


def _lines(desk: Desk, actor: Actor, given: Mapping[str, Any], place: int) -> Iterator[LineDraft]:
    for line in _list(given, "lines"):
        yield line_from(desk, actor, _object(line), place)
    for code in _texts(given, "services"):
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
            found[name] = _text(given, name)
    if given.get("unit_price") is not None:
        found["unit_price"] = _money(given["unit_price"], shop, "unit_price")
    if given.get("quantity") is not None:
        found["quantity"] = _decimal(given["quantity"])
    if given.get("kind"):
        found["kind"] = _kind(given["kind"])
    if given.get("warranty"):
        found["warranty"] = _warranty(_object(given["warranty"]))
    return found


def _kind(given: object) -> Kind:
    try:
        return Kind(str(given))
    except ValueError:
        known = ", ".join(kind.value for kind in Kind)
        raise Invalid(_("The kind of a line is one of {known}.").format(known=known), "kind") from None


def _warranty(given: Mapping[str, Any]) -> Warranty:
    try:
        return Warranty(_whole(given.get("number"), "warranty"), WarrantyUnit(given.get("unit", "days")))
    except ValueError:
        raise Invalid(_("A warranty has a number and a unit: days, months or years."), "warranty") from None


def _money(given: object, shop: Shop, field: str) -> Money:
    """An amount as text or number, or an object with `amount` and `currency`."""
    if isinstance(given, dict):
        if given.get("currency", shop.currency.code) != shop.currency.code:
            raise Invalid(_("The shop counts in {currency}.").format(currency=shop.currency.code), field)
        given = given.get("amount")
    try:
        return parse_money(str(given), shop.currency)
    except Invalid as error:
        raise Invalid(str(error), field) from error


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
        number = int(str(given))
    except ValueError:
        number = -1
    if not 0 <= number <= _LARGEST_WHOLE:
        raise Invalid(_("“{field}” is a whole number.").format(field=field), field)
    return number


def _text(given: Mapping[str, Any], field: str) -> str:
    return _as_text(given.get(field), field)


def _texts(given: Mapping[str, Any], field: str) -> tuple[str, ...]:
    return tuple(_as_text(value, field) for value in _list(given, field))


def _as_text(value: object, field: str) -> str:
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise Invalid(_("“{field}” is a text.").format(field=field), field)
    if lost := lost_in(str(value)):
        message = _("“{field}” holds a sign that cannot be shown: {signs}. Take it out.")
        raise Invalid(message.format(field=field, signs=code_points(lost)), field)
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


def _refuse_unknown(given: Mapping[str, Any], known: frozenset[str], noun: str) -> None:
    if unknown := sorted(given.keys() - known):
        message = _("There is no “{field}” in {noun}; there is {known}.")
        names = ", ".join(sorted(known))
        raise Invalid(message.format(field=unknown[0], noun=noun, known=names), unknown[0])

"""An intake from JSON: the same names that a ticket is shown with."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from deskapp.domain.customer import CustomerDraft
from deskapp.domain.device import DeviceDraft
from deskapp.domain.field import FieldOf
from deskapp.domain.item_secret import Secret, SecretKind
from deskapp.domain.item_type import Check
from deskapp.domain.text import fold
from deskapp.domain.ticket import Intake, ItemDraft
from deskapp.domain.ticket_row import Priority
from deskapp.errors import Invalid
from deskapp.exchange.customer_json import customer_from
from deskapp.exchange.json_values import (
    moment_from,
    money,
    own_fields,
    refuse_unknown,
    several,
    text,
    texts,
    whole,
)
from deskapp.exchange.line_json import lines_from
from deskapp.i18n import _
from deskapp.services.phone import same_number

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from deskapp.domain.actor import Actor
    from deskapp.domain.item_type import ItemType
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


def intake_from(desk: Desk, actor: Actor, given: Mapping[str, Any]) -> Intake:
    """The intake that a JSON object describes; a name that means nothing here is refused."""
    refuse_unknown(given, _TICKET_FIELDS, _("a ticket"))
    shop = desk.shop.get(actor)
    items = _items(given)
    of_ticket = {one.key for one in desk.fields.list(actor) if one.of is FieldOf.TICKET}
    types = desk.item_types.list(actor)
    customer_id, customer = _customer(desk, actor, given)
    return Intake(
        items=tuple(_item(item, of_ticket if item is given else set(), types) for item in items),
        customer_id=customer_id,
        customer=customer,
        lines=tuple(
            line for place, item in enumerate(items, 1) for line in lines_from(desk, actor, item, place)
        ),
        promised_at=moment_from(given.get("promised_at"), "promised_at", shop.zone),
        planned_at=moment_from(given.get("planned_at"), "planned_at", shop.zone),
        priority=_priority(given.get("priority")),
        person_id=desk.actor(text(given, "person")).person_id if given.get("person") else None,
        place=text(given, "place"),
        tags=texts(given, "tags"),
        cost_limit=money(given["cost_limit"], shop, "cost_limit") if given.get("cost_limit") else None,
        deposit=money(given["deposit"], shop, "deposit") if given.get("deposit") else None,
        terms=None if given.get("terms") is None else text(given, "terms"),
        comeback_of=desk.tickets.get(actor, text(given, "comeback_of")).id
        if given.get("comeback_of")
        else None,
        fields={key: one for key, one in own_fields(given).items() if given.get("items") or key in of_ticket},
    )


def _items(given: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    items = several(given, "items")
    if not items:
        return [given]
    if doubled := sorted(name for name in _ITEM_FIELDS - {"fields"} if given.get(name)):
        message = _("“{field}” belongs into one of the items, because the ticket has a list of them.")
        raise Invalid(message.format(field=doubled[0]), doubled[0])
    for item in items:
        if not isinstance(item, dict):
            raise Invalid(_("An item is a JSON object with a device or a fault."), "items")
        refuse_unknown(item, _ITEM_FIELDS, _("an item"))
    return items


def _customer(desk: Desk, actor: Actor, given: Mapping[str, Any]) -> tuple[int | None, CustomerDraft | None]:
    if given.get("customer_id"):
        return desk.customers.get(actor, whole(given["customer_id"], "customer_id")).id, None
    said, phone = given.get("customer") or {}, text(given, "phone")
    if not isinstance(said, str | dict):
        raise Invalid(_("A customer is a name or a JSON object."), "customer")
    customer: dict[str, Any] = {"name": said} if isinstance(said, str) else dict(said)
    if customer.get("id"):
        return desk.customers.get(actor, whole(customer["id"], "customer")).id, None
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


def _check(given: object) -> Check:
    if not isinstance(given, dict):
        raise Invalid(_("“{field}” is a list of JSON objects.").format(field="checklist"), "checklist")
    names = ("key", "label", "result", "note")
    refuse_unknown(given, frozenset(names), "checklist")
    return Check(*(text(given, name) for name in names))


def _secret(given: object) -> Secret | None:
    """A passcode as text, or an object with `kind` and `value`."""
    said: dict[str, Any] = given if isinstance(given, dict) else {"value": given}
    value, kind = said.get("value"), said.get("kind", SecretKind.PASSCODE.value)
    if given is not None and not (isinstance(value, str) and kind in set(SecretKind)):
        raise Invalid(_("A passcode is a text, or an object with “kind” and “value”."), "passcode")
    return Secret(SecretKind(kind), value) if value else None


def _type_called(category: str, types: Sequence[ItemType]) -> str:
    """The key of the shop's type that a thing is called by, as the intake takes it."""
    said = fold(category.strip())
    return next((one.key for one in types if said and fold(one.label) == said), "")


def _item(given: Mapping[str, Any], of_ticket: set[str], types: Sequence[ItemType]) -> ItemDraft:
    device = given.get("device")
    if isinstance(device, dict):
        refuse_unknown(device, _DEVICE_FIELDS, _("a device"))
        named: Mapping[str, Any] = device
    else:
        named = {**given, "model": given.get("model") or text(given, "device")}
    texts: dict[str, Any] = {name: text(named, name) for name in _DEVICE}
    return ItemDraft(
        fault=text(given, "fault"),
        device=DeviceDraft(
            **texts,
            year=whole(named["year"], "year") if named.get("year") else None,
        ),
        condition=text(given, "condition"),
        accessories=text(given, "accessories"),
        item_type=text(given, "item_type") or _type_called(texts["category"], types),
        checklist=tuple(_check(one) for one in several(given, "checklist")),
        secret=_secret(given.get("passcode")),
        fields={key: value for key, value in own_fields(given).items() if key not in of_ticket},
    )


def _priority(given: object) -> Priority:
    try:
        return Priority(str(given or Priority.NORMAL))
    except ValueError:
        known = ", ".join(priority.value for priority in Priority)
        raise Invalid(_("The priority is one of {known}.").format(known=known), "priority") from None

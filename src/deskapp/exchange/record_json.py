"""Records as JSON, with the names of the domain's fields; moments are ISO 8601 in UTC."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from deskapp.domain.money import Money

if TYPE_CHECKING:
    from datetime import datetime

    from deskapp.domain.catalog import Service
    from deskapp.domain.customer import Customer, CustomerMatch, Phone
    from deskapp.domain.money import Currency
    from deskapp.domain.tax import Totals
    from deskapp.domain.ticket import Item, Line, Ticket
    from deskapp.domain.ticket_row import TicketRow
    from deskapp.domain.warranty import Warranty

_CARD = ("note", "alert", "kind", "channel", "do_not_contact", "price_group", "iban", "payer_id")
_SEVERAL = ("emails", "addresses", "contacts")
_ADDRESS = ("email", "street", "postcode", "city", "country", "language", "tax_id")

_DEVICE = ("category", "brand", "model", "serial", "imei", "frame_number", "colour", "year")


def ticket_json(ticket: Ticket) -> dict[str, Any]:
    """A ticket whole."""
    edit = ticket.edit
    return {
        "number": ticket.number,
        "code": ticket.code,
        "status": ticket.status,
        "meaning": ticket.meaning.value,
        "priority": edit.priority.value,
        "customer": customer_json(ticket.customer) if ticket.customer else None,
        "group": ticket.group or None,
        "external_id": ticket.external_id or None,
        "items": [_item(item) for item in ticket.items],
        "received_at": _moment(ticket.received_at),
        "received_by": ticket.received_by,
        "person": ticket.person or None,
        "promised_at": _moment(edit.promised_at),
        "planned_at": _moment(edit.planned_at),
        "closed_at": _moment(ticket.closed_at),
        "place": edit.place,
        "tags": list(edit.tags),
        "cost_limit": _money(edit.cost_limit),
        "deposit": _money(edit.deposit),
        "terms": edit.terms,
        "kind": ticket.kind or None,
        "enquiry": ticket.enquiry.number if ticket.enquiry else None,
        "total": _money(ticket.totals.gross),
        "net": _money(ticket.totals.net),
        "taxes": _taxes(ticket.totals),
        "notes": [_said(note) for note in ticket.notes],
        "messages": [_said(message) for message in ticket.messages],
        "history": [_step(step) for step in ticket.steps],
        "fields": dict(edit.fields),
        "comeback_of": ticket.comeback_of.number if ticket.comeback_of else None,
        "came_back": list(ticket.came_back),
        "binned": ticket.binned,
    }


_ROW_MOMENTS = {
    "received_iso": "received_at",
    "promised_iso": "promised_at",
    "closed_iso": "closed_at",
    "since_iso": "status_since",
    "updated_iso": "updated_at",
}


def row_json(row: TicketRow, currency: Currency) -> dict[str, Any]:
    """A ticket as a line of the queue, in a shop that counts in this currency."""
    customer = {"name": row.customer, "phones": [row.phone] if row.phone else []} if row.customer else None
    total = _money(Money(row.total_minor, currency))
    said = {_ROW_MOMENTS.get(name, name): value for name, value in row._asdict().items()}
    shown = said | {"customer": customer, "tags": row.tags.split(), "total": total}
    return {name: value for name, value in shown.items() if name not in {"id", "phone", "total_minor"}}


def customer_json(customer: Customer) -> dict[str, Any]:
    """A customer of the directory."""
    draft = customer.draft
    return {
        "id": customer.id,
        "name": customer.name,
        "company": draft.company,
        "phones": [_phone(phone) for phone in draft.phones],
        **{name: getattr(draft, name) for name in _ADDRESS},
        "created_at": _moment(customer.created_at),
    }


def customer_card_json(customer: Customer) -> dict[str, Any]:
    """A customer with what the staff wrote about them, which no ticket and no paper carries."""
    draft = customer.draft
    several: dict[str, Any] = {name: [asdict(one) for one in getattr(draft, name)] for name in _SEVERAL}
    return {
        **customer_json(customer),
        **{name: getattr(draft, name) for name in _CARD},
        **several,
        "phone_labels": [phone.label for phone in draft.phones],
        "tags": list(draft.tags),
        "payer": customer.payer or None,
        "fields": dict(draft.fields),
    }


def match_json(match: CustomerMatch) -> dict[str, Any]:
    """A customer as a line of the directory."""
    return asdict(match) | {"last_visit": _moment(match.last_visit), "tags": list(match.tags)}


def service_json(service: Service) -> dict[str, Any]:
    """An entry of the catalog."""
    draft = service.draft
    return {
        "code": draft.code,
        "name": draft.name,
        "kind": draft.kind.value,
        "category": draft.category,
        "price": _money(draft.price),
        "tax_class": draft.tax_class,
        "minutes": draft.minutes,
        "warranty": _warranty(draft.warranty),
        "retired": service.retired,
    }


def _item(item: Item) -> dict[str, Any]:
    device = asdict(item.device)
    return {
        "item": item.position,
        "device": item.device.label,
        **{name: device[name] for name in _DEVICE},
        "fault": item.fault,
        "condition": item.condition,
        "item_type": item.item_type,
        "checklist": [asdict(check) for check in item.checklist],
        "passcode": item.secret.value if item.secret else None,
        "fields": dict(item.fields),
        "accessories": item.accessories,
        **asdict(item.report),
        "status": item.status,
        "meaning": item.meaning.value,
        "closed_at": _moment(item.closed_at),
        "outcome": item.outcome.value if item.outcome else None,
        "barrier": item.barrier or None,
        "lines": [_line(line) for line in item.lines],
    }


def _line(line: Line) -> dict[str, Any]:
    draft = line.draft
    return {
        "id": line.id,
        "description": draft.description,
        "kind": draft.kind.value,
        "quantity": f"{draft.quantity:f}",
        "unit_price": _money(draft.unit_price),
        "tax_class": draft.tax_class,
        "result": draft.result,
        "warranty": _warranty(draft.warranty),
    }


def _step(step: Any) -> dict[str, Any]:
    named = {"item": step.item, "from": step.before, "to": step.after, "person": step.person}
    return named | {"at": _moment(step.at), "reason": step.reason, "undone": step.undone}


def _said(text: Any) -> dict[str, Any]:
    return {"text": text.text, "person": text.person, "at": _moment(text.at)}


def _taxes(totals: Totals) -> list[dict[str, Any]]:
    return [
        {
            "name": tax.rate.name,
            "percent": f"{tax.rate.percent:f}",
            "net": _money(tax.net),
            "tax": _money(tax.tax),
        }
        for tax in totals.taxes
    ]


def _phone(phone: Phone) -> str:
    return phone.normal or phone.typed


def _money(money: Money | None) -> dict[str, str] | None:
    return {"amount": f"{money.amount:f}", "currency": money.currency.code} if money else None


def _warranty(warranty: Warranty | None) -> dict[str, Any] | None:
    return {"number": warranty.number, "unit": warranty.unit.value} if warranty else None


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None

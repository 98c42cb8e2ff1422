"""What a person may not see is not in the values they are given: by column, never by row."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from deskapp.domain.audit import Change
from deskapp.domain.catalog import ServiceDraft
from deskapp.domain.customer import Contact, CustomerDraft, CustomerMatch
from deskapp.domain.customer_history import CustomerMoney
from deskapp.domain.duplicate import Lookalike
from deskapp.domain.enquiry import Enquiry, EnquiryDraft
from deskapp.domain.money import Money
from deskapp.domain.paper import PaperItem, TicketPaper
from deskapp.domain.shop import Shop
from deskapp.domain.tax import Totals
from deskapp.domain.ticket import LineDraft, TicketEdit
from deskapp.domain.ticket_row import TicketRow
from deskapp.domain.undo import Done, Later, Undo, UndoStep

COLUMNS = frozenset(
    {
        *(
            "unit_price_minor",
            "deposit_minor",
            "cost_limit_minor",
            "total_minor",
            "price_minor",
            "cost_minor",
        ),
        *("email", "street", "postcode", "city", "country", "address", "iban", "tax_id", "price_group"),
    }
)
"""The columns of the file that hold money, addresses and e-mail."""

_WORDS = ("email", "street", "postcode", "city", "country", "tax_id", "iban", "price_group")
_OF_CUSTOMER: Mapping[str, Any] = dict.fromkeys(_WORDS, "") | dict.fromkeys(("emails", "addresses"), ())


def without(value: Any) -> Any:
    """The value without money, addresses and e-mail; what has none of them is the same value."""
    if isinstance(value, TicketRow):
        return value._replace(total_minor=0)
    if isinstance(value, Done):
        return Done(Later(lambda: without(value.value)), _of_undo(value.undo))
    if type(value) is tuple:
        return tuple(without(one) for one in value)
    if isinstance(value, dict):
        return {key: without(one) for key, one in value.items()}
    if not is_dataclass(value) or isinstance(value, type | Shop | Money | Undo):
        return value
    return _emptied(value)


def _emptied(value: Any) -> Any:
    """A frozen dataclass with its own columns emptied, and those of what it holds."""
    empty = _EMPTIED[type(value)](value) if type(value) in _EMPTIED else {}
    deeper = {one.name: getattr(value, one.name) for one in fields(value) if one.name not in empty}
    then = {**empty, **{name: without(one) for name, one in deeper.items()}}
    changed = {name: one for name, one in then.items() if one != getattr(value, name)}
    return replace(value, **changed) if changed else value


def keeps_nothing_unseen(values: Mapping[str, object]) -> dict[str, object]:
    """The columns that may be seen."""
    return {name: value for name, value in values.items() if name not in COLUMNS}


def _of_undo(undo: Undo) -> Undo:
    """Taking back needs no unseen column to compare, but what it would put back it cannot do without."""
    if any(COLUMNS & step.before.keys() for step in undo.steps):
        return Undo(undo.label, (), undo.ticket_ids)
    return replace(undo, steps=tuple(_of_step(step) for step in undo.steps))


def _of_step(step: UndoStep) -> UndoStep:
    return replace(step, after=keeps_nothing_unseen(step.after))


def _nothing(money: Money) -> Money:
    return Money(0, money.currency)


def _zeros(value: Any, *names: str) -> dict[str, Any]:
    return {name: _nothing(getattr(value, name)) for name in names}


_HIDDEN: Mapping[str, Any] = {"before": None, "after": None, "shown": False}


def _is_unseen(field: str) -> bool:
    return field in COLUMNS or field in _OF_CUSTOMER or field.startswith("shop_")


def _reach(enquiry: Enquiry) -> dict[str, Any]:
    return {"reach": "" if "@" in enquiry.reach else enquiry.reach}


_EMPTIED: Mapping[type, Callable[[Any], Mapping[str, Any]]] = {
    TicketEdit: lambda _edit: {"cost_limit": None, "deposit": None},
    LineDraft: lambda line: _zeros(line, "unit_price"),
    CustomerDraft: lambda _draft: _OF_CUSTOMER,
    Contact: lambda _contact: {"email": ""},
    CustomerMatch: lambda _match: {"city": "", "email": ""},
    CustomerMoney: lambda money: _zeros(money, "ever", "last_year", "open"),
    Lookalike: lambda _one: {"email": "", "address": ""},
    ServiceDraft: lambda draft: {**_zeros(draft, "price"), "cost": None},
    EnquiryDraft: lambda _draft: {"email": ""},
    Enquiry: _reach,
    Totals: lambda totals: {**_zeros(totals, "net", "gross"), "taxes": ()},
    Change: lambda change: _HIDDEN if _is_unseen(change.field) else {},
    PaperItem: lambda _item: {"lines": ()},
    TicketPaper: lambda _paper: {"cost_limit": None, "deposit": None},
}

"""A customer from JSON: the same names that a customer is shown with."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any

from deskapp.domain.customer import Address, Contact, CustomerDraft, Email, Phone
from deskapp.errors import Invalid
from deskapp.exchange.json_values import (
    as_text,
    own_fields,
    refuse_unknown,
    several,
    text,
    texts,
    whole,
    yes_or_no,
)
from deskapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_CUSTOMER = (
    *("name", "company", "email", "street", "postcode", "city", "country", "language", "tax_id"),
    *("note", "alert", "kind", "channel", "price_group", "iban"),
)
_SEVERAL = {"emails": Email, "addresses": Address, "contacts": Contact}
_CUSTOMER_FIELDS = frozenset(
    {*_CUSTOMER, *_SEVERAL, "phone", "phones", "tags", "do_not_contact", "payer_id", "fields"}
)


def customer_from(given: Mapping[str, Any]) -> CustomerDraft:
    """The customer that a JSON object describes; phones are a list, or one `phone`.

    A phone is a number, or an object with `typed` and `label`; further `emails`, `addresses` and
    `contacts` are lists of objects.
    """
    refuse_unknown(given, _CUSTOMER_FIELDS, _("a customer"))
    values: dict[str, Any] = {name: text(given, name) for name in _CUSTOMER}
    values |= {name: tuple(_each(given, name, made)) for name, made in _SEVERAL.items()}
    phones = (*(_phone(one) for one in several(given, "phones")), Phone(text(given, "phone")))
    return CustomerDraft(
        **values,
        phones=tuple(phone for phone in phones if phone.typed),
        tags=texts(given, "tags"),
        do_not_contact=yes_or_no(given, "do_not_contact"),
        payer_id=whole(given["payer_id"], "payer_id") if given.get("payer_id") else None,
        fields=own_fields(given),
    )


def customer_changed(draft: CustomerDraft, given: Mapping[str, Any]) -> CustomerDraft:
    """A customer with what a JSON object says of them; whatever it does not name stays."""
    said = customer_from(given)
    return replace(draft, **{name: getattr(said, name) for name in given})


def _phone(given: object) -> Phone:
    if not isinstance(given, dict):
        return Phone(as_text(given, "phones"))
    refuse_unknown(given, frozenset({"typed", "label", "normal"}), _("a phone"))
    return Phone(text(given, "typed") or text(given, "normal"), label=text(given, "label"))


def _each(given: Mapping[str, Any], field: str, made: type[Any]) -> Iterator[Any]:
    known = frozenset(one.name for one in fields(made))
    for one in several(given, field):
        if not isinstance(one, dict):
            raise Invalid(_("“{field}” is a list of JSON objects.").format(field=field), field)
        refuse_unknown(one, known, field)
        yield made(**{name: text(one, name) for name in known})

"""What the card says of a customer: an icon, a text, and what kind of number or address it is."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from deskapp.domain.customer import CHANNEL_LABELS, CustomerDraft
from deskapp.domain.field import said
from deskapp.i18n import _
from deskapp.ui.shared.regions import countries, languages

if TYPE_CHECKING:
    from deskapp.domain.customer import Customer
    from deskapp.ui.shared.formats import Formats

Fact = tuple[str, str, str]


def facts_of(draft: CustomerDraft) -> Iterator[Fact]:
    """The ways to reach them first."""
    place = " ".join(filter(None, (draft.postcode, draft.city)))
    country = dict(countries()).get(draft.country, draft.country)
    address = "\n".join(filter(None, (draft.street, place, country)))
    main = [("mail", draft.email, "")]
    main += [("mail", email.address, email.label) for email in draft.emails]
    main += [("place", address, "")]
    main += [("place", other.shown, other.label) for other in draft.addresses]
    yield from (("phone", phone.shown, phone.label) for phone in draft.phones)
    yield from filter(_says_something, main)
    yield from (("person", replace(one, role="").shown, one.role) for one in draft.contacts)
    yield from filter(_says_something, _terms(draft))


def own_facts_of(customer: Customer, formats: Formats) -> Iterator[Fact]:
    """The shop's own fields, called by their names."""
    for fact in customer.own:
        yield "note", said(fact, formats.day, formats.number), fact.field.label


def _terms(draft: CustomerDraft) -> Iterator[Fact]:
    channel = _(CHANNEL_LABELS[draft.channel]) if draft.channel else ""
    yield "message", channel, _("wants to hear from us")
    yield "file", draft.tax_id, _("tax id")
    yield "money", draft.iban, _("IBAN")
    yield "tag", draft.price_group, _("price group")
    yield "note", dict(languages()).get(draft.language, draft.language), _("language of papers")


def _says_something(fact: Fact) -> bool:
    return bool(fact[1])

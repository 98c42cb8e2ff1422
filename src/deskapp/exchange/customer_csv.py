"""Writing customers to a CSV file that every spreadsheet opens and that can be brought in again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from deskapp.domain.customer import CHANNEL_LABELS, KIND_LABELS
from deskapp.domain.field import said
from deskapp.exchange.csv_file import save_csv
from deskapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

    from deskapp.domain.customer import Customer, CustomerDraft
    from deskapp.domain.field import Field

_PHONES = 3  # columns of their own; further ones share the last


def save_customers(customers: Iterable[Customer], path: Path, fields: Sequence[Field] = ()) -> Path:
    """Write a line for each customer, whole or not at all; `fields` are the shop's own to be added."""
    heads = (*_heads(), *(field.label for field in fields))
    return save_csv([heads, *((*_line(one), *_own(one, fields)) for one in customers)], path)


def _own(customer: Customer, fields: Sequence[Field]) -> Iterator[str]:
    known = {fact.field.key: said(fact) for fact in customer.own}
    return (known.get(field.key, "") for field in fields)


def _heads() -> tuple[str, ...]:
    phones = (_("Phone {number}").format(number=number) for number in range(1, _PHONES + 1))
    return (
        *(_("Customer number"), _("Name"), _("Company"), *phones, _("E-mail"), _("Street"), _("Postcode")),
        *(_("City"), _("Country"), _("Language"), _("Tax id"), _("Tags"), _("Note"), _("Alert")),
        *(_("Kind"), _("Wants to hear from us"), _("Not of our own accord"), _("Price group"), _("IBAN")),
        *(_("Who pays"), _("Contacts"), _("Further addresses")),
    )


def _line(customer: Customer) -> tuple[object, ...]:
    draft = customer.draft
    phones = [phone.shown for phone in draft.phones]
    shown = (*phones[: _PHONES - 1], "; ".join(phones[_PHONES - 1 :]), *[""] * _PHONES)[:_PHONES]
    emails = "; ".join(filter(None, (draft.email, *(one.address for one in draft.emails))))
    return (
        *(str(customer.id), draft.name, draft.company, *shown, emails, draft.street, draft.postcode),
        *(
            draft.city,
            draft.country,
            draft.language,
            draft.tax_id,
            ", ".join(draft.tags),
            draft.note,
            draft.alert,
        ),
        *(_(KIND_LABELS[draft.kind]) if draft.kind else "", _channel(draft)),
        *(_("Yes") if draft.do_not_contact else "", draft.price_group, draft.iban),
        str(draft.payer_id or ""),
        "; ".join(contact.shown for contact in draft.contacts),
        "; ".join(address.shown for address in draft.addresses),
    )


def _channel(draft: CustomerDraft) -> str:
    return _(CHANNEL_LABELS[draft.channel]) if draft.channel else ""

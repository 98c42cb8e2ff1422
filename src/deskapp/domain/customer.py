"""Who brings things to the shop."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from deskapp.domain import text
from deskapp.errors import Invalid
from deskapp.i18n import _

if TYPE_CHECKING:
    from datetime import datetime

LONGEST_NAME = 120
MOST_PHONES = 8


@dataclass(frozen=True, slots=True)
class Phone:
    """A telephone number: as typed, and in normal form (E.164) where it could be understood."""

    typed: str
    normal: str = ""
    label: str = ""

    @property
    def shown(self) -> str:
        """What people read: what was typed, else the normal form."""
        return self.typed or self.normal


@dataclass(frozen=True, slots=True)
class CustomerDraft:
    """What the desk writes down about a customer."""

    name: str
    phones: tuple[Phone, ...] = ()
    company: str = ""
    email: str = ""
    street: str = ""
    postcode: str = ""
    city: str = ""
    country: str = ""
    language: str = ""
    tax_id: str = ""
    note: str = ""
    alert: str = ""


@dataclass(frozen=True, slots=True)
class Customer:
    """A customer of the shop, with what the directory shows about them."""

    id: int
    draft: CustomerDraft
    created_at: datetime
    row_version: int = 1
    binned: bool = False

    @property
    def name(self) -> str:
        """The person's name, or the company's where there is no person."""
        return self.draft.name or self.draft.company

    @property
    def phones(self) -> tuple[Phone, ...]:
        """All telephone numbers, the first one being the main one."""
        return self.draft.phones


@dataclass(frozen=True, slots=True)
class CustomerMatch:
    """A line of the directory or of the match list: what tells one customer from another."""

    id: int
    name: str
    company: str
    phone: str
    city: str
    open_tickets: int
    last_visit: datetime | None
    email: str = ""
    alert: str = ""


def checked(draft: CustomerDraft) -> CustomerDraft:
    """The draft as it can be kept; raises `Invalid` naming the field that cannot."""
    clean = replace(
        draft,
        name=text.line(draft.name, "name", LONGEST_NAME),
        company=text.line(draft.company, "company", LONGEST_NAME),
        email=_email(draft.email),
        street=text.line(draft.street, "street"),
        postcode=text.line(draft.postcode, "postcode", 20),
        city=text.line(draft.city, "city"),
        country=text.line(draft.country, "country", 2).upper(),
        language=text.line(draft.language, "language", 12),
        tax_id=text.line(draft.tax_id, "tax_id", 40),
        note=text.block(draft.note, "note"),
        alert=text.line(draft.alert, "alert"),
        phones=_phones(draft.phones),
    )
    if not clean.name and not clean.company:
        raise Invalid(_("A customer needs a name; type the person's or the company's."), "name")
    return clean


def _phones(phones: tuple[Phone, ...]) -> tuple[Phone, ...]:
    if len(phones) > MOST_PHONES:
        raise Invalid(_("A customer can have up to {count} phones.").format(count=MOST_PHONES), "phones")
    cleaned = (
        replace(phone, typed=text.line(phone.typed, "phones", 40), label=text.line(phone.label, "phones", 20))
        for phone in phones
    )
    return tuple(phone for phone in cleaned if phone.typed or phone.normal)


def _email(address: str) -> str:
    clean = text.line(address, "email", 254)
    name, at, host = clean.partition("@")
    if clean and not (name and at and "." in host and not {" ", "@"} & {*name, *host}):
        raise Invalid(
            _("“{address}” is not an e-mail address; write it like name@example.org.").format(address=clean),
            "email",
        )
    return clean

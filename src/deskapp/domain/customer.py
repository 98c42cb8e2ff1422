"""Who brings things to the shop: people and firms, and the ways to reach them."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from deskapp.domain import text
from deskapp.domain.account import checked_iban
from deskapp.domain.tag import checked_tags
from deskapp.errors import Invalid
from deskapp.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from deskapp.domain.field import OwnFact, Values

LONGEST_NAME = 120
MOST_PHONES = 8
IN_BIN = "is:deleted"  # in a query of the directory
MOST_FURTHER = 20
"""So many further e-mails, addresses, contacts or tags a customer can have at most, each."""
PERSON, FIRM = "person", "firm"
KIND_LABELS = {"": N_("Not said"), PERSON: N_("Person"), FIRM: N_("Firm")}
CHANNEL_LABELS = {
    "": N_("Not said"),
    "phone": N_("By phone"),
    "message": N_("By text message"),
    "email": N_("By e-mail"),
    "post": N_("By post"),
}
_LONGEST_LABEL, _LONGEST_TAG = 20, 30


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
class Email:
    """A further e-mail address and what it is for."""

    address: str
    label: str = ""


@dataclass(frozen=True, slots=True)
class Address:
    """A further address and what it is for, for example delivery."""

    street: str = ""
    postcode: str = ""
    city: str = ""
    country: str = ""
    label: str = ""

    @property
    def shown(self) -> str:
        """On one line."""
        place = " ".join(filter(None, (self.postcode, self.city)))
        return ", ".join(filter(None, (self.street, place, self.country)))


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody at a firm, or beside a customer: the number as typed, and in normal form."""

    name: str
    role: str = ""
    phone: str = ""
    normal: str = ""
    email: str = ""

    @property
    def shown(self) -> str:
        """On one line."""
        return ", ".join(filter(None, (self.name, self.role, self.phone or self.normal, self.email)))


@dataclass(frozen=True, slots=True)
class CustomerDraft:
    """What the desk writes down about a customer.

    `email` and the address are the main ones, of which papers speak; `emails` and `addresses` hold further
    ones. `payer_id` is the customer who pays for this one, `fields` holds the values of the
    shop's own fields.
    """

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
    kind: str = ""
    emails: tuple[Email, ...] = ()
    addresses: tuple[Address, ...] = ()
    contacts: tuple[Contact, ...] = ()
    channel: str = ""
    do_not_contact: bool = False
    price_group: str = ""
    tags: tuple[str, ...] = ()
    iban: str = ""
    payer_id: int | None = None
    fields: Values = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Customer:
    """A customer of the shop, with what the directory shows about them."""

    id: int
    draft: CustomerDraft
    created_at: datetime
    row_version: int = 1
    binned: bool = False
    payer: str = ""  # the name of who pays for them
    own: tuple[OwnFact, ...] = ()

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
    tags: tuple[str, ...] = ()


def checked(draft: CustomerDraft) -> CustomerDraft:
    """The draft as it can be kept; raises `Invalid` naming the field that cannot."""
    clean = replace(
        draft,
        name=text.line(draft.name, "name", LONGEST_NAME),
        company=text.line(draft.company, "company", LONGEST_NAME),
        email=_email(draft.email, "email"),
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
    return _further(clean)


def _further(draft: CustomerDraft) -> CustomerDraft:
    """What few customers have."""
    _count(draft.tags, "tags")
    return replace(
        draft,
        kind=_one_of(draft.kind, KIND_LABELS, "kind"),
        channel=_one_of(draft.channel, CHANNEL_LABELS, "channel"),
        price_group=text.line(draft.price_group, "price_group", 40),
        tags=checked_tags(draft.tags),
        iban=checked_iban(text.line(draft.iban, "iban", 60)),
        emails=_emails(draft.emails),
        addresses=_addresses(draft.addresses),
        contacts=_contacts(draft.contacts),
    )


def _one_of(key: str, known: dict[str, str], field: str) -> str:
    if key not in known:
        keys = ", ".join(filter(None, known))
        message = _("“{value}” is not known here; there is {known}.")
        raise Invalid(message.format(value=text.line(key, field), known=keys), field)
    return key


def _phones(phones: tuple[Phone, ...]) -> tuple[Phone, ...]:
    if len(phones) > MOST_PHONES:
        raise Invalid(_("A customer can have up to {count} phones.").format(count=MOST_PHONES), "phones")
    cleaned = (
        replace(
            phone,
            typed=text.line(phone.typed, "phones", 40),
            label=text.line(phone.label, "phones", _LONGEST_LABEL),
        )
        for phone in phones
    )
    return tuple(phone for phone in cleaned if phone.typed or phone.normal)


def _emails(emails: tuple[Email, ...]) -> tuple[Email, ...]:
    _count(emails, "emails")
    cleaned = (Email(_email(one.address, "emails"), _label(one.label, "emails")) for one in emails)
    return tuple(one for one in cleaned if one.address)


def _addresses(addresses: tuple[Address, ...]) -> tuple[Address, ...]:
    _count(addresses, "addresses")
    cleaned = (
        Address(
            text.line(one.street, "addresses"),
            text.line(one.postcode, "addresses", 20),
            text.line(one.city, "addresses"),
            text.line(one.country, "addresses", 2).upper(),
            _label(one.label, "addresses"),
        )
        for one in addresses
    )
    return tuple(one for one in cleaned if one.shown)


def _contacts(contacts: tuple[Contact, ...]) -> tuple[Contact, ...]:
    _count(contacts, "contacts")
    cleaned = (
        Contact(
            text.line(one.name, "contacts", LONGEST_NAME),
            text.line(one.role, "contacts", 60),
            text.line(one.phone, "contacts", 40),
            one.normal,
            _email(one.email, "contacts"),
        )
        for one in contacts
    )
    kept = tuple(one for one in cleaned if one.shown)
    if any(not one.name for one in kept):
        raise Invalid(_("A contact needs a name."), "contacts")
    return kept


def _label(label: str, field: str) -> str:
    return text.line(label, field, _LONGEST_LABEL)


def _count(given: Sequence[object], field: str) -> None:
    if len(given) > MOST_FURTHER:
        message = _("A customer can have up to {count} of these.")
        raise Invalid(message.format(count=MOST_FURTHER), field)


def _email(address: str, field: str) -> str:
    clean = text.line(address, field, 254)
    name, at, host = clean.partition("@")
    if clean and not (name and at and "." in host and not {" ", "@"} & {*name, *host}):
        raise Invalid(
            _("“{address}” is not an e-mail address; write it like name@example.org.").format(address=clean),
            field,
        )
    return clean

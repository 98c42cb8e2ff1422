"""Two customers who are one: what is chosen, what joins, and what leaves again when it is undone."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING, Any

from deskapp.domain import text
from deskapp.domain.customer import MOST_FURTHER, MOST_PHONES, Address, Contact, Customer, Email, Phone
from deskapp.domain.field import PREFIX
from deskapp.errors import Invalid
from deskapp.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import datetime

    from deskapp.domain.customer import CustomerDraft

ADDRESS = ("street", "postcode", "city", "country")
CHOSEN = {
    "name": N_("Name"),
    "company": N_("Company"),
    "kind": N_("Kind"),
    "email": N_("E-mail"),
    "street": N_("Street"),
    "postcode": N_("Postcode"),
    "city": N_("City"),
    "country": N_("Country"),
    "language": N_("Language"),
    "channel": N_("Contact by"),
    "do_not_contact": N_("Do not contact"),
    "price_group": N_("Price group"),
    "tax_id": N_("Tax id"),
    "iban": N_("IBAN"),
    "alert": N_("Alert"),
    "payer_id": N_("Payer"),
}
"""Of what the one who is kept can have only one, with what people call it."""

JOINED = {
    "phones": N_("Phones"),
    "emails": N_("Further e-mails"),
    "addresses": N_("Further addresses"),
    "contacts": N_("Contacts"),
    "tags": N_("Tags"),
    "note": N_("Note"),
}
"""What the one who is kept gets from both."""


@dataclass(frozen=True, slots=True)
class Joined:
    """What came to a customer from another one."""

    phones: tuple[Phone, ...] = ()
    emails: tuple[Email, ...] = ()
    addresses: tuple[Address, ...] = ()
    contacts: tuple[Contact, ...] = ()
    tags: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Side:
    """A customer who is to be merged, with what tells which one to keep."""

    customer: Customer
    tickets: int
    devices: int
    last_visit: datetime | None


@dataclass(frozen=True, slots=True)
class PastMerge:
    """A merge that can be undone: who came, when, by whom and with how many tickets."""

    id: int
    at: datetime
    person: str
    gone_id: int
    gone: str
    tickets: int


@dataclass(frozen=True, slots=True)
class Stayed:
    """A field that was edited after the merge, so that undoing it leaves the edit: both are shown."""

    field: str
    now: str
    before: str
    called: str = ""  # a field of the shop's own

    @property
    def label(self) -> str:
        """What people call the field."""
        return self.called or _(CHOSEN.get(self.field) or JOINED.get(self.field, self.field))


@dataclass(frozen=True, slots=True)
class Parted:
    """What undoing a merge left: two customers again."""

    kept: Customer
    gone: Customer
    tickets: int
    stayed: tuple[Stayed, ...] = ()


def better_kept(sides: Sequence[Side]) -> int:
    """The place of the one whom to keep: with more tickets, then the one who is longer in the directory."""
    order = [(-side.tickets, side.customer.created_at, side.customer.id) for side in sides]
    return order.index(min(order))


def lacking(kept: CustomerDraft, other: CustomerDraft) -> frozenset[str]:
    """The fields that the kept one lacks and the other has; an address is taken whole or not at all.

    The shop's own fields stand here and in what is `taken` as `PREFIX` and their key.
    """
    found = {name for name in CHOSEN if not getattr(kept, name) and getattr(other, name)}
    found |= {PREFIX + key for key in other.fields.keys() - kept.fields.keys()}
    if any(getattr(kept, name) for name in ADDRESS[:3]):
        found -= set(ADDRESS)
    return frozenset(found)


def join(kept: CustomerDraft, gone: CustomerDraft, taken: Iterable[str]) -> tuple[CustomerDraft, Joined]:
    """The kept one with the `taken` fields of the other, and what joins to the lists.

    An e-mail or address that is the main one no more, or never was, becomes a further one.
    """
    main = _with_taken(kept, gone, frozenset(taken))
    joined = brought(kept, gone, main)
    return _checked(with_joined(main, joined)), joined


def _with_taken(kept: CustomerDraft, gone: CustomerDraft, taken: frozenset[str]) -> CustomerDraft:
    own = {key: value for key, value in kept.fields.items() if PREFIX + key not in taken}
    own |= {key: value for key, value in gone.fields.items() if PREFIX + key in taken}
    return replace(kept, **{name: getattr(gone, name) for name in taken if name in CHOSEN}, fields=own)


def brought(kept: CustomerDraft, gone: CustomerDraft, main: CustomerDraft) -> Joined:
    """What joins to the lists of the kept one, of whom `main` says what stands in the fields from then on."""
    emails = (Email(kept.email), Email(gone.email), *gone.emails)
    addresses = (main_address(kept), main_address(gone), *gone.addresses)
    return Joined(
        _missing(gone.phones, kept.phones),
        _missing(emails, (Email(main.email), *kept.emails)),
        _missing(addresses, (main_address(main), *kept.addresses)),
        _missing(gone.contacts, kept.contacts),
        _missing(gone.tags, kept.tags),
        "" if has_note(kept.note, gone.note) else gone.note,
    )


def with_joined(draft: CustomerDraft, joined: Joined) -> CustomerDraft:
    """The draft with what joins behind its own."""
    lists: dict[str, Any] = {
        name: (*getattr(draft, name), *getattr(joined, name)) for name in JOINED if name != "note"
    }
    return replace(draft, **lists, note="\n\n".join(filter(None, (draft.note, joined.note))))


def held(draft: CustomerDraft) -> Joined:
    """All that a customer would bring."""
    return Joined(
        draft.phones,
        tuple(one for one in (Email(draft.email), *draft.emails) if one.address),
        tuple(one for one in (main_address(draft), *draft.addresses) if one.shown),
        draft.contacts,
        draft.tags,
        draft.note,
    )


def main_address(draft: CustomerDraft) -> Address:
    """The address of which papers speak."""
    return Address(*(getattr(draft, name) for name in ADDRESS))


def has_note(note: str, piece: str) -> bool:
    """Whether a note says all of another one already."""
    return f"\n\n{piece}\n\n" in f"\n\n{note}\n\n"


def without_note(note: str, piece: str) -> str:
    """The note without a piece that came to it; the piece has to be there."""
    return f"\n\n{note}\n\n".replace(f"\n\n{piece}\n\n", "\n\n", 1).strip("\n")


def key(value: Any) -> str:
    """By which two entries of a list are the same to people."""
    return _KEYS[type(value)](value)


def plain(joined: Joined) -> dict[str, Any]:
    """As JSON keeps it."""
    rows = {name: [list(_values(one)) for one in getattr(joined, name)] for name in _MADE}
    return {**rows, "tags": list(joined.tags), "note": joined.note}


def from_plain(said: dict[str, Any]) -> Joined:
    """What JSON kept."""
    rows = {name: tuple(made(*values) for values in said[name]) for name, made in _MADE.items()}
    return Joined(**rows, tags=tuple(said["tags"]), note=said["note"])


def _values(one: Any) -> tuple[Any, ...]:
    return tuple(getattr(one, field.name) for field in fields(one))


def _missing(offered: Sequence[Any], there: Sequence[Any]) -> tuple[Any, ...]:
    known, found = {key(one) for one in there} | {""}, []
    for one in offered:
        if key(one) not in known:
            known.add(key(one))
            found.append(one)
    return tuple(found)


def _checked(draft: CustomerDraft) -> CustomerDraft:
    """Refuse what would be more than a customer can have."""
    for name, label in JOINED.items():
        most = {"phones": MOST_PHONES, "note": text.LONGEST_TEXT}.get(name, MOST_FURTHER)
        if len(getattr(draft, name)) > most:
            message = _("{field}: both together are more than the {count} that fit; remove some before.")
            raise Invalid(message.format(field=_(label), count=most), name)
    return draft


def _phone_key(phone: Phone) -> str:
    return phone.normal or text.digits(phone.typed) or text.fold(phone.typed)


def _said(one: Address | Contact) -> str:
    return " ".join(text.words(one.shown))


_KEYS: dict[type, Callable[[Any], str]] = {
    Phone: _phone_key,
    Email: lambda email: email.address.lower(),
    Address: _said,
    Contact: _said,
    str: str.casefold,
}
_MADE = {"phones": Phone, "emails": Email, "addresses": Address, "contacts": Contact}

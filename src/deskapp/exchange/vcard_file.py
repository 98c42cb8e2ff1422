"""Writing customers to a file of address cards, vCard 4.0 (RFC 6350), which phones and mail programs read."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from deskapp.domain.customer import FIRM, Address
from deskapp.errors import DeskError
from deskapp.i18n import _
from deskapp.services.phone_bulk import normalised_quickly
from deskapp.whole_file import write_whole

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from deskapp.domain.customer import Customer, CustomerDraft, Phone

_LONGEST_LINE = 75  # bytes, as the standard asks for
_WORDS = {"mobile": "cell", "mobil": "cell", "work": "work", "home": "home", "fax": "fax"}


def save_cards(customers: Iterable[Customer], path: Path) -> Path:
    """Write a card for each customer, whole or not at all; raises `DeskError` with nothing left behind."""
    target = path if path.suffix else path.with_suffix(".vcf")
    content = "".join(card_text(customer) for customer in customers).encode()
    try:
        write_whole(target, content)
    except OSError as error:
        message = _("“{name}” cannot be written: {reason}. Choose another folder.")
        raise DeskError(message.format(name=target.name, reason=error.strerror)) from error
    return target


def card_text(customer: Customer) -> str:
    """A card with its line ends."""
    lines = ("BEGIN:VCARD", "VERSION:4.0", *_lines(customer), "END:VCARD")
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def _lines(customer: Customer) -> Iterator[str]:
    draft = customer.draft
    yield f"UID:urn:deskapp:customer:{customer.id}"
    if draft.kind:
        yield f"KIND:{'org' if draft.kind == FIRM else 'individual'}"
    yield f"FN:{_escaped(customer.name)}"
    given, _space, family = draft.name.rpartition(" ")
    yield f"N:{_structured(family, given, '', '', '')}"
    if draft.company:
        yield f"ORG:{_escaped(draft.company)}"
    yield from (_telephone(phone, draft.country) for phone in draft.phones)
    yield from _mails(draft)
    own = Address(draft.street, draft.postcode, draft.city, draft.country)
    yield from (_address(one) for one in (own, *draft.addresses) if one.shown)
    if draft.language:
        yield f"LANG:{_escaped(draft.language)}"
    if draft.tags:
        yield "CATEGORIES:" + ",".join(_escaped(tag) for tag in draft.tags)
    if draft.note:
        yield f"NOTE:{_escaped(draft.note)}"


def _telephone(phone: Phone, country: str) -> str:
    """As it was typed, unless that would be another number where the address on the card is."""
    if phone.normal and normalised_quickly(replace(phone, normal=""), country).normal != phone.normal:
        return f"TEL;VALUE=uri{_type(phone.label)}:tel:{phone.normal}"
    return f"TEL;VALUE=text{_type(phone.label)}:{_escaped(phone.shown)}"


def _mails(draft: CustomerDraft) -> Iterator[str]:
    if draft.email:
        yield f"EMAIL;PREF=1:{_escaped(draft.email)}"
    for one in draft.emails:
        yield f"EMAIL{_type(one.label)}:{_escaped(one.address)}"


def _address(one: Address) -> str:
    return f"ADR{_type(one.label)}:{_structured('', '', one.street, one.city, '', one.postcode, one.country)}"


def _type(label: str) -> str:
    known = _WORDS.get(label.casefold(), "")
    return f";TYPE={known}" if known else ""


def _structured(*parts: str) -> str:
    return ";".join(_escaped(part) for part in parts)


def _escaped(text: str) -> str:
    for sign in "\\,;":
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> str:
    """The line in pieces of 75 bytes, cut between letters."""
    if len(line.encode()) <= _LONGEST_LINE:
        return line
    pieces, piece, room = [], "", _LONGEST_LINE
    for sign in line:
        size = len(sign.encode())
        if size > room:
            pieces.append(piece)
            piece, room = "", _LONGEST_LINE - 1
        piece += sign
        room -= size
    return "\r\n ".join((*pieces, piece))

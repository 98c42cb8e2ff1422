"""An enquiry: something asked before there is a ticket; it takes no number of a series."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum

from deskapp.domain import customer, text
from deskapp.domain.customer import CustomerDraft, Phone
from deskapp.errors import Invalid
from deskapp.i18n import _

_WRITTEN = re.compile(r"(?:e-?)?([0-9]{1,12})", re.IGNORECASE)
LONGEST_PHONE, LONGEST_EMAIL, LONGEST_QUESTION = 40, 254, 4000


@dataclass(frozen=True, slots=True)
class EnquiryDraft:
    """What somebody asked, and how to reach them; a customer of the directory needs no name here."""

    text: str
    name: str = ""
    phone: str = ""
    email: str = ""
    customer_id: int | None = None


@dataclass(frozen=True, slots=True)
class Enquiry:
    """An enquiry in the book. `customer` is the name in the directory, `ticket` what became of it.

    `reach` is a way to get back to whoever asked: as it was written down, else as the directory has it.
    """

    id: int
    draft: EnquiryDraft
    at: datetime
    person: str = ""
    customer: str = ""
    reach: str = ""
    ticket: str = ""
    closed_at: datetime | None = None
    row_version: int = 1
    binned: bool = False

    @property
    def number(self) -> str:
        """By what people call it."""
        return enquiry_number(self.id)

    @property
    def name(self) -> str:
        """Who asked, as far as that is known."""
        return self.customer or self.draft.name

    @property
    def is_open(self) -> bool:
        """Whether somebody still waits for an answer."""
        return self.closed_at is None


@dataclass(frozen=True, slots=True)
class EnquiryLink:
    """The enquiry that a ticket was before, and when it was asked."""

    id: int
    at: datetime

    @property
    def number(self) -> str:
        """By what people call it."""
        return enquiry_number(self.id)


class EnquiryShow(Enum):
    """Which enquiries are listed."""

    OPEN = "open"
    CLOSED = "closed"
    ALL = "all"


def enquiry_number(enquiry_id: int) -> str:
    """For example E-12."""
    return f"E-{enquiry_id}"


def enquiry_id(typed: str) -> int:
    """The id behind what somebody typed, `E-12`, `e12` or `12`; raises `Invalid`."""
    read = _WRITTEN.fullmatch(typed.strip())
    if read is None:
        message = _("“{text}” is no enquiry; write its number like E-12.")
        raise Invalid(message.format(text=text.line(typed[:40], "number")), "number")
    return int(read[1])


def checked(draft: EnquiryDraft) -> EnquiryDraft:
    """An enquiry as it can be kept; raises `Invalid` naming the field that cannot."""
    question = text.block(draft.text, "text", LONGEST_QUESTION)
    if not question:
        raise Invalid(_("Write down what was asked."), "text")
    phones = (Phone(draft.phone),) if draft.phone.strip() else ()
    who = customer.checked(CustomerDraft(draft.name.strip() or "?", phones, email=draft.email))
    return replace(
        draft,
        text=question,
        name=who.name if draft.name.strip() else "",
        phone=who.phones[0].typed if who.phones else "",
        email=who.email,
    )


def as_customer(draft: EnquiryDraft) -> CustomerDraft | None:
    """Who asked, as a customer who is not in the directory yet; None where nothing is known of them."""
    if draft.customer_id is not None or not (draft.name or draft.phone or draft.email):
        return None
    phones = (Phone(draft.phone),) if draft.phone else ()
    return CustomerDraft(draft.name or draft.phone or draft.email, phones, email=draft.email)

"""Erasing a person: what goes, what stays because the law wants it, and what has to be done before."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from deskapp.errors import Invalid
from deskapp.i18n import N_, _

if TYPE_CHECKING:
    from datetime import datetime

    from deskapp.domain.customer import Customer
    from deskapp.domain.customer_history import CustomerEvent
    from deskapp.domain.device import Device
    from deskapp.domain.loan import Loan
    from deskapp.domain.ticket import Ticket

GOES = {
    "master": N_("Name, tax id, bank account, note, alert and own fields"),
    "reach": N_("Phones, e-mails, addresses and contacts"),
    "devices": N_("Serial numbers, IMEI, frame numbers and notes of devices"),
    "photos": N_("Photos"),
    "secrets": N_("Passcodes and patterns"),
    "drafts": N_("Unfinished tickets that name the person"),
    "enquiries": N_("Enquiries"),
    "texts": N_("Texts in the person’s tickets: the name is blacked out"),
    "elsewhere": N_("Texts elsewhere that name the person: blacked out too"),
    "notes": N_("Notes about loans and about changes of owner"),
    "views": N_("Saved views that name the person"),
    "merges": N_("Merges with this person, which cannot be undone any more"),
    "history": N_("Old and new values in the history"),
    "imports": N_("Traces of imports"),
}
"""What an erasure takes, in the order in which it is told."""

STAYS = {
    "tickets": N_("Tickets with number, dates and status history"),
    "lines": N_("Lines with prices and tax"),
    "papers": N_("The list of printed papers, with day and kind"),
    "kinds": N_("Type, brand and model of devices"),
    "acts": N_("The history: who did what and when, without values"),
}
"""What it leaves, because books must be kept and because it names nobody."""


@dataclass(frozen=True, slots=True)
class Count:
    """So many of one kind."""

    kind: str
    number: int

    @property
    def label(self) -> str:
        """What people call the kind."""
        return _((GOES | STAYS)[self.kind])


@dataclass(frozen=True, slots=True)
class ErasurePlan:
    """What erasing somebody would do; `obstacles` say what has to be done first, a sentence each.

    `remarks` say what is left although it is theirs too, and where.
    """

    customer_id: int
    name: str
    goes: tuple[Count, ...]
    stays: tuple[Count, ...]
    obstacles: tuple[str, ...] = ()
    remarks: tuple[str, ...] = ()

    def confirm(self, typed: str) -> None:
        """Raises `Invalid` unless the customer's number was typed."""
        if typed.strip() != str(self.customer_id):
            message = _("Type the customer’s number, {number}, to erase them.")
            raise Invalid(message.format(number=self.customer_id), "confirmed")


@dataclass(frozen=True, slots=True)
class Erased:
    """What an erasure did. `clean` is False where the file could not be rewritten, because it is in use.

    `left` are names, numbers, addresses and codes of theirs of six signs or more that are in the file all the
    same: where it could be rewritten, because others have them too.
    """

    customer_ids: tuple[int, ...]
    counts: tuple[Count, ...]
    clean: bool = True
    left: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ErasureNote:
    """One line of the list outside the shop file: whom a restored backup has to forget again."""

    shop: str
    customer_id: int
    since: datetime
    at: datetime


def erased_name(customer_id: int) -> str:
    """What an erased customer is called from then on."""
    return _("Erased customer {number}").format(number=customer_id)


def counts(found: dict[str, int], kinds: dict[str, str]) -> tuple[Count, ...]:
    """The kinds of which there are any, in the order of the list."""
    return tuple(Count(kind, found[kind]) for kind in kinds if found.get(kind))


def redaction_mark() -> str:
    """What stands in a text in place of a name."""
    return _("[erased]")


@dataclass(frozen=True, slots=True)
class Change:
    """One entry of the history about a person: what was done, to what, and the values it changed."""

    at: datetime
    person: str
    action: str
    kind: str
    record: str
    values: tuple[tuple[str, Any, Any], ...]


@dataclass(frozen=True, slots=True)
class PersonPhoto:
    """A photo on one of the person's tickets; its content is read when it is written."""

    number: str
    item: int | None
    caption: str
    at: datetime
    sha256: str
    media_type: str

    @property
    def file_name(self) -> str:
        """Under which it lies in the folder of an export."""
        ending = {"image/jpeg": "jpg", "image/png": "png", "image/webp": "webp"}.get(self.media_type, "bin")
        return f"{self.number}-{self.sha256[:12]}.{ending}"


@dataclass(frozen=True, slots=True)
class Mention:
    """Lines that name the person in a record that is not theirs, of the kind that `kind` says."""

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """All that the shop holds of one person. `former` are those who were merged into them.

    `owned` says which device became theirs, when and why; `drafts` are tickets that were begun for them.
    """

    shop: str
    customer: Customer
    former: tuple[Customer, ...]
    tickets: tuple[Ticket, ...]
    devices: tuple[Device, ...]
    owned: tuple[tuple[str, datetime, str], ...]
    loans: tuple[Loan, ...]
    enquiries: tuple[dict[str, Any], ...]
    papers: tuple[CustomerEvent, ...]
    merges: tuple[tuple[datetime, int, int], ...]
    photos: tuple[PersonPhoto, ...]
    changes: tuple[Change, ...]
    drafts: tuple[tuple[datetime, dict[str, Any]], ...] = ()
    mentions: tuple[Mention, ...] = ()

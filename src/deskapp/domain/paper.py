"""What a paper for the customer is made from: values that hold no internal text at all."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from deskapp.i18n import N_

if TYPE_CHECKING:
    from datetime import date, datetime
    from decimal import Decimal

    from deskapp.domain.catalog import Kind
    from deskapp.domain.customer import Customer
    from deskapp.domain.device import DeviceDraft
    from deskapp.domain.field import OwnFact
    from deskapp.domain.item_type import Check
    from deskapp.domain.money import Money
    from deskapp.domain.shop import Shop
    from deskapp.domain.status import Meaning
    from deskapp.domain.tax import Totals
    from deskapp.domain.ticket import ItemReport, Outcome
    from deskapp.domain.warranty import Warranty


class Document(StrEnum):
    """The papers that the desk prints; the value is its name on the command line."""

    CLAIM_TICKET = "claim-ticket"
    SERVICE_SUMMARY = "service-summary"
    LABEL = "label"
    RECEIPT = "receipt"


DOCUMENT_LABELS = {
    Document.CLAIM_TICKET: N_("Claim ticket"),
    Document.SERVICE_SUMMARY: N_("Service summary"),
    Document.LABEL: N_("Item label"),
    Document.RECEIPT: N_("Receipt"),
}


@dataclass(frozen=True, slots=True)
class PaperLine:
    """A line as the customer reads it; `amount` is rounded for showing, sums come from `totals`."""

    description: str
    quantity: Decimal
    unit_price: Money
    amount: Money
    kind: Kind
    result: str = ""
    warranty: Warranty | None = None
    warranty_from: date | None = None
    warranty_until: date | None = None


@dataclass(frozen=True, slots=True)
class PaperItem:
    """One thing brought in, as the customer reads about it."""

    position: int
    device: DeviceDraft
    fault: str
    condition: str
    accessories: str
    report: ItemReport
    status: str
    meaning: Meaning
    outcome: Outcome | None = None
    barrier: str = ""
    lines: tuple[PaperLine, ...] = ()
    own: tuple[OwnFact, ...] = ()
    checklist: tuple[Check, ...] = ()


@dataclass(frozen=True, slots=True)
class TicketPaper:
    """Everything that a claim ticket, a service summary, a label or a receipt may say.

    Moments carry UTC; papers show them in the shop's zone. `status` of an item is the label as the
    shop keeps it; the paper translates it into its own language.
    `printed_at` is the moment of making, so that equal values give equal bytes. `prices_include_tax`
    is how this ticket was priced; the shop's way where it does not say. `terms` are those that were
    frozen with the ticket; the shop's of today where it has none.
    """

    shop: Shop
    number: str
    code: str
    received_at: datetime
    received_by: str
    customer: Customer | None
    items: tuple[PaperItem, ...]
    totals: Totals
    printed_at: datetime
    promised_at: datetime | None = None
    closed_at: datetime | None = None
    handed_over_at: datetime | None = None
    person: str = ""
    group: str = ""
    cost_limit: Money | None = None
    prices_include_tax: bool | None = None
    own: tuple[OwnFact, ...] = ()
    deposit: Money | None = None
    terms: str = ""
    place: str = ""

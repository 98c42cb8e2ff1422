"""A ticket: what a customer brought, what is to be done, and how far it is."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import TYPE_CHECKING

from deskapp.domain import item_secret, text, warranty
from deskapp.domain.catalog import Kind
from deskapp.domain.device import DeviceDraft
from deskapp.domain.device import checked as checked_device
from deskapp.domain.item_type import checked_checks
from deskapp.domain.money import Money, round_minor
from deskapp.domain.tag import checked_tags
from deskapp.domain.tax import TaxedAmount, TaxRate, Totals, totals
from deskapp.domain.ticket_row import Priority
from deskapp.errors import Invalid
from deskapp.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from deskapp.domain.comeback import Comeback
    from deskapp.domain.customer import Customer, CustomerDraft
    from deskapp.domain.enquiry import EnquiryLink
    from deskapp.domain.field import OwnFact, Values
    from deskapp.domain.history import HistoryEntry, Message, Note, StatusStep
    from deskapp.domain.item_secret import Secret, SecretKind
    from deskapp.domain.item_type import Check
    from deskapp.domain.money import Currency
    from deskapp.domain.photo import PhotoDraft
    from deskapp.domain.status import Meaning
    from deskapp.domain.warranty import Warranty

MOST_ITEMS, LONGEST_TERMS = 50, 4000
QUICK = "quick"
"""The kind of a ticket whose work was done while the customer waited."""
LARGEST_QUANTITY = Decimal(100_000)
FINEST_QUANTITY = Decimal("0.0001")


class Outcome(StrEnum):
    """How a repair ended."""

    FIXED = "fixed"
    REPAIRABLE = "repairable"
    END_OF_LIFE = "end_of_life"
    UNKNOWN = "unknown"


OUTCOME_LABELS = {
    Outcome.FIXED: N_("Fixed"),
    Outcome.REPAIRABLE: N_("Repairable"),
    Outcome.END_OF_LIFE: N_("End of life"),
    Outcome.UNKNOWN: N_("Unknown"),
}


@dataclass(frozen=True, slots=True)
class LineDraft:
    """Work or a part to be charged; `item` is the position of the item it belongs to."""

    description: str
    unit_price: Money
    quantity: Decimal = Decimal(1)
    kind: Kind = Kind.SERVICE
    tax_class: str = "standard"
    item: int = 1
    service_id: int | None = None
    warranty: Warranty | None = None
    result: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line as it stands on the ticket, with the tax rates of the day it was written."""

    id: int
    draft: LineDraft
    rates: tuple[TaxRate, ...] = ()
    row_version: int = 1

    @property
    def amount(self) -> Money:
        """Quantity times price, rounded as papers show it, so that what is shown adds up to the sum."""
        price = self.draft.unit_price
        return Money(round_minor(self.draft.quantity * price.minor), price.currency)


@dataclass(frozen=True, slots=True)
class ItemDraft:
    """One thing brought in, as the desk writes it down at the counter.

    `item_type` is the key of a type of the shop, `fields` holds the values of the shop's own fields.
    """

    fault: str = ""
    device: DeviceDraft = field(default_factory=DeviceDraft)
    device_id: int | None = None
    condition: str = ""
    accessories: str = ""
    secret: Secret | None = None  # kept at intake only; afterwards it has its own service
    item_type: str = ""
    checklist: tuple[Check, ...] = ()
    fields: Values = field(default_factory=dict)
    photos: tuple[PhotoDraft, ...] = ()  # kept at intake only, like the secret


@dataclass(frozen=True, slots=True)
class ItemReport:
    """What the bench writes down about an item, in words for the customer."""

    findings: str = ""
    work_done: str = ""
    recommendation: str = ""


@dataclass(frozen=True, slots=True)
class Item:
    """One thing brought in, and how far it is."""

    id: int
    position: int
    device_id: int | None
    device: DeviceDraft
    fault: str
    condition: str
    accessories: str
    report: ItemReport
    status: str
    meaning: Meaning
    closed_at: datetime | None = None
    outcome: Outcome | None = None
    barrier: str = ""
    lines: tuple[Line, ...] = ()
    row_version: int = 1
    secret: SecretKind | None = None  # what is kept to unlock it, never the thing itself
    item_type: str = ""
    checklist: tuple[Check, ...] = ()
    fields: Values = field(default_factory=dict)
    own: tuple[OwnFact, ...] = ()


@dataclass(frozen=True, slots=True)
class Intake:
    """Everything that is written down when a customer comes in.

    Either `customer_id` names a customer of the directory or `customer` is a new one; neither is
    allowed too (an internal ticket). Without `terms` those of the shop are frozen with the ticket.
    """

    items: tuple[ItemDraft, ...]
    customer_id: int | None = None
    customer: CustomerDraft | None = None
    lines: tuple[LineDraft, ...] = ()
    promised_at: datetime | None = None
    planned_at: datetime | None = None
    priority: Priority = Priority.NORMAL
    person_id: int | None = None
    place: str = ""
    tags: tuple[str, ...] = ()
    cost_limit: Money | None = None
    deposit: Money | None = None
    terms: str | None = None
    fields: Values = field(default_factory=dict)
    comeback_of: int | None = None  # the id of the closed ticket that it came back from
    enquiry_id: int | None = None  # the open enquiry that becomes this ticket
    kind: str = ""  # or QUICK


@dataclass(frozen=True, slots=True)
class TicketEdit:
    """The fields of a ticket that can be changed by hand."""

    promised_at: datetime | None = None
    planned_at: datetime | None = None
    priority: Priority = Priority.NORMAL
    person_id: int | None = None
    place: str = ""
    tags: tuple[str, ...] = ()
    cost_limit: Money | None = None
    customer_id: int | None = None
    deposit: Money | None = None
    terms: str = ""
    fields: Values = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ticket:
    """A ticket whole, as the pane shows it."""

    id: int
    number: str
    code: str
    status: str
    meaning: Meaning
    received_at: datetime
    edit: TicketEdit
    customer: Customer | None
    items: tuple[Item, ...]
    currency: Currency
    prices_include_tax: bool
    received_by: str = ""
    person: str = ""
    group: str = ""
    external_id: str = ""
    closed_at: datetime | None = None
    notes: tuple[Note, ...] = ()
    messages: tuple[Message, ...] = ()
    steps: tuple[StatusStep, ...] = ()
    history: tuple[HistoryEntry, ...] = ()
    binned: bool = False
    row_version: int = 1
    own: tuple[OwnFact, ...] = ()
    comeback_of: Comeback | None = None
    came_back: tuple[str, ...] = ()  # the numbers of the tickets by which it came back
    kind: str = ""  # or QUICK
    enquiry: EnquiryLink | None = None  # what it was before

    @property
    def lines(self) -> tuple[Line, ...]:
        """All lines, item by item."""
        return tuple(line for item in self.items for line in item.lines)

    def worked_on(self, item: Item) -> bool:
        """Whether the item took any step here after the one it came with."""
        return sum(step.item == item.position and not step.undone for step in self.steps) > 1

    @property
    def waiting_reason(self) -> str:
        """What the ticket waits for, as it was said when it began to wait; empty when it does not."""
        if self.meaning != "waiting":
            return ""
        return next((s.reason for s in reversed(self.steps) if s.after == self.status and not s.undone), "")

    @property
    def is_above_limit(self) -> bool:
        """Whether the lines cost more than the customer agreed to without being asked."""
        limit = self.edit.cost_limit
        return limit is not None and self.totals.gross.minor > limit.minor

    @property
    def totals(self) -> Totals:
        """The sums of all lines."""
        return line_totals(self.lines, self.currency, inclusive=self.prices_include_tax)


def line_totals(lines: Iterable[Line], currency: Currency, *, inclusive: bool) -> Totals:
    """The sums of some lines."""
    return totals(
        (TaxedAmount(Decimal(line.amount.minor), line.rates) for line in lines), currency, inclusive=inclusive
    )


def checked(intake: Intake) -> Intake:
    """The intake as it can be kept; raises `Invalid` naming the field that cannot."""
    if not 1 <= len(intake.items) <= MOST_ITEMS:
        raise Invalid(_("A ticket holds one to {count} items.").format(count=MOST_ITEMS), "items")
    return replace(
        intake,
        items=tuple(checked_item(item) for item in intake.items),
        lines=tuple(checked_line(line) for line in intake.lines),
        place=text.line(intake.place, "place", 60),
        tags=checked_tags(intake.tags),
        deposit=checked_deposit(intake.deposit),
        terms=None if intake.terms is None else text.block(intake.terms, "terms", LONGEST_TERMS),
    )


def checked_deposit(deposit: Money | None) -> Money | None:
    """What was noted as paid in advance; nothing where it is nothing."""
    if deposit is not None and deposit.minor < 0:
        raise Invalid(_("A deposit is not less than nothing."), "deposit")
    return deposit if deposit and deposit.minor else None


def checked_item(item: ItemDraft) -> ItemDraft:
    """An item as it can be kept: it needs at least a fault or a device. One of the register may be odd."""
    clean = replace(
        item,
        fault=text.block(item.fault, "fault"),
        condition=text.block(item.condition, "condition", 2000),
        accessories=text.line(item.accessories, "accessories"),
        device=checked_device(item.device, item.device if item.device_id is not None else None),
        secret=item_secret.checked(item.secret),
        checklist=checked_checks(item.checklist),
    )
    if not (clean.fault or clean.device.label or clean.device_id):
        raise Invalid(_("Write down what was brought or what is wrong with it."), "fault")
    return clean


def checked_report(report: ItemReport) -> ItemReport:
    """A bench report as it can be kept."""
    return ItemReport(
        text.block(report.findings, "findings"),
        text.block(report.work_done, "work_done"),
        text.block(report.recommendation, "recommendation"),
    )


def checked_line(line: LineDraft) -> LineDraft:
    """A line as it can be kept."""
    clean = replace(
        line,
        description=text.line(line.description, "description"),
        result=text.line(line.result, "result"),
        warranty=warranty.checked(line.warranty),
    )
    if not clean.description:
        raise Invalid(_("A line needs a description."), "description")
    _check_quantity(clean.quantity)
    return clean


def _check_quantity(quantity: Decimal) -> None:
    if not (quantity.is_finite() and 0 < abs(quantity) <= LARGEST_QUANTITY):
        raise Invalid(_("A quantity lies between 0 and {most}.").format(most=LARGEST_QUANTITY), "quantity")
    if quantity % FINEST_QUANTITY:
        raise Invalid(_("A quantity has up to four decimals."), "quantity")


def checked_edit(edit: TicketEdit) -> TicketEdit:
    """The changed fields as they can be kept."""
    return replace(
        edit,
        place=text.line(edit.place, "place", 60),
        tags=checked_tags(edit.tags),
        deposit=checked_deposit(edit.deposit),
        terms=text.block(edit.terms, "terms", LONGEST_TERMS),
    )

"""What the command line says to people: tables with straight columns, and records field by field."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from itertools import zip_longest
from typing import TYPE_CHECKING

from deskapp.domain.customer import CHANNEL_LABELS
from deskapp.domain.field import facts, said
from deskapp.domain.ticket import OUTCOME_LABELS
from deskapp.domain.ticket_row import PRIORITY_LABELS, Priority
from deskapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import datetime

    from deskapp.domain.customer import Customer
    from deskapp.domain.device import DeviceDraft
    from deskapp.domain.field import Field as OwnField
    from deskapp.domain.field import Values
    from deskapp.domain.history import HistoryEntry
    from deskapp.domain.money import Money
    from deskapp.domain.shop import Shop
    from deskapp.domain.status import Status
    from deskapp.domain.ticket import Item, Line, Ticket
    from deskapp.domain.ticket_row import TicketRow

    Field = tuple[str, str]

_GAP = "  "


def table(rows: Iterable[Sequence[str]], longest: int | None = None) -> str:
    """Rows with straight columns; lines longer than `longest` are cut."""
    cells = [[" ".join(cell.split()) for cell in row] for row in rows]
    widths = [max(map(_width, column)) for column in zip_longest(*cells, fillvalue="")]
    lines = (
        _GAP.join(_padded(cell, width) for cell, width in zip(row, widths, strict=True) if width).rstrip()
        for row in cells
    )
    return "\n".join(_cut(line, longest) for line in lines)


def ticket_text(ticket: Ticket, shop: Shop, statuses: Sequence[Status], own: Sequence[OwnField] = ()) -> str:
    """A ticket whole, as somebody reads it at a terminal; `own` are the shop's own fields."""
    says = _Says(shop, {status.key: status.label for status in statuses}, own)
    blocks = [
        f"{ticket.number}{_GAP}{says.labels[ticket.status]}",
        _fields(says.facts(ticket)),
        *(says.item(item, several=len(ticket.items) > 1) for item in ticket.items),
        says.sums(ticket),
        _titled(_("Internal notes"), (says.said(note.at, note.person, note.text) for note in ticket.notes)),
        _titled(_("Messages"), (says.said(m.at, m.person, m.text) for m in ticket.messages)),
        _titled(_("History"), (says.entry(entry) for entry in ticket.history if entry.kind not in _TEXTS)),
    ]
    return "\n\n".join(block for block in blocks if block)


def customer_text(customer: Customer, tickets: Sequence[TicketRow], statuses: Sequence[Status]) -> str:
    """A customer with the newest tickets."""
    draft, labels = customer.draft, {status.key: status.label for status in statuses}
    town = " ".join(part for part in (draft.postcode, draft.city) if part)
    address = ", ".join(part for part in (draft.street, town, draft.country) if part)
    emails = (draft.email, *(one.address for one in draft.emails))
    fields = [
        (_("Company"), draft.company if draft.name else ""),
        (_("Phone"), ", ".join(phone.shown for phone in draft.phones)),
        (_("E-mail"), ", ".join(filter(None, emails))),
        (_("Address"), address),
        (_("Further addresses"), "; ".join(one.shown for one in draft.addresses)),
        (_("Contacts"), "; ".join(one.shown for one in draft.contacts)),
        (_("Wants to hear from us"), _(CHANNEL_LABELS[draft.channel]) if draft.channel else ""),
        (_("Do not contact"), _("yes") if draft.do_not_contact else ""),
        (_("Who pays"), customer.payer),
        (_("Price group"), draft.price_group),
        (_("Tax id"), draft.tax_id),
        (_("IBAN"), draft.iban),
        (_("Tags"), ", ".join(draft.tags)),
        *((fact.field.label, said(fact)) for fact in customer.own),
        (_("Alert"), draft.alert),
        (_("Note"), draft.note),
    ]
    rows = table([(row.number, labels[row.status], row.device, row.fault) for row in tickets])
    blocks = [
        f"{customer.id}{_GAP}{customer.name}",
        _fields(fields),
        _titled(_("Tickets"), rows.splitlines()),
    ]
    return "\n\n".join(block for block in blocks if block)


_TEXTS = frozenset({"note", "message"})  # they have their own place


@dataclass(frozen=True, slots=True)
class _Says:
    """How this shop writes moments and money, and what it calls its statuses."""

    shop: Shop
    labels: dict[str, str]
    own: Sequence[OwnField] = ()

    def facts(self, ticket: Ticket) -> list[Field]:
        edit, customer = ticket.edit, ticket.customer
        phones = ", ".join(phone.shown for phone in customer.phones) if customer else ""
        priority = "" if edit.priority is Priority.NORMAL else _(PRIORITY_LABELS[edit.priority])
        received = _joined(self.moment(ticket.received_at), ticket.received_by)
        return [
            (_("Customer"), _joined(customer.name if customer else ticket.group, phones)),
            (_("Received"), received),
            (_("Promised"), self.moment(edit.promised_at)),
            (_("Planned"), self.moment(edit.planned_at)),
            (_("Closed"), self.moment(ticket.closed_at)),
            (_("Priority"), priority),
            (_("Person"), ticket.person),
            (_("Place"), edit.place),
            (_("Tags"), ", ".join(edit.tags)),
            (_("Cost limit"), self.money(edit.cost_limit)),
            *self._own(edit.fields),
            (_("In the bin"), _("yes") if ticket.binned else ""),
            (_("Other number"), ticket.external_id),
        ]

    def item(self, item: Item, *, several: bool) -> str:
        number = f"{item.position}{_GAP}" if several else ""
        status = self.labels[item.status] if several else ""
        fields = [
            (_("Problem"), item.fault),
            (_("Condition"), item.condition),
            (_("Accessories"), item.accessories),
            *self._own(item.fields),
            (_("Findings"), item.report.findings),
            (_("Work done"), item.report.work_done),
            (_("Recommendation"), item.report.recommendation),
            (_("Outcome"), _joined(_(OUTCOME_LABELS[item.outcome]) if item.outcome else "", item.barrier)),
        ]
        head = f"{number}{_joined(_device(item.device), status)}".strip()
        lines = table([self._line(line) for line in item.lines])
        return "\n".join(part for part in (head, _fields(fields), lines) if part)

    def _own(self, values: Values) -> list[Field]:
        return [(fact.field.label, said(fact)) for fact in facts(values, self.own)]

    def _line(self, line: Line) -> tuple[str, ...]:
        draft = line.draft
        quantity = "" if draft.quantity == 1 else f"{draft.quantity.normalize():f} ×"
        return (quantity, draft.description, self.money(line.amount), draft.result)

    def sums(self, ticket: Ticket) -> str:
        if not ticket.lines:
            return ""
        sums = ticket.totals
        taxes = [
            (f"{tax.rate.name} {tax.rate.percent.normalize():f} %", self.money(tax.tax)) for tax in sums.taxes
        ]
        return _fields([(_("Net"), self.money(sums.net)), *taxes, (_("Total"), self.money(sums.gross))])

    def entry(self, entry: HistoryEntry) -> str:
        text = _("{text} (undone)").format(text=entry.text) if entry.undone else entry.text
        return self.said(entry.at, entry.person, text)

    def said(self, at: datetime, person: str, text: str) -> str:
        return _joined(self.moment(at), person, text)

    def moment(self, moment: datetime | None) -> str:
        from babel.dates import format_datetime

        if moment is None:
            return ""
        local = moment.astimezone(self.shop.zone)
        return str(format_datetime(local, "d MMM y, HH:mm", locale=self._locale())).replace("\u202f", " ")

    def money(self, money: Money | None) -> str:
        from babel.numbers import format_currency

        if money is None:
            return ""
        return str(format_currency(money.amount, money.currency.code, locale=self._locale()))

    def _locale(self) -> str:
        from babel import Locale, UnknownLocaleError

        try:
            return str(Locale.parse(self.shop.language.replace("-", "_")))
        except (UnknownLocaleError, ValueError):
            return "en"


def _device(device: DeviceDraft) -> str:
    return _joined(device.label, device.serial, device.colour, str(device.year or ""))


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)


def _titled(title: str, lines: Iterable[str]) -> str:
    indented = [f"{_GAP}{line}" for text in lines for line in text.splitlines()]
    return "\n".join([title, *indented]) if indented else ""


def _fields(fields: Sequence[Field]) -> str:
    """One line per filled field, the values below each other."""
    filled = [(name, value) for name, value in fields if value]
    widest = max((_width(name) for name, _value in filled), default=0)
    return "\n".join(line for name, value in filled for line in _field(name, value, widest))


def _field(name: str, value: str, widest: int) -> Iterator[str]:
    first, *more = value.splitlines()
    yield f"{_padded(name, widest)}{_GAP}{first}"
    yield from (f"{' ' * widest}{_GAP}{line}".rstrip() for line in more)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))


def _cut(line: str, longest: int | None) -> str:
    if longest is None or _width(line) <= longest:
        return line
    while _width(line) >= longest:
        line = line[:-1]
    return line + "…"


def _width(text: str) -> int:
    """How many places of a terminal the text takes."""
    return sum(map(_places, text))


def _places(char: str) -> int:
    if unicodedata.category(char) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1

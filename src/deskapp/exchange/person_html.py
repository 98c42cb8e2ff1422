"""All that a shop holds of one person as one page to read, which opens without a network.

It is plain text in tables: everything is escaped, nothing in it runs, and nothing is loaded from elsewhere.
"""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from deskapp.domain.paper import DOCUMENT_LABELS, Document
from deskapp.exchange.person_words import act_of, own_rows, values_of
from deskapp.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from datetime import datetime

    from deskapp.domain.field import Field
    from deskapp.domain.privacy import PersonRecord
    from deskapp.domain.ticket import Item, Ticket

    Rows = Iterable[tuple[str, str]]

_STYLE = """
:root { color-scheme: light dark; --line: #d5d9e0; --muted: #5c6675; --sheet: #fff; --ground: #f4f5f8;
  --text: #1b2330; }
@media (prefers-color-scheme: dark) { :root { --line: #3a4250; --muted: #a3acba; --sheet: #1d222b;
  --ground: #15191f; --text: #e8ebf0; } }
body { background: var(--ground); color: var(--text); margin: 0 auto; max-width: 52rem; padding: 2rem 1rem;
  font: 16px/1.5 system-ui, "Noto Sans", sans-serif; }
h1 { font-size: 1.6rem; margin: 0; } h2 { font-size: 1.15rem; margin: 2.5rem 0 .5rem; }
h3 { font-size: 1rem; margin: 1.5rem 0 .25rem; } .muted { color: var(--muted); margin: .25rem 0 0; }
section { background: var(--sheet); border: 1px solid var(--line); border-radius: 10px; margin: 1rem 0;
  padding: 1rem 1.25rem; } section > h2, section > h3:first-child { margin-top: 0; }
table { border-collapse: collapse; width: 100%; }
th, td { border-top: 1px solid var(--line); padding: .35rem .75rem .35rem 0; text-align: start;
  vertical-align: top; overflow-wrap: anywhere; white-space: pre-wrap; }
tr:first-child > * { border-top: 0; } th { color: var(--muted); font-weight: 400; width: 12rem; }
thead th { width: auto; } figure { display: inline-block; margin: .5rem 1rem .5rem 0; max-width: 15rem; }
img { border-radius: 6px; max-width: 100%; } figcaption { color: var(--muted); font-size: .875rem; }
@media print { body { background: none; } section { break-inside: avoid-page; } }
"""
_ALLOWED = "default-src 'none'; img-src 'self' file:; style-src 'unsafe-inline'"


@dataclass(frozen=True, slots=True)
class ShopWords:
    """What the shop calls its statuses, by their keys, and its own fields; its clock is that of `zone`."""

    statuses: Mapping[str, str]
    fields: Sequence[Field]
    zone: str


def person_page(record: PersonRecord, words: ShopWords, language: str, made_at: datetime) -> str:
    """The page; `language` is that of its words."""
    return _Page(record, words).whole(language, made_at)


class _Page:
    def __init__(self, record: PersonRecord, words: ShopWords) -> None:
        self._record, self._statuses = record, words.statuses
        self._fields, self._zone = words.fields, ZoneInfo(words.zone)

    def whole(self, language: str, made_at: datetime) -> str:
        name, shop = self._record.customer.name, self._record.shop
        title = _("What {shop} holds of {name}").format(shop=shop, name=name)
        words = _("Made on {day}. The same is in data.json for other programs.")
        parts = (
            f'<!doctype html>\n<html lang="{escape(language)}"><head><meta charset="utf-8">',
            f'<meta http-equiv="Content-Security-Policy" content="{_ALLOWED}">',
            '<meta name="viewport" content="width=device-width">',
            f"<title>{escape(title)}</title><style>{_STYLE}</style></head><body>",
            f'<h1 dir="auto">{escape(title)}</h1>',
            f'<p class="muted">{escape(words.format(day=self._moment(made_at)))}</p>',
            *self._parts(),
            "</body></html>\n",
        )
        return "\n".join(parts)

    def _parts(self) -> Iterator[str]:
        record = self._record
        yield _section(_("Person"), _facts(self._person()))
        devices = [
            (one.draft.name, ", ".join((*one.draft.codes, *filter(None, (one.draft.colour, one.draft.note)))))
            for one in record.devices
        ]
        yield _section(_("Devices"), _facts([*devices, *self._owned()]))
        for ticket in record.tickets:
            yield self._ticket(ticket)
        loans = [(one.device, self._span(one.out_at, one.back_at, one.note)) for one in record.loans]
        yield _section(_("Loaners"), _facts(loans))
        asked = [(self._moment(one["at"]), _said(one)) for one in record.enquiries]
        yield _section(_("Enquiries"), _facts(asked))
        begun = [(self._moment(at), "\n".join(_leaves(content))) for at, content in record.drafts]
        yield _section(_("Unfinished tickets"), _facts(begun))
        named = [(one.kind, one.text) for one in record.mentions]
        yield _section(_("Lines that name them elsewhere"), _facts(named))
        papers = [
            (self._moment(one.at), f"{one.number}: {_(DOCUMENT_LABELS[Document(one.text)])}")
            for one in record.papers
        ]
        yield _section(_("Printed papers"), _facts(papers))
        yield _section(_("Changes that were written down"), self._changes())

    def _person(self) -> Iterator[tuple[str, str]]:
        for customer in (self._record.customer, *self._record.former):
            draft = customer.draft
            yield _("Number"), str(customer.id)
            yield _("Name"), draft.name
            yield _("Company"), draft.company
            yield from ((_("Phone"), _with(one.shown, one.label)) for one in draft.phones)
            yield _("E-mail"), draft.email
            yield from ((_("E-mail"), _with(one.address, one.label)) for one in draft.emails)
            place = " ".join(filter(None, (draft.postcode, draft.city)))
            yield _("Address"), ", ".join(filter(None, (draft.street, place, draft.country)))
            yield from ((_("Address"), _with(one.shown, one.label)) for one in draft.addresses)
            yield from ((_("Contact"), one.shown) for one in draft.contacts)
            yield _("Tax id"), draft.tax_id
            yield _("IBAN"), draft.iban
            yield _("Tags"), ", ".join(draft.tags)
            yield _("Paid by"), customer.payer
            yield from own_rows(draft.fields, self._fields)
            yield _("Alert"), draft.alert
            yield _("Note of the staff"), draft.note
            yield _("Written down"), self._moment(customer.created_at)

    def _owned(self) -> Iterator[tuple[str, str]]:
        for device, at, reason in self._record.owned:
            yield device, _with(_("theirs since {day}").format(day=self._moment(at)), reason)

    def _ticket(self, ticket: Ticket) -> str:
        closed = self._moment(ticket.closed_at) if ticket.closed_at else ""
        facts = [
            (_("Taken in"), self._moment(ticket.received_at)),
            (_("Closed"), closed),
            (_("Total"), f"{ticket.totals.gross.amount:f} {ticket.totals.gross.currency.code}"),
            *own_rows(ticket.edit.fields, self._fields),
        ]
        body = [_facts(facts)]
        for item in ticket.items:
            body += [f'<h3 dir="auto">{escape(item.device.label or _("Item"))}</h3>']
            body += [_facts(_item(item, self._fields))]
        body += [_table((_("Status"), _("Day"), _("Reason")), self._steps(ticket))]
        said = [(self._moment(one.at), one.text) for one in ticket.messages]
        notes = [(self._moment(one.at), one.text) for one in ticket.notes]
        for heading, rows in ((_("Messages"), said), (_("Internal notes of the staff"), notes)):
            body += [f"<h3>{escape(heading)}</h3>", _facts(rows)] if rows else []
        body += self._photos(ticket.number)
        return _section(_("Ticket {number}").format(number=ticket.number), "\n".join(body))

    def _steps(self, ticket: Ticket) -> list[tuple[str, ...]]:
        label = self._statuses.get
        return [(label(one.after, one.after), self._moment(one.at), one.reason) for one in ticket.steps]

    def _photos(self, number: str) -> Iterator[str]:
        for photo in self._record.photos:
            if photo.number == number:
                file = escape(f"photos/{photo.file_name}")
                words = escape(photo.caption or self._moment(photo.at))
                yield f'<figure><img src="{file}" alt="{words}"><figcaption>{words}</figcaption></figure>'

    def _changes(self) -> str:
        rows = [
            (self._moment(change.at), act_of(change), values_of(change, self._statuses))
            for change in self._record.changes
        ]
        return _table((_("Day"), _("What"), _("Values")), rows)

    def _span(self, since: datetime, until: datetime | None, note: str) -> str:
        return _with(f"{self._moment(since)} – {self._moment(until) if until else ''}", note)

    def _moment(self, moment: datetime) -> str:
        return f"{moment.astimezone(self._zone):%Y-%m-%d %H:%M}"


def _item(item: Item, fields: Sequence[Field]) -> Iterator[tuple[str, str]]:
    yield _("Problem"), item.fault
    yield _("Condition"), item.condition
    yield _("Accessories"), item.accessories
    yield _("Findings"), item.report.findings
    yield _("Work done"), item.report.work_done
    yield _("Recommendation"), item.report.recommendation
    yield from own_rows(item.fields, fields)
    for line in item.lines:
        price = f"{line.draft.quantity:f} × {line.draft.unit_price.amount:f}"
        yield _("Line"), _with(line.draft.description, price)


def _leaves(value: object) -> Iterator[str]:
    """The texts in what was typed on a page."""
    if isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from _leaves(one)
    elif isinstance(value, str) and value:
        yield value


def _said(enquiry: dict[str, object]) -> str:
    return "\n".join(str(enquiry[name]) for name in ("name", "phone", "email", "text") if enquiry[name])


def _with(text: str, more: str) -> str:
    return f"{text} ({more})" if text and more else text or more


def _section(heading: str, body: str) -> str:
    return f'<section><h2 dir="auto">{escape(heading)}</h2>\n{body}</section>' if body else ""


def _facts(rows: Rows) -> str:
    """Names and values; what is empty is left out."""
    cells = (
        f'<tr><th>{escape(name)}</th><td dir="auto">{escape(value)}</td></tr>'
        for name, value in rows
        if value
    )
    body = "\n".join(cells)
    return f"<table>{body}</table>" if body else ""


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    head = "".join(f"<th>{escape(one)}</th>" for one in heads)
    body = "\n".join(
        "<tr>" + "".join(f'<td dir="auto">{escape(one)}</td>' for one in row) + "</tr>" for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>" if rows else ""

"""The values that papers are made from, and the record that a paper was printed."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert

from deskapp.domain.paper import Document, PaperItem, PaperLine, TicketPaper
from deskapp.services import audit
from deskapp.services.shop import read_shop
from deskapp.services.status import written_labels
from deskapp.services.ticket_act import touch
from deskapp.services.ticket_read import read_ticket, ticket_id_of
from deskapp.store import schema

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from deskapp.clock import Clock
    from deskapp.domain.actor import Actor
    from deskapp.domain.customer import Customer
    from deskapp.domain.shop import Shop
    from deskapp.domain.ticket import Item, Line, Ticket
    from deskapp.store.engine import ShopFile


class Papers:
    """What the desk hands out about a ticket."""

    def __init__(self, file: ShopFile, clock: Clock) -> None:
        self._file = file
        self._clock = clock

    def ticket(self, actor: Actor, number: str) -> TicketPaper:
        """Everything a customer's paper may say about a ticket; it holds no internal text."""
        with self._file.read() as connection:
            ticket = read_ticket(connection, ticket_id_of(connection, number))
            return _paper(ticket, read_shop(connection), written_labels(connection), self._clock.now())

    def printed(self, actor: Actor, number: str, document: Document, pdf: bytes) -> None:
        """Write down that a paper was handed out; that is not undone."""
        with self._file.write() as tx:
            ticket_id, now = ticket_id_of(tx, number), self._clock.now()
            values = {
                "ticket_id": ticket_id,
                "document": document.value,
                "person_id": actor.person_id,
                "at": now,
                "sha256": hashlib.sha256(pdf).hexdigest(),
            }
            tx.execute(insert(schema.printing), values)
            audit.record(tx, actor, now, "print", ("ticket", ticket_id), {"document": (None, document.value)})
            touch(tx, ticket_id, now)


def _paper(ticket: Ticket, shop: Shop, labels: Mapping[str, str], now: datetime) -> TicketPaper:
    collected = [item.closed_at for item in ticket.items if item.status == "collected" and item.closed_at]
    return TicketPaper(
        shop=shop,
        number=ticket.number,
        code=ticket.code,
        received_at=ticket.received_at,
        received_by=ticket.received_by,
        customer=_without_internal_text(ticket.customer),
        items=tuple(_item(item, shop, labels) for item in ticket.items),
        totals=ticket.totals,
        printed_at=now,
        promised_at=ticket.edit.promised_at,
        closed_at=ticket.closed_at,
        handed_over_at=max(collected, default=None),
        person=ticket.person,
        group=ticket.group,
        cost_limit=ticket.edit.cost_limit,
        prices_include_tax=ticket.prices_include_tax,
        own=ticket.own,
        deposit=ticket.edit.deposit,
        terms=ticket.edit.terms or shop.terms,
        place=ticket.edit.place,
    )


def _without_internal_text(customer: Customer | None) -> Customer | None:
    """The customer without what the staff wrote about them."""
    if customer is None:
        return None
    own: dict[str, Any] = {"note": "", "alert": "", "tags": (), "price_group": "", "iban": "", "contacts": ()}
    own["fields"] = {}
    return replace(customer, draft=replace(customer.draft, **own), own=())


def _item(item: Item, shop: Shop, labels: Mapping[str, str]) -> PaperItem:
    return PaperItem(
        position=item.position,
        device=item.device,
        fault=item.fault,
        condition=item.condition,
        accessories=item.accessories,
        report=item.report,
        status=labels[item.status],
        meaning=item.meaning,
        outcome=item.outcome,
        barrier=item.barrier,
        lines=tuple(_line(line, item, shop) for line in item.lines),
        own=item.own,
        checklist=item.checklist,
    )


def _line(line: Line, item: Item, shop: Shop) -> PaperLine:
    draft = line.draft
    start = None
    if item.status == "collected" and item.closed_at:
        start = item.closed_at.astimezone(shop.zone).date()
    return PaperLine(
        description=draft.description,
        quantity=draft.quantity,
        unit_price=draft.unit_price,
        amount=line.amount,
        kind=draft.kind,
        result=draft.result,
        warranty=draft.warranty,
        warranty_from=start if draft.warranty else None,
        warranty_until=draft.warranty.until(start) if draft.warranty and start else None,
    )

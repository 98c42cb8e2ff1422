"""Finds devices by words, by parts of their numbers and by their owners.

Tickets are found by the words and numbers of their devices, so their search index leads here too; what
was written into the register by itself has an entry among the owners. Both only narrow down what is
then looked at in the device's own columns.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import (
    ColumnElement,
    Select,
    and_,
    column,
    func,
    literal,
    literal_column,
    or_,
    select,
    table,
    union,
)

from deskapp.domain import text
from deskapp.domain.device import DeviceRow, Show, code_key
from deskapp.domain.query import plain_words
from deskapp.services.customer_names import NAME_COLUMNS
from deskapp.services.device import draft_of, holds_code, is_code
from deskapp.services.lent_now import OUT
from deskapp.store import schema
from deskapp.store.search_index import SHORTEST_PART, phrase_query, prefix_query

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from deskapp.domain.device import DeviceDraft

_device, _item, _loan = schema.device, schema.item, schema.loan
_ticket, _owner, _customer = schema.ticket, schema.device_owner, schema.customer
_SAID = ("category", "brand", "model", "colour")
_CUTS = "-/.,()_+:"
_FEWEST_SIGNS = 2  # of a number by which a device is told from every other


def found(query: str, show: Show) -> Select[int]:
    """The ids of the devices that a query means, without an order; every word must match."""
    plain_words(query)  # which says so where there are too many
    ids = select(_device.c.id).where(_device.c.binned_at.is_(None), *_shown(show))
    for typed in query.split():
        if words := text.words(typed):
            ids = ids.where(_means(words))
    return ids


def counted(connection: Connection, ids: Select[int]) -> int:
    """How many there are."""
    return connection.execute(select(func.count()).select_from(ids.subquery())).scalar_one()


def page(connection: Connection, ids: Select[int], offset: int, limit: int | None) -> tuple[DeviceRow, ...]:
    """Some of them, the newest first."""
    some = ids.order_by(_device.c.id.desc()).offset(offset).limit(limit)
    return tuple(_row_of(row) for row in connection.execute(_lines(some)))


def holders(connection: Connection, draft: DeviceDraft) -> list[int]:
    """The devices that have one of these numbers, whichever of its numbers it is there."""
    found: list[int] = []
    for code in {key for key in map(code_key, draft.codes) if len(key) >= _FEWEST_SIGNS}:
        ids = select(_device.c.id).where(_device.c.binned_at.is_(None), is_code("code"))
        asked = ids.where(_device.c.id.in_(_candidates([code], code)))
        found += connection.execute(asked, {"code": code}).scalars().all()
    return list(dict.fromkeys(found))


def _means(words: list[str]) -> ColumnElement[bool]:
    part = "".join(words)
    own = or_(and_(*(_begins(word) for word in words)), holds_code(part))
    theirs = _indexed("customer_words", prefix_query(words))
    return or_(
        and_(_device.c.id.in_(_candidates(words, part)), own),
        _device.c.customer_id.in_(theirs),
    )


def _candidates(words: list[str], part: str) -> Any:
    """Devices of tickets that the index finds, and those that the register itself was given."""
    named = _indexed("ticket_words", prefix_query(words, column="device"))
    tickets = [_item.c.ticket_id.in_(named)]
    if len(part) >= SHORTEST_PART:
        numbered = _indexed("ticket_parts", phrase_query([part], column="serial"))
        tickets.append(_item.c.ticket_id.in_(numbered))
    brought = (select(_item.c.device_id).where(one, _item.c.device_id.is_not(None)) for one in tickets)
    return union(*brought, select(_owner.c.device_id))


def _begins(word: str) -> ColumnElement[bool]:
    """Whether a word of what people call it begins so."""
    said: Any = literal("")
    for name in _SAID:
        said = said + " " + func.folded(_device.c[name])
    for sign in _CUTS:
        said = func.replace(said, sign, " ")
    begins: ColumnElement[bool] = said.contains(f" {word}", autoescape=True)
    return begins


def _indexed(name: str, match: str) -> Select[int]:
    """The ids under which an index finds something; those of the bin are negative there."""
    rowids = select(func.abs(column("rowid", _ticket.c.id.type))).select_from(table(name))
    return rowids.where(literal_column(name).op("MATCH")(match))


def _shown(show: Show) -> tuple[ColumnElement[bool], ...]:
    if show is Show.LOANERS:
        return (_device.c.is_loaner,)
    if show is Show.OUT:
        return (_device.c.id.in_(select(_loan.c.device_id).where(*OUT)),)
    return ()


def _lines(ids: Select[int]) -> Select[Any]:
    last, lent = _ticket.alias("last"), _ticket.alias("lent")
    mine = (_item.c.device_id == _device.c.id, _item.c.binned_at.is_(None))
    there = select(_ticket.c.id).join(_item, _item.c.ticket_id == _ticket.c.id)
    there = there.where(*mine, _ticket.c.binned_at.is_(None)).correlate(_device)
    newest = there.order_by(_ticket.c.received_at.desc(), _ticket.c.id.desc()).limit(1).scalar_subquery()
    brought = there.with_only_columns(func.count(_ticket.c.id.distinct())).scalar_subquery()
    return (
        select(
            _device,
            NAME_COLUMNS["customer_label"].label("owner"),
            brought.label("tickets"),
            last.c.number.label("ticket"),
            last.c.received_at.label("brought_at"),
            lent.c.number.label("lent_on"),
            lent.c.customer_label.label("lent_to"),
            _loan.c.due_at,
        )
        .outerjoin(_customer, _customer.c.id == _device.c.customer_id)
        .outerjoin(last, last.c.id == newest)
        .outerjoin(_loan, and_(_loan.c.device_id == _device.c.id, *OUT))
        .outerjoin(lent, lent.c.id == _loan.c.ticket_id)
        .where(_device.c.id.in_(ids))
        .order_by(_device.c.id.desc())
    )


def _row_of(row: Any) -> DeviceRow:
    return DeviceRow(
        row.id,
        draft_of(row),
        row.customer_id,
        row.owner or "",
        row.tickets,
        row.ticket or "",
        row.brought_at,
        row.lent_on or "",
        row.lent_to or "",
        row.due_at,
    )

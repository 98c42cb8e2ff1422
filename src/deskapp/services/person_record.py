"""Gathering all that the shop holds of one person, inside a unit that is open."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select

from deskapp.domain.customer_history import CustomerEvent
from deskapp.domain.device import Device
from deskapp.domain.privacy import Change, PersonPhoto, PersonRecord, redaction_mark
from deskapp.services.customer import read_customer
from deskapp.services.device import draft_of
from deskapp.services.device_owned import Owned, ever_theirs, former_owners
from deskapp.services.erasure_rows import drafts_of, enquiries_of
from deskapp.services.erasure_texts import redacted
from deskapp.services.lent import LOANS, loan_of
from deskapp.services.merge_left import acts_with_others
from deskapp.services.person import people_names
from deskapp.services.person_mentions import mentions
from deskapp.services.shop import read_shop
from deskapp.services.ticket_read import read_ticket
from deskapp.store import schema

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from sqlalchemy import Connection

    from deskapp.services.erasure_person import Someone

    Progress = Callable[[int, int], object]

_ticket, _item, _device, _audit = schema.ticket, schema.item, schema.device, schema.audit
_ENQUIRY = ("at", "name", "phone", "email", "text", "closed_at")


def read_record(connection: Connection, who: Someone, progress: Progress) -> PersonRecord:
    """Everything; the tickets are most of it, so they tell how far it is."""
    tickets = []
    for done, ticket_id in enumerate(who.tickets):
        progress(done, len(who.tickets))
        tickets.append(read_ticket(connection, ticket_id))
    customer, *former = (read_customer(connection, one) for one in who.ids)
    return PersonRecord(
        shop=read_shop(connection).name,
        customer=customer,
        former=tuple(former),
        tickets=tuple(tickets),
        devices=tuple(_devices(connection, who)),
        owned=tuple(_owned(connection, who)),
        loans=tuple(_loans(connection, who)),
        enquiries=tuple(_enquiries(connection, who)),
        papers=tuple(_papers(connection, who)),
        merges=tuple(_merges(connection, who)),
        photos=tuple(_photos(connection, who)),
        changes=tuple(_changes(connection, who)),
        drafts=tuple(_drafts(connection, who)),
        mentions=tuple(mentions(connection, who)),
    )


def _mine(who: Someone) -> Any:
    return select(_ticket.c.id).where(_ticket.c.customer_id.in_(who.ids))


def _devices(connection: Connection, who: Someone) -> Iterator[Device]:
    mine = select(_device).where(_device.c.customer_id.in_(who.ids)).order_by(_device.c.id)
    for row in connection.execute(mine):
        draft = draft_of(row)
        note = former_owners(connection, row.id, who).redacted(draft.note, redaction_mark())
        yield Device(row.id, replace(draft, note=note), row.customer_id, row.row_version)


def _owned(connection: Connection, who: Someone) -> Iterator[tuple[str, datetime, str]]:
    owner = schema.device_owner
    of = select(_device, owner.c.at, owner.c.reason).join(owner, owner.c.device_id == _device.c.id)
    for row in connection.execute(of.where(owner.c.customer_id.in_(who.ids)).order_by(owner.c.id)):
        reason = former_owners(connection, row.id, who).redacted(row.reason, redaction_mark())
        yield draft_of(row).name, row.at, reason


def _loans(connection: Connection, who: Someone) -> Iterator[Any]:
    mine = LOANS.where(schema.loan.c.ticket_id.in_(_mine(who))).order_by(schema.loan.c.id)
    return map(loan_of, connection.execute(mine))


def _enquiries(connection: Connection, who: Someone) -> Iterator[dict[str, Any]]:
    one = schema.enquiry
    mine = one.c.id.in_(enquiries_of(connection, who))
    for row in connection.execute(select(one).where(mine).order_by(one.c.id)):
        yield {name: getattr(row, name) for name in _ENQUIRY}


def _drafts(connection: Connection, who: Someone) -> Iterator[tuple[datetime, dict[str, Any]]]:
    draft = schema.draft
    mine = draft.c.id.in_(drafts_of(connection, who))
    for row in connection.execute(select(draft).where(mine).order_by(draft.c.id)):
        yield row.at, row.content


def _papers(connection: Connection, who: Someone) -> Iterator[CustomerEvent]:
    paper, people = schema.printing, people_names(connection)
    mine = select(_ticket.c.number, paper.c.at, paper.c.document, paper.c.person_id).join(
        _ticket, _ticket.c.id == paper.c.ticket_id
    )
    for row in connection.execute(mine.where(_ticket.c.customer_id.in_(who.ids)).order_by(paper.c.id)):
        yield CustomerEvent(row.number, row.at, row.document, people.get(row.person_id, ""))


def _merges(connection: Connection, who: Someone) -> Iterator[Any]:
    merge = schema.customer_merge
    mine = or_(merge.c.kept_id.in_(who.ids), merge.c.gone_id.in_(who.ids))
    for row in connection.execute(select(merge).where(mine).order_by(merge.c.id)):
        yield row.at, row.kept_id, row.gone_id


def _photos(connection: Connection, who: Someone) -> Iterator[PersonPhoto]:
    photo, shown = schema.photo, schema.ticket_photo
    of = select(
        _ticket.c.number, _item.c.position, shown.c.caption, shown.c.at, photo.c.sha256, photo.c.media_type
    )
    joined = (
        of.select_from(shown)
        .join(photo, photo.c.id == shown.c.photo_id)
        .join(_ticket, _ticket.c.id == shown.c.ticket_id)
        .outerjoin(_item, _item.c.id == shown.c.item_id)
    )
    mine = joined.where(_ticket.c.customer_id.in_(who.ids)).order_by(_ticket.c.id, shown.c.position)
    return (PersonPhoto(*row) for row in connection.execute(mine))


def _changes(connection: Connection, who: Someone) -> Iterator[Change]:
    """What the history says of the person, their tickets, and their devices while they were theirs.

    Values of an undone merge are the other one's too, and stay here.
    """
    people, numbers = people_names(connection), _numbers(connection, who)
    of_them = or_(
        (_audit.c.kind == "customer") & _audit.c.record_id.in_(who.ids),
        (_audit.c.kind == "ticket") & _audit.c.record_id.in_(_mine(who)),
        (_audit.c.kind == "device") & _audit.c.record_id.in_(ever_theirs(who)),
    )
    values = _values(connection, select(_audit.c.id).where(of_them))
    withheld, owned = acts_with_others(connection, who.ids), Owned(connection, who)
    for row in connection.execute(select(_audit).where(of_them).order_by(_audit.c.id)):
        if row.kind == "device" and not owned.at(row.record_id, row.at, edited=row.action == "edit"):
            continue
        record = numbers.get(row.record_id, "") if row.kind == "ticket" else str(row.record_id)
        changed = () if row.id in withheld else tuple(values.get(row.id, ()))
        if row.kind == "device" and changed:
            former = former_owners(connection, row.record_id, who)
            changed = tuple((name, *redacted([*pair], former, redaction_mark())) for name, *pair in changed)
        yield Change(row.at, people.get(row.person_id, ""), row.action, row.kind, record, changed)


def _numbers(connection: Connection, who: Someone) -> dict[int, str]:
    mine = select(_ticket.c.id, _ticket.c.number).where(_ticket.c.customer_id.in_(who.ids))
    return {row.id: row.number for row in connection.execute(mine)}


def _values(connection: Connection, audits: Any) -> dict[int, list[tuple[str, Any, Any]]]:
    value = schema.audit_value
    found: dict[int, list[tuple[str, Any, Any]]] = {}
    for row in connection.execute(select(value).where(value.c.audit_id.in_(audits)).order_by(value.c.id)):
        found.setdefault(row.audit_id, []).append((row.field, row.before, row.after))
    return found

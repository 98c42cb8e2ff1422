"""What an erasure deletes, and the rows that it leaves empty; inside a unit that is open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, delete, exists, func, or_, select, update

from deskapp.domain import text
from deskapp.domain.privacy import erased_name
from deskapp.services.customer import read_customer
from deskapp.services.erased_ids import keep_erased
from deskapp.services.erasure_texts import leaves
from deskapp.services.merge_left import forget_left
from deskapp.store import schema
from deskapp.store.statement import change_row

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import ColumnElement, Connection, Select, Table

    from deskapp.domain.traces import Traces
    from deskapp.services.erasure_person import Someone

_customer, _device, _ticket, _item = schema.customer, schema.device, schema.ticket, schema.item
_audit, _value, _merge = schema.audit, schema.audit_value, schema.customer_merge
_photo, _shown, _draft = schema.photo, schema.ticket_photo, schema.draft
_REACH = (
    schema.customer_phone,
    schema.customer_email,
    schema.customer_address,
    schema.customer_contact,
)
_NOTHING: dict[str, Any] = dict.fromkeys(
    (
        *("company", "email", "street", "postcode", "city", "country", "language", "tax_id", "note"),
        *("alert", "kind", "channel", "price_group", "tags", "iban"),
    ),
    "",
)


def empty_rows(tx: Connection, who: Someone, now: datetime) -> dict[str, int]:
    """Take away everything that is kept of a person alone; answers how much of each kind there was."""
    drafts = drafts_of(tx, who)
    keep_erased(tx, who.ids, [(one, read_customer(tx, one).draft) for one in who.ids])
    return {
        "reach": sum(_deleted(tx, table, table.c.customer_id.in_(who.ids)) for table in _REACH),
        "devices": _blank_devices(tx, who),
        "photos": delete_photos(tx, _shown.c.ticket_id.in_(tickets_of(who)), drafts),
        "secrets": _delete_secrets(tx, who),
        "drafts": len(drafts),
        "enquiries": _delete_enquiries(tx, who),
        "notes": _blank_notes(tx, who),
        "merges": _blank_merges(tx, who),
        "history": _delete_values(tx, who),
        "imports": _blank_imports(tx, who),
        "master": _blank_customers(tx, who, now),
    }


def tickets_of(who: Someone) -> Select[tuple[int]]:
    """The person's tickets, however many they are."""
    return select(_ticket.c.id).where(_ticket.c.customer_id.in_(who.ids))


def _devices_of(who: Someone) -> Select[tuple[int]]:
    return select(_device.c.id).where(_device.c.customer_id.in_(who.ids))


def _blank_customers(tx: Connection, who: Someone, now: datetime) -> int:
    for customer_id in who.ids:
        name = erased_name(customer_id)
        empty = {**_NOTHING, "fields": {}, "do_not_contact": True, "payer_id": None}
        own = {"name": name, "sort_name": text.fold(name), "erased_at": now, "binned_at": now}
        row_version = tx.execute(select(_customer.c.row_version).where(_customer.c.id == customer_id))
        change_row(tx, _customer, customer_id, empty | own | {"row_version": row_version.scalar_one() + 1})
    others = update(_customer).where(_customer.c.payer_id.in_(who.ids))
    tx.execute(others.values(payer_id=None, row_version=_customer.c.row_version + 1))
    one = schema.not_duplicate
    _deleted(tx, one, or_(one.c.customer_id.in_(who.ids), one.c.other_id.in_(who.ids)))
    return len(who.ids)


def _blank_devices(tx: Connection, who: Someone) -> int:
    codes = dict.fromkeys(("serial", "imei", "frame_number", "note"), "")
    filled = or_(*(_device.c[name] != "" for name in codes))
    values = {**codes, "row_version": _device.c.row_version + 1}
    return tx.execute(
        update(_device).where(_device.c.id.in_(_devices_of(who)), filled).values(values)
    ).rowcount


def delete_photos(tx: Connection, shown: ColumnElement[bool], drafts: Sequence[int] = ()) -> int:
    """Take photos off tickets, and delete the pictures that neither a ticket nor a draft holds then.

    `drafts` are those that go too, with what only they hold.
    """
    in_draft = func.instr(_draft.c.content, _photo.c.sha256) > 0
    held = select(_photo.c.id).join(_draft, in_draft).where(_draft.c.id.in_(drafts))
    seen = select(_shown.c.photo_id).where(shown)
    pictures = {*tx.execute(held).scalars(), *tx.execute(seen).scalars()}
    number = _deleted(tx, _shown, shown)
    _deleted(tx, _draft, _draft.c.id.in_(drafts))
    others = (~exists().where(_shown.c.photo_id == _photo.c.id), ~exists().where(in_draft))
    for picture in sorted(pictures):
        _deleted(tx, _photo, and_(_photo.c.id == picture, *others))
    return number


def _delete_secrets(tx: Connection, who: Someone) -> int:
    secret = schema.item_secret
    items = select(_item.c.id).where(_item.c.ticket_id.in_(tickets_of(who)))
    return _deleted(tx, secret, secret.c.item_id.in_(items))


def drafts_of(tx: Connection, who: Someone) -> list[int]:
    """Those that were begun for the person, and those for nobody known that name them."""
    found = []
    for row in tx.execute(select(_draft)):
        taken = _taken(row.content)
        if taken in who.ids or (taken is None and any(map(who.far.are_in, leaves(row.content)))):
            found.append(row.id)
    return found


def _taken(content: Any) -> Any:
    customer = content.get("customer") if isinstance(content, dict) else None
    return customer.get("id") if isinstance(customer, dict) else None


def _delete_enquiries(tx: Connection, who: Someone) -> int:
    return _deleted(tx, schema.enquiry, schema.enquiry.c.id.in_(enquiries_of(tx, who)))


def enquiries_of(connection: Connection, who: Someone) -> list[int]:
    """Those of the customer, and those of nobody known whom name, phone or e-mail give away.

    A phone that another customer has too gives nobody away.
    """
    one, tickets = schema.enquiry, {*who.tickets}
    found = []
    for row in connection.execute(select(one).order_by(one.c.id)):
        linked = row.customer_id is not None or row.ticket_id is not None
        reached = any(map(who.others.traces.are_in, (row.phone, row.email)))
        theirs = row.customer_id in who.ids or (row.customer_id is None and row.ticket_id in tickets)
        if theirs or (not linked and (reached or who.far.are_in(row.name))):
            found.append(row.id)
    return found


def _blank_notes(tx: Connection, who: Someone) -> int:
    loan, owner = schema.loan, schema.device_owner
    mine = (loan.c.ticket_id.in_(tickets_of(who)), owner.c.customer_id.in_(who.ids))
    lent = update(loan).where(mine[0], loan.c.note != "").values(note="", row_version=loan.c.row_version + 1)
    given = update(owner).where(mine[1], owner.c.reason != "").values(reason="")
    return tx.execute(lent).rowcount + tx.execute(given).rowcount


def _blank_merges(tx: Connection, who: Someone) -> int:
    """What it takes to undo a merge holds both people; without it the merge is for good."""
    mine = or_(_merge.c.kept_id.in_(who.ids), _merge.c.gone_id.in_(who.ids))
    others = {
        row.id
        for row in tx.execute(select(_merge))
        if any(map(_traces(who, {row.kept_id, row.gone_id}).are_in, leaves(row.detail)))
    }
    filled = tx.execute(select(_merge.c.id, _merge.c.detail).where(or_(mine, _merge.c.id.in_(others))))
    ids = [row.id for row in filled if row.detail]
    left = forget_left(tx, who.ids)
    tx.execute(update(_merge).where(_merge.c.id.in_(ids)).values(detail={}))
    return len(ids) + left


def _traces(who: Someone, owners: set[int]) -> Traces:
    return who.others.traces if owners & {*who.others.ids} else who.far


def _delete_values(tx: Connection, who: Someone) -> int:
    """Old and new values; the history itself says who did what and when, and goes on fitting together."""
    loans = select(schema.loan.c.id).where(schema.loan.c.ticket_id.in_(tickets_of(who)))
    of_them = or_(
        (_audit.c.kind == "customer") & _audit.c.record_id.in_(who.ids),
        (_audit.c.kind == "device") & _audit.c.record_id.in_(_devices_of(who)),
        (_audit.c.kind == "ticket") & _audit.c.record_id.in_(tickets_of(who)),
        (_audit.c.kind == "loan") & _audit.c.record_id.in_(loans),
    )
    return _deleted(tx, _value, _value.c.audit_id.in_(select(_audit.c.id).where(of_them)))


def _blank_imports(tx: Connection, who: Someone) -> int:
    """Ids and fingerprints of the person in other systems, and what was remarked about their rows."""
    ref, row = schema.external_ref, schema.import_row
    gone = _deleted(tx, ref, (ref.c.kind == "customer") & ref.c.record_id.in_(who.ids))
    mine = or_(row.c.customer_id.in_(who.ids), row.c.ticket_id.in_(tickets_of(who)))
    return gone + tx.execute(update(row).where(mine, row.c.problem != "").values(problem="")).rowcount


def staying(connection: Connection, who: Someone) -> dict[str, int]:
    """How much of each kind is kept."""
    line, paper = schema.line, schema.printing
    return {
        "tickets": len(who.tickets),
        "lines": _counted(connection, line.c.ticket_id.in_(tickets_of(who))),
        "papers": _counted(connection, paper.c.ticket_id.in_(tickets_of(who))),
        "kinds": len(who.devices),
        "acts": _counted(
            connection,
            ((_audit.c.kind == "customer") & _audit.c.record_id.in_(who.ids))
            | ((_audit.c.kind == "ticket") & _audit.c.record_id.in_(tickets_of(who))),
        ),
    }


def _counted(connection: Connection, where: ColumnElement[bool]) -> int:
    return connection.execute(select(func.count()).where(where)).scalar_one()


def _deleted(tx: Connection, table: Table, where: ColumnElement[bool]) -> int:
    return tx.execute(delete(table).where(where)).rowcount

"""Why something cannot be taken back any more: what was changed since, and by whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from deskapp.errors import StaleWrite
from deskapp.i18n import N_, _
from deskapp.services.person import people_names
from deskapp.services.ticket_history import FIELD_LABELS
from deskapp.store import schema

if TYPE_CHECKING:
    from sqlalchemy import Connection, Table

    from deskapp.domain.undo import UndoStep

_LABELS = FIELD_LABELS | {
    "binned_at": N_("bin"),
    "name": N_("name"),
    "company": N_("company"),
    "email": N_("email"),
    "street": N_("street"),
    "city": N_("city"),
    "postcode": N_("postcode"),
    "note": N_("note"),
    "typed": N_("phone"),
    "price_minor": N_("price"),
}
_audit = schema.audit


def refusal(tx: Connection, step: UndoStep, error: StaleWrite) -> StaleWrite:
    """The refusal of one row, told with the ticket, the fields and the person, as far as they are known."""
    table = schema.metadata.tables[step.table]
    ticket_id = _ticket_of(tx, table, step.id)
    kind, record_id = ("ticket", ticket_id) if ticket_id else (step.table, step.id)
    fields = ", ".join(dict.fromkeys(_(_LABELS[name]) for name in _LABELS if name in error.theirs))
    person = _last_person(tx, kind, record_id)
    if not (fields and person):
        return error
    message = _("{fields}: changed again since by {person}; it cannot be taken back any more.")
    number = _number(tx, ticket_id)
    said = message.format(fields=fields, person=person)
    return StaleWrite(f"{number}, {said}" if number else f"{said[0].upper()}{said[1:]}", error.theirs)


def _ticket_of(tx: Connection, table: Table, row_id: int) -> int | None:
    if table is schema.ticket:
        return row_id
    if "ticket_id" not in table.c:
        return None
    return tx.execute(select(table.c.ticket_id).where(table.c.id == row_id)).scalar()


def _number(tx: Connection, ticket_id: int | None) -> str:
    ticket = schema.ticket
    return str(tx.execute(select(ticket.c.number).where(ticket.c.id == ticket_id)).scalar() or "")


def _last_person(tx: Connection, kind: str, record_id: int) -> str:
    last = select(_audit.c.person_id).where(_audit.c.kind == kind, _audit.c.record_id == record_id)
    person_id = tx.execute(last.order_by(_audit.c.id.desc()).limit(1)).scalar()
    return people_names(tx).get(person_id, "") if person_id else ""

"""Blacking out a person in what people wrote, in their own tickets and wherever else they are named."""

from __future__ import annotations

import json
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import and_, delete, not_, select
from sqlalchemy import text as sql

from deskapp.domain.privacy import redaction_mark
from deskapp.services.erasure_others import Others, may_belong_to, owners
from deskapp.store import schema
from deskapp.store.erasing import rewritable
from deskapp.store.statement import change_row
from deskapp.store.types import JsonText

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from sqlalchemy import ColumnElement, Connection, Select, Table, TextClause

    from deskapp.domain.traces import Traces

    Progress = Callable[[int, int], object]

Target = tuple[str, int]
"""A kind of record and its id, as the history names them."""

_NAMES = "names_person"
_PART = f"{schema.customer.name}_"


@dataclass(frozen=True)
class Texts:
    """The columns of a table in which people write freely; `ticket` leads to the ticket they belong to."""

    table: Table
    columns: tuple[str, ...]
    ticket: str = "ticket_id"
    only_grows: bool = False


class Changed(NamedTuple):
    """Rows in which something was blacked out, and the tickets and customers they belong to."""

    ids: set[int]
    tickets: set[int]
    customers: set[int]


OF_TICKETS = (
    Texts(schema.ticket, ("place", "tags", "group_name", "terms", "fields"), "id"),
    Texts(
        schema.item,
        (
            *("fault", "condition", "accessories", "findings", "work_done", "recommendation", "barrier"),
            *("checklist", "fields"),
        ),
    ),
    Texts(schema.line, ("description", "result")),
    Texts(schema.note, ("text",)),
    Texts(schema.message, ("text",)),
    Texts(schema.status_step, ("reason",), only_grows=True),
    Texts(schema.loan, ("note",)),
    Texts(schema.ticket_photo, ("caption",)),
)
OF_OTHERS = (
    Texts(schema.customer, ("note", "alert", "tags", "fields", "street", "postcode", "city"), ""),
    Texts(schema.customer_phone, ("label",), ""),
    Texts(schema.customer_email, ("label",), ""),
    Texts(schema.customer_address, ("label", "street", "postcode", "city"), ""),
    Texts(schema.customer_contact, ("role",), ""),
    Texts(schema.device, ("colour", "category", "brand", "model", "note"), ""),
    Texts(schema.device_owner, ("reason",), ""),
    Texts(schema.enquiry, ("name", "phone", "email", "text")),
    Texts(schema.import_row, ("problem",)),
    Texts(schema.import_batch, ("file_name",), ""),
    Texts(schema.service, ("name", "description", "category"), ""),
    Texts(schema.draft, ("content",), ""),
)


def redact_own(tx: Connection, ticket_ids: Select[tuple[int]], traces: Traces) -> int:
    """Black out a person in their own tickets; answers in how many records."""
    return sum(len(_redact(tx, texts, traces, _mine(texts, ticket_ids)).ids) for texts in OF_TICKETS)


class Elsewhere:
    """What was blacked out beside a person's own records."""

    def __init__(self) -> None:
        self.number = 0
        self.tickets = set[int]()
        self.customers = set[int]()
        self.marked = set[Target]()

    def add(self, texts: Texts, changed: Changed) -> None:
        """Some rows of a table."""
        self.number += len(changed.ids)
        self.tickets |= changed.tickets
        self.marked |= {(schema.ticket.name, one) for one in changed.tickets}
        if not texts.ticket:
            self.marked |= {(texts.table.name, one) for one in changed.ids}
        if texts.table is schema.customer or texts.table.name.startswith(_PART):
            self.customers |= changed.customers

    def add_contacts(self, contacts: Mapping[int, int]) -> None:
        """Contacts of others, by their ids with whose they are."""
        self.number += len(contacts)
        self.customers |= {*contacts.values()}
        self.marked |= {(schema.customer_contact.name, one) for one in contacts}


def redact_elsewhere(tx: Connection, traces: Traces, others: Others, progress: Progress) -> Elsewhere:
    """Black out people wherever they are named, and in the records of others what is not theirs too.

    An index of words does not know a number in all its spellings, so every text is looked at.
    """
    found, everything = Elsewhere(), (*OF_TICKETS, *OF_OTHERS)
    for place, texts in enumerate(everything):
        progress(place, len(everything))
        of_others = may_belong_to(texts.table, texts.ticket, others.ids) if others.ids else None
        with naming(tx, traces):
            named = that_names(texts) if of_others is None else and_(that_names(texts), not_(of_others))
            found.add(texts, _redact(tx, texts, traces, named))
        if of_others is not None and others.traces:
            with naming(tx, others.traces):
                found.add(texts, _redact(tx, texts, others.traces, and_(that_names(texts), of_others)))
    progress(len(everything), len(everything))
    return found


def forget_values(tx: Connection, traces: Traces, others: Others) -> tuple[int, int, set[Target]]:
    """Delete old and new values of the history that name people, and saved views that look for them.

    What the history of others says of themselves stays. Answers how many of each there were, and whose
    history it was.
    """
    value, audit, view = schema.audit_value, schema.audit, schema.saved_view
    with naming(tx, traces):
        asked = that_names(Texts(value, ("before", "after")))
        of = select(value, audit.c.kind, audit.c.record_id).join(audit, audit.c.id == value.c.audit_id)
        named = [row for row in tx.execute(of.where(asked)).all() if not _is_theirs(tx, row, others)]
        views = list(
            tx.execute(select(view.c.id).where(that_names(Texts(view, ("name", "query"))))).scalars()
        )
    for row in named:
        tx.execute(delete(value).where(value.c.id == row.id))
    tx.execute(delete(view).where(view.c.id.in_(views)))
    return len(named), len(views), {(row.kind, row.record_id) for row in named if row.record_id}


def _is_theirs(tx: Connection, row: Any, others: Others) -> bool:
    """Whether a value stands in the history of another customer, and names nobody but them."""
    if not others.ids or not owners(tx, row.kind, row.record_id) & {*others.ids}:
        return False
    return not any(map(others.traces.are_in, leaves([row.before, row.after])))


@contextmanager
def naming(tx: Connection, traces: Traces) -> Iterator[None]:
    """Let statements ask whether a text names a person."""
    driver: Any = tx.connection.dbapi_connection

    def names(said: str | None) -> bool:
        return said is not None and traces.are_in(said)

    def names_in_json(said: str | None) -> bool:
        return said is not None and any(map(traces.are_in, leaves(json.loads(said))))

    driver.create_function(_NAMES, 1, names)
    driver.create_function(f"{_NAMES}_json", 1, names_in_json)
    try:
        yield
    finally:
        for name in (_NAMES, f"{_NAMES}_json"):
            driver.create_function(name, 1, None)


def leaves(value: Any) -> Iterator[str]:
    """The texts inside a value of plain lists and mappings."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, one in value.items():
            yield from (key, *leaves(one))
    elif isinstance(value, list):
        for one in value:
            yield from leaves(one)


def tickets_naming(connection: Connection, traces: Traces) -> set[int]:
    """The tickets in which a trace can be read."""
    found = set[int]()
    with naming(connection, traces):
        for texts in OF_TICKETS if traces else ():
            found |= {
                *connection.execute(select(texts.table.c[texts.ticket]).where(that_names(texts))).scalars()
            }
    return found - {None}


def _mine(texts: Texts, ticket_ids: Select[tuple[int]]) -> ColumnElement[bool]:
    return texts.table.c[texts.ticket].in_(ticket_ids)


def that_names(texts: Texts) -> TextClause:
    """Where a text names the person; what is empty, as most is, costs no look."""
    columns = texts.table.c
    plain = [name for name in texts.columns if not isinstance(columns[name].type, JsonText)]
    asked = [f"({name} NOT IN ('{{}}', '[]') AND {_NAMES}_json({name}))" for name in texts.columns]
    asked = [one for one, name in zip(asked, texts.columns, strict=True) if name not in plain]
    if plain:
        joined, filled = " || char(10) || ".join(plain), " OR ".join(f"{name} <> ''" for name in plain)
        asked.append(f"(({filled}) AND {_NAMES}({joined}))")
    return sql(f"({' OR '.join(asked)})")


def _redact(tx: Connection, texts: Texts, traces: Traces, where: Any) -> Changed:
    """Black out a person in some rows."""
    table, ids, tickets, customers = texts.table, set[int](), set[int](), set[int]()
    found = tx.execute(select(table).where(where).order_by(table.c.id)).all()
    with rewritable(tx, table) if texts.only_grows and found else nullcontext():
        for row in found:
            if changed := _changed(row, texts.columns, traces):
                version = {"row_version": row.row_version + 1} if "row_version" in table.c else {}
                change_row(tx, table, row.id, changed | version)
                ids.add(row.id)
                tickets.add(getattr(row, texts.ticket) if texts.ticket else 0)
                customers.add(row.id if table is schema.customer else getattr(row, "customer_id", 0))
    return Changed(ids, tickets - {0, None}, customers - {0, None})


def _changed(row: Any, columns: Sequence[str], traces: Traces) -> dict[str, Any]:
    mark = redaction_mark()
    new = {name: redacted(getattr(row, name), traces, mark) for name in columns}
    return {name: value for name, value in new.items() if value != getattr(row, name)}


def redacted(value: Any, traces: Traces, mark: str) -> Any:
    """A plain value with a mark for each trace in its texts."""
    if isinstance(value, str):
        return traces.redacted(value, mark)
    if isinstance(value, dict):
        return {key: redacted(one, traces, mark) for key, one in value.items()}
    return [redacted(one, traces, mark) for one in value] if isinstance(value, list) else value

"""A person who is erased as the contact of a firm: the contact goes, or what of it is theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from deskapp.services.erasure_others import Others
from deskapp.store import schema
from deskapp.store.statement import change_row

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from sqlalchemy import Connection

    from deskapp.domain.traces import Traces
    from deskapp.services.erasure_person import Someone

_contact = schema.customer_contact
_REACHED = {"phone": ("phone", "normal"), "email": ("email",)}


def forget_contacts(tx: Connection, people: Sequence[Someone], far: Traces, words: Traces) -> dict[int, int]:
    """Take people out of the contacts of others; `words` are their names, each word alone.

    Answers whose contacts there were: the ids of the rows with their customers.
    """
    found, others = dict[int, int](), Others.of(people)
    for row in tx.execute(select(_contact)):
        traces = others.traces if row.customer_id in others.ids else far
        theirs = [name for name in _REACHED if traces.are_in(getattr(row, name))]
        if traces.are_in(row.name) or (theirs and words.are_in(row.name)):
            tx.execute(delete(_contact).where(_contact.c.id == row.id))
        elif theirs:
            change_row(tx, _contact, row.id, _emptied(row, theirs))
        else:
            continue
        found[row.id] = row.customer_id
    return found


def _emptied(row: Any, theirs: Sequence[str]) -> dict[str, Any]:
    empty = {column: "" for name in theirs for column in _REACHED[name]}
    return {**empty, "row_version": row.row_version + 1}

"""What an erasure leaves although it is the person's too, said with its places before it is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from deskapp.i18n import _
from deskapp.services.erasure_texts import tickets_naming
from deskapp.store import schema

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlalchemy import Connection

    from deskapp.services.erasure_person import Someone

_customer, _ticket = schema.customer, schema.ticket
_MOST = 10


def remarks(connection: Connection, who: Someone) -> Iterator[str]:
    """A sentence each; call it before anything is erased."""
    named = select(_customer.c.id, _customer.c.name, _customer.c.company)
    rows = connection.execute(named.where(_customer.c.id.in_(who.others.ids)).order_by(_customer.c.id)).all()
    if rows:
        message = _("Has the same name, phone or e-mail and keeps it, in their tickets too: {names}.")
        yield message.format(names=_listed([f"{row.name or row.company} ({row.id})" for row in rows]))
    if who.far.phrases:
        return
    numbers = select(_ticket.c.number).order_by(_ticket.c.id)
    places = tickets_naming(connection, who.words) - {*who.tickets}
    message = _("A name of one word is blacked out in their own tickets only; it is in these too: {places}.")
    if places:
        found = connection.execute(numbers.where(_ticket.c.id.in_(sorted(places)[: _MOST + 1]))).scalars()
        yield message.format(places=_listed(list(found)))


def _listed(names: Sequence[str]) -> str:
    return ", ".join([*names[:_MOST], *(["…"] if len(names) > _MOST else [])])

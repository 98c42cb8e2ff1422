"""Where a person is named outside their own records: only the lines that do so, the rest is about others."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, false, not_, select

from deskapp.domain.privacy import Mention
from deskapp.services.erasure_others import belongs_to, may_belong_to
from deskapp.services.erasure_rows import drafts_of, enquiries_of
from deskapp.services.erasure_texts import OF_OTHERS, OF_TICKETS, leaves, naming, that_names
from deskapp.store import schema

if TYPE_CHECKING:
    from collections.abc import Iterator
    from typing import Any

    from sqlalchemy import ColumnElement, Connection

    from deskapp.domain.traces import Traces
    from deskapp.services.erasure_person import Someone
    from deskapp.services.erasure_texts import Texts


def mentions(connection: Connection, who: Someone) -> Iterator[Mention]:
    """What an erasure would black out elsewhere."""
    told = {schema.draft.name: drafts_of(connection, who), schema.enquiry.name: enquiries_of(connection, who)}
    for texts in (*OF_TICKETS, *OF_OTHERS):
        of_others = _where(may_belong_to(texts.table, texts.ticket, who.others.ids))
        theirs = _where(belongs_to(texts.table, texts.ticket, who.ids))
        elsewhere = and_(not_(theirs), texts.table.c.id.not_in(told.get(texts.table.name, [])))
        for traces, where in ((who.far, not_(of_others)), (who.others.traces, of_others)):
            yield from _named(connection, texts, traces, and_(elsewhere, where))


def _where(found: ColumnElement[bool] | None) -> ColumnElement[bool]:
    return false() if found is None else found


def _named(
    connection: Connection, texts: Texts, traces: Traces, where: ColumnElement[bool]
) -> Iterator[Mention]:
    if not traces:
        return
    with naming(connection, traces):
        rows = connection.execute(select(texts.table).where(that_names(texts), where)).all()
    for row in rows:
        for said in leaves([getattr(row, name) for name in texts.columns]):
            if lines := _lines(said, traces):
                yield Mention(texts.table.name, lines)


def _lines(said: Any, traces: Traces) -> str:
    return "\n".join(line for line in said.splitlines() if traces.are_in(line))

"""How many tickets lie in each view of the sidebar, without counting what is long closed.

Walks along small indexes of the open tickets. Of a view that time moves tickets into, those are counted
that are not in it yet: where there is much, what is late or lies about outnumbers what is not.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, literal_column, select

from deskapp.domain.built_in_view import BUILT_IN
from deskapp.domain.query import Between, Filter
from deskapp.domain.status import Meaning
from deskapp.services.ticket_list import asking, query_in
from deskapp.services.ticket_order import DUE
from deskapp.store import schema
from deskapp.store.prepared import Prepared
from deskapp.store.types import moment_text

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement

    from deskapp.domain.actor import Actor
    from deskapp.store.engine import ShopFile
    from deskapp.store.reader import Reader

_ticket = schema.ticket
_OPEN = (_ticket.c.closed_at.is_(None), _ticket.c.binned_at.is_(None))
_READY, _WAITING = Meaning.READY.value, Meaning.WAITING.value
VIEWS = (
    *("today", "open", "mine", "unassigned", "waiting", "ready", "overdue", "stale", "uncollected"),
    *("closed_week", "bin"),
)
"""The built-in views that are counted; each is what `count` says of its query."""


def view_counts(file: ShopFile, asker: Actor, now: datetime) -> dict[str, int]:
    """How many tickets lie in each of `VIEWS`, by key."""
    with file.reading() as reader:
        days = reader.kept(
            ("days of views", *asking(asker, now)), lambda reader: _days(file, reader, asker, now)
        )
        values = {"now": moment_text(now), "asker": asker.person_id, **days}
        [counts] = reader.rows(_counts(), values)
    found = dict(zip(_COUNTED, counts, strict=True))
    is_open, ready = found["open"], found["ready"]
    return {
        "today": is_open - found["later"],
        "open": is_open,
        "mine": found["mine"],
        "unassigned": found["unassigned"],
        "waiting": found["waiting"],
        "ready": ready,
        "overdue": is_open - ready - found["in time"],
        "stale": is_open - found["fresh"],
        "uncollected": ready - found["just ready"],
        "closed_week": found["closed_week"],
        "bin": found["bin"],
    }


def _days(file: ShopFile, reader: Reader, asker: Actor, now: datetime) -> dict[str, Any]:
    """The moments at which the days of the views begin and end, in the shop's zone."""

    def span(view: str) -> Between:
        leaves = query_in(file, reader, asker, BUILT_IN[view], now).leaves()
        found = [leaf.value for leaf in leaves if isinstance(leaf, Filter)]
        return next(value for value in found if isinstance(value, Between))

    week = span("closed_week")
    ends = {"tomorrow": "today", "stale": "stale", "uncollected": "uncollected"}
    return {"monday": week.low, "after": week.high, **{name: span(view).high for name, view in ends.items()}}


@cache
def _counts() -> Prepared:
    counters = (count.label(name) for name, count in zip(_COUNTED, _counters(), strict=True))
    return Prepared(
        select(*counters), {_ALL_READY: _ALL_READY.replace("\n", "INDEXED BY ix_ticket_ready \n")}
    )


_COUNTED = (
    *("open", "waiting", "ready", "mine", "unassigned", "in time", "later", "fresh", "just ready"),
    *("closed_week", "bin"),
)


_ALL_READY = (  # SQLite alone would take the index of all meanings
    "FROM ticket \nWHERE ticket.meaning = 'ready' AND ticket.closed_at IS NULL AND ticket.binned_at IS NULL)"
)


def _counters() -> tuple[Any, ...]:
    """In the order of `_COUNTED`; each is a walk along an index of its own."""
    due, meaning, person = DUE, _ticket.c.meaning, _ticket.c.person_id
    ready = meaning == literal_column(f"'{_READY}'")  # so that SQLite sees that the index of those fits
    closed = _ticket.c.closed_at
    return (
        _open_ones(),
        _open_ones(meaning == literal_column(f"'{_WAITING}'")),
        _counted(ready, *_OPEN),
        _open_ones(person == bindparam("asker")),
        _open_ones(person.is_(None)),
        _open_ones(due >= bindparam("now"), ~ready),
        _open_ones(due >= bindparam("tomorrow")),
        _open_ones(_ticket.c.updated_at >= bindparam("stale")),
        _open_ones(ready, _ticket.c.status_since >= bindparam("uncollected")),
        _counted(closed >= bindparam("monday"), closed < bindparam("after"), _ticket.c.binned_at.is_(None)),
        _counted(_ticket.c.binned_at.is_not(None)),
    )


def _open_ones(*conditions: ColumnElement[bool]) -> Any:
    return _counted(*_OPEN, *conditions)


def _counted(*conditions: ColumnElement[bool]) -> Any:
    return select(func.count()).select_from(_ticket).where(*conditions).scalar_subquery()

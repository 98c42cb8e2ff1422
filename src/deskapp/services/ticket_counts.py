"""How many tickets lie in each view of the sidebar, without counting what is long closed.

Walks along small indexes of the open tickets. Of a view that time moves tickets into, those are counted
that are not in it yet: where there is much, what is late or lies about outnumbers what is not.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, literal_column, select

from deskapp.domain.query import Between, Filter
from deskapp.domain.saved_view import BUILT_IN
from deskapp.domain.status import Meaning
from deskapp.services.ticket_list import looked_up
from deskapp.services.ticket_order import OPEN_DUE
from deskapp.store import schema
from deskapp.store.prepared import Prepared
from deskapp.store.types import moment_text

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import ColumnElement

    from deskapp.domain.actor import Actor
    from deskapp.store.engine import ShopFile

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
    days = {key: _span(file, asker, key, now) for key in ("today", "stale", "uncollected", "closed_week")}
    values = {
        "now": moment_text(now),
        "asker": asker.person_id,
        "tomorrow": days["today"].high,
        "stale": days["stale"].high,
        "uncollected": days["uncollected"].high,
        "monday": days["closed_week"].low,
        "after": days["closed_week"].high,
    }
    with file.reading() as reader:
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


def _span(file: ShopFile, asker: Actor, view: str, now: datetime) -> Between:
    """The days that a built-in view asks for, in the shop's zone."""
    leaves = looked_up(file, asker, BUILT_IN[view], now).leaves()
    [span] = [leaf.value for leaf in leaves if isinstance(leaf, Filter) and isinstance(leaf.value, Between)]
    return span


@cache
def _counts() -> Prepared:
    return Prepared(select(*(count.label(name) for name, count in zip(_COUNTED, _counters(), strict=True))))


_COUNTED = (
    *("open", "waiting", "ready", "mine", "unassigned", "in time", "later", "fresh", "just ready"),
    *("closed_week", "bin"),
)


def _counters() -> tuple[Any, ...]:
    """In the order of `_COUNTED`; each is a walk along an index of its own."""
    due, meaning, person = OPEN_DUE, _ticket.c.meaning, _ticket.c.person_id
    ready = meaning == literal_column(f"'{_READY}'")  # so that SQLite sees that the index of those fits
    closed = _ticket.c.closed_at
    return (
        _open_ones(),
        _open_ones(meaning == literal_column(f"'{_WAITING}'")),
        _open_ones(ready),
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

"""How many tickets lie in each view of the sidebar, without counting what is long closed.

One walk along a small index of the open tickets, and of each view that time moves tickets into only
those that are not in it yet: what is late or lies about outnumbers what is not where there is much.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, select

from deskapp.domain.query import Between, Filter
from deskapp.domain.saved_view import BUILT_IN
from deskapp.domain.status import Meaning
from deskapp.services.ticket_list import looked_up
from deskapp.services.ticket_order import key_of
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
        "tomorrow": days["today"].high,
        "stale": days["stale"].high,
        "uncollected": days["uncollected"].high,
        "monday": days["closed_week"].low,
        "after": days["closed_week"].high,
    }
    meanings: Counter[str] = Counter()
    people: Counter[int | None] = Counter()
    with file.reading() as reader:
        for meaning, person, count in reader.rows(_by_meaning_and_person(), {}):
            meanings[meaning] += count
            people[person] += count
        [(in_time, later, fresh, just_ready, closed_week, binned)] = reader.rows(_others(), values)
    is_open, ready = meanings.total(), meanings[_READY]
    return {
        "today": is_open - later,
        "open": is_open,
        "mine": people[asker.person_id],
        "unassigned": people[None],
        "waiting": meanings[_WAITING],
        "ready": ready,
        "overdue": is_open - ready - in_time,
        "stale": is_open - fresh,
        "uncollected": ready - just_ready,
        "closed_week": closed_week,
        "bin": binned,
    }


def _span(file: ShopFile, asker: Actor, view: str, now: datetime) -> Between:
    """The days that a built-in view asks for, in the shop's zone."""
    leaves = looked_up(file, asker, BUILT_IN[view], now).leaves()
    [span] = [leaf.value for leaf in leaves if isinstance(leaf, Filter) and isinstance(leaf.value, Between)]
    return span


@cache
def _by_meaning_and_person() -> Prepared:
    kinds = (_ticket.c.meaning, _ticket.c.person_id)
    return Prepared(select(*kinds, func.count()).where(*_OPEN).group_by(*kinds))


@cache
def _others() -> Prepared:
    due, ready = key_of("due"), _ticket.c.meaning == _READY
    return Prepared(
        select(
            _open_ones(due >= bindparam("now"), ~ready),
            _open_ones(due >= bindparam("tomorrow")),
            _open_ones(_ticket.c.updated_at >= bindparam("stale")),
            _open_ones(_ticket.c.status_since >= bindparam("uncollected"), ready),
            _counted(
                _ticket.c.closed_at >= bindparam("monday"),
                _ticket.c.closed_at < bindparam("after"),
                _ticket.c.binned_at.is_(None),
            ),
            _counted(_ticket.c.binned_at.is_not(None)),
        )
    )


def _open_ones(*conditions: ColumnElement[bool]) -> Any:
    return _counted(*_OPEN, *conditions)


def _counted(*conditions: ColumnElement[bool]) -> Any:
    return select(func.count()).select_from(_ticket).where(*conditions).scalar_subquery()

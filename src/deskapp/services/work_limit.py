"""Limits of work in hand: kept in the shop file, compared with what is there."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, func, select

from deskapp.domain.undo import Done, Undo, UndoStep
from deskapp.domain.work_limit import IN_HAND, WorkLimit, WorkLoad, checked_limit
from deskapp.i18n import _
from deskapp.services import audit, rows
from deskapp.services.person import check_person
from deskapp.store import schema

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlalchemy import Connection, Row, Select

    from deskapp.clock import Clock
    from deskapp.domain.actor import Actor
    from deskapp.store.engine import ShopFile

_limit, _ticket, _person = schema.work_limit, schema.ticket, schema.person


class WorkLimits:
    """The limits of one shop file."""

    def __init__(self, file: ShopFile, clock: Clock) -> None:
        self._file = file
        self._clock = clock

    def list(self, actor: Actor) -> tuple[WorkLimit, ...]:
        """The limits there are."""
        with self._file.read() as connection:
            return tuple(_limit_of(row) for row in _rows(connection))

    def loads(self, actor: Actor) -> tuple[WorkLoad, ...]:
        """Every limit with what is in hand now."""
        with self._file.read() as connection:
            people = {row.id: row.name for row in connection.execute(select(_person.c.id, _person.c.name))}
            limits = [_limit_of(row) for row in _rows(connection)]
            return tuple(
                WorkLoad(limit, _count(connection, limit), people.get(limit.person_id, ""))
                for limit in limits
            )

    def set(self, actor: Actor, limits: Iterable[WorkLimit]) -> Done[tuple[WorkLimit, ...]]:
        """Keep these limits; one of 0 is taken away, and what is not named stays."""
        wanted, now = [checked_limit(limit) for limit in limits], self._clock.now()
        with self._file.write() as tx:
            kept = {(row.meaning, row.person_id): row for row in _rows(tx)}
            steps = [step for limit in wanted for step in _keep(tx, kept, limit, now)]
            if steps:
                changes = {"most": (None, None)}
                audit.record(tx, actor, now, "set", (_limit.name, steps[0].id), changes)
            undo = Undo(_("Changed the limits of work"), tuple(steps))
            return Done(tuple(_limit_of(row) for row in _rows(tx)), undo)


def _keep(tx: Connection, kept: dict[Any, Row[Any]], limit: WorkLimit, now: datetime) -> list[UndoStep]:
    row = kept.get((limit.meaning, limit.person_id))
    if row is None:
        if not limit.most:
            return []
        check_person(tx, limit.person_id)
        fresh = {"meaning": limit.meaning, "person_id": limit.person_id, "most": limit.most}
        return [rows.add(tx, _limit, fresh, now)[1]]
    values: dict[str, object] = {"most": limit.most} if limit.most else {"binned_at": now}
    before, step = rows.change(tx, _limit, row.id, values)
    return [step] if before else []


def _rows(connection: Connection) -> list[Row[Any]]:
    there = select(_limit).where(_limit.c.binned_at.is_(None)).order_by(_limit.c.id)
    return list(connection.execute(there))


def _limit_of(row: Row[Any]) -> WorkLimit:
    return WorkLimit(row.most, row.meaning, row.person_id)


def _count(connection: Connection, limit: WorkLimit) -> int:
    if limit.person_id is None:
        found = connection.execute(_in_column(), {"wanted": limit.meaning})
    else:
        found = connection.execute(_with_person(), {"person": limit.person_id})
    return int(found.scalar_one())


@cache
def _in_column() -> Select[int]:
    """Open tickets only: the index of what is open is small whatever the shop has done since it opened."""
    return _open().where(_ticket.c.meaning == bindparam("wanted"))


@cache
def _with_person() -> Select[int]:
    work = [meaning.value for meaning in IN_HAND]
    return _open().where(_ticket.c.person_id == bindparam("person"), _ticket.c.meaning.in_(work))


def _open() -> Select[int]:
    return (
        select(func.count())
        .select_from(_ticket)
        .where(_ticket.c.closed_at.is_(None), _ticket.c.binned_at.is_(None))
    )

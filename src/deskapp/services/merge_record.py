"""What the file keeps of a merge, so that it can be undone later."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import bindparam, select

from deskapp.domain.merge import Joined, from_plain, plain
from deskapp.errors import DeskError, NotFound
from deskapp.i18n import _
from deskapp.store import schema
from deskapp.store.statement import Reading, add_row, change_row

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy import Connection

    from deskapp.services.merge_moves import Moved
    from deskapp.store.statement import Unit

_merge = schema.customer_merge
TABLE = _merge.name
_ONE = Reading(select(_merge).where(_merge.c.id == bindparam("id")))
_ACTIVE = Reading(
    select(_merge).where(_merge.c.kept_id == bindparam("kept_id"), _merge.c.undone_at.is_(None))
)
_OF_GONE = Reading(
    select(_merge).where(_merge.c.gone_id == bindparam("gone_id"), _merge.c.undone_at.is_(None))
)


@dataclass(frozen=True, slots=True)
class Merge:
    """A merge: `turn` is its place among those of the kept customer.

    `fields` and `own` (the shop's own fields) hold what stood there before and what was put there.
    `rows` are the ids that the joined entries of lists have, by list.
    """

    kept_id: int
    gone_id: int
    at: datetime
    person_id: int | None
    turn: int
    fields: dict[str, list[Any]]
    own: dict[str, list[Any]]
    joined: Joined
    rows: dict[str, list[int]]
    moved: Moved
    id: int = 0
    undone_at: datetime | None = None


def read_merge(connection: Unit, merge_id: int) -> Merge:
    """One merge; raises `NotFound`, or `DeskError` where its data was erased with a person."""
    row = _ONE.first(connection, id=merge_id)
    if row is None:
        raise NotFound(_("There is no merge {number}.").format(number=merge_id))
    if not row.detail:
        raise DeskError(_("What it takes to undo this merge was erased with the person."))
    return _of(row)


def active_of(connection: Unit, kept_id: int) -> list[Merge]:
    """The merges into a customer that are not undone, in their order."""
    rows = _ACTIVE.all(connection, kept_id=kept_id)
    return sorted((_of(row) for row in rows if row.detail), key=lambda merge: merge.turn)


def merge_away(connection: Unit, gone_id: int) -> Merge | None:
    """The merge by which a customer went."""
    row = _OF_GONE.first(connection, gone_id=gone_id)
    return _of(row) if row is not None and row.detail else None


def write(tx: Connection, merge: Merge) -> int:
    """Write a new merge, or one that changed; answers its id."""
    detail = {
        "turn": merge.turn,
        "fields": merge.fields,
        "own": merge.own,
        "joined": plain(merge.joined),
        "rows": merge.rows,
        "moved": merge.moved,
    }
    if merge.id:
        change_row(tx, _merge, merge.id, {"detail": detail, "undone_at": merge.undone_at})
        return merge.id
    names = ("kept_id", "gone_id", "at", "person_id", "undone_at")
    return add_row(tx, _merge, {"detail": detail, **{name: getattr(merge, name) for name in names}})


def undone(merge: Merge, now: datetime) -> Merge:
    """The same merge, undone."""
    return replace(merge, undone_at=now)


def _of(row: Any) -> Merge:
    detail = row.detail
    return Merge(
        row.kept_id,
        row.gone_id,
        row.at,
        row.person_id,
        detail["turn"],
        detail["fields"],
        detail["own"],
        from_plain(detail["joined"]),
        detail["rows"],
        detail["moved"],
        row.id,
        row.undone_at,
    )

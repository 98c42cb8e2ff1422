"""Steps of items from status to status, and what the ticket derives from them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from sqlalchemy import bindparam, select

from deskapp.domain import text
from deskapp.domain.status import Meaning, Status, least_advanced, may_follow, needs_reason
from deskapp.domain.turnaround import Step, effective, status_since, turnaround_minutes
from deskapp.domain.undo import UndoStep
from deskapp.errors import Invalid, StaleWrite
from deskapp.i18n import _
from deskapp.services import rows
from deskapp.services.item_secret import erase_secrets
from deskapp.services.lent import refuse_while_out
from deskapp.services.shop import read_shop
from deskapp.services.status import all_statuses
from deskapp.services.ticket_read import read_steps
from deskapp.store import schema
from deskapp.store.statement import Reading, add_row, change_row

_ticket, _item, _step = schema.ticket, schema.item, schema.status_step
_DERIVED = ("status", "meaning", "status_since", "closed_at", "closed_month", "turnaround_min", "updated_at")
_ITEMS = Reading(  # with what their ticket derived from them last
    select(
        *(_item.c[name] for name in ("id", "ticket_id", "position", "status", "meaning", "closed_at")),
        _item.c.row_version,
        *(_ticket.c[name].label(f"ticket_{name}") for name in _DERIVED),
    )
    .join_from(_item, _ticket, _ticket.c.id == _item.c.ticket_id)
    .where(_item.c.ticket_id == bindparam("id"), _item.c.binned_at.is_(None))
    .order_by(_item.c.position)
)
_STEP = Reading(select(_step).where(_step.c.id == bindparam("id")))

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import datetime

    from sqlalchemy import Connection

    from deskapp.domain.actor import Actor


class _Moved(NamedTuple):
    """An item's row as it stands after a step, the step, and how both are taken back."""

    item: Any
    step: Step
    undo: tuple[UndoStep, UndoStep]


def move_items(
    tx: Connection,
    actor: Actor,
    ticket_id: int,
    target: Status,
    at: datetime,
    *,
    position: int | None,
    reason: str,
) -> list[UndoStep]:
    """Move every item that may take the step (or the one at `position`); refused when none may.

    Writes what the ticket derives from that too.
    """
    statuses = all_statuses(tx)
    items = _ITEMS.all(tx, id=ticket_id)
    way = read_steps(tx, ticket_id) if _asks_history(items, target) else None
    chosen = items if position is None else [item for item in items if item.position == position]
    stepped = [step.item for step in effective(way or ())]

    def may(item: Any, then: Status) -> bool:
        return may_follow(statuses[item.status], then, worked_on=stepped.count(item.id) > 1)

    movable = [item for item in chosen if may(item, target)]
    if not chosen:
        raise Invalid(_("This ticket has no item {item}.").format(item=position), "status")
    if not movable:
        raise Invalid(_refusal(chosen, statuses, target, may), "status")
    clean = text.line(reason, "reason", 500) if reason else ""
    if not clean and any(needs_reason(statuses[item.status], target) for item in movable):
        message = _("Say why, please: “{status}” needs a reason.")
        raise Invalid(message.format(status=target.label), "reason")
    if target.meaning is Meaning.CLOSED:
        erase_secrets(tx, actor, ticket_id, [item.id for item in movable], at)
    moved = {item.id: _move(tx, actor, item, target, at, clean) for item in movable}
    stand = [moved[item.id].item if item.id in moved else item for item in items]
    after = None if way is None else [*way, *(one.step for one in moved.values())]
    _derive(tx, ticket_id, at, statuses, stand, after)
    return [step for one in moved.values() for step in one.undo]


def _asks_history(items: list[Any], target: Status) -> bool:
    """Whether a step ends something or opens it again; the daily ones between leave their moment only."""
    ends = Meaning.CLOSED.value
    return target.meaning is Meaning.CLOSED or any(item.meaning == ends for item in items)


def derive(tx: Connection, ticket_id: int, at: datetime) -> None:
    """Write what the ticket derives from its items and steps: status, since when, closing, turnaround.

    `at` is the moment of the act that changed them.
    """
    items, steps = _ITEMS.all(tx, id=ticket_id), read_steps(tx, ticket_id)
    _derive(tx, ticket_id, at, all_statuses(tx), items, steps)


def _derive(
    tx: Connection,
    ticket_id: int,
    at: datetime,
    statuses: Mapping[str, Status],
    items: list[Any],
    steps: list[Step] | None,
) -> None:
    """Without `steps` the items are open after one step at `at`, whatever stood in the history before."""
    stood = items[0]
    status = least_advanced(statuses[item.status] for item in items)
    closed = status.meaning is Meaning.CLOSED
    if closed:
        refuse_while_out(tx, ticket_id)
    closed_at = max((item.closed_at or at for item in items), default=at) if closed else None
    values = {
        "status": status.key,
        "meaning": status.meaning.value,
        "status_since": _since(stood, status, at) if steps is None else status_since(steps, statuses) or at,
        "closed_at": closed_at,
        "closed_month": f"{closed_at.astimezone(read_shop(tx).zone):%Y-%m}" if closed_at else None,
        "turnaround_min": turnaround_minutes(steps or (), statuses) if closed else None,
        "updated_at": at,
    }
    changed = {name: value for name, value in values.items() if value != getattr(stood, f"ticket_{name}")}
    if changed:
        change_row(tx, _ticket, ticket_id, changed)


def _since(stood: Any, status: Status, at: datetime) -> datetime:
    since: datetime = stood.ticket_status_since
    return since if status.key == stood.ticket_status else at


def reverse_step(tx: Connection, actor: Actor, step_id: int, at: datetime) -> UndoStep:
    """Append the step that takes another one back; taking that one back does it again."""
    taken_back = _STEP.first(tx, id=step_id)
    assert taken_back is not None
    steps = {"from_status": taken_back.to_status, "to_status": taken_back.from_status}
    place = {"ticket_id": taken_back.ticket_id, "item_id": taken_back.item_id}
    return _append(tx, actor, {**place, **steps, "at": at, "undoes_id": step_id})


def check_history(tx: Connection, ticket_id: int) -> None:
    """Raises `StaleWrite` when the steps that count do not lead to where the items stand."""
    stands = {step.item: step.after for step in effective(read_steps(tx, ticket_id))}
    if any(stands.get(item.id) != item.status for item in _ITEMS.all(tx, id=ticket_id)):
        raise StaleWrite(_("The status was changed again since; it cannot be taken back any more."))


def _move(tx: Connection, actor: Actor, item: Any, target: Status, at: datetime, reason: str) -> _Moved:
    place = {"ticket_id": item.ticket_id, "item_id": item.id}
    steps = {"from_status": item.status, "to_status": target.key}
    appended = _append(tx, actor, {**place, **steps, "at": at, "reason": reason})
    closed_at = at if target.meaning is Meaning.CLOSED else None
    values = {"status": target.key, "meaning": target.meaning.value, "closed_at": closed_at}
    changed = rows.change_known(tx, _item, item, values)[1]
    return _Moved(item._replace(**values), Step(appended.id, item.id, target.key, at), (changed, appended))


def _append(tx: Connection, actor: Actor, values: dict[str, Any]) -> UndoStep:
    return UndoStep(_step.name, add_row(tx, _step, {**values, "person_id": actor.person_id}), {}, {})


def _refusal(
    items: list[Any],
    statuses: Mapping[str, Status],
    target: Status,
    may: Callable[[Any, Status], bool],
) -> str:
    now = least_advanced(statuses[item.status] for item in items)
    if now.key == target.key:
        return _("It is already “{status}”.").format(status=target.label)
    here = [item for item in items if item.status == now.key]
    allowed = [then.label for then in statuses.values() if any(may(item, then) for item in here)]
    if now.key == "collected" and not allowed:
        return _("It was handed over; make a new ticket if it comes back.")
    if not allowed:
        return _("“{now}” cannot become “{target}”.").format(now=now.label, target=target.label)
    message = _("“{now}” cannot become “{target}”; it may become {allowed}.")
    return message.format(now=now.label, target=target.label, allowed=", ".join(allowed))

"""Merging customers who are one, and undoing that later without losing what was done since."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from deskapp.domain.field import PREFIX, FieldOf
from deskapp.domain.merge import CHOSEN, PastMerge, Side, better_kept
from deskapp.domain.undo import Done, Undo, UndoStep
from deskapp.errors import Invalid, NotFound
from deskapp.i18n import _, ngettext
from deskapp.services.customer import read_customer
from deskapp.services.field import read_fields
from deskapp.services.merge_parting import take_apart
from deskapp.services.merge_record import TABLE, active_of, merge_away, read_merge
from deskapp.services.merge_together import put_together
from deskapp.services.merged import living_id
from deskapp.services.person import people_names
from deskapp.store import schema

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from deskapp.clock import Clock
    from deskapp.domain.actor import Actor
    from deskapp.domain.customer import Customer
    from deskapp.domain.merge import Parted
    from deskapp.store.engine import ShopFile

_ticket, _device = schema.ticket, schema.device


class Merges:
    """The merges of customers of one shop file."""

    def __init__(self, file: ShopFile, clock: Clock) -> None:
        self._file = file
        self._clock = clock

    def sides(self, actor: Actor, customer_ids: Sequence[int]) -> tuple[Side, ...]:
        """The customers who are to be merged, the one to keep first; raises `NotFound`."""
        with self._file.read() as connection:
            living = dict.fromkeys(living_id(connection, one) for one in customer_ids)
            sides = [_side(connection, one) for one in living]
        first = sides.pop(better_kept(sides))
        return first, *sides

    def merge(
        self,
        actor: Actor,
        kept_id: int,
        gone_ids: Sequence[int],
        choices: Mapping[str, int] | None = None,
    ) -> Done[Customer]:
        """Make one customer of several.

        `choices` names for a field (see `CHOSEN`; the shop's own with `PREFIX`) the customer whose value
        counts; without it the kept one's does, or where there is none the first other's. Phones and other
        lists join, and everything that hangs on the others moves.
        """
        now, chosen = self._clock.now(), choices or {}
        with self._file.write() as tx:
            _check(tx, kept_id, gone_ids, chosen)
            gone = [read_customer(tx, one).name for one in gone_ids]
            merges = [put_together(tx, actor, (kept_id, one), chosen, now) for one in gone_ids]
            kept = read_customer(tx, kept_id)
        steps = tuple(UndoStep(TABLE, one, {"undone_at": now}, {"undone_at": None}) for one in merges)
        return Done(kept, Undo(_label(kept.name, gone), steps))

    def undo(self, actor: Actor, merge_id: int) -> Done[Parted]:
        """Undo a merge, however long ago; what was done since stays where it belongs.

        Tickets that came with the one who was gone go back, newer ones stay, and so do fields that were
        edited since. Raises `DeskError` where the kept one was merged further, or it was undone already.
        """
        now = self._clock.now()
        with self._file.write() as tx:
            parted = take_apart(tx, actor, merge_id, now)
        step = UndoStep(TABLE, merge_id, {"undone_at": None}, {"undone_at": now})
        label = _("Undid the merge of {gone} into {kept}")
        names = {"gone": parted.gone.name, "kept": parted.kept.name}
        return Done(parted, Undo(label.format(**names), (step,)))

    def into(self, actor: Actor, customer_id: int) -> tuple[PastMerge, ...]:
        """The merges into a customer that can be undone, the newest first."""
        with self._file.read() as connection:
            people = people_names(connection)
            return tuple(
                PastMerge(
                    merge.id,
                    merge.at,
                    people.get(merge.person_id or 0, ""),
                    merge.gone_id,
                    read_customer(connection, merge.gone_id).name,
                    len(merge.moved.get("ticket", [])),
                )
                for merge in reversed(active_of(connection, customer_id))
            )

    def merge_of(self, actor: Actor, gone_id: int) -> int:
        """The merge by which a customer went; raises `NotFound` for one who is there."""
        with self._file.read() as connection:
            name = read_customer(connection, gone_id).name
            if (merge := merge_away(connection, gone_id)) is None:
                raise NotFound(_("{name} was not merged into anybody.").format(name=name))
            return merge.id

    def living(self, actor: Actor, customer_id: int) -> int:
        """Who stands for a customer now; mostly the same one."""
        with self._file.read() as connection:
            return living_id(connection, customer_id)


def reverse(tx: Connection, actor: Actor, step: UndoStep, now: datetime) -> UndoStep:
    """Take a merge back, or merge again what was taken back; answers how to turn that round."""
    if step.before["undone_at"] is not None:
        take_apart(tx, actor, step.id, now)
        return UndoStep(TABLE, step.id, {"undone_at": None}, {"undone_at": now})
    merge = read_merge(tx, step.id)
    as_then = {name: merge.gone_id if name in merge.fields else merge.kept_id for name in CHOSEN}
    own = {*merge.own, *read_customer(tx, merge.gone_id).draft.fields}
    as_then |= {PREFIX + key: merge.gone_id if key in merge.own else merge.kept_id for key in own}
    put_together(tx, actor, (merge.kept_id, merge.gone_id), as_then, now, again=merge)
    return UndoStep(TABLE, step.id, {"undone_at": now}, {"undone_at": None})


def _check(tx: Connection, kept_id: int, gone_ids: Sequence[int], choices: Mapping[str, int]) -> None:
    if not gone_ids or len({kept_id, *gone_ids}) != len(gone_ids) + 1:
        raise Invalid(_("To merge, name two different customers or more."), "gone")
    known = (*CHOSEN, *(PREFIX + one.key for one in read_fields(tx) if one.of is FieldOf.CUSTOMER))
    for name, chosen in choices.items():
        if name not in known:
            message = _("There is no field “{name}” to choose; there is {known}.")
            raise Invalid(message.format(name=name, known=", ".join(known)), "choices")
        if chosen not in {kept_id, *gone_ids}:
            raise Invalid(_("A field can be taken only from one of the merged customers."), name)


def _label(kept: str, gone: list[str]) -> str:
    if len(gone) == 1:
        return _("Merged {gone} into {kept}").format(gone=gone[0], kept=kept)
    words = ngettext("Merged {count} customer into {kept}", "Merged {count} customers into {kept}", len(gone))
    return words.format(count=len(gone), kept=kept)


def _side(connection: Connection, customer_id: int) -> Side:
    tickets, last = connection.execute(
        select(func.count(), func.max(_ticket.c.received_at)).where(
            _ticket.c.customer_id == customer_id, _ticket.c.binned_at.is_(None)
        )
    ).one()
    devices = select(func.count()).where(_device.c.customer_id == customer_id, _device.c.binned_at.is_(None))
    return Side(
        read_customer(connection, customer_id), tickets, connection.execute(devices).scalar_one(), last
    )

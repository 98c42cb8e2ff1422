"""The types of things that the shop takes in, with what is looked at on each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from deskapp.domain.item_type import Check, ItemType, Point, checked
from deskapp.domain.undo import Done, Undo
from deskapp.errors import Invalid, StaleWrite
from deskapp.i18n import _
from deskapp.services import audit
from deskapp.services.keyed_rows import keep
from deskapp.store import schema
from deskapp.store.kept import kept
from deskapp.store.statement import Reading

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Connection

    from deskapp.clock import Clock
    from deskapp.domain.actor import Actor
    from deskapp.domain.undo import UndoStep
    from deskapp.store.engine import ShopFile
    from deskapp.store.statement import Unit

MOST_TYPES = 40
_type = schema.item_type
_ALL = Reading(select(_type).where(_type.c.binned_at.is_(None)).order_by(_type.c.position, _type.c.id))


class ItemTypes:
    """The item types of one shop file."""

    def __init__(self, file: ShopFile, clock: Clock) -> None:
        self._file = file
        self._clock = clock

    def list(self, actor: Actor) -> tuple[ItemType, ...]:
        """All types in the shop's order."""
        with self._file.read() as connection:
            return read_types(connection)

    def keep(
        self, actor: Actor, types: Sequence[ItemType], read: Sequence[ItemType]
    ) -> Done[tuple[ItemType, ...]]:
        """Keep these types in this order; `read` are those that were changed to them.

        A type that is not named any more is offered no more; items of it stay what they are.
        """
        now = self._clock.now()
        with self._file.write() as tx:
            if read_types(tx) != tuple(read):
                raise StaleWrite(_("The item types were changed elsewhere since you opened them."))
            steps = keep_types(tx, types, now)
            audit.record(tx, actor, now, "keep", (_type.name, None))
            return Done(read_types(tx), Undo(_("Changed the item types"), steps))


@kept
def read_types(connection: Unit) -> tuple[ItemType, ...]:
    """All types in the shop's order, inside a unit that is already open."""
    return tuple(
        ItemType(
            row.label,
            row.icon,
            tuple(Point(*point) for point in row.checklist),
            tuple(row.accessories),
            row.key,
        )
        for row in _ALL.all(connection)
    )


def keep_types(tx: Connection, types: Sequence[ItemType], now: datetime) -> tuple[UndoStep, ...]:
    """Bring the stored types to these, inside a unit that is already open."""
    if len(types) > MOST_TYPES:
        raise Invalid(_("A shop has up to {count} item types.").format(count=MOST_TYPES), "item_types")
    clean = [checked(one) for one in types]
    labels = [one.label for one in clean]
    for label in labels:
        if labels.count(label) > 1:
            raise Invalid(_("There are two item types “{label}”.").format(label=label), "label")
    return tuple(keep(tx, _type, [_columns(one) for one in clean], now))


def checks_of(plain: Sequence[Sequence[str]]) -> tuple[Check, ...]:
    """A filled checklist as an item's row holds it."""
    return tuple(Check(*one) for one in plain)


def plain_checks(checks: Sequence[Check]) -> list[list[str]]:
    """A filled checklist for an item's row."""
    return [[check.key, check.label, check.result, check.note] for check in checks]


def _columns(item_type: ItemType) -> dict[str, Any]:
    return {
        "key": item_type.key,
        "label": item_type.label,
        "icon": item_type.icon,
        "checklist": [[point.key, point.label] for point in item_type.checklist],
        "accessories": list(item_type.accessories),
    }

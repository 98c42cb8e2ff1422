"""The people who work in the shop."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from deskapp.domain import text
from deskapp.domain.actor import Actor, Role, Source
from deskapp.domain.person import ROLE_LABELS, Person, person_named
from deskapp.domain.undo import Done, Undo
from deskapp.errors import DeskError, Invalid, NotFound
from deskapp.i18n import _
from deskapp.services import audit, rows
from deskapp.store import schema
from deskapp.store.kept import kept
from deskapp.store.statement import Reading

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from sqlalchemy import Connection

    from deskapp.clock import Clock
    from deskapp.domain.undo import UndoStep
    from deskapp.store.engine import ShopFile
    from deskapp.store.statement import Unit

_PEOPLE = Reading(select(schema.person).order_by(schema.person.c.id))


class People:
    """Who works here, and who acts."""

    def __init__(self, file: ShopFile, clock: Clock) -> None:
        self._file = file
        self._clock = clock

    def list(self, actor: Actor) -> tuple[Person, ...]:
        """Everybody, the owner first; who left is not `active`."""
        with self._file.read() as connection:
            return read_people(connection)

    def add(self, actor: Actor, name: str, role: Role = Role.TECHNICIAN) -> Done[Person]:
        """Write down someone who works here."""
        clean, now = checked_name(name), self._clock.now()
        with self._file.write() as tx:
            _check_name_free(tx, clean)
            person_id, step = _add(tx, {"name": clean, "role": role.value}, now)
            audit.record(tx, actor, now, "add", ("person", person_id), {"name": (None, clean)})
            done = Undo(_("Added {name}").format(name=clean), (step,))
            return Done(Person(person_id, clean, role), done)

    def rename(self, actor: Actor, person_id: int, name: str, row_version: int) -> Done[Person]:
        """Give someone another name; lists and history show it from now on."""
        clean = checked_name(name)
        with self._file.write() as tx:
            _check_name_free(tx, clean, person_id)
            label = _("{before} is now called {name}").format(before=_found(tx, person_id).name, name=clean)
            return self._change(tx, actor, "rename", person_id, {"name": clean}, label, row_version)

    def set_role(self, actor: Actor, person_id: int, role: Role, row_version: int) -> Done[Person]:
        """Give someone another role; the last owner keeps theirs."""
        with self._file.write() as tx:
            label = _("{name} is now “{role}”")
            label = label.format(name=_found(tx, person_id).name, role=_(ROLE_LABELS[role]))
            return self._change(tx, actor, "role", person_id, {"role": role.value}, label, row_version)

    def retire(self, actor: Actor, person_id: int) -> Done[Person]:
        """Someone left: no ticket is given to them any more, and they stay in the history."""
        with self._file.write() as tx:
            label = _("{name} no longer works here").format(name=_found(tx, person_id).name)
            return self._change(tx, actor, "retire", person_id, {"active": False}, label)

    def bring_back(self, actor: Actor, person_id: int) -> Done[Person]:
        """Someone who left is here again."""
        with self._file.write() as tx:
            label = _("{name} works here again").format(name=_found(tx, person_id).name)
            return self._change(tx, actor, "bring_back", person_id, {"active": True}, label)

    def actor(self, name: str, source: Source) -> Actor:
        """The person with that name (or the beginning of it); the owner when none is given."""
        with self._file.read() as connection:
            people = tuple(person for person in read_people(connection) if person.active)
        person = person_named(people, name) if name else next(p for p in people if p.role is Role.OWNER)
        return Actor(person.id, person.name, person.role, source)

    def _change(
        self,
        tx: Connection,
        actor: Actor,
        action: str,
        person_id: int,
        values: dict[str, Any],
        label: str,
        row_version: int | None = None,
    ) -> Done[Person]:
        before, step = rows.change(tx, schema.person, person_id, values, row_version)
        check_an_owner(tx, person_id)
        changes = {name: (value, values[name]) for name, value in before.items()}
        if changes:
            audit.record(tx, actor, self._clock.now(), action, ("person", person_id), changes)
        return Done(_found(tx, person_id), Undo(label, (step,)))


def checked_name(name: str) -> str:
    """The name of a person as it can be kept."""
    clean = text.line(name, "name", 80)
    if not clean:
        raise Invalid(_("A person needs a name."), "name")
    return clean


@kept
def read_people(connection: Unit) -> tuple[Person, ...]:
    """Everybody, inside a unit that is already open."""
    return tuple(
        Person(row.id, row.name, Role(row.role), row.active, row.row_version)
        for row in _PEOPLE.all(connection)
        if row.binned_at is None
    )


@kept
def people_names(connection: Unit) -> Mapping[int, str]:
    """The names of all who ever worked here, by id."""
    return MappingProxyType({row.id: row.name for row in _PEOPLE.all(connection)})


def check_person(connection: Unit, person_id: int | None) -> None:
    """Raises `NotFound` when nobody has that id."""
    if person_id is not None and all(person.id != person_id for person in read_people(connection)):
        raise NotFound(_("That person does not work here."))


def check_an_owner(tx: Connection, _person_id: int) -> None:
    """Raises `DeskError` when what was just written leaves the shop without an owner."""
    if not any(person.active and person.role is Role.OWNER for person in read_people(tx)):
        raise DeskError(_("A shop needs an owner: make somebody else one first."))


def _check_name_free(tx: Connection, name: str, own: int | None = None) -> None:
    if any(text.fold(one.name) == text.fold(name) and one.id != own for one in read_people(tx)):
        message = _("“{name}” is already in the list; add an initial.")
        raise Invalid(message.format(name=name), "name")


def _found(connection: Unit, person_id: int) -> Person:
    check_person(connection, person_id)
    return next(person for person in read_people(connection) if person.id == person_id)


def _add(tx: Connection, values: dict[str, Any], now: datetime) -> tuple[int, UndoStep]:
    """A new row, or the one of that name out of the bin."""
    same = select(schema.person.c.id).where(schema.person.c.name == values["name"])
    if (binned := tx.execute(same).scalar()) is None:
        return rows.add(tx, schema.person, values, now)
    return binned, rows.change(tx, schema.person, binned, {**values, "binned_at": None})[1]

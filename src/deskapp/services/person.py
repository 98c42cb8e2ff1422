"""The people who work in the shop."""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from deskapp.domain import text
from deskapp.domain.actor import Actor, Role, Source
from deskapp.domain.person import Person
from deskapp.domain.undo import Done, Undo
from deskapp.errors import Invalid, NotFound
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
        """Everybody, the owner first."""
        with self._file.read() as connection:
            return read_people(connection)

    def add(self, actor: Actor, name: str, role: Role = Role.TECHNICIAN) -> Done[Person]:
        """Write down someone who works here."""
        clean, now = checked_name(name), self._clock.now()
        with self._file.write() as tx:
            if any(text.fold(person.name) == text.fold(clean) for person in read_people(tx)):
                raise Invalid(
                    _("“{name}” is already in the list; add an initial.").format(name=clean), "name"
                )
            person_id, step = _add(tx, {"name": clean, "role": role.value}, now)
            audit.record(tx, actor, now, "add", ("person", person_id), {"name": (None, clean)})
            done = Undo(_("Added {name}").format(name=clean), (step,))
            return Done(Person(person_id, clean, role), done)

    def actor(self, name: str, source: Source) -> Actor:
        """The person with that name (or the beginning of it); the owner when none is given."""
        with self._file.read() as connection:
            people = read_people(connection)
        person = _named(people, name) if name else next(p for p in people if p.role is Role.OWNER)
        return Actor(person.id, person.name, person.role, source)


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


def _add(tx: Connection, values: dict[str, Any], now: datetime) -> tuple[int, UndoStep]:
    """A new row, or the one of that name out of the bin."""
    same = select(schema.person.c.id).where(schema.person.c.name == values["name"])
    if (binned := tx.execute(same).scalar()) is None:
        return rows.add(tx, schema.person, values, now)
    return binned, rows.change(tx, schema.person, binned, {**values, "binned_at": None})[1]


def _named(people: tuple[Person, ...], name: str) -> Person:
    wanted = text.fold(name)
    exact = [person for person in people if text.fold(person.name) == wanted]
    found = exact or [person for person in people if text.fold(person.name).startswith(wanted)]
    if len(found) == 1:
        return found[0]
    known = ", ".join(person.name for person in people)
    raise NotFound(_("Nobody here is called “{name}”; the shop has {known}.").format(name=name, known=known))

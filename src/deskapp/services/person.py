"""The people who work in the shop."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from deskapp.domain import text
from deskapp.domain.actor import Actor, Role, Source
from deskapp.domain.person import Person
from deskapp.domain.undo import Done, Undo
from deskapp.errors import Invalid, NotFound
from deskapp.i18n import _
from deskapp.services import audit, rows
from deskapp.store import schema

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from deskapp.clock import Clock
    from deskapp.store.engine import ShopFile

_PEOPLE = select(schema.person).where(schema.person.c.binned_at.is_(None)).order_by(schema.person.c.id)


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
        clean, now = text.line(name, "name", 80), self._clock.now()
        if not clean:
            raise Invalid(_("A person needs a name."), "name")
        with self._file.write() as tx:
            if any(text.fold(person.name) == text.fold(clean) for person in read_people(tx)):
                raise Invalid(
                    _("“{name}” is already in the list; add an initial.").format(name=clean), "name"
                )
            person_id, step = rows.add(tx, schema.person, {"name": clean, "role": role.value}, now)
            audit.record(tx, actor, now, "add", ("person", person_id), {"name": (None, clean)})
            done = Undo(_("Added {name}").format(name=clean), (step,))
            return Done(Person(person_id, clean, role), done)

    def actor(self, name: str, source: Source) -> Actor:
        """The person with that name (or the beginning of it); the owner when none is given."""
        with self._file.read() as connection:
            people = read_people(connection)
        person = _named(people, name) if name else next(p for p in people if p.role is Role.OWNER)
        return Actor(person.id, person.name, person.role, source)


def read_people(connection: Connection) -> tuple[Person, ...]:
    """Everybody, inside a unit that is already open."""
    return tuple(
        Person(row.id, row.name, Role(row.role), row.active, row.row_version)
        for row in connection.execute(_PEOPLE)
    )


def _named(people: tuple[Person, ...], name: str) -> Person:
    wanted = text.fold(name)
    exact = [person for person in people if text.fold(person.name) == wanted]
    found = exact or [person for person in people if text.fold(person.name).startswith(wanted)]
    if len(found) == 1:
        return found[0]
    known = ", ".join(person.name for person in people)
    raise NotFound(_("Nobody here is called “{name}”; the shop has {known}.").format(name=name, known=known))

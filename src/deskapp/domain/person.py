"""The people who work in the shop."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from deskapp.domain import text
from deskapp.domain.actor import Role
from deskapp.errors import NotFound
from deskapp.i18n import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterable

ROLE_LABELS = {
    Role.OWNER: N_("Owner"),
    Role.FRONT_DESK: N_("Front desk"),
    Role.TECHNICIAN: N_("Technician"),
    Role.READ_ONLY: N_("Read-only"),
}


@dataclass(frozen=True, slots=True)
class Person:
    """Someone who works in the shop; who left is not `active` and stays in the history."""

    id: int
    name: str
    role: Role = Role.OWNER
    active: bool = True
    row_version: int = 1


def person_named(people: Iterable[Person], name: str) -> Person:
    """The one with that name (or the beginning of it); raises `NotFound`."""
    known = {person.name: person for person in people}
    wanted = text.fold(name)
    exact = [person for person in known.values() if text.fold(person.name) == wanted]
    found = exact or [person for person in known.values() if text.fold(person.name).startswith(wanted)]
    if len(found) == 1:
        return found[0]
    message = _("Nobody here is called “{name}”; the shop has {known}.")
    raise NotFound(message.format(name=name, known=", ".join(known)))

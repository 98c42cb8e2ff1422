"""The commands about the people of the shop."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from deskapp.cli_parser import add_command, add_group
from deskapp.cli_session import Session, show, show_list
from deskapp.i18n import _

if TYPE_CHECKING:
    from argparse import Namespace

    from deskapp.domain.actor import Actor
    from deskapp.domain.person import Person
    from deskapp.services.desk import Desk


def add_to(commands: Any) -> None:
    add_group(commands, "person", _("the people who work in the shop"), _fill)


def _fill(group: Any) -> None:
    from deskapp.domain.actor import Role

    roles = [role.value for role in Role]
    add_command(group, "list", person_list, _("list the people"))
    added = add_command(group, "add", person_add, _("write down someone who works here"))
    added.add_argument("name")
    added.add_argument("--role", choices=roles, default=Role.TECHNICIAN.value)
    renamed = add_command(group, "rename", person_rename, _("give someone another name"))
    role = add_command(group, "role", person_role, _("give someone another role"))
    gone = add_command(group, "retire", person_retire, _("someone left"))
    back = add_command(group, "bring-back", person_retire, _("someone is here again"))
    for command in (renamed, role, gone, back):
        command.add_argument("name")
    renamed.add_argument("new", metavar="NEW-NAME")
    role.add_argument("role", choices=roles)


def person_list(options: Namespace) -> None:
    with Session(options) as (desk, actor):
        people = desk.people.list(actor)
    show_list(options, [_json(person) for person in people], (_cells(person) for person in people))


def person_add(options: Namespace) -> None:
    from deskapp.domain.actor import Role

    with Session(options) as (desk, actor):
        _show(options, desk.people.add(actor, options.name, Role(options.role)).value)


def person_rename(options: Namespace) -> None:
    with Session(options) as (desk, actor):
        person = _found(desk, actor, options.name)
        _show(options, desk.people.rename(actor, person.id, options.new, person.row_version).value)


def person_role(options: Namespace) -> None:
    from deskapp.domain.actor import Role

    with Session(options) as (desk, actor):
        person = _found(desk, actor, options.name)
        _show(options, desk.people.set_role(actor, person.id, Role(options.role), person.row_version).value)


def person_retire(options: Namespace) -> None:
    with Session(options) as (desk, actor):
        person = _found(desk, actor, options.name)
        act = desk.people.bring_back if options.action == "bring-back" else desk.people.retire
        _show(options, act(actor, person.id).value)


def _found(desk: Desk, actor: Actor, name: str) -> Person:
    """The person with that name, who may have left."""
    from deskapp.domain.person import person_named

    return person_named(desk.people.list(actor), name)


def _show(options: Namespace, person: Person) -> None:
    show(options, _json(person), "  ".join(filter(None, _cells(person))))


def _json(person: Person) -> dict[str, Any]:
    return {"id": person.id, "name": person.name, "role": person.role.value, "active": person.active}


def _cells(person: Person) -> tuple[str, ...]:
    from deskapp.domain.person import ROLE_LABELS

    return (person.name, _(ROLE_LABELS[person.role]), "" if person.active else _("left"))

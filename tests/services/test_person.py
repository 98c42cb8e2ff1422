"""Who works in the shop: named, given a role, gone and back, and never without an owner."""

from __future__ import annotations

import pytest

from deskapp.domain.actor import Actor, Role
from deskapp.domain.person import Person
from deskapp.errors import DeskError, Invalid, NotFound, StaleWrite
from deskapp.services.desk import Desk
from tests.builders import an_intake


@pytest.fixture
def tom(desk: Desk, owner: Actor) -> Person:
    return desk.people.add(owner, "Tom Ellis").value


def everybody(desk: Desk) -> list[tuple[str, str, bool]]:
    return [(one.name, one.role.value, one.active) for one in desk.people.list(desk.actor())]


def test_another_name_stands_in_lists_and_history(desk: Desk, owner: Actor, tom: Person) -> None:
    number = desk.tickets.take_in(desk.actor("Tom"), an_intake(person_id=tom.id)).value.number
    done = desk.people.rename(owner, tom.id, " Tom  Ellis-Hart ", tom.row_version)
    assert (done.value.name, done.undo.label) == ("Tom Ellis-Hart", "Tom Ellis is now called Tom Ellis-Hart")
    assert desk.tickets.get(owner, number).person == "Tom Ellis-Hart"
    assert desk.tickets.get(owner, number).received_by == "Tom Ellis-Hart"


def test_a_name_is_one_persons(desk: Desk, owner: Actor, tom: Person) -> None:
    with pytest.raises(Invalid, match="already in the list"):
        desk.people.rename(owner, tom.id, "PRIYA NAIR", tom.row_version)
    with pytest.raises(Invalid, match="needs a name"):
        desk.people.rename(owner, tom.id, "  ", tom.row_version)
    assert desk.people.rename(owner, tom.id, "TOM ELLIS", tom.row_version).value.name == "TOM ELLIS"


def test_a_role_is_given_once_it_was_read(desk: Desk, owner: Actor, tom: Person) -> None:
    given = desk.people.set_role(owner, tom.id, Role.FRONT_DESK, tom.row_version).value
    assert desk.actor("Tom").role is Role.FRONT_DESK
    with pytest.raises(StaleWrite):
        desk.people.set_role(owner, tom.id, Role.OWNER, tom.row_version)
    desk.people.set_role(owner, tom.id, Role.OWNER, given.row_version)
    assert desk.actor("Tom").role is Role.OWNER


def test_the_last_owner_stays_one(desk: Desk, owner: Actor, tom: Person) -> None:
    before = everybody(desk)
    with pytest.raises(DeskError, match="needs an owner"):
        desk.people.set_role(owner, owner.person_id, Role.FRONT_DESK, 1)
    with pytest.raises(DeskError, match="needs an owner"):
        desk.people.retire(owner, owner.person_id)
    assert everybody(desk) == before
    desk.people.set_role(owner, tom.id, Role.OWNER, tom.row_version)
    desk.people.retire(owner, owner.person_id)
    assert desk.actor().name == "Tom Ellis"


def test_taking_back_leaves_an_owner_too(desk: Desk, owner: Actor, tom: Person) -> None:
    raised = desk.people.set_role(owner, tom.id, Role.OWNER, tom.row_version)
    desk.people.retire(owner, owner.person_id)
    with pytest.raises(DeskError, match="needs an owner"):
        desk.undo(desk.actor("Tom"), raised.undo)
    assert desk.actor().name == "Tom Ellis"


def test_who_left_does_not_act_and_stays_in_the_history(desk: Desk, owner: Actor, tom: Person) -> None:
    number = desk.tickets.take_in(desk.actor("Tom"), an_intake()).value.number
    desk.people.retire(owner, tom.id)
    with pytest.raises(NotFound, match="Nobody here is called “Tom”; the shop has Priya Nair"):
        desk.actor("Tom")
    assert desk.tickets.get(owner, number).received_by == "Tom Ellis"
    desk.people.bring_back(owner, tom.id)
    assert desk.actor("Tom").person_id == tom.id


def test_nobody_is_changed_who_is_not_there(desk: Desk, owner: Actor) -> None:
    with pytest.raises(NotFound, match="does not work here"):
        desk.people.retire(owner, 99)

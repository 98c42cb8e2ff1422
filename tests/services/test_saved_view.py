"""Views that people keep: seen by everybody or by one, named once, and never lost by mistake."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from deskapp.domain.actor import Actor
from deskapp.domain.built_in_view import BUILT_IN
from deskapp.domain.saved_view import Look, ViewDraft
from deskapp.domain.undo import Undo
from deskapp.errors import DeskError, Invalid, NotFound, StaleWrite
from deskapp.services.desk import Desk
from tests.builders import an_intake
from tests.contents import rows

LOOK = Look("-due", ("number", "status", "due"), "person", "compact")
PARTS = ViewDraft("Parts to order", "status:waiting_part", LOOK, shared=True)


@pytest.fixture
def tom(desk: Desk, owner: Actor) -> Actor:
    desk.people.add(owner, "Tom Ellis")
    return desk.actor("Tom")


def names(desk: Desk, actor: Actor) -> list[str]:
    return [view.name for view in desk.views.list(actor)]


def version(desk: Desk, actor: Actor) -> int:
    return next(view.row_version for view in desk.views.list(actor) if view.name == PARTS.name)


def test_a_view_is_kept_whole(desk: Desk, owner: Actor) -> None:
    view = desk.views.add(owner, PARTS).value
    assert view.draft == PARTS
    assert desk.views.list(owner) == (view,)


def test_shared_views_are_seen_by_all_and_others_by_their_person_alone(
    desk: Desk, owner: Actor, tom: Actor
) -> None:
    desk.views.add(owner, PARTS)
    mine = desk.views.add(tom, ViewDraft("My bench", "is:mine")).value
    assert names(desk, tom) == ["Parts to order", "My bench"]
    assert names(desk, owner) == ["Parts to order"]
    with pytest.raises(NotFound):
        desk.views.edit(owner, mine.id, mine.draft, mine.row_version)
    with pytest.raises(NotFound):
        desk.views.bin(owner, mine.id)
    desk.views.edit(tom, mine.id, replace(mine.draft, shared=True), mine.row_version)
    assert names(desk, owner) == ["Parts to order", "My bench"]


@pytest.mark.parametrize("name", ["Parts to order", "  PARTS  to order "])
def test_a_name_that_is_taken_is_refused(desk: Desk, owner: Actor, name: str) -> None:
    desk.views.add(owner, PARTS)
    with pytest.raises(Invalid, match="already a view") as refusal:
        desk.views.add(owner, ViewDraft(name))
    assert refusal.value.field == "name"
    other = desk.views.add(owner, ViewDraft("Other")).value
    with pytest.raises(Invalid, match="choose another name"):
        desk.views.edit(owner, other.id, ViewDraft(name), other.row_version)


def test_two_people_may_use_the_same_name_for_themselves(desk: Desk, owner: Actor, tom: Actor) -> None:
    for actor in (owner, tom):
        desk.views.add(actor, ViewDraft("Bench", "is:open"))
    assert names(desk, owner) == names(desk, tom) == ["Bench"]


@pytest.mark.parametrize(
    ("draft", "field"),
    [
        (ViewDraft(" "), "name"),
        (ViewDraft("x" * 61), "name"),
        (ViewDraft("A", look=Look(grouping="colour")), "look"),
        (ViewDraft("A", look=Look(density="tiny")), "look"),
    ],
)
def test_what_cannot_be_kept_is_refused_by_name(
    desk: Desk, owner: Actor, draft: ViewDraft, field: str
) -> None:
    with pytest.raises(Invalid) as refusal:
        desk.views.add(owner, draft)
    assert refusal.value.field == field
    assert desk.views.list(owner) == ()


def test_a_query_that_nobody_could_type_is_refused(desk: Desk, owner: Actor) -> None:
    with pytest.raises(Invalid, match="weather"):
        desk.views.add(owner, ViewDraft("A", "weather:fine"))


def test_a_change_against_an_old_version_is_refused(desk: Desk, owner: Actor) -> None:
    view = desk.views.add(owner, PARTS).value
    desk.views.edit(owner, view.id, replace(PARTS, query="is:ready"), view.row_version)
    with pytest.raises(StaleWrite) as refusal:
        desk.views.edit(owner, view.id, replace(PARTS, query="is:open"), view.row_version)
    assert refusal.value.theirs["query"] == "is:ready"


def test_every_act_on_views_can_be_taken_back_and_done_again(desk: Desk, owner: Actor) -> None:
    first = desk.views.add(owner, PARTS).value
    added = desk.views.add(owner, ViewDraft("Second"))
    second = added.value
    seen = [desk.views.list(owner)]
    undos = []
    acts: tuple[Callable[[], Undo], ...] = (
        lambda: desk.views.arrange(owner, (second.id, first.id)).undo,
        lambda: desk.views.edit(owner, first.id, replace(PARTS, name="Orders"), version(desk, owner)).undo,
        lambda: desk.views.bin(owner, second.id).undo,
    )
    for act in acts:
        undos.append(act())
        seen.append(desk.views.list(owner))
    assert [[view.name for view in views] for views in seen] == [
        ["Parts to order", "Second"],
        ["Second", "Parts to order"],
        ["Second", "Orders"],
        ["Orders"],
    ]
    redos = []
    for undo, before in zip(reversed(undos), reversed(seen[:-1]), strict=True):
        redos.append(desk.undo(owner, undo))
        assert names(desk, owner) == [view.name for view in before]
    for redo, after in zip(reversed(redos), seen[1:], strict=True):
        desk.undo(owner, redo)
        assert names(desk, owner) == [view.name for view in after]


def test_a_deleted_view_does_not_come_back_under_a_name_that_is_taken_by_now(
    desk: Desk, owner: Actor
) -> None:
    gone = desk.views.bin(owner, desk.views.add(owner, PARTS).value.id)
    desk.views.add(owner, PARTS)
    with pytest.raises(DeskError, match="already a view"):
        desk.undo(owner, gone.undo)
    assert names(desk, owner) == ["Parts to order"]


def test_an_order_that_names_a_view_which_is_gone_is_refused(desk: Desk, owner: Actor) -> None:
    view = desk.views.add(owner, PARTS).value
    desk.views.bin(owner, view.id)
    with pytest.raises(NotFound):
        desk.views.arrange(owner, (view.id,))


def test_who_kept_and_deleted_a_view_is_in_the_audit(desk: Desk, owner: Actor) -> None:
    view = desk.views.add(owner, PARTS).value
    desk.views.bin(owner, view.id)
    found = rows(desk.path, "SELECT action FROM audit WHERE kind = 'saved_view' ORDER BY id")
    assert [action for (action,) in found] == ["add", "bin"]


def test_the_counts_of_the_sidebar_are_those_of_the_lists(desk: Desk, owner: Actor) -> None:
    numbers = []
    for place in range(9):
        person = owner.person_id if place % 2 else None
        numbers.append(desk.tickets.take_in(owner, an_intake(person_id=person)).value.number)
        for status in ("in_work", "ready", "collected")[: place % 4]:
            desk.tickets.move(owner, numbers[-1], status)
    desk.tickets.bin(owner, numbers[-1])
    for view, count in desk.tickets.counts(owner).items():
        assert count == desk.tickets.count(owner, BUILT_IN[view]), view

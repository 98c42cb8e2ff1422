"""An item on the ticket offers what is looked at on such a thing, as the counter does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pytestqt.qtbot import QtBot

from deskapp.domain.item_type import Check, ItemType, Point
from deskapp.ui.tickets.item_card import ItemCard, item_values
from tests.builders import an_intake, an_item

if TYPE_CHECKING:
    from deskapp.domain.actor import Actor
    from deskapp.services.desk import Desk
    from deskapp.ui.context import DeskContext


def test_without_marks_the_points_of_its_type_are_offered_whole(
    context: DeskContext, desk: Desk, owner: Actor, qtbot: QtBot
) -> None:
    points = tuple(Point(f"point-{place}", f"Point {place}") for place in range(9))
    desk.item_types.keep(owner, [ItemType("Phone", key="phone", checklist=points)], [])
    context.types = tuple(desk.item_types.list(owner))
    ticket = desk.tickets.take_in(owner, an_intake(items=(an_item(item_type="phone"),))).value
    card = ItemCard(context, 1)
    qtbot.addWidget(card)
    card.resize(420, 600)
    card.show_item(ticket.items[0], several=False)
    card.fields.load(item_values(ticket.items[0], ()))
    card.show()
    checks = card.checks
    assert [checks.item(place).text() for place in range(checks.count())] == [one.label for one in points]
    last = checks.visualItemRect(checks.item(8))
    assert checks.viewport().rect().contains(last)
    assert not card.fields.changes()


def test_points_that_nobody_answered_stay_to_be_answered(
    context: DeskContext, desk: Desk, owner: Actor, qtbot: QtBot
) -> None:
    points = tuple(Point(key, key.title()) for key in ("glass", "sound", "frame"))
    desk.item_types.keep(owner, [ItemType("Phone", key="phone", checklist=points)], [])
    context.types = tuple(desk.item_types.list(owner))
    looked_at = an_item(
        item_type="phone", checklist=(Check("sound", "Sound", "pass"), Check("old", "Old", "fail"))
    )
    ticket = desk.tickets.take_in(owner, an_intake(items=(looked_at,))).value
    card = ItemCard(context, 1)
    qtbot.addWidget(card)
    card.show_item(ticket.items[0], several=False)
    card.fields.load(item_values(ticket.items[0], ()))
    shown = [card.checks.item(place).text() for place in range(card.checks.count())]
    assert shown == ["Glass", "Sound: Pass", "Frame", "Old: Fail"]
    assert not card.fields.changes()
    card.show_item(ticket.items[0], several=False)
    assert card.checks.count() == len(shown)

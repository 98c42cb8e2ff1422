"""The shop's own fields at intake: those of the type that is named, refused at the field, kept in drafts."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from deskapp.domain.actor import Actor
from deskapp.domain.field import Field, FieldKind, FieldOf
from deskapp.domain.item_type import ItemType
from deskapp.services.desk import Desk
from deskapp.ui.context import DeskContext, OpenShop
from deskapp.ui.intake.item_block import ItemBlock
from deskapp.ui.intake.problems import Problems
from deskapp.ui.intake.promise_block import PromiseBlock

BATTERY = Field("Battery", FieldKind.NUMBER, unit="%", item_type="phone", key="battery")
LEASED = Field("Leased", FieldKind.YES_NO, key="leased")
SOURCE = Field("Heard of us", of=FieldOf.TICKET, key="source")


@pytest.fixture
def asking(context: DeskContext, desk: Desk, owner: Actor) -> DeskContext:
    """The context of a shop with fields and words of its own."""
    desk.item_types.keep(owner, [ItemType("Phone", key="phone")], [])
    desk.fields.keep(owner, [BATTERY, LEASED, SOURCE], [])
    context.use_fields(OpenShop.of(desk).fields)
    context.shop.words["fault"] = "Work wanted"  # type: ignore[index]  # of this test alone
    return context


def test_an_item_is_asked_for_the_fields_of_its_type(qtbot: QtBot, asking: DeskContext) -> None:
    block = ItemBlock(types=[ItemType("Phone", key="phone")])
    qtbot.addWidget(block)
    block.ask(asking)
    assert block.fault.accessibleName() == "Work wanted"
    assert block.own is not None
    assert list(block.own.editors) == ["leased"]
    block.category.setText("phone")
    assert list(block.own.editors) == ["battery", "leased"]
    block.fault.set_value("Flat")
    block.own.set_values({"battery": "many"})
    problems = Problems()
    block.read(problems)
    assert problems
    assert "not a number" in block.own.row("battery").wrong()
    block.own.set_values({"battery": "81.5", "leased": True})
    other = ItemBlock(types=[ItemType("Phone", key="phone")])
    qtbot.addWidget(other)
    other.ask(asking)
    other.restore(block.content())
    read = other.read(Problems())
    assert (read.item_type, read.fields) == ("phone", {"battery": "81.5", "leased": True})


def test_the_ticket_is_asked_for_its_fields(qtbot: QtBot, asking: DeskContext) -> None:
    block = PromiseBlock(asking)
    qtbot.addWidget(block)
    assert block.is_empty()
    block.own.set_values({"source": "A friend"})
    assert not block.is_empty()
    other = PromiseBlock(asking)
    qtbot.addWidget(other)
    other.restore(block.content())
    assert other.read(Problems()).fields == {"source": "A friend"}

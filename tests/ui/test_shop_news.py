"""What every screen knows of the shop follows what is taken back, and what another process writes."""

from __future__ import annotations

from pytestqt.qtbot import QtBot

from deskapp.clock import FixedClock
from deskapp.domain.field import Field, FieldOf
from deskapp.domain.item_type import ItemType
from deskapp.services.desk import Desk
from tests.ui.main_frame import eventually, open_window

SHELF = Field("Shelf", of=FieldOf.TICKET, key="shelf")


def test_fields_that_are_taken_back_are_gone_everywhere(qtbot: QtBot, desk: Desk, clock: FixedClock) -> None:
    with open_window(qtbot, clock, desk.path) as window:
        context = window.context
        assert context is not None
        context.act(context.desk.fields.keep, (SHELF,), ())
        eventually(qtbot, lambda: context.fields == (SHELF,))
        columns = window.pages.tickets().list.records.columns
        assert columns[-1].key == "own.shelf"
        window.undo()
        eventually(qtbot, lambda: context.fields == ())


def test_what_another_process_changes_is_known_soon(qtbot: QtBot, desk: Desk, clock: FixedClock) -> None:
    with open_window(qtbot, clock, desk.path) as window:
        context = window.context
        assert context is not None
        desk.fields.keep(desk.actor(), (SHELF,), ())
        desk.item_types.keep(desk.actor(), (ItemType("Bike", "bike", key="bike"),), ())
        shop = desk.shop.get(desk.actor())
        eventually(qtbot, lambda: context.fields == (SHELF,) and len(context.types) == 1)
        assert context.shop == shop

"""The shop's own fields in the pane, in the list and on a form."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from deskapp.clock import FixedClock
from deskapp.domain.actor import Actor
from deskapp.domain.field import Field, FieldKind, FieldOf
from deskapp.domain.item_type import ItemType
from deskapp.errors import Invalid
from deskapp.services.desk import Desk
from deskapp.services.trade import read_trade
from deskapp.ui.shared.fields import ChoiceBox
from deskapp.ui.shared.formats import Formats
from deskapp.ui.shared.own_fields import OwnFields
from tests.builders import an_intake, an_item
from tests.ui.main_frame import eventually, open_ticket, open_window

pytestmark = pytest.mark.usefixtures("dressed")

BATTERY = Field("Battery", FieldKind.NUMBER, unit="%", item_type="phone", key="battery")
BOUGHT = Field("Bought on", FieldKind.DATE, key="bought")
LEASED = Field("Leased", FieldKind.YES_NO, key="leased")
SOURCE = Field("Heard of us", FieldKind.CHOICE, FieldOf.TICKET, choices=("Poster", "Friends"), key="source")
ALL = (BATTERY, BOUGHT, LEASED, SOURCE)


@pytest.fixture
def number(desk: Desk, owner: Actor) -> str:
    """A phone with a value, in a shop with four fields."""
    desk.item_types.keep(owner, [ItemType("Phone", key="phone")], [])
    desk.fields.keep(owner, ALL, [])
    item = an_item(item_type="phone", fields={"battery": "81.5"})
    return desk.tickets.take_in(owner, an_intake(items=(item,))).value.number


def test_values_are_changed_in_the_pane_and_taken_back(
    qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock, number: str
) -> None:
    with open_window(qtbot, clock, desk.path) as window:
        pane = open_ticket(qtbot, window, number)
        [card] = pane.overview.cards
        battery, bought = (card.own.editors[key].widget for key in ("battery", "bought"))
        assert not isinstance(battery, ChoiceBox)
        assert not isinstance(bought, ChoiceBox)
        assert (battery.text(), bought.text()) == ("81.5", "")
        battery.setText("many")
        battery.editingFinished.emit()
        assert "not a number for “Battery”" in card.facts.wrong("own.battery")
        battery.setText("79")
        battery.editingFinished.emit()
        held = partial(values, desk, owner, number)
        eventually(qtbot, lambda: held() == ({"battery": "79"}, {}))
        source = pane.overview.own.editors["source"].widget
        assert isinstance(source, ChoiceBox)
        source.set_key("Poster")
        source.activated.emit(source.currentIndex())
        eventually(qtbot, lambda: held() == ({"battery": "79"}, {"source": "Poster"}))
        window.undo()
        eventually(qtbot, lambda: held() == ({"battery": "79"}, {}))


def values(desk: Desk, owner: Actor, number: str) -> tuple[Any, Any]:
    """What the file holds of the item and of the ticket."""
    ticket = desk.tickets.get(owner, number)
    return ticket.items[0].fields, ticket.edit.fields


def test_a_column_is_read_where_it_is_shown(qtbot: QtBot, desk: Desk, clock: FixedClock, number: str) -> None:
    with open_window(qtbot, clock, desk.path) as window:
        shown = window.pages.tickets().list
        window.navigator.go("all")
        eventually(qtbot, lambda: shown.records.rowCount() == 1)
        shown.table.use_columns(("number", "own.battery"))
        eventually(qtbot, lambda: shown.own.text("battery", shown.records.row(0)) == "81.5 %")
        added = Field("Colour of case", key="case")
        desk.fields.keep(desk.actor(), (*ALL, added), ALL)
        assert window.context is not None
        window.context.use_fields((*ALL, added))
        assert shown.records.columns[-1].title == "Colour of case"
        assert "own.case" not in shown.table.wanted_columns()


def test_the_shops_words_stand_beside_the_facts(
    qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock
) -> None:
    desk.trades.set_up(owner, read_trade("bike-shop"))
    number = desk.tickets.take_in(owner, an_intake()).value.number
    with open_window(qtbot, clock, desk.path) as window:
        pane = open_ticket(qtbot, window, number)
        [card] = pane.overview.cards
        assert card.fault.accessibleName() == "Work wanted"
        assert card.device["serial"].accessibleName() == "Frame number"
        titles = [column.title for column in window.pages.tickets().list.records.columns]
        assert {"Bike", "Work wanted"} <= set(titles)


def test_a_part_of_a_form_reads_each_kind(qtbot: QtBot, formats: Formats) -> None:
    part = OwnFields(formats)
    qtbot.addWidget(part)
    part.show_fields(ALL)
    assert not part.is_typed()
    battery, bought, leased, source = part.stops()
    battery.setText("81,5 %")  # type: ignore[attr-defined]  # it is a line
    bought.setText("today")  # type: ignore[attr-defined]  # as above
    leased.set_key("no")  # type: ignore[attr-defined]  # it is a choice
    source.set_key("Poster")  # type: ignore[attr-defined]  # as above
    held = {"battery": "81.5", "bought": "2026-03-10", "leased": False, "source": "Poster"}
    assert part.values() == held
    part.show_fields((BOUGHT,))
    assert part.values() == {"bought": "2026-03-10"}
    part.show_fields(ALL)
    assert part.values() == held
    part.stops()[0].setText("many")  # type: ignore[attr-defined]  # it is a line
    with pytest.raises(Invalid):
        part.values()
    assert "not a number" in part.row("battery").wrong()
    assert part.content()["battery"] == "many"

"""The shop's own fields of a customer: written in the form, shown on the card, as columns, and in a merge."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from deskapp.domain.actor import Actor
from deskapp.domain.customer import Customer
from deskapp.domain.field import Field, FieldKind, FieldOf
from deskapp.services.desk import Desk
from deskapp.ui.context import DeskContext, OpenShop
from deskapp.ui.customers.merge_table import MergeTable
from deskapp.ui.customers.page import CustomersPage
from deskapp.ui.shared.fields import ChoiceBox, TextField
from deskapp.ui.shared.plain import PlainLabel
from tests.builders import a_customer

SAID = ("Poster", "A friend")
SOURCE = Field("Heard of us", FieldKind.CHOICE, FieldOf.CUSTOMER, choices=SAID, key="source")
POINTS = Field("Points", FieldKind.NUMBER, FieldOf.CUSTOMER, unit="pt", key="points")
SHELF = Field("Shelf", of=FieldOf.TICKET, key="shelf")


@pytest.fixture
def anna(desk: Desk, owner: Actor) -> Customer:
    desk.fields.keep(owner, [SOURCE, POINTS, SHELF], [])
    return desk.customers.add(owner, a_customer("Anna Meyer", fields={"points": "1.5"})).value


@pytest.fixture
def page(context: DeskContext, anna: Customer, desk: Desk, qtbot: QtBot) -> CustomersPage:
    context.use_fields(OpenShop.of(desk).fields)
    made = CustomersPage(context)
    qtbot.addWidget(made)
    made.resize(1180, 900)
    made.show()
    made.activateWindow()
    with qtbot.waitSignal(made.list.listed):
        made.activate()
    qtbot.waitUntil(lambda: made.card.name.full_text() == "Anna Meyer")
    return made


def line(page: CustomersPage, key: str) -> TextField:
    widget = page.form.own.editors[key].widget
    assert isinstance(widget, TextField)
    return widget


def choice(page: CustomersPage, key: str) -> ChoiceBox:
    widget = page.form.own.editors[key].widget
    assert isinstance(widget, ChoiceBox)
    return widget


def on_card(page: CustomersPage) -> list[str]:
    return [label.full_text() for label in page.card.findChildren(PlainLabel) if label.isVisible()]


def test_a_value_is_written_kept_and_shown(
    page: CustomersPage, desk: Desk, owner: Actor, anna: Customer, qtbot: QtBot
) -> None:
    assert {"1.5 pt", "Points"} <= set(on_card(page))
    page.edit_customer()
    assert list(page.form.own.editors) == ["source", "points"]
    assert not page.form.is_changed()
    choice(page, "source").set_key("A friend")
    line(page, "points").setText("12,5")
    assert page.form.is_changed()
    with qtbot.waitSignal(page.form.saved):
        page.form.save()
    assert desk.customers.get(owner, anna.id).draft.fields == {"source": "A friend", "points": "12.5"}
    qtbot.waitUntil(lambda: {"12.5 pt", "A friend", "Heard of us"} <= set(on_card(page)))


def test_what_does_not_fit_is_said_beside_the_field(page: CustomersPage) -> None:
    page.edit_customer()
    page.form.note.set_value("long story")
    line(page, "points").setText("many")
    page.form.save()
    assert "not a number" in page.form.own.row("points").wrong()
    assert QApplication.focusWidget() is line(page, "points")
    assert page.form.note.value() == "long story"
    page.form.give_up()
    page.form.give_up()  # once more, as it asked
    page.edit_customer()
    assert page.form.own.row("points").wrong() == ""


def test_two_who_change_different_fields_both_win(
    page: CustomersPage, desk: Desk, owner: Actor, anna: Customer, qtbot: QtBot
) -> None:
    page.edit_customer()
    theirs = replace(anna.draft, fields={"points": "7"})
    desk.customers.edit(owner, anna.id, theirs, anna.row_version)
    choice(page, "source").set_key("Poster")
    with qtbot.waitSignal(page.form.saved):
        page.form.save()
    assert desk.customers.get(owner, anna.id).draft.fields == {"source": "Poster", "points": "7"}


def test_two_who_change_the_same_field_see_both_values(
    page: CustomersPage, desk: Desk, owner: Actor, anna: Customer, qtbot: QtBot
) -> None:
    page.edit_customer()
    desk.customers.edit(owner, anna.id, replace(anna.draft, fields={"points": "7"}), anna.row_version)
    line(page, "points").setText("9")
    page.form.save()
    qtbot.waitUntil(page.form.versions.isVisible)
    words = page.form.versions.words()
    assert "9 pt" in words
    assert "7 pt" in words


def test_a_choice_that_is_gone_does_not_stand_in_the_way(
    page: CustomersPage, context: DeskContext, desk: Desk, owner: Actor, anna: Customer, qtbot: QtBot
) -> None:
    desk.customers.edit(owner, anna.id, replace(anna.draft, fields={"source": "Poster"}), anna.row_version)
    fewer = (replace(SOURCE, choices=("Radio", "A friend")), POINTS, SHELF)
    desk.fields.keep(owner, fewer, (SOURCE, POINTS, SHELF))
    context.use_fields(fewer)
    qtbot.waitUntil(lambda: "Poster" in on_card(page))
    page.edit_customer()
    page.form.city.setText("Leeds")
    with qtbot.waitSignal(page.form.saved):
        page.form.save()
    kept = desk.customers.get(owner, anna.id).draft
    assert (kept.city, kept.fields) == ("Leeds", {"source": "Poster"})


def test_a_column_is_read_where_it_is_shown(
    page: CustomersPage, context: DeskContext, desk: Desk, owner: Actor, qtbot: QtBot
) -> None:
    records, table = page.list.records, page.list.table
    place = [column.key for column in records.columns].index("own.points")
    assert "own.shelf" not in [column.key for column in records.columns]
    assert table.isColumnHidden(place)
    table.setColumnHidden(place, False)
    qtbot.waitUntil(lambda: records.columns[place].text(records.row(0)) == "1.5 pt")
    added = Field("Club card", of=FieldOf.CUSTOMER, key="card")
    desk.fields.keep(owner, (SOURCE, POINTS, SHELF, added), (SOURCE, POINTS, SHELF))
    context.use_fields((SOURCE, POINTS, SHELF, added))
    assert records.columns[-1].title == "Club card"
    assert table.isColumnHidden(len(records.columns) - 1)


def test_a_merge_asks_where_they_differ(
    context: DeskContext, desk: Desk, owner: Actor, anna: Customer, qtbot: QtBot
) -> None:
    fields = {"points": "3", "source": "Poster"}
    other = desk.customers.add(owner, a_customer("Ana Meier", fields=fields)).value
    table = MergeTable(context.formats, desk.merges.sides(owner, [anna.id, other.id]))
    qtbot.addWidget(table)
    assert [row.text() for row in table.rows["own.points"]] == ["1.5 pt", "3 pt"]
    assert table.rows["own.points"][0].isChecked()
    assert table.rows["own.source"][1].isChecked()
    table.rows["own.points"][1].click()
    kept, gone, choices = table.answer()
    desk.merges.merge(owner, kept, gone, choices)
    assert desk.customers.get(owner, anna.id).draft.fields == fields

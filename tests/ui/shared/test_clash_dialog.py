"""Changed here and elsewhere: both values side by side, and each field is decided by itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from deskapp.clock import FixedClock
from deskapp.domain.actor import Actor
from deskapp.services.desk import Desk
from deskapp.ui.shared.clash_dialog import ClashDialog
from deskapp.ui.shared.versions_bar import VersionsBar
from tests.builders import a_customer, an_intake
from tests.ui.main_frame import eventually, open_ticket, open_window, settle

pytestmark = pytest.mark.usefixtures("dressed")
CLASHES = (("City", "Paris", "Rome"), ("Note", "mine", "theirs"), ("Name", "Ada", ""))


@pytest.fixture
def decided() -> list[tuple[int, ...]]:
    return []


@pytest.fixture
def dialog(decided: list[tuple[int, ...]]) -> Iterator[ClashDialog]:
    parent = QWidget()
    made = ClashDialog(parent, CLASHES, decided.append)
    made.open()
    yield made
    parent.deleteLater()


def test_mine_is_chosen_until_theirs_is(dialog: ClashDialog, decided: list[tuple[int, ...]]) -> None:
    dialog.choose(1, mine=False)
    assert [pair[1].words.full_text() for pair in dialog.sides] == ["Rome", "theirs", "–"]
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert decided == [(0, 2)]


def test_keys_and_clicks_choose(dialog: ClashDialog, decided: list[tuple[int, ...]]) -> None:
    QTest.keyClick(dialog.sides[0][0].radio, Qt.Key.Key_Right)
    QTest.mouseClick(dialog.sides[2][1], Qt.MouseButton.LeftButton)
    dialog.go.click()
    assert decided == [(1,)]


def test_later_decides_nothing(dialog: ClashDialog, decided: list[tuple[int, ...]]) -> None:
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert decided == []


@pytest.fixture
def bar() -> Iterator[VersionsBar]:
    parent, made = QWidget(), VersionsBar()
    made.setParent(parent)
    parent.show()
    yield made
    parent.deleteLater()


def test_one_question_waits_for_another(qtbot: QtBot, bar: VersionsBar) -> None:
    said: list[str] = []

    def ask(of: str, *values: str) -> None:
        clashes = [(value, value, f"not {value}") for value in values]
        keep, take = partial(said.append, f"mine of {of}"), partial(said.append, f"theirs of {of}")
        bar.ask(clashes, keep, take, lambda places: said.append(f"{of} {places}"), of)

    ask("head", "Place")
    ask("item", "Fault")
    assert "Place" in bar.words()
    assert "Fault" not in bar.words()
    ask("head", "Place", "Tags")  # changed once more meanwhile
    assert "Tags" in bar.words()
    bar.mine.click()
    assert "Fault" in bar.words()
    assert not bar.isHidden()
    bar.show_both()
    asked(qtbot).save()
    assert said == ["mine of head", "item (0,)"]
    assert bar.isHidden()
    ask("head", "Place")
    bar.leave()
    assert bar.isHidden()


def asked(qtbot: QtBot) -> ClashDialog:
    eventually(qtbot, lambda: isinstance(QApplication.activeModalWidget(), ClashDialog))
    found = QApplication.activeModalWidget()
    assert isinstance(found, ClashDialog)
    return found


def test_two_fields_of_a_customer_are_decided_apart(
    qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock
) -> None:
    from deskapp.ui.customers.page import CustomersPage

    added = desk.customers.add(owner, a_customer("Ada Byron")).value
    with open_window(qtbot, clock, desk.path) as window:
        window.navigator.show_customer(added.id)
        settle(qtbot, window)
        page = window.pages.page("customers")
        assert isinstance(page, CustomersPage)
        page.edit_customer()
        draft = replace(added.draft, city="Rome", note="theirs")
        desk.customers.edit(owner, added.id, draft, desk.customers.get(owner, added.id).row_version)
        page.form.city.setText("Paris")
        page.form.note.set_value("mine")
        page.form.save()
        eventually(qtbot, page.form.versions.isVisible)
        eventually(
            qtbot, lambda: page.form.versions.who.full_text() == "Saved last by Priya Nair, Tue 10 Mar 12:00"
        )
        page.form.versions.compare.click()
        dialog = asked(qtbot)
        texts = {words.full_text() for pair in dialog.sides for words in (pair[0].words, pair[1].words)}
        assert texts == {"Paris", "Rome", "mine", "theirs"}
        city = next(place for place, pair in enumerate(dialog.sides) if pair[0].words.full_text() == "Paris")
        dialog.choose(city, mine=False)
        dialog.go.click()
        eventually(qtbot, lambda: not page.form.isVisible())
        settle(qtbot, window)
    kept = desk.customers.get(owner, added.id).draft
    assert (kept.city, kept.note) == ("Rome", "mine")


def test_two_fields_of_an_item_are_decided_apart(
    qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock
) -> None:
    number = desk.tickets.take_in(owner, an_intake("Does not charge")).value.number
    with open_window(qtbot, clock, desk.path) as window:
        pane = open_ticket(qtbot, window, number)
        card, item = pane.overview.cards[0], desk.tickets.get(owner, number).items[0]
        from deskapp.ui.tickets.item_card import changed_item

        theirs = changed_item(item, {"fault": "theirs", "condition": "dented"})
        desk.tickets.edit_item(owner, number, 1, theirs, item.row_version)
        card.fault.set_value("mine")
        card.condition.set_value("scratched")
        card.fields.commit()
        eventually(qtbot, pane.clash.isVisible)
        pane.clash.compare.click()
        dialog = asked(qtbot)
        fault = next(place for place, pair in enumerate(dialog.sides) if pair[0].words.full_text() == "mine")
        dialog.choose(fault, mine=False)
        dialog.go.click()
        eventually(qtbot, lambda: desk.tickets.get(owner, number).items[0].condition == "scratched")
        settle(qtbot, window)
        assert desk.tickets.get(owner, number).items[0].fault == "theirs"
        assert card.fault.value() == "theirs"
        assert pane.clash.isHidden()

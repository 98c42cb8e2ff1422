"""The quick job by keys: a word, Enter, Enter, and the receipt is there; what is missing is told in place."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from deskapp.domain.paper import Document
from deskapp.ui.intake.quick_window import QuickWindow
from tests.builders import a_customer, a_service, pounds
from tests.ui.intake.hands import press, rest, type_in

if TYPE_CHECKING:
    from deskapp.domain.actor import Actor
    from deskapp.domain.ticket import Ticket
    from deskapp.services.desk import Desk
    from deskapp.ui.context import DeskContext

CONTROL, ENTER = Qt.KeyboardModifier.ControlModifier, Qt.Key.Key_Return


@pytest.fixture(autouse=True)
def _catalog(desk: Desk, owner: Actor) -> None:
    desk.catalog.add(owner, a_service("PUN", "Puncture repair", "17.50"))
    desk.catalog.add(owner, a_service("TUBE", "Tube", "8.00"))
    desk.customers.add(owner, a_customer("Grace Hopper", "0161 496 0000"))


@pytest.fixture
def quick(context: DeskContext, qtbot: QtBot) -> Iterator[QuickWindow]:
    desk_window = QWidget()
    qtbot.addWidget(desk_window)
    window = QuickWindow(context, desk_window)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    qtbot.waitUntil(window.services.search.hasFocus)
    yield window
    for one in QApplication.topLevelWidgets():
        if isinstance(one, QuickWindow):
            one.close()


def add(window: QuickWindow, typed: str, qtbot: QtBot, *, free: bool = False) -> None:
    """Type into the search and take what is offered, or what was typed."""
    before = len(window.services.lines)
    type_in(typed)
    qtbot.waitUntil(window.services.search.is_open)
    press(ENTER, CONTROL if free else Qt.KeyboardModifier.NoModifier)
    qtbot.waitUntil(lambda: len(window.services.lines) == before + 1)


def made(desk: Desk, owner: Actor, qtbot: QtBot) -> Ticket:
    qtbot.waitUntil(lambda: desk.tickets.count(owner, "is:quick") == 1)
    [row] = desk.tickets.rows(owner, "is:quick")
    return desk.tickets.get(owner, row.number)


def test_a_word_and_enter_twice(
    quick: QuickWindow, context: DeskContext, desk: Desk, owner: Actor, qtbot: QtBot
) -> None:
    add(quick, "punc", qtbot)
    assert quick.services.search.hasFocus()
    with qtbot.waitSignal(context.done) as done:
        press(ENTER)
    assert done.args is not None
    assert done.args[0].undo.label == "Quick job 26000018"
    ticket = made(desk, owner, qtbot)
    assert (ticket.status, ticket.totals.gross, ticket.customer) == ("collected", pounds("17.50"), None)


def test_the_receipt_is_shown_as_the_settings_of_this_computer_say(
    quick: QuickWindow, context: DeskContext, qtbot: QtBot
) -> None:
    add(quick, "tube", qtbot)
    with qtbot.waitSignal(context.preview_asked) as asked:
        press(ENTER, CONTROL)
    assert asked.args is not None
    assert asked.args[1] is Document.RECEIPT


def test_without_a_receipt(
    quick: QuickWindow, context: DeskContext, desk: Desk, owner: Actor, qtbot: QtBot
) -> None:
    papers: list[object] = []
    context.preview_asked.connect(lambda *said: papers.append(said))
    add(quick, "tube", qtbot)
    press(Qt.Key.Key_S, CONTROL)
    assert made(desk, owner, qtbot).totals.gross == pounds("8.00")
    rest(qtbot, context)
    assert papers == []


def test_what_the_catalog_does_not_know_is_typed_with_its_price(
    quick: QuickWindow, desk: Desk, owner: Actor, qtbot: QtBot
) -> None:
    add(quick, "glue the sole", qtbot)
    line = quick.services.lines[0]
    assert line.price.hasFocus()
    type_in("6.25")
    press(ENTER)
    assert quick.services.search.hasFocus()
    add(quick, "pun", qtbot)
    quick.services.lines[1].quantity.setText("2")
    assert "41.25" in quick.services.sums.total.full_text()
    press(ENTER)
    ticket = made(desk, owner, qtbot)
    assert [(one.draft.description, one.amount) for one in ticket.lines] == [
        ("glue the sole", pounds("6.25")),
        ("Puncture repair", pounds("35.00")),
    ]


def test_a_customer_is_found_by_phone_or_written_down(
    quick: QuickWindow, desk: Desk, owner: Actor, qtbot: QtBot
) -> None:
    add(quick, "pun", qtbot)
    quick.customer.search.setFocus()
    type_in("4960000")
    qtbot.waitUntil(quick.customer.search.is_open)
    press(ENTER)
    assert quick.services.search.hasFocus()
    assert quick.customer.name() == "Grace Hopper"
    quick.customer.chosen.click()
    type_in("0113 496 0142")
    qtbot.waitUntil(quick.customer.search.is_open)
    press(ENTER, CONTROL)
    assert quick.customer.name() == "New: 0113 496 0142"
    press(ENTER)
    ticket = made(desk, owner, qtbot)
    assert ticket.customer is not None
    assert [phone.typed for phone in ticket.customer.phones] == ["0113 496 0142"]


def test_what_is_missing_is_told_at_its_place_and_nothing_is_written(
    quick: QuickWindow, context: DeskContext, desk: Desk, owner: Actor, qtbot: QtBot
) -> None:
    press(ENTER)
    qtbot.waitUntil(lambda: "Choose a service" in quick.services.search_row.wrong())
    add(quick, "glue", qtbot, free=True)
    press(Qt.Key.Key_S, CONTROL)
    qtbot.waitUntil(lambda: "Say what “glue” costs" in quick.services.lines[0].price_row.wrong())
    quick.services.lines[0].price.setText("-3")
    press(Qt.Key.Key_S, CONTROL)
    rest(qtbot, context)
    assert quick.services.lines[0].price_row.wrong()
    quick.services.lines[0].price.setText("3")
    quick.customer.search.setText("somebody")
    press(Qt.Key.Key_S, CONTROL)
    assert "“somebody” is nobody yet" in quick.customer_row.wrong()
    rest(qtbot, context)
    assert desk.tickets.count(owner) == 0


def test_what_was_begun_can_be_gone_on_with(quick: QuickWindow, context: DeskContext, qtbot: QtBot) -> None:
    add(quick, "glue", qtbot, free=True)
    quick.services.lines[0].price.setText("3")
    with qtbot.waitSignal(context.told) as told:
        press(Qt.Key.Key_Escape)
    assert told.args is not None
    words, verb, again = told.args
    assert (words, verb) == ("Quick job not finished", "Go on")
    with qtbot.waitSignal(context.quick_job_asked) as asked:
        again()
    assert asked.args is not None
    window = QuickWindow(context, QWidget(), asked.args[0])
    window.show()
    assert window.services.lines[0].draft().unit_price == pounds("3.00")


def test_an_empty_one_closes_without_a_word(quick: QuickWindow, context: DeskContext) -> None:
    said: list[object] = []
    context.told.connect(lambda *words: said.append(words))
    press(Qt.Key.Key_Escape)
    assert not quick.isVisible()
    assert said == []

"""The filter box: read while it is typed, shown as chips, completed with Tab, wrong words underlined."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from deskapp.clock import FixedClock
from deskapp.domain.actor import Actor
from deskapp.services.desk import Desk
from deskapp.ui.context import DeskContext
from deskapp.ui.tickets.filter import FilterBox
from deskapp.ui.tickets.filter_offers import OfferList
from tests.builders import an_intake
from tests.ui.main_frame import eventually, numbers, open_window, settle

pytestmark = pytest.mark.usefixtures("dressed")

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def box(context: DeskContext, qtbot: QtBot) -> FilterBox:
    made = FilterBox(context)
    qtbot.addWidget(made)
    made.resize(700, 300)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    made.field.setFocus()
    qtbot.waitUntil(lambda: made.field.hasFocus() and not context.worker.is_busy())
    return made


def typed(box: FilterBox, text: str) -> None:
    QTest.keyClicks(box.field, text)


def chips(box: FilterBox) -> list[str]:
    return [one.text().removesuffix("  ×") for one in box.chips.buttons()]


def focus() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None
    return found


# --- chips ----------------------------------------------------------------------------------------


def test_what_is_typed_is_shown_as_its_meaning(box: FilterBox) -> None:
    typed(box, "is:waiting -samsung or meyer ")
    assert chips(box) == ["(Waiting", "not samsung)", "or meyer"]


def test_chips_say_what_an_or_takes_together(box: FilterBox) -> None:
    typed(box, "status:ready or status:testing person:tom iphone sort:due ")
    assert chips(box) == [
        "Status: Ready", "or (Status: testing", "Person: tom", "iphone)", "Sorted by Due",
    ]  # fmt: skip
    box.field.clear()
    typed(box, "(status:ready or status:testing) iphone ")
    assert chips(box) == ["Status: Ready or Status: testing", "iphone"]


def test_a_click_on_a_chip_edits_the_text_and_can_be_undone(box: FilterBox, qtbot: QtBot) -> None:
    typed(box, "is:waiting samsung ")
    with qtbot.waitSignal(box.edited):
        box.chips.buttons()[0].click()
    assert box.field.text() == "samsung"
    assert chips(box) == ["samsung"]
    QTest.keyClick(box.field, Qt.Key.Key_Z, CONTROL)
    assert box.field.text() == "is:waiting samsung "
    assert chips(box) == ["Waiting", "samsung"]


def test_chips_are_reached_walked_and_taken_away_by_key(box: FilterBox) -> None:
    typed(box, "one two three ")
    QTest.keyClick(box.field, Qt.Key.Key_Tab)
    assert focus() is box.chips.buttons()[0]
    QTest.keyClick(focus(), Qt.Key.Key_Right)
    QTest.keyClick(focus(), Qt.Key.Key_Delete)
    assert box.field.text() == "one three"
    assert focus() is box.chips.buttons()[1]
    QTest.keyClick(focus(), Qt.Key.Key_Return)
    QTest.keyClick(focus(), Qt.Key.Key_Backspace)
    assert box.field.text() == ""
    assert box.field.hasFocus(), "nothing is left to walk through"


def test_a_chip_says_what_it_does_and_a_long_one_is_cut(box: FilterBox) -> None:
    box.show_query('"' + "x" * 90 + '" <b>bold</b>')
    first, second = box.chips.buttons()
    assert first.text().endswith("…  ×")
    assert first.accessibleName().startswith("“" + "x" * 90)
    assert second.accessibleName() == "<b>bold</b>: take out of the filter"


def test_many_chips_take_several_lines(box: FilterBox, qtbot: QtBot) -> None:
    box.show_query(" ".join(f"word{place}" for place in range(18)))
    eventually(qtbot, lambda: len({one.y() for one in box.chips.buttons()}) > 1)
    assert all(one.geometry().right() <= box.chips.width() for one in box.chips.buttons())
    assert all(box.chips.rect().contains(one.geometry()) for one in box.chips.buttons())


# --- what is wrong --------------------------------------------------------------------------------


def test_an_unknown_operator_is_underlined_and_explained(box: FilterBox) -> None:
    typed(box, "meyer weather:fine ")
    assert not box.is_understood()
    assert box.field.marked().startswith("weather:")
    assert "“weather:”" in box.wrong.full_text()
    assert "status:" in box.wrong.full_text(), "it says what is known"
    assert box.chips.buttons()[1].property("tone") == "wrong"
    assert box.chips.buttons()[1].toolTip()
    for _letter in "weather:fine ":
        QTest.keyClick(box.field, Qt.Key.Key_Backspace)
    assert box.is_understood()
    assert box.field.marked() == ""
    assert not box.wrong.isVisible()


def test_the_underline_is_seen_and_leaves_undo_alone(box: FilterBox) -> None:
    plain = "weather fine "
    typed(box, plain)
    before = box.field.grab().toImage()
    box.field.mark_wrong(0, 7)
    assert box.field.grab().toImage() != before
    box.field.mark_wrong(0, 0)
    assert box.field.grab().toImage() == before
    box.field.mark_wrong(0, 7)
    assert box.field.text() == plain
    QTest.keyClick(box.field, Qt.Key.Key_Z, CONTROL)
    assert box.field.text() == ""
    box.field.redo()
    assert box.field.text() == plain


def test_letters_that_are_being_composed_are_left_in_peace(box: FilterBox) -> None:
    typed(box, "weather:fine ")
    QApplication.sendEvent(box.field, QInputMethodEvent("にほ", []))
    box.field.mark_wrong(0, 3)
    composed = QInputMethodEvent("", [])
    composed.setCommitString("日本")
    QApplication.sendEvent(box.field, composed)
    assert box.field.text() == "weather:fine 日本"
    assert box.field.marked() == "weather:fine"


def test_a_word_that_is_being_completed_is_not_called_wrong(box: FilterBox) -> None:
    typed(box, "is:")
    assert "waiting" in box.offered()
    assert (box.field.marked(), chips(box), box.wrong.isVisible()) == ("", [], False)
    QTest.keyClick(box.field, Qt.Key.Key_Escape)
    assert box.offered() == []
    assert (box.field.marked(), chips(box)) == ("is:", ["is:"])
    assert box.wrong.isVisible(), "nobody is helping any more"


# --- completion -----------------------------------------------------------------------------------


def test_tab_completes_the_operator_and_then_its_value(box: FilterBox) -> None:
    typed(box, "meyer sta")
    assert box.offered() == ["status:"]
    QTest.keyClick(box.field, Qt.Key.Key_Tab)
    assert box.field.text() == "meyer status:"
    QTest.keyClick(box.field, Qt.Key.Key_Z, CONTROL)
    assert box.field.text() == "meyer sta"
    box.field.setText("")
    typed(box, "is:wai")
    assert box.offered() == ["waiting"]
    QTest.keyClick(box.field, Qt.Key.Key_Tab)
    assert box.field.text() == "is:waiting "
    assert box.field.hasFocus()
    assert chips(box) == ["Waiting"]


def test_arrows_choose_among_what_is_offered(box: FilterBox) -> None:
    typed(box, "is:")
    first, second = box.offered()[:2]
    QTest.keyClick(box.field, Qt.Key.Key_Down)
    QTest.keyClick(box.field, Qt.Key.Key_Down)
    QTest.keyClick(box.field, Qt.Key.Key_Return)
    assert box.field.text() == f"is:{second} "
    assert first != second


def test_enter_goes_to_the_list_unless_something_was_chosen(box: FilterBox, qtbot: QtBot) -> None:
    typed(box, "is:wai")
    with qtbot.waitSignal(box.field.entered):
        QTest.keyClick(box.field, Qt.Key.Key_Return)
    assert box.field.text() == "is:wai"


def test_a_name_is_not_taken_for_an_operator(box: FilterBox, qtbot: QtBot) -> None:
    typed(box, "s")
    assert box.offered() == []
    typed(box, "tefan")
    assert box.offered() == []
    with qtbot.waitSignal(box.field.entered):
        QTest.keyClick(box.field, Qt.Key.Key_Down)


def test_control_and_space_shows_everything_that_can_be_asked(box: FilterBox) -> None:
    QTest.keyClick(box.field, Qt.Key.Key_Space, CONTROL)
    assert {"status:", "due:", "person:", "sort:"} <= set(box.offered())


def test_what_the_shop_knows_is_offered_after_the_colon(
    qtbot: QtBot, desk: Desk, owner: Actor, box: FilterBox, context: DeskContext
) -> None:
    with qtbot.waitSignal(context.changed):
        desk.people.add(owner, "Tom Ellis")
    typed(box, "person:")
    eventually(qtbot, lambda: '"Tom Ellis"' in box.offered())
    typed(box, "to")
    QTest.keyClick(box.field, Qt.Key.Key_Tab)
    assert box.field.text() == 'person:"Tom Ellis" '


# --- in the window --------------------------------------------------------------------------------


def test_a_query_that_is_not_understood_leaves_the_list_and_the_next_one_is_listed(
    qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock
) -> None:
    number = desk.tickets.take_in(owner, an_intake()).value.number
    with open_window(qtbot, clock, desk.path) as window:
        queue = window.pages.tickets().list
        QTest.keyClick(window, Qt.Key.Key_F3)
        assert window.focusWidget() is queue.filter
        QTest.keyClicks(queue.filter, "-samsung weather:x")
        eventually(qtbot, queue.wrong.isVisible)
        assert numbers(window) == [number]
        for _letter in "weather:x":
            QTest.keyClick(queue.filter, Qt.Key.Key_Backspace)
        eventually(qtbot, lambda: numbers(window) == [])
        QTest.keyClick(queue.filter, Qt.Key.Key_Escape)
        assert queue.query() == "is:open"
        eventually(qtbot, lambda: numbers(window) == [number])
        QTest.keyClick(queue.filter, Qt.Key.Key_Escape)
        assert window.focusWidget() is queue.table


@pytest.mark.parametrize("wrong", ["stauts:re", "person:", "person:nobody", "due:banana"])
def test_half_a_query_says_nothing_of_the_one_before_and_reading_again_shows_no_bar(
    qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock, wrong: str
) -> None:
    desk.tickets.take_in(owner, an_intake())
    with open_window(qtbot, clock, desk.path) as window:
        queue = window.pages.tickets().list
        QTest.keyClick(window, Qt.Key.Key_F3)
        QTest.keyClicks(queue.filter, "zeppelin")
        eventually(qtbot, lambda: "zeppelin" in queue.empty.accessibleName())
        QTest.keyClicks(queue.filter, f" {wrong}")
        settle(qtbot, window)
        QTest.keyClick(window, Qt.Key.Key_F5)
        settle(qtbot, window)
        if not queue.box.is_understood():
            eventually(qtbot, lambda: queue.empty.accessibleName() == "The filter cannot be read yet")
        assert not window.banner.isVisible()


@pytest.mark.parametrize("unknown", ["person:nobody", "status:blah", "due:banana"])
def test_the_chip_of_what_the_shop_does_not_know_is_red(
    qtbot: QtBot, desk: Desk, clock: FixedClock, unknown: str
) -> None:
    with open_window(qtbot, clock, desk.path) as window:
        queue = window.pages.tickets().list
        QTest.keyClick(window, Qt.Key.Key_F3)
        QTest.keyClicks(queue.filter, f"{unknown} iphone")

        def tones() -> list[str]:
            return [chip.property("tone") for chip in queue.box.chips.buttons()]

        eventually(qtbot, lambda: tones() == ["", "wrong", ""])
        for _letter in f"{unknown} iphone":
            QTest.keyClick(queue.filter, Qt.Key.Key_Backspace)
        assert tones() == [""]


def test_the_chip_of_an_order_is_whole(box: FilterBox) -> None:
    typed(box, "sort:-due ")
    assert chips(box) == ["Sorted by Due, reversed"]


def test_offers_leave_the_chips_to_be_seen(box: FilterBox) -> None:
    typed(box, "one two stat")
    [offers] = box.findChildren(OfferList)
    assert box.offered()
    bottom = max(chip.mapTo(box, chip.rect().bottomLeft()).y() for chip in box.chips.buttons())
    assert offers.y() > bottom


def test_what_is_typed_in_full_is_not_offered(box: FilterBox) -> None:
    typed(box, "due:today")
    assert "today" not in box.offered()
    QTest.keyClick(box.field, Qt.Key.Key_Backspace)
    assert "today" in box.offered()


def test_two_views_that_exclude_each_other_are_named(
    qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock
) -> None:
    desk.tickets.take_in(owner, an_intake())
    with open_window(qtbot, clock, desk.path) as window:
        queue = window.pages.tickets().list
        QTest.mouseClick(window.sidebar.button("closed"), Qt.MouseButton.LeftButton, CONTROL)
        eventually(qtbot, lambda: "No ticket is “Closed” and “Open” at once" in queue.empty.accessibleName())


def test_reading_again_with_half_a_query_keeps_the_list(
    qtbot: QtBot, desk: Desk, owner: Actor, clock: FixedClock
) -> None:
    number = desk.tickets.take_in(owner, an_intake()).value.number
    with open_window(qtbot, clock, desk.path) as window:
        queue = window.pages.tickets().list
        QTest.keyClick(window, Qt.Key.Key_F3)
        QTest.keyClicks(queue.filter, "person:tom")
        settle(qtbot, window)
        QTest.keyClick(window, Qt.Key.Key_F5)
        settle(qtbot, window)
        assert numbers(window) == [number]
        assert not window.banner.isVisible()


def test_offers_stay_under_the_field_when_a_bar_moves_it(qtbot: QtBot, desk: Desk, clock: FixedClock) -> None:
    with open_window(qtbot, clock, desk.path) as window:
        queue = window.pages.tickets().list
        QTest.keyClick(window, Qt.Key.Key_F3)
        QTest.keyClicks(queue.filter, "stat")
        eventually(qtbot, lambda: bool(queue.box.offered()))
        offers = queue.box.findChildren(OfferList) or window.findChildren(OfferList)
        before = offers[0].y()
        window.banner.say("error", "Something is wrong.")
        eventually(qtbot, lambda: offers[0].y() > before)
        assert offers[0].y() > queue.filter.mapTo(window, queue.filter.rect().bottomLeft()).y()

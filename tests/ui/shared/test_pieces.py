"""Toasts, banners, chips, cards and empty screens say what they should and can be acted on by keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QCursor, QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QMainWindow, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from deskapp.domain.status import SEEDED
from deskapp.ui.shared import style
from deskapp.ui.shared.banner import Banner
from deskapp.ui.shared.buttons import button, icon_button
from deskapp.ui.shared.card import Card
from deskapp.ui.shared.empty_state import EmptyState
from deskapp.ui.shared.notice import Question
from deskapp.ui.shared.plain import PlainLabel
from deskapp.ui.shared.shortcut_sheet import ShortcutSheet
from deskapp.ui.shared.status_chip import Chip, StatusChip, chip_of, family_of
from deskapp.ui.shared.toast import Toasts
from deskapp.ui.tickets.facts import GrowingText
from tests.ui.finding import child

pytestmark = pytest.mark.usefixtures("dressed")


@pytest.fixture
def window(qtbot: QtBot) -> QMainWindow:
    made = QMainWindow()
    made.setCentralWidget(QLineEdit())
    made.resize(700, 500)
    qtbot.addWidget(made)
    with qtbot.waitExposed(made):
        made.show()
    return made


class TestToast:
    def test_it_leaves_by_itself(self, window: QMainWindow, qtbot: QtBot) -> None:
        QCursor.setPos(window.mapToGlobal(QPoint(2, 2)))
        toasts = Toasts(window)
        toasts.show("Saved.", seconds=0.01)
        qtbot.waitUntil(lambda: toasts.current() is None)

    def test_its_button_acts_and_takes_it_away(self, window: QMainWindow, qtbot: QtBot) -> None:
        undone: list[str] = []
        toasts = Toasts(window)
        toast = toasts.show("26001244 handed over.", "Undo", lambda: undone.append("26001244"))
        assert toast.action is not None
        QTest.mouseClick(toast.action, Qt.MouseButton.LeftButton)
        assert undone == ["26001244"]
        assert toasts.current() is None

    def test_tab_reaches_it_and_esc_closes_it(self, window: QMainWindow, qtbot: QtBot) -> None:
        toasts = Toasts(window)
        toast = toasts.show("Saved.", "Undo", lambda: None)
        window.activateWindow()
        line = child(window, QLineEdit)
        line.setFocus()
        QTest.keyClick(line, Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is toast.action
        assert toast.is_waiting()
        QTest.keyClick(child(toast, QPushButton, "Undo"), Qt.Key.Key_Escape)
        assert toasts.current() is None

    def test_it_waits_while_the_pointer_is_on_it(self, window: QMainWindow) -> None:
        toast = Toasts(window).show("Saved.")
        here = QPointF(4, 4)
        QApplication.sendEvent(toast, QEnterEvent(here, here, here))
        assert toast.is_waiting()
        QApplication.sendEvent(toast, QEvent(QEvent.Type.Leave))
        assert not toast.is_waiting()

    def test_they_stack_at_the_bottom_and_follow_the_window(self, window: QMainWindow) -> None:
        toasts = Toasts(window)
        first, second = toasts.show("One."), toasts.show("Two.")
        assert first.geometry().bottom() < second.geometry().top()
        assert second.geometry().center().x() == pytest.approx(350, abs=1)
        window.resize(900, 600)
        assert second.geometry().center().x() == pytest.approx(450, abs=1)
        assert second.geometry().bottom() < 600

    def test_at_most_three_are_seen(self, window: QMainWindow) -> None:
        toasts = Toasts(window)
        for number in range(5):
            toasts.show(f"Number {number}.")
        texts = [one.full_text() for one in window.findChildren(PlainLabel) if one.isVisible()]
        assert sorted(texts) == ["Number 2.", "Number 3.", "Number 4."]

    def test_a_second_button_gets_room_at_once(self, window: QMainWindow) -> None:
        toast = Toasts(window).show("26001244 is now “Ready”", "Undo", lambda: None)
        toast.add("Print summary", lambda: None)
        assert toast.more is not None
        assert toast.more.isVisible()
        assert toast.width() >= toast.sizeHint().width()
        assert toast.words.width() >= toast.words.sizeHint().width()

    def test_a_long_sentence_stays_inside_the_window(self, window: QMainWindow) -> None:
        toast = Toasts(window).show(
            "This customer has four open tickets and two of them are late. " * 3, "Open"
        )
        assert window.rect().contains(toast.geometry())


class TestBanner:
    def test_it_says_acts_and_closes(self, qtbot: QtBot) -> None:
        page = QWidget()
        qtbot.addWidget(page)
        banner = Banner()
        QVBoxLayout(page).addWidget(banner)
        page.show()
        assert banner.text() == ""
        done: list[bool] = []
        banner.say("warning", "The last backup is 9 days old.", "Back up now", lambda: done.append(True))
        assert banner.isVisible()
        assert banner.text() == banner.accessibleName() == "The last backup is 9 days old."
        child(banner, QPushButton).click()
        assert done == [True]
        banner.hush()
        assert banner.text() == ""


class TestChip:
    @pytest.mark.parametrize("status", SEEDED, ids=lambda status: status.key)
    def test_every_status_has_a_family_an_icon_and_a_word(self, status: object, qtbot: QtBot) -> None:
        from deskapp.domain.status import Status

        assert isinstance(status, Status)
        chip = StatusChip(chip_of(status.label, status.meaning, status.icon))
        qtbot.addWidget(chip)
        chip.resize(chip.sizeHint())
        assert chip.accessibleName() == status.label
        tint = style.palette().family(family_of(status.meaning))
        picture = chip.grab().toImage()
        assert picture.pixelColor(picture.width() // 2, 2).name().upper() == tint.fill

    def test_an_empty_one_takes_no_room(self, qtbot: QtBot) -> None:
        chip = StatusChip(Chip(""))
        qtbot.addWidget(chip)
        assert chip.sizeHint().isEmpty()
        assert not chip.isVisible()


def test_an_empty_list_offers_the_next_step(qtbot: QtBot) -> None:
    cleared: list[bool] = []
    empty = EmptyState()
    qtbot.addWidget(empty)
    empty.say(
        "search", "Nothing matches “mia”.", "Try fewer words.", "Clear filter", lambda: cleared.append(True)
    )
    empty.show()
    assert empty.accessibleName() == "Nothing matches “mia”. Try fewer words."
    QTest.mouseClick(child(empty, QPushButton), Qt.MouseButton.LeftButton)
    assert cleared == [True]
    empty.say("tickets", "No tickets yet.")
    assert not child(empty, QPushButton).isVisible()


def test_a_card_holds_what_is_added(qtbot: QtBot) -> None:
    card = Card("Customer")
    qtbot.addWidget(card)
    card.add(PlainLabel("Łukasz Wójcik"))
    assert [label.text() for label in card.findChildren(QLabel)] == ["Customer", "Łukasz Wójcik"]


def test_a_question_does_nothing_until_its_verb_is_chosen(qtbot: QtBot) -> None:
    done: list[str] = []
    for answer, expected in (("Cancel", []), ("Issue invoice", ["issued"])):
        question = Question(None, "Issue INV-2026-0092?", "Issue invoice", lambda: done.append("issued"))
        question.open()
        QTest.mouseClick(child(question, QPushButton, answer), Qt.MouseButton.LeftButton)
        assert done == expected


def test_buttons_have_a_name_even_without_words(qtbot: QtBot) -> None:
    pressed: list[str] = []
    quiet = icon_button("copy", "Copy number", lambda: pressed.append("copy"), keys="Ctrl+C")
    verb = button("Save", lambda: pressed.append("save"), kind="primary", icon="save")
    for one in (quiet, verb):
        qtbot.addWidget(one)
        one.click()
    assert quiet.accessibleName() == "Copy number"
    assert quiet.toolTip() == "Copy number  Ctrl+C"
    assert pressed == ["copy", "save"]


def test_the_sheet_of_shortcuts_lists_keys(qtbot: QtBot) -> None:
    sheet = ShortcutSheet(None, [("File", [("New ticket", "Ctrl+N")])])
    qtbot.addWidget(sheet)
    sheet.open()
    texts = {label.text() for label in sheet.findChildren(QLabel)}
    assert {"File", "New ticket", "Ctrl+N"} <= texts


def test_the_same_message_is_on_the_screen_only_once(window: QMainWindow) -> None:
    toasts = Toasts(window)
    toasts.show("Wrote the report")
    other = toasts.show("Added a line")
    again = toasts.show("Wrote the report")
    assert toasts.current() is again
    again.leave()
    assert toasts.current() is other
    other.leave()
    assert toasts.current() is None


@pytest.mark.parametrize("width", [120, 200, 400])
def test_what_stands_in_an_empty_text_is_whole(qtbot: QtBot, width: int) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    text = GrowingText("What the customer should know or do")
    QVBoxLayout(page).addWidget(text)
    page.setFixedWidth(width)
    page.show()
    empty = text.height()
    text.setPlainText(text.placeholderText())
    assert text.height() == empty
    text.clear()
    assert text.height() == empty

"""Fields take what people type and say beside themselves what they cannot take."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from deskapp.domain.customer import Phone
from deskapp.domain.money import Currency, Money
from deskapp.errors import Invalid
from deskapp.ui.shared.fields import ChoiceBox, MoneyEdit, PhoneEdit, QuantityEdit, TextArea, TextField
from deskapp.ui.shared.form import Form
from deskapp.ui.shared.formats import Formats
from deskapp.ui.shared.moment_edit import DateTimeEdit
from deskapp.ui.shared.tags_edit import TagsEdit
from tests.ui.finding import child

pytestmark = pytest.mark.usefixtures("dressed")
GBP = Currency("GBP")


class TestMoney:
    @pytest.mark.parametrize("typed", ["12.5", "12,50", " 12.50 "])
    def test_point_and_comma_are_both_understood(self, typed: str, formats: Formats, qtbot: QtBot) -> None:
        field = MoneyEdit(GBP, formats)
        qtbot.addWidget(field)
        QTest.keyClicks(field, typed)
        assert field.money() == Money(1250, GBP)
        QTest.keyClick(field, Qt.Key.Key_Return)
        assert field.text() == "12.50"

    def test_nothing_is_none_and_nonsense_is_refused(self, formats: Formats, qtbot: QtBot) -> None:
        field = MoneyEdit(GBP, formats)
        qtbot.addWidget(field)
        assert field.money() is None
        QTest.keyClicks(field, "lots")
        QTest.keyClick(field, Qt.Key.Key_Return)
        assert field.text() == "lots"
        with pytest.raises(Invalid):
            field.money()

    def test_zero_is_an_amount(self, formats: Formats, qtbot: QtBot) -> None:
        field = MoneyEdit(GBP, formats)
        qtbot.addWidget(field)
        field.set_money(Money(0, GBP))
        assert field.text() == "0.00"


class TestQuantity:
    @pytest.mark.parametrize(("typed", "meant"), [("", "1"), ("2", "2"), ("1,5", "1.5"), ("0.25", "0.25")])
    def test_a_number_is_understood(self, typed: str, meant: str, qtbot: QtBot) -> None:
        field = QuantityEdit()
        qtbot.addWidget(field)
        QTest.keyClicks(field, typed)
        assert str(field.quantity()) == meant

    @pytest.mark.parametrize("typed", ["two", "1e9", "nan", "--"])
    def test_nonsense_is_refused(self, typed: str, qtbot: QtBot) -> None:
        field = QuantityEdit()
        qtbot.addWidget(field)
        QTest.keyClicks(field, typed)
        with pytest.raises(Invalid) as refused:
            field.quantity()
        assert refused.value.field == "quantity"


class TestPhone:
    def test_digits_are_told_while_typing(self, qtbot: QtBot) -> None:
        field = PhoneEdit()
        qtbot.addWidget(field)
        told: list[str] = []
        field.digits_changed.connect(told.append)
        QTest.keyClicks(field, "+44 77")
        assert told[-1] == "4477"
        assert field.phone() == Phone("+44 77")
        field.set_phone(None)
        assert field.phone() is None


class TestChoice:
    def test_keys_go_in_and_out(self, qtbot: QtBot) -> None:
        box = ChoiceBox([("normal", "Normal"), ("urgent", "Urgent")])
        qtbot.addWidget(box)
        box.set_key("urgent")
        box.set_key("unknown")
        assert box.key() == "urgent"
        box.set_choices([("low", "Low"), ("urgent", "Urgent!")])
        assert (box.key(), box.currentText()) == ("urgent", "Urgent!")

    def test_a_choice_by_keyboard_is_told(self, qtbot: QtBot) -> None:
        box = ChoiceBox([("normal", "Normal"), ("urgent", "Urgent")])
        qtbot.addWidget(box)
        with qtbot.waitSignal(box.chosen) as told:
            QTest.keyClick(box, Qt.Key.Key_Down)
        assert told.args == ["urgent"]

    def test_the_wheel_does_not_change_it_in_passing(self, qtbot: QtBot) -> None:
        box = ChoiceBox([("normal", "Normal"), ("urgent", "Urgent")])
        qtbot.addWidget(box)
        box.show()
        box.clearFocus()
        event = QWheelEvent(
            QPointF(5, 5), QPointF(5, 5), QPoint(0, -10), QPoint(0, -120), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(box, event)
        assert box.key() == "normal"


class TestTextArea:
    def test_tab_leaves_it(self, qtbot: QtBot) -> None:
        page = QWidget()
        qtbot.addWidget(page)
        area, after = TextArea(), TextField()
        column = QVBoxLayout(page)
        column.addWidget(area)
        column.addWidget(after)
        with qtbot.waitExposed(page):
            page.show()
        page.activateWindow()
        area.setFocus()
        QTest.keyClicks(area, "Screen cracked")
        with qtbot.waitSignal(area.left):
            QTest.keyClick(area, Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is after
        assert area.value() == "Screen cracked"

    def test_markup_that_is_pasted_stays_letters(self, qtbot: QtBot) -> None:
        area = TextArea()
        qtbot.addWidget(area)
        QApplication.clipboard().setText("<b>bold</b>")
        area.paste()
        assert area.value() == "<b>bold</b>"


class TestTags:
    def test_words_become_tags_and_go_again(self, qtbot: QtBot) -> None:
        field = TagsEdit()
        qtbot.addWidget(field)
        told: list[tuple[str, ...]] = []
        field.changed.connect(told.append)
        QTest.keyClicks(field.edit, "Urgent, water ")
        assert field.tags() == ("urgent", "water")
        QTest.keyClicks(field.edit, "rush")
        assert field.tags() == ("urgent", "water", "rush")
        field.edit.clear()
        QTest.keyClick(field.edit, Qt.Key.Key_Backspace)
        assert told[-1] == ("urgent",)

    def test_a_tag_s_button_takes_it_away(self, qtbot: QtBot) -> None:
        from PySide6.QtWidgets import QPushButton

        field = TagsEdit()
        qtbot.addWidget(field)
        field.set_tags(("urgent", "water"))
        first = next(one for one in field.findChildren(QPushButton) if "urgent" in one.text())
        assert first.accessibleName() == "Remove tag urgent"
        QTest.mouseClick(first, Qt.MouseButton.LeftButton)
        assert field.tags() == ("water",)


class TestMoment:
    def test_quick_words_are_shown_as_what_they_mean(self, formats: Formats, qtbot: QtBot) -> None:
        field = DateTimeEdit(formats)
        qtbot.addWidget(field)
        with qtbot.waitSignal(field.changed) as told:
            QTest.keyClicks(field.edit, "fri 15:30")
            assert field.understood.text() == "Fri 13 Mar 15:30"
            QTest.keyClick(field.edit, Qt.Key.Key_Return)
        assert told.args == [datetime(2026, 3, 13, 15, 30, tzinfo=UTC)]

    def test_summer_time_is_minded(self, formats: Formats, qtbot: QtBot) -> None:
        field = DateTimeEdit(formats)
        qtbot.addWidget(field)
        field.edit.setText("2026-07-01 17:00")
        assert field.moment() == datetime(2026, 7, 1, 16, 0, tzinfo=UTC)

    def test_none_is_possible_and_nonsense_is_said(self, formats: Formats, qtbot: QtBot) -> None:
        field = DateTimeEdit(formats)
        qtbot.addWidget(field)
        assert field.moment() is None
        QTest.keyClicks(field.edit, "soonish")
        assert field.understood.text() == "not a day and time"
        with pytest.raises(Invalid):
            field.moment()

    def test_what_is_set_comes_back(self, formats: Formats, qtbot: QtBot) -> None:
        field = DateTimeEdit(formats)
        qtbot.addWidget(field)
        moment = datetime(2026, 10, 25, 9, 15, tzinfo=UTC)
        field.set_moment(moment)
        assert field.moment() == moment

    def test_a_day_can_be_picked(self, formats: Formats, qtbot: QtBot) -> None:
        from PySide6.QtWidgets import QCalendarWidget, QToolButton

        field = DateTimeEdit(formats)
        qtbot.addWidget(field)
        field.show()
        field.edit.setText("today 9:15")
        QTest.mouseClick(child(field, QToolButton), Qt.MouseButton.LeftButton)
        calendar = child(field, QCalendarWidget)
        from PySide6.QtCore import QDate

        calendar.clicked.emit(QDate(2026, 3, 20))
        moment = field.moment()
        assert moment is not None
        assert formats.local(moment).date() == date(2026, 3, 20)
        assert moment.hour == 9


class TestForm:
    @pytest.fixture
    def form(self, qtbot: QtBot) -> Form:
        made = Form()
        made.add("name", "&Name", TextField(), hint="As on the receipt")
        made.add_beside("email", "&E-mail", TextField())
        qtbot.addWidget(made)
        with qtbot.waitExposed(made):
            made.show()
        made.activateWindow()
        return made

    def test_an_error_stands_at_its_field_and_the_cursor_goes_there(self, form: Form) -> None:
        assert form.show_error(Invalid("A customer needs a name.", "name"))
        row = form.row("name")
        assert row.wrong() == "A customer needs a name."
        assert row.note.isVisible()
        assert row.field.accessibleDescription() == "A customer needs a name."
        assert QApplication.focusWidget() is row.field
        assert row.field.property("wrong") is True

    def test_an_error_further_down_is_gone_to_as_well(self, form: Form) -> None:
        form.row("name").field.setFocus()
        assert form.show_error(Invalid("This is no e-mail address.", "email"))
        assert QApplication.focusWidget() is form.row("email").field

    def test_what_was_typed_stays_and_the_hint_comes_back(self, form: Form, qtbot: QtBot) -> None:
        row = form.row("name")
        QTest.keyClicks(row.field, "Amina")
        form.show_error(Invalid("No.", "name"))
        form.clear_errors()
        assert row.wrong() == ""
        assert row.note.text() == "As on the receipt"
        assert row.field.accessibleDescription() == "As on the receipt"
        assert isinstance(row.field, TextField)
        assert row.field.value() == "Amina"

    def test_an_error_of_no_field_is_left_to_the_screen(self, form: Form) -> None:
        assert not form.show_error(Invalid("The file is full."))

    def test_labels_belong_to_their_fields(self, form: Form) -> None:
        row = form.row("email")
        assert row.label.buddy() is row.field
        assert row.field.accessibleName() == "E-mail"

    def test_a_line_cannot_be_too_long(self, qtbot: QtBot) -> None:
        field = TextField(longest=5)
        qtbot.addWidget(field)
        QTest.keyClicks(field, "1234567")
        assert field.value() == "12345"

    def test_labels_can_stand_at_the_left(self, qtbot: QtBot) -> None:
        form = Form("left")
        qtbot.addWidget(form)
        row = form.add("name", "Name", TextField())
        form.resize(500, 100)
        form.show()
        assert row.label.geometry().right() <= row.field.geometry().left()

"""The type at intake is found by any of its names, and shown without typing anything."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractItemView
from pytestqt.qtbot import QtBot

from deskapp.domain.item_type import ItemType
from deskapp.ui.intake.checks import points_for
from deskapp.ui.intake.type_field import TypeField

PHONE, BIKE = ItemType("Handy", "phone", key="phone"), ItemType("Fahrrad", "bike", key="bike")


def field(qtbot: QtBot) -> TypeField:
    made = TypeField()
    qtbot.addWidget(made)
    made.set_types((PHONE, ItemType("Smartes Ding", key="own"), BIKE))
    made.show()
    made.activateWindow()
    made.setFocus()
    qtbot.waitUntil(made.hasFocus)
    return made


def popup(made: TypeField) -> QAbstractItemView:
    names = made.completer()
    assert names is not None
    found = names.popup()
    assert found is not None
    return found


def offered(made: TypeField) -> list[str]:
    model = popup(made).model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def test_a_type_is_found_by_its_word_in_another_language(qtbot: QtBot) -> None:
    made = field(qtbot)
    QTest.keyClicks(made, "Ph")
    assert popup(made).isVisible()
    assert offered(made) == ["Handy"]
    QTest.keyClick(popup(made), Qt.Key.Key_Down)
    QTest.keyClick(popup(made), Qt.Key.Key_Return)
    assert made.text() == "Handy"
    made.setText("")
    QTest.keyClicks(made, "ding")
    assert not popup(made).isVisible()  # no name begins so


def test_a_word_that_is_typed_whole_becomes_the_word_of_the_shop(qtbot: QtBot) -> None:
    made = field(qtbot)
    QTest.keyClicks(made, "phone")
    assert made.called(made.text()) == PHONE
    popup(made).hide()
    QTest.keyClick(made, Qt.Key.Key_Return)
    assert made.text() == "Handy"
    assert made.called("own") is not None
    assert made.called("Laptop") is None


def test_down_shows_all_types(qtbot: QtBot) -> None:
    made = field(qtbot)
    QTest.keyClick(made, Qt.Key.Key_Down)
    assert popup(made).isVisible()
    assert offered(made) == ["Handy", "Smartes Ding", "Fahrrad"]
    assert popup(made).pos() != QPoint()


def test_a_list_in_general_speaks_the_language_of_the_shop() -> None:
    assert points_for(None, (PHONE,), "de_AT")[0].label == "Schaltet ein"

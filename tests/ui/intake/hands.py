"""Hands at the counter: they type, press and wait."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from deskapp.domain.ticket import Ticket
from deskapp.ui.intake.window import IntakeWindow

if TYPE_CHECKING:
    from deskapp.domain.actor import Actor
    from deskapp.services.desk import Desk
    from deskapp.ui.context import DeskContext


def shown(window: IntakeWindow, qtbot: QtBot) -> IntakeWindow:
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    return window


def type_in(text: str) -> None:
    """Type into whatever has the focus."""
    field = QApplication.focusWidget()
    assert field is not None
    if text.isascii():
        QTest.keyClicks(field, text)
    else:
        assert isinstance(field, QLineEdit)
        field.insert(text)


def press(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    field = QApplication.focusWidget()
    assert field is not None
    QTest.keyClick(field, key, modifier)


def rest(qtbot: QtBot, context: DeskContext) -> None:
    qtbot.waitUntil(lambda: not context.worker.is_busy())


def only_ticket(desk: Desk, owner: Actor) -> Ticket:
    [row] = desk.tickets.rows(owner)
    return desk.tickets.get(owner, row.number)


def offered(window: IntakeWindow) -> list[str]:
    return [match.title for match in window.form.customer.search.offered()]
